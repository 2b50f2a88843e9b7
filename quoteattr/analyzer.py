"""Text in, `Analysis` out: the steps that a text takes through the library, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from quoteattr.analysis import Analysis, Attribution, Hints, Name
from quoteattr.attributions.find import find_attributions
from quoteattr.attributions.score import Calibration
from quoteattr.errors import ModelError
from quoteattr.network.network import SCHEMES
from quoteattr.network.storage import BUNDLED, CONFIG, CURE, load_model, save_model
from quoteattr.reader import Reader, Reading, find_device
from quoteattr.speakers.hints import names_of_hints
from quoteattr.speakers.reading import ReadText, Said
from quoteattr.speakers.speaking import name_speakers
from quoteattr.speakers.storage import SpeakerModel, load_speakers, save_speakers
from quoteattr.text.cleaning import clean


class Analyzer:
    """A model and all that is done with it. Safe to use from several threads at once."""

    def __init__(
        self,
        reader: Reader,
        speakers: SpeakerModel,
        calibration: Calibration | None = None,
        card: str | None = None,
    ) -> None:
        self.reader = reader
        self.speakers = speakers
        self.calibration = calibration or Calibration()
        self.card = card

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
        place = find_device(device)
        folder = BUNDLED if path is None else Path(path)
        network, tokenizer, settings, card = load_model(folder)
        try:
            calibration = Calibration(**settings.get("calibration", {}))
        except (TypeError, ValueError) as error:
            raise ModelError(f"{folder / CONFIG} holds no usable calibration ({error}); {CURE}") from error
        return cls(Reader(network.to(place), tokenizer), load_speakers(folder), calibration, card)

    def save(self, path: str | Path) -> None:
        """Write a model folder that `load` reads."""
        settings: dict[str, Any] = {"calibration": asdict(self.calibration)}
        save_model(Path(path), self.reader.network, self.reader.tokenizer, settings, self.card)
        save_speakers(Path(path), self.speakers)

    def analyze(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
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
        cleaned = [clean(text) for text in texts]
        readings = self.reader.read([text.text for text in cleaned], batch_size=batch_size, scheme=scheme)
        return [
            text.restore(self._analysis(reading, text.hints(hint), scheme))
            for text, reading, hint in zip(cleaned, readings, hints or [Hints()] * len(texts), strict=True)
        ]

    def _analysis(self, reading: Reading, hints: Hints, scheme: str) -> Analysis:
        items = find_attributions(reading.layout, reading.drafts, reading.names)
        said = [Said(item.content, item.cue, item.source, parent=item.parent) for item in items]
        names = None if hints.entities is None else names_of_hints(hints.entities)
        read = for_speakers(reading, scheme=scheme, names=names)
        spoken = name_speakers(read, said, self.speakers, clusters=hints.clusters)
        attributions = tuple(
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
            for item, speaker in zip(items, spoken.speakers, strict=True)
        )
        return Analysis(attributions, tuple(spoken.entities))


def for_speakers(
    reading: Reading,
    *,
    scheme: str = SCHEMES[0],
    names: Sequence[Name] | None = None,
) -> ReadText:
    """A text as the naming of speakers wants it.

    Args:
        reading: The text as the network has read it.
        scheme: The annotation scheme that it was read by.
        names: Names of another component in place of the network's.
    """
    layout = reading.layout
    return ReadText(
        layout.text,
        layout.paragraphs,
        reading.quoted,
        layout.words.starts,
        layout.words.ends,
        reading.vectors,
        reading.names if names is None else names,
        scheme,
    )
