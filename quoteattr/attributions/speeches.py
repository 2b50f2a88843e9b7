"""Speeches: quotations that are sentences of their own, or that each paragraph opens anew and only the last closes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quoteattr.analysis import Offsets
from quoteattr.attributions.certain import certain
from quoteattr.attributions.settle import Settled, in_order
from quoteattr.attributions.utterances import Utterance
from quoteattr.text.layout import Layout
from quoteattr.text.marks import Quotation, kind_of

_MOSTLY = 0.5
_NEAR = 12
"""How many contents back those lie that can reach a quotation: outermost ones overlap seldom."""
_FEWEST_WORDS = 4


def claim_speeches(layout: Layout, found: Sequence[Settled]) -> list[Settled]:
    """See that every speech has an attribution, and all paragraphs of one the same.

    Args:
        layout: The text and what it is made of.
        found: Attributions of the text.
    """
    claims = _Claims(layout, found)
    for speech in _speeches(layout):
        claims.settle(speech)
    return in_order(claims.items())


class _Claims:
    """Who has which quotation."""

    def __init__(self, layout: Layout, found: Sequence[Settled]) -> None:
        self.layout = layout
        self.found: dict[int, Settled] = dict(enumerate(found))
        self.added: dict[int, list[Offsets]] = {}
        self.made: list[Settled] = []
        starts = [quotation.start for quotation in layout.quotations if not quotation.depth]
        ends = [quotation.end for quotation in layout.quotations if not quotation.depth]

        def is_quoted(place: int) -> bool:
            number = bisect_right(starts, place) - 1
            return number >= 0 and place < ends[number]

        # a source whose cue is in a quotation is somebody that the speaker talks about
        outer = [
            (number, item)
            for number, item in self.found.items()
            if item.parent is None and not (item.cue and is_quoted(item.cue[0][0]))
        ]
        self.spans = sorted((*span, number) for number, item in outer for span in item.content)
        self.cues = sorted((item.cue[0][0], number) for number, item in outer if item.cue)

    def settle(self, speech: Sequence[Quotation]) -> None:
        """Give all of a speech to those who have a part of it, or to somebody."""
        owners = [self._owner(quotation) for quotation in speech]
        known = {owner for owner in owners if owner is not None}
        without_cue = {owner for owner in known if not self.found[owner].cue}
        if known > without_cue:
            owners = [None if owner in without_cue else owner for owner in owners]
        elif known:
            owners = [min(known)] * len(owners)
        for number in without_cue.difference(owners):
            content = self.found[number].content
            if speech[0].start <= content[0][0] and content[-1][1] <= speech[-1].end:
                del self.found[number]
        if not known:
            self._claim(speech)
        for quotation, owner in zip(speech, _filled(owners), strict=True):
            if owner is not None:
                self._add(owner, (quotation.start, quotation.end))

    def items(self) -> Iterator[Settled]:
        """The attributions, with what they have been given."""
        text, quotations = self.layout.text, self.layout.quotations
        for number, item in self.found.items():
            added = self.added.get(number)
            if not added:
                yield item
                continue
            content = tuple(sorted([*item.content, *added]))
            yield replace(item, content=content, kind=kind_of(text, content, quotations))
        yield from self.made

    def _owner(self, quotation: Quotation) -> int | None:
        """Who has most of a quotation, or its beginning; one with a cue if there is one."""
        at = bisect_right(self.spans, quotation.end, key=lambda span: span[0])
        candidates = set()
        for start, end, number in self.spans[max(at - _NEAR, 0) : at]:
            covered = min(end, quotation.end) - max(start, quotation.start)
            if covered > _MOSTLY * (quotation.end - quotation.start) or start <= quotation.start < end:
                candidates.add(number)
        candidates &= self.found.keys()
        return min(candidates, key=lambda number: (not self.found[number].cue, number), default=None)

    def _claim(self, speech: Sequence[Quotation]) -> None:
        """Take up a speech in sentences of its own that nobody has.

        It goes on with the attribution before it in its paragraph, or else has nobody that the text names.
        """
        start, paragraphs = speech[0].start, self.layout.paragraphs
        begin = paragraphs[bisect_right(paragraphs, (start, len(self.layout.text))) - 1][0]
        if not _is_sentence(self.layout.text, speech[0], begin):
            return
        content = tuple((quotation.start, quotation.end) for quotation in speech)
        before = bisect_right(self.cues, (start, 0)) - 1
        if before >= 0 and self.cues[before][0] >= begin:
            for span in content:
                self._add(self.cues[before][1], span)
        else:
            self.made.append(certain(self.layout, Utterance(content, ())))

    def _add(self, number: int, span: Offsets) -> None:
        content = self.found[number].content
        if not any(start < span[1] and end > span[0] for start, end in content):
            self.added.setdefault(number, []).append(span)


def _is_sentence(text: str, quotation: Quotation, begin: int) -> bool:
    """Whether a quotation is a sentence, after the end of another or at the beginning of a paragraph."""
    before = text[max(begin, quotation.start - 3) : quotation.start].rstrip()
    head = text[quotation.start : quotation.start + 4].lstrip("“\"«‘'`…[ ")
    tail = text[max(quotation.start, quotation.end - 6) : quotation.end].rstrip("”\"»’'] ")
    words = text[quotation.start : quotation.end].split()
    ended = not before or before[-1] in ".?!"
    return ended and head[:1].isupper() and tail[-1:] in ".?!…" and len(words) > _FEWEST_WORDS


def _speeches(layout: Layout) -> Iterator[list[Quotation]]:
    """Quotations of which each goes on with the one before, or single ones."""
    speech: list[Quotation] = []
    for quotation in layout.quotations:
        if quotation.depth:
            continue
        if quotation.continues and speech and not speech[-1].closed:
            speech.append(quotation)
            continue
        if speech:
            yield speech
        speech = [quotation]
    if speech:
        yield speech


def _filled(owners: Sequence[int | None]) -> Iterator[int | None]:
    """Of each quotation its owner, or else that of the one before; of the first ones that of the next."""
    last = next((owner for owner in owners if owner is not None), None)
    for owner in owners:
        last = last if owner is None else owner
        yield last
