"""The network: one encoder, and on it the heads for roles, links, antecedents and what a cue means."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from quoteattr.analysis import MEDIA, POLARITIES
from quoteattr.model.crf import ROLE_TAGS, RoleChain
from quoteattr.naming.resolver import Resolver
from quoteattr.text.windows import Batch
from quoteattr.text.words import SHAPES, STATES

DISTANCE_BUCKETS = 20


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """What it takes to build the network again.

    Attributes:
        encoder: Configuration of the encoder, as `transformers` writes it.
        max_pieces: Word pieces of one window, special pieces included.
        link_size: Width of the vectors that links are scored with.
        cue_features: Number of lexical features of a cue (see `lexicon.cue_features`).
    """

    encoder: dict[str, Any]
    cue_features: int
    max_pieces: int = 448
    link_size: int = 192

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class Pointer(nn.Module):
    """Scores of every word of the window, and of "none", as one end of the span that a span points to.

    Biaffine attention (Dozat and Manning, 2017) with a bias for the distance in words.
    """

    def __init__(self, query_width: int, key_width: int, size: int) -> None:
        super().__init__()
        self.query = nn.Sequential(nn.Linear(query_width, size), nn.GELU(), nn.Linear(size, 2 * size))
        self.key = nn.Linear(key_width, 2 * size)
        self.none = nn.Linear(size * 2, 1)
        self.distance = nn.Embedding(2 * DISTANCE_BUCKETS + 1, 2)
        self.size = size

    def keys(self, words: Tensor) -> Tensor:
        """Key vectors of all words, `[windows, words, 2 * size]`, computed once for a batch."""
        keys: Tensor = self.key(words)
        return keys

    def forward(
        self, spans: Tensor, window: Tensor, anchor: tuple[Tensor, Tensor], keys: Tensor, mask: Tensor
    ) -> Tensor:
        """Scores of start and end, `[spans, 2, 1 + words]`; column 0 is "none".

        Args:
            spans: Vectors of the pointing spans, `[spans, query_width]`.
            window: Row of `keys` that each span lies in, `[spans]`.
            anchor: First and last word of each pointing span, each `[spans]`.
            keys: What `keys` gave, `[windows, words, 2 * size]`.
            mask: True where there is a word, `[windows, words]`.
        """
        query = self.query(spans)
        everywhere = torch.einsum(
            "sed,bwed->sebw",
            query.view(-1, 2, self.size),
            keys.view(*keys.shape[:2], 2, self.size),
        )
        scores = everywhere[torch.arange(len(window), device=window.device), :, window] * self.size**-0.5
        place = torch.arange(keys.shape[1], device=keys.device)
        before = (place - anchor[0][:, None]).clamp(max=0)
        after = (place - anchor[1][:, None]).clamp(min=0)
        scores = scores + self.distance(_bucket(before + after)).transpose(1, 2)
        scores = scores.masked_fill(~mask[window][:, None], -1e4)
        none = self.none(query)[:, :, None].expand(-1, 2, 1)
        return torch.cat([none, scores], dim=2).float()


class Network(nn.Module):
    """Encoder and heads. Spans are given as first and last word (both included) within their window."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        settings = dict(config.encoder)
        encoder_config = AutoConfig.for_model(settings.pop("model_type"), **settings)
        self.encoder: Any = AutoModel.from_config(  # type: ignore[no-untyped-call]
            encoder_config, attn_implementation="sdpa", add_pooling_layer=False
        )
        width = encoder_config.hidden_size
        size = config.link_size
        self.shapes = nn.Embedding(SHAPES, width)
        self.states = nn.Embedding(STATES, width)
        self.roles = nn.Linear(width, len(ROLE_TAGS))
        self.chain = RoleChain()
        self.cue_pointer = Pointer(2 * width, width, size)
        self.source_pointer = Pointer(4 * width, width, size)
        self.anaphor = nn.Sequential(nn.Linear(2 * width, size), nn.GELU(), nn.Linear(size, size + 1))
        self.candidate = nn.Linear(2 * width, size)
        meaning_width = 3 * width + config.cue_features
        self.medium = nn.Sequential(nn.Linear(meaning_width, size), nn.GELU(), nn.Linear(size, len(MEDIA)))
        self.polarity = nn.Sequential(
            nn.Linear(meaning_width, size), nn.GELU(), nn.Linear(size, len(POLARITIES))
        )
        self.inner_cue = nn.Linear(width, 1)
        self.resolver = Resolver()
        nn.init.zeros_(self.inner_cue.weight)
        nn.init.zeros_(self.inner_cue.bias)
        for table in (self.shapes, self.states, self.cue_pointer.distance, self.source_pointer.distance):
            nn.init.normal_(table.weight, std=0.02)

    @property
    def device(self) -> torch.device:
        """Where the weights lie."""
        return self.shapes.weight.device

    def read(self, batch: Batch) -> Tensor:
        """Vectors of the words, `[windows, words, width]`: those of their first pieces."""
        embedded = self.encoder.get_input_embeddings()(batch.pieces)
        embedded = embedded + self.shapes(batch.shapes) + self.states(batch.states)
        hidden: Tensor = self.encoder(
            inputs_embeds=embedded, attention_mask=(batch.pieces != 0).long()
        ).last_hidden_state
        return hidden.gather(1, batch.heads[:, :, None].expand(-1, -1, hidden.shape[2]))

    def role_scores(self, words: Tensor) -> Tensor:
        """Unnormalised scores of the role tags, `[windows, words, tags]`."""
        scores: Tensor = self.roles(words).float()
        return scores

    def inner_cue_scores(self, words: Tensor) -> Tensor:
        """Log-odds of each word to be a cue within a content, `[windows, words]`; all zero until it is fitted."""
        scores: Tensor = self.inner_cue(words).squeeze(2).float()
        return scores

    def point_to_cue(self, words: Tensor, mask: Tensor, content: Tensor) -> Tensor:
        """Where the cue of each content starts and ends, `[contents, 2, 1 + words]`.

        Args:
            words: Vectors of the words, `[windows, words, width]`.
            mask: True where there is a word, `[windows, words]`.
            content: Window, first and last word of each content, `[contents, 3]`.
        """
        window, first, last = content.unbind(1)
        spans = span_vectors(words, content)
        return self.cue_pointer(spans, window, (first, last), self.cue_pointer.keys(words), mask)  # type: ignore[no-any-return]

    def point_to_source(self, words: Tensor, mask: Tensor, cue: Tensor, content: Tensor) -> Tensor:
        """Where the source of each attribution starts and ends, `[attributions, 2, 1 + words]`.

        The cue and the content ask together: a content with a first person in it has another source than one with
        a third.
        """
        spans = torch.cat([span_vectors(words, cue), span_vectors(words, content)], dim=1)
        window, first, last = cue.unbind(1)
        return self.source_pointer(spans, window, (first, last), self.source_pointer.keys(words), mask)  # type: ignore[no-any-return]

    def anaphors(self, spans: Tensor) -> tuple[Tensor, Tensor]:
        """Query `[spans, size]` and the score of "nobody" `[spans]`, from span vectors `[spans, 2 * width]`."""
        out = self.anaphor(spans)
        return out[:, :-1], out[:, -1].float()

    def candidates(self, spans: Tensor) -> Tensor:
        """Key vectors of name mentions, `[spans, size]`, to be multiplied with `anaphors`' queries."""
        keys: Tensor = self.candidate(spans) * self.config.link_size**-0.5
        return keys

    def meanings(
        self, words: Tensor, cue: Tensor, content: Tensor, features: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores of medium `[attributions, 3]` and polarity `[attributions, 4]`."""
        window, first, _ = content.unbind(1)
        known = torch.cat([span_vectors(words, cue), words[window, first], features.to(words.dtype)], dim=1)
        return self.medium(known).float(), self.polarity(known).float()


def span_vectors(words: Tensor, spans: Tensor) -> Tensor:
    """First and last word's vectors side by side, `[spans, 2 * width]`, of spans given as `[spans, 3]`."""
    window, first, last = spans.unbind(1)
    return torch.cat([words[window, first], words[window, last]], dim=1)


def _bucket(distance: Tensor) -> Tensor:
    """Exact to 8 words, then logarithmic."""
    size = distance.abs()
    coarse = 8 + (size.float().clamp(min=8).div(8).log2() * 2).long()
    bucket = torch.where(size <= 8, size, coarse).clamp(max=DISTANCE_BUCKETS)
    return torch.where(distance < 0, -bucket, bucket) + DISTANCE_BUCKETS
