"""Where everything stands that is compared: arrays of mentions, entities and references of one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from quoteattr.analysis import Offsets
from quoteattr.speakers.entities import NamedText
from quoteattr.speakers.lexicon import listed
from quoteattr.speakers.reading import FloatArray, IntArray, ReadText
from quoteattr.speakers.references import Reference

BoolArray = npt.NDArray[np.bool_]

_SENTENCE_END = re.compile(r"(\w*)[.!?…]['”’\"»)\]]*\s+(?=[^\W\d_a-z]|[“\"'‘(\[]|\d)|\n+")


@dataclass(frozen=True)
class Layout:
    """Arrays of one text.

    Attributes:
        read: The text.
        named: Whom it names.
        references: What asks for a speaker, in order.
    """

    read: ReadText
    named: NamedText
    references: Sequence[Reference]

    @cached_property
    def spans(self) -> IntArray:
        """Start and end of each mention, `[mentions, 2]`."""
        return _pairs([mention.span for mention in self.named.mentions])

    @cached_property
    def owners(self) -> IntArray:
        """The entity of each mention."""
        return np.array(self.named.owners, dtype=np.int64)

    @cached_property
    def asked(self) -> IntArray:
        """Start and end of each reference, `[references, 2]`."""
        return _pairs([reference.span for reference in self.references])

    @cached_property
    def contents(self) -> IntArray:
        """First and last character of what each reference says, `[references, 2]`."""
        return _pairs([reference.content for reference in self.references])

    @cached_property
    def _paragraph_starts(self) -> IntArray:
        return np.array([start for start, _ in self.read.paragraphs], dtype=np.int64)

    @cached_property
    def _sentence_ends(self) -> IntArray:
        ends = [
            match.end()
            for match in _SENTENCE_END.finditer(self.read.text)
            if not match[1] or (match[1].lower() not in listed("honorifics") and len(match[1]) > 1)
        ]
        return np.array(ends, dtype=np.int64)

    @cached_property
    def _quoted(self) -> IntArray:
        return _pairs(sorted(self.read.quotations))

    def paragraph(self, places: IntArray) -> IntArray:
        """The paragraph of each place."""
        return np.searchsorted(self._paragraph_starts, places, "right") - 1

    def sentence(self, places: IntArray) -> IntArray:
        """The sentence of each place."""
        return np.searchsorted(self._sentence_ends, places, "right")

    def opens_paragraph(self, places: IntArray) -> BoolArray:
        """Whether a paragraph begins at each place."""
        return np.isin(places, self._paragraph_starts)

    def in_quotation(self, places: IntArray) -> BoolArray:
        """Whether each place stands in quotation marks."""
        quoted = self._quoted
        if not len(quoted):
            return np.zeros(len(places), dtype=bool)
        reach = np.maximum.accumulate(quoted[:, 1])
        at = np.searchsorted(quoted[:, 0], places, "right") - 1
        inside: BoolArray = (at >= 0) & (places < reach[at.clip(0)])
        return inside

    @cached_property
    def opening(self) -> int:
        """The end of the second paragraph: who is named before is whom the text is about."""
        paragraphs = self.read.paragraphs
        return paragraphs[min(1, len(paragraphs) - 1)][1] if paragraphs else 0

    def column(self, values: Sequence[float | bool]) -> FloatArray:
        """Values of mentions as an array."""
        return np.array(values, dtype=np.float32)


def _pairs(spans: Sequence[Offsets]) -> IntArray:
    return np.array(spans, dtype=np.int64).reshape(-1, 2)
