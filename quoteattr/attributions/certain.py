"""Attributions that the form of a text gives, in the shape of those that the network finds."""

from __future__ import annotations

import numpy as np

from quoteattr.analysis import MEDIA, POLARITIES, Offsets
from quoteattr.attributions.settle import Settled
from quoteattr.attributions.utterances import Utterance
from quoteattr.network.decoding import EVIDENCE, Draft, FloatArray, WordSpan
from quoteattr.network.heads import TIERS
from quoteattr.text.layout import Layout
from quoteattr.text.marks import kind_of

_CERTAIN, _OUT_OF_THE_QUESTION = -0.01, -8.0
"""Log-probabilities of what leaves no doubt."""


def certain(layout: Layout, utterance: Utterance, draft: Draft | None = None) -> Settled:
    """An utterance as an attribution; medium and polarity are the draft's, if the network found the same words."""
    content, cue, source = utterance.content, utterance.cue, utterance.source
    return Settled(
        content,
        cue,
        source,
        kind_of(layout.text, content, layout.quotations),
        _draft(layout, utterance, draft),
    )


def _draft(layout: Layout, utterance: Utterance, draft: Draft | None) -> Draft:
    """A draft that is as sure as the network can be, with what it makes of the same words if it found them."""
    contents = tuple(_words(layout, span) for span in utterance.content)
    values = dict.fromkeys(EVIDENCE, _CERTAIN)
    values |= {
        "cue_against_none": _OUT_OF_THE_QUESTION,
        "has_cue": float(bool(utterance.cue)),
        "has_source": float(bool(utterance.source)),
        "parts": float(len(contents) > 1),
        "length": float(np.log1p(sum(last + 1 - first for first, last in contents))),
    }
    return Draft(
        contents=contents,
        cue=_words(layout, utterance.cue[0]) if utterance.cue else None,
        source=_words(layout, utterance.source[0]) if utterance.source else None,
        evidence=np.array([values[name] for name in EVIDENCE], dtype=np.float32),
        medium=draft.medium if draft else _only(MEDIA.index(utterance.medium), len(MEDIA)),
        polarity=draft.polarity if draft else _only(0, len(POLARITIES)),
        tier=_only(0, len(TIERS)),
    )


def _only(number: int, count: int) -> FloatArray:
    """Log-probabilities that leave no doubt."""
    values = np.full(count, _OUT_OF_THE_QUESTION, dtype=np.float32)
    values[number] = _CERTAIN
    return values


def _words(layout: Layout, span: Offsets) -> WordSpan:
    first, stop = layout.words.covered_by(*span)
    return first, max(stop - 1, first)
