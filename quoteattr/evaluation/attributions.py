"""Attributions, exact and by overlap, with and without their source, by kind."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from quoteattr.analysis import Kind
from quoteattr.evaluation.documents import Document, Item, Tokens
from quoteattr.evaluation.rates import NOTHING, Rates

THRESHOLDS = (0.5, 0.8, 1.0)
"""Overlaps of contents from which an attribution counts as found."""

Selection = Literal["all", "quoted", "direct", "mixed", "indirect", "nested"]
"""Which attributions to judge: those of a kind, those with any quotation mark, those inside another."""

BY_MARKS: tuple[Selection, ...] = ("direct", "mixed", "indirect")
"""The kinds that are told apart by quotation marks."""

Tier = Literal["all", "core", "topic"]
"""Whether what is said must be stated or asked, or its topic only be named."""

_MARKS = frozenset('“”"«»')
_CLOSERS = {"“": "”", '"': '"', "«": "»"}
_MARK_OR_BREAK = re.compile('[“”"«»]|\n[ \t\u00a0]*(?=\n)')
_WHOLLY = 0.98
"""Share of a direct quote's letters that stand in quotation marks: spans drawn by hand miss a mark or two."""


@dataclass(frozen=True, slots=True)
class AttributionScores:
    """How well attributions were found.

    Attributes:
        cue: Cues found exactly, to the token.
        source: Sources found exactly.
        content: Contents found exactly.
        content_soft: Each content's best overlap with one of the other side, in its own tokens (as in PARC).
        attribution: By threshold, attributions matched one to one whose contents overlap by that much.
        with_source: The same, whose sources overlap by half as well, or are both empty.
    """

    cue: Rates = NOTHING
    source: Rates = NOTHING
    content: Rates = NOTHING
    content_soft: Rates = NOTHING
    attribution: dict[float, Rates] = field(default_factory=lambda: dict.fromkeys(THRESHOLDS, NOTHING))
    with_source: dict[float, Rates] = field(default_factory=lambda: dict.fromkeys(THRESHOLDS, NOTHING))

    def __add__(self, other: AttributionScores) -> AttributionScores:
        return AttributionScores(
            self.cue + other.cue,
            self.source + other.source,
            self.content + other.content,
            self.content_soft + other.content_soft,
            {level: rates + other.attribution[level] for level, rates in self.attribution.items()},
            {level: rates + other.with_source[level] for level, rates in self.with_source.items()},
        )


def score_attributions(
    documents: Iterable[Document], *, only: Selection = "all", tier: Tier = "all"
) -> AttributionScores:
    """Score attributions, summed over all documents.

    Args:
        documents: Gold and predictions, as `pair_documents` gives them.
        only: Judge the gold attributions of this kind, and the predictions that are matched to one of them
            or, matched to none, are of the kind themselves. Kinds are read off the quotation marks.
            "nested" asks gold and prediction alike to stand inside another.
        tier: Judge the gold attributions of this tier, and leave out what is matched to one of another.
    """
    total = AttributionScores()
    for document in documents:
        total += _score(document, *_choose(document, only, tier))
    return total


def _choose(document: Document, only: Selection, tier: Tier) -> tuple[list[int], list[int]]:
    """Places of the gold attributions to be judged and of the predictions that count beside them."""
    selects = _selector(document, only)
    judged = [
        place
        for place, item in enumerate(document.gold)
        if selects(item) and (tier == "all" or item.is_core == (tier == "core"))
    ]
    if only == "nested":
        return judged, [place for place, item in enumerate(document.predicted) if selects(item)]
    chosen, gold_of = set(judged), {mate: place for place, mate in document.mates.items()}
    counted = [
        place
        for place, item in enumerate(document.predicted)
        if (gold_of[place] in chosen if place in gold_of else selects(item) and _may_be(item, tier))
    ]
    return judged, counted


def _may_be(item: Item, tier: Tier) -> bool:
    """Whether a prediction that is matched to nothing counts against a tier."""
    return tier != "topic" or item.fields.get("kind") == "reported"


def _selector(document: Document, only: Selection) -> Callable[[Item], bool]:
    if only == "all":
        return lambda item: True
    if only == "nested":
        return lambda item: item.parent is not None
    quoted = _quoted_stretches(document.text)

    def selects(item: Item) -> bool:
        kind = _kind(document.text, item.fields.get("content") or (), quoted)
        return kind == only or (only == "quoted" and kind != "indirect")

    return selects


