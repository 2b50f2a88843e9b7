"""Text in, `Analysis` out: every step that a text takes through the library, in order."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer

from quoteattr.analysis import Analysis, Attribution, Entity, Hints
from quoteattr.attributions.score import Calibration
from quoteattr.attributions.settle import Settled, settle
from quoteattr.errors import ModelError, SettingsError
from quoteattr.network.decoding import Draft, read_drafts
from quoteattr.network.names import find_names
from quoteattr.network.network import SCHEMES, Network
from quoteattr.network.storage import BUNDLED, CONFIG, CURE, load_model, save_model
from quoteattr.text.layout import Layout, read_layout
from quoteattr.text.windows import Window, batches, collate

HalfArray = npt.NDArray[np.float16]


@dataclass(slots=True)
class Reading:
    """A text and what the network found in it.

    Attributes:
        layout: The text and what it is made of.
        vectors: What the encoder makes of each word, `[words, width]`.
        name_scores: Log-probabilities of the tags of names, `[words, tags]`.
        drafts: Attributions.
    """

    layout: Layout
    vectors: HalfArray
    name_scores: npt.NDArray[np.float32]
    drafts: list[Draft] = field(default_factory=list)

    @property
    def names(self) -> list[tuple[int, int, str]]:
        """Names in characters, each with its class."""
        return find_names(self.name_scores, self.layout.words)


class Analyzer:
    """The network and all that is done with it. Safe to use from several threads at once."""

    def __init__(
        self, network: Network, tokenizer: Tokenizer, settings: dict[str, Any], card: str | None = None
    ) -> None:
        self.network = network.eval()
        self._reader = _in_half_precision(network)
        self.tokenizer = tokenizer
        self.settings = settings
        self.card = card
        self.calibration = Calibration(**settings.get("calibration", {}))

    @classmethod
    def load(cls, path: str | Path | None = None, *, device: str | int | None = None) -> Analyzer:
        """Load a model folder.

        Args:
            path: The folder; None for the bundled weights.
            device: A torch device; None takes a GPU when there is one.

        Raises:
            ModelError: The folder or a file in it is missing or corrupt.
            SettingsError: There is no such device.
        """
        place = _find_device(device)
        folder = BUNDLED if path is None else Path(path)
        network, tokenizer, settings, card = load_model(folder)
        try:
            return cls(network.to(place), tokenizer, settings, card)
        except (TypeError, ValueError) as error:
            raise ModelError(f"{folder / CONFIG} holds no usable calibration ({error}); {CURE}") from error

    def save(self, path: str | Path) -> None:
        """Write a model folder that `load` reads."""
        save_model(Path(path), self.network, self.tokenizer, self.settings, self.card)

    def use_calibration(self, calibration: Calibration) -> None:
        """Take another calibration of scores, one just fitted."""
        self.calibration = calibration
        self.settings["calibration"] = asdict(calibration)

    def analyze(
        self,
        texts: Sequence[str],
        *,
        batch_size: int,
        hints: Sequence[Hints] | None = None,
        scheme: str = SCHEMES[0],
    ) -> list[Analysis]:
        """Find who said what.

        Args:
            texts: Any texts.
            batch_size: Windows that the network reads at once.
            hints: What other components know, one for each text.
            scheme: The annotation scheme to read by.

        Returns:
            One analysis a text, in order.
        """
        known = hints or [Hints()] * len(texts)
        readings = self.read(texts, batch_size=batch_size, scheme=scheme)
        return [self._analysis(reading, hint) for reading, hint in zip(readings, known, strict=True)]

    def read(self, texts: Sequence[str], *, batch_size: int = 32, scheme: str = SCHEMES[0]) -> list[Reading]:
        """Let the network read texts, window by window.

        Padding shifts scores in their last bits. A CPU gains little from batches, so there each text is read by
        itself, and what is found in it does not depend on what else is read.
        """
        layouts = [read_layout(text, self.tokenizer) for text in texts]
        readings = [_unread(layout, self.network) for layout in layouts]
        together = [readings] if self.network.device.type != "cpu" else [[reading] for reading in readings]
        for part in together:
            self._read(part, batch_size, SCHEMES.index(scheme))
        return readings

    def _read(self, readings: Sequence[Reading], batch_size: int, scheme: int) -> None:
        most = self.network.config.max_pieces
        windows = [w for n, reading in enumerate(readings) for w in reading.layout.windows(n, most)]
        words = [reading.layout.words for reading in readings]
        for part in batches(windows, words, batch_size):
            self._read_batch(readings, part, scheme)
        for reading in readings:
            reading.drafts.sort(key=lambda draft: draft.contents)

    @torch.inference_mode()
    def _read_batch(self, readings: Sequence[Reading], windows: Sequence[Window], scheme: int) -> None:
        words = [reading.layout.words for reading in readings]
        batch = collate(windows, words, [scheme] * len(readings)).to(self.network.device)
        read = self._reader.read(batch)
        names = self._reader.names(read).float().log_softmax(dim=2).cpu().numpy()
        vectors = read.half().cpu().numpy()
        for row, window in enumerate(windows):
            reading, length = readings[window.text], window.last - window.first
            reading.vectors[window.first : window.last] = vectors[row, :length]
            reading.name_scores[window.first : window.last] = names[row, :length]
        for text, draft in read_drafts(self._reader, read, batch, windows):
            readings[text].drafts.append(draft)

    def _analysis(self, reading: Reading, hints: Hints) -> Analysis:
        items = settle(reading.layout, reading.drafts)
        speakers, entities = _name_speakers(reading, items, hints)
        return Analysis(
            tuple(
                Attribution(
                    content=item.content,
                    cue=item.cue,
                    source=item.source,
                    kind=item.kind,
                    medium=item.medium,
                    polarity=item.polarity,
                    speaker=speaker,
                    parent=item.parent,
                    score=self.calibration.score(item),
                )
                for item, speaker in zip(items, speakers, strict=True)
            ),
            tuple(entities),
        )


def _name_speakers(
    reading: Reading, items: Sequence[Settled], hints: Hints
) -> tuple[list[int | None], list[Entity]]:
    raise NotImplementedError


def _unread(layout: Layout, network: Network) -> Reading:
    count = len(layout.words)
    return Reading(
        layout,
        np.zeros((count, network.shapes.embedding_dim), dtype=np.float16),
        np.zeros((count, network.names.out_features), dtype=np.float32),
    )


def _in_half_precision(network: Network) -> Network:
    """The network as it reads: in bfloat16, which loses nothing and is twice as fast."""
    reader = copy.deepcopy(network).to(torch.bfloat16)
    reader.arguments.chain.float()
    return reader


def _find_device(name: str | int | None) -> torch.device:
    try:
        device = torch.device(("cuda" if torch.cuda.is_available() else "cpu") if name is None else name)
        torch.zeros(1, device=device).tolist()
    except (AssertionError, NotImplementedError, RuntimeError) as error:
        reason = str(error).partition("\n")[0]
        raise SettingsError(
            f"'device' is {name!r}, which torch cannot use here ({reason}); try 'cpu'"
        ) from error
    return device
