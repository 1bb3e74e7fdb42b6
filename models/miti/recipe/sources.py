"""The coded texts: AnnoMI in two languages, our own corpus, MIBot's silver; and parallel sentences."""

import csv
from pathlib import Path

import pandas as pd

from examples import CLIENT, CODES, MAIN, MAIN_OF, Example, shown_by

CONTEXT_TURNS = 2
CORPUS = Path(__file__).parent.parent / "corpus"
# AnnoMI's kinds of input that MITI codes as Giving Information, and as Persuade or PwP (AnnoMI does not tell which).
INFORMATION, ADVICE = ("information", "options"), ("advice",)
OTHER = frozenset({"NC", "AF", "Seek", "Emphasize", "Confront"})
# MIBot's labels come from a language model, not from people.
SILVER = 0.5
SILVER_ONE = {
    "Q": {"Q", "Seek"}, "R": {"SR", "CR"}, "Other": {"NC", "GI"},
    "MICO": {"AF", "PwP", "Seek", "Emphasize", "NC"}, "MIIN": {"Persuade", "Confront"},
}


def annomi_table(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "annomi" / "annomi.csv", keep_default_na=False)
    return table.sort_values(["transcript_id", "utterance_id"], kind="stable")


def annomi(folder: Path) -> list[Example]:
    """Every turn in English, then every turn in Swedish."""
    found = []
    for language in ("en", "sv"):
        for transcript, turns in annomi_table(folder).groupby("transcript_id", sort=True):
            said, session = [], f"{transcript}-{language}"
            for turn in turns.to_dict("records"):
                role = "counsellor" if turn["interlocutor"] == "therapist" else "client"
                text = turn[f"text_{language}"]
                coded = counsellor_turn(turn) if role == "counsellor" else {"client": CLIENT.index(turn["client_talk_type"])}
                context = tuple(said[-CONTEXT_TURNS:])
                fold = str(turn["fold"])
                found.append(Example("annomi", fold, language, role, text, context, **coded, session=session))
                said.append((role, text))
    return found


def counsellor_turn(turn: dict) -> dict:
    """AnnoMI's codes of a turn in our terms."""
    kind, reflection = turn["therapist_input_subtype"], turn["reflection_subtype"]
    question, information, advice = bool(turn["question_subtype"]), kind in INFORMATION, kind in ADVICE
    main = MAIN.index(turn["main_therapist_behaviour"].replace("therapist_input", "input"))
    kinds = [{"Q", "Seek"}] * question + [{"GI"}] * information + [{"Persuade", "PwP"}] * advice
    if reflection:
        kinds.append({"CR" if reflection == "complex" else "SR"})
    one = frozenset(kinds[0]) if len(kinds) == 1 else OTHER if not kinds and MAIN[main] == "other" else None
    shown = (int(question), int(bool(reflection)), int(information), int(advice), None, None, None, None)
    return {"main": main, "shown": shown, "complex": int(reflection == "complex") if reflection else None, "one": one}


def own() -> list[Example]:
    """Each utterance of our corpus alone, and each turn of several utterances as a whole."""
    found = []
    for language in ("sv", "nb", "en"):
        table = pd.read_csv(CORPUS / f"{language}.csv", keep_default_na=False)
        for dialogue, lines in table.groupby("dialogue", sort=True):
            said = []
            for _, turn in lines.groupby("turn", sort=True):
                role, texts, codes = turn.speaker.iloc[0], list(turn.text), list(turn.code)
                for at, (text, code) in enumerate(zip(texts, codes)):
                    begun = [(role, " ".join(texts[:at]))] if at else []
                    context = tuple((said + begun)[-CONTEXT_TURNS:])
                    found.append(Example("own", dialogue, language, role, text, context, **utterance(role, code), session=dialogue))
                if len(texts) > 1 and (coded := whole(role, codes)):
                    context = tuple(said[-CONTEXT_TURNS:])
                    text = " ".join(texts)
                    found.append(Example("own-turn", dialogue, language, role, text, context, **coded, session=dialogue))
                said.append((role, " ".join(texts)))
    return found


def utterance(role: str, code: str) -> dict:
    if role == "client":
        return {"client": CLIENT.index(code)}
    main = MAIN.index(MAIN_OF[code]) if code in MAIN_OF else None
    return {"main": main, "one": frozenset({code}), **finer([code])}


def whole(role: str, codes: list[str]) -> dict | None:
    """What a turn of several utterances is; None where they leave it open."""
    if role == "client":
        change, sustain = codes.count("change"), codes.count("sustain")
        if change == sustain and change > 0:
            return None
        return {"client": CLIENT.index("neutral" if change == sustain else "change" if change > sustain else "sustain")}
    given = set(codes) - {"NC"}
    if "CR" in given:
        given.discard("SR")
    one = frozenset(given or {"NC"}) if len(given) < 2 else None
    return {"one": one, **finer(codes)}


def finer(codes: list[str]) -> dict:
    """What is shown; any complex reflection makes it complex, any permission permitted (MITI, section F)."""
    reflection, persuasion = {"SR", "CR"} & set(codes), {"Persuade", "PwP"} & set(codes)
    return {
        "shown": shown_by(codes),
        "complex": int("CR" in reflection) if reflection else None,
        "permitted": int("PwP" in persuasion) if persuasion else None,
    }


def mibot(folder: Path) -> list[Example]:
    """Utterances of clients and a chatbot, with a language model's labels (silver)."""
    table = pd.read_csv(folder / "mibot_v63a" / "mibot_v63a_automisc_silver.csv", keep_default_na=False)
    found = []
    for person, lines in table.groupby("participant_id", sort=False):
        said = []
        for _, volley in lines.groupby("volley", sort=False):
            role, begun = volley.speaker.iloc[0], []
            for text, label in zip(volley.text.str.strip(), volley.auto_misc_label):
                if text:
                    context = tuple((said + ([(role, " ".join(begun))] if begun else []))[-CONTEXT_TURNS:])
                    found.append(Example("mibot", person, "en", role, text, context, **silver(role, label), weight=SILVER))
                    begun.append(text)
            said.append((role, " ".join(begun)))
    return found


def silver(role: str, label: str) -> dict:
    if role == "client":
        return {"client": {"C": 0, "S": 1, "N": 2}[label]}
    sure = 0 if label in "QR" else None
    return {
        "main": {"Q": 0, "R": 1}.get(label),
        "shown": (int(label == "Q"), int(label == "R"), sure, sure, None, None, None, None),
        "one": frozenset(SILVER_ONE[label]),
    }


def tatoeba(folder: Path) -> list[tuple[str, str, str]]:
    """(language, English, rendering) of everyday sentences."""
    pairs = []
    for language, name in (("sv", "swe.txt"), ("nb", "nob.txt")):
        with open(folder / "tatoeba" / name, encoding="utf-8") as lines:
            pairs += [(language, row[0], row[1]) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return pairs


def renderings(folder: Path, held_out: int) -> list[tuple[str, str, str]]:
    """The same of AnnoMI's turns, without the fold that is held out."""
    turns = annomi_table(folder)
    turns = turns[turns.fold != held_out]
    return [("sv", english, swedish) for english, swedish in zip(turns.text_en, turns.text_sv)]
