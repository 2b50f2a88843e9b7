"""The network: one encoder that reads a window once, and the heads on it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from quoteattr.network.encoder import encode
from quoteattr.network.heads import CUE_TAGS, NAME_TAGS, Antecedents, Arguments, Meaning
from quoteattr.text.windows import Batch
from quoteattr.text.words import SHAPES, STATES

SCHEMES: Final = ("world", "polnear")
"""Annotation schemes that the network has learnt; the first is the one it reads by."""


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """What it takes to build the network again.

    Attributes:
        encoder: Configuration of the encoder, as `transformers` writes it.
        max_pieces: Word pieces of one window, special pieces included.
        argument_size: Width of the vectors that arguments are scored with.
        antecedent_size: Width of the vectors that antecedents are scored with.
    """

    encoder: dict[str, Any]
    max_pieces: int = 352
    argument_size: int = 128
    antecedent_size: int = 192

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class Network(nn.Module):
    """Encoder and heads. Spans are given as window, first and last word (both included) within it."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        settings = dict(config.encoder)
        encoder_config = AutoConfig.for_model(settings.pop("model_type"), **settings)
        self.encoder: Any = AutoModel.from_config(  # type: ignore[no-untyped-call]
            encoder_config, attn_implementation="sdpa", add_pooling_layer=False
        )
        width = encoder_config.hidden_size
        self.shapes = nn.Embedding(SHAPES, width)
        self.states = nn.Embedding(STATES, width)
        self.schemes = nn.Embedding(len(SCHEMES), width)
        self.cues = nn.Linear(width, len(CUE_TAGS))
        self.arguments = Arguments(width, config.argument_size)
        self.meaning = Meaning(width, config.argument_size)
        self.names = nn.Linear(width, len(NAME_TAGS))
        self.antecedents = Antecedents(width, config.antecedent_size)
        for table in (self.shapes, self.states, self.schemes):
            nn.init.normal_(table.weight, std=0.02)

    @property
    def device(self) -> torch.device:
        """Where the weights lie."""
        return self.shapes.weight.device

    def read(self, batch: Batch) -> Tensor:
        """Vectors of the words, `[windows, words, width]`: those of their first pieces."""
        embedded = self.encoder.get_input_embeddings()(batch.pieces)
        embedded = embedded + self.shapes(batch.shapes) + self.states(batch.states)
        embedded = embedded + self.schemes(batch.schemes)[batch.owners]
        dropout = self.encoder.config.hidden_dropout_prob if self.training else 0.0
        rows = encode(self.encoder, embedded, batch.lengths, dropout=dropout)
        return rows[batch.heads]
