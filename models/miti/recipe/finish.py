"""From the folds' outputs to what ships beside the network: calibration, thresholds, sessions' error; and the figures."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import expit, softmax
from sklearn.metrics import cohen_kappa_score, f1_score

import calibrate
import export
import indicative
import sessions
import sources
from examples import CLIENT, CODES, MAIN, ONE, SHOWN
from network import (
    AFTER_TOKENS, BEFORE_TOKENS, CLIENT_AT, COMPLEX_AT, MAIN_AT, ONE_AT, OUTPUTS, PERMITTED_AT, SHOWN_AT, TEXT_TOKENS,
)

# Which output tells whether a text has a code, and which of its two halves.
SHOWS = {
    "GI": ("information", None), "Persuade": ("persuasion", 0), "PwP": ("persuasion", 1), "Q": ("question", None),
    "SR": ("reflection", 0), "CR": ("reflection", 1), "AF": ("affirm", None), "Seek": ("seek", None),
    "Emphasize": ("emphasize", None), "Confront": ("confront", None),
}
# AnnoMI's coders tell these; the others were coded by us alone, there and in our own conversations.
HUMAN = ("GI", "Q", "SR", "CR")


@dataclass(frozen=True)
class Texts:
    """What the folds' networks judged: AnnoMI in English and Swedish, its Norwegian fold, our held-out conversations."""

    annomi: list
    norwegian: list
    own: list


