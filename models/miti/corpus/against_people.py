"""How far our codes of AnnoMI's and MIBot's texts agree with the codes that these came with.

`python against_people.py DATA` prints the table of datasheet.md; DATA holds annomi and mibot_v63a (needs scikit-learn).
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from sklearn.metrics import cohen_kappa_score, f1_score

HERE, DATA = Path(__file__).parent, Path(sys.argv[1])
GROUPS = {"Q": "question", "Seek": "question", "SR": "reflection", "CR": "reflection", "GI": "therapist_input",
          "Persuade": "therapist_input", "PwP": "therapist_input"}
ORDER = ("question", "reflection", "therapist_input", "other")


def table(path: Path) -> list[dict]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def show(what: str, theirs: list, ours: list) -> None:
    kappa, f1 = cohen_kappa_score(theirs, ours), f1_score(theirs, ours, average="macro")
    print(f"| {what} | {len(theirs)} | {kappa:.2f} | {f1:.2f} |")


def group(codes: list[str]) -> str:
    """AnnoMI's group of a turn: the first in order that its codes show."""
    shown = {GROUPS.get(code, "other") for code in codes}
    return next(group for group in ORDER if group in shown)


def annomi() -> None:
    ours = {(r["transcript_id"], r["utterance_id"]): r["codes"].split(";") for r in table(HERE / "annomi-codes.csv")}
    turns = [(t, ours[t["transcript_id"], t["utterance_id"]]) for t in table(DATA / "annomi" / "annomi.csv")]
    counsellor = [(t, codes) for t, codes in turns if t["interlocutor"] == "therapist"]
    show("AnnoMI's people: counsellor, 4 groups", *zip(*((t["main_therapist_behaviour"], group(c)) for t, c in counsellor)))
    both = [(t["reflection_subtype"], "complex" if "CR" in c else "simple") for t, c in counsellor
            if t["reflection_subtype"] and {"SR", "CR"} & set(c)]
    show("AnnoMI's people: SR against CR, where both have a reflection", *zip(*both))
    client = [(t["client_talk_type"], c[0]) for t, c in turns if t["interlocutor"] == "client"]
    show("AnnoMI's people: client, 3 kinds", *zip(*client))
    print("codes given to AnnoMI's turns:", dict(Counter(code for _, codes in counsellor for code in codes).most_common()))


def mibot() -> None:
    kinds = {"C": "change", "S": "sustain", "N": "neutral"}
    ours = {r["utterance"]: r["codes"].split(";")[0] for r in table(HERE / "mibot-codes.csv")}
    texts = table(DATA / "mibot_v63a" / "mibot_v63a_automisc_silver.csv")
    said = [t for t in texts if t["speaker"] == "client" and t["text"].strip()]
    show("MIBot's language model: client, 3 kinds", *zip(*((kinds[t["auto_misc_label"]], ours[t["utterance"]]) for t in said)))


if __name__ == "__main__":
    print("| against | n | κ | macro-F1 |\n|---|---|---|---|")
    annomi()
    mibot()
