"""Teaches the encoder Swedish and Norwegian: a rendering shall mean what its English side meant before."""

import random

import numpy as np
import torch
from torch import nn

from network import pad

BATCH, LONGEST = 64, 64


def shortest_first(count: int, length, batch: int, dice: random.Random):
    """Batches of like length in random order: little padding, little order."""
    order = sorted(range(count), key=lambda i: (length(i), dice.random()))
    batches = [order[at : at + batch] for at in range(0, count, batch)]
    dice.shuffle(batches)
    return batches


def mean(encoder, rows) -> torch.Tensor:
    inputs = pad([(ids, [0] * len(ids)) for ids in rows])
    mask = inputs["attention_mask"].unsqueeze(-1)
    hidden = encoder(**inputs).last_hidden_state
    return (hidden * mask).sum(1) / mask.sum(1)


def teach(student, tokenizer, teacher, teacher_tokenizer, pairs, seed: int) -> None:
    """Trains `student` in place."""
    dice = random.Random(seed)
    frame = lambda t, texts: [
        [t.token_to_id("[CLS]"), *e.ids[: LONGEST - 2], t.token_to_id("[SEP]")]
        for e in t.encode_batch(texts, add_special_tokens=False)
    ]
    sentences = sorted({english for _, english, _ in pairs})
    meaning = meanings(teacher, frame(teacher_tokenizer, sentences), dice)
    at = {sentence: i for i, sentence in enumerate(sentences)}
    texts = [(nordic, at[english]) for _, english, nordic in pairs]
    rows = frame(tokenizer, [text for text, _ in texts])
    embedding = list(student.embeddings.word_embeddings.parameters())
    body = [p for name, p in student.named_parameters() if "word_embeddings" not in name]
    optimiser = torch.optim.AdamW([{"params": embedding, "lr": 5e-4}, {"params": body, "lr": 1e-4}], weight_decay=0.0)
    steps = len(rows) // BATCH + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, step / 20) * max(0.02, 1 - step / steps)
    )
    student.train()
    wrongs = []
    for batch in shortest_first(len(rows), lambda i: len(rows[i]), BATCH, dice):
        with torch.autocast("cpu", torch.bfloat16):
            guess = mean(student, [rows[i] for i in batch])
        wanted = meaning[[texts[i][1] for i in batch]]
        wrong = 1 - nn.functional.cosine_similarity(guess.float(), wanted).mean()
        wrong = wrong + nn.functional.mse_loss(guess.float(), wanted)
        optimiser.zero_grad()
        wrong.backward()
        optimiser.step()
        schedule.step()
        wrongs.append(wrong.item())
        if len(wrongs) % 25 == 0:
            print(f"distil {len(wrongs)}/{steps} {np.mean(wrongs[-25:]):.4f}", flush=True)


@torch.no_grad()
def meanings(teacher, rows, dice) -> torch.Tensor:
    teacher.eval()
    found = torch.zeros(len(rows), teacher.config.hidden_size)
    for batch in shortest_first(len(rows), lambda i: len(rows[i]), BATCH, dice):
        with torch.autocast("cpu", torch.bfloat16):
            found[batch] = mean(teacher, [rows[i] for i in batch]).float()
    return found