def finish(network, tokenizer, texts: Texts, work: Path, out: Path) -> None:
    """Writes model.onnx, tokenizer.json and labels.json to `out`, and prints the table of figures."""
    export.export(network, work)
    (out / "model.onnx").write_bytes((work / "model.onnx").read_bytes())
    tokenizer.save(str(out / "tokenizer.json"))
    examples, outputs = out_of_fold(texts.annomi, texts.own, work)
    found = labels(examples, outputs)
    found["globals"] = indicative.learnt()
    (out / "labels.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    measured = table(examples, outputs, found, ("en", "sv")) | table(*norwegian(texts.norwegian, work), found, ("nb",))
    invented(examples, outputs)
    coverage(examples, outputs, found["calibration"])
    keep_figures(measured, out / "figures.json")


def out_of_fold(annomi: list, own: list, work: Path) -> tuple[list, np.ndarray]:
    """Every text with what a network said that had not learnt from it; a dialogue of our own asks one of the five."""
    examples, outputs = [], []
    for fold in sorted(path.stem.split("-")[1] for path in work.glob("fold-*.npz")):
        kept = np.load(work / f"fold-{fold}.npz")
        examples += [e for e in annomi if e.group == fold]
        outputs += list(kept["annomi"])
        asked = [i for i, e in enumerate(own) if int(e.group.split("-")[1]) // 8 % 5 == int(fold)]
        examples += [own[i] for i in asked]
        outputs += list(kept["own"][asked])
    return examples, np.array(outputs)


def norwegian(examples: list, work: Path) -> tuple[list, np.ndarray]:
    """The fold that has Norwegian renderings, as its own network judged it. It serves to measure only."""
    fold = examples[0].group
    return examples, np.load(work / f"fold-{fold}.npz")["norwegian"]


def labels(examples: list, outputs: np.ndarray) -> dict:
    calibration = calibrate.of(examples, outputs)
    found = {
        "schema": 3,
        "text_tokens": TEXT_TOKENS,
        "before": {"turns": sources.TURNS_BEFORE, "tokens": BEFORE_TOKENS},
        "after": {"turns": sources.TURNS_AFTER, "tokens": AFTER_TOKENS},
        "outputs": list(OUTPUTS),
        "calibration": calibration,
    }
    found["thresholds"] = thresholds(examples, outputs, calibration)
    found["session_error"] = session_error(examples, outputs, calibration)
    return found


def chance(outputs: np.ndarray, calibration: dict, name: str, at: int) -> np.ndarray:
    by = calibration[name]
    return expit(by["scale"] * outputs[:, at] + by["offset"])


def shown(outputs: np.ndarray, calibration: dict, kind: str) -> np.ndarray:
    return chance(outputs, calibration, f"shows_{kind}", SHOWN_AT.start + SHOWN.index(kind))


def code_chance(outputs: np.ndarray, calibration: dict, code: str) -> np.ndarray:
    kind, half = SHOWS[code]
    whole = shown(outputs, calibration, kind)
    if half is None:
        return whole
    name, at = ("reflection_is_complex", COMPLEX_AT) if kind == "reflection" else ("persuasion_is_permitted", PERMITTED_AT)
    second = chance(outputs, calibration, name, at)
    return whole * (second if half else 1 - second)


def talk(outputs: np.ndarray, calibration: dict, biased: bool) -> np.ndarray:
    by = calibration["client"]
    return softmax(outputs[:, CLIENT_AT] / by["temperature"] + (np.array(by["bias"]) if biased else 0), axis=1)


def thresholds(examples: list, outputs: np.ndarray, calibration: dict) -> dict:
    """The chance from which as many texts get a code as people gave it to: counts are then right on average."""
    found = {}
    for kind in SHOWN:
        known = calibrate.known_shown(examples, kind)
        chances = shown(outputs[known], calibration, kind)
        found[kind] = at_rate(chances, [examples[i].shown[SHOWN.index(kind)] for i in known])
    known = calibrate.of_real_talk(examples, calibrate.rows(examples, "complex"))
    chances = chance(outputs[known], calibration, "reflection_is_complex", COMPLEX_AT)
    found["reflection_is_complex"] = at_rate(chances, [examples[i].complex for i in known])
    return found


def at_rate(chances: np.ndarray, truth: list) -> float:
    return round(float(np.clip(np.quantile(chances, 1 - np.mean(truth)), 0.15, 0.7)), 3)


def session_error(examples: list, outputs: np.ndarray, calibration: dict) -> dict:
    """Per code and kind of client talk. Where no people's codes tell, the error is at least as large as the largest of
    those that people tell."""
    found = {}
    rows = [i for i, e in enumerate(examples) if e.source == "annomi" and e.role == "counsellor"]
    for code in CODES:
        chances = code_chance(outputs[rows], calibration, code)
        found[code] = sessions.error(by_session([examples[i] for i in rows], chances, lambda e: has(e, code)))
    worst = max(found[code]["spread"] for code in HUMAN)
    for code in set(CODES) - set(HUMAN):
        found[code] = {"bias": 0.0, "spread": max(worst, found[code]["spread"])}
    rows = [i for i, e in enumerate(examples) if e.source == "annomi" and e.role == "client"]
    chances = talk(outputs[rows], calibration, False)
    for at, kind in enumerate(CLIENT[:2]):
        found[kind] = sessions.error(by_session([examples[i] for i in rows], chances[:, at], lambda e: e.client == at))
    return found


def coverage(examples: list, outputs: np.ndarray, calibration: dict) -> None:
    """In how many sessions of a fold the intervals, learnt from the other folds, hold what people counted."""
    print("| sessions whose count lies in the 90 % interval | of | share |\n|---|---|---|")
    people = [i for i, e in enumerate(examples) if e.source == "annomi"]
    for code in (*HUMAN, *CLIENT[:2]):
        asked = (lambda e: e.client is not None) if code in CLIENT else whole_turn
        rows = [i for i in people if asked(examples[i])]
        here = [examples[i] for i in rows]
        chances = talk(outputs[rows], calibration, False)[:, CLIENT.index(code)] if code in CLIENT else code_chance(outputs[rows], calibration, code)
        is_it = (lambda e: CLIENT[e.client] == code) if code in CLIENT else (lambda e: has(e, code))
        hits = total = 0
        for fold in sorted({e.group for e in here}):
            inside = np.array([e.group == fold for e in here])
            split = lambda part: by_session([e for e, keep in zip(here, part) if keep], chances[part], is_it)
            held_out = split(inside)
            hits += sessions.covered(held_out, sessions.error(split(~inside))) * len(held_out)
            total += len(held_out)
        print(f"| {code} | {total} | {hits / total:.3f} |")


def whole_turn(e) -> bool:
    """A turn as the program reads it: AnnoMI's, and ours of several utterances or of one that is all of it."""
    return e.shown is not None


def has(e, code: str) -> bool:
    kind, half = SHOWS[code]
    if not e.shown[SHOWN.index(kind)]:
        return False
    second = e.complex if kind == "reflection" else e.permitted
    return half is None or second == half


def by_session(examples: list, chances: np.ndarray, is_it) -> list[tuple[np.ndarray, int]]:
    rows: dict[str, list[int]] = {}
    for i, e in enumerate(examples):
        rows.setdefault(e.session, []).append(i)
    return [(chances[at], sum(bool(is_it(examples[i])) for i in at)) for at in rows.values()]


def eight_bits(network, reader, examples: list, work: Path) -> None:
    """What the 8-bit weights cost: the first fold's network in both forms, on the fold it never saw."""
    folder = work / "fold-0"
    folder.mkdir(exist_ok=True)
    export.export(network, folder)
    coded = [e for e in examples if e.main is not None]
    people = [e.main for e in coded]
    for name in ("exact.onnx", "model.onnx"):
        session = export.open_model(folder / name)
        ours = [export.logits(session, reader.read(e.role, e.text, e.before, e.after))[MAIN_AT].argmax() for e in coded]
        print(f"| fold 0, {name} | both | {len(coded)} | {f1_score(people, ours, average='macro'):.3f} | {cohen_kappa_score(people, ours):.3f} | |")


def measures(found: dict) -> list[tuple]:
    """Name, what people said of a text, what the network says of all of them, and how sure it is."""
    calibration, thresholds = found["calibration"], found["thresholds"]
    complex_from = thresholds["reflection_is_complex"]
    rows = [
        ("counsellor, 4 groups", lambda e: e.main, lambda z: z[:, MAIN_AT].argmax(1),
         lambda z: softmax(z[:, MAIN_AT] / calibration["main"]["temperature"], axis=1)),
        ("client, 3 kinds", lambda e: e.client, lambda z: talk(z, calibration, True).argmax(1),
         lambda z: talk(z, calibration, False)),
        ("SR against CR", lambda e: e.complex,
         lambda z: (chance(z, calibration, "reflection_is_complex", COMPLEX_AT) >= complex_from).astype(int), None),
    ]
    for at, kind in enumerate(SHOWN[:4]):
        rows.append((
            f"shows {kind} or not", lambda e, at=at: None if e.shown is None else e.shown[at],
            lambda z, kind=kind: (shown(z, calibration, kind) >= thresholds[kind]).astype(int), None,
        ))
    return rows


def table(examples: list, outputs: np.ndarray, found: dict, languages: tuple[str, ...]) -> dict:
    """Prints the card's table, means over the folds, and gives (n, macro-F1, kappa) by language and name."""
    print("| what | language | n | macro-F1 | kappa | calibration error |\n|---|---|---|---|---|---|")
    measured = {}
    for language in languages:
        for name, truth, guess, chances in measures(found):
            each, n = [], 0
            for fold in sorted({e.group for e in examples if e.source == "annomi"}):
                here = lambda e: e.source == "annomi" and e.group == fold and e.language == language
                rows = [i for i, e in enumerate(examples) if here(e) and truth(e) is not None]
                people, ours = np.array([truth(examples[i]) for i in rows]), guess(outputs[rows])
                sure = chances(outputs[rows]) if chances else None
                error = np.nan if sure is None else calibrate.calibration_error(sure.max(1), sure.argmax(1) == people)
                each.append((f1_score(people, ours, average="macro"), cohen_kappa_score(people, ours), error))
                n += len(rows)
            f1, kappa, error = np.mean(each, axis=0)
            measured[language, name] = {"n": n, "f1": round(f1, 3), "kappa": round(kappa, 3)}
            print(f"| {name} | {language} | {n} | {f1:.3f} | {kappa:.3f} | {'' if np.isnan(error) else f'{error:.3f}'} |")
    return measured


def invented(examples: list, outputs: np.ndarray) -> None:
    """The same of our held-out conversations, which say how well the codes are told apart, not how well people agree."""
    rows = [i for i, e in enumerate(examples) if e.source == "own" and e.role == "counsellor"]
    people, ours = np.array([ONE.index(next(iter(examples[i].one))) for i in rows]), outputs[rows][:, ONE_AT].argmax(1)
    f1, kappa = f1_score(people, ours, average="macro"), cohen_kappa_score(people, ours)
    print(f"| invented, 11 codes an utterance | all | {len(rows)} | {f1:.3f} | {kappa:.3f} | |")
    for at, code in enumerate(ONE):
        one, other = people == at, ours == at
        print(f"| invented, {code} | all | {one.sum()} | {f1_score(one, other):.3f} | {cohen_kappa_score(one, other):.3f} | |")


def keep_figures(measured: dict, file: Path) -> None:
    """What the reports say of the program; people's agreement, and what `evaluate.py` measured, stay as they are."""
    kept = json.loads(file.read_text(encoding="utf-8"))
    for language in ("sv", "nb", "en"):
        program = kept["program"].setdefault(language, {"codes": {}})
        for code, name in (("Q", "shows question or not"), ("GI", "shows information or not"),
                           ("SR", "SR against CR"), ("CR", "SR against CR")):
            program["codes"][code] = measured[language, name]
        program["client"] = measured[language, "client, 3 kinds"]
    file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
