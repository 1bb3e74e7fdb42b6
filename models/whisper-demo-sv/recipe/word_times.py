"""How near the guided head's word times are to the synthesiser's: word_times.py SPEECH STATE TOKENIZER [WINDOWS]

The same steps as whisper.cpp's: the text as one script without times, the head's attention normalised over the tokens,
a median over seven frames, and dynamic time warping. Held-out sentences and voices, made worse as in training.
"""

import random
import sys

import numpy as np
import torch
from scipy.signal import medfilt

import model
import vocabulary as v
from windows import Speech, Window, batch, noises

LAYER = model.DECODER_LAYERS - 1


def entries(cost):
    """The frame at which the cheapest monotonic path enters each row."""
    rows, frames = cost.shape
    total = np.full((rows + 1, frames + 1), np.inf)
    total[0, 0] = 0
    came = np.zeros((rows + 1, frames + 1), np.int8)
    for i in range(1, rows + 1):
        for j in range(1, frames + 1):
            options = total[i - 1, j - 1], total[i - 1, j], total[i, j - 1]
            came[i, j] = best = int(np.argmin(options))
            total[i, j] = cost[i - 1, j - 1] + options[best]
    i, j, first = rows, frames, [0] * rows
    while i > 0 and j > 0:
        first[i - 1] = j - 1
        i, j = i - (came[i, j] != 2), j - (came[i, j] != 1)
    return first


def main(speech, state, tokenizer, count=12):
    kept = torch.load(state, map_location="cpu")
    net = model.Whisper(kept["width"])
    net.load_state_dict(kept["net"])
    tokenizer = v.load(tokenizer)
    speech, rng, noise, errors = Speech(speech, "test", tokenizer), random.Random(4), noises(), []
    for _ in range(int(count)):
        window = Window(speech, rng, 28, noise, True)
        mel = torch.from_numpy(batch([window], rng, False)[0])
        script = [v.SOT, v.SWEDISH, v.NO_TIMESTAMPS] + [t for item, _, _ in window.placed for t in item["tokens"]]
        with torch.no_grad():
            _, attention = net.decode(torch.tensor([[v.PLACE[t] for t in script]]), net.encode(mel))
        weights = attention[LAYER][0].exp().numpy()[:, : window.length // 2]
        weights = (weights - weights.mean(0)) / (weights.std(0) + 1e-9)
        cost = -medfilt(weights, (1, 7))[2:]  # row i looks for token i of the text
        first, row = entries(cost), 0
        for item, at, _ in window.placed:
            begins = {a: t for a, t in item["words"]}
            for place, (a, _) in enumerate(tokenizer.encode(" " + item["text"]).offsets):
                if a in begins:  # the offset counts the leading space
                    errors.append(first[row + place] / 50 - (at / 100 + begins[a]))
            row += len(item["tokens"])
    errors = np.array(errors) * 1000
    print(f"{len(errors)} words: median error {np.median(errors):.0f} ms, median size {np.median(np.abs(errors)):.0f} ms, "
          f"within 200 ms {np.mean(np.abs(errors) < 200):.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
