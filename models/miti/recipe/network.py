"""The network: one encoder, one layer of heads; how a text becomes its input; what it is wrong by."""

import string

import torch
from torch import nn

from examples import CLIENT, MAIN, ONE, SHOWN, Example

# Pieces of the text itself, of what was said before it and of what was said next.
TEXT_TOKENS, BEFORE_TOKENS, AFTER_TOKENS = 64, 48, 24
# The outputs in order; the program reads the same names from labels.json.
OUTPUTS = (
    *MAIN,
    *(f"shows_{kind}" for kind in SHOWN),
    "reflection_is_complex",
    "persuasion_is_permitted",
    *CLIENT,
    *(f"single_{code}" for code in ONE),
)
AT = {name: at for at, name in enumerate(OUTPUTS)}
MAIN_AT = slice(0, 4)
SHOWN_AT = slice(4, 12)
COMPLEX_AT, PERMITTED_AT = AT["reflection_is_complex"], AT["persuasion_is_permitted"]
CLIENT_AT = slice(14, 17)
ONE_AT = slice(17, 28)
SMOOTHING = 0.05
# How much a second coding weighs where there are two.
SECOND = 0.5
# The shared groups lead; the finer heads must not drown them.
WEIGHTS = {"main": 1.0, "shown": 0.3, "complex": 0.5, "permitted": 0.5, "client": 1.0, "one": 0.7}


class Coder(nn.Module):
    """Mean of the text's own tokens (type 0; the context has type 1), then all heads at once."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder, self.drop = encoder, nn.Dropout(0.1)
        self.heads = nn.Linear(encoder.config.hidden_size, len(OUTPUTS))

    def forward(self, input_ids, token_type_ids, attention_mask):
        hidden = self.encoder(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).last_hidden_state
        own = (attention_mask * (1 - token_type_ids)).unsqueeze(-1).to(hidden.dtype)
        return self.heads(self.drop((hidden * own).sum(1) / own.sum(1)))


class Reader:
    """Texts into token ids: [CLS] [ROLE] text [SEP], then [ROLE] turn [ROLE] turn [SEP] before it and [ROLE] turn [SEP]
    after it."""

    def __init__(self, tokenizer):
        self.tokenizer, self.id, self.known = tokenizer, tokenizer.token_to_id, {}

    def pieces(self, text: str) -> list[int]:
        if text not in self.known:
            self.known[text] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return self.known[text]

    def read(self, role: str, text: str, before, after) -> tuple[list[int], list[int]]:
        own = self.pieces(text)
        if len(own) > TEXT_TOKENS:  # how a long turn begins and how it ends tell most
            own = own[: TEXT_TOKENS // 2] + own[-TEXT_TOKENS // 2 :]
        first = [self.id("[CLS]"), self.role(role), *own, self.id("[SEP]")]
        second = [*self.said(before)[-BEFORE_TOKENS:], self.id("[SEP]"), *self.said(after)[:AFTER_TOKENS], self.id("[SEP]")]
        return first + second, [0] * len(first) + [1] * len(second)

    def said(self, turns) -> list[int]:
        return [i for role, text in turns for i in [self.role(role), *self.pieces(text)]]

    def role(self, role: str) -> int:
        return self.id(f"[{role.upper()}]")


def unpunctuated(text: str) -> str:
    """The text as some recognisers write it."""
    return text.translate(str.maketrans("", "", string.punctuation.replace("'", "") + "…–")) or text


def pad(rows: list[tuple[list[int], list[int]]]) -> dict[str, torch.Tensor]:
    longest = max(len(ids) for ids, _ in rows)
    fill = lambda row: row + [0] * (longest - len(row))
    return {
        "input_ids": torch.tensor([fill(ids) for ids, _ in rows]),
        "token_type_ids": torch.tensor([fill(types) for _, types in rows]),
        "attention_mask": torch.tensor([fill([1] * len(ids)) for ids, _ in rows]),
    }


def loss(logits: torch.Tensor, batch: list[Example]) -> torch.Tensor:
    """The weighed sum of what each head is wrong by, over the texts that are coded for it."""
    weight = torch.tensor([e.weight for e in batch])
    total = logits.new_zeros(())
    for name, wrong in (
        ("main", classes_wrong("main", MAIN_AT)),
        ("client", classes_wrong("client", CLIENT_AT)),
        ("complex", complex_wrong),
        ("permitted", permitted_wrong),
        ("shown", shown_wrong),
        ("one", one_wrong),
    ):
        rows = [row for row, e in enumerate(batch) if getattr(e, name) is not None]
        if rows:
            each = wrong(logits[rows], [batch[row] for row in rows])
            total = total + WEIGHTS[name] * (each * weight[rows]).sum() / len(batch)
    return total


def classes_wrong(name: str, at: slice):
    """One of several classes, two codings together where there are two."""

    def wrong(logits: torch.Tensor, examples: list[Example]) -> torch.Tensor:
        wanted = torch.nn.functional.one_hot(torch.tensor([getattr(e, name) for e in examples]), at.stop - at.start).float()
        for row, e in enumerate(examples):
            if e.second and getattr(e.second, name):
                wanted[row] = (1 - SECOND) * wanted[row] + SECOND * torch.tensor(getattr(e.second, name))
        return nn.functional.cross_entropy(logits[:, at], wanted, label_smoothing=SMOOTHING, reduction="none")

    return wrong


def complex_wrong(logits: torch.Tensor, examples: list[Example]) -> torch.Tensor:
    both = lambda e: e.complex if not e.second or e.second.complex is None else (1 - SECOND) * e.complex + SECOND * e.second.complex
    return yes_wrong(logits[:, COMPLEX_AT], [both(e) for e in examples])


def permitted_wrong(logits: torch.Tensor, examples: list[Example]) -> torch.Tensor:
    return yes_wrong(logits[:, PERMITTED_AT], [e.permitted for e in examples])


def yes_wrong(logits: torch.Tensor, wanted: list) -> torch.Tensor:
    return nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor(wanted).float(), reduction="none")


def shown_wrong(logits: torch.Tensor, examples: list[Example]) -> torch.Tensor:
    known = torch.tensor([[float(y is not None) for y in e.shown] for e in examples])
    target = torch.tensor([[float(y or 0) for y in e.shown] for e in examples])
    each = nn.functional.binary_cross_entropy_with_logits(logits[:, SHOWN_AT], target, reduction="none")
    return (each * known).sum(1)


def one_wrong(logits: torch.Tensor, examples: list[Example]) -> torch.Tensor:
    """Of the codes that it may be, the probability together: AnnoMI tells advice, not with or without permission."""
    possible = torch.tensor([[0.0 if code in e.one else -1e9 for code in ONE] for e in examples])
    return -(logits[:, ONE_AT].log_softmax(-1) + possible).logsumexp(-1)
