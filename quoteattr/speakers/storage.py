"""The scorers of speakers in a file: weights with the names of the features that they are for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from quoteattr.errors import ModelError
from quoteattr.speakers.antecedents import add_history
from quoteattr.speakers.entities import find_entities
from quoteattr.speakers.evidence import blocks
from quoteattr.speakers.layout import Layout
from quoteattr.speakers.reading import ReadText, Said
from quoteattr.speakers.references import find_references
from quoteattr.speakers.scorer import SpeakerScorer

SPEAKERS = "speakers.safetensors"
_CURE = "fit the speakers anew, or copy the file again"
_PASSES = ("first", "second")


@dataclass(frozen=True, slots=True)
class SpeakerModel:
    """What speakers are named with.

    Attributes:
        first: Scores each reference by itself.
        second: Scores it again, knowing what the first pass makes of the others.
        level: Least probability at which a name is given.
    """

    first: SpeakerScorer
    second: SpeakerScorer
    level: float = 0.6


def known_features() -> tuple[frozenset[str], frozenset[str]]:
    """Names of all features of pairs and of references that this version knows."""
    text = "Ana Dole said no."
    words = np.array([[0, 3], [4, 8], [9, 13], [14, 16], [16, 17]])
    vectors = np.zeros((len(words), 1), dtype=np.float32)
    read = ReadText(text, [(0, len(text))], [], words[:, 0], words[:, 1], vectors, [(0, 8, "person")])
    named = find_entities(read)
    references = find_references(text, [Said(content=((14, 16),), source=((0, 8),))], [(0, 8)])
    layout = Layout(read, named, references)
    block = next(blocks(layout))
    add_history(block, layout, np.ones(block.mask.shape, dtype=np.float32))
    return frozenset(block.pairs), frozenset(block.alone)


def save_speakers(folder: Path, model: SpeakerModel) -> None:
    """Write the scorers into a model folder."""
    tensors = {
        f"{name}.{key}": value.half().contiguous()
        for name, scorer in zip(_PASSES, (model.first, model.second), strict=True)
        for key, value in scorer.state_dict().items()
    }
    described = {
        "level": model.level,
        "width": model.first.query.in_features // 2,
        **{
            name: {"pairs": scorer.pair_features, "alone": scorer.alone_features}
            for name, scorer in zip(_PASSES, (model.first, model.second), strict=True)
        },
    }
    save_file(tensors, folder / SPEAKERS, metadata={"speakers": json.dumps(described)})


def load_speakers(folder: Path) -> SpeakerModel:
    """Read what `save_speakers` wrote.

    Raises:
        ModelError: The file is missing, corrupt or for features that this version does not know.
    """
    path = folder / SPEAKERS
    try:
        if not path.is_file():
            raise ModelError(f"{path} is missing from the model folder; {_CURE}")
        with safe_open(str(path), framework="pt") as file:
            described = json.loads((file.metadata() or {})["speakers"])
            tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
        first, second = (_scorer(described, name, tensors) for name in _PASSES)
        return SpeakerModel(first, second, float(described["level"]))
    except ModelError:
        raise
    except PermissionError as error:
        raise ModelError(f"{path} may not be read; give yourself read permission on it") from error
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise ModelError(f"{path} cannot be read ({error}); {_CURE}") from error


def _scorer(described: Mapping[str, Any], name: str, tensors: Mapping[str, torch.Tensor]) -> SpeakerScorer:
    pairs, alone = (_checked(described[name][part], part) for part in ("pairs", "alone"))
    scorer = SpeakerScorer(pairs, alone, int(described["width"]))
    own = {
        key.removeprefix(f"{name}."): value for key, value in tensors.items() if key.startswith(f"{name}.")
    }
    scorer.load_state_dict(own)
    if not all(bool(torch.isfinite(value).all()) for value in own.values()):
        raise ModelError(f"the speakers' {name} pass holds values that are no numbers; {_CURE}")
    return scorer.eval()


def _checked(features: Sequence[str], part: str) -> list[str]:
    known = known_features()[part == "alone"]
    strange = [name for name in features if name not in known]
    if strange:
        raise ModelError(
            f"the speakers' weights are for a feature {strange[0]!r} that this version lacks; {_CURE}"
        )
    return list(features)
