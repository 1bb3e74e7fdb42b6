"""Whisper's architecture, small: the network that whisper.cpp runs, in PyTorch."""

import math

import torch
import torch.nn.functional as F
from torch import nn

import vocabulary

HEAD = 64
ENCODER_LAYERS, DECODER_LAYERS = 4, 2
AUDIO_CONTEXT, TEXT_CONTEXT = 1500, 448
# The first head of each decoder layer learns where tokens are spoken: in layer 0 the token just read, in layer 1 the next one.
GUIDED_HEAD = 0
CONSTANT = 0  # this component of the decoder's output is constant, see export_ggml.py
LETTERS = {c: i + 1 for i, c in enumerate("abcdefghijklmnopqrstuvwxyzåäöé -'")}


def sinusoids(length, width):
    rate = torch.exp(-math.log(10000) / (width // 2 - 1) * torch.arange(width // 2))
    angle = torch.arange(length)[:, None] * rate[None]
    return torch.cat([angle.sin(), angle.cos()], 1)


class Attention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.query, self.key = nn.Linear(width, width), nn.Linear(width, width, bias=False)
        self.value, self.out = nn.Linear(width, width), nn.Linear(width, width)

    def forward(self, x, memory=None, causal=False, guided=None):
        """With `guided`, also the log-attention of that head."""
        memory = x if memory is None else memory
        heads = lambda t: t.view(t.shape[0], t.shape[1], -1, HEAD).transpose(1, 2)
        q, k, v = heads(self.query(x)), heads(self.key(memory)), heads(self.value(memory))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=causal)
        y = self.out(y.transpose(1, 2).flatten(2))
        if guided is None:
            return y, None
        scores = q[:, guided] @ k[:, guided].transpose(1, 2) / math.sqrt(HEAD)
        return y, F.log_softmax(scores.float(), -1)


class Block(nn.Module):
    def __init__(self, width, cross):
        super().__init__()
        self.cross = cross
        self.attn, self.attn_ln = Attention(width), nn.LayerNorm(width)
        if cross:
            self.cross_attn, self.cross_attn_ln = Attention(width), nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.mlp_ln = nn.LayerNorm(width)

    def forward(self, x, memory=None, guided=None):
        x = x + self.attn(self.attn_ln(x), causal=self.cross)[0]
        attention = None
        if self.cross:
            y, attention = self.cross_attn(self.cross_attn_ln(x), memory, guided=guided)
            x = x + y
        return x + self.mlp(self.mlp_ln(x)), attention


class Whisper(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.width = width
        self.conv1 = nn.Conv1d(80, width, 3, padding=1)
        self.conv2 = nn.Conv1d(width, width, 3, stride=2, padding=1)
        self.register_buffer("places", sinusoids(AUDIO_CONTEXT, width))
        self.encoder = nn.ModuleList(Block(width, False) for _ in range(ENCODER_LAYERS))
        self.encoder_ln = nn.LayerNorm(width)
        self.token = nn.Embedding(len(vocabulary.USED), width)
        self.text_places = nn.Parameter(torch.randn(TEXT_CONTEXT, width) * 0.01)
        self.decoder = nn.ModuleList(Block(width, True) for _ in range(DECODER_LAYERS))
        self.decoder_ln = nn.LayerNorm(width)
        self.letters = nn.Linear(width, len(LETTERS) + 1)  # only for training
        nn.init.normal_(self.token.weight, std=0.03)
        with torch.no_grad():  # a time token begins as the place that it names
            self.token.weight[vocabulary.FIRST_TIME:-1] += 0.05 * self.places
        free = torch.ones(width)
        free[CONSTANT] = 0
        self.register_buffer("free", free)

    def encode(self, mel, offset=None):
        """Batch × 80 × frames to batch × frames/2 × width; `offset` moves each window within the thirty seconds."""
        x = F.gelu(self.conv2(F.gelu(self.conv1(mel)))).transpose(1, 2)
        if offset is None:
            x = x + self.places[: x.shape[1]]
        else:
            x = x + self.places[offset[:, None] + torch.arange(x.shape[1])]
        for block in self.encoder:
            x, _ = block(x)
        return self.encoder_ln(x)

    def decode(self, tokens, memory):
        """The decoder's last state, and the guided heads' log-attention."""
        x = F.embedding(tokens, self.token.weight * self.free) + self.text_places[: tokens.shape[1]]
        attentions = []
        for block in self.decoder:
            x, attention = block(x, memory, GUIDED_HEAD)
            attentions.append(attention)
        return self.decoder_ln(x), attentions

    def scores(self, state):
        return state @ (self.token.weight * self.free).T
