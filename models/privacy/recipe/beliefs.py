"""Prints what python-crfsuite believes of a few sentences: the golden numbers of the program's own tagger.

    python3 beliefs.py DATA OUT > tests/fixtures/privacy/beliefs.tsv

OUT holds what train.py left there. A line a word: language, word, and how likely it is part of a person's, a
place's and an organisation's name; an empty line ends a sentence.
"""
import pycrfsuite

from train import OUT, features, words_of

SENTENCES = [
    ("sv", "Hej, jag heter Torbjörn Wikander och bor i Kungälv hos Maj-Britt."),
    ("sv", "jag var hos per och liv i somras men det var inget liv"),
    ("sv", "Liv sa att det var liv och rörelse på Volvo i Tuve."),
    ("nb", "Hun heter Synnøve Bakkejord, og broren min Even er like gammel."),
    ("nb", "ja even og odd er flytta til ålesund"),
    ("en", "My brother Will will ask Dawn Ogden from Cleckheaton."),
    ("en", "will said he saw mark in leeds with shabnam's dad"),
]


def main():
    lists = {}
    for line in open(OUT / "lists.tsv", encoding="utf-8"):
        word, *fields = line.rstrip("\n").split("\t")
        lists[word] = tuple(map(int, fields))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(OUT / "names.crf"))
    for language, text in SENTENCES:
        words = words_of(text)
        tagger.set(features(words, lists, language, any(w[0].isupper() for w in words)))
        for i, word in enumerate(words):
            kinds = [tagger.marginal(f"B-{kind}", i) + tagger.marginal(f"I-{kind}", i) for kind in ("PER", "LOC", "ORG")]
            print(language, word, *(f"{kind:.4f}" for kind in kinds), sep="\t")
        print()


main()
