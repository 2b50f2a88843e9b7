"""The model behind every way to use the library: loaded once, at first use, in whichever thread."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import sys
import tempfile
import threading
import weakref
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoteattr.analysis import Analysis, Hints
from quoteattr.errors import ModelError, QuoteattrError
from quoteattr.records import Record, to_record
from quoteattr.selection import select
from quoteattr.settings import Settings
from quoteattr.speakers.known import use_known
from quoteattr.version import __version__

if TYPE_CHECKING:
    from quoteattr.analyzer import Analyzer

_NO_MATTER = ("batch_size", "device")
"""Settings that change how fast records come and not what they say."""


def analyzer_class() -> type[Analyzer]:
    """Import the analyzer, and torch with it, only when a model is needed."""
    from quoteattr.analyzer import Analyzer

    return Analyzer


def find_model(model: str | None) -> Path | None:
    """Find the folder that the option `model` means.

    Args:
        model: None, the path of a folder, or the name of an installed package that is one.

    Returns:
        The folder, or None for the bundled weights.

    Raises:
        ModelError: There is neither a path nor a package of this name.
    """
    if model is None:
        return None
    with suppress(OSError, RuntimeError, ValueError):  # no path at all: too long, no such user, a NUL in it
        path = Path(model).expanduser()
        if path.exists():
            return path
    if model.isidentifier():  # a dotted name would import its parents
        with suppress(ValueError):  # a module without a spec, such as "__main__"
            spec = importlib.util.find_spec(model)
            if spec is not None and spec.submodule_search_locations:
                return Path(next(iter(spec.submodule_search_locations)))
    raise ModelError(
        f"no model folder and no installed package is called {model!r}; "
        "check the path, or leave 'model' out for the bundled weights"
    )


def provenance(settings: Settings) -> dict[str, Any]:
    """Say what decides what is found in a text: the settings, the weights and the version.

    Args:
        settings: The settings.

    Returns:
        Values that JSON can hold; equal for two runs that find the same.
    """
    described = {name: value for name, value in asdict(settings).items() if name not in _NO_MATTER}
    folder = find_model(settings.model)
    described["weights"] = None if folder is None else _fingerprint(folder)
    described["version"] = __version__
    plain: dict[str, Any] = json.loads(json.dumps(described))
    return plain


def _fingerprint(folder: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(folder.glob("*.safetensors")) + sorted(folder.glob("*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Engine:
    """A model and the settings to use it with. Safe to share between threads, to pickle and to fork.

    Args:
        settings: What to find and with which model.
        threads: How many threads the model may take; None leaves that to torch. A forked process takes one.
    """

    def __init__(self, settings: Settings | None = None, *, threads: int | None = None) -> None:
        self.settings = settings or Settings()
        self.threads = threads
        self._analyzer: Analyzer | None = None
        self._own_weights = False
        self._lock = threading.Lock()
        _engines.add(self)

    @property
    def analyzer(self) -> Analyzer:
        """The model, loaded when first asked for."""
        with self._lock:
            if self._analyzer is None:
                self._analyzer = self._load(find_model(self.settings.model))
            _limit_threads(self.threads)
            return self._analyzer

    @analyzer.setter
    def analyzer(self, analyzer: Analyzer) -> None:
        with self._lock:
            self._analyzer = analyzer
            self._own_weights = True

    def _load(self, folder: Path | None) -> Analyzer:
        _limit_threads(
            self.threads
        )  # before any weight is touched: that is where a forked process would hang
        try:
            return analyzer_class().load(folder, device=self.settings.device_name)
        except Exception as error:
            if sys.flags.optimize > 1:
                raise ModelError(
                    f"the model cannot be loaded under python -OO ({error}): it drops docstrings, and "
                    "transformers needs them; start Python with -O at most"
                ) from error
            raise

    def analyze(
        self, texts: Sequence[str], *, hints: Sequence[Hints] | None = None, **options: Any
    ) -> list[Analysis]:
        """Analyze texts and keep what the settings ask for.

        Args:
            texts: The texts.
            hints: What other components know, one for each text.
            **options: Settings to change for this call; see `Settings.changed`.

        Returns:
            One analysis a text, in order.
        """
        settings = self.settings.changed(**options)
        found = self.analyzer.analyze(texts, batch_size=settings.batch_size, hints=hints)
        known = settings.known_speakers
        return [
            select(
                use_known(text, item, known),
                kinds=settings.kinds,
                media=settings.media,
                threshold=settings.threshold,
                nested=settings.nested,
            )
            for text, item in zip(texts, found, strict=True)
        ]

    def records(self, texts: Sequence[str], ids: Sequence[str]) -> list[Record]:
        """Analyze texts and give exchange records, without any Doc."""
        return [
            to_record(item, text, id=id)
            for item, text, id in zip(self.analyze(texts), texts, ids, strict=True)
        ]

    def outcomes(self, texts: Sequence[str], ids: Sequence[str]) -> list[Record | Exception]:
        """Give the record of each text, or what went wrong with it; a text at fault costs nobody else.

        Raises:
            QuoteattrError: The model cannot be used, so that no text can be read.
        """
        try:
            return list(self.records(texts, ids))
        except QuoteattrError:
            raise
        except Exception as error:
            if len(texts) == 1:
                return [error]
        return [self.outcomes([text], [id])[0] for text, id in zip(texts, ids, strict=True)]

    def to_disk(self, folder: Path) -> None:
        """Save the model to a folder."""
        self.analyzer.save(folder)

    def from_disk(self, folder: Path) -> None:
        """Load the model from a folder, whatever the settings name."""
        self.analyzer = self._load(folder)

    def to_bytes(self) -> bytes:
        """Give the model's folder as a zip archive."""
        return _pack(self.analyzer)

    def from_bytes(self, archive: bytes) -> None:
        """Load the model from a zip archive of its folder."""
        self.analyzer = _unpack(analyzer_class(), archive, self.settings.device_name)

    def __getstate__(self) -> dict[str, Any]:
        with self._lock:
            # weights that the settings name are found again by name; others have to travel along
            weights = (
                (type(self._analyzer), _pack(self._analyzer))
                if self._own_weights and self._analyzer is not None
                else None
            )
        return {"settings": self.settings, "threads": self.threads, "weights": weights}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["settings"], threads=state["threads"])  # type: ignore[misc]
        if state["weights"] is not None:
            kind, archive = state["weights"]
            self.analyzer = _unpack(kind, archive, self.settings.device_name)


