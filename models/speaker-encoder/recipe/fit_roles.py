"""Finds the weights by which src/speech/roles.rs tells counsellor from client, and their accuracy.

    python3 fit_roles.py annomi.csv

AnnoMI (Wu et al. 2022, 2023; stated as public domain by its authors), Swedish renderings, both
utterances with and without punctuation, as some recognisers write none. Each conversation gives
one row: counsellor's minus client's cue. Five folds grouped by series of recordings.
Needs from PyPI: numpy, scipy.
"""
import csv
import sys
from collections import defaultdict

import numpy as np
from scipy.optimize import minimize

ANSWERS = 5.0  # turns that count as asked and unasked alike before any is heard


def cues(turns):
    """Question share, talk share and who opens, counsellor minus client."""
    asked, spoken, words = defaultdict(float), defaultdict(float), defaultdict(float)
    for who, text in turns:
        asked[who] += text.rstrip().endswith("?")
        spoken[who] += 1
        words[who] += len(text.split())
    share = {w: asked[w] / (spoken[w] + ANSWERS) for w in "TC"}
    total = words["T"] + words["C"]
    opens = 1.0 if turns[0][0] == "T" else -1.0
    return [share["T"] - share["C"], (words["T"] - words["C"]) / total, opens]


def conversations(path):
    turns, fold = defaultdict(list), {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["transcript_id"]
            who = "T" if row["interlocutor"] == "therapist" else "C"
            if turns[name] and turns[name][-1][0] == who:
                turns[name][-1][1] += " " + row["text_sv"]
            else:
                turns[name].append([who, row["text_sv"]])
            fold[name] = int(row["fold"])
    return [(cues(t), fold[n], t) for n, t in turns.items() if {w for w, _ in t} == {"T", "C"}]


def fit(x):
    """Logistic regression without a constant: swapping the speakers swaps the answer."""
    loss = lambda w: np.logaddexp(0, -x @ w).sum() + 0.05 * (w**2).sum()
    return minimize(loss, np.zeros(x.shape[1])).x


def report(name, x, folds):
    odds = np.concatenate([x[folds == f] @ fit(x[folds != f]) for f in sorted(set(folds))])
    sure = 1 / (1 + np.exp(-np.abs(odds)))
    print(f"{name}: {len(x)} conversations, right {100 * (odds > 0).mean():.1f} %, weights {np.round(fit(x), 2)}")
    for low, high in ((0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        at = (sure >= low) & (sure < high)
        if at.any():
            print(f"  confidence {low}-{min(high, 1)}: {at.sum()}, right {100 * (odds[at] > 0).mean():.0f} %")


def used(x, name):
    """The weights that the program uses: between those of whole conversations and of parts."""
    odds = x @ np.array([12.0, 1.0, 0.8])
    sure = 1 / (1 + np.exp(-np.abs(odds)))
    print(f"as used, {name}: right {100 * (odds > 0).mean():.1f} %; of the {(sure >= 0.9).sum()} at 0.9 and more "
          f"{100 * (odds[sure >= 0.9] > 0).mean():.0f} %, of the {(sure < 0.7).sum()} under 0.7 "
          f"{100 * (odds[sure < 0.7] > 0).mean():.0f} %")


def main(path):
    rows = conversations(path)
    folds = np.array([fold for _, fold, _ in rows])
    x = np.array([cue for cue, _, _ in rows])
    report("whole, punctuated", x, folds)
    report("no punctuation", x[:, 1:], folds)
    # A drawn segment rarely begins with the first turn of the conversation.
    middle = [t[len(t) // 4 :] for _, _, t in rows]
    enough = np.array([{w for w, _ in t} == {"T", "C"} for t in middle])
    y = np.array([cues(t) for t, ok in zip(middle, enough) if ok])
    report("from the middle", y, folds[enough])
    used(x, "whole")
    used(x * [0, 1, 1], "whole, no punctuation")
    used(y, "from the middle")
    report("both together", np.concatenate([x, y]), np.concatenate([folds, folds[enough]]))


if __name__ == "__main__":
    main(sys.argv[1])
