"""A text as machines spoil it, made into the text that a reader sees, with the way back to every character."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from quoteattr.analysis import Analysis, Hints, Offsets
from quoteattr.text.artifacts import Edit, edits

_ROUNDS = 4
"""Texts are escaped twice and thrice (`&amp;lt;p&amp;gt;`), seldom more often."""


@dataclass(frozen=True, slots=True)
class _Round:
    """One round of changes: pieces of the text before and what became of them, both in order."""

    before: Sequence[Offsets]
    after: Sequence[Offsets]

    def outward(self, start: int, end: int) -> Offsets:
        """From the text after to the text before."""
        first = _image(start, self.after, self.before)
        return (
            (first[0], _image(end - 1, self.after, self.before)[1]) if start < end else (first[0], first[0])
        )

    def inward(self, start: int, end: int) -> Offsets:
        """From the text before to the text after."""
        first = _image(start, self.before, self.after)
        return (
            (first[0], _image(end - 1, self.before, self.after)[1]) if start < end else (first[0], first[0])
        )


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text as a reader sees it.

    Attributes:
        text: The clean text.
    """

    text: str
    _rounds: tuple[_Round, ...] = field(default=(), repr=False)

    def span(self, start: int, end: int) -> Offsets:
        """Where characters of the clean text stand in the original, each with all that it was written with."""
        for one in reversed(self._rounds):
            start, end = one.outward(start, end)
        return start, end

    def place(self, start: int, end: int) -> Offsets:
        """Where characters of the original stand in the clean text; an empty span for those left out of it."""
        for one in self._rounds:
            start, end = one.inward(start, end)
        return start, end

    def restore(self, analysis: Analysis) -> Analysis:
        """An analysis of the clean text as one of the original."""
        if not self._rounds:
            return analysis
        return Analysis(
            tuple(
                replace(
                    item,
                    content=self._spans(item.content),
                    cue=self._spans(item.cue),
                    source=self._spans(item.source),
                )
                for item in analysis.attributions
            ),
            tuple(replace(entity, mentions=self._spans(entity.mentions)) for entity in analysis.entities),
        )

    def hints(self, hints: Hints) -> Hints:
        """What is known of the original, as known of the clean text."""
        if not self._rounds:
            return hints
        clusters, entities = hints.clusters, hints.entities
        return replace(
            hints,
            clusters=clusters and tuple(tuple(self.place(*span) for span in cluster) for cluster in clusters),
            entities=entities and tuple((*self.place(start, end), label) for start, end, label in entities),
        )

    def _spans(self, spans: Iterable[Offsets]) -> tuple[Offsets, ...]:
        return tuple(self.span(*span) for span in spans)


def clean(text: str) -> Cleaned:
    """Take out of a text what machines left in it.

    Character references, mojibake, escaped and LaTeX quotation marks, HTML elements, bold in Markdown and invisible
    characters become what they stand for: a mark, a paragraph break, nothing. A text without any of them is handed
    back as it is, after one search.

    Args:
        text: Any text.

    Returns:
        The clean text, with the way back.
    """
    rounds: list[_Round] = []
    while len(rounds) < _ROUNDS and (changes := list(edits(text))):
        text, one = _apply(text, changes)
        rounds.append(one)
    return Cleaned(text, tuple(rounds))


def _apply(text: str, changes: Sequence[Edit]) -> tuple[str, _Round]:
    pieces: list[str] = []
    after: list[Offsets] = []
    position = length = 0
    for start, end, seen in changes:
        pieces += text[position:start], seen
        length += start - position
        after.append((length, length + len(seen)))
        length += len(seen)
        position = end
    pieces.append(text[position:])
    return "".join(pieces), _Round([(start, end) for start, end, _ in changes], after)


def _image(place: int, own: Sequence[Offsets], other: Sequence[Offsets]) -> Offsets:
    """What one character is on the other side: the whole piece that it belongs to, or one character."""
    number = bisect_right(own, place, key=lambda piece: piece[0]) - 1
    if number < 0:
        return place, place + 1
    if place < own[number][1]:
        return other[number]
    place += other[number][1] - own[number][1]
    return place, place + 1
