"""What the files of a model folder may say: a folder is data from elsewhere and is given no say in what runs."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from quoteattr.network.network import NetworkConfig
from quoteattr.text.windows import CLS, PAD, SEP

_ENCODER_SIZES = (
    "vocab_size",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "max_position_embeddings",
    "type_vocab_size",
)
_ENCODER_OTHERS = (
    "pad_token_id",
    "layer_norm_eps",
    "hidden_dropout_prob",
    "attention_probs_dropout_prob",
)
_LARGEST = 1_000_000
_SMALLEST_WINDOW = 16


def check_config(described: dict[str, Any], *, tensors: int) -> NetworkConfig:
    """Check what a folder says of its network.

    Args:
        described: The description, from JSON.
        tensors: How many tensors the folder's weights hold; each layer needs at least one.

    Raises:
        ValueError: It names something that this version does not know, or has a size that cannot be.
    """
    known = {field.name for field in fields(NetworkConfig)}
    if unknown := described.keys() - known:
        raise ValueError(f"unknown settings {sorted(unknown)}")
    encoder = described.get("encoder")
    if not isinstance(encoder, dict) or encoder.get("model_type") != "bert":
        raise ValueError("the encoder is not of the type 'bert'")
    numbers = {*_ENCODER_SIZES, *_ENCODER_OTHERS}
    if unknown := encoder.keys() - numbers - {"model_type", "hidden_act"}:
        raise ValueError(f"unknown settings of the encoder {sorted(unknown)}")
    if encoder.get("hidden_act", "gelu") != "gelu":
        raise ValueError(f"'hidden_act' is {encoder['hidden_act']!r}")
    for name in numbers & encoder.keys():
        _number(name, encoder[name], whole=name in _ENCODER_SIZES)
    for name in _ENCODER_SIZES:
        if not encoder.get(name):
            raise ValueError(f"the encoder's {name!r} is missing")
    for name in known - {"encoder"}:
        if name in described:
            _number(name, described[name], whole=True)
    config = NetworkConfig(**described)
    if encoder["num_hidden_layers"] > tensors:
        raise ValueError(f"{encoder['num_hidden_layers']} layers are more than there are weights for")
    if not _SMALLEST_WINDOW <= config.max_pieces <= encoder["max_position_embeddings"]:
        raise ValueError(f"windows of {config.max_pieces} pieces do not fit the encoder")
    return config


def _number(name: str, value: object, *, whole: bool) -> None:
    wanted = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, wanted) or not 0 <= value <= _LARGEST:
        raise ValueError(f"{name!r} is {str(value)[:40]!r}")


def prepare_tokenizer(tokenizer: Tokenizer) -> Tokenizer:
    """Check that a tokenizer cuts text as `words` expects, and keep it from cutting off or filling up.

    Raises:
        ValueError: It is of another kind, or its special pieces have other numbers.
    """
    parts = (
        (tokenizer.model, WordPiece),
        (tokenizer.normalizer, BertNormalizer),
        (tokenizer.pre_tokenizer, BertPreTokenizer),
    )
    for part, wanted in parts:
        if not isinstance(part, wanted):
            raise ValueError(f"{type(part).__name__} in place of {wanted.__name__}")
    for piece, number in (("[PAD]", PAD), ("[CLS]", CLS), ("[SEP]", SEP)):
        if tokenizer.token_to_id(piece) != number:
            raise ValueError(f"piece {number} is not {piece}")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True  # a text that says "[SEP]" says five characters
    return tokenizer
