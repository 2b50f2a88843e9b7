"""Training examples: a text's words and everything that is labelled in it, and their windows as tensors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from quoteattr.analysis import MEDIA, POLARITIES, Offsets
from quoteattr.network.heads import ARGUMENTS, CUE_TAGS, TIERS
from quoteattr.text.marks import pair
from quoteattr.text.paragraphs import paragraphs
from quoteattr.text.windows import Batch, Window, collate
from quoteattr.text.words import Words, split_words

WordSpan = tuple[int, int]
"""First and last word of a span, both included."""

IGNORED = -100


@dataclass(frozen=True, slots=True)
class Labelled:
    """One gold attribution in words; `place` is its cue, or the first word of a content that has none."""

    contents: tuple[WordSpan, ...]
    cue: WordSpan | None
    source: WordSpan | None
    medium: int = IGNORED
    polarity: int = IGNORED
    tier: int = IGNORED

    @property
    def place(self) -> WordSpan:
        return self.cue or (self.contents[0][0], self.contents[0][0])


@dataclass(frozen=True, slots=True)
class Reference:
    """A span that refers to somebody: which of the text's name mentions (by number) it may stand for, or none."""

    span: WordSpan
    antecedents: frozenset[int]


@dataclass(slots=True)
class Example:
    """A text with its labels.

    Attributes:
        words: Its words.
        scheme: The annotation scheme that its attributions follow.
        attributions: None where they are not labelled.
        inner: Whether attributions inside contents are labelled too.
        references: References whose antecedents are known.
        mentions: Name mentions that references may stand for.
        name_tags: Tag of each word, `IGNORED` where it is not known, `[words]`; None where none is.
    """

    words: Words
    scheme: int
    attributions: list[Labelled] | None = None
    inner: bool = True
    references: list[Reference] = field(default_factory=list)
    mentions: list[WordSpan] = field(default_factory=list)
    name_tags: np.ndarray | None = None

    def cue_tags(self) -> np.ndarray:
        """Tags of all words, `[words]`; `IGNORED` inside contents whose own attributions nobody labelled."""
        tags = np.zeros(len(self.words), dtype=np.int64)
        if self.attributions is None:
            tags[:] = IGNORED
            return tags
        if not self.inner:
            for attribution in self.attributions:
                for first, last in attribution.contents:
                    tags[first : last + 1] = IGNORED
        for attribution in self.attributions:
            first, last = attribution.place
            if attribution.cue is None:
                tags[first] = CUE_TAGS.index("start")
            else:
                tags[first : last + 1] = CUE_TAGS.index("I")
                tags[first] = CUE_TAGS.index("B")
        return tags


def read_words(text: str, tokenizer: Tokenizer) -> Words:
    """The words of a text, as the library itself reads them."""
    blocks = paragraphs(text)
    return split_words(text, tokenizer, paragraphs=blocks, quotations=pair(text, blocks))


def label(words: Words, row: Mapping[str, Any]) -> Labelled | None:
    """Turn one attribution from characters into words; None when its content covers no word."""
    contents = _runs(words, row["content"])
    if not contents:
        return None
    return Labelled(
        contents=contents,
        cue=_hull(words, row["cue"]),
        source=_hull(words, row["source"]),
        medium=MEDIA.index(row["medium"]) if "medium" in row else IGNORED,
        polarity=POLARITIES.index(row["polarity"]) if "polarity" in row else IGNORED,
        tier=TIERS.index(row["tier"]) if "tier" in row else IGNORED,
    )


def span_of(words: Words, start: int, end: int) -> WordSpan | None:
    """Characters as words; None where they touch none."""
    first, last = words.covered_by(start, end)
    return (first, last - 1) if last > first else None


def _runs(words: Words, spans: Iterable[Offsets]) -> tuple[WordSpan, ...]:
    """Spans in words; those with no word between them are one (annotators cut at paragraphs as they please)."""
    runs: list[WordSpan] = []
    for start, end in sorted(spans):
        span = span_of(words, start, end)
        if span is None:
            continue
        if runs and span[0] <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(span[1], runs[-1][1]))
        else:
            runs.append(span)
    return tuple(runs)


def _hull(words: Words, spans: Sequence[Offsets]) -> WordSpan | None:
    runs = _runs(words, spans)
    return (runs[0][0], runs[-1][1]) if runs else None


@dataclass(frozen=True, slots=True)
class Targets:
    """The labels of a batch. Spans are `[n, 3]`: window, first word, last word.

    Attributes:
        cue_tags: Tags or `IGNORED`, `[windows, words]`.
        name_tags: Tags or `IGNORED`, `[windows, words]`.
        cues: Places of all attributions, `[attributions, 3]`.
        introduced: 0 where a content has no cue, else 1, `[attributions]`.
        arguments: Labels of all words for each attribution, `[attributions, words]`.
        leads: One content of each attribution, `[attributions, 3]`.
        media, polarities, tiers: Classes or `IGNORED`, each `[attributions]`.
        references: Referring spans, `[references, 3]`.
        mentions: Name mentions, `[mentions, 3]`.
        stands_for: True where a reference may stand for a mention, `[references, mentions]`.
    """

    cue_tags: Tensor
    name_tags: Tensor
    cues: Tensor
    introduced: Tensor
    arguments: Tensor
    leads: Tensor
    media: Tensor
    polarities: Tensor
    tiers: Tensor
    references: Tensor
    mentions: Tensor
    stands_for: Tensor

    def to(self, device: torch.device) -> Targets:
        return Targets(*(getattr(self, name).to(device) for name in self.__dataclass_fields__))