def _score(document: Document, judged: Sequence[int], counted: Sequence[int]) -> AttributionScores:
    gold, predicted = document.gold, document.predicted
    attribution, with_source = {}, {}
    allowed = set(counted)
    for level in THRESHOLDS:
        hits = [
            (place, mate)
            for place in judged
            if (mate := document.mates.get(place)) in allowed and document.overlaps[place, mate] >= level
        ]
        sourced = sum(document.same_source(place, mate) for place, mate in hits)
        attribution[level] = Rates(len(hits), len(counted), len(hits), len(judged))
        with_source[level] = Rates(sourced, len(counted), sourced, len(judged))

    def exact(role: Callable[[Item], Tokens]) -> Rates:
        wanted = [role(gold[place]) for place in judged if role(gold[place])]
        given = [role(predicted[place]) for place in counted if role(predicted[place])]
        all_wanted, all_given = set(map(role, gold)), set(map(role, predicted))
        return Rates(
            sum(tokens in all_wanted for tokens in given),
            len(given),
            sum(tokens in all_given for tokens in wanted),
            len(wanted),
        )

    return AttributionScores(
        cue=exact(lambda item: item.cue),
        source=exact(lambda item: item.source),
        content=exact(lambda item: item.content),
        content_soft=_soft(document, judged, counted),
        attribution=attribution,
        with_source=with_source,
    )


def _soft(document: Document, judged: Sequence[int], counted: Sequence[int]) -> Rates:
    best_gold: dict[int, float] = {}
    best_predicted: dict[int, float] = {}
    for place, other in document.overlaps:
        wanted, given = document.gold[place].content, document.predicted[other].content
        shared = len(wanted & given)
        best_gold[place] = max(best_gold.get(place, 0.0), shared / len(wanted))
        best_predicted[other] = max(best_predicted.get(other, 0.0), shared / len(given))
    return Rates(
        sum(best_predicted.get(place, 0.0) for place in counted),
        sum(bool(document.predicted[place].content) for place in counted),
        sum(best_gold.get(place, 0.0) for place in judged),
        sum(bool(document.gold[place].content) for place in judged),
    )


def score_not_quotes(documents: Iterable[Document]) -> Rates:
    """How many stretches in marks that attribute nothing were taken for direct quotes; fewer hits are better."""
    taken = total = 0
    for document in documents:
        is_direct = _selector(document, "direct")
        direct = [item.content for item in document.predicted if is_direct(item)]
        total += len(document.not_quotes)
        taken += sum(
            any(2 * len(stretch & content) >= max(len(stretch), len(content), 1) for content in direct)
            for stretch in document.not_quotes
        )
    return Rates(taken, total, taken, total)


def _kind(text: str, content: Iterable[Sequence[int]], quoted: Sequence[tuple[int, int]]) -> Kind:
    """Tell the kind of a content from the double quotation marks in and at it.

    This is the scorer's own reading, kept simple so that it treats every system alike: a mark left open
    closes with its paragraph, and single marks do not count.
    """
    spans = [(start, end) for start, end in content]
    if not any(_MARKS.intersection(text[max(0, start - 1) : end + 1]) for start, end in spans):
        return "indirect"
    letters = [index for start, end in spans for index in range(start, end) if text[index].isalnum()]
    inside = sum(_lies_in(quoted, index) for index in letters)
    return "direct" if letters and inside >= _WHOLLY * len(letters) else "mixed"


def _lies_in(stretches: Sequence[tuple[int, int]], index: int) -> bool:
    place = bisect_right(stretches, index, key=lambda stretch: stretch[0]) - 1
    return place >= 0 and index < stretches[place][1]


def _quoted_stretches(text: str) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for match in _MARK_OR_BREAK.finditer(text):
        mark = match.group()
        if opened is not None and (mark == opened[1] or mark[0] == "\n"):
            stretches.append((opened[0], match.start() if mark[0] == "\n" else match.end()))
            opened = None
        elif opened is None and mark in _CLOSERS:
            opened = match.start(), _CLOSERS[mark]
    if opened is not None:
        stretches.append((opened[0], len(text)))
    return stretches
