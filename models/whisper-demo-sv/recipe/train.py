"""Train the network: short windows, then longer ones, then whole thirty seconds.

    train.py SPEECH OUT [--minutes 101] [--width 192] [--workers 2]

Four losses at once: the next token; letters straight from the encoder (CTC), which forms it within minutes;
two decoder heads that must look where the tokens are spoken, which gives word times besides.
Each worker is a process with one thread and its own windows; they average their gradients at each step, which keeps
small matrices busier than threads inside them do. Stopped and started again, it goes on from OUT/state.pt.
"""

import argparse
import queue
import random
import tempfile
import threading
import time
from pathlib import Path

import torch
import torch.distributed
import torch.multiprocessing
import torch.nn.functional as F

import vocabulary
from model import Whisper
from muon import Muon
from windows import Speech, Window, batch, noises

PEAK_RATE = 2e-3
SAVE_EVERY = 300  # seconds


def plan(progress, rng):
    """(seconds of a window, windows a worker in a step, whole thirty seconds?) at this share of the time."""
    if progress < 0.4:
        kind = 0 if rng.random() < 0.85 else 1
    elif progress < 0.53:
        kind = rng.choice((0, 1, 1, 2))
    else:
        kind = rng.choice((1, 2, 2, 2, 2))
    if kind == 0:
        seconds = rng.uniform(2, 9)
        return seconds, max(2, round(28 / seconds)), False
    if kind == 1:
        seconds = rng.uniform(9, 20)
        return seconds, max(2, round(32 / seconds)), False
    return None, 1, True


def make_batches(speech, noise, worker, step, progress, out):
    """For ever: the next step's arrays into the queue (a thread of its own). All workers get windows of the same length."""
    rng, shared = random.Random(f"{worker} {step}"), random.Random(step)
    while True:
        seconds, count, full = plan(progress(), shared)
        windows = []
        for _ in range(count):
            length = seconds or (rng.uniform(18, 29.7) if rng.random() < 0.7 else rng.uniform(1.5, 18))
            window = Window(speech, rng, length, noise, full, clean=full and rng.random() < 0.5)
            if full and rng.random() < 0.05:
                window.placed, window.length, window.clean = [], int(length * 100), False
            windows.append(window)
        out.put((*batch(windows, rng, not full), full))


def looked_aside(attention, places, width=3):
    """Cross-entropy between a head's attention and a bell of `width` positions around each known place."""
    known = places >= 0
    bell = torch.exp(-0.5 * ((torch.arange(attention.shape[2]) - places[known][:, None]) / width) ** 2)
    bell = bell / bell.sum(1, keepdim=True).clamp(min=1e-6)
    return -(bell * attention[known]).sum() / max(1, len(bell))  # none where all windows are silent


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
    spelled = torch.tensor(sum(letters, []), dtype=torch.long)
    lengths = torch.tensor([len(x) for x in letters])
    letter_loss = F.ctc_loss(F.log_softmax(letter_scores.float(), -1).transpose(0, 1), spelled,
                             torch.full((len(letters),), heard.shape[1]), lengths, reduction="none", zero_infinity=True)
    letter_loss = (letter_loss / lengths.clamp(min=40)).mean()  # a silent window weighs as much as a short sentence
    guide_loss = (looked_aside(attentions[0], places[:, :-1]) + looked_aside(attentions[1], places[:, 1:])) / 2
    return token_loss + 0.3 * letter_loss + guide_weight * guide_loss, (token_loss.item(), letter_loss.item(), guide_loss.item())


def average(net, progress):
    """Average the gradients over the workers; the mean of their clocks, so that all take the same step."""
    gradients = [p.grad for p in net.parameters()]
    flat = torch.cat([torch.tensor([progress]), *(g.flatten() for g in gradients)])
    torch.distributed.all_reduce(flat)
    flat /= torch.distributed.get_world_size()
    for g, part in zip(gradients, flat[1:].split([g.numel() for g in gradients])):
        g.copy_(part.view_as(g))
    return flat[0].item()


def work(worker, args):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    torch.distributed.init_process_group("gloo", init_method=f"file://{args.meeting}", rank=worker, world_size=args.workers)
    log = open(args.out / "train.log", "a", buffering=1)

    def say(*words):
        if worker == 0:
            print(time.strftime("%H:%M:%S"), *words, file=log)

    speech = Speech(args.speech, "train", vocabulary.load(args.out / "tokenizer.json"))
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
    threading.Thread(target=make_batches, args=(speech, noises(), worker, step, progress, arrays), daemon=True).start()

    def save():
        if worker == 0:
            state = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "spent": time.monotonic() - begun, "step": step,
                     "width": args.width}
            torch.save(state, args.out / "state.tmp")
            (args.out / "state.tmp").rename(args.out / "state.pt")

    saved, heard, sums, done = time.monotonic(), 0.0, [], progress()
    while done < 1:
        arrays_now = arrays.get()
        loss, parts = step_loss(net, arrays_now, 0.3)
        optimiser.zero_grad()
        loss.backward()
        done = average(net, progress())
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.set_rate(PEAK_RATE * min(1, (step + 1) / 150) * min(1, 1.6 * max(0, 1 - done) ** 1.5))
        optimiser.step()
        step += 1
        heard += args.workers * arrays_now[0].shape[0] * arrays_now[0].shape[2] / 100
        sums.append(parts)
        if step % 50 == 0:
            token, letter, guide = (sum(p[i] for p in sums) / len(sums) for i in range(3))
            say(f"{step} {done:.3f} token {token:.3f} letters {letter:.3f} guide {guide:.3f} heard {heard / 3600:.2f} h")
            sums.clear()
        if time.monotonic() - saved > SAVE_EVERY:
            save()
            saved = time.monotonic()
    save()
    say("done", step)


def main():
    args = argparse.ArgumentParser()
    args.add_argument("speech", type=Path)
    args.add_argument("out", type=Path)
    args.add_argument("--minutes", type=float, default=101)
    args.add_argument("--width", type=int, default=192)
    args.add_argument("--workers", type=int, default=2)
    args = args.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        args.meeting = Path(folder) / "meeting"
        torch.multiprocessing.spawn(work, (args,), args.workers)


if __name__ == "__main__":
    main()
