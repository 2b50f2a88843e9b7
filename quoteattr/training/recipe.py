"""The recipe of the bundled weights, from the data folder to a model folder."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from quoteattr.training import gather
from quoteattr.training.examples import Example
from quoteattr.training.loop import Settings, fit
from quoteattr.training.start import start_network, start_tokenizer

logger = logging.getLogger(__name__)

HELD_OUT_EVERY = 8
"""Of the train articles whose speakers are labelled, one in so many is kept for calibration."""
_RESTYLED_SHARE = 0.2
_GAP_SHARE = 3
_GUM_SHARE = 2


@dataclass(frozen=True, slots=True)
class Data:
    """All training examples: of each PolNeAR article its annotations, as printed and in the other marks."""

    articles: tuple[tuple[tuple[Example, Example], ...], ...]
    gum: tuple[Example, ...]
    gap: tuple[Example, ...]

    def epoch(self, number: int, rng: np.random.Generator) -> Sequence[Example]:
        """Every article once, by one of its annotators; of the rest a share that goes round."""
        chosen: list[Example] = []
        for annotations in self.articles:
            as_printed, other_marks = annotations[rng.integers(len(annotations))]
            chosen.append(other_marks if rng.random() < _RESTYLED_SHARE else as_printed)
        chosen.extend(self.gum[number % _GUM_SHARE :: _GUM_SHARE])
        chosen.extend(self.gap[number % _GAP_SHARE :: _GAP_SHARE])
        return chosen


def held_out_ids(folder: Path) -> list[str]:
    """PolNeAR train articles that the network does not see."""
    return [record["id"] for record in gather.read_jsonl(folder / "polnear" / "speakers.train.jsonl")][::HELD_OUT_EVERY]


def load_data(folder: Path) -> Data:
    """Read everything that the network is trained on."""
    tokenizer = start_tokenizer()
    away = set(held_out_ids(folder))
    printed = gather.polnear(folder, "train", tokenizer)
    other = gather.polnear(folder, "train", tokenizer, restyle=True)
    return Data(
        articles=tuple(
            tuple(zip(printed[name], other[name], strict=True)) for name in printed if name not in away
        ),
        gum=tuple(gather.gum(folder, "train", tokenizer)),
        gap=tuple(gather.gap(folder, "train", tokenizer)),
    )


def train_network(data: Path, output: Path, *, seed: int, device: str | None, resume: bool) -> None:
    """Train the network and leave its weights as `checkpoint.pt` in `output`."""
    torch.manual_seed(seed)
    place = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    output.mkdir(parents=True, exist_ok=True)
    examples = load_data(data)
    logger.info(
        "%d articles, %d words", len(examples.articles), sum(len(a[0][0].words) for a in examples.articles)
    )
    network = start_network().to(place)
    fit(network, examples.epoch, settings=Settings(seed=seed), folder=output, device=place, resume=resume)
