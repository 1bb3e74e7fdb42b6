"""One text as the network learns it: who said it, after what, and what people (or silver) say it is."""

from dataclasses import dataclass

# The ten codes of MITI 4.2.1 in the order of the coding sheet; NC is what is not coded.
CODES = ("GI", "Persuade", "PwP", "Q", "SR", "CR", "AF", "Seek", "Emphasize", "Confront")
ONE = ("NC", *CODES)
# AnnoMI's four groups of a counsellor's turn, and what a client's words say of the change goal.
MAIN = ("question", "reflection", "input", "other")
CLIENT = ("change", "sustain", "neutral")
# What a text may show, several at once: SR and CR are one reflection, Persuade and PwP one place (MITI, sections D, F).
SHOWN = ("question", "reflection", "information", "persuasion", "affirm", "seek", "emphasize", "confront")
SHOWN_BY = {
    "Q": "question", "SR": "reflection", "CR": "reflection", "GI": "information", "Persuade": "persuasion",
    "PwP": "persuasion", "AF": "affirm", "Seek": "seek", "Emphasize": "emphasize", "Confront": "confront",
}
# The group of a single code; Seek has none: AnnoMI's coders may call it a question or other.
MAIN_OF = {
    "Q": "question", "SR": "reflection", "CR": "reflection", "GI": "input", "Persuade": "input", "PwP": "input",
    "NC": "other", "AF": "other", "Emphasize": "other", "Confront": "other",
}


@dataclass(frozen=True)
class Second:
    """What a second, blind coding says of a text that was coded before: shares of a class, not yes or no."""

    main: tuple[float, ...] | None = None
    client: tuple[float, ...] | None = None
    complex: float | None = None


@dataclass(frozen=True)
class Example:
    """What nobody coded is None."""

    source: str
    group: str  # AnnoMI's fold, or the dialogue: what must not stand on both sides of a test
    language: str
    role: str  # counsellor or client
    text: str
    before: tuple[tuple[str, str], ...]  # (role, text), oldest first
    after: tuple[tuple[str, str], ...] = ()  # what was said next
    main: int | None = None
    shown: tuple[int | None, ...] | None = None  # in the order of SHOWN
    complex: int | None = None  # of a reflection
    permitted: int | None = None  # of persuasion
    client: int | None = None
    one: frozenset[str] | None = None  # the codes of which the one that it has is known to be
    second: "Second | None" = None
    weight: float = 1.0
    session: str = ""  # the conversation


def shown_by(codes) -> tuple[int, ...]:
    """What a text with these codes shows."""
    kinds = {SHOWN_BY[code] for code in codes if code != "NC"}
    return tuple(int(kind in kinds) for kind in SHOWN)
