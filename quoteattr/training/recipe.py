"""The recipe of the bundled weights, from data folders to a model folder."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from quoteattr.analyzer import Analyzer
from quoteattr.network.storage import save_model
from quoteattr.training.calibration import fit_calibration
from quoteattr.training.data import Data, load_data
from quoteattr.training.loop import Settings, fit
from quoteattr.training.start import start_network, start_tokenizer

logger = logging.getLogger(__name__)

_READ_PIECES = 320
"""Length of the windows that the trained network reads, in the upper half of those that it is trained on."""


def train(
    data: Sequence[Path],
    output: Path,
    *,
    start: Path | None = None,
    settings: Settings | None = None,
    device: str | None = None,
    resume: bool = True,
) -> None:
    """Train a model by the recipe of the bundled one.

    Args:
        data: The data folders (docs/training.md says what they hold).
        output: The model folder to write; a `checkpoint.pt` in it lets an interrupted run go on.
        start: A model folder, trained before, whose weights are started from.
        settings: How to train.
        device: A torch device name; None takes a GPU when there is one.
        resume: Go on from a checkpoint, when there is one.

    Raises:
        FileNotFoundError: There is nothing to train on.
    """
    settings = settings or Settings()
    place = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    texts = load_data(data)
    output.mkdir(parents=True, exist_ok=True)
    _train_network(texts, output, start, settings, place, resume=resume)
    # What is fitted on the network is fitted on its weights as stored, in eight bits.
    analyzer = Analyzer.load(output, device=str(place))
    analyzer.use_calibration(fit_calibration(analyzer, [t for t in texts.held_out if t.inner]))
    analyzer.save(output)
    logger.info("The model is in %s", output)


def _train_network(
    texts: Data, output: Path, start: Path | None, settings: Settings, device: torch.device, *, resume: bool
) -> None:
    torch.manual_seed(settings.seed)
    tokenizer = start_tokenizer()
    network = start_network(start).to(device)
    fit(
        network,
        lambda number, rng: texts.epoch(number, tokenizer, rng),
        settings=settings,
        folder=output,
        device=device,
        resume=resume,
    )
    network.config = replace(network.config, max_pieces=_READ_PIECES)
    save_model(output, network, tokenizer, {})
