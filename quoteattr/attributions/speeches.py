"""Speeches: quotations that are sentences of their own, or that each paragraph opens anew and only the last closes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from quoteattr.analysis import Offsets
from quoteattr.attributions.certain import certain
from quoteattr.attributions.settle import Settled, in_order
from quoteattr.attributions.utterances import Utterance
from quoteattr.text.layout import Layout
from quoteattr.text.marks import Quotation

_MOSTLY = 0.5
_NEAR = 12
_FEWEST_WORDS = 4


def claim_speeches(layout: Layout, found: Sequence[Settled]) -> list[Settled]:
    """See that every speech has an attribution, and all paragraphs of one the same.

    Args:
        layout: The text and what it is made of.
        found: Attributions of the text.
    """
    items = dict(enumerate(found))
    spans = sorted(
        (*span, number) for number, item in items.items() if item.parent is None for span in item.content
    )
    cues = sorted(
        (item.cue[0][0], number) for number, item in items.items() if item.parent is None and item.cue
    )
    for speech in _speeches(layout):
        owners = [_owner(spans, items, quotation, speech) for quotation in speech]
        without = {number for number in owners if number is not None and not items[number].cue}
        if len(without) < len({number for number in owners if number is not None}):
            owners = [None if number in without else number for number in owners]
        elif without:
            owners = [min(without)] * len(owners)
        for number in without - {owner for owner in owners if owner is not None}:
            del items[number]
        for quotation, owner in zip(speech, _filled(owners), strict=True):
            if owner is not None:
                items[owner] = _with_quotation(items[owner], quotation)
        if not any(owner is not None for owner in owners):
            _claim(layout, items, cues, speech)
    return in_order(items.values())


def _claim(
    layout: Layout, items: dict[int, Settled], cues: Sequence[tuple[int, int]], speech: Sequence[Quotation]
) -> None:
    """Take up a speech in sentences of its own that nobody has.

    It goes on with the attribution before it in its paragraph, or else has nobody that the text names.
    """
    start = speech[0].start
    begin = layout.paragraphs[bisect_right(layout.paragraphs, (start, len(layout.text))) - 1][0]
    if not _is_sentence(layout.text, speech[0], begin):
        return
    content = tuple((quotation.start, quotation.end) for quotation in speech)
    before = bisect_right(cues, (start, 0)) - 1
    if before >= 0 and cues[before][0] >= begin:
        number = cues[before][1]
        items[number] = replace(items[number], content=tuple(sorted({*items[number].content, *content})))
    else:
        items[-1 - start] = certain(layout, Utterance(content, ()))


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


def _owner(
    spans: Sequence[tuple[int, int, int]],
    items: Mapping[int, Settled],
    quotation: Quotation,
    speech: Sequence[Quotation],
) -> int | None:
    """The attribution whose content takes in most of a quotation, or begins with it; one with a cue if there is one.

    One whose cue is a part of the speech is no owner: its source is somebody that the speaker talks about.
    """
    at = bisect_right(spans, quotation.end, key=lambda span: span[0])
    found = set()
    # outermost contents overlap seldom: a few spans back lie all that can reach the quotation
    for start, end, number in spans[max(at - _NEAR, 0) : at]:
        covered = min(end, quotation.end) - max(start, quotation.start)
        if covered > _MOSTLY * (quotation.end - quotation.start) or start <= quotation.start < end:
            found.add(number)
    candidates = [number for number in found & items.keys() if not _is_inside(items[number].cue, speech)]
    return min(candidates, key=lambda number: (not items[number].cue, number), default=None)


def _is_inside(cue: Sequence[Offsets], speech: Sequence[Quotation]) -> bool:
    return any(q.start <= start and end <= q.end for start, end in cue for q in speech)


def _filled(owners: Sequence[int | None]) -> Iterator[int | None]:
    """Of each quotation its owner, or else that of the one before; of the first ones that of the next."""
    last = next((owner for owner in owners if owner is not None), None)
    for owner in owners:
        last = last if owner is None else owner
        yield last


def _with_quotation(item: Settled, quotation: Quotation) -> Settled:
    if any(start < quotation.end and end > quotation.start for start, end in item.content):
        return item
    return replace(item, content=tuple(sorted([*item.content, (quotation.start, quotation.end)])))
