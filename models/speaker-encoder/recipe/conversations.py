"""Makes two-person conversations of real voices, with the truth about who spoke when.

Utterances of LibriSpeech test-other (CC BY 4.0), six readers, take turns with pauses of 0.2-0.8 s;
now and then nobody speaks for a while, and short stretches stand for backchannels. Truth is read
off the clean sound: a frame is speech when it is 10 dB above the utterance's quiet tenth and within
35 dB of its loud frames; holes under 0.3 s are closed. Everything random is seeded.

Needs from PyPI: numpy, scipy, soundfile.
"""
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import butter, sosfilt

RATE = 16_000
FRAME = 160


def speech_frames(sound):
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    level = 10 * np.log10((frames**2).mean(axis=1) + 1e-10)
    quiet, loud = np.percentile(level, [10, 95])
    return close(level > max(quiet + 10, loud - 35), 30)


def close(speech, holes):
    """Fills holes of at most that many frames."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], speech.astype(int), [0]])))
    speech = speech.copy()
    for end, start in zip(edges[1:-1:2], edges[2::2]):
        if start - end <= holes:
            speech[end:start] = True
    return speech


def voices(folder):
    readers = sorted(path for path in Path(folder).iterdir() if path.is_dir())
    return {r.name: [soundfile.read(f)[0] for f in sorted(r.glob("*.flac"))] for r in readers}


def converse(first, second, seed, seconds=150.0, backchannels=True, pauses=(0.2, 0.8)):
    """A conversation and its truth: one row of 10 ms frames for each of the two people."""
    rng = np.random.default_rng(seed)
    sound, truth, who = [], [], int(rng.integers(2))
    people = (first, second)
    order = [list(rng.permutation(len(person))) for person in people]
    while sum(map(len, sound)) < seconds * RATE and all(order):
        utterance = people[who][order[who].pop()]
        utterance = utterance[: int(rng.uniform(1.5, 12) * RATE) // FRAME * FRAME]
        if backchannels and rng.random() < 0.25:
            utterance = utterance[: int(rng.uniform(0.5, 1.0) * RATE) // FRAME * FRAME]
        utterance = utterance / (np.sqrt((utterance**2).mean()) + 1e-9) * 0.05 * 10 ** rng.uniform(-0.15, 0.15)
        add(sound, truth, utterance, who)
        pause = rng.uniform(*pauses) if rng.random() < 0.85 else rng.uniform(1, 5)
        silence = np.zeros(int(pause * RATE) // FRAME * FRAME)
        sound.append(silence)
        truth.append(np.zeros((2, len(silence) // FRAME), bool))
        who = 1 - who
    return np.concatenate(sound) + rng.normal(0, 1e-4, sum(map(len, sound))), np.concatenate(truth, axis=1)


def add(sound, truth, utterance, who):
    frames = np.zeros((2, len(utterance) // FRAME), bool)
    frames[who] = speech_frames(utterance)[: frames.shape[1]]
    sound.append(utterance[: frames.shape[1] * FRAME])
    truth.append(frames)


def telephone(sound):
    """300-3400 Hz at 8 kHz through the 8-bit mu-law of telephony, back at 16 kHz."""
    band = sosfilt(butter(6, [300, 3400], "bandpass", fs=RATE, output="sos"), sound)[::2]
    peak = np.abs(band).max() + 1e-9
    law = np.sign(band) * np.log1p(255 * np.abs(band) / peak) / np.log(256)
    law = np.round(law * 127) / 127
    back = np.sign(law) * np.expm1(np.abs(law) * np.log(256)) / 255 * peak
    wide = np.zeros(len(back) * 2)
    wide[::2] = back * 2
    return sosfilt(butter(8, 3600, "lowpass", fs=RATE, output="sos"), wide)


def noise(kind, length, rng, readers=()):
    """Unit-power noise: white, pink, street (rumble, hiss, cars that pass), babble of four readers."""
    if kind == "babble":
        mixed = np.zeros(length)
        for reader in readers[:4]:
            talk = np.concatenate([reader[i] for i in rng.permutation(len(reader))])
            mixed += np.resize(np.roll(talk / talk.std(), rng.integers(len(talk))), length)
        return mixed / mixed.std()
    white = rng.normal(0, 1, length)
    if kind == "white":
        return white
    spectrum = np.fft.rfft(white)
    hertz = np.maximum(np.fft.rfftfreq(length, 1 / RATE), 20)
    if kind == "pink":
        pink = np.fft.irfft(spectrum / np.sqrt(hertz), length)
        return pink / pink.std()
    rumble = np.fft.irfft(spectrum / hertz * (hertz < 4000), length)
    time = np.arange(length) / RATE
    cars = np.ones(length)
    for _ in range(max(1, int(time[-1] / 8))):
        middle, width = rng.uniform(0, time[-1]), rng.uniform(1, 3)
        cars += rng.uniform(1, 5) * np.exp(-(((time - middle) / width) ** 2))
    street = rumble / rumble.std() * cars + 0.1 * rng.normal(0, 1, length) * cars
    return street / street.std()


def at_snr(sound, speech, kind, snr, rng, readers=()):
    """`sound` with noise at `snr` dB below its speech."""
    power = (sound.reshape(-1, FRAME)[speech] ** 2).mean()
    return sound + noise(kind, len(sound), rng, readers) * np.sqrt(power / 10 ** (snr / 10))
