"""Texts whose form alone says who speaks: transcripts, signed quotes, embedded posts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from quoteattr.analysis import Name, Offsets
from quoteattr.attributions.bylines import signed
from quoteattr.attributions.certain import certain
from quoteattr.attributions.posts import posts
from quoteattr.attributions.settle import Settled, in_order, share
from quoteattr.attributions.speeches import claim_speeches
from quoteattr.attributions.turns import turns
from quoteattr.attributions.utterances import Utterance
from quoteattr.network.decoding import Draft
from quoteattr.text.layout import Layout

Form = Callable[[Layout, Sequence[Name]], list[Utterance]]

FORMS: tuple[Form, ...] = (posts, turns, signed)
"""What is looked for, the surest first: a later one never takes what an earlier one has found."""

_SAME = 0.5


def apply_forms(layout: Layout, names: Sequence[Name], found: Sequence[Settled]) -> list[Settled]:
    """Add what the form of a text says to what the network found in it, and take away what contradicts it.

    Quotation marks give each speech to whom a part of it belongs to; transcripts, signed quotes and posts say by how
    they are set who speaks.

    Args:
        layout: The text and what it is made of.
        names: Its names, each with its class.
        found: Attributions of the text.
    """
    claimed = claim_speeches(layout, found)
    utterances = _apart(layout, names)
    return in_order(_reconciled(layout, utterances, claimed)) if utterances else claimed


def _apart(layout: Layout, names: Sequence[Name]) -> list[Utterance]:
    """What all forms find, in order, no two of them over the same text."""
    kept: list[Utterance] = []
    for form in FORMS:
        for utterance in form(layout, names):
            at = bisect_right(kept, utterance.frame, key=lambda other: other.frame)
            start, end = utterance.frame
            after_the_one_before = not at or kept[at - 1].frame[1] <= start
            if after_the_one_before and (at == len(kept) or end <= kept[at].frame[0]):
                kept.insert(at, utterance)
    return kept


def _reconciled(
    layout: Layout, utterances: Sequence[Utterance], found: Sequence[Settled]
) -> Iterator[Settled]:
    """What was found, without what contradicts the utterances, and the utterances."""
    drafts: dict[int, Draft] = {}
    yielding: set[int] = set()
    for item in found:
        numbers = sorted({number for span in item.content for number in _touched(utterances, span)})
        same = [number for number in numbers if _is_same(item, utterances[number])]
        if not numbers or any(_is_within(item, utterances[number]) for number in numbers):
            yield item
        elif item.cue and any(not utterances[number].firm for number in numbers):
            yielding.update(number for number in numbers if not utterances[number].firm)
            yield item
        elif same:
            drafts.setdefault(same[0], item.draft)
        elif left := _left_over(item, [utterances[number].frame for number in numbers]):
            yield left
    for number, utterance in enumerate(utterances):
        if number not in yielding:
            yield certain(layout, utterance, drafts.get(number))


def _touched(utterances: Sequence[Utterance], span: Offsets) -> Iterator[int]:
    """Numbers of the utterances that a span overlaps."""
    number = max(bisect_right(utterances, span[0], key=lambda one: one.frame[0]) - 1, 0)
    while number < len(utterances) and utterances[number].frame[0] < span[1]:
        if utterances[number].frame[1] > span[0]:
            yield number
        number += 1


def _is_same(item: Settled, utterance: Utterance) -> bool:
    """Whether the network found an utterance, or a part of it, with the source that its form says."""
    return share(item.content, utterance.content) > _SAME or any(
        start < last and end > first for start, end in item.source for first, last in utterance.source
    )


def _is_within(item: Settled, utterance: Utterance) -> bool:
    """Whether an attribution is made by who speaks: a part of the utterance, with its own cue."""
    spans = (*item.content, *item.cue, *item.source)
    return bool(item.cue) and all(
        any(first <= start and end <= last for first, last in utterance.content) for start, end in spans
    )


def _left_over(item: Settled, frames: Sequence[Offsets]) -> Settled | None:
    """What of an attribution stands outside of utterances."""
    content = tuple(
        (start, end)
        for start, end in item.content
        if not any(start < last and end > first for first, last in frames)
    )
    return replace(item, content=content) if content and item.cue else None
