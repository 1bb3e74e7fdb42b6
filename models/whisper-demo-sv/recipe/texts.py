"""The sentences that are spoken: collected, written as they are said, and split into training and held-out.

Digits become Swedish words before synthesis, so that what is written is what is heard.
A sentence is held out by the hash of its letters: the same sentence can never be on both sides.
"""

import csv
import hashlib
import random
import re
from pathlib import Path

ALPHABET = set("abcdefghijklmnopqrstuvwxyzåäöéABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ .,?-'")
MAX_WORDS = 22
HELD_OUT_OF = 40  # one sentence in forty is kept for evaluation

ONES = "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton".split()
TENS = "_ _ tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split()
ORDINALS = ("första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde fjortonde "
            "femtonde sextonde sjuttonde artonde nittonde tjugonde tjugoförsta tjugoandra tjugotredje tjugofjärde "
            "tjugofemte tjugosjätte tjugosjunde tjugoåttonde tjugonionde trettionde trettioförsta").split()
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
DAYS = "måndag tisdag onsdag torsdag fredag lördag söndag".split()


def number(n):
    """A whole number below a million in Swedish words."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (ONES[n % 10] if n % 10 else "")
    if n < 1000:
        return ONES[n // 100] + "hundra" + (number(n % 100) if n % 100 else "")
    return number(n // 1000) + "tusen" + (" " + number(n % 1000) if n % 1000 else "")


def year(n):
    """A year as it is said: nittonhundraåttiofyra, tjugohundranitton."""
    return number(n // 100) + "hundra" + (number(n % 100) if n % 100 else "")


def normal(text):
    """The sentence with digits in words and only the alphabet's characters; None where that cannot be done."""
    text = re.sub(r"\[[^\]]*\]", " ", text)
    text = re.sub(r"[\"”“’]", "", text).replace("&", " och ")
    text = re.sub(r"\s*(--+|–|—|:|;)\s*", ", ", text).replace("…", ".").replace("!", ".")
    text = re.sub(r"\.{2,}", ".", text)
    text = re.sub(r"\b(1[89]\d\d|20\d\d)\b", lambda m: year(int(m[0])), text)
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", "", text)
    text = re.sub(r"\b\d{1,5}\b", lambda m: number(int(m[0])), text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([.,?])", r"\1", text)
    text = re.sub(r"([.,?])[.,?]+", r"\1", text).strip(" ,-")
    if not text or not set(text) <= ALPHABET or re.search(r"\b[A-ZÅÄÖ]{2,}\b|(^|\s)-", text):
        return None
    return text if re.search(r"[.?]$", text) else text + "."


def pieces(text):
    """Cut a turn into sentences, and a very long sentence at a comma or conjunction near its middle."""
    for sentence in re.split(r"(?<=[.?!…])\s+", text):
        queue = [sentence]
        while queue:
            words = queue.pop(0).split()
            if len(words) <= MAX_WORDS:
                if words:
                    yield " ".join(words)
                continue
            def cost(i):
                clause = words[i - 1][-1] in ",.:–—" or words[i] in ("och", "men", "så", "att", "för", "som", "när")
                return abs(i - len(words) / 2) + (0 if clause else 6)
            cut = min(range(4, len(words) - 3), key=cost)
            queue[:0] = [" ".join(words[:cut]), " ".join(words[cut:])]


def held_out(sentence):
    """Whether the sentence belongs to the evaluation, from its letters alone."""
    letters = re.sub(r"\W", "", sentence.lower())
    return int(hashlib.sha256(letters.encode()).hexdigest(), 16) % HELD_OUT_OF == 0


def column(path, name, limit):
    with open(path, encoding="utf-8") as lines:
        return [row[name] for row in csv.DictReader(lines)][:limit]


class Invented:
    """Sentences made up around spoken numbers, names, places and the phrases of a counselling talk."""

    def __init__(self, data, seed):
        lists = Path(data) / "svensktext"
        self.rng = random.Random(seed)
        fit = lambda words: [w for w in words if set(w) <= ALPHABET and " " not in w and "-" not in w]
        self.first = fit(column(lists / "name_women_tilltalsnamn.csv", "name", 250)
                         + column(lists / "name_men_tilltalsnamn.csv", "name", 250))
        self.last = fit(column(lists / "name_lastname.csv", "name", 400))
        self.towns = fit(column(lists / "ortsnamn.csv", "city", 3000))
        self.lines = [s for s in (Path(__file__).parent / "phrases.txt").read_text(encoding="utf-8").splitlines()
                      if s and not s.startswith("#")]

    def digits(self, count):
        return " ".join(ONES[self.rng.randrange(10)] for _ in range(count))

    def tens(self, pairs):
        """Digits said two by two: sjutton fyrtio sex noll fem."""
        out = []
        for _ in range(pairs):
            n = self.rng.randrange(100)
            out.append(number(n) if n > 9 else "noll " + ONES[n])
        return " ".join(out)

    def phone(self):
        r = self.rng
        head = r.choice(["noll sju " + ONES[r.randrange(10)], "noll sjuttio", "noll sjuttio" + ONES[r.randrange(1, 10)],
                         "noll åtta", "noll trettioett", "noll fyrtio"])
        body = r.choice([lambda: self.digits(7), lambda: self.tens(3), lambda: self.digits(3) + " " + self.tens(2),
                         lambda: self.digits(3) + ", " + self.tens(2), lambda: self.digits(3) + ", " + self.digits(2) + ", " + self.digits(2)])()
        return head + r.choice([" ", ", "]) + body

    def person_number(self):
        r = self.rng
        birth = [number(r.randrange(10, 100)), r.choice(["noll " + ONES[r.randrange(1, 10)], number(r.randrange(10, 13))]),
                 r.choice(["noll " + ONES[r.randrange(1, 10)], number(r.randrange(10, 32))])]
        if r.random() < .3:
            birth = [self.digits(6)]
        if r.random() < .4:
            birth[0] = "nitton" + (" " if r.random() < .5 else "") + birth[0]
        tail = r.choice([self.digits(4), self.tens(2), self.digits(4)])
        return " ".join(birth) + r.choice([", ", " ", " streck "]) + tail

    def email(self):
        r = self.rng
        return (r.choice(self.first).lower() + r.choice([" punkt ", " punkt ", " "]) + r.choice(self.last).lower() + " snabel-a "
                + r.choice(["exempel", "mejlen", "posten", "hemma", "jobbet", "firman", "skolan", "brevet"]) + " punkt "
                + r.choice(["se", "com", "nu", "org"]))

    def address(self):
        r = self.rng
        street = r.choice("Stor Kung Drottning Skol Kyrk Björk Ring Park Strand Järnvägs Nygatans Ek Lind Berg Sjö Ängs Fågel Smed Kvarn Skogs Ros Tall Gran Hamn Bygg Vinter Sommar Sol".split())
        street += r.choice(["gatan", "vägen", "gränd", "stigen", "backen", "allén"])
        return street + " " + number(r.randrange(1, 130)) + r.choice(["", " A", " B"])

    def fields(self):
        r = self.rng
        date = r.choice(["den ", ""]) + r.choice(ORDINALS) + " " + r.choice(MONTHS)
        return {
            "first": r.choice(self.first), "first2": r.choice(self.first), "last": r.choice(self.last), "town": r.choice(self.towns),
            "phone": self.phone(), "pin": self.person_number(), "email": self.email(), "address": self.address(),
            "date": date, "year": year(r.randrange(1945, 2027)), "day": r.choice(DAYS), "month": r.choice(MONTHS),
            "age": number(r.randrange(1, 90)), "small": number(r.randrange(2, 13)), "scale": number(r.randrange(0, 11)),
            "n": number(r.randrange(2, 100)), "hundreds": number(r.randrange(1, 100) * 100), "hour": number(r.randrange(1, 13)),
            "post": self.digits(3) + " " + number(r.randrange(10, 100)), "pairs": self.tens(r.randrange(2, 5)), "digits": self.digits(r.randrange(3, 9)),
        }

    def sentence(self):
        text = self.rng.choice(self.lines).format(**self.fields())
        return text[0].upper() + text[1:]


def corpus(data, invented=9000, seed=1):
    """All sentences as (source, sentence), without repeats, in a fixed order."""
    data = Path(data)
    found = {}
    with open(data / "annomi" / "annomi.csv", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for piece in pieces(row["text_sv"]):
                found.setdefault(normal(piece), "conversation")
    with open(data / "tatoeba" / "swe.txt", encoding="utf-8") as lines:
        for line in lines:
            for piece in pieces(line.split("\t")[1]):
                found.setdefault(normal(piece), "everyday")
    maker = Invented(data, seed)
    for _ in range(invented):
        for piece in pieces(maker.sentence()):
            found.setdefault(normal(piece), "invented")
    found.pop(None, None)
    return [(source, text) for text, source in found.items() if len(text.split()) <= MAX_WORDS]
