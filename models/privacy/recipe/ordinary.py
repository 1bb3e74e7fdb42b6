"""The ordinary words of `ordinary/*.txt`, written by hand, with all their forms.

A line is a lemma with its endings: `bil en ar arna`, `flick|a an or orna` (what stands after | is dropped before an
ending), whole forms after a sign of equality (`spring|a er =sprang =sprungit`).
"""
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "ordinary"


def forms(line):
    """Every form of one line's lemma, in lower case."""
    lemma, *endings = line.split()
    stem = lemma.split("|")[0]
    made = [lemma.replace("|", "")]
    made += [ending[1:] if ending.startswith("=") else stem + ending for ending in endings if ending != "-"]
    return {form.lower() for form in made if form}


def words(language):
    """All forms of a language."""
    lines = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return set().union(*(forms(line) for line in lines if line.strip() and not line.startswith("#")))
