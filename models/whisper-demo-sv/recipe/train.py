"""Train the network: short windows, then longer ones, then whole thirty seconds.

    train.py SPEECH OUT [--minutes 95] [--width 192]

Four losses at once: the next token; letters straight from the encoder (CTC), which forms it within minutes;
two decoder heads that must look where the tokens are spoken, which gives word times besides.
Stopped and started again, it goes on from OUT/state.pt.
"""

import argparse
import queue
import random
import sys
import threading
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import vocabulary
from model import Whisper
from muon import Muon
from windows import Speech, Window, batch, noises

PEAK_RATE = 2e-3
SAVE_EVERY = 300  # seconds


def plan(progress, rng):
    """(seconds of a window, windows in a step, whole thirty seconds?) at this share of the time."""
    if progress < 0.45:
        kind = 0 if rng.random() < 0.85 else 1
    elif progress < 0.72:
        kind = rng.choice((0, 1, 1, 2))
    else:
        kind = rng.choice((1, 2, 2, 2, 2))
    if kind == 0:
        seconds = rng.uniform(2, 9)
        return seconds, max(4, round(56 / seconds)), False
    if kind == 1:
        seconds = rng.uniform(9, 20)
        return seconds, max(4, round(64 / seconds)), False
    return None, 4, True


def make_batches(speech, noise, seed, progress, out):
    """For ever: the next step's arrays into the queue (a thread of its own)."""
    rng = random.Random(seed)
    while True:
        seconds, count, full = plan(progress(), rng)
        windows = []
        for _ in range(count):
            length = seconds or (rng.uniform(18, 29.7) if rng.random() < 0.7 else rng.uniform(1.5, 18))
            window = Window(speech, rng, length, noise, full)
            if full and rng.random() < 0.05:
                window.placed, window.length = [], int(length * 100)
            windows.append(window)
        out.put((*batch(windows, rng, not full), full))


def looked_aside(attention, places, width=3):
    """Cross-entropy between a head's attention and a bell of `width` positions around each known place."""
    known = places >= 0
    bell = torch.exp(-0.5 * ((torch.arange(attention.shape[2]) - places[known][:, None]) / width) ** 2)
    bell = bell / bell.sum(1, keepdim=True).clamp(min=1e-6)
    return -(bell * attention[known]).sum(1).mean()


def step_loss(net, arrays, guide_weight):
    mel, offset, tokens, wanted, weight, places, letters, full = arrays
    mel, tokens, wanted = torch.from_numpy(mel), torch.from_numpy(tokens), torch.from_numpy(wanted)
    weight, places = torch.from_numpy(weight), torch.from_numpy(places)
    with torch.autocast("cpu", torch.bfloat16):
        heard = net.encode(mel, None if full else torch.from_numpy(offset))
        state, attentions = net.decode(tokens, heard)
        asked = weight.sum(-1) > 0
        scores = net.scores(state[asked]).float()
        letter_scores = net.letters(heard)
    token_loss = -(F.log_softmax(scores, -1).gather(1, wanted[asked]) * weight[asked]).sum(1).mean()
    spelled = torch.tensor(sum(letters, []))
    letter_loss = F.ctc_loss(F.log_softmax(letter_scores.float(), -1).transpose(0, 1), spelled,
                             torch.full((len(letters),), heard.shape[1]), torch.tensor([len(x) for x in letters]), zero_infinity=True)
    guide_loss = (looked_aside(attentions[0], places[:, :-1]) + looked_aside(attentions[1], places[:, 1:])) / 2
    return token_loss + 0.3 * letter_loss + guide_weight * guide_loss, (token_loss.item(), letter_loss.item(), guide_loss.item())


def main():
    args = argparse.ArgumentParser()
    args.add_argument("speech", type=Path)
    args.add_argument("out", type=Path)
    args.add_argument("--minutes", type=float, default=95)
    args.add_argument("--width", type=int, default=192)
    args.add_argument("--limit", type=int, help="only so many sentences, for a trial")
    args = args.parse_args()
    torch.manual_seed(0)
    args.out.mkdir(parents=True, exist_ok=True)
    log = open(args.out / "train.log", "a", buffering=1)

    def say(*words):
        print(time.strftime("%H:%M:%S"), *words, file=log)
        print(*words, flush=True)

    tokenizer = vocabulary.load(args.out / "tokenizer.json")
    speech = Speech(args.speech, "train", tokenizer, args.limit)
    net = Whisper(args.width)
    optimiser = Muon(net)
    spent, step = 0.0, 0
    if (args.out / "state.pt").exists():
        kept = torch.load(args.out / "state.pt")
        net.load_state_dict(kept["net"])
        optimiser.load_state_dict(kept["optimiser"])
        spent, step = kept["spent"], kept["step"]
    say(f"{sum(p.numel() for p in net.parameters()) / 1e6:.2f} M parameters, {len(speech.items)} sentences, from step {step}")
    begun, total = time.monotonic() - spent, args.minutes * 60
    progress = lambda: (time.monotonic() - begun) / total
    arrays = queue.Queue(maxsize=3)
    threading.Thread(target=make_batches, args=(speech, noises(), step + 1, progress, arrays), daemon=True).start()

    def save():
        state = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "spent": time.monotonic() - begun, "step": step,
                 "width": args.width}
        torch.save(state, args.out / "state.tmp")
        (args.out / "state.tmp").rename(args.out / "state.pt")

    saved, seen, sums = time.monotonic(), 0.0, []
    while progress() < 1:
        done = progress()
        rate = PEAK_RATE * min(1, (step + 1) / 150) * min(1, (1 - done) / 0.7 + 0.01)
        optimiser.set_rate(rate)
        arrays_now = arrays.get()
        loss, parts = step_loss(net, arrays_now, 0.3)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        step += 1
        seen += arrays_now[0].shape[0] * arrays_now[0].shape[2] / 100
        sums.append(parts)
        if step % 50 == 0:
            token, letter, guide = (sum(p[i] for p in sums) / len(sums) for i in range(3))
            say(f"{step} {done:.3f} token {token:.3f} letters {letter:.3f} guide {guide:.3f} rate {rate:.5f} heard {seen / 3600:.2f} h")
            sums.clear()
        if time.monotonic() - saved > SAVE_EVERY:
            save()
            saved = time.monotonic()
    save()
    say("done", step)


if __name__ == "__main__":
    sys.exit(main())
