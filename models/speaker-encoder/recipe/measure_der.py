"""Measures `gensvar diarize`: diarization error rate, collar 0, overlap counted.

    python3 measure_der.py GENSVAR VOICES AMI DEMO WORK

GENSVAR: the program; VOICES: LibriSpeech readers, one folder each; AMI: excerpts with ami.rttm
(scored: the first 30 s); DEMO: the demonstration recordings with their RTTM; WORK: a folder for
the conversations that are made. Prints miss, false alarm, confusion and their sum in % of the
speech for each kind, the worst confusion of one recording, how often the number of speakers is
right, and speed.
Needs from PyPI: pyannote.metrics==4.2.0, numpy, scipy, soundfile.
"""
import itertools
import subprocess
import sys
import time
from pathlib import Path

import conversations as make
import numpy as np
import soundfile
from pyannote.core import Annotation, Segment, Timeline
from pyannote.metrics.diarization import DiarizationErrorRate


def annotation(truth):
    """From rows of 10 ms frames, one for each person."""
    made = Annotation()
    for person, row in enumerate(truth):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(int), [0]])))
        for start, end in zip(edges[::2], edges[1::2]):
            made[Segment(start / 100, end / 100), f"{person}-{start}"] = person
    return made


def rttm(path, recording=None):
    made = Annotation()
    for number, line in enumerate(Path(path).read_text().splitlines()):
        field = line.split()
        if recording in (None, field[1]):
            start = float(field[3])
            made[Segment(start, start + float(field[4])), number] = field[7]
    return made


def three(readers, names, seed):
    """A conversation of two in whose middle a third person speaks for a while."""
    a, b, c = (readers[name] for name in names)
    sound, truth = make.converse(a, b, seed, seconds=100)
    visit, present = make.converse(c[:3], c[3:6], seed + 1, seconds=18, backchannels=False)
    middle = truth.shape[1] // 2
    rows = np.zeros((3, truth.shape[1] + present.shape[1]), bool)
    rows[:2, :middle], rows[:2, middle + present.shape[1] :] = truth[:, :middle], truth[:, middle:]
    rows[2, middle : middle + present.shape[1]] = present.any(axis=0)
    at = middle * make.FRAME
    return np.concatenate([sound[:at], visit[: present.shape[1] * make.FRAME], sound[at:]]), rows


def made(readers):
    pairs = list(itertools.combinations(sorted(readers), 2))
    for seed, (a, b) in enumerate(pairs):
        yield "two readers", f"{a}-{b}", *make.converse(readers[a], readers[b], seed)
    for seed, (a, b) in enumerate(pairs):
        sound, truth = make.converse(readers[a], readers[b], 100 + seed)
        yield "telephone", f"{a}-{b}", make.telephone(sound), truth
        rng = np.random.default_rng(seed)
        yield "street noise 10 dB", f"{a}-{b}", make.at_snr(sound, truth.any(axis=0), "street", 10, rng), truth
    for seed, (a, b) in enumerate(pairs):
        yield "no pause between turns", f"{a}-{b}", *make.converse(
            readers[a], readers[b], 500 + seed, pauses=(0.0, 0.12)
        )
    for a in sorted(readers):
        sound, truth = make.converse(readers[a][:5], readers[a][5:], 200, seconds=60)
        yield "one reader", a, sound, truth.any(axis=0)[None]
    for seed, names in enumerate(list(itertools.combinations(sorted(readers), 3))[::2]):
        yield "a third voice", "-".join(names), *three(readers, names, 300 + seed)


def recordings(voices, meetings, demo, work):
    for kind, name, sound, truth in made(make.voices(voices)):
        path = work / f"{kind} {name}.wav".replace(" ", "-")
        soundfile.write(path, np.clip(sound, -1, 1), make.RATE, subtype="PCM_16")
        yield kind, path, annotation(truth), None
    for truth in sorted(Path(demo).glob("*.rttm")):
        path = next(p for p in truth.parent.glob(truth.stem + ".*") if p.suffix in (".m4a", ".ogg", ".wav"))
        yield "demonstration", path, rttm(truth), None
        if path.suffix == ".ogg":
            mono = work / f"{truth.stem}-mono.wav"
            subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", path, "-ac", "1", "-ar", "16000", mono], check=True)
            yield "demonstration", mono, rttm(truth), None
    for path in sorted(Path(meetings).glob("*.flac")):
        truth = rttm(Path(meetings) / "ami.rttm", path.stem)
        yield "AMI meetings", path, truth, len(truth.labels())


def main(program, voices, meetings, demo, work):
    work = Path(work)
    work.mkdir(parents=True, exist_ok=True)
    results, heard, took = {}, 0.0, 0.0
    for kind, path, truth, told in recordings(voices, meetings, demo, work):
        out = work / "out.rttm"
        began = time.perf_counter()
        command = [program, "diarize", path, "--rttm", out]
        if told and len(sys.argv) > 6:
            command += ["--speakers", str(min(told, 4))]
        subprocess.run(command, check=True)
        took += time.perf_counter() - began
        found = rttm(out)
        end = 30 if kind == "AMI meetings" else max([s.end for s in truth.itersegments()])
        heard += end
        metric = DiarizationErrorRate(collar=0, skip_overlap=False)
        parts = metric(truth, found, uem=Timeline([Segment(0, end)]), detailed=True)
        row = [parts["missed detection"], parts["false alarm"], parts["confusion"], parts["total"]]
        results.setdefault(kind, []).append(row + [len(truth.labels()) == len(found.labels())])
        print(f"{kind}, {path.stem}: {100 * sum(row[:3]) / row[3]:.1f} %, confusion {100 * row[2] / row[3]:.2f} %, "
              f"speakers {len(found.labels())} of {len(truth.labels())}", file=sys.stderr)
    print("| kind | recordings | miss % | false alarm % | confusion % | DER % | worst confusion % | right number |")
    for kind, rows in results.items():
        rows = np.array(rows, float)
        miss, false, confusion, total = rows[:, :4].sum(axis=0)
        shares = [100 * part / total for part in (miss, false, confusion, miss + false + confusion)]
        worst = (100 * rows[:, 2] / rows[:, 3]).max()
        print(f"| {kind} | {len(rows)} | " + " | ".join(f"{share:.1f}" for share in shares)
              + f" | {worst:.1f} | {int(rows[:, 4].sum())} |")
    print(f"{heard / took:.0f} times real time, start of the program and decoding included")


if __name__ == "__main__":
    main(*sys.argv[1:6])
