"""How well the program codes what people coded: AnnoMI's held-out fold, and CASAA's sessions.

`python evaluate.py --data DATA --gensvar PROGRAM --fold 0`. The program itself does the coding (`gensvar code`), so
what is measured is what a user gets, masking and 8-bit weights included.
"""

import argparse
import csv
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import cohen_kappa_score, f1_score

from data import CLIENT, INFORMATION, MAIN, annomi

KNOWN = ["GI", "Q", "SR", "CR"]


def coded(program: Path, language: str, rows: list[tuple]) -> pd.DataFrame:
    """`rows` of session, turn, speaker, text as the program codes them."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.csv", Path(folder) / "out.csv"
        with open(source, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("session", "turn", "speaker", "text"), *rows])
        subprocess.run([program, "code", source, "--language", language, "--out", target], check=True)
        return pd.read_csv(target, keep_default_na=False)


def show(name: str, truth, guess, labels=None) -> None:
    f1 = f1_score(truth, guess, average="macro", labels=labels, zero_division=0)
    print(f"| {name} | {len(truth)} | {f1:.3f} | {cohen_kappa_score(truth, guess):.3f} |")


def on_annomi(program: Path, data: Path, language: str, fold: int) -> None:
    table = annomi(data)
    table = table[table.fold == fold].reset_index(drop=True)
    speaker = np.where(table.interlocutor == "therapist", "counsellor", "client")
    rows = list(zip(table.transcript_id, table.utterance_id, speaker, table[f"text_{language}"]))
    guess = coded(program, language, rows)
    counsellor = table.interlocutor == "therapist"
    names = dict(zip(MAIN, ("question", "reflection", "input", "other")))
    show(f"{language}: counsellor, 4 groups", table.main_therapist_behaviour[counsellor].map(names), guess.main[counsellor])
    show(f"{language}: client, 3 kinds", table.client_talk_type[~counsellor], guess.client_talk[~counsellor], list(CLIENT))
    chance = guess[["p_question", "p_reflection", "p_input", "p_other"]][counsellor].astype(float).to_numpy()
    right = guess.main[counsellor] == table.main_therapist_behaviour[counsellor].map(names)
    print(f"{language}: calibration error of the 4 groups {calibration_error(chance.max(1), right.to_numpy()):.3f}")
    number = lambda column: pd.to_numeric(guess[column])
    reflected = table.reflection_subtype != ""
    show(f"{language}: SR against CR", table.reflection_subtype[reflected] == "complex", (number("p_CR") > number("p_SR"))[reflected])
    shown = {
        "Q": (table.question_subtype != "", number("p_Q")),
        "SR or CR": (reflected, number("p_SR") + number("p_CR")),
        "GI": (table.therapist_input_subtype.isin(INFORMATION), number("p_GI")),
    }
    for code, (truth, p) in shown.items():
        show(f"{language}: shows {code} or not", truth[counsellor], (p >= 0.5)[counsellor])


def calibration_error(chance: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error in ten equal bins."""
    which = np.minimum((chance * 10).astype(int), 9)
    return sum(abs(chance[which == b].mean() - right[which == b].mean()) * (which == b).mean() for b in set(which))


def on_casaa(program: Path, data: Path, language: str) -> None:
    """Volleys with a single code; what the model cannot know counts against it in the first figure."""
    table = pd.read_csv(data / "casaa" / "turns.csv", keep_default_na=False)
    guess = coded(program, language, list(zip(table.session, table.turn, table.speaker, table[f"text_{language}"])))
    single = (table.speaker == "counsellor") & (table.codes != "") & ~table.codes.str.contains(r"[|;]")
    truth = table.codes[single]
    one = guess[single].apply(likeliest, axis=1)
    show(f"CASAA {language}: single-code volleys, all codes", truth, one)
    known = truth.isin([*KNOWN, "NC"])
    show(f"CASAA {language}: the same, codes that the model knows", truth[known], one[known])


def likeliest(row) -> str:
    """The likeliest of the codes given; NC when none was."""
    return max(row.codes.split(";"), key=lambda code: float(row[f"p_{code}"])) if row.codes else "NC"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--gensvar", type=Path, required=True)
    arguments.add_argument("--fold", type=int, required=True)
    a = arguments.parse_args()
    print("| what | n | macro-F1 | kappa |\n|---|---|---|---|")
    for language in ("en", "sv"):
        on_annomi(a.gensvar, a.data, language, a.fold)
        on_casaa(a.gensvar, a.data, language)


if __name__ == "__main__":
    main()
