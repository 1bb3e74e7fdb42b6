"""Training windows: sentences of one or two voices with pauses, made worse the way rooms and telephones do.

All of it happens on mel energies, where noise adds, a band multiplies and a room smears; so it costs little.
"""

import json
import random
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

import logmel
import vocabulary as v
from model import LETTERS

FRAMES = 100  # a second
SOURCES = {"conversation": 2.5, "everyday": 1.0, "invented": 1.5}  # how readily a sentence is chosen
CENTRES = np.array([f[f > 0] @ np.flatnonzero(f > 0) / f.sum() for f in logmel.FILTERS]) * logmel.RATE / logmel.WINDOW  # Hz


def noises(seconds=90, seed=5):
    """Mel energies of white, pink and brown noise, each of mean one."""
    rng = np.random.default_rng(seed)
    out = []
    for slope in (0, 0.5, 1):
        spectrum = np.fft.rfft(rng.standard_normal(seconds * logmel.RATE))
        spectrum[1:] /= np.arange(1, len(spectrum)) ** slope
        energy = logmel.energy(np.fft.irfft(spectrum).astype(np.float32))
        out.append(energy / energy.mean())
    return out


class Speech:
    """The spoken sentences of one split, by voice group."""

    def __init__(self, folder, name, tokenizer, limit=None):
        folder = Path(folder)
        self.mel = np.memmap(folder / f"{name}.mel", np.float16, "r").reshape(-1, logmel.MELS)
        self.items, self.groups = [], {}
        with open(folder / f"{name}.jsonl", encoding="utf-8") as lines:
            for line in lines:
                item = json.loads(line)
                encoded = tokenizer.encode(" " + item["text"])
                item["tokens"] = encoded.ids
                item["times"] = self.times(item, encoded.offsets)
                item["letters"] = [LETTERS[c] for c in item["text"].lower() if c in LETTERS]
                self.groups.setdefault(item["group"], []).append(len(self.items))
                self.items.append(item)
                if limit and len(self.items) >= limit:
                    break
        self.weight = [SOURCES[i["source"]] for i in self.items]
        self.chosen = []

    def companion(self, item, rng):
        """A random sentence in the same voice setting."""
        group = self.groups[item["group"]]
        return self.items[rng.choices(group, [self.weight[i] for i in group])[0]]

    @staticmethod
    def times(item, offsets):
        """Seconds of the middle of each token: word beginnings as the synthesiser said, letters shared evenly between."""
        at = [a for a, _ in item["words"]] + [len(item["text"])]
        seconds = [t for _, t in item["words"]] + [item["frames"] / FRAMES - 0.06]
        return [float(np.interp((a + b) / 2 - 1, at, seconds)) for a, b in offsets]

    def pick(self, rng):
        """A random sentence of any voice."""
        if not self.chosen:
            self.chosen = rng.choices(range(len(self.items)), self.weight, k=4096)
        return self.items[self.chosen.pop()]

    def energy(self, item):
        log = self.mel[item["start"]: item["start"] + item["frames"]].astype(np.float32)
        return np.power(np.float32(10), log)


class Window:
    """Sentences laid out in time, then made worse, then turned into what the network reads and must say."""

    def __init__(self, speech, rng, seconds, noise, full, clean=False):
        self.speech, self.rng, self.noise = speech, rng, noise
        self.limit = int(seconds * FRAMES)
        self.placed = []  # (item, first frame, gain)
        self.full, self.clean = full, clean
        self.lay_out()

    def lay_out(self):
        rng, at = self.rng, int(self.rng.uniform(0, 0.6) * FRAMES)
        voices = [self.speech.pick(rng), self.speech.pick(rng)]
        levels = [10 ** rng.uniform(-0.8, 0.4), 10 ** rng.uniform(-0.8, 0.4)]
        who = 0
        while True:
            item = self.speech.companion(voices[who], rng) if self.placed else voices[who]
            for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
                if at + item["frames"] > self.limit:
                    break
                self.placed.append((item, at, levels[who]))
                at += item["frames"] + int(rng.uniform(0.08, 0.5) * FRAMES)
                item = self.speech.companion(item, rng)
            else:
                at += int(rng.choice((rng.uniform(0, 0.7), rng.uniform(0, 0.7), rng.uniform(0.5, 2.0))) * FRAMES)
                who = 1 - who if rng.random() < 0.8 else who
                continue
            break
        last = self.placed[-1][1] + self.placed[-1][0]["frames"] if self.placed else self.limit
        self.length = min(last + int(rng.choice((0.1, 0.3, 1.0)) * rng.random() * FRAMES), 30 * FRAMES)

    def mel(self):
        """Frames × 80, scaled as Whisper's input; the rest of thirty seconds is the silence that whisper.cpp pads."""
        rng = self.rng
        energy = np.zeros((self.length, logmel.MELS), np.float32)
        for item, at, gain in self.placed:
            energy[at: at + item["frames"]] += self.speech.energy(item) * gain
        if not self.clean:
            energy = self.worsened(energy)
        log = np.log10(np.maximum(energy * 10 ** rng.uniform(-1.5, 0.5), 1e-10))
        if self.full:
            log = np.pad(log, ((0, 30 * FRAMES - len(log)), (0, 0)), constant_values=logmel.FLOOR)
        log = logmel.scaled(log)
        if not self.clean and rng.random() < 0.3:
            low = rng.randrange(0, logmel.MELS - 8)
            log[:, low: low + rng.randrange(1, 9)] = log.min()
        return log

    def worsened(self, energy):
        rng = self.rng
        if self.placed and rng.random() < 0.35:
            energy = room(energy, rng)
        speech_level = energy.mean() if self.placed else 1.0
        if self.placed and rng.random() < 0.3:
            self.add_noise(energy, speech_level * 10 ** rng.uniform(-3, -1.5))
        energy *= band(rng)
        if not self.placed or rng.random() < 0.7:
            self.add_noise(energy, speech_level * 10 ** rng.uniform(-5, -0.9))
        return energy

    def add_noise(self, energy, level):
        rng, length = self.rng, len(energy)
        if rng.random() < 0.25:  # babble: other voices, far away
            for _ in range(4):
                other = self.speech.energy(self.speech.pick(rng))
                tiled = np.resize(np.roll(other, rng.randrange(len(other)), 0), energy.shape)
                energy += tiled * (level / 4 / max(other.mean(), 1e-9))
            return
        kind = rng.choice(self.noise)
        start = rng.randrange(len(kind) - length)
        energy += kind[start: start + length] * level

    def script(self, offset, timestamps):
        """Tokens; and for each, the position of the encoder (50 a second) at which it is spoken, or -1."""
        tokens = [v.SOT, v.SWEDISH, v.TRANSCRIBE]
        if not timestamps:  # whisper.cpp leaves the task out when it asks for word times
            tokens = [*tokens[: self.rng.choice((2, 3))], v.NO_TIMESTAMPS]
        places = [-1] * len(tokens)
        for item, at, _ in self.placed:
            first, last = at / 2, (at + item["frames"] - 4) / 2
            if timestamps:
                tokens.append(v.TIME_0 + offset + round(first)), places.append(first)
            tokens += item["tokens"]
            places += [(at + t * FRAMES) / 2 for t in item["times"]]
            if timestamps:
                tokens.append(v.TIME_0 + offset + round(last)), places.append(last)
        if not self.placed and timestamps:
            tokens.append(v.TIME_0), places.append(-1)
        return tokens + [v.EOT], places + [-1]

    def letters(self):
        space = LETTERS[" "]
        out = []
        for item, _, _ in self.placed:
            out += ([space] if out else []) + item["letters"]
        return out


