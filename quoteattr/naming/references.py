"""What a source says about who it is: a name, a pronoun, a description or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from quoteattr.analysis import Offsets
from quoteattr.wordlists import word_set

FORMS = ("name", "he", "she", "they", "it", "first", "relative", "definite", "indefinite", "implicit")
"""How a reference is put; "definite" and "indefinite" are descriptions."""

_PRONOUNS = {
    **dict.fromkeys(["he", "him", "his", "himself"], "he"),
    **dict.fromkeys(["she", "her", "hers", "herself"], "she"),
    **dict.fromkeys(["they", "them", "their", "theirs", "themselves"], "they"),
    **dict.fromkeys(["it", "its", "itself"], "it"),
    **dict.fromkeys(["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"], "first"),
    **dict.fromkeys(["who", "whom", "whose", "which", "that", "what"], "relative"),
}
_PERSONAL = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|this|that|his|her|their|its|these|those)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Reference:
    """Something in the text that may stand for somebody named.

    Attributes:
        span: Where it stands; for an implicit source, where its cue or content does.
        form: One of `FORMS`.
        contents: The contents of the attribution that it is the source of; a speaker rarely names himself there.
        named: Number of the entity that the string rule says it stands for.
        query: Vector that asks for the antecedent, `[link_size]`.
        nobody: The network's score for nobody.
        inner: Whether it stands inside another attribution's content.
        speaks: Whether it is a source.
    """

    span: Offsets
    form: str
    contents: tuple[Offsets, ...] = ()
    named: int | None = None
    query: npt.NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    nobody: float = 0.0
    inner: bool = False
    speaks: bool = True


def form_of(source: str, *, named: bool) -> str:
    """How a source is put.

    Args:
        source: Its words; empty when there is none.
        named: Whether the string rule found a name in it.
    """
    words = _WORD.findall(source)
    if not words:
        return "implicit"
    if named:
        return "name"
    pronoun = None if words[0] == "US" else _PRONOUNS.get(words[0].lower())
    if pronoun is not None and (
        len(words) == 1 or (pronoun in ("he", "she") and words[0].lower() in ("he", "she"))
    ):
        return pronoun
    return "definite" if _DEFINITE.match(source) or words[0][:1].isupper() else "indefinite"


def personal_pronouns(text: str) -> Iterator[Offsets]:
    """Where "he" and "she" stand, in any case."""
    for match in _PERSONAL.finditer(text):
        yield match.span()


def content_words(phrase: str) -> frozenset[str]:
    """Lower-cased words of a phrase that say something about somebody."""
    return frozenset(word for word in _WORD.findall(phrase.lower()) if word not in _EMPTY and len(word) > 2)


_EMPTY = word_set(
    "the and for his her their its who whose which that this these those was were has had been with "
    "from not but former senior top new old own one two told said says according"
)


def by_place(references: Sequence[Reference]) -> list[int]:
    """Numbers of the references in the order of the text."""
    return sorted(range(len(references)), key=lambda number: references[number].span)
