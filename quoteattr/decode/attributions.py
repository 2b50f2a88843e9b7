"""From drafts in words to attributions in characters: edges snapped to marks, forms without a cue added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quoteattr.analysis import Kind, Offsets
from quoteattr.decode.drafts import Draft
from quoteattr.decode.forms import cut_at_lead_ins, is_title, source_before_colon, uncued_quotes
from quoteattr.decode.reading import Reading
from quoteattr.marks import kind_of, snap


@dataclass(slots=True)
class Settled:
    """An attribution in characters of the whole text, before its speaker is known.

    Attributes:
        content: The content's spans.
        cue: The cue's span, or nothing.
        source: The source's span, or nothing.
        kind: From the quotation marks.
        draft: What the network found; None for an attribution made by rule.
        parent: Number of the attribution whose content holds this one.
        follows: Number of the attribution that this one carries on.
        inner_cues: Where words stand in the content that may be cues; None when that is not known.
    """

    content: tuple[Offsets, ...]
    cue: tuple[Offsets, ...]
    source: tuple[Offsets, ...]
    kind: Kind
    draft: Draft | None = None
    parent: int | None = None
    follows: int | None = None
    inner_cues: tuple[int, ...] | None = None


def settle(reading: Reading) -> list[Settled]:
    """Attributions of one text, in the order of their contents, those that only a rule finds among them."""
    cut_at_lead_ins(reading)
    found = settle_drafts(reading)
    for quote in uncued_quotes(reading, [(item.content, item.source) for item in found]):
        content = snap([quote.content], reading.quotations, reading.text)
        kind = kind_of(reading.text, content, reading.quotations)
        found.append(Settled(tuple(content), quote.cue, quote.source, kind, follows=quote.follows))
    return in_order(found)


def settle_drafts(reading: Reading) -> list[Settled]:
    """What the network found in one text, in the order of the contents."""
    found = []
    for draft in reading.drafts:
        content = snap(
            [reading.words.offsets(*span) for span in draft.contents], reading.quotations, reading.text
        )
        cue, source = _span(reading, draft.cue), _span(reading, draft.source)
        if not content or is_title(reading.text, content, cue):
            continue
        before_colon = source_before_colon(reading, cue, source) if cue else source
        if before_colon != source:
            draft.query = np.zeros(0, dtype=np.float32)  # it asked for another source
        kind = kind_of(reading.text, content, reading.quotations)
        inner_cues = tuple(int(reading.words.starts[word]) for word in draft.inner_cues)
        found.append(Settled(tuple(content), cue, before_colon, kind, draft, inner_cues=inner_cues))
    return sorted(found, key=lambda item: item.content)


def _span(reading: Reading, span: tuple[int, int] | None) -> tuple[Offsets, ...]:
    return (reading.words.offsets(*span),) if span else ()


def in_order(found: Sequence[Settled]) -> list[Settled]:
    """Sort by place, a parent before its children, and renumber what points to others."""
    order = sorted(range(len(found)), key=lambda n: (found[n].content[0][0], -found[n].content[-1][1], n))
    place = {number: i for i, number in enumerate(order)}
    for item in found:
        item.parent = place[item.parent] if item.parent is not None else None
        item.follows = place[item.follows] if item.follows is not None else None
    return [found[number] for number in order]
