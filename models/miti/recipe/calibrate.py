"""What the outputs are worth, learnt out of fold: temperatures, chances, thresholds, and how sessions differ.

Everything is fitted on texts that the network which judged them had not learnt from.
"""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_softmax, logit, softmax

from examples import CLIENT, MAIN, ONE, SHOWN
from network import CLIENT_AT, COMPLEX_AT, MAIN_AT, ONE_AT, PERMITTED_AT, SHOWN_AT


def of(examples: list, outputs: np.ndarray) -> dict:
    """The calibration as labels.json holds it."""
    main, talk, one = (rows(examples, name) for name in ("main", "client", "one"))
    single = np.array([i for i in one if len(examples[i].one) == 1])
    found = {
        "main": {"temperature": temperature(outputs[main][:, MAIN_AT], [examples[i].main for i in main])},
        "client": talk_weights(outputs[talk][:, CLIENT_AT], [examples[i].client for i in talk]),
        "single": {
            "temperature": temperature(
                outputs[single][:, ONE_AT], [ONE.index(next(iter(examples[i].one))) for i in single]
            )
        },
    }
    for at, kind in enumerate(SHOWN):
        known = known_shown(examples, kind)
        found[f"shows_{kind}"] = platt(outputs[known][:, SHOWN_AT][:, at], [examples[i].shown[at] for i in known])
    for name, at, what in (("reflection_is_complex", COMPLEX_AT, "complex"), ("persuasion_is_permitted", PERMITTED_AT, "permitted")):
        known = rows(examples, what) if what == "permitted" else of_real_talk(examples, rows(examples, what))
        found[name] = platt(outputs[known][:, at], [getattr(examples[i], what) for i in known])
    return found


def known_shown(examples: list, kind: str) -> list[int]:
    """Texts that are coded for it. AnnoMI has little persuasion (advice), so that is judged by our corpus too."""
    at = SHOWN.index(kind)
    known = [i for i, e in enumerate(examples) if e.shown is not None and e.shown[at] is not None]
    return known if kind == "persuasion" else of_real_talk(examples, known)


def of_real_talk(examples: list, known) -> list[int]:
    """Those of `known` that people said, if any: AnnoMI's. What is invented is easier to tell and has other shares."""
    return [i for i in known if examples[i].source == "annomi"] or list(known)


def rows(examples: list, what: str) -> np.ndarray:
    return np.array([i for i, e in enumerate(examples) if getattr(e, what) is not None])


def temperature(logits: np.ndarray, truth: list) -> float:
    """By how much a softmax is too sure (Guo et al. 2017)."""
    at = np.arange(len(truth))
    wrong = lambda t: -log_softmax(logits / np.exp(t[0]), axis=1)[at, truth].mean()
    return round(float(np.exp(minimize(wrong, [0.0], method="Nelder-Mead").x[0])), 4)


def platt(logits: np.ndarray, truth: list) -> dict:
    """Scale and offset of a sigmoid (Platt 1999)."""
    truth = np.array(truth, float)
    def wrong(p):
        z = np.exp(p[0]) * logits + p[1]
        return np.mean(np.logaddexp(0, z) - truth * z)
    scale, offset = minimize(wrong, [0.0, 0.0], method="Nelder-Mead").x
    return {"scale": round(float(np.exp(scale)), 4), "offset": round(float(offset), 4)}


def talk_weights(logits: np.ndarray, truth: list) -> dict:
    """Temperature, and what is added to change, sustain and neutral before the likeliest is taken.

    Neutral talk is most common; taking the likeliest as it stands gives too little of the others. The bias is that with
    the best macro-F1, between none and one that would make the three equally common.
    """
    from sklearn.metrics import f1_score

    t = temperature(logits, truth)
    share = np.log(np.bincount(truth, minlength=len(CLIENT)) / len(truth))
    tried = [round(0.05 * k, 2) for k in range(17)]
    score = lambda k: f1_score(truth, (log_softmax(logits / t, axis=1) - k * share).argmax(1), average="macro")
    best = max(tried, key=score)
    return {"temperature": t, "bias": [round(float(-best * s), 4) for s in share]}


def calibration_error(chance: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error in ten equal bins (Naeini et al. 2015)."""
    which = np.minimum((chance * 10).astype(int), 9)
    return float(sum(abs(chance[which == b].mean() - right[which == b].mean()) * (which == b).mean() for b in set(which)))
