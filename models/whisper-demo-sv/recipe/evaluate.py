"""Measure a model file through whisper.cpp on held-out sentences in held-out voices: evaluate.py DATA MODEL [BEAM]

The conversations are made as sound, not on mel energies as in training: two voices take turns in chunks of at most
thirty seconds, then every third of them through a telephone band, a room, and noise.
"""

import random
import re
import sys

import numpy as np
import scipy.signal as sig
from pywhispercpp.model import Model

import make_speech
import texts
from espeak import RATE, Espeak


def words(text):
    return re.sub(r"[^\w\s]", "", text.lower().replace("-", " ")).split()


def edits(reference, estimate):
    """Least number of words put in, left out or changed."""
    row = list(range(len(estimate) + 1))
    for i, word in enumerate(reference, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(estimate, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def chunks(sentences, seconds, rng):
    """(wave, text) of conversations of two held-out voices, each at most thirty seconds long."""
    speaker = Espeak()
    sentences = iter(sentences)
    made = 0
    while made < seconds:
        voices = [make_speech.voice(rng, True) for _ in range(2)]
        limit = rng.uniform(18, 29.5) * RATE
        parts, said, length, who = [np.zeros(int(rng.uniform(0, 0.4) * RATE), np.float32)], [], 0, 0
        while True:
            text = next(sentences, None)
            spoken = text and speaker.say(text, voices[who])
            if not text or length + len(spoken[0]) > limit:
                break
            pause = rng.uniform(0.1, 0.4) if rng.random() < 0.5 else rng.uniform(0.3, 1.0)
            parts += [spoken[0], np.zeros(int(pause * RATE), np.float32)]
            length = sum(map(len, parts))
            said.append(text)
            who = 1 - who if rng.random() < 0.6 else who
        if not said:
            return
        made += length / RATE
        yield np.concatenate(parts)[: 30 * RATE], " ".join(said)


def telephone(wave, rng):
    narrow = sig.resample_poly(wave, 1, 2)
    narrow = sig.sosfilt(sig.butter(4, (300, 3400), "band", fs=RATE // 2, output="sos"), narrow)
    return sig.resample_poly(narrow, 2, 1)


def room(wave, rng):
    """A made-up room: 0.4 s of reverberation, the direct sound 6 dB above its tail."""
    noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(int(0.4 * RATE))
    tail = noise * 10 ** (-3 * np.arange(len(noise)) / len(noise))
    tail *= 0.5 / np.linalg.norm(tail)
    return sig.fftconvolve(wave, np.concatenate([[1.0], tail]))[: len(wave)]


def noisy(decibel):
    def add(wave, rng):
        noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(len(wave) + 1000)
        noise = sig.lfilter([1], [1, -0.9], noise)[1000:]  # street-like: strongest in the low tones
        return wave + noise * np.sqrt(np.mean(wave**2) / np.mean(noise**2)) * 10 ** (-decibel / 20)
    return add


SECONDS = 720
CONDITIONS = {"clean": lambda wave, rng: wave, "telephone": telephone, "room": room, "noise 20 dB": noisy(20), "noise 10 dB": noisy(10)}


def hear(model, wave):
    return " ".join(s.text for s in model.transcribe(wave.astype(np.float32)))


def main(data, path, beam=5):
    rng = random.Random(11)
    search = {"params_sampling_strategy": 1, "beam_search": {"beam_size": int(beam), "patience": -1.0}} if int(beam) > 1 else {}
    model = Model(path, redirect_whispercpp_logs_to=None, language="sv", n_threads=1, print_progress=False, **search)
    sentences = [s for _, s in texts.corpus(data) if texts.held_out(s)]
    rng.shuffle(sentences)
    made = list(chunks(sentences, SECONDS, rng))
    print(f"{sum(len(re.findall(r'[.?]', t)) for _, t in made)} sentences, {sum(len(words(t)) for _, t in made)} words, beam {beam}", flush=True)
    for name, change in CONDITIONS.items():
        wrong = total = 0
        for i, (wave, text) in enumerate(made if name == "clean" else made[::3]):
            heard = hear(model, change(wave, random.Random(i)))
            wrong += edits(words(text), words(heard))
            total += len(words(text))
            if i < 3 and name == "clean":
                print("said: ", text, "\nheard:", heard, file=sys.stderr)
        print(f"{name}: word error rate {wrong / total:.3f} over {total} words", flush=True)
    quiet = [np.zeros(20 * RATE), *(0.3 * noisy(-60)(np.full(20 * RATE, 1e-6), random.Random(i)) for i in range(3)),
             *(np.random.default_rng(i).standard_normal(20 * RATE) * 0.01 for i in range(3))]
    print("words in seven windows without speech:", sum(len(words(hear(model, q))) for q in quiet))


if __name__ == "__main__":
    main(*sys.argv[1:])