def room(energy, rng):
    """A room's tail: an exponential decay of 0.15-0.6 s behind the direct sound."""
    decay = 10 ** (-6 / (rng.uniform(0.15, 0.6) * FRAMES))
    wet = 10 ** rng.uniform(-1.5, 0)
    tail = lfilter([0, 1 - decay], [1, -decay], energy, axis=0).astype(np.float32)
    return energy + wet * tail


def band(rng):
    """The gain of each mel band: flat, telephone, a codec's low-pass, or a tilted microphone."""
    kind = rng.random()
    if kind < 0.4:
        return np.ones(logmel.MELS, np.float32)
    if kind < 0.65:
        low, high = rng.uniform(200, 350), rng.uniform(3200, 3900)
    elif kind < 0.8:
        low, high = 0, rng.uniform(3500, 7500)
    else:
        return (10 ** (rng.uniform(-1, 1) * np.log2(CENTRES / 1000) / 3)).astype(np.float32)
    return (1 / (1 + (low / CENTRES) ** 6) / (1 + (CENTRES / high) ** 16)).astype(np.float32)


# What a token of the script is asked for: a time is right within 60 ms, near silence both answers are.
SPREAD = np.arange(-3, 4)
BELL = np.exp(-0.5 * (SPREAD / 1.3) ** 2)
BELL /= BELL.sum()


def target(token, silence):
    """Places in the vocabulary and their weights: what the network should say instead of `token` alone."""
    place = v.PLACE[token]
    if silence and token >= v.TIME_0:
        return [v.PLACE[v.NO_SPEECH]] * 6 + [place], [0.12] * 6 + [0.28]
    if token < v.TIME_0:
        return [place] * 7, [1.0] + [0.0] * 6
    return np.clip(place + SPREAD, v.FIRST_TIME, v.FIRST_TIME + v.TIMES - 1), BELL


def batch(windows, rng, move):
    """Arrays of one training step; `move` places the windows anywhere in the thirty seconds."""
    length = max(w.length for w in windows)
    length = 30 * FRAMES if windows[0].full else length + length % 2
    rows = []
    for w in windows:
        offset = rng.randrange(1500 - length // 2 + 1) if move and rng.random() < 0.7 else 0
        timestamps = rng.random() < 0.88 or not w.placed
        rows.append((w, w.mel(), offset, *w.script(offset, timestamps)))
    longest = max(len(r[3]) for r in rows) - 1
    size = len(rows)
    mel = np.zeros((size, logmel.MELS, length), np.float32)
    tokens = np.full((size, longest), v.PLACE[v.EOT])
    wanted, weight = np.zeros((size, longest, 7), np.int64), np.zeros((size, longest, 7), np.float32)
    places = np.full((size, longest + 1), -1, np.float32)
    for i, (w, log, _, script, spoken) in enumerate(rows):
        mel[i] = log.min()
        mel[i, :, : len(log)] = log.T
        tokens[i, : len(script) - 1] = [v.PLACE[t] for t in script[:-1]]
        for j, token in enumerate(script[1:]):
            if token in (v.TRANSCRIBE, v.NO_TIMESTAMPS):
                continue
            wanted[i, j], weight[i, j] = target(token, not w.placed)
        places[i, : len(script)] = spoken
    letters = [w.letters() for w in windows]
    return mel, np.array([r[2] for r in rows]), tokens, wanted, weight, places, letters
