"""What entities and references are by themselves, and how far the words of one fit the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from quoteattr.speakers.entities import ENTITY_KINDS
from quoteattr.speakers.layout import BoolArray, Layout
from quoteattr.speakers.lexicon import listed
from quoteattr.speakers.reading import FloatArray, IntArray
from quoteattr.speakers.references import FORMS, Reference, content_words, head_of, plain

_DESCRIBING_MENTIONS = 12
"""Mentions of an entity that are looked at for what the text calls it: that is told early."""


def entity_traits(layout: Layout, numbers: IntArray, shape: tuple[int, ...]) -> dict[str, FloatArray]:
    """What kind of thing each entity is, and how much of the text is about it."""
    entities = [layout.named.entities[number] for number in numbers.tolist()]
    mentions = layout.named.mentions
    rank = {number: place for place, number in enumerate(layout.frequent)}
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


def described(layout: Layout, references: Sequence[Reference], numbers: IntArray) -> dict[str, FloatArray]:
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


def agreement(references: Sequence[Reference], pairs: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Whether gender, number and kind of an entity fit those of a reference."""
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


def reference_traits(
    layout: Layout, first: int, last: int, pairs: Mapping[str, FloatArray], mask: BoolArray
) -> dict[str, FloatArray]:
    """How each reference is put, whatever it is compared with."""
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
