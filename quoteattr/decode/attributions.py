"""From drafts in words to attributions in characters: edges snapped to marks, forms without a cue added."""

from __future__ import annotations

import numpy as np

from quoteattr.analysis import Offsets
from quoteattr.decode.forms import (
    cut_at_furniture,
    cut_at_lead_ins,
    is_title,
    source_before_colon,
    uncued_quotes,
)
from quoteattr.decode.reading import Reading
from quoteattr.decode.settled import Settled, in_order
from quoteattr.decode.turns import take_turns
from quoteattr.text.marks import kind_of, snap

_DASHES = " \u00a0\n-–—"


def settle(reading: Reading) -> list[Settled]:
    """Attributions of one text, in the order of their contents, those that only a rule finds among them."""
    cut_at_furniture(reading)
    cut_at_lead_ins(reading)
    found = take_turns(reading, settle_drafts(reading))
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
    if span is None:
        return ()
    start, end = reading.words.offsets(*span)
    return ((start, start + (len(reading.text[start:end].rstrip(_DASHES)) or end - start)),)
