"""Speakers, end to end: does the quote that was found name the right one?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from quoteattr.evaluation.documents import Document, Item, overlap

_FOUND = 0.5
_TITLE = re.compile(
    r"(?:the|mr|mrs|ms|dr|sen|gov|rep|gen|president|vice president|former|senator|governor|secretary|"
    r"republican|democratic)\.?\s+",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s$")


@dataclass(slots=True)
class ResolutionScores:
    """Gold attributions with a named speaker whose source names it in one way ("name", "pronoun" …)."""

    gold: int = 0
    found: int = 0
    """Those whose content was found."""
    right: int = 0
    """Those found under the right name."""

    @property
    def recall(self) -> float:
        """The share of all that is right."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def right_when_found(self) -> float:
        """The share of those found that is right."""
        return self.right / self.found if self.found else 0.0


@dataclass(slots=True)
class SpeakerScores:
    """How well speakers were named.

    Attributes:
        by_resolution: Gold attributions with a named speaker, by the way their source names it.
        unnamed_found: Gold attributions of nobody in particular whose content was found.
        falsely_named: Those of them that were given a name all the same.
        names: Predictions that name a speaker and stand for a gold attribution.
        right_names: Those of them whose name is right.
    """

    by_resolution: dict[str, ResolutionScores] = field(default_factory=dict)
    unnamed_found: int = 0
    falsely_named: int = 0
    names: int = 0
    right_names: int = 0

    @property
    def named(self) -> ResolutionScores:
        """All resolutions together."""
        rows = self.by_resolution.values()
        return ResolutionScores(
            sum(row.gold for row in rows), sum(row.found for row in rows), sum(row.right for row in rows)
        )

    @property
    def precision(self) -> float:
        """The share of the names given that is right."""
        return self.right_names / self.names if self.names else 0.0


def score_speakers(documents: Iterable[Document]) -> SpeakerScores:
    """Compare speakers by name, case, titles, articles and possessives aside.

    A gold attribution is found when a prediction overlaps its content by half; of several, the one whose
    source fits best stands for it. Gold gives "speaker" (a name or None) and may give "speaker_aliases" and
    "speaker_accept", other names that count, and "resolution". Gold without "speaker" is left out.
    """
    scores = SpeakerScores()
    for document in documents:
        candidates: dict[int, list[int]] = {}
        for (gold, predicted), share in sorted(document.overlaps.items()):
            if share >= _FOUND:
                candidates.setdefault(gold, []).append(predicted)
        for place, item in enumerate(document.gold):
            if "speaker" in item.fields:
                stands_for = _closest(document, place, candidates.get(place, []))
                _count(scores, item, stands_for, document.text)
    return scores


def _closest(document: Document, gold: int, candidates: list[int]) -> Item | None:
    source = document.gold[gold].source
    best = max(
        candidates,
        key=lambda place: (overlap(source, document.predicted[place].source), document.overlaps[gold, place]),
        default=None,
    )
    return None if best is None else document.predicted[best]


def _count(scores: SpeakerScores, gold: Item, predicted: Item | None, text: str) -> None:
    given = _given_name(predicted.fields, text) if predicted is not None else None
    accepted = {_plain(name) for name in _names(gold.fields.get("speaker_accept"))}
    if wanted := _names(gold.fields.get("speaker")):
        accepted |= {_plain(name) for name in (*wanted, *_aliases(gold.fields))}
        row = scores.by_resolution.setdefault(str(gold.fields.get("resolution", "name")), ResolutionScores())
        row.gold += 1
        row.found += predicted is not None
        row.right += bool(given) and given in accepted
    elif predicted is not None:
        scores.unnamed_found += 1
        scores.falsely_named += bool(given) and given not in accepted
    if given:
        scores.names += 1
        scores.right_names += given in accepted


def _given_name(fields: Mapping[str, Any], text: str) -> str | None:
    """The predicted speaker; a system that resolves nothing is taken to name its source as written."""
    if "speaker" in fields:
        return _plain(fields["speaker"]) if fields["speaker"] else None
    source = fields.get("source")
    return _plain(text[source[0][0] : source[0][1]]) if source else None


def _names(value: Any) -> tuple[str, ...]:
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _aliases(fields: Mapping[str, Any]) -> tuple[str, ...]:
    return _names(fields.get("speaker_aliases")) + _names(fields.get("aliases"))


def _plain(name: str) -> str:
    """A name without what may be left off it: titles and articles before, a possessive behind, case."""
    name = _POSSESSIVE.sub("", " ".join(name.split()))
    while match := _TITLE.match(name):
        name = name[match.end() :]
    return name.casefold()
