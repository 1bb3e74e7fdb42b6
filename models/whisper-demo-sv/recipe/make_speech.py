"""Speak the corpus: log-mel frames of every sentence, with its voice and word times.

    make_speech.py DATA OUT [HOURS]

Writes OUT/train.mel (float16, frames × 80) and OUT/train.jsonl, and the same for `test`:
held-out sentences in voices and speeds that training never hears.
"""

import json
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

import logmel
import texts
from espeak import RATE, Espeak

VARIANTS = ("", "m1", "m2", "m3", "m4", "m6", "m7", "m8", "f1", "f2", "f3", "f5", "Alex", "Andy", "Annie", "Alicia", "Andrea",
            "steph", "steph3", "adam", "linda", "belinda", "anika", "david", "Diogo", "Denis", "ed", "Gene", "Henrique",
            "Hugo", "iven", "iven3", "john", "Lee", "Marco", "max", "miguel", "Mike", "norbert", "pablo", "paul", "pedro",
            "rob", "robert", "sandro", "shelby", "travis", "victor", "zac", "grandma", "grandpa", "klatt2", "edward")
HELD_OUT_VARIANTS = ("m5", "f4", "steph2", "Michael", "antonio", "Gene2", "quincy", "caleb")
GROUP = 30  # sentences spoken by one voice setting, so that a window can hold a whole turn of it


def voice(rng, held_out):
    """(variant, words a minute, pitch): held-out speeds are odd, training speeds are even."""
    if held_out:
        return rng.choice(HELD_OUT_VARIANTS), rng.randrange(141, 176, 2), rng.randint(28, 72)
    return rng.choice(VARIANTS), rng.randrange(130, 187, 2), rng.randint(25, 75)


synthesiser = None


def speak(group):
    """[(sentence, voice, log-mel float16, words)] of one voice's sentences."""
    global synthesiser
    synthesiser = synthesiser or Espeak()
    setting, sentences = group
    out = []
    for source, text in sentences:
        spoken = synthesiser.say(text, setting)
        if spoken and len(spoken[0]) < 12 * RATE:
            wave, words = spoken
            out.append((source, text, setting, logmel.log_energy(wave).astype(np.float16), words))
    return out


def groups(corpus, held_out, hours, rng):
    """Voice settings with their sentences, over the corpus again and again until the hours are filled."""
    seconds = 0
    sentences = [s for s in corpus if texts.held_out(s[1]) == held_out]
    while True:
        rng.shuffle(sentences)
        for i in range(0, len(sentences), GROUP):
            yield voice(rng, held_out), sentences[i:i + GROUP]
            seconds += sum(len(text) for _, text in sentences[i:i + GROUP]) / 13  # about 13 characters a second
            if seconds > hours * 3600:
                return


def write(out, name, work):
    frames = spoken = 0
    with open(out / f"{name}.mel", "wb") as mel, open(out / f"{name}.jsonl", "w", encoding="utf-8") as index:
        with ProcessPoolExecutor(2) as pool:
            for number, done in enumerate(pool.map(speak, work, chunksize=1)):
                for source, text, setting, log, words in done:
                    log.tofile(mel)
                    index.write(json.dumps({"start": frames, "frames": len(log), "group": number, "source": source, "text": text,
                                            "voice": setting, "words": words}, ensure_ascii=False) + "\n")
                    frames += len(log)
                    spoken += 1
                mel.flush(); index.flush()
    print(f"{name}: {spoken} sentences, {frames / 360000:.1f} hours", flush=True)


def main(data, out, hours=30.0):
    rng = random.Random(7)
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    corpus = texts.corpus(data)
    rng.shuffle(corpus)
    write(out, "test", list(groups(corpus, True, 1.0, rng)))
    write(out, "train", list(groups(corpus, False, float(hours), rng)))


if __name__ == "__main__":
    main(*sys.argv[1:])
