"""One text on its way through the library: what is known of it before and after the network has read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer

from quoteattr.analysis import Offsets
from quoteattr.decode.drafts import Draft
from quoteattr.decode.spans import WordSpan
from quoteattr.text.marks import Quotation, pair
from quoteattr.text.paragraphs import paragraphs
from quoteattr.text.windows import Window, cut_windows
from quoteattr.text.words import Words, split_words

LOOSE_WORDS = 4
"""Quoted words from which a quotation that no content touches may be a quote of its own."""


@dataclass(slots=True)
class Reading:
    """A text, its layout and what was found in it.

    Attributes:
        text: The text.
        paragraphs: Where its paragraphs stand.
        quotations: Its quotations in marks.
        words: Its words.
        loose: Quotations long enough to be quotes, in words.
        drafts: Attributions found.
        apart: Whether the paragraphs have nothing to do with each other.
        uncued: Contents that no cue introduces.
    """

    text: str
    paragraphs: list[Offsets]
    quotations: list[Quotation]
    words: Words
    loose: list[WordSpan]
    drafts: list[Draft] = field(default_factory=list)
    apart: bool = False
    uncued: list[WordSpan] = field(default_factory=list)

    def windows(self, number: int, max_pieces: int) -> list[Window]:
        """Windows of this text as text `number` of a batch."""
        return list(cut_windows(self.words, text=number, max_pieces=max_pieces, apart=self.apart))


def read_layout(text: str, tokenizer: Tokenizer, stretches: Sequence[Offsets] | None = None) -> Reading:
    """All that is known of a text without the network.

    Args:
        text: The text.
        tokenizer: The encoder's.
        stretches: Parts of the text to be read as paragraphs, apart and in order; None for the paragraphs it has.
    """
    blocks = paragraphs(text) if stretches is None else list(stretches)
    quotations = pair(text, blocks)
    words = split_words(text, tokenizer, paragraphs=blocks, quotations=quotations)
    return Reading(text, blocks, quotations, words, _loose(words, quotations), apart=stretches is not None)


def _loose(words: Words, quotations: Sequence[Quotation]) -> list[WordSpan]:
    spans = []
    for quotation in quotations:
        if quotation.depth:
            continue
        first, last = words.covered_by(quotation.start, quotation.end)
        if int(np.sum(words.shapes[first:last] > 0)) >= LOOSE_WORDS:
            spans.append((first, last - 1))
    return spans


def words_in(words: Words, spans: Sequence[Offsets]) -> list[WordSpan | None]:
    """Spans of characters as spans of words; None for one that covers no word."""
    found: list[WordSpan | None] = []
    for start, end in spans:
        first, last = words.covered_by(start, end)
        found.append((first, last - 1) if last > first else None)
    return found
