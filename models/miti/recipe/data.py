"""The texts: AnnoMI's coded turns with their context, and parallel sentences."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

LANGUAGES = ("en", "sv")
MAIN = ("question", "reflection", "therapist_input", "other")
CLIENT = ("change", "sustain", "neutral")
# AnnoMI's kinds of input that MITI codes as Giving Information, and as Persuade (or PwP: AnnoMI does not tell).
INFORMATION = ("information", "options")
ADVICE = ("advice",)
CONTEXT_TURNS = 2


@dataclass(frozen=True)
class Example:
    """One turn as the network sees it, with what people coded; None where nobody coded it."""

    fold: int
    language: str
    role: str  # counsellor or client
    text: str
    context: tuple[tuple[str, str], ...]  # (role, text), oldest first
    main: int | None
    question: int | None
    reflection: int | None
    complex: int | None
    information: int | None
    advice: int | None
    client: int | None


def annomi(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "annomi" / "annomi.csv", keep_default_na=False)
    return table.sort_values(["transcript_id", "utterance_id"], kind="stable")


def examples(folder: Path) -> list[Example]:
    """Every turn of AnnoMI in both languages, in the order of the conversations."""
    found = []
    for language in LANGUAGES:
        for _, turns in annomi(folder).groupby("transcript_id", sort=True):
            said = []
            for turn in turns.to_dict("records"):
                role = "counsellor" if turn["interlocutor"] == "therapist" else "client"
                text = turn[f"text_{language}"]
                found.append(example(turn, language, role, text, tuple(said[-CONTEXT_TURNS:])))
                said.append((role, text))
    return found


def example(turn: dict, language: str, role: str, text: str, context: tuple) -> Example:
    counsellor = role == "counsellor"
    kind, reflection = turn["therapist_input_subtype"], turn["reflection_subtype"]
    flag = lambda condition: int(condition) if counsellor else None
    return Example(
        fold=turn["fold"],
        language=language,
        role=role,
        text=text,
        context=context,
        main=MAIN.index(turn["main_therapist_behaviour"]) if counsellor else None,
        question=flag(bool(turn["question_subtype"])),
        reflection=flag(bool(reflection)),
        complex=int(reflection == "complex") if counsellor and reflection else None,
        information=flag(kind in INFORMATION),
        advice=flag(kind in ADVICE),
        client=None if counsellor else CLIENT.index(turn["client_talk_type"]),
    )


def tatoeba(folder: Path) -> list[tuple[str, str, str]]:
    """(language, English, rendering) of everyday sentences."""
    pairs = []
    for language, name in (("sv", "swe.txt"), ("nb", "nob.txt")):
        with open(folder / "tatoeba" / name, encoding="utf-8") as lines:
            pairs += [(language, row[0], row[1]) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return pairs


def renderings(folder: Path, held_out: int) -> list[tuple[str, str, str]]:
    """The same of AnnoMI's turns, without the fold that is held out."""
    turns = annomi(folder)
    turns = turns[turns.fold != held_out]
    return [("sv", english, swedish) for english, swedish in zip(turns.text_en, turns.text_sv)]
