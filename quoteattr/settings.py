"""The options of an extraction, checked once and never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from quoteattr.analysis import KINDS, MEDIA, QUOTES
from quoteattr.errors import SettingsError
from quoteattr.speakers.known import known_speakers

DEFAULT_THRESHOLD = 0.0
DEFAULT_BATCH_SIZE = 32
PER_CALL = ("nested", "kinds", "media", "threshold")
"""The settings that may differ from call to call: they choose among what the model finds."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Which attributions to find and how to run the model.

    Attributes:
        model: None for the bundled weights, the path of a model folder, or the name of an installed package.
        nested: Whether to look for quotes inside quotes.
        kinds: The kinds to keep, out of "direct", "indirect", "mixed" and "reported"; the last, where only a topic is
            named, is left out unless it is asked for.
        media: The media to keep, out of "speech", "writing" and "thought".
        threshold: Attributions that score below it are dropped.
        batch_size: Stretches of text that the network reads at once; on a CPU, of one text at a time.
        device: A torch device name, or the number of a GPU; None picks one.
        known_speakers: Who may speak, for full names where a text has only a part of them: the path of a JSON Lines
            file, a list or a mapping; see `quoteattr.speakers.known.known_speakers`. Kept as a tuple of
            `KnownSpeaker`.
    """

    model: str | None = None
    nested: bool = True
    kinds: tuple[str, ...] = QUOTES
    media: tuple[str, ...] = MEDIA
    threshold: float = DEFAULT_THRESHOLD
    batch_size: int = DEFAULT_BATCH_SIZE
    device: str | int | None = None
    known_speakers: Any = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", _choices("kinds", self.kinds, KINDS))
        object.__setattr__(self, "media", _choices("media", self.media, MEDIA))
        object.__setattr__(self, "known_speakers", known_speakers(self.known_speakers))
        if self.model is not None and not str(self.model).strip():
            raise SettingsError(
                "'model' is empty; leave it out for the bundled weights, or give a folder or a package"
            )
        if isinstance(self.threshold, bool) or not isinstance(self.threshold, (int, float)):
            raise SettingsError(f"'threshold' is {self.threshold!r}; give a number from 0 to 1")
        if not 0 <= self.threshold <= 1:
            raise SettingsError(f"'threshold' is {self.threshold}; give a number from 0 to 1")
        if isinstance(self.batch_size, bool) or not isinstance(self.batch_size, int) or self.batch_size < 1:
            raise SettingsError(f"'batch_size' is {self.batch_size!r}; give a whole number of at least 1")
        if isinstance(self.device, bool) or not isinstance(self.device, (str, int, type(None))):
            raise SettingsError(
                f"'device' is {self.device!r}; give a name such as 'cpu' or 'cuda:0', or a GPU's number"
            )

    @property
    def device_name(self) -> str | None:
        """The device as torch names it; a bare number is that of a GPU, as in `transformers`."""
        if self.device is not None and str(self.device).isdecimal():
            return f"cuda:{int(self.device)}"
        return None if self.device is None else str(self.device)

    def changed(self, **options: Any) -> Settings:
        """Take other values for one call.

        Args:
            **options: Out of `PER_CALL`; the rest is fixed once a model is loaded.

        Returns:
            The changed settings.

        Raises:
            SettingsError: An option is not one of these, or its value means nothing.
        """
        for name in options:
            if name not in PER_CALL:
                raise SettingsError(
                    f"{name!r} cannot be changed for one call, only {', '.join(map(repr, PER_CALL))}; "
                    f"give it when the component is made: add_pipe('quoteattr', config={{{name!r}: …}})"
                )
        return replace(self, **options) if options else self


def _choices(name: str, values: Iterable[str], allowed: tuple[str, ...]) -> tuple[str, ...]:
    options = ", ".join(repr(value) for value in allowed)
    if isinstance(values, str):
        raise SettingsError(f"{name!r} is the string {values!r}; give a list out of {options}")
    chosen = tuple(values)
    for value in chosen:
        if value not in allowed:
            raise SettingsError(f"{name!r} contains {value!r}; choose out of {options}")
    if not chosen:
        raise SettingsError(f"{name!r} is empty, so nothing could be found; choose out of {options}")
    return tuple(value for value in allowed if value in chosen)
