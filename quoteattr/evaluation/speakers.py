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
_POSSESSIVE = re.compile(r"'s$")


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


def score_speakers(documents: Iterable[Document], *, core: bool = False) -> SpeakerScores:
    """Compare speakers by name, case, titles, articles and possessives aside.

    A gold attribution is found when a prediction overlaps its content by half; of several, the one whose
    source fits best stands for it; where sources decide the matches, the one matched to it does. Gold gives
    "speaker" (a name or None) and may give "speaker_aliases" and "speaker_accept", other names that count, and
    "resolution". Gold without "speaker" is left out.

    Args:
        documents: Gold and predictions.
        core: Ask only who said what is stated or asked; names are judged wherever they are given.
    """
    scores = SpeakerScores()
    for document in documents:
        pairs = document.found.items() if document.by_source else sorted(document.overlaps)
        candidates: dict[int, list[int]] = {}
        for gold, predicted in pairs:
            if document.overlaps[gold, predicted] >= _FOUND:
                candidates.setdefault(gold, []).append(predicted)
        for place, item in enumerate(document.gold):
            if "speaker" in item.fields:
                stands_for = _closest(document, place, candidates.get(place, []))
                _count(scores, item, stands_for, document.text, asked=item.is_core or not core)
    return scores


def _closest(document: Document, gold: int, candidates: list[int]) -> Item | None:
    source = document.gold[gold].source
    best = max(
        candidates,
        key=lambda place: (overlap(source, document.predicted[place].source), document.overlaps[gold, place]),
        default=None,
    )
    return None if best is None else document.predicted[best]


def _count(scores: SpeakerScores, gold: Item, predicted: Item | None, text: str, *, asked: bool) -> None:
    given = given_name(predicted.fields, text) if predicted is not None else None
    accepted = accepted_names(gold.fields)
    if gold.fields.get("speaker"):
        if asked:
            resolution = str(gold.fields.get("resolution", "name"))
            row = scores.by_resolution.setdefault(resolution, ResolutionScores())
            row.gold += 1
            row.found += predicted is not None
            row.right += given in accepted
    elif predicted is not None:
        scores.unnamed_found += 1
        scores.falsely_named += given is not None and given not in accepted
    if given is not None:
        scores.names += 1
        scores.right_names += given in accepted


def given_name(fields: Mapping[str, Any], text: str) -> str | None:
    """The predicted speaker; a system that resolves nothing is taken to name its source as written."""
    if "speaker" in fields:
        return plain_name(fields["speaker"]) if fields["speaker"] else None
    source = fields.get("source")
    return plain_name(text[source[0][0] : source[0][1]]) if source else None


def accepted_names(fields: Mapping[str, Any]) -> set[str]:
    """Every name that is right for a gold attribution; none where nobody is named."""
    keys = ("speaker", "speaker_aliases", "aliases", "speaker_accept")
    values = [fields.get(key) for key in (keys if fields.get("speaker") else keys[-1:])]
    return {
        plain_name(name) for value in values for name in ([value] if isinstance(value, str) else value or ())
    }


def plain_name(name: str) -> str:
    """A name without what may be left off it: titles and articles before, a possessive behind, case."""
    name = _POSSESSIVE.sub("", " ".join(name.replace("’", "'").split()))
    while match := _TITLE.match(name):
        name = name[match.end() :]
    return name.casefold()
