"""Fine-tunes on coded texts, all heads at once; and runs a network over many texts."""

import random
import time

import numpy as np
import torch

from distil import shortest_first
from network import OUTPUTS, Coder, Reader, loss, pad, unpunctuated

BATCH, RATE, HEAD_RATE = 32, 1.5e-4, 1e-3
# Each layer learns at nine tenths of the rate of the one above it: what lies below is more general.
DECAY = 0.9
UNPUNCTUATED = 0.25


def fine_tune(network: Coder, reader: Reader, examples: list, epochs: float, seed: int) -> None:
    """Trains `network` in place; the rate falls to nothing over `epochs`."""
    dice = random.Random(seed)
    torch.manual_seed(seed)
    optimiser = torch.optim.AdamW(layers(network), weight_decay=0.01, fused=True)
    steps = int(epochs * (len(examples) // BATCH + 1))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / 60) * max(0.02, 1 - step / steps)
    )
    network.train()
    done, wrongs, begun = 0, [], time.monotonic()
    while done < steps:
        rows = [read(reader, e, dice) for e in examples]
        for batch in shortest_first(len(rows), lambda i: len(rows[i][0]), BATCH, dice):
            if done == steps:
                break
            with torch.autocast("cpu", torch.bfloat16):
                logits = network(**pad([rows[i] for i in batch]))
            wrong = loss(logits.float(), [examples[i] for i in batch])
            optimiser.zero_grad()
            wrong.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done += 1
            wrongs.append(wrong.item())
            if done % 100 == 0:
                print(f"train {done}/{steps} {np.mean(wrongs[-100:]):.4f} {time.monotonic() - begun:.0f} s", flush=True)


def layers(network: Coder) -> list[dict]:
    body = network.encoder.encoder.layer
    groups = [{"params": network.heads.parameters(), "lr": HEAD_RATE}]
    groups += [{"params": layer.parameters(), "lr": RATE * DECAY ** (len(body) - 1 - at)} for at, layer in enumerate(body)]
    return [*groups, {"params": network.encoder.embeddings.parameters(), "lr": RATE * DECAY ** len(body)}]


def read(reader: Reader, e, dice: random.Random):
    strip = unpunctuated if dice.random() < UNPUNCTUATED else lambda text: text
    said = lambda turns: [(role, strip(text)) for role, text in turns]
    return reader.read(e.role, strip(e.text), said(e.before), said(e.after))


@torch.no_grad()
def outputs(network: Coder, reader: Reader, examples: list) -> np.ndarray:
    """The network's outputs (rows: examples), in full precision."""
    network.eval()
    rows = [reader.read(e.role, e.text, e.before, e.after) for e in examples]
    found = np.zeros((len(rows), len(OUTPUTS)), np.float32)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    for at in range(0, len(order), 64):
        batch = order[at : at + 64]
        found[batch] = network(**pad([rows[i] for i in batch])).numpy()
    return found
