"""Text to words and word pieces, as arrays: the units that the network scores.

A word is a pre-token of the encoder's own tokenizer (a run of word characters or one punctuation mark), not a
spaCy token, so that results do not depend on how the user's pipeline tokenizes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from quoteattr.analysis import Offsets
from quoteattr.text.marks import Quotation, outermost, word_states

IntArray = npt.NDArray[np.int64]

SHAPES = 6
"""Casing classes of a word: none (punctuation), lower, title, upper, mixed, digit."""

STATES = 6
"""Places of a word among quotation marks (see `marks.word_states`)."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_CHUNK_CHARS = 20_000
_STOPS = [ord(mark) for mark in ".!?…"]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text.

    Attributes:
        starts: First character of each word, `[words]`.
        ends: Character after each word, `[words]`.
        shapes: Casing class of each word, `[words]`.
        states: Where each word stands among the quotation marks (see `marks.word_states`), `[words]`.
        quotations: Number of the outermost quotation that each word stands in, -1 outside, `[words]`.
        paragraphs: Index of the paragraph that holds each word, `[words]`.
        sentences: How many sentences have ended before each word, by full stops and their like, `[words]`.
        pieces: Vocabulary ids of all word pieces, `[pieces]`.
        first_pieces: Index into `pieces` of the first piece of each word, `[words + 1]` (the last is a sentinel).
    """

    starts: IntArray
    ends: IntArray
    shapes: IntArray
    states: IntArray
    quotations: IntArray
    paragraphs: IntArray
    sentences: IntArray
    pieces: IntArray
    first_pieces: IntArray

    def __len__(self) -> int:
        return len(self.starts)

    def covered_by(self, start: int, end: int) -> tuple[int, int]:
        """First and one-past-last word that overlap the characters `start` to `end`."""
        return int(np.searchsorted(self.ends, start, "right")), int(np.searchsorted(self.starts, end, "left"))

    def offsets(self, first: int, last: int) -> Offsets:
        """Characters from the start of word `first` to the end of word `last`, both included."""
        return int(self.starts[first]), int(self.ends[last])


def split_words(
    text: str, tokenizer: Tokenizer, *, paragraphs: Sequence[Offsets], quotations: Sequence[Quotation]
) -> Words:
    """Cut a text into words and pieces, paragraph by paragraph."""
    clean = _SURROGATE.sub("\ufffd", text)  # the tokenizer takes well-formed Unicode only
    starts, ends, owners, pieces, firsts = [], [], [], [], []
    count = 0
    for index, (start, end) in enumerate(paragraphs):
        for chunk_start, chunk_end in _chunks(clean, start, end):
            encoding = tokenizer.encode(clean[chunk_start:chunk_end], add_special_tokens=False)
            ids = np.array(encoding.ids, dtype=np.int64)
            if not len(ids):
                continue
            offsets = np.array(encoding.offsets, dtype=np.int64) + chunk_start
            word_ids = np.array(encoding.word_ids, dtype=np.int64)
            is_first = np.r_[True, word_ids[1:] != word_ids[:-1]]
            is_last = np.r_[is_first[1:], True]
            starts.append(offsets[is_first, 0])
            ends.append(offsets[is_last, 1])
            owners.append(np.full(int(is_first.sum()), index, dtype=np.int64))
            firsts.append(np.flatnonzero(is_first) + count)
            pieces.append(ids)
            count += len(ids)
    if not starts:
        empty = np.zeros(0, dtype=np.int64)
        return Words(empty, empty, empty, empty, empty, empty, empty, empty, np.zeros(1, dtype=np.int64))
    word_starts, word_ends = np.concatenate(starts), np.concatenate(ends)
    return Words(
        starts=word_starts,
        ends=word_ends,
        shapes=_shapes(clean, word_starts, word_ends),
        states=word_states(word_starts, word_ends, quotations).astype(np.int64),
        quotations=outermost(word_starts, word_ends, quotations),
        paragraphs=np.concatenate(owners),
        sentences=_sentences(clean, word_starts, word_ends),
        pieces=np.concatenate(pieces),
        first_pieces=np.r_[np.concatenate(firsts), count],
    )


def _chunks(text: str, start: int, end: int) -> Iterator[Offsets]:
    """Cut an endless paragraph at blanks: the tokenizer's memory grows with the piece it is given."""
    while end - start > _CHUNK_CHARS:
        cut = text.rfind(" ", start + 1, start + _CHUNK_CHARS)
        cut = cut if cut > start else start + _CHUNK_CHARS
        yield start, cut
        start = cut
    yield start, end


def _sentences(text: str, starts: IntArray, ends: IntArray) -> IntArray:
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    stops = np.isin(codes[starts], _STOPS) & (ends - starts == 1)
    ended: IntArray = np.r_[0, np.cumsum(stops)[:-1]].astype(np.int64)
    return ended


@cache
def _letter_tables() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    characters = [chr(i) for i in range(0x3000)]
    return (
        np.array([c.isupper() for c in characters]),
        np.array([c.isalpha() for c in characters]),
        np.array([c.isdigit() for c in characters]),
    )


def _shapes(text: str, starts: IntArray, ends: IntArray) -> IntArray:
    upper, alpha, digit = _letter_tables()
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    codes = np.where(codes < len(upper), codes, 0)
    uppers = np.r_[0, np.cumsum(upper[codes])]
    alphas = np.r_[0, np.cumsum(alpha[codes])]
    n_upper, n_alpha = uppers[ends] - uppers[starts], alphas[ends] - alphas[starts]
    first_upper = upper[codes[starts]]
    return np.select(
        [
            digit[codes[starts]],
            n_alpha == 0,
            n_upper == 0,
            first_upper & (n_upper == n_alpha) & (n_alpha > 1),
            first_upper & (n_upper == 1),
        ],
        [5, 0, 1, 3, 2],
        default=4,
    ).astype(np.int64)
