"""Gold and predicted attributions of one text, as sets of tokens."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from quoteattr.errors import RecordError
from quoteattr.evaluation.assignment import best_matching

Tokens = frozenset[int]

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MATCH = 0.5
_FOUND_FIRST = 10.0
"""Weight of a match at `_MATCH` beside the overlap itself: as many such matches as can be, then the best."""
_SAME_SOURCE = 1e-9
"""Weight of the sources' overlap: it only decides between equal contents, as in a chain of reports."""


@dataclass(frozen=True, slots=True)
class Item:
    """One attribution with its roles as sets of token indices."""

    content: Tokens
    cue: Tokens
    source: Tokens
    fields: Mapping[str, Any]
    """The attribution as it was given: "polarity", "speaker", "score" …"""
    parent: int | None
    """Place of the attribution that holds this one."""

    @property
    def is_core(self) -> bool:
        """Whether it states or asks something; false where gold's tier says that only a topic is named."""
        return bool(self.fields.get("tier", "core") == "core")


def overlap(one: Tokens, other: Tokens) -> float:
    """Share of two sets' tokens that both have (intersection over union); 1 when both are empty."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if one or other else 1.0


@dataclass(frozen=True)
class Document:
    """The gold and the predicted attributions of one text.

    Attributes:
        text: The text.
        gold: What there is to find.
        predicted: What was found.
        tokens: The text cut into words.
        not_quotes: Stretches in quotation marks that attribute nothing.
        by_source: Whether a match asks for half the content, and the sources decide between several.
    """

    text: str
    gold: tuple[Item, ...]
    predicted: tuple[Item, ...]
    tokens: Tokenized
    not_quotes: tuple[Tokens, ...] = ()
    by_source: bool = False

    @cached_property
    def overlaps(self) -> dict[tuple[int, int], float]:
        """Overlap of contents by places in `gold` and `predicted`, where there is any."""
        holders: dict[int, list[int]] = {}
        for place, item in enumerate(self.predicted):
            for token in item.content:
                holders.setdefault(token, []).append(place)
        found: dict[tuple[int, int], float] = {}
        for place, item in enumerate(self.gold):
            for other in {holder for token in item.content for holder in holders.get(token, ())}:
                found[place, other] = overlap(item.content, self.predicted[other].content)
        return found

    @cached_property
    def mates(self) -> dict[int, int]:
        """The prediction matched to each gold attribution, one to one, so that all overlaps are greatest."""
        weigh = self._weight_by_source if self.by_source else self._weight
        pairs = self.overlaps.items()
        return best_matching(
            {p: weigh(*p, share) for p, share in pairs if share >= _MATCH or not self.by_source}
        )

    def _weight(self, gold: int, predicted: int, share: float) -> float:
        sources = overlap(self.gold[gold].source, self.predicted[predicted].source)
        return share + _FOUND_FIRST * (share >= _MATCH) + _SAME_SOURCE * sources

    def _weight_by_source(self, gold: int, predicted: int, share: float) -> float:
        sources = overlap(self.gold[gold].source, self.predicted[predicted].source)
        return share + sources + _FOUND_FIRST * (1 + (sources >= _MATCH))

    @cached_property
    def found(self) -> dict[int, int]:
        """Those of `mates` whose contents overlap by half or more."""
        return {gold: mate for gold, mate in self.mates.items() if self.overlaps[gold, mate] >= _MATCH}

    def same_source(self, gold: int, predicted: int) -> bool:
        """Say whether the sources overlap by half or more, or both are empty."""
        return overlap(self.gold[gold].source, self.predicted[predicted].source) >= _MATCH


def pair_documents(
    gold: Iterable[Mapping[str, Any]], predicted: Iterable[Mapping[str, Any]], *, by_source: bool = False
) -> list[Document]:
    """Pair gold records with the predicted ones of the same "id".

    A gold text without predictions counts as one with none; predictions for other texts are left out.

    Args:
        gold: Records with "text" and "quotes" or "attributions", and "not_quotes" where they are known.
        predicted: The same for the predictions.
        by_source: Match only where contents overlap by half, and prefer the prediction of the same source: for
            texts whose attributions hold and share each other's contents.

    Raises:
        RecordError: An id occurs twice, or a record lacks its text or attributions.
    """
    found = _by_id(predicted, "predicted")
    documents = []
    for id, record in _by_id(gold, "gold").items():
        if not isinstance(record.get("text"), str):
            raise RecordError(f"gold record {id!r} has no text")
        other = found.get(id)
        if other is not None and other.get("text", record["text"]) != record["text"]:
            raise RecordError(f"record {id!r}: the predictions are for another text than the gold's")
        tokens = Tokenized(record["text"])
        found_items = tokens.items(other) if other is not None else ()
        scares = tuple(tokens.covered([span]) for span in record.get("not_quotes") or ())
        documents.append(
            Document(record["text"], tokens.items(record), found_items, tokens, scares, by_source)
        )
    return documents


def _by_id(records: Iterable[Mapping[str, Any]], side: str) -> dict[str, Mapping[str, Any]]:
    result: dict[str, Mapping[str, Any]] = {}
    for record in records:
        id = str(record.get("id", ""))
        if id in result:
            raise RecordError(f"two {side} records have the id {id!r}; scoring pairs texts by it")
        result[id] = record
    return result


class Tokenized:
    """A text cut into words and single other characters, which is what overlap is counted in."""

    def __init__(self, text: str) -> None:
        self.spans = [match.span() for match in _TOKEN.finditer(text)]
        self._starts = [start for start, _ in self.spans]
        self._ends = [end for _, end in self.spans]

    def covered(self, spans: Iterable[Sequence[int]] | None) -> Tokens:
        """Indices of the tokens that the character spans touch."""
        return frozenset(
            index
            for start, end in spans or ()
            for index in range(bisect_right(self._ends, start), bisect_left(self._starts, end))
        )

    def items(self, record: Mapping[str, Any]) -> tuple[Item, ...]:
        """The attributions of a record in either form."""
        listed = record.get("quotes", record.get("attributions"))
        if listed is None:
            raise RecordError(f"record {record.get('id', '')!r} has neither 'quotes' nor 'attributions'")
        places = {entry["id"]: place for place, entry in enumerate(listed) if "id" in entry}
        return tuple(
            Item(
                content=self.covered(entry.get("content")),
                cue=self.covered(entry.get("cue")),
                source=self.covered(entry.get("source")),
                fields=entry,
                parent=places.get(entry.get("parent"), entry.get("nested_in")),
            )
            for entry in listed
        )
