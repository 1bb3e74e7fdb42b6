"""The network: one encoder, one layer of heads; how a text becomes its input; what it is wrong by."""

import string

import torch
from torch import nn

from examples import CLIENT, MAIN, ONE, SHOWN, Example

TEXT_TOKENS, CONTEXT_TOKENS = 64, 32
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
    """Texts into token ids: [CLS] [ROLE] text [SEP] then [ROLE] turn [ROLE] turn [SEP] of context."""

    def __init__(self, tokenizer):
        self.tokenizer, self.id, self.known = tokenizer, tokenizer.token_to_id, {}

    def pieces(self, text: str) -> list[int]:
        if text not in self.known:
            self.known[text] = self.tokenizer.encode(text, add_special_tokens=False).ids
        return self.known[text]

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
    likely, sigmoids = nn.functional.cross_entropy, nn.functional.binary_cross_entropy_with_logits
    weight = torch.tensor([e.weight for e in batch])
    total = logits.new_zeros(())
    for name, wrong in (
        ("main", lambda z, y: likely(z[:, MAIN_AT], torch.tensor(y), label_smoothing=SMOOTHING, reduction="none")),
        ("client", lambda z, y: likely(z[:, CLIENT_AT], torch.tensor(y), label_smoothing=SMOOTHING, reduction="none")),
        ("complex", lambda z, y: sigmoids(z[:, COMPLEX_AT], torch.tensor(y).float(), reduction="none")),
        ("permitted", lambda z, y: sigmoids(z[:, PERMITTED_AT], torch.tensor(y).float(), reduction="none")),
        ("shown", shown_wrong),
        ("one", one_wrong),
    ):
        rows = [row for row, e in enumerate(batch) if getattr(e, name) is not None]
        if rows:
            wanted = [getattr(batch[row], name) for row in rows]
            total = total + WEIGHTS[name] * (wrong(logits[rows], wanted) * weight[rows]).sum() / len(batch)
    return total


def shown_wrong(logits: torch.Tensor, wanted: list) -> torch.Tensor:
    known = torch.tensor([[float(y is not None) for y in row] for row in wanted])
    target = torch.tensor([[float(y or 0) for y in row] for row in wanted])
    each = nn.functional.binary_cross_entropy_with_logits(logits[:, SHOWN_AT], target, reduction="none")
    return (each * known).sum(1)


def one_wrong(logits: torch.Tensor, wanted: list) -> torch.Tensor:
    """Of the codes that it may be, the probability together: AnnoMI tells advice, not with or without permission."""
    possible = torch.tensor([[0.0 if code in codes else -1e9 for code in ONE] for codes in wanted])
    return -(logits[:, ONE_AT].log_softmax(-1) + possible).logsumexp(-1)