def build(windows: Sequence[Window], examples: Sequence[Example]) -> tuple[Batch, Targets]:
    """Windows of examples with their labels as tensors."""
    batch = collate(windows, [e.words for e in examples], [e.scheme for e in examples])
    shape = tuple(batch.heads.shape)
    cue_tags, name_tags = (np.full(shape, IGNORED, dtype=np.int64) for _ in range(2))
    attributions = _Attributions(shape[1])
    references = _References()
    for row, window in enumerate(windows):
        example = examples[window.text]
        length = window.last - window.first
        cue_tags[row, :length] = example.cue_tags()[window.first : window.last]
        if example.name_tags is not None:
            name_tags[row, :length] = example.name_tags[window.first : window.last]
        attributions.add(row, window, example.attributions or ())
        references.add(row, window, example)
    return batch, Targets(
        cue_tags=torch.from_numpy(cue_tags),
        name_tags=torch.from_numpy(name_tags),
        **attributions.tensors(),
        **references.tensors(),
    )


class _Attributions:
    def __init__(self, width: int) -> None:
        self._width = width
        self._rows: dict[str, list[Any]] = {
            name: [] for name in ("cues", "introduced", "arguments", "leads", "media", "polarities", "tiers")
        }

    def add(self, row: int, window: Window, attributions: Iterable[Labelled]) -> None:
        for attribution in attributions:
            if not _inside(attribution.place, window):
                continue
            arguments = np.zeros(self._width, dtype=np.int64)
            parts = [part for span in attribution.contents if (part := _clipped(span, window)) is not None]
            source = attribution.source and _clipped(attribution.source, window)
            if not parts:
                continue
            if source:
                _write(arguments, source, "source")
            for part in parts:
                _write(arguments, part, "content")
            _begin_anew(arguments)
            values = (
                [row, attribution.place[0] - window.first, attribution.place[1] - window.first],
                int(attribution.cue is not None),
                arguments,
                [row, parts[0][0], parts[-1][1]],
                attribution.medium,
                attribution.polarity,
                attribution.tier,
            )
            for name, value in zip(self._rows, values, strict=True):
                self._rows[name].append(value)

    def tensors(self) -> dict[str, Tensor]:
        columns = {"cues": (-1, 3), "leads": (-1, 3), "arguments": (-1, self._width)}
        return {
            name: torch.from_numpy(np.array(rows, dtype=np.int64)).reshape(columns.get(name, (-1,)))
            for name, rows in self._rows.items()
        }


class _References:
    def __init__(self) -> None:
        self._references: list[list[int]] = []
        self._mentions: list[list[int]] = []
        self._pairs: list[tuple[int, int]] = []

    def add(self, row: int, window: Window, example: Example) -> None:
        inside = (n for n, span in enumerate(example.mentions) if _inside(span, window))
        here = {number: len(self._mentions) + i for i, number in enumerate(inside)}
        self._mentions.extend(_placed(row, window, example.mentions[number]) for number in here)
        for reference in example.references:
            targets = [here[number] for number in reference.antecedents if number in here]
            if _inside(reference.span, window) and (targets or not reference.antecedents):
                self._pairs.extend((len(self._references), target) for target in targets)
                self._references.append(_placed(row, window, reference.span))

    def tensors(self) -> dict[str, Tensor]:
        stands_for = torch.zeros(len(self._references), len(self._mentions), dtype=torch.bool)
        for reference, mention in self._pairs:
            stands_for[reference, mention] = True
        return {
            "references": torch.tensor(self._references, dtype=torch.long).reshape(-1, 3),
            "mentions": torch.tensor(self._mentions, dtype=torch.long).reshape(-1, 3),
            "stands_for": stands_for,
        }


def _inside(span: WordSpan, window: Window) -> bool:
    return window.first <= span[0] and span[1] < window.last


def _placed(row: int, window: Window, span: WordSpan) -> list[int]:
    return [row, span[0] - window.first, span[1] - window.first]


def _clipped(span: WordSpan, window: Window) -> WordSpan | None:
    first, last = max(span[0], window.first), min(span[1], window.last - 1)
    return (first - window.first, last - window.first) if first <= last else None


def _begin_anew(labels: np.ndarray) -> None:
    """Where a content covers the beginning of a source, what is left of the source begins behind it."""
    for role in ("content", "source"):
        begin, inside = ARGUMENTS.index(f"B-{role}"), ARGUMENTS.index(f"I-{role}")
        before = np.r_[0, labels[:-1]]
        labels[(labels == inside) & (before != begin) & (before != inside)] = begin


def _write(labels: np.ndarray, span: WordSpan, role: str) -> None:
    labels[span[0] : span[1] + 1] = ARGUMENTS.index(f"I-{role}")
    labels[span[0]] = ARGUMENTS.index(f"B-{role}")