_engines: weakref.WeakSet[Engine] = weakref.WeakSet()
_forked = False
_limited_to: int | None = None


def _after_fork() -> None:
    """In a forked process nobody is left to release what another thread of the parent held, nor to compute."""
    global _forked, _limited_to
    _forked, _limited_to = True, None
    for engine in _engines:
        engine._lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _limit_threads(threads: int | None) -> None:
    """Keep torch to one thread in a forked process: the parent's pool of threads did not survive the fork.

    Any engine may be the first one there, also one that came by pickle and knows of no fork.
    """
    global _limited_to
    wanted = 1 if _forked else threads
    if wanted is None or wanted == _limited_to:
        return
    import torch

    torch.set_num_threads(wanted)
    _limited_to = wanted


def _pack(analyzer: Analyzer) -> bytes:
    archive = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(archive, "w") as target:
        analyzer.save(Path(folder))
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                # ZipInfo without a date, so that the same model gives the same bytes
                target.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes())
    return archive.getvalue()


def _unpack(kind: type[Analyzer], archive: bytes, device: str | None) -> Analyzer:
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(io.BytesIO(archive)) as source:
                source.extractall(folder)  # keeps to the folder, whatever the names
        except (zipfile.BadZipFile, TypeError) as error:
            raise ModelError(f"the bytes hold no readable model ({error}); write them again") from error
        return kind.load(Path(folder), device=device)
