"""All that is known of a text before the network reads it: paragraphs, quotation marks, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from quoteattr.analysis import Offsets
from quoteattr.text.marks import Quotation, pair
from quoteattr.text.paragraphs import paragraphs
from quoteattr.text.windows import Window, cut_windows
from quoteattr.text.words import Words, split_words


@dataclass(frozen=True, slots=True)
class Layout:
    """A text and what it is made of.

    Attributes:
        text: The text.
        paragraphs: Where its paragraphs stand.
        quotations: Its quotations in marks.
        words: Its words.
    """

    text: str
    paragraphs: Sequence[Offsets]
    quotations: Sequence[Quotation]
    words: Words

    def windows(self, number: int, max_pieces: int) -> list[Window]:
        """Windows of this text as text `number` of a batch."""
        return list(cut_windows(self.words, text=number, max_pieces=max_pieces))


def read_layout(text: str, tokenizer: Tokenizer) -> Layout:
    """Take a text apart."""
    blocks = paragraphs(text)
    quotations = pair(text, blocks)
    words = split_words(text, tokenizer, paragraphs=blocks, quotations=quotations)
    return Layout(text, blocks, quotations, words)
