"""Text in, `Analysis` out: every step that a text takes through the library, in order."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor

from quoteattr.analysis import MEDIA, POLARITIES, Analysis, Attribution, Hints, Offsets
from quoteattr.decode.attributions import settle
from quoteattr.decode.chains import link_chains
from quoteattr.decode.drafts import read_windows
from quoteattr.decode.hearsay import add_hearsay
from quoteattr.decode.nesting import nest
from quoteattr.decode.reading import Reading, read_layout
from quoteattr.decode.relays import link_relays
from quoteattr.decode.score import Calibration
from quoteattr.decode.settled import Settled
from quoteattr.errors import ModelError, SettingsError
from quoteattr.model.network import Network
from quoteattr.model.storage import BUNDLED, CONFIG, CURE, load_model, save_model
from quoteattr.naming.named import Named, find_named
from quoteattr.naming.resolver import Resolver
from quoteattr.naming.speaking import name_speakers
from quoteattr.records import trim
from quoteattr.text.windows import batches, collate


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
        self.score_pair = network.resolver.arrays()

    @classmethod
    def load(cls, path: str | Path | None = None, *, device: str | None = None) -> Analyzer:
        """Load a model folder.

        Args:
            path: The folder; None for the bundled weights.
            device: A torch device name; None takes a GPU when there is one.

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

    def use_resolver(self, resolver: Resolver) -> None:
        """Take another speaker resolver, one just fitted."""
        self.network.resolver.load_state_dict(resolver.state_dict())
        self.score_pair = self.network.resolver.arrays()

    def use_inner_cues(self, weight: Tensor, bias: Tensor) -> None:
        """Take another scorer of words that may be cues within contents, one just fitted."""
        for network in (self.network, self._reader):
            network.inner_cue.load_state_dict({"weight": weight, "bias": bias})

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
        known = hints or [Hints()] * len(texts)
        if len(texts) > 1 and self.network.device.type == "cpu":
            # Padding shifts scores in their last bits. A CPU gains little from batches, so each text is read by
            # itself, and what is found in it does not depend on what else is read.
            return [
                self.analyze([text], batch_size=batch_size, nested=nested, hints=[hint])[0]
                for text, hint in zip(texts, known, strict=True)
            ]
        readings = [read_layout(text, self.tokenizer) for text in texts]
        named = [find_named(reading, hint) for reading, hint in zip(readings, known, strict=True)]
        self.read(readings, named, batch_size)
        found = [settle(reading) for reading in readings]
        if nested:
            found = [
                link_chains(reading.text, link_relays(reading, items))
                for reading, items in zip(readings, found, strict=True)
            ]
            found = nest(
                readings, found, lambda inner: self._read_inner(inner, batch_size), self.calibration.score
            )
            found = [add_hearsay(reading, items) for reading, items in zip(readings, found, strict=True)]
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
        words = [reading.words for reading in readings]
        texts = [reading.text for reading in readings]
        loose = [reading.loose for reading in readings]
        device = self.network.device
        for part in batches(windows, words, batch_size):
            inside = [named[w.text].between(w.first, w.last) if named else [] for w in part]
            found = read_windows(
                self._reader,
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

    def word_vectors(self, reading: Reading) -> npt.NDArray[np.float32]:
        """What the network makes of each word of a text, `[words, width]`."""
        vectors = np.zeros((len(reading.words), self.network.shapes.embedding_dim), dtype=np.float32)
        for window in reading.windows(0, self.network.config.max_pieces):
            with torch.inference_mode():
                read = self._reader.read(collate([window], [reading.words]).to(self.network.device))
            vectors[window.first : window.last] = read[0].float().cpu().numpy()
        return vectors

    def _read_inner(
        self, stretches: Sequence[tuple[str, Sequence[Offsets]]], batch_size: int
    ) -> list[Reading]:
        readings = [read_layout(text, self.tokenizer, spans) for text, spans in stretches]
        self.read(readings, None, batch_size)
        return readings

    def _finish(self, reading: Reading, items: Sequence[Settled], named: Named) -> Analysis:
        speakers, entities = name_speakers(reading, items, named, self.score_pair)
        return Analysis(
            tuple(
                Attribution(
                    content=item.content,
                    cue=trim(reading.text, item.cue),
                    source=trim(reading.text, item.source),
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


def _in_half_precision(network: Network) -> Network:
    """The network as it reads: in bfloat16, which loses nothing and is twice as fast, but for the chain of tags."""
    reader = copy.deepcopy(network).to(torch.bfloat16)
    reader.chain.float()
    return reader


def _find_device(name: str | None) -> torch.device:
    try:
        device = torch.device(name or ("cuda" if torch.cuda.is_available() else "cpu"))
        torch.zeros(1, device=device).tolist()
    except (AssertionError, NotImplementedError, RuntimeError) as error:
        reason = str(error).partition("\n")[0]
        raise SettingsError(
            f"'device' is {name!r}, which torch cannot use here ({reason}); try 'cpu'"
        ) from error
    return device
