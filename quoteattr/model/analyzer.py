"""Text in, `Analysis` out: every step that a text takes through the library, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from quoteattr.analysis import MEDIA, POLARITIES, Analysis, Attribution, Hints
from quoteattr.decode.attributions import Settled, settle
from quoteattr.decode.drafts import read_windows
from quoteattr.decode.nesting import nest
from quoteattr.decode.reading import Reading, read_layout
from quoteattr.decode.score import Calibration
from quoteattr.model.network import Network
from quoteattr.model.storage import BUNDLED, load_model, save_model
from quoteattr.model.windows import collate
from quoteattr.speakers.named import Named, find_named
from quoteattr.speakers.resolver import Resolver
from quoteattr.speakers.speaking import name_speakers


class Analyzer:
    """The network and all that is done with it. Safe to use from several threads at once."""

    def __init__(
        self, network: Network, tokenizer: Tokenizer, settings: dict[str, Any], card: str | None = None
    ) -> None:
        self.network = network.eval()
        self.tokenizer = tokenizer
        self.settings = settings
        self.card = card
        self.calibration = Calibration(**settings.get("calibration", {}))
        self._score_pair = network.resolver.arrays()

    @classmethod
    def load(cls, path: str | Path | None = None, *, device: str | None = None) -> Analyzer:
        """Load a model folder.

        Args:
            path: The folder; None for the bundled weights.
            device: A torch device name; None takes a GPU when there is one.

        Raises:
            ModelError: The folder or a file in it is missing or corrupt.
        """
        network, tokenizer, settings, card = load_model(BUNDLED if path is None else Path(path))
        place = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
        return cls(network.to(place), tokenizer, settings, card)

    def save(self, path: str | Path) -> None:
        """Write a model folder that `load` reads."""
        save_model(Path(path), self.network, self.tokenizer, self.settings, self.card)

    def use_resolver(self, resolver: Resolver) -> None:
        """Take another speaker resolver, one just fitted."""
        self.network.resolver.load_state_dict(resolver.state_dict())
        self._score_pair = self.network.resolver.arrays()

    def use_calibration(self, calibration: Calibration) -> None:
        """Take another calibration of scores, one just fitted."""
        self.calibration = calibration
        self.settings["calibration"] = asdict(calibration)

    def analyze(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
        nested: bool = True,
        hints: Sequence[Hints] | None = None,
    ) -> list[Analysis]:
        """Find who said what.

        Args:
            texts: Any texts.
            batch_size: Windows that the network reads at once.
            nested: Whether to look for quotes inside quotes.
            hints: What other components know, one for each text.

        Returns:
            One analysis a text, in order.
        """
        readings = [read_layout(text, self.tokenizer) for text in texts]
        known = hints or [Hints()] * len(texts)
        named = [find_named(reading, hint) for reading, hint in zip(readings, known, strict=True)]
        self.read(readings, named, batch_size)
        found = [settle(reading) for reading in readings]
        if nested:
            found = nest(readings, found, lambda inner: self._read_inner(inner, batch_size))
        return [
            self._finish(reading, items, who)
            for reading, items, who in zip(readings, found, named, strict=True)
        ]

    def read(self, readings: Sequence[Reading], named: Sequence[Named] | None, batch_size: int) -> None:
        """Let the network read texts, window by window, and note what it found in them."""
        windows = [
            window
            for number, reading in enumerate(readings)
            for window in reading.windows(number, self.network.config.max_pieces)
        ]
        windows.sort(key=lambda window: window.last - window.first)
        words = [reading.words for reading in readings]
        texts = [reading.text for reading in readings]
        loose = [reading.loose for reading in readings]
        device = next(self.network.parameters()).device
        for at in range(0, len(windows), batch_size):
            part = windows[at : at + batch_size]
            inside = [named[w.text].between(w.first, w.last) if named else range(0) for w in part]
            with torch.autocast(device.type, dtype=torch.bfloat16):
                found = read_windows(
                    self.network,
                    collate(part, words).to(device),
                    part,
                    words=words,
                    texts=texts,
                    loose=loose,
                    mentions=[
                        [named[w.text].spans[n] for n in numbers] if named else []
                        for w, numbers in zip(part, inside, strict=True)
                    ],
                )
            for window, numbers, result in zip(part, inside, found, strict=True):
                readings[window.text].drafts.extend(result.drafts)
                readings[window.text].uncued.extend(result.uncued)
                if named:
                    named[window.text].note(numbers, result)

    def _read_inner(self, texts: Sequence[str], batch_size: int) -> list[Reading]:
        readings = [read_layout(text, self.tokenizer) for text in texts]
        self.read(readings, None, batch_size)
        return readings

    def _finish(self, reading: Reading, items: Sequence[Settled], named: Named) -> Analysis:
        speakers, entities = name_speakers(
            reading, items, named, self._score_pair, self.calibration.certainty
        )
        return Analysis(
            tuple(
                Attribution(
                    content=item.content,
                    cue=item.cue,
                    source=item.source,
                    kind=item.kind,
                    medium=MEDIA[int(np.argmax(item.draft.medium))] if item.draft else "speech",
                    polarity=POLARITIES[int(np.argmax(item.draft.polarity))] if item.draft else "asserted",
                    speaker=speaker,
                    parent=item.parent,
                    score=self.calibration.score(item),
                )
                for item, speaker in zip(items, speakers, strict=True)
            ),
            tuple(entities),
        )
