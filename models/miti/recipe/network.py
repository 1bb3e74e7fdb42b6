"""The network: one encoder, one layer of heads; and how a turn becomes its input."""

import string

import torch
from torch import nn

from data import Example

# The outputs, in order; the program reads the same from labels.json.
HEADS = {"main": 4, "question": 1, "reflection": 1, "complex": 1, "information": 1, "advice": 1, "client": 3}
TEXT_TOKENS, CONTEXT_TOKENS = 64, 16
UNPUNCTUATED = 0.15


class Coder(nn.Module):
    """Mean of the turn's own tokens (type 0; the context has type 1), then all heads at once."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder, self.drop = encoder, nn.Dropout(0.1)
        self.heads = nn.Linear(encoder.config.hidden_size, sum(HEADS.values()))

    def forward(self, input_ids, token_type_ids, attention_mask):
        hidden = self.encoder(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).last_hidden_state
        own = (attention_mask * (1 - token_type_ids)).unsqueeze(-1).to(hidden.dtype)
        return self.heads(self.drop((hidden * own).sum(1) / own.sum(1)))


class Reader:
    """Turns into token ids: [CLS] [ROLE] text [SEP] then [ROLE] turn [ROLE] turn [SEP] of context."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.id = tokenizer.token_to_id

    def pieces(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def read(self, role: str, text: str, context) -> tuple[list[int], list[int]]:
        own = self.pieces(text)
        if len(own) > TEXT_TOKENS:  # how a long turn begins and how it ends tell most
            own = own[: TEXT_TOKENS // 2] + own[-TEXT_TOKENS // 2 :]
        before = [i for speaker, said in context for i in [self.role(speaker), *self.pieces(said)]][-CONTEXT_TOKENS:]
        first = [self.id("[CLS]"), self.role(role), *own, self.id("[SEP]")]
        second = [*before, self.id("[SEP]")]
        return first + second, [0] * len(first) + [1] * len(second)

    def role(self, role: str) -> int:
        return self.id(f"[{role.upper()}]")


def unpunctuated(text: str) -> str:
    """The text as some recognisers write it."""
    return text.translate(str.maketrans("", "", string.punctuation.replace("'", "") + "…–"))


def pad(rows: list[tuple[list[int], list[int]]]) -> dict[str, torch.Tensor]:
    longest = max(len(ids) for ids, _ in rows)
    fill = lambda row: row + [0] * (longest - len(row))
    return {
        "input_ids": torch.tensor([fill(ids) for ids, _ in rows]),
        "token_type_ids": torch.tensor([fill(types) for _, types in rows]),
        "attention_mask": torch.tensor([fill([1] * len(ids)) for ids, _ in rows]),
    }


def loss(logits: torch.Tensor, batch: list[Example]) -> torch.Tensor:
    """The sum of what each head is wrong by, over the turns that people coded for it."""
    total, at = logits.new_zeros(()), 0
    for name, width in HEADS.items():
        coded = [(row, getattr(e, name)) for row, e in enumerate(batch) if getattr(e, name) is not None]
        if coded:
            rows, wanted = zip(*coded)
            guess, wanted = logits[list(rows), at : at + width], torch.tensor(wanted)
            if width == 1:
                wrong = nn.functional.binary_cross_entropy_with_logits(guess[:, 0], wanted.float(), reduction="sum")
            else:
                wrong = nn.functional.cross_entropy(guess, wanted, label_smoothing=0.05, reduction="sum")
            total = total + WEIGHTS[name] * wrong / len(batch)
        at += width
    return total


# The shared groups lead; the finer heads see fewer turns and must not drown them.
WEIGHTS = {"main": 1, "question": 0.3, "reflection": 0.3, "complex": 0.5, "information": 0.3, "advice": 0.3, "client": 1}
