"""Fine-tunes the taught encoder on AnnoMI's coded turns, all heads at once."""

import random

import numpy as np
import torch

from distil import shortest_first
from network import UNPUNCTUATED, Coder, Reader, loss, pad, unpunctuated

BATCH, RATE, HEAD_RATE = 32, 1.5e-4, 1e-3


def fine_tune(network: Coder, reader: Reader, examples: list, half_epochs: int, seed: int) -> None:
    """Trains `network` in place; a half epoch sees every turn once, in one of its two languages.

    The embeddings and the two lowest layers stay as they were taught: the labelled turns know too few words to
    improve them, and it saves a third of the time.
    """
    dice = random.Random(seed)
    half = len(examples) // 2  # examples hold all turns in one language, then all in the other
    network.encoder.embeddings.requires_grad_(False)
    network.encoder.encoder.layer[:2].requires_grad_(False)
    body = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = network.heads.parameters()
    groups = [{"params": body, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = half_epochs * (half // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, step / 40) * max(0.03, 1 - step / steps)
    )
    network.train()
    for part in range(half_epochs):
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
            if len(wrongs) % 25 == 0:
                print(f"train {part} {len(wrongs)} {np.mean(wrongs[-25:]):.4f}", flush=True)


def read(reader: Reader, e, dice: random.Random):
    strip = unpunctuated if dice.random() < UNPUNCTUATED else lambda text: text
    return reader.read(e.role, strip(e.text) or e.text, [(role, strip(text)) for role, text in e.context])
