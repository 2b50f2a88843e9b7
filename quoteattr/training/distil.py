"""A smaller model from a trained one: some of its layers, trained to make of every word what all of them made of it.

After DistilBERT (Sanh et al., 2019), with words' vectors in the place of a language model's scores.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from quoteattr.network.network import Network
from quoteattr.text.windows import Batch
from quoteattr.training.card import Origin
from quoteattr.training.data import load_data
from quoteattr.training.loop import Settings
from quoteattr.training.losses import Also
from quoteattr.training.recipe import find_place, train_model
from quoteattr.training.start import start_model

LAYERS = 3
"""Of the bundled small model."""
_LIKENESS = 10.0
"""Weight of the distance to the teacher: at first it outweighs all labels, in the end it is worth about as much."""
_LAYER = re.compile(r"(?<=^encoder\.encoder\.layer\.)\d+")


def distil(
    teacher_folder: Path,
    data: Sequence[Path],
    output: Path,
    *,
    layers: int = LAYERS,
    settings: Settings | None = None,
    device: str | None = None,
    resume: bool = True,
) -> None:
    """Train a model with fewer layers on the labels and on what a trained model makes of the texts.

    Args:
        teacher_folder: The trained model's folder.
        data: The data folders, as for `recipe.train`.
        output: The model folder to write; a `checkpoint.pt` in it lets an interrupted run go on.
        layers: How many of the teacher's layers the new model has, from first to last.
        settings: How to train.
        device: A torch device name; None takes a GPU when there is one.
        resume: Go on from a checkpoint, when there is one.

    Raises:
        FileNotFoundError: There is nothing to train on.
        ModelError: The teacher's folder is missing, corrupt or of another version.
        ValueError: The teacher has fewer layers.
    """
    settings, place = settings or Settings(), find_place(device)
    texts = load_data(data)
    teacher, tokenizer = start_model(teacher_folder)
    torch.manual_seed(settings.seed)
    train_model(
        smaller(teacher, layers),
        tokenizer,
        texts,
        output,
        settings=settings,
        device=place,
        resume=resume,
        origin=Origin(data, teacher_folder, distilled=True),
        also=likeness(teacher.to(place)),
    )


def smaller(teacher: Network, layers: int) -> Network:
    """A copy of a network that has only some of its encoder's layers, evenly from the first to the last.

    Raises:
        ValueError: There are not so many.
    """
    having = int(teacher.config.encoder["num_hidden_layers"])
    if not 1 <= layers <= having:
        raise ValueError(f"{layers} layers cannot be taken from a model of {having}")
    kept = np.linspace(0, having - 1, layers).astype(int).tolist()
    student = Network(
        replace(teacher.config, encoder={**teacher.config.encoder, "num_hidden_layers": layers})
    )
    weights = teacher.state_dict()
    student.load_state_dict(
        {
            name: weights[_LAYER.sub(lambda match: str(kept[int(match[0])]), name)]
            for name in student.state_dict()
        }
    )
    return student


def likeness(teacher: Network) -> Also:
    """A loss for `fit`: the mean squared distance of words' vectors to the teacher's, weighted."""
    teacher = teacher.eval().requires_grad_(False)

    def loss(batch: Batch, words: Tensor) -> dict[str, Tensor]:
        with torch.no_grad():
            wanted = teacher.read(batch)
        there = batch.word_mask
        return {"teacher": _LIKENESS * functional.mse_loss(words[there].float(), wanted[there].float())}

    return loss
