"""Evidence that a reference stands for an entity: features with names, all pairs of a block at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from quoteattr.speakers.entities import ENTITY_KINDS
from quoteattr.speakers.layout import BoolArray, Layout
from quoteattr.speakers.lexicon import listed
from quoteattr.speakers.reading import FloatArray, IntArray
from quoteattr.speakers.references import FORMS, content_words, head_of, plain
from quoteattr.speakers.sources import SOURCE_FEATURES, names_in_sources

BLOCK, MARGIN = 96, 16
"""References decided at once, and those on either side that are looked at with them."""
_BEFORE, _AFTER, _FREQUENT = 80, 12, 12
"""Mentions before and after a reference, and most-named entities, that it may stand for: what keeps this linear."""
_DESCRIBING_MENTIONS = 12
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
    pairs |= _entity_features(layout, part.entities, shape)
    pairs |= _ranks(slots["before"], slots["subject"], part, layout)
    pairs |= _described(layout, references, part.entities)
    pairs |= _agreement(references, pairs)
    persons = (pairs["in_source"] * pairs["kind_person"]).max(axis=1, keepdims=True, initial=0)
    pairs["only_body_in_source"] = pairs["in_source"] * (1 - pairs["kind_person"]) * (1 - persons)
    mask = _reach(layout, slots, inside_rows, part.entities, first, last)
    alone = _alone(layout, first, last, pairs, mask)
    stacked = np.stack([inside_rows, slots["before"], slots["after"]], axis=2)
    return Block(first, kept, part.entities, mask, pairs, stacked, alone)


def _within_reach(layout: Layout, first: int, last: int) -> _Part:
    asked, starts = layout.asked, layout.spans[:, 0]
    low = max(0, int(np.searchsorted(starts, asked[first, 0])) - _BEFORE)
    high = int(np.searchsorted(starts, asked[last - 1, 1])) + _AFTER
    near = np.arange(low, min(high, len(starts)))
    often = [layout.named.entities[number].rows[0] for number in _frequent(layout)]
    rows = np.unique(np.concatenate([near, np.array(often, dtype=np.int64)])).astype(np.int64)
    order = np.lexsort((rows, layout.owners[rows]))
    rows = rows[order]
    entities, begins = np.unique(layout.owners[rows], return_index=True)
    return _Part(rows, begins, entities)


def _frequent(layout: Layout) -> list[int]:
    entities = layout.named.entities
    return sorted(range(len(entities)), key=lambda n: -len(entities[n].rows))[:_FREQUENT]


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


def _entity_features(layout: Layout, numbers: IntArray, shape: tuple[int, ...]) -> dict[str, FloatArray]:
    entities = [layout.named.entities[number] for number in numbers.tolist()]
    mentions = layout.named.mentions
    rank = {number: place for place, number in enumerate(_frequent(layout))}
    genders = [[mentions[row].gender for row in entity.rows[:_DESCRIBING_MENTIONS]] for entity in entities]
    columns: dict[str, list[float]] = {
        **{f"kind_{kind}": [float(entity.kind == kind) for entity in entities] for kind in ENTITY_KINDS},
        "mentions": [float(np.log1p(len(entity.rows))) for entity in entities],
        "frequency_rank": [1 / (1 + rank.get(number, 20)) for number in numbers.tolist()],
        "in_opening": [float(entity.mentions[0][0] < layout.opening) for entity in entities],
        "one_word": [float(len(entity.name.split()) == 1) for entity in entities],
        "body_of_name": [float(entity.name.split()[-1] in listed("bodies")) for entity in entities],
        "male": [float("m" in gender) for gender in genders],
        "female": [float("f" in gender) for gender in genders],
    }
    return {
        name: np.broadcast_to(np.array(values, dtype=np.float32), shape) for name, values in columns.items()
    }


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


def _described(layout: Layout, references: Sequence, numbers: IntArray) -> dict[str, FloatArray]:  # type: ignore[type-arg]
    """How far the words of a description are those that the text uses of an entity, or of its name."""
    vocabulary = {word: place for place, word in enumerate(sorted({w for r in references for w in r.words}))}
    asked = np.zeros((len(references), len(vocabulary) + 1), dtype=np.float32)
    heads = np.zeros_like(asked)
    for row, reference in enumerate(references):
        asked[row, [vocabulary[word] for word in reference.words]] = 1
        heads[row, vocabulary.get(reference.head, -1)] = 1
    heads[:, -1] = 0
    told, named, told_head = (np.zeros((len(numbers), asked.shape[1]), dtype=np.float32) for _ in range(3))
    mentions = layout.named.mentions
    for row, number in enumerate(numbers.tolist()):
        entity = layout.named.entities[number]
        named[row, _places(vocabulary, frozenset(plain(word) for word in entity.name.split()))] = 1
        for mention in (mentions[place] for place in entity.rows[:_DESCRIBING_MENTIONS]):
            told[row, _places(vocabulary, content_words(f"{mention.title} {mention.apposition}"))] = 1
            for phrase in (mention.title, mention.apposition):
                told_head[row, _places(vocabulary, frozenset([head_of(phrase)]))] = 1
    count = asked.sum(axis=1, keepdims=True).clip(1)
    any_words = (asked.sum(axis=1, keepdims=True) > 0).astype(np.float32)
    return {
        "described": asked @ told.T / count,
        "described_fully": (asked @ np.maximum(told, named).T >= count) * any_words,
        "named_by_words": asked @ named.T / count,
        "head_described": heads @ told_head.T,
        "head_among_described": heads @ told.T,
        "head_in_name": heads @ named.T,
    }


def _places(vocabulary: dict[str, int], words: frozenset[str]) -> list[int]:
    return [vocabulary[word] for word in words if word in vocabulary]


def _agreement(references: Sequence, pairs: dict[str, FloatArray]) -> dict[str, FloatArray]:  # type: ignore[type-arg]
    male = np.array([r.gender == "m" for r in references], dtype=np.float32)[:, None]
    female = np.array([r.gender == "f" for r in references], dtype=np.float32)[:, None]
    plural = np.array([r.plural for r in references], dtype=np.float32)[:, None]
    return {
        "gender_agrees": male * pairs["male"] + female * pairs["female"],
        "gender_clashes": male * pairs["female"] * (1 - pairs["male"])
        + female * pairs["male"] * (1 - pairs["female"]),
        "several": plural * pairs["kind_group"],
        "one_of_several": plural * pairs["kind_person"],
        "body_for_person": (male + female).clip(0, 1) * (1 - pairs["kind_person"]),
    }


def _reach(
    layout: Layout, slots: dict[str, IntArray], inside: IntArray, entities: IntArray, first: int, last: int
) -> BoolArray:
    """Which entities each reference may stand for: named inside it, shortly before or after, or often."""
    at = np.searchsorted(layout.spans[:, 0], layout.asked[first:last, 0])[:, None]
    often = np.isin(entities, _frequent(layout))[None]
    before, after = slots["before"], slots["after"]
    near = (before >= 0) & (before >= at - _BEFORE)
    near |= (after >= 0) & (after <= at + _AFTER)
    reached: BoolArray = near | (inside >= 0) | often
    return reached


def _alone(
    layout: Layout, first: int, last: int, pairs: dict[str, FloatArray], mask: BoolArray
) -> dict[str, FloatArray]:
    references = layout.references[first:last]
    asked = layout.asked[first:last]
    found: dict[str, Sequence[float] | FloatArray] = {
        **{f"form_{form}": [float(reference.form == form) for reference in references] for form in FORMS},
        "scheme_polnear": [float(layout.read.scheme == "polnear")] * len(references),
        "speaks": [float(reference.attribution is not None) for reference in references],
        "inner": [float(reference.parent is not None) for reference in references],
        "plural": [float(reference.plural) for reference in references],
        "length": [float(np.log1p(len(reference.source))) for reference in references],
        "first_person": [float(reference.first_person) for reference in references],
        "kin": [float(bool(reference.words & listed("kin"))) for reference in references],
        "voice": [
            float(plain(reference.head) in listed("voices") or reference.head == "spokes")
            for reference in references
        ],
        "body": [float(reference.head in listed("bodies")) for reference in references],
        "capital": [float(reference.source[:1].isupper()) for reference in references],
        "in_quotation": layout.in_quotation(asked[:, 0]).astype(np.float32),
        "opens_paragraph": layout.opens_paragraph(layout.contents[first:last, 0]).astype(np.float32),
        "person_inside": (pairs["in_source"] * pairs["kind_person"]).max(axis=1, initial=0),
        "names_inside": pairs["in_source"].sum(axis=1).clip(0, 3) / 3,
    }
    for name in (
        "described",
        "described_fully",
        "named_by_words",
        "head_described",
        "in_source",
        "source_is_name",
    ):
        found[f"most_{name}"] = np.where(mask, pairs[name], 0).max(axis=1, initial=0)
    return {name: np.asarray(values, dtype=np.float32) for name, values in found.items()}
