"""Evidence that a reference stands for an entity: features with names, all pairs of a block at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from quoteattr.speakers.layout import BoolArray, Layout
from quoteattr.speakers.reading import FloatArray, IntArray
from quoteattr.speakers.sources import SOURCE_FEATURES, names_in_sources
from quoteattr.speakers.traits import agreement, described, entity_traits, reference_traits

BLOCK, MARGIN = 96, 16
"""References decided at once, and those on either side that are looked at with them."""
_BEFORE, _AFTER = 80, 12
"""Mentions before and after a reference that it may stand for: what keeps this linear."""
_FAR = 20_000.0
_NONE = -1


@dataclass(slots=True)
class Block:
    """References of a text and the entities that they may stand for.

    Attributes:
        first: Number of the first reference.
        kept: References of the block that are decided in it, as first and last (exclusive).
        entities: Numbers of the entities.
        mask: Which entities are within reach of which reference, `[references, entities]`.
        pairs: Features of each pair, by name, each `[references, entities]`.
        slots: The mention inside the source, the last one before and the next one after, or -1,
            `[references, entities, 3]`.
        alone: Features of each reference, by name, each `[references]`.
    """

    first: int
    kept: tuple[int, int]
    entities: IntArray
    mask: BoolArray
    pairs: dict[str, FloatArray]
    slots: IntArray
    alone: dict[str, FloatArray]


def blocks(layout: Layout) -> Iterator[Block]:
    """All references of a text, block by block."""
    total = len(layout.references)
    for begin in range(0, total, BLOCK):
        first, last = max(0, begin - MARGIN), min(total, begin + BLOCK + MARGIN)
        yield _block(layout, first, last, (begin, min(total, begin + BLOCK)))


@dataclass(frozen=True, slots=True)
class _Part:
    """The mentions within reach of a block, sorted by entity, and where each entity's begin."""

    rows: IntArray
    begins: IntArray
    entities: IntArray

    def latest(self, values: IntArray) -> IntArray:
        """The greatest value of each entity's mentions, `[references, entities]`."""
        return np.maximum.reduceat(values, self.begins, axis=1)


def _block(layout: Layout, first: int, last: int, kept: tuple[int, int]) -> Block:
    references = layout.references[first:last]
    part = _within_reach(layout, first, last)
    asked, contents = layout.asked[first:last], layout.contents[first:last]
    starts, ends = layout.spans[part.rows, 0], layout.spans[part.rows, 1]
    own = (starts >= contents[:, :1]) & (starts < contents[:, 1:])
    before = (ends <= asked[:, :1]) & ~own
    after = (starts >= asked[:, 1:]) & ~own
    subject = _flags(layout, part.rows, "begins_clause") & ~_flags(layout, part.rows, "after_preposition")
    subject &= ~layout.in_quotation(starts)
    slots = {
        "before": part.latest(np.where(before, part.rows, _NONE)),
        "after": -part.latest(np.where(after, -part.rows, -(10**9))),
        "subject": part.latest(np.where(before & subject, part.rows, _NONE)),
    }
    slots["after"][slots["after"] == 10**9] = _NONE
    shape = slots["before"].shape
    inside_rows, source_pairs = _inside(layout, part, first, last, shape)
    pairs: dict[str, FloatArray] = {"own_content": part.latest(own.astype(np.int64)).astype(np.float32)}
    pairs |= source_pairs
    for name, rows in slots.items():
        pairs |= _at_mention(layout, name, rows, first, last)
    pairs |= entity_traits(layout, part.entities, shape)
    pairs |= _ranks(slots["before"], slots["subject"], part, layout)
    pairs |= described(layout, references, part.entities)
    pairs |= agreement(references, pairs)
    persons = (pairs["in_source"] * pairs["kind_person"]).max(axis=1, keepdims=True, initial=0)
    pairs["only_body_in_source"] = pairs["in_source"] * (1 - pairs["kind_person"]) * (1 - persons)
    mask = _reach(layout, slots, inside_rows, part.entities, first, last)
    alone = reference_traits(layout, first, last, pairs, mask)
    stacked = np.stack([inside_rows, slots["before"], slots["after"]], axis=2)
    return Block(first, kept, part.entities, mask, pairs, stacked, alone)


def _within_reach(layout: Layout, first: int, last: int) -> _Part:
    asked, starts = layout.asked, layout.spans[:, 0]
    low = max(0, int(np.searchsorted(starts, asked[first, 0])) - _BEFORE)
    high = int(np.searchsorted(starts, asked[last - 1, 1])) + _AFTER
    near = np.arange(low, min(high, len(starts)))
    often = [layout.named.entities[number].rows[0] for number in layout.frequent]
    rows = np.unique(np.concatenate([near, np.array(often, dtype=np.int64)])).astype(np.int64)
    order = np.lexsort((rows, layout.owners[rows]))
    rows = rows[order]
    entities, begins = np.unique(layout.owners[rows], return_index=True)
    return _Part(rows, begins, entities)


