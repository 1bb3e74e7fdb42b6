"""Indicative globals: linear in a few session figures, learnt from the globals of our corpus.

The figures are those of the codes that the program gives, so they are computed here as `coding/globals.rs` does.
"""

import numpy as np
import pandas as pd

import sources

NAMES = ("CCT", "SST", "Partnership", "Empathy")
FEATURES = ("log_reflections_to_questions", "complex_share", "adherent_share", "non_adherent_share", "change_share")
RIDGE = 3.0
# Softening Sustain Talk is left out: on CASAA's sessions the mean of our corpus was nearer to the coders'.
SHOWN = ("CCT", "Partnership", "Empathy")
# Learnt from invented conversations, a global is never said more closely than this (half the range, in points).
NARROWEST = 1.0


def features(counts: dict, volleys: int) -> list[float]:
    """`counts` of the ten codes and of change and sustain; `volleys` of the counsellor."""
    reflections, volleys = counts["SR"] + counts["CR"], max(volleys, 1)
    return [
        np.log((reflections + 1) / (counts["Q"] + 1)),
        (counts["CR"] + 1) / (reflections + 2),
        (counts["AF"] + counts["Seek"] + counts["Emphasize"]) / volleys,
        (counts["Persuade"] + counts["Confront"]) / volleys,
        (counts["change"] + 1) / (counts["change"] + counts["sustain"] + 2),
    ]


def learnt() -> dict:
    """The globals as labels.json holds them; half the range is what holds nine of ten held-out dialogues."""
    table = corpus()
    held_out = table.dialogue.str.split("-").str[1].astype(int) % 8 == 5
    found = {"features": list(FEATURES), "coefficients": {}, "interval": {}}
    for name in SHOWN:
        coefficients = fit(table[~held_out], name)
        wrong = np.abs(predict(coefficients, table.loc[held_out, list(FEATURES)].to_numpy()) - table.loc[held_out, name])
        plain = np.abs(table.loc[~held_out, name].mean() - table.loc[held_out, name]).mean()
        print(f"{name}: mean error {wrong.mean():.2f}, of the mean {plain:.2f}, in {held_out.sum()} held-out dialogues")
        found["coefficients"][name] = [round(float(c), 4) for c in coefficients]
        found["interval"][name] = round(max(float(np.quantile(wrong, 0.9)), NARROWEST), 2)
    return found


def corpus() -> pd.DataFrame:
    """A row a dialogue: its group, its features by the settled codes, its globals."""
    found = []
    judged = pd.read_csv(sources.CORPUS / "dialogues.csv", keep_default_na=False).set_index("dialogue")
    for language in ("sv", "nb", "en"):
        table = pd.read_csv(sources.CORPUS / f"{language}.csv", keep_default_na=False)
        for dialogue, lines in table.groupby("dialogue"):
            by = judged.loc[dialogue]
            if by.CCT != "":
                found.append([dialogue, language, *features(*figures(lines)), *(int(by[name]) for name in NAMES)])
    return pd.DataFrame(found, columns=["dialogue", "language", *FEATURES, *NAMES])


def figures(lines: pd.DataFrame) -> tuple[dict, int]:
    """Counts by volley, as MITI counts them, from a code a line."""
    counts = dict.fromkeys(("GI", "Persuade", "PwP", "Q", "SR", "CR", "AF", "Seek", "Emphasize", "Confront", "change", "sustain"), 0)
    turns = lines.groupby("turn")
    for _, turn in turns:
        codes = set(turn.code)
        if "CR" in codes:
            codes.discard("SR")
        if "PwP" in codes:
            codes.discard("Persuade")
        if turn.speaker.iloc[0] == "client":
            change, sustain = (turn.code == "change").sum(), (turn.code == "sustain").sum()
            codes = {"change"} if change > sustain else {"sustain"} if sustain > change else set()
        for code in codes & set(counts):
            counts[code] += 1
    return counts, sum(turn.speaker.iloc[0] == "counsellor" for _, turn in turns)


def fit(table: pd.DataFrame, name: str) -> np.ndarray:
    """Intercept and one coefficient a feature (ridge on standardised features)."""
    x, y = table[list(FEATURES)].to_numpy(), table[name].to_numpy(float)
    middle, spread = x.mean(0), x.std(0)
    z = (x - middle) / spread
    slope = np.linalg.solve(z.T @ z + RIDGE * np.eye(z.shape[1]), z.T @ (y - y.mean())) / spread
    return np.array([y.mean() - slope @ middle, *slope])


def predict(coefficients: np.ndarray, x: np.ndarray) -> np.ndarray:
    return np.clip(coefficients[0] + x @ coefficients[1:], 1, 5)
