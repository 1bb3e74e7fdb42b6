"""Fine-tunes the taught encoder on AnnoMI's coded turns, all heads at once."""

import random

import numpy as np
import torch

from distil import shortest_first
from network import UNPUNCTUATED, Coder, Reader, loss, pad, unpunctuated

BATCH, RATE, HEAD_RATE = 32, 1e-4, 1e-3


def fine_tune(network: Coder, reader: Reader, examples: list, epochs: int, seed: int) -> None:
    """Trains `network` in place; each half epoch sees every turn once, in one of its two languages."""
    dice = random.Random(seed)
    half = len(examples) // 2  # examples hold all turns in one language, then all in the other
    optimiser = torch.optim.AdamW(
        [{"params": network.encoder.parameters(), "lr": RATE}, {"params": network.heads.parameters(), "lr": HEAD_RATE}],
        weight_decay=0.01,
    )
    steps = 2 * epochs * (half // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, step / 60) * max(0.03, 1 - step / steps)
    )
    network.train()
    for part in range(2 * epochs):
        if part % 2 == 0:
            swedish = [dice.random() < 0.5 for _ in range(half)]
        chosen = [examples[i + half * (swedish[i] ^ (part % 2 == 1))] for i in range(half)]
        rows = [read(reader, e, dice) for e in chosen]
        wrongs = []
        for batch in shortest_first(half, lambda i: len(rows[i][0]), BATCH, dice):
            with torch.autocast("cpu", torch.bfloat16):
                logits = network(**pad([rows[i] for i in batch]))
            wrong = loss(logits.float(), [chosen[i] for i in batch])
            optimiser.zero_grad()
            wrong.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            wrongs.append(wrong.item())
        print(f"train {part + 1}/{2 * epochs} {np.mean(wrongs):.4f}", flush=True)


def read(reader: Reader, e, dice: random.Random):
    strip = unpunctuated if dice.random() < UNPUNCTUATED else lambda text: text
    return reader.read(e.role, strip(e.text) or e.text, [(role, strip(text)) for role, text in e.context])
