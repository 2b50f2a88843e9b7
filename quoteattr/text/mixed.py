"""Quotations opened by one kind of mark and closed by another: the odd mark is made of the other's kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quoteattr.analysis import Offsets
from quoteattr.text.glyphs import Mark, is_elided, opens, single_role

_ENDS_SPEECH = frozenset(",.?!…")


def unify(text: str, span: Offsets, marks: Sequence[Mark], *, runs_on: bool, reopened: bool) -> None:
    """Change marks of a paragraph that only make sense as marks of another kind.

    Args:
        text: The text.
        span: The paragraph.
        marks: Its marks, which are changed in place.
        runs_on: Whether a double mark of the paragraph before is still open.
        reopened: Whether the next paragraph begins with a double mark.
    """
    doubles = [number for number, mark in enumerate(marks) if mark.family == "double"]
    if not doubles:
        return
    _begin(span, marks[0], runs_on=runs_on)
    inside = runs_on
    last = -1
    for place, number in enumerate(doubles):
        mark = marks[number]
        singles = marks[last + 1 : number]
        if opens(mark, inside):
            inside = True
            stop = doubles[place + 1] if place + 1 < len(doubles) else len(marks)
            ends_open = reopened if stop == len(marks) else not opens(marks[stop], False)
            closer = None if ends_open else _closer(text, span, marks[number + 1 : stop])
            if closer is not None:
                closer.family, closer.glyph, closer.context = "double", "close", "close"
                inside = False
        else:
            opener = None if inside or text[mark.start - 1].isdigit() else _opener(text, span, singles)
            if opener is not None:
                opener.family, opener.glyph, opener.context = "double", "open", "open"
            inside = False
        last = number


def _begin(span: Offsets, mark: Mark, *, runs_on: bool) -> None:
    """A closing mark with nothing to close, before all else, opens."""
    if mark.start == span[0] and mark.family == "double" and mark.glyph == "close" and not runs_on:
        mark.glyph = "open"


def _closer(text: str, span: Offsets, singles: Sequence[Mark]) -> Mark | None:
    """The single mark that closes what a double one has opened: it ends speech, and no single one is open."""
    for mark, role, depth in _roles(text, span, singles):
        if role == "close" and not depth and text[mark.start - 1] in _ENDS_SPEECH:
            return mark
    return None


def _opener(text: str, span: Offsets, singles: Sequence[Mark]) -> Mark | None:
    """The single mark that opens what a double one closes."""
    found: Mark | None = None
    for mark, role, depth in _roles(text, span, singles):
        if role == "open" and not depth and not is_elided(text, mark):
            found = mark
        elif role == "close" and depth == 1:
            found = None
    return found


def _roles(text: str, span: Offsets, singles: Sequence[Mark]) -> Iterator[tuple[Mark, str, int]]:
    """Single marks that are no apostrophes, what they do and how many were open before each."""
    depth = 0
    for mark in singles:
        role = single_role(text, span, mark)
        if role is not None:
            yield mark, role, depth
            depth = depth + 1 if role == "open" else max(depth - 1, 0)
