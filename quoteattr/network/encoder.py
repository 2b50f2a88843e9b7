"""BERT's layers over windows that lie end to end in one row, without padding.

`transformers` pads windows to one length and multiplies queries, keys and values one by one. Here the words of all
windows go through each product together, and only attention is done window by window: the same weights and the same
result in half the time, for reading and for training.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional


def encode(encoder: Any, embedded: Tensor, lengths: Sequence[int], *, dropout: float = 0.0) -> Tensor:
    """Hidden states of the last layer (Devlin et al., 2019), `[pieces, width]`.

    Args:
        encoder: A `transformers` BertModel.
        embedded: Sums of the input embeddings but for positions, `[pieces, width]`.
        lengths: Pieces of each window, in order; their sum is `pieces`.
        dropout: Of hidden states, while training.
    """
    embeddings, heads = encoder.embeddings, encoder.config.num_attention_heads
    positions = embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0]
    rows = embedded + torch.cat([positions[:length] for length in lengths])
    rows = functional.dropout(embeddings.LayerNorm(rows), dropout)
    for layer in encoder.encoder.layer:
        mixed = layer.attention.output.dense(_attention(layer.attention.self, rows, lengths, heads))
        rows = layer.attention.output.LayerNorm(functional.dropout(mixed, dropout) + rows)
        wide = functional.gelu(layer.intermediate.dense(rows))
        rows = layer.output.LayerNorm(functional.dropout(layer.output.dense(wide), dropout) + rows)
    return rows


def _attention(layer: Any, rows: Tensor, lengths: Sequence[int], heads: int) -> Tensor:
    parts = (layer.query, layer.key, layer.value)
    weight, bias = torch.cat([part.weight for part in parts]), torch.cat([part.bias for part in parts])
    asked = functional.linear(rows, weight, bias).view(len(rows), 3, heads, -1)
    scale = asked.shape[3] ** -0.5
    found = []
    for window in torch.split(asked, list(lengths)):
        query, key, value = window.permute(1, 2, 0, 3).unbind(0)
        scores = (query * scale) @ key.transpose(1, 2)
        found.append((scores.float().softmax(dim=2).to(value.dtype) @ value).transpose(0, 1).flatten(1))
    return torch.cat(found)
