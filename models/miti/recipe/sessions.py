"""How far whole sessions are from what people count in them: the error that the turns of a session share.

A turn's chance is right on average over all sessions, but not in each: one counsellor's reflections are all easy, another's
all hard. A session's own shift on the logit scale is drawn from a normal distribution, whose mean and spread are those
under which the human counts are most likely (the count given the shift: normal with the moments of the sum of its
turns' draws; the shift integrated out by Gauss-Hermite quadrature).
"""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit

POINTS, POINT_WEIGHTS = np.polynomial.hermite_e.hermegauss(21)
# Few sessions can make any spread likely; beyond this one a session's figures would say nothing at all.
WIDEST = 2.0


def error(sessions: list[tuple[np.ndarray, int]]) -> dict:
    """Bias and spread (logits) from sessions of (chances of the turns, human count)."""
    found = minimize(lambda p: -likelihood(sessions, p[0], np.exp(p[1])), [0.0, -1.0], method="Nelder-Mead").x
    return {"bias": round(float(found[0]), 3), "spread": round(min(float(np.exp(found[1])), WIDEST), 3)}


def likelihood(sessions: list[tuple[np.ndarray, int]], bias: float, spread: float) -> float:
    total = 0.0
    for chances, count in sessions:
        shifted = expit(logit(np.clip(chances, 1e-4, 1 - 1e-4))[None, :] + (bias + spread * POINTS)[:, None])
        mean, variance = shifted.sum(1), (shifted * (1 - shifted)).sum(1) + 1 / 12
        density = np.exp(-((count - mean) ** 2) / (2 * variance)) / np.sqrt(variance)
        total += np.log((POINT_WEIGHTS * density).sum() + 1e-300)
    return total


def covered(sessions: list[tuple[np.ndarray, int]], found: dict, draws: int = 1000) -> float:
    """The share of sessions whose human count lies in the interval from 5 to 95 % of the draws."""
    dice = np.random.default_rng(20261122)
    hits = 0
    for chances, count in sessions:
        shift = dice.normal(found["bias"], found["spread"], draws)
        shifted = expit(logit(np.clip(chances, 1e-4, 1 - 1e-4))[None, :] + shift[:, None])
        counts = (dice.random(shifted.shape) < shifted).sum(1)
        low, high = np.quantile(counts, [0.05, 0.95])
        hits += low <= count <= high
    return hits / len(sessions)
