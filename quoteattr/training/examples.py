"""Training examples: a text's words and everything that is labelled in it, and their windows as tensors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from quoteattr.analysis import Offsets
from quoteattr.lexicon import FEATURES, cue_features
from quoteattr.text.marks import pair
from quoteattr.model.crf import ROLE_TAGS, ROLES
from quoteattr.text.windows import Batch, Window, collate
from quoteattr.text.words import Words, split_words
from quoteattr.text.paragraphs import paragraphs

WordSpan = tuple[int, int]
"""First and last word of a span, both included."""

IGNORED = -100


@dataclass(frozen=True, slots=True)
class Labelled:
    """One gold attribution in words."""

    contents: tuple[WordSpan, ...]
    cue: WordSpan | None
    source: WordSpan | None
    features: np.ndarray
    medium: int = IGNORED
    polarity: int = IGNORED


@dataclass(frozen=True, slots=True)
class Reference:
    """A span that refers to somebody: which of the text's name mentions (by number) it may stand for, or none."""

    span: WordSpan
    antecedents: frozenset[int]


@dataclass(slots=True)
class Example:
    """A text with its labels. `has_roles` is False for texts that only references are labelled in."""

    words: Words
    has_roles: bool
    attributions: list[Labelled] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    names: list[WordSpan] = field(default_factory=list)

    def tags(self) -> np.ndarray:
        """Role tags of all words, `[words]`."""
        tags = np.zeros(len(self.words), dtype=np.int64)
        for attribution in self.attributions:
            for content in attribution.contents:
                _write(tags, content, "content")
            if attribution.source:
                _write(tags, attribution.source, "source")
            if attribution.cue:
                _write(tags, attribution.cue, "cue")
        return tags


def read_words(text: str, tokenizer: Tokenizer) -> Words:
    """The words of a text, as the library itself reads them."""
    blocks = paragraphs(text)
    return split_words(text, tokenizer, paragraphs=blocks, quotations=pair(text, blocks))


def label(
    text: str, words: Words, *, content: Iterable[Offsets], cue: Sequence[Offsets], source: Sequence[Offsets]
) -> Labelled | None:
    """Turn one attribution from characters into words; None when it covers no word."""
    contents = _runs(words, content)
    if not contents:
        return None
    cue_word = _hull(words, cue)
    cue_text = text[cue[0][0] : cue[-1][1]] if cue else ""
    return Labelled(
        contents=contents,
        cue=cue_word,
        source=_hull(words, source),
        features=cue_features(
            cue_text,
            before=text[max(0, cue[0][0] - 40) : cue[0][0]] if cue else "",
            after=text[cue[-1][1] : cue[-1][1] + 40] if cue else "",
        ),
    )


def _runs(words: Words, spans: Iterable[Offsets]) -> tuple[WordSpan, ...]:
    """Spans in words; those with no word between them are one (annotators cut at paragraphs as they please)."""
    runs: list[WordSpan] = []
    for start, end in sorted(spans):
        first, last = words.covered_by(start, end)
        if last <= first:
            continue
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(last - 1, runs[-1][1]))
        else:
            runs.append((first, last - 1))
    return tuple(runs)


def _hull(words: Words, spans: Sequence[Offsets]) -> WordSpan | None:
    runs = _runs(words, spans)
    return (runs[0][0], runs[-1][1]) if runs else None


def _write(tags: np.ndarray, span: WordSpan, role: str) -> None:
    offset = 1 + 4 * ROLES.index(role)
    first, last = span
    if first == last:
        tags[first] = offset + 3
        return
    tags[first : last + 1] = offset + 1
    tags[first], tags[last] = offset, offset + 2


