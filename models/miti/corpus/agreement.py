"""What is in the corpus, and how far its two coders agreed before they saw each other's codes.

`python agreement.py` prints the tables of datasheet.md (needs scikit-learn).
"""

import csv
from collections import Counter
from pathlib import Path

from sklearn.metrics import cohen_kappa_score

HERE = Path(__file__).parent
COUNSELLOR = ["GI", "Persuade", "PwP", "Q", "SR", "CR", "AF", "Seek", "Emphasize", "Confront", "NC"]
CLIENT = ["change", "sustain", "neutral"]
LANGUAGES = ["sv", "nb", "en"]


def rows(language: str) -> list[dict]:
    with open(HERE / f"{language}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sizes() -> None:
    with open(HERE / "dialogues.csv", encoding="utf-8", newline="") as file:
        dialogues = list(csv.DictReader(file))
    print("| language | dialogues | good / mixed / poor | turns | utterances | words |\n|---|---|---|---|---|---|")
    for language in LANGUAGES:
        own = [d for d in dialogues if d["language"] == language]
        quality = Counter(d["quality"] for d in own)
        said = rows(language)
        turns = len({(r["dialogue"], r["turn"]) for r in said})
        words = sum(len(r["text"].split()) for r in said)
        shares = " / ".join(str(quality[q]) for q in ("good", "mixed", "poor"))
        print(f"| {language} | {len(own)} | {shares} | {turns} | {len(said)} | {words} |")


def agreement(speaker: str, codes: list[str]) -> None:
    print(f"\n| {speaker}: code | " + " | ".join(f"{language} n, κ" for language in LANGUAGES) + " | all n, κ |")
    print("|---|" + "---|" * 4)
    both = {l: [r for r in rows(l) if r["speaker"] == speaker and r["second"]] for l in LANGUAGES}
    both["all"] = [r for l in LANGUAGES for r in both[l]]
    for code in codes:
        cells = []
        for coded in both.values():
            first, second = ([r[who] == code for r in coded] for who in ("first", "second"))
            settled = sum(r["code"] == code for r in coded)
            cells.append(f"{settled}, {cohen_kappa_score(first, second):.2f}")
        print(f"| {code} | " + " | ".join(cells) + " |")
    overall = [
        f"{len(coded)}, {cohen_kappa_score([r['first'] for r in coded], [r['second'] for r in coded]):.2f}"
        for coded in both.values()
    ]
    print("| **all codes** | " + " | ".join(overall) + " |")


if __name__ == "__main__":
    sizes()
    agreement("counsellor", COUNSELLOR)
    agreement("client", CLIENT)
