"""A model folder of the real kind but a thousandth of the size: random weights, real code."""

from __future__ import annotations

import string
from pathlib import Path

import torch
from quoteattr.lexicon import FEATURES
from quoteattr.model.network import Network, NetworkConfig
from quoteattr.model.storage import save_model
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

MAX_PIECES = 64
_WORDS = (
    "said",
    "says",
    "told",
    "that",
    "the",
    "he",
    "she",
    "who",
    "and",
    "of",
    "to",
    "in",
    "according",
    "by",
)


def tiny_tokenizer() -> Tokenizer:
    """Letters, marks and a few words, numbered as in BERT."""
    pieces = ["[PAD]", *(f"[unused{n}]" for n in range(99)), "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pieces += [*string.printable[:94], *"“”‘’«»„—–…", *_WORDS]
    pieces += [f"##{letter}" for letter in string.ascii_lowercase + string.digits]
    vocab = {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(WordPiece(vocab, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    return tokenizer


def save_tiny_model(folder: Path, *, seed: int = 15) -> Path:
    """Write the model; random as it is, it finds quotes everywhere, so every path of the code is walked."""
    tokenizer = tiny_tokenizer()
    encoder = {
        "model_type": "bert",
        "vocab_size": tokenizer.get_vocab_size(),
        "hidden_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "max_position_embeddings": 128,
        "type_vocab_size": 2,
    }
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = Network(
            NetworkConfig(encoder=encoder, cue_features=FEATURES, max_pieces=MAX_PIECES, link_size=16)
        )
    with torch.no_grad():
        network.resolver.pair[-1].weight.mul_(50.0)  # surely somebody
        network.resolver.nobody[-1].bias.fill_(-9.0)
    save_model(folder, network, tokenizer, {}, "# A tiny model\n")
    return folder