def _flags(layout: Layout, rows: IntArray, name: str) -> BoolArray:
    mentions = layout.named.mentions
    return np.array([bool(getattr(mentions[row], name)) for row in rows.tolist()], dtype=bool)


def _inside(
    layout: Layout, part: _Part, first: int, last: int, shape: tuple[int, ...]
) -> tuple[IntArray, dict[str, FloatArray]]:
    """The mention of each entity inside each source, and what stands around it there."""
    places, features = names_in_sources(layout, first, last)
    rows = np.full(shape, _NONE, dtype=np.int64)
    values = np.zeros((len(SOURCE_FEATURES), *shape), dtype=np.float32)
    if len(places):
        column = np.searchsorted(part.entities, layout.owners[places[:, 1]])
        rows[places[:, 0], column] = places[:, 1]
        values[:, places[:, 0], column] = features.T
    found = {"in_source": (rows >= 0).astype(np.float32)}
    return rows, found | dict(zip(SOURCE_FEATURES, values, strict=True))


def _at_mention(layout: Layout, name: str, rows: IntArray, first: int, last: int) -> dict[str, FloatArray]:
    """How far a mention stands from each reference, and in what place."""
    there = rows >= 0
    row = rows.clip(0)
    starts, ends = layout.spans[:, 0], layout.spans[:, 1]
    asked = layout.asked[first:last]
    gap = np.where(ends[row] <= asked[:, :1], asked[:, :1] - ends[row], starts[row] - asked[:, 1:])
    sentences = np.abs(layout.sentence(starts)[row] - layout.sentence(asked[:, 0])[:, None])
    paragraphs = np.abs(layout.paragraph(starts)[row] - layout.paragraph(asked[:, 0])[:, None])
    quoted = layout.in_quotation(starts)[row]
    found = {
        f"{name}_there": there,
        f"{name}_distance": np.log1p(np.where(there, gap.clip(0), _FAR)) / 10,
        f"{name}_same_sentence": there & (sentences == 0),
        f"{name}_sentences": np.where(there, sentences.clip(0, 6), 6) / 6,
        f"{name}_same_paragraph": there & (paragraphs == 0),
        f"{name}_next_paragraph": there & (paragraphs == 1),
        f"{name}_quoted": there & quoted,
        f"{name}_opens_paragraph": there & layout.opens_paragraph(starts)[row],
    }
    every = np.arange(len(starts))
    if name != "subject":
        for flag in ("begins_clause", "after_preposition", "before_verb", "owns", "title", "apposition"):
            found[f"{name}_{flag}"] = there & _flags(layout, every, flag)[row]
    return {key: value.astype(np.float32) for key, value in found.items()}


def _ranks(before: IntArray, subject: IntArray, part: _Part, layout: Layout) -> dict[str, FloatArray]:
    """How many entities were named more lately: among all, among persons, among others, among subjects."""
    person = np.array([layout.named.entities[n].kind == "person" for n in part.entities.tolist()])

    def rank(rows: IntArray, among: BoolArray) -> FloatArray:
        order = np.argsort(np.argsort(-np.where(among, rows, _NONE), axis=1, kind="stable"), axis=1)
        return (np.where(among & (rows >= 0), order.clip(0, 9), 9) / 9).astype(np.float32)

    everything = np.ones_like(person)
    ranks = {
        "rank": rank(before, everything),
        "rank_of_persons": rank(before, person),
        "rank_of_others": rank(before, ~person),
        "rank_of_subjects": rank(subject, everything),
        "rank_of_person_subjects": rank(subject, person),
    }
    latest = {f"{name}_is_first": (value == 0).astype(np.float32) for name, value in ranks.items()}
    return ranks | latest


def _reach(
    layout: Layout, slots: dict[str, IntArray], inside: IntArray, entities: IntArray, first: int, last: int
) -> BoolArray:
    """Which entities each reference may stand for: named inside it, shortly before or after, or often."""
    at = np.searchsorted(layout.spans[:, 0], layout.asked[first:last, 0])[:, None]
    often = np.isin(entities, layout.frequent)[None]
    before, after = slots["before"], slots["after"]
    near = (before >= 0) & (before >= at - _BEFORE)
    near |= (after >= 0) & (after <= at + _AFTER)
    reached: BoolArray = near | (inside >= 0) | often
    return reached
