"""All training texts, and what an epoch takes of them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from quoteattr.training import gather
from quoteattr.training.examples import Example
from quoteattr.training.gather import LabelledText
from quoteattr.training.restyle import restyled

logger = logging.getLogger(__name__)

POLNEAR_EVERY = 2
"""An epoch takes one PolNeAR article in so many."""
GUM_EVERY, GAP_EVERY, LITBANK_EVERY = 2, 4, 8
"""Texts that only references are labelled in: who is meant is learnt by heart before it is learnt."""
_OTHER_NAMES = 0.4
"""Share of the texts that are read with other names in the place of theirs."""
HELD_OUT_EVERY = 12
"""Of the labelled articles of each file, one in so many is kept for calibration."""


@dataclass(slots=True)
class Data:
    """Training texts by where they come from.

    Attributes:
        read: Articles labelled at every level.
        polnear: PolNeAR's articles, each with the annotations that it has.
        references: Texts with references alone, and one in how many of them an epoch takes.
        held_out: Articles that the network does not see.
    """

    read: list[LabelledText] = field(default_factory=list)
    polnear: list[list[LabelledText]] = field(default_factory=list)
    references: list[tuple[int, list[LabelledText]]] = field(default_factory=list)
    held_out: list[LabelledText] = field(default_factory=list)

    def epoch(self, number: int, tokenizer: Tokenizer, rng: np.random.Generator) -> list[Example]:
        """The examples of one epoch."""
        chosen: list[Example] = []
        for text in self.read:
            text = text.with_other_names(rng) if rng.random() < _OTHER_NAMES else text
            chosen.append(text.example(tokenizer, text=restyled(text.text, rng)))
        for place, versions in enumerate(self.polnear):
            if (place + number) % POLNEAR_EVERY == 0:
                text = versions[rng.integers(len(versions))]
                text = text.with_other_names(rng) if rng.random() < _OTHER_NAMES else text
                asked = (place // POLNEAR_EVERY + number // POLNEAR_EVERY) % 2 == 0
                rendering = restyled(text.text, rng)
                chosen.append(text.example(tokenizer, text=rendering, with_references=asked))
        for every, texts in self.references:
            chosen.extend(text.example(tokenizer) for text in texts[number % every :: every])
        return chosen


def load_data(folders: Sequence[Path]) -> Data:
    """Read everything in the folders that the network can be trained on.

    Args:
        folders: Each with any of `polnear/`, `gum/`, `litbank/`, `gap/`, `world/train.jsonl`, and of `*.jsonl` files
            of articles labelled at every level.

    Raises:
        FileNotFoundError: There is no article with attributions in any of them.
    """
    data = Data()
    printed = _texts_kept_elsewhere(folders)
    for folder in folders:
        world = folder / "world" / "train.jsonl"
        for path in (*([world] if world.is_file() else []), *sorted(folder.glob("*.jsonl"))):
            texts = gather.labelled_by_reading(path, printed=printed)
            data.held_out.extend(texts[HELD_OUT_EVERY - 1 :: HELD_OUT_EVERY])
            data.read.extend(t for i, t in enumerate(texts) if i % HELD_OUT_EVERY != HELD_OUT_EVERY - 1)
        if (folder / "polnear").is_dir():
            data.polnear.extend(gather.polnear(folder, "train").values())
        for name, every, read in (
            ("gum", GUM_EVERY, gather.gum),
            ("gap", GAP_EVERY, gather.gap),
            ("litbank", LITBANK_EVERY, gather.litbank),
        ):
            if (folder / name).is_dir():
                data.references.append((every, list(read(folder, "train"))))
    away = {text.id for text in data.held_out}
    data.polnear = [versions for versions in data.polnear if versions[0].id not in away]
    if not data.read and not data.polnear:
        told = ", ".join(str(folder) for folder in folders)
        raise FileNotFoundError(
            f"no labelled articles in {told}; docs/training.md says what a data folder must hold"
        )
    logger.info(
        "%d articles labelled at every level, %d of PolNeAR, %d texts with references, %d held out",
        len(data.read),
        len(data.polnear),
        sum(len(texts) for _, texts in data.references),
        len(data.held_out),
    )
    return data


def _texts_kept_elsewhere(folders: Iterable[Path]) -> dict[str, str]:
    """Texts by id that labels may stand without, since their corpus may not be passed on."""
    files = [path for folder in folders if (path := folder / "polnear" / "train.jsonl").is_file()]
    return {record["id"]: record["text"] for path in files for record in gather.read_jsonl(path)}
