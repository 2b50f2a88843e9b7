"""Words to windows: whole paragraphs packed up to what the encoder can read at once, batched across texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from quoteattr.text.words import Words

PAD, CLS, SEP = 0, 101, 102
SENTENCE_MARKS, CLOSING_MARKS = (1012, 1029, 999, 1529), (1000, 1524, 1521, 1005, 1007)
"""Pieces in the vocabulary of the encoder that training starts from; they only guide where a paragraph is cut."""
_OPENING = 1
"""The highest of the states of words (see `marks.word_states`) at which no quotation has begun."""


@dataclass(frozen=True, slots=True)
class Window:
    """Words `first` to `last` (exclusive) of text number `text`."""

    text: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as tensors. Their pieces lie end to end, `[CLS] paragraph [SEP] paragraph [SEP] …`; words are padded.

    Attributes:
        pieces: Vocabulary ids of all windows, `[pieces]`.
        shapes: Casing class of each piece's word, `[pieces]`.
        states: Quotation state of each piece's word, `[pieces]`.
        owners: The window of each piece, `[pieces]`.
        lengths: Pieces of each window.
        heads: Position in `pieces` of the first piece of each word, `[windows, words]`.
        word_mask: True where there is a word, `[windows, words]`.
        paragraphs: Paragraph number of each word, `[windows, words]`.
        quotations: Number of the outermost quotation of each word, -1 outside, `[windows, words]`.
        sentences: Sentences that ended before each word, `[windows, words]`.
        schemes: Which annotation scheme each window is read by, `[windows]`.
    """

    pieces: Tensor
    shapes: Tensor
    states: Tensor
    owners: Tensor
    lengths: tuple[int, ...]
    heads: Tensor
    word_mask: Tensor
    paragraphs: Tensor
    quotations: Tensor
    sentences: Tensor
    schemes: Tensor

    def to(self, device: torch.device) -> Batch:
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        moved: dict[str, Any] = {n: v.to(device) for n, v in values.items() if isinstance(v, Tensor)}
        return replace(self, **moved)


def cut_windows(words: Words, *, text: int, max_pieces: int) -> Iterator[Window]:
    """Pack whole paragraphs into windows of at most `max_pieces` pieces; cut a longer paragraph into parts."""
    if not len(words):
        return
    breaks = np.flatnonzero(np.diff(words.paragraphs)) + 1
    ends = np.r_[breaks, len(words)]
    first = last = used = 0
    for end in ends.tolist():
        size = int(words.first_pieces[end] - words.first_pieces[last]) + 1  # one [SEP] a paragraph
        if last > first and used + size > max_pieces - 1:
            yield Window(text, first, last)
            first, used = last, 0
        while size > max_pieces - 1:
            reach = int(words.first_pieces[first]) + max_pieces - 2
            cut = max(int(np.searchsorted(words.first_pieces, reach, "right")) - 1, first + 1)
            cut = _sentence_end(words, (first + cut) // 2, cut)
            yield Window(text, first, cut)
            first, used = cut, 0
            size = int(words.first_pieces[end] - words.first_pieces[first]) + 1
        used += size
        last = end
    if last > first:
        yield Window(text, first, last)


def _sentence_end(words: Words, low: int, high: int) -> int:
    """The last place between words `low` and `high` where a sentence ends, outside of quotations if there is one."""
    pieces = words.pieces[words.first_pieces[low:high]]
    marks = np.isin(pieces, SENTENCE_MARKS)
    ends = marks | (np.isin(pieces, CLOSING_MARKS) & np.r_[False, marks[:-1]])
    places = low + 1 + np.flatnonzero(ends & ~np.r_[np.isin(pieces[1:], CLOSING_MARKS), False])
    outside = places[words.states[np.minimum(places, len(words) - 1)] <= _OPENING]
    best = outside if len(outside) else places
    return int(best[-1]) if len(best) else high


def batches(windows: Sequence[Window], texts: Sequence[Words], size: int) -> Iterator[list[Window]]:
    """Put windows of like length together, at most `size` of them, so that little padding is read."""

    def pieces(window: Window) -> int:
        firsts = texts[window.text].first_pieces
        return int(firsts[window.last] - firsts[window.first])

    batch: list[Window] = []
    longest = 0.0
    for window in sorted(windows, key=pieces):
        if batch and (len(batch) == size or pieces(window) > longest):
            yield batch
            batch = []
        if not batch:
            longest = 1.25 * pieces(window) + 8
        batch.append(window)
    if batch:
        yield batch


def collate(windows: Sequence[Window], texts: Sequence[Words], schemes: Sequence[int]) -> Batch:
    """Lay windows end to end.

    Args:
        windows: At least one.
        texts: The words of each text.
        schemes: The annotation scheme of each text.
    """
    rows = [_layout(texts[window.text], window) for window in windows]
    lengths = [len(row[0]) for row in rows]
    pieces, shapes, states = (torch.from_numpy(np.concatenate([row[n] for row in rows])) for n in range(3))
    height = max(len(row[3]) for row in rows)
    padded = [np.zeros((len(rows), height), dtype=np.int64) for _ in range(4)]
    mask = np.zeros((len(rows), height), dtype=bool)
    begins = np.cumsum([0, *lengths[:-1]])
    for i, row in enumerate(rows):
        for array, values in zip(padded, row[3:], strict=True):
            array[i, : len(values)] = values
        padded[0][i] += begins[i]
        mask[i, : len(row[3])] = True
    heads, paragraphs, quotations, sentences = map(torch.from_numpy, padded)
    return Batch(
        pieces=pieces,
        shapes=shapes,
        states=states,
        owners=torch.repeat_interleave(torch.arange(len(rows)), torch.tensor(lengths)),
        lengths=tuple(lengths),
        heads=heads,
        word_mask=torch.from_numpy(mask),
        paragraphs=paragraphs,
        quotations=quotations,
        sentences=sentences,
        schemes=torch.tensor([schemes[window.text] for window in windows], dtype=torch.long),
    )


def _layout(words: Words, window: Window) -> tuple[np.ndarray, ...]:
    first, last = window.first, window.last
    starts = words.first_pieces[first : last + 1]
    lengths = np.diff(starts)
    paragraphs = words.paragraphs[first:last]
    separators = np.r_[0, np.cumsum(np.diff(paragraphs) > 0)]  # [SEP]s before each word
    heads = starts[:-1] - starts[0] + separators + 1
    width = int(starts[-1] - starts[0] + separators[-1]) + 2
    pieces = np.full(width, SEP, dtype=np.int64)
    pieces[0] = CLS
    shapes, states = np.zeros(width, dtype=np.int64), np.zeros(width, dtype=np.int64)
    places = np.repeat(separators, lengths) + np.arange(int(lengths.sum())) + 1
    pieces[places] = words.pieces[starts[0] : starts[-1]]
    shapes[places] = np.repeat(words.shapes[first:last], lengths)
    states[places] = np.repeat(words.states[first:last], lengths)
    quotations, sentences = words.quotations[first:last], words.sentences[first:last]
    return pieces, shapes, states, heads, paragraphs, quotations, sentences
