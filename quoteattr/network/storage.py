"""A model folder: weights as safetensors in eight bits, configuration and tokenizer as JSON. Nothing is unpickled."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from quoteattr.errors import ModelError
from quoteattr.network.checks import check_config, prepare_tokenizer
from quoteattr.network.network import Network

Read = TypeVar("Read")

VERSION = 2
CONFIG, WEIGHTS, TOKENIZER, CARD = "config.json", "model.safetensors", "tokenizer.json", "README.md"
BUNDLED = Path(__file__).parent / "weights"
CURE = "train or copy the model anew, or leave 'model' out for the bundled weights"
_SCALE = ".scale"
_SHARES = "shares"
"""What a further model that comes with the library takes from the bundled one, in its configuration."""
_TABLE = "encoder.embeddings.word_embeddings.weight"
"""Half of all weights and more; training leaves it as it is."""


def save_model(
    folder: Path, network: Network, tokenizer: Tokenizer, extra: dict[str, Any], card: str | None = None
) -> None:
    """Write a model folder.

    Args:
        folder: Made if need be; files of an older model in it are replaced.
        network: The network.
        tokenizer: Its tokenizer.
        extra: What else the library needs to know of the model (calibration, speaker resolver), as JSON values.
        card: The model card in Markdown.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"version": VERSION, "network": network.config.to_dict(), **extra}
    (folder / CONFIG).write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    tokenizer.save(str(folder / TOKENIZER), pretty=False)
    save_file(_compress(network.state_dict()), folder / WEIGHTS)
    if card is not None:
        (folder / CARD).write_text(card, encoding="utf-8")


def load_model(folder: Path) -> tuple[Network, Tokenizer, dict[str, Any], str | None]:
    """Read what `save_model` wrote.

    Raises:
        ModelError: A file is missing, unreadable, corrupt or does not fit the others.
    """
    settings = _read_settings(folder)
    shared = _shared(folder, settings.pop(_SHARES, []))
    tokenizer = _read_tokenizer((BUNDLED if TOKENIZER in shared else folder) / TOKENIZER)
    weights = load_weights(folder)
    if _TABLE in shared:
        weights |= load_weights(BUNDLED, only=_TABLE)
    network = _build(folder, settings.pop("network"), weights)
    if max(tokenizer.get_vocab().values()) >= network.config.encoder["vocab_size"]:
        raise ModelError(f"{folder / TOKENIZER} has more pieces than the network knows; {CURE}")
    card = folder / CARD
    text = _attempt(card, lambda path: path.read_text(encoding="utf-8")) if card.is_file() else None
    return network, tokenizer, settings, text


def share(folder: Path) -> None:
    """Take out of a model folder what the bundled model has too: its words' embeddings, its tokenizer.

    Raises:
        ModelError: The folder, or that of the bundled model, is no model; or they have nothing in common.
    """
    settings = _read_settings(folder)
    own, bundled = (_attempt(place / WEIGHTS, load_file) for place in (folder, BUNDLED))
    same_table = _TABLE in own and _TABLE in bundled and torch.equal(own[_TABLE], bundled[_TABLE])
    tokenizers = [_attempt(place / TOKENIZER, Path.read_bytes) for place in (folder, BUNDLED)]
    if not same_table or tokenizers[0] != tokenizers[1]:
        raise ModelError(f"{folder} has other words than {BUNDLED}; train it from the bundled model")
    for name in (_TABLE, _TABLE + _SCALE):
        own.pop(name, None)
    settings[_SHARES] = [_TABLE, TOKENIZER]
    (folder / CONFIG).write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    save_file(own, folder / WEIGHTS)
    (folder / TOKENIZER).unlink()


def _shared(folder: Path, names: object) -> list[str]:
    if not isinstance(names, list) or not all(name in (_TABLE, TOKENIZER) for name in names):
        raise ModelError(f"{folder / CONFIG} shares what cannot be shared; {CURE}")
    if names and not BUNDLED.is_dir():
        raise ModelError(
            f"{folder} needs the bundled weights, and {BUNDLED} is missing; install quoteattr anew"
        )
    return names


