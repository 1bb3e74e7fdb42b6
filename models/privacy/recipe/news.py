"""Writes the published test parts as marked conversations of 20 sentences, for `gensvar eval privacy`.

    python3 news.py DATA OUT

OUT receives a folder for each test and casing: sv-cased, sv-lower, nb-cased, nb-lower.
"""
import re

from train import DATA, OUT, lowered, sentences


def said(sentence):
    """The sentence with its people marked."""
    text = ""
    for word, tag in sentence:
        word = re.sub(r"[{}|]", "/", word)
        if tag == "B-PER":
            text += f" {{NAME|{word}}}"
        elif tag == "I-PER":
            text = f"{text[:-1]} {word}}}"
        else:
            text += f" {word}"
    return text


def main():
    tests = {
        "sv": sentences(DATA / "swedish-ner-corpus/test_corpus.txt"),
        "nb": sentences(DATA / "NorNE/nob-test.bio", sep="\t"),
    }
    for language, cased in tests.items():
        for casing, these in (("cased", cased), ("lower", lowered(cased))):
            folder = OUT / f"{language}-{casing}"
            folder.mkdir(parents=True, exist_ok=True)
            for first in range(0, len(these), 20):
                turns = "".join(f"C:{said(sentence)}\n" for sentence in these[first:first + 20])
                heading = f"language: {language}\ncasing: {casing}\nkind: with\n---\n"
                (folder / f"{first // 20:03}.txt").write_text(heading + turns, encoding="utf-8")


if __name__ == "__main__":
    main()
