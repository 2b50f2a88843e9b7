"""Quotation marks one by one: their families, and what the characters beside them make of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from unicodedata import category

from quoteattr.analysis import Offsets

Family = Literal["double", "guillemet", "angle", "single"]
Role = Literal["open", "close", "either"]

# Three straight marks after a word are a single and a double closing together.
_MARK = re.compile(r"(?<!')'(?=''(?!['\w]))|``|''|[\"“”„‟＂«»‹›‘’‚‛'`]")
FAMILIES: dict[str, Family] = {
    **dict.fromkeys(["“", "”", "„", "‟", '"', "＂", "``", "''"], "double"),
    **dict.fromkeys(["«", "»"], "guillemet"),
    **dict.fromkeys(["‹", "›"], "angle"),
    **dict.fromkeys(["‘", "’", "‚", "‛", "'", "`"], "single"),
}
_GLYPH: dict[str, Role] = {
    **dict.fromkeys(["“", "„", "‟", "``", "«", "‹", "‘", "‚", "‛", "`"], "open"),
    **dict.fromkeys(["”", "»", "›", "’"], "close"),
    **dict.fromkeys(['"', "＂", "''", "'"], "either"),
}
_BEFORE_OPENING = frozenset("([{—–-/…|")
_AFTER_CLOSING = frozenset(".,;:?!)]}—–-/…|")
_ELIDED = re.compile(r"(?:em|n|til|tis|twas|twere|cause|cuz|bout|round|nuff|neath)\b", re.IGNORECASE)
_AND = re.compile("['’‘`]n['’]", re.IGNORECASE)
_DECADE = re.compile(r"\d\d(?:s\b|\b)")


@dataclass(slots=True)
class Mark:
    """A quotation mark, or what looks like one.

    Attributes:
        start: First character.
        end: Character after it.
        family: Marks of one family open and close each other.
        glyph: What its shape says.
        context: What the characters beside it say.
        first: The first mark opened while this one was open.
        mate: The mark that closes it.
    """

    start: int
    end: int
    family: Family
    glyph: Role
    context: Role
    first: Mark | None = None
    mate: Mark | None = None


def marks_in(text: str, span: Offsets) -> list[Mark]:
    """The marks of a paragraph, and what their surroundings make of each."""
    places = [match.span() for match in _MARK.finditer(text, *span)]
    before: list[str] = []
    for number, (start, _) in enumerate(places):
        touches = number > 0 and places[number - 1][1] == start
        before.append(before[-1] if touches else text[start - 1] if start > span[0] else "")
    tokens: list[Mark] = []
    after, next_start = "", -1
    for (start, end), left in zip(reversed(places), reversed(before), strict=True):
        if end != next_start:
            after = text[end] if end < span[1] else ""
        next_start = start
        may_open = not left or blank(left) or left in _BEFORE_OPENING
        may_close = not after or blank(after) or after in _AFTER_CLOSING
        context: Role = "either" if may_open == may_close else "open" if may_open else "close"
        mark = text[start:end]
        tokens.append(Mark(start, end, FAMILIES[mark], _GLYPH[mark], context))
    tokens.reverse()
    return tokens


def blank(character: str) -> bool:
    return character.isspace() or category(character) == "Cf"


def opens(mark: Mark, inside: bool) -> bool:
    """Whether a mark that is no apostrophe opens, given whether one of its family is open already."""
    if mark.glyph == "either":
        return mark.context == "open" or (mark.context == "either" and not inside)
    if mark.glyph == "open":
        return mark.context != "close" or not inside
    return mark.context == "open" and not inside


def single_role(text: str, span: Offsets, mark: Mark) -> Literal["open", "close"] | None:
    """What a single mark in a paragraph does, or None for an apostrophe."""
    left = text[mark.start - 1 : mark.start] if mark.start > span[0] else ""
    right = text[mark.end : mark.end + 1]
    if left.isalnum() and right.isalnum():
        return None
    if _AND.match(text, mark.start) or _AND.match(text, max(mark.start - 2, 0)):
        return None
    if mark.context == "open":
        return None if mark.glyph == "close" or _DECADE.match(text, mark.end) else "open"
    if mark.context == "close":
        return "close"
    if mark.glyph != "either":
        return mark.glyph
    if not left or blank(left) or left.isalnum():
        return None
    return "open" if left in ":,;" else "close"


def is_elided(text: str, mark: Mark) -> bool:
    """Whether a mark may be the apostrophe of "'em"."""
    return _ELIDED.match(text, mark.end) is not None


def is_possessive(text: str, span: Offsets, mark: Mark) -> bool:
    """Whether a mark may be the apostrophe of "voters' views" or "goin' home"."""
    word = text[max(mark.start - 2, span[0]) : mark.start].lower()
    after = text[mark.end : mark.end + 2]
    return word.endswith(("s", "in")) and after[:1].isspace() and after[1:].isalnum()
