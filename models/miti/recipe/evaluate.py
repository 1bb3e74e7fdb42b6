"""How well the program codes what people coded and it has never seen: CASAA's sessions, in English and Swedish.

`python evaluate.py --data DATA --gensvar PROGRAM [--figures ../figures.json]`. The program itself does the coding (`gensvar code`), so what is
measured is what a user gets, masking and 8-bit weights included. No weight or threshold is chosen by these figures.
"""

import argparse
import csv
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import cohen_kappa_score, f1_score

import indicative
from calibrate import calibration_error
from examples import CODES, ONE

# A code that people gave to fewer volleys cannot be measured by them.
FEWEST = 10


def coded(program: Path, language: str, rows: list[tuple]) -> pd.DataFrame:
    """`rows` of session, turn, speaker, text as the program codes them."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.csv", Path(folder) / "out.csv"
        with open(source, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("session", "turn", "speaker", "text"), *rows])
        subprocess.run([program, "code", source, "--language", language, "--out", target], check=True)
        return pd.read_csv(target, keep_default_na=False)


def single_volleys(table: pd.DataFrame, guess: pd.DataFrame, language: str) -> dict:
    """Volleys that people gave one code or none, all eleven classes; gives what was measured of each code."""
    single = (table.speaker == "counsellor") & (table.codes != "") & ~table.codes.str.contains(r"[|;]")
    truth, one = table.codes[single], guess[single].apply(likeliest, axis=1)
    f1 = f1_score(truth, one, average="macro", labels=[c for c in ONE if c in set(truth)], zero_division=0)
    right = (truth == one).mean()
    print(f"| {language}: single-code volleys | {len(truth)} | {f1:.3f} | {cohen_kappa_score(truth, one):.3f} | {right:.3f} |")
    measured = {}
    for code in ONE:
        y, p = truth == code, one == code
        f1, kappa = f1_score(y, p, zero_division=0), cohen_kappa_score(y, p)
        measured[code] = {"n": int(y.sum()), "f1": round(f1, 3), "kappa": round(kappa, 3)}
        print(f"| {language}: {code} | {y.sum()} | {f1:.3f} | {kappa:.3f} | |")
    return measured


def likeliest(row) -> str:
    """The likeliest of the codes given; NC when none was."""
    return max(row.codes.split(";"), key=lambda code: float(row[f"p_{code}"])) if row.codes else "NC"


def session_counts(table: pd.DataFrame, guess: pd.DataFrame, language: str) -> None:
    """Counts a session, human and the program's, and ICC(A,1) between them."""
    per = lambda codes, kinds: codes.apply(lambda c: len(set(c.split(";")) & kinds) > 0).groupby(table.session).sum()
    for name, kinds in (("Q", {"Q"}), ("SR or CR", {"SR", "CR"}), *((code, {code}) for code in CODES if code != "Q")):
        human, ours = per(table.codes, kinds), per(guess.codes, kinds)
        print(f"| {language}: {name} a session | {list(human)} | {list(ours)} | ICC(A,1) {icc(human, ours):.3f} | |")


def icc(first, second) -> float:
    """Two-way, absolute agreement, single measure (McGraw & Wong 1996)."""
    x = np.column_stack([first, second]).astype(float)
    n, k = x.shape
    rows, columns = x.mean(1), x.mean(0)
    between = k * ((rows - x.mean()) ** 2).sum() / (n - 1)
    coders = n * ((columns - x.mean()) ** 2).sum() / (k - 1)
    rest = ((x - rows[:, None] - columns + x.mean()) ** 2).sum() / ((n - 1) * (k - 1))
    below = between + (k - 1) * rest + k * (coders - rest) / n
    return float((between - rest) / below) if below else float("nan")


def chances(table: pd.DataFrame, guess: pd.DataFrame, language: str) -> None:
    counsellor = (table.speaker == "counsellor") & (table.codes != "")
    for code in CODES:
        p = pd.to_numeric(guess[f"p_{code}"][counsellor]).to_numpy()
        y = table.codes[counsellor].apply(lambda c: code in c.split(";")).to_numpy()
        print(f"| {language}: p_{code} | {y.sum()} of {len(y)} | expected {p.sum():.1f} | error {calibration_error(p, y):.3f} | |")


def global_scores(folder: Path, table: pd.DataFrame) -> None:
    """Mean error of the globals, from the experts' own counts, beside that of always saying the corpus's mean.

    CASAA has no codes for the client, so change talk counts as half of both.
    """
    experts, corpus = pd.read_csv(folder / "casaa" / "sessions.csv").set_index("session"), indicative.corpus()
    rows = {}
    for session, turns in table.groupby("session"):
        counts = {code: turns.codes.apply(lambda c: code in c.split(";")).sum() for code in CODES}
        volleys = (turns.speaker == "counsellor").sum()
        rows[session] = indicative.features({**counts, "change": 0, "sustain": 0}, volleys)
    for name in indicative.NAMES:
        theirs = experts.loc[list(rows), name].to_numpy(float)
        ours = indicative.predict(indicative.fit(corpus, name), np.array(list(rows.values())))
        wrong, plain = np.abs(ours - theirs).mean(), np.abs(corpus[name].mean() - theirs).mean()
        print(f"| CASAA, {name}: mean error {wrong:.2f}, of the mean {plain:.2f} | {len(theirs)} | | | |")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--gensvar", type=Path, required=True)
    arguments.add_argument("--figures", type=Path, help="keep what was measured of codes that AnnoMI does not have")
    a = arguments.parse_args()
    table = pd.read_csv(a.data / "casaa" / "turns.csv", keep_default_na=False)
    print("| what | n | macro-F1 | kappa | right |\n|---|---|---|---|---|")
    global_scores(a.data, table)
    for language in ("en", "sv"):
        guess = coded(a.gensvar, language, list(zip(table.session, table.turn, table.speaker, table[f"text_{language}"])))
        measured = single_volleys(table, guess, language)
        session_counts(table, guess, language)
        chances(table, guess, language)
        if a.figures:
            keep(measured, language, a.figures)


def keep(measured: dict, language: str, file: Path) -> None:
    """What the reports say of codes that only CASAA's sessions show."""
    kept = json.loads(file.read_text(encoding="utf-8"))
    for code in ("Persuade", "PwP", "AF", "Seek", "Emphasize", "Confront"):
        kept["program"][language]["codes"].pop(code, None)
        if measured[code]["n"] >= FEWEST:
            kept["program"][language]["codes"][code] = measured[code]
    file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
