"""Small texts of our own with names and attributions marked, and a scorer fitted on some of them."""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from quoteattr.analysis import Name, NameClass
from quoteattr.speakers.reading import ReadText, Said
from quoteattr.speakers.storage import SpeakerModel
from quoteattr.training.speaker_articles import LabelledArticle
from quoteattr.training.speaker_fit import fit_speakers

_CLASS: dict[str, NameClass] = {"p": "person", "o": "organization", "d": "document", "g": "place"}
_NAME = re.compile(r"\[([^\]]*)\|([podg])\]")


def read(marked: str) -> ReadText:
    """A text in which every name stands as [Ana Dole|p]; the network makes nothing of its words."""
    text, names, at = "", list[Name](), 0
    for match in _NAME.finditer(marked):
        text += marked[at : match.start()]
        names.append((len(text), len(text) + len(match[1]), _CLASS[match[2]]))
        text += match[1]
        at = match.end()
    text += marked[at:]
    words = np.array([match.span() for match in re.finditer(r"\w+|[^\w\s]", text)], dtype=np.int64).reshape(
        -1, 2
    )
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    quoted = [match.span() for match in re.finditer(r"“[^”]*”", text)]
    vectors = np.zeros((len(words), 2), dtype=np.float32)
    return ReadText(text, lines, quoted, words[:, 0], words[:, 1], vectors, names)


def said(text: str, source: str, content: str, *, at: int = 0, parent: int | None = None) -> Said:
    """An attribution of a text by its words."""
    begin = text.index(content, at)
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(source)}(?!\w)", text)] if source else []
    place = min(found, key=lambda start: abs(start - begin)) if found else None
    spans = ((place, place + len(source)),) if place is not None else ()
    return Said(((begin, begin + len(content)),), source=spans, parent=parent)


def _article(name: str, other: str, body: str, pronoun: str, title: str, kin: str) -> LabelledArticle:
    surname = other.split()[-1]
    marked = (
        f"[{name}|p], a sailor, said he knew of no leak.\n[{surname}|p]’s {kin} said it was cold.\n"
        f"{title} [{other}|p] said the pier was old. “We must act,” {pronoun} said.\n"
        f"A spokesman for [{body}|o] said no. The sailor said so too. Nobody asked why, officials said."
    )
    text = read(marked)
    plain = text.text
    rows = [
        (said(plain, f"{name}, a sailor", "he knew of no leak"), {name}),
        (said(plain, f"{surname}’s {kin}", "it was cold"), set()),
        (said(plain, f"{title} {other}", "the pier was old"), {other}),
        (said(plain, pronoun, "“We must act,”"), {other}),
        (said(plain, f"A spokesman for {body}", "no", at=plain.index("spokesman")), {body}),
        (said(plain, "The sailor", "so too"), {name}),
        (said(plain, "officials", "Nobody asked why"), set()),
    ]
    speakers = [frozenset(word.casefold() for word in right) for _, right in rows]
    return LabelledArticle(text, [row for row, _ in rows], speakers)


@cache
def model() -> SpeakerModel:
    """A scorer fitted on a dozen such texts."""
    people = [
        "Ana Dole",
        "Max Ufer",
        "Li Wen",
        "Noor Saleh",
        "Ida Moss",
        "Kofi Annor",
        "Dean May",
        "Rosa Lund",
    ]
    bodies = ["Tarn Council", "Olvano", "Harbour Trust", "Yonder"]
    kins = ["mother", "brother", "lawyer", "wife"]
    articles = []
    for n in range(24):
        name, other = people[n % 8], people[(n * 3 + 1) % 8]
        pronoun, title = ("he", "Mr") if n % 2 else ("she", "Mrs")
        if name != other:
            articles.append(_article(name, other, bodies[n % 4], pronoun, title, kins[n % 4]))
    first, second = fit_speakers(articles, epochs=25)
    return SpeakerModel(first, second, level=0.5)
