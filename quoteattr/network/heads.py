"""What is read off the words' vectors: cues, their arguments, what they mean, names and antecedents."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn

from quoteattr.analysis import MEDIA, NAME_CLASSES, POLARITIES
from quoteattr.network.chain import Chain
from quoteattr.text.windows import Batch

CUE_TAGS: Final = ("O", "B", "I", "start")
"""Outside, first and further words of a cue; and the first word of a content that no cue introduces."""
ARGUMENTS: Final = ("O", "B-content", "I-content", "B-source", "I-source")
TIERS: Final = ("core", "topic")
NAME_TAGS: Final = ("O", *(f"{position}-{kind}" for kind in NAME_CLASSES for position in "BI"))

_DISTANCES = 20
_PARAGRAPHS_APART = _SENTENCES_APART = 3
_QUOTED = 5


class Arguments(nn.Module):
    """Scores of every word as content or source of a cue, cue by cue (semantic role labelling).

    A cue's query and a word's key are joined by sum and product, with what lies between the two: words, sentences,
    paragraphs, quotation marks.
    """

    def __init__(self, width: int, size: int) -> None:
        super().__init__()
        self.key = nn.Linear(width, size)
        self.query = nn.Sequential(nn.Linear(2 * width, 2 * size), nn.GELU(), nn.Linear(2 * size, 2 * size))
        self.introduced = nn.Embedding(2, size)
        self.distance = nn.Embedding(2 * _DISTANCES + 1, size)
        self.sentences = nn.Embedding(2 * _SENTENCES_APART + 1, size)
        self.paragraphs = nn.Embedding(2 * _PARAGRAPHS_APART + 1, size)
        self.quoted = nn.Embedding(_QUOTED, size)
        self.hidden = nn.Linear(size, size)
        self.labels = nn.Linear(size, len(ARGUMENTS))
        self.chain = Chain(ARGUMENTS)
        for table in (self.introduced, self.distance, self.sentences, self.paragraphs, self.quoted):
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, words: Tensor, batch: Batch, cues: Tensor, introduced: Tensor) -> Tensor:
        """Unnormalised scores of `ARGUMENTS`, `[cues, words, labels]`.

        Args:
            words: Vectors of the words, `[windows, words, width]`.
            batch: The windows.
            cues: Window, first and last word of each cue, `[cues, 3]`; of a content without a cue its first word.
            introduced: 0 for a content without a cue, else 1, `[cues]`.
        """
        window, first, last = cues.unbind(1)
        scale, shift = self.query(span_vectors(words, cues)).chunk(2, dim=1)
        shift = shift + self.introduced(introduced)
        keys = self.key(words)[window]
        place = torch.arange(words.shape[1], device=words.device)
        apart = (place - first[:, None]).clamp(max=0) + (place - last[:, None]).clamp(min=0)
        between = (
            self.distance(_bucket(apart))
            + self.sentences(_steps_apart(batch.sentences, window, first, _SENTENCES_APART))
            + self.paragraphs(_steps_apart(batch.paragraphs, window, first, _PARAGRAPHS_APART))
            + self.quoted(_quoted_together(batch.quotations, window, first))
        )
        joined = nn.functional.gelu(keys * (1 + scale[:, None]) + shift[:, None] + between)
        joined = joined + nn.functional.gelu(self.hidden(joined))
        scores: Tensor = self.labels(joined).float()
        return scores


class Meaning(nn.Module):
    """Medium, polarity and tier of an attribution, from the ends of its cue and of its content."""

    def __init__(self, width: int, size: int) -> None:
        super().__init__()
        self.shared = nn.Sequential(nn.Linear(4 * width, size), nn.GELU())
        self.medium = nn.Linear(size, len(MEDIA))
        self.polarity = nn.Linear(size, len(POLARITIES))
        self.tier = nn.Linear(size, len(TIERS))

    def forward(self, words: Tensor, cues: Tensor, contents: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of medium `[n, 3]`, polarity `[n, 4]` and tier `[n, 2]`; spans are `[n, 3]`."""
        known = self.shared(torch.cat([span_vectors(words, cues), span_vectors(words, contents)], dim=1))
        return self.medium(known).float(), self.polarity(known).float(), self.tier(known).float()


class Antecedents(nn.Module):
    """Scores of a reference against the names that it may stand for, and against nobody (bilinear)."""

    def __init__(self, width: int, size: int) -> None:
        super().__init__()
        self.query = nn.Sequential(nn.Linear(2 * width, size), nn.GELU(), nn.Linear(size, size + 1))
        self.key = nn.Linear(2 * width, size)
        self.size = size

    def ask(self, spans: Tensor) -> tuple[Tensor, Tensor]:
        """Query `[spans, size]` and the score of nobody `[spans]`, from span vectors `[spans, 2 * width]`."""
        out = self.query(spans)
        return out[:, :-1], out[:, -1].float()

    def keys(self, spans: Tensor) -> Tensor:
        """Key vectors of name mentions, `[spans, size]`, to be multiplied with queries."""
        keys: Tensor = self.key(spans) * self.size**-0.5
        return keys


def span_vectors(words: Tensor, spans: Tensor) -> Tensor:
    """First and last word's vectors side by side, `[spans, 2 * width]`, of spans given as `[spans, 3]`."""
    window, first, last = spans.unbind(1)
    return torch.cat([words[window, first], words[window, last]], dim=1)


def _steps_apart(counts: Tensor, window: Tensor, place: Tensor, most: int) -> Tensor:
    """How many sentences or paragraphs lie between a cue and each word, at most `most` either way, from 0 up."""
    apart = counts[window] - counts[window, place][:, None]
    return apart.clamp(-most, most) + most


def _quoted_together(quotations: Tensor, window: Tensor, place: Tensor) -> Tensor:
    """0 both outside, 1 only the word inside, 2 only the cue inside, 3 in the same, 4 in two quotations."""
    word, cue = quotations[window], quotations[window, place][:, None]
    both = torch.where(word == cue, 3, 4)
    alone = torch.where(word >= 0, 1, 0) + torch.where(cue >= 0, 2, 0)
    return torch.where((word >= 0) & (cue >= 0), both, alone)


def _bucket(distance: Tensor) -> Tensor:
    """Exact to 8 words, then logarithmic."""
    size = distance.abs()
    coarse = 8 + (size.float().clamp(min=8).div(8).log2() * 2).long()
    bucket = torch.where(size <= 8, size, coarse).clamp(max=_DISTANCES)
    return torch.where(distance < 0, -bucket, bucket) + _DISTANCES
