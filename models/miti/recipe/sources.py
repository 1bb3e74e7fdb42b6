"""The coded texts: AnnoMI in two languages, our own corpus, MIBot; and parallel sentences."""

import csv
from pathlib import Path

import pandas as pd

from examples import CLIENT, CODES, MAIN, MAIN_OF, SHOWN, SHOWN_BY, Example, Second, shown_by

TURNS_BEFORE, TURNS_AFTER = 2, 1
CORPUS = Path(__file__).parent.parent / "corpus"
# AnnoMI's kinds of input that MITI codes as Giving Information, and as Persuade or PwP (AnnoMI does not tell which).
INFORMATION, ADVICE = ("information", "options"), ("advice",)
OTHER = frozenset({"NC", "AF", "Seek", "Emphasize", "Confront"})
# A chatbot's words, and codes that are no people's.
SILVER = 0.5
# What a coder's first choice of two weighs.
FIRST_CHOICE = 0.7


def annomi_table(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "annomi" / "annomi.csv", keep_default_na=False)
    return table.sort_values(["transcript_id", "utterance_id"], kind="stable")


def annomi(folder: Path, languages: tuple[str, ...] = ("en", "sv")) -> list[Example]:
    """Every turn in the first language, then every turn in the next; in Norwegian (nb) one fold has renderings."""
    found, second, table = [], codes("annomi", ("transcript_id", "utterance_id")), annomi_table(folder)
    norwegian = pd.read_csv(CORPUS / "annomi-nb.csv", keep_default_na=False)
    table = table.merge(norwegian.rename(columns={"text": "text_nb"}), how="left", on=["transcript_id", "utterance_id"])
    for language in languages:
        rendered = table[table[f"text_{language}"].notna()]
        for transcript, turns in rendered.groupby("transcript_id", sort=True):
            turns = turns.to_dict("records")
            said = [("counsellor" if t["interlocutor"] == "therapist" else "client", t[f"text_{language}"]) for t in turns]
            for at, (turn, (role, text)) in enumerate(zip(turns, said)):
                coded = counsellor_turn(turn) if role == "counsellor" else {"client": CLIENT.index(turn["client_talk_type"])}
                coded |= seconded(coded, second[transcript, turn["utterance_id"]])
                around = {"before": tuple(said[:at][-TURNS_BEFORE:]), "after": tuple(said[at + 1 :][:TURNS_AFTER])}
                fold, session = str(turn["fold"]), f"{transcript}-{language}"
                found.append(Example("annomi", fold, language, role, text, **around, **coded, session=session))
    return found


def codes(source: str, key: tuple[str, ...]) -> dict[tuple, tuple[str, ...]]:
    """Our blind coding of another corpus' texts: a turn's codes, or the first and second choice of a client's talk."""
    table = pd.read_csv(CORPUS / f"{source}-codes.csv", keep_default_na=False)
    return {tuple(row[:-1]): tuple(row[-1].split(";")) for row in table[[*key, "codes"]].itertuples(index=False)}


def seconded(coded: dict, given: tuple[str, ...]) -> dict:
    """What the second coding adds to a turn of AnnoMI: its opinion where people have theirs, its word where they are silent."""
    if "client" in coded:
        return {"second": Second(client=talk_shares(given))}
    reflection, persuasion = {"SR", "CR"} & set(given), {"Persuade", "PwP"} & set(given)
    is_complex = float("CR" in reflection) if reflection and coded["complex"] is not None else None
    kinds = {SHOWN_BY[code] for code in given if code != "NC"}
    shown = tuple(int(kind in kinds) if y is None else y for kind, y in zip(SHOWN, coded["shown"]))
    one = frozenset(given) if len(given) == 1 and coded["one"] and set(given) <= coded["one"] else coded["one"]
    permitted = int("PwP" in persuasion) if persuasion and coded["shown"][SHOWN.index("persuasion")] else None
    return {"second": Second(main=main_shares(given), complex=is_complex), "shown": shown, "one": one, "permitted": permitted}


def talk_shares(given: tuple[str, ...]) -> tuple[float, ...]:
    """A coder who was unsure named a second kind."""
    first, second = given[0], given[-1]
    return tuple(FIRST_CHOICE * (kind == first) + (1 - FIRST_CHOICE) * (kind == second) for kind in CLIENT)


def main_shares(given: tuple[str, ...]) -> tuple[float, ...]:
    """AnnoMI's groups of a turn with these codes, alike; other only when there is nothing else."""
    groups = {"question" if code == "Seek" else MAIN_OF[code] for code in given}
    groups = groups - {"other"} or groups
    return tuple((kind in groups) / len(groups) for kind in MAIN)


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
            turns = [(turn.speaker.iloc[0], list(turn.text), list(turn.code)) for _, turn in lines.groupby("turn", sort=True)]
            said = [(role, " ".join(texts)) for role, texts, _ in turns]
            for number, (role, texts, given) in enumerate(turns):
                before, after = tuple(said[:number]), tuple(said[number + 1 :])
                for at, (text, code) in enumerate(zip(texts, given)):
                    coded = utterance(role, code)
                    found.append(Example("own", dialogue, language, role, text, **within(before, role, texts, at, after), **coded, session=dialogue))
                if len(texts) > 1 and (coded := whole(role, given)):
                    around = {"before": before[-TURNS_BEFORE:], "after": after[:TURNS_AFTER]}
                    found.append(Example("own-turn", dialogue, language, role, said[number][1], **around, **coded, session=dialogue))
    return found


def within(before: tuple, role: str, texts: list[str], at: int, after: tuple) -> dict:
    """What stands round an utterance: the rest of its turn, then the other turns."""
    begun = ((role, " ".join(texts[:at])),) if at else ()
    rest = ((role, " ".join(texts[at + 1 :])),) if texts[at + 1 :] else ()
    return {"before": (before + begun)[-TURNS_BEFORE:], "after": (rest + after)[:TURNS_AFTER]}


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
    """Utterances of smokers and a chatbot as we coded them; of the smokers' also with MIBot's own (silver) codes."""
    table = pd.read_csv(folder / "mibot_v63a" / "mibot_v63a_automisc_silver.csv", keep_default_na=False)
    table["text"] = table.text.str.strip()
    given, found = codes("mibot", ("utterance",)), []
    for person, lines in table[table.text != ""].groupby("participant_id", sort=False):
        volleys = [volley.to_dict("records") for _, volley in lines.groupby("volley", sort=False)]
        said = [(volley[0]["speaker"], " ".join(line["text"] for line in volley)) for volley in volleys]
        for number, volley in enumerate(volleys):
            texts, role = [line["text"] for line in volley], volley[0]["speaker"]
            for at, line in enumerate(volley):
                around = within(tuple(said[:number]), role, texts, at, tuple(said[number + 1 :]))
                coded = silver(role, given[(line["utterance"],)], line["auto_misc_label"])
                found.append(Example("mibot", person, "en", role, line["text"], **around, **coded, weight=SILVER))
    return found


def silver(role: str, given: tuple[str, ...], label: str) -> dict:
    if role == "counsellor":
        return utterance(role, given[0])
    other = {"C": "change", "S": "sustain", "N": "neutral"}[label]
    return {"client": CLIENT.index(given[0]), "second": Second(client=talk_shares((other,)))}


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
