"""A model of one rule, for tests of everything around the model: `“…” said NAME` and `NAME said that …`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from quoteattr.analysis import Analysis, Attribution, Entity, Hints, Offsets
from quoteattr.errors import ModelError

_DIRECT = re.compile(r"([“\"][^”\"]*[”\"]),? (said|wrote|denied) ((?:[A-Z]\w+ ?)+)")
_INDIRECT = re.compile(r"((?:[A-Z]\w+ )+)(said|wrote|denied) that ([^.]*)")


class StubAnalyzer:
    """Finds each form by a regular expression; a quote inside another is its child."""

    def __init__(self, note: str = "") -> None:
        self.note = note
        self.hints: list[Hints] = []
        self.calls = 0

    @classmethod
    def load(cls, path: str | Path | None = None, *, device: str | None = None) -> StubAnalyzer:
        if path is None:
            return cls("bundled")
        file = Path(path) / "note.txt"
        if not file.is_file():
            raise ModelError(f"{file} is missing; give a folder that holds a model")
        return cls(file.read_text())

    def save(self, path: str | Path) -> None:
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / "note.txt").write_text(self.note or "saved")

    def analyze(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
        hints: Sequence[Hints] | None = None,
    ) -> list[Analysis]:
        self.calls += 1
        self.hints += hints or []
        return [_analyze(text) for text in texts]


def _analyze(text: str) -> Analysis:
    if "FAIL" in text:
        raise RuntimeError("a text that the model cannot read")
    found: list[tuple[Offsets, Offsets, Offsets, str]] = []
    for match in _DIRECT.finditer(text):
        end = match.start(3) + len(match[3].rstrip())
        found.append((match.span(1), match.span(2), (match.start(3), end), "direct"))
    match = _INDIRECT.search(text)
    while match:
        end = match.start(1) + len(match[1].rstrip())
        found.append(((match.start(3) - 5, match.end(3)), match.span(2), (match.start(1), end), "indirect"))
        match = _INDIRECT.search(text, match.start(3))
    found.sort(key=lambda item: (item[0][0], -item[0][1]))
    names = list(dict.fromkeys(text[s:e] for _, _, (s, e), _ in found))
    entities = tuple(
        Entity(name, "person", tuple(m.span() for m in re.finditer(re.escape(name.split()[-1]), text)))
        for name in names
    )
    attributions = tuple(
        Attribution(
            content=(content,),
            cue=(cue,),
            source=(source,),
            kind=kind,  # type: ignore[arg-type]
            medium="writing" if text[slice(*cue)] == "wrote" else "speech",
            polarity="denied" if text[slice(*cue)] == "denied" else "asserted",
            speaker=names.index(text[slice(*source)]),
            parent=max((i for i, f in enumerate(found) if _inside(content, f[0])), default=None),
            score=0.9 if kind == "direct" else 0.6,
        )
        for content, cue, source, kind in found
    )
    return Analysis(attributions, entities)


def _inside(inner: Offsets, outer: Offsets) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]
