"""What asks for a speaker: the sources of a text's attributions, and its other "he" and "she" as evidence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from quoteattr.analysis import Offsets
from quoteattr.speakers.lexicon import listed
from quoteattr.speakers.reading import Said

Form = Literal[
    "name", "he", "she", "they", "it", "i", "we", "you", "relative", "definite", "indefinite", "implicit"
]
FORMS: Final[tuple[Form, ...]] = (
    "name", "he", "she", "they", "it", "i", "we", "you", "relative", "definite", "indefinite", "implicit"
)  # fmt: skip
"""How a reference is put; "definite" and "indefinite" are descriptions."""

_PRONOUNS: Final[dict[str, Form]] = {
    **dict.fromkeys(["he", "him", "his", "himself"], "he"),
    **dict.fromkeys(["she", "her", "hers", "herself"], "she"),
    **dict.fromkeys(["they", "them", "their", "theirs", "themselves"], "they"),
    **dict.fromkeys(["it", "its", "itself"], "it"),
    **dict.fromkeys(["i", "me", "my", "mine", "myself"], "i"),
    **dict.fromkeys(["we", "us", "our", "ours", "ourselves"], "we"),
    **dict.fromkeys(["you", "your", "yours"], "you"),
    **dict.fromkeys(["who", "whom", "whose", "which", "that", "what"], "relative"),
}
_PERSONAL = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|this|that|his|her|their|its|our|my|these|those|both)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|me|my|we|we['’]\w+|our|us)\b")
_HEAD_END = re.compile(
    r"[,(:;–—]|\s(?:of|for|at|in|on|from|with|to|by|who|that|which|whose|familiar|close)\b"
)
_PLAIN = re.compile(r"(?:men|man|women|woman|person|people)$|(?<=\w{3})s$")


@dataclass(frozen=True, slots=True)
class Reference:
    """Something in a text that may stand for somebody named.

    Attributes:
        span: Where it stands; for an implicit source, where its cue or content does.
        form: How it is put.
        source: Its words; empty for an implicit one.
        content: First and last character of what is said; empty for what is no source.
        attribution: Number of its attribution; None for what is no source.
        parent: Number of the reference whose content holds this one's.
        words: Its content words, plain.
        head: Its head noun, plain.
        gender: What its words say.
        plural: Whether it seems to be several.
        first_person: Whether the content says "I" or "we".
    """

    span: Offsets
    form: Form
    source: str = ""
    content: Offsets = (0, 0)
    attribution: int | None = None
    parent: int | None = None
    words: frozenset[str] = frozenset()
    head: str = ""
    gender: Literal["m", "f"] | None = None
    plural: bool = False
    first_person: bool = False


def find_references(text: str, said: Sequence[Said], names: Sequence[Offsets]) -> list[Reference]:
    """The sources of attributions that do not carry another on, and every other "he" and "she", in order.

    Args:
        text: The text.
        said: Its attributions.
        names: Where names stand, in order.
    """
    starts = [start for start, _ in names]
    asked = [number for number, item in enumerate(said) if item.follows is None]
    found = []
    for number in asked:
        item = said[number]
        place = item.source or item.cue or item.content
        span = (place[0][0], place[0][1] if not item.source else item.source[-1][1])
        source = text[slice(*span)] if item.source else ""
        named = bisect_left(starts, span[0]) < bisect_left(starts, span[1]) and bool(source)
        found.append(_reference(text, span, source, item, number, named=named))
    taken = sorted(reference.span for reference in found)
    begins = [start for start, _ in taken]
    for match in _PERSONAL.finditer(text):
        at = bisect_right(begins, match.start()) - 1
        if at < 0 or taken[at] != match.span():
            found.append(Reference(match.span(), _PRONOUNS[match.group().lower()], match.group()))
    found.sort(
        key=lambda reference: (reference.span, reference.attribution is None, reference.attribution or 0)
    )
    return _with_parents(found, said)


def content_words(phrase: str) -> frozenset[str]:
    """Words of a phrase that say something about somebody, without number and the gender of a post."""
    found = (word.lower() for word in _WORD.findall(phrase))
    return frozenset(plain(word) for word in found if word not in listed("function") and len(word) > 2)


def plain(word: str) -> str:
    """A noun without number and gender: "spokeswoman" and "spokesmen" are alike."""
    bare = re.sub(r"['’]s?$", "", word.lower())
    return _PLAIN.sub("", bare) or bare


def head_of(phrase: str) -> str:
    """The head noun of a description, plain."""
    found = _WORD.findall(_HEAD_END.split(phrase, maxsplit=1)[0])
    return plain(found[-1]) if found else ""


def _reference(text: str, span: Offsets, source: str, item: Said, number: int, *, named: bool) -> Reference:
    form = _form(source, named=named)
    said = item.content or item.source or item.cue
    begin, end = said[0][0], said[-1][1]
    found = _WORD.findall(source.lower())
    nouns = {*found[-1:], *_WORD.findall(_HEAD_END.split(source.lower(), maxsplit=1)[0])[-1:]}
    male, female = bool(nouns & listed("male")), bool(nouns & listed("female"))
    return Reference(
        span,
        form,
        source,
        (begin, end),
        number,
        words=content_words(source) if form in ("name", "definite", "indefinite") else frozenset(),
        head=head_of(source),
        gender={"he": "m", "she": "f"}.get(form) or (None if male == female else "m" if male else "f"),  # type: ignore[arg-type]
        plural=form in ("they", "we")
        or " and " in source
        or (form != "name" and head_word(source).endswith("s")),
        first_person=_FIRST_PERSON.search(text, begin, min(end, begin + 2000)) is not None,
    )


def head_word(phrase: str) -> str:
    """The head noun of a description as it stands."""
    found = _WORD.findall(_HEAD_END.split(phrase, maxsplit=1)[0])
    return found[-1] if found else ""


def _form(source: str, *, named: bool) -> Form:
    found = _WORD.findall(source)
    if not found:
        return "implicit"
    first = found[0].lower()
    pronoun = None if found[0] == "US" else _PRONOUNS.get(first)
    if pronoun is not None and (
        len(found) == 1 or first in ("he", "she", "i", "we", "they") or "self" in found[-1]
    ):
        return pronoun
    if named:
        return "name"
    return "definite" if _DEFINITE.match(source) or found[0][0].isupper() else "indefinite"


def _with_parents(found: Sequence[Reference], said: Sequence[Said]) -> list[Reference]:
    place = {reference.attribution: number for number, reference in enumerate(found)}
    linked = []
    for reference in found:
        parent = said[reference.attribution].parent if reference.attribution is not None else None
        while parent is not None and said[parent].follows is not None:
            parent = said[parent].follows
        linked.append(reference if parent is None else replace(reference, parent=place.get(parent)))
    return linked