@dataclass(frozen=True, slots=True)
class Targets:
    """The labels of a batch. Spans are `[n, 3]`: window, first word, last word; pointers count "none" as 0.

    Attributes:
        tags: Role tags, `[windows, words]`.
        has_roles: Windows whose roles are labelled, `[windows]`.
        contents: Gold contents, `[contents, 3]`, with the ends of their cues, `cue_of`, `[contents, 2]`.
        cues: Cues of all attributions, `[attributions, 3]`; `leads`: one content of each, `[attributions, 3]`;
            `source_of`: the ends of their sources, `[attributions, 2]`.
        features: Lexical features of the cues, `[attributions, features]`.
        media: Medium or `IGNORED`, `[attributions]`.
        polarities: Polarity or `IGNORED`, `[attributions]`.
        references: Referring spans, `[references, 3]`.
        names: Name mentions, `[names, 3]`.
        stands_for: True where a reference may stand for a name, `[references, names]`.
    """

    tags: Tensor
    has_roles: Tensor
    contents: Tensor
    cue_of: Tensor
    cues: Tensor
    leads: Tensor
    source_of: Tensor
    features: Tensor
    media: Tensor
    polarities: Tensor
    references: Tensor
    names: Tensor
    stands_for: Tensor

    def to(self, device: torch.device) -> Targets:
        return Targets(*(getattr(self, name).to(device) for name in self.__dataclass_fields__))


def build(
    windows: Sequence[Window], examples: Sequence[Example], rng: np.random.Generator
) -> tuple[Batch, Targets]:
    """Windows of examples with their labels as tensors."""
    batch = collate(windows, [example.words for example in examples])
    tags = np.zeros(tuple(batch.heads.shape), dtype=np.int64)
    contents, cue_of, cues, leads, source_of, features, media, polarities = ([] for _ in range(8))
    references: list[list[int]] = []
    names: list[list[int]] = []
    pairs: list[tuple[int, int]] = []
    for row, window in enumerate(windows):
        example = examples[window.text]
        first, last = window.first, window.last

        def inside(span: WordSpan | None, first: int = first, last: int = last) -> bool:
            return span is not None and first <= span[0] and span[1] < last

        def place(span: WordSpan, row: int = row, first: int = first) -> list[int]:
            return [row, span[0] - first, span[1] - first]

        if example.has_roles:
            tags[row, : last - first] = example.tags()[first:last]
        for attribution in example.attributions:
            parts = [part for part in attribution.contents if inside(part)]
            cue, source = attribution.cue, attribution.source
            if cue is None or not inside(cue):
                continue
            for part in parts:
                contents.append(place(part))
                cue_of.append([cue[0] - first + 1, cue[1] - first + 1])
            if not parts:
                continue
            cues.append(place(cue))
            leads.append(place(parts[rng.integers(len(parts))]))
            features.append(attribution.features)
            media.append(attribution.medium)
            polarities.append(attribution.polarity)
            if source is None:
                source_of.append([0, 0])
            elif inside(source):
                source_of.append([source[0] - first + 1, source[1] - first + 1])
            else:
                source_of.append([IGNORED, IGNORED])
        here = {
            number: len(names) + i
            for i, number in enumerate(n for n, s in enumerate(example.names) if inside(s))
        }
        names.extend(place(example.names[number]) for number in here)
        for reference in example.references:
            targets = [here[number] for number in reference.antecedents if number in here]
            if inside(reference.span) and (targets or not reference.antecedents):
                pairs.extend((len(references), target) for target in targets)
                references.append(place(reference.span))
    stands_for = torch.zeros(len(references), len(names), dtype=torch.bool)
    for reference_index, name_index in pairs:
        stands_for[reference_index, name_index] = True
    targets_ = Targets(
        tags=torch.from_numpy(tags),
        has_roles=torch.tensor([examples[window.text].has_roles for window in windows]),
        contents=_table(contents, 3),
        cue_of=_table(cue_of, 2),
        cues=_table(cues, 3),
        leads=_table(leads, 3),
        source_of=_table(source_of, 2),
        features=torch.from_numpy(np.array(features, dtype=np.float32).reshape(-1, FEATURES)),
        media=torch.tensor(media, dtype=torch.long),
        polarities=torch.tensor(polarities, dtype=torch.long),
        references=_table(references, 3),
        names=_table(names, 3),
        stands_for=stands_for,
    )
    return batch, targets_


def _table(rows: list[list[int]], columns: int) -> Tensor:
    return torch.tensor(rows, dtype=torch.long).reshape(-1, columns)


assert len(ROLE_TAGS) == 1 + 4 * len(ROLES)
