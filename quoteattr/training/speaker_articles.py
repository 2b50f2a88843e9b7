"""Articles whose speakers are known, as the scorer learns from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quoteattr.analysis import Offsets
from quoteattr.evaluation.speakers import plain_name
from quoteattr.speakers.entities import find_entities
from quoteattr.speakers.layout import Layout
from quoteattr.speakers.reading import ReadText, Said
from quoteattr.speakers.references import find_references

_MISSED = 0.3
"""Weight of a reference whose speaker is not among those that were found: nobody is the best answer then."""


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """A text with known antecedents.

    Attributes:
        read: The text as the network has read it.
        said: Its attributions.
        speakers: For each attribution all right names of its speaker, none where nobody is named; None where that is
            not known.
        antecedents: For other "he" and "she", by their span, where whom they stand for is named.
        weight: How much the article counts.
    """

    read: ReadText
    said: Sequence[Said] = ()
    speakers: Sequence[frozenset[str] | None] = ()
    antecedents: Mapping[Offsets, Sequence[Offsets]] = field(default_factory=dict)
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Taught:
    """References of a text with their right answers.

    Attributes:
        layout: The text.
        right: The right entities of each reference; empty for nobody.
        weights: How much each reference counts; 0 where nothing is known.
    """

    layout: Layout
    right: list[frozenset[int]]
    weights: list[float]


def labelled_article(
    read: ReadText,
    attributions: Sequence[Mapping[str, Any]],
    labels: Sequence[Mapping[str, Any]],
    *,
    weight: float = 1.0,
) -> LabelledArticle:
    """An article in the exchange format of the corpora.

    Args:
        read: The text.
        attributions: With `content`, `cue`, `source` and, where there is one, `nested_in`.
        labels: Of each attribution `speaker` and its `aliases` or `speaker_aliases`; fewer where some are not known.
        weight: How much it counts.
    """
    said = [
        Said(_spans(row["content"]), _spans(row["cue"]), _spans(row["source"]), parent=row.get("nested_in"))
        for row in attributions
    ]
    return LabelledArticle(read, said, [right_names(row) if row else None for row in labels], weight=weight)


def right_names(row: Mapping[str, Any]) -> frozenset[str]:
    """All names that count as right for a labelled speaker."""
    if not row.get("speaker"):
        return frozenset()
    others = [
        *(row.get("aliases") or ()),
        *(row.get("speaker_aliases") or ()),
        *(row.get("speaker_accept") or ()),
    ]
    return frozenset(plain_name(name) for name in (row["speaker"], *others))


def teach(article: LabelledArticle) -> Taught:
    """Find the references of an article and which of the entities found are right for each."""
    read = article.read
    named = find_entities(read)
    references = find_references(read.text, article.said, [mention.span for mention in named.mentions])
    layout = Layout(read, named, references)
    names = [plain_name(entity.name) for entity in named.entities]
    forms = [{plain_name(read.text[slice(*span)]) for span in entity.mentions} for entity in named.entities]
    right, weights = [], []
    for reference in references:
        if reference.attribution is not None:
            wanted = article.speakers[reference.attribution]
            found = frozenset(n for n, name in enumerate(names) if name in (wanted or ()))
            found = found or frozenset(n for n, own in enumerate(forms) if wanted and own & wanted)
            weight = 0.0 if wanted is None else 1.0 if found or not wanted else _MISSED
        else:
            spans = article.antecedents.get(reference.span, ())
            found = frozenset(n for n, e in enumerate(named.entities) if _overlap(e.mentions, spans))
            weight = float(bool(found))
        right.append(found)
        weights.append(weight * article.weight)
    return Taught(layout, right, weights)


def _overlap(mentions: Sequence[Offsets], spans: Sequence[Offsets]) -> bool:
    return any(start < b and a < end for start, end in mentions for a, b in spans)


def _spans(spans: Sequence[Sequence[int]]) -> tuple[Offsets, ...]:
    return tuple((span[0], span[1]) for span in spans)
