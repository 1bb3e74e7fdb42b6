"""Compares Silero's and earshot's detection of speech: Silero with the thresholds of
src/audio/regions.rs, earshot with the 0.5 of its authors and the same distance to the lower one
that Silero's authors use (at Silero's lower thresholds earshot takes everything for speech).

    python3 measure_vad.py VOICES AMI ../model.onnx

VOICES: LibriSpeech readers, one folder each; AMI: excerpts with ami.rttm (scored: the first 30 s).
Prints miss, false alarm (share of all 10 ms frames) and F1 for each condition, and speed on one core.
Needs from PyPI: earshot==1.2.2, onnxruntime==1.31.1, numpy, scipy, soundfile.
"""
import itertools
import sys
import time
from pathlib import Path

import earshot
import numpy as np
import onnxruntime
import soundfile

sys.path.insert(0, str(Path(__file__).parents[2] / "speaker-encoder/recipe"))
import conversations as make  # noqa: E402

ENTER_LEAVE = {"Silero": (0.35, 0.1), "earshot": (0.5, 0.35)}
HANGOVER, SHORTEST = 0.160, 0.096


def silero(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options)

    def probabilities(sound):
        count = len(sound) // 512
        padded = np.concatenate([np.zeros(64), sound]).astype(np.float32)
        frames = np.stack([padded[i * 512 : i * 512 + 576] for i in range(count)])
        h = c = np.zeros((1, 1, 128), np.float32)
        out = []
        for at in range(0, count, 500):
            p, h, c = session.run(None, {"input": frames[at : at + 500], "h": h, "c": c})
            out.append(p)
        return np.concatenate(out), 0.032

    return probabilities


def small(sound):
    detector = earshot.Detector()
    pcm = np.clip(sound * 32768, -32768, 32767).astype(np.int16)
    return np.array([detector.predict_i16(pcm[i : i + 256]) for i in range(0, len(pcm) - 255, 256)]), 0.016


def regions(probabilities, step, enter, leave):
    """The state machine of src/audio/regions.rs, as 10 ms frames."""
    found, start, silence = [], None, None
    for i, p in enumerate(probabilities):
        if p >= enter:
            start, silence = (i if start is None else start), None
        elif p < leave and start is not None:
            silence = i if silence is None else silence
            if (i + 1 - silence) * step >= HANGOVER - 1e-9:
                found.append((start, silence))
                start = silence = None
    if start is not None:
        found.append((start, silence or len(probabilities)))
    frames = np.zeros(int(len(probabilities) * step * 100) + 1, bool)
    for a, b in found:
        if (b - a) * step >= SHORTEST - 1e-9:
            frames[round(a * step * 100) : round(b * step * 100)] = True
    return frames


def score(found, truth):
    n = min(len(found), len(truth))
    found, truth = found[:n], truth[:n]
    return np.array([(found & truth).sum(), (truth & ~found).sum(), (found & ~truth).sum(), n])


def conditions(readers):
    pairs = list(itertools.combinations(sorted(readers), 2))[::2]
    made = []
    for seed, (a, b) in enumerate(pairs):
        sound, truth = make.converse(readers[a], readers[b], seed, seconds=90)
        made.append((sound, truth.any(axis=0), [readers[r] for r in sorted(readers) if r not in (a, b)]))
    yield "clean", [(s, t) for s, t, _ in made]
    yield "clean, 30 dB quieter", [(s * 10**-1.5, t) for s, t, _ in made]
    yield "telephone", [(make.telephone(s), t) for s, t, _ in made]
    for kind in ("white", "pink", "street", "babble"):
        for snr in (20, 10, 5, 0):
            rng = np.random.default_rng(7)
            yield f"{kind} {snr} dB", [(make.at_snr(s, t, kind, snr, rng, o), t) for s, t, o in made]
    rng = np.random.default_rng(8)
    yield "telephone, street 10 dB", [(make.telephone(make.at_snr(s, t, "street", 10, rng)), t) for s, t, _ in made]


def ami(folder):
    rows = [line.split() for line in (Path(folder) / "ami.rttm").read_text().splitlines()]
    for path in sorted(Path(folder).glob("*.flac")):
        truth = np.zeros(3000, bool)
        for row in rows:
            if row[1] == path.stem:
                truth[round(float(row[3]) * 100) : round((float(row[3]) + float(row[4])) * 100)] = True
        yield soundfile.read(path)[0], truth


def main(voices, meetings, model):
    detectors = {"Silero": silero(model), "earshot": small}
    sets = itertools.chain(conditions(make.voices(voices)), [("AMI meetings", list(ami(meetings)))])
    clock = dict.fromkeys(detectors, 0.0)
    heard = 0.0
    print("| condition | " + " | ".join(f"{d} miss % | {d} false alarm % | {d} F1" for d in detectors) + " |")
    for name, items in sets:
        cells = []
        heard += sum(len(s) for s, _ in items) / make.RATE
        for detector, probabilities in detectors.items():
            total = np.zeros(4)
            for sound, truth in items:
                began = time.process_time()
                p, step = probabilities(sound)
                clock[detector] += time.process_time() - began
                total += score(regions(p, step, *ENTER_LEAVE[detector]), truth)
            hit, miss, false, n = total
            cells += [f"{100 * miss / n:.1f}", f"{100 * false / n:.1f}", f"{2 * hit / (2 * hit + miss + false):.3f}"]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    for detector, seconds in clock.items():
        print(f"{detector}: {heard / seconds:.0f} times real time")
    silence(detectors)


def silence(detectors):
    """Regions found where nobody speaks, in ten minutes of each."""
    length = 600 * make.RATE
    for kind in ("silence", "white", "pink", "street"):
        rng = np.random.default_rng(9)
        base = np.zeros(length) if kind == "silence" else make.noise(kind, length, rng) * 0.1
        for detector, probabilities in detectors.items():
            p, step = probabilities(base)
            print(f"{kind}, {detector}: {regions(p, step, *ENTER_LEAVE[detector]).sum() / 100:.1f} s taken for speech, highest {p.max():.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