def load_weights(folder: Path, *, only: str = "") -> dict[str, Tensor]:
    """The tensors of a model folder by name, in full precision; those alone whose names start with `only`."""

    def read(path: Path) -> dict[str, Tensor]:
        return _expand({name: value for name, value in load_file(path).items() if name.startswith(only)})

    return _attempt(folder / WEIGHTS, read)


def _build(folder: Path, described: dict[str, Any], weights: dict[str, Tensor]) -> Network:
    try:
        config = check_config(described, tensors=len(weights))
        with torch.device("meta"):  # shapes without memory: a hostile configuration may ask for any amount
            wanted = {name: value.shape for name, value in Network(config).state_dict().items()}
    except Exception as error:  # whatever the encoder's constructor raises
        raise ModelError(
            f"{folder / CONFIG} does not describe a network this version can build ({error}); {CURE}"
        ) from error
    wrong = [
        name
        for name in sorted(wanted.keys() | weights.keys())
        if name not in wanted or name not in weights or wanted[name] != weights[name].shape
    ]
    if wrong:
        raise ModelError(
            f"{folder / WEIGHTS} does not fit {CONFIG} beside it: {wrong[0]} and {len(wrong) - 1} more "
            f"are missing, left over or of another shape; {CURE}"
        )
    if not all(bool(torch.isfinite(value).all()) for value in weights.values()):
        raise ModelError(f"{folder / WEIGHTS} holds values that are no numbers; {CURE}")
    network = Network(config)
    network.load_state_dict(weights)
    return network.eval()


def _read_settings(folder: Path) -> dict[str, Any]:
    try:
        is_folder, exists = folder.is_dir(), folder.exists()
    except OSError as error:
        raise ModelError(f"the model folder {folder} cannot be reached ({error.strerror}); {CURE}") from error
    if not is_folder:
        raise ModelError(
            f"the model folder {folder} {'is a file, not a folder' if exists else 'does not exist'}; {CURE}"
        )
    settings = _attempt(folder / CONFIG, lambda path: json.loads(path.read_text(encoding="utf-8")))
    if not isinstance(settings, dict) or not isinstance(settings.get("network"), dict):
        raise ModelError(f"{folder / CONFIG} is no model configuration; {CURE}")
    if settings.get("version") != VERSION:
        raise ModelError(
            f"{folder / CONFIG} is of version {settings.get('version')!r}, this library reads {VERSION}; {CURE}"
        )
    return settings


def _read_tokenizer(path: Path) -> Tokenizer:
    tokenizer = _attempt(path, lambda file: Tokenizer.from_str(file.read_text(encoding="utf-8")))
    try:
        return prepare_tokenizer(tokenizer)
    except ValueError as error:
        raise ModelError(f"{path} is of a kind that this version cannot use ({error}); {CURE}") from error


def _attempt(path: Path, read: Callable[[Path], Read]) -> Read:
    try:
        if not path.is_file():
            raise ModelError(f"{path} is missing from the model folder; {CURE}")
        return read(path)
    except ModelError:
        raise
    except PermissionError as error:
        raise ModelError(f"{path} may not be read; give yourself read permission on it") from error
    except (OSError, ValueError, RecursionError, SafetensorError) as error:
        raise ModelError(f"{path} is corrupt ({error}); {CURE}") from error
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelError(f"{path} cannot be read ({error}); {CURE}") from error


def _compress(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Matrices as 8-bit integers with one scale a row, everything else as it is."""
    stored: dict[str, Tensor] = {}
    for name, value in weights.items():
        if value.ndim == 2 and value.numel() > 10_000:
            scale = value.float().abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
            stored[name] = (value.float() / scale).round().to(torch.int8).contiguous()
            stored[name + _SCALE] = scale.contiguous()
        else:
            stored[name] = value.contiguous()
    return stored


def _expand(stored: dict[str, Tensor]) -> dict[str, Tensor]:
    weights = {}
    for name, value in stored.items():
        if name.endswith(_SCALE):
            continue
        scale = stored.get(name + _SCALE)
        weights[name] = value if scale is None else value.float() * scale
    return weights
