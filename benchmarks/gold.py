"""The texts with right answers: those that come with the project, and corpora that the user has."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from quoteattr.corpora import from_attributions, read_gum, read_polnear, with_speakers

FIXTURES = Path(__file__).parent / "fixtures"
FIRST_OF_HALF: Final = {"choose": 0, "report": 1}
"""Settings are chosen on every second text from the first on; what is published is measured on the others."""
_GUM_POLARITIES = {"positive": "asserted", "negative": "negated"}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Gold records and what they can tell.

    Attributes:
        name: Part of the names of results.
        title: As pages call it.
        note: What a reader must know to read the figures.
        records: Exchange records; labels that the corpus does not give are absent.
        scheme: The annotation scheme to read by.
        labelled: Ids of the records whose speakers, polarity and medium are labelled.
        nests: Whether attributions inside attributions are annotated; where not, those found are left out.
        complete: Whether everything is annotated that there is to find.
    """

    name: str
    title: str
    note: str
    records: list[dict[str, Any]]
    scheme: str = "world"
    labelled: frozenset[str] = field(default_factory=frozenset)
    nests: bool = True
    complete: bool = True

    def half(self, which: str) -> Corpus:
        """Every second text."""
        name, title = f"{self.name}-{which}", f"{self.title}, half of the articles"
        return replace(self, name=name, title=title, records=self.records[FIRST_OF_HALF[which] :: 2])


def read_corpus(name: str, data: Path | None = None) -> Corpus:
    """Read a corpus.

    Args:
        name: One of `CORPORA`.
        data: A folder that holds the corpus under its own name.

    Raises:
        FileNotFoundError: It is not there.
        ValueError: No folder is named for a corpus that does not come with the project.
    """
    if name == "articles":
        return _articles()
    if data is None:
        raise ValueError(
            f"{name} does not come with the project: name the folder it is in with --data FOLDER"
        )
    return CORPORA[name](data / name if (data / name).is_dir() else data)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _world(base: Path) -> Corpus:
    records = [from_attributions(row) for row in read_lines(base / "dev.jsonl")]
    note = (
        "News of the world, labelled at every level by a language model that read each article whole; none of its "
        "articles was trained on. Settings were chosen on the other half."
    )
    return Corpus("world-dev", "world dev", note, records, labelled=_ids(records))


def _ggt(base: Path) -> Corpus:
    records = [from_attributions(row) for row in read_lines(base / "merged.jsonl")]
    note = (
        "Gender Gap Tracker's evaluation set, seven Canadian outlets; nothing was trained or chosen on it. It marks "
        "speech only and not all of it, and speakers that are people: so only direct quotes and names are judged, and "
        "a precision counts what it leaves unmarked as wrong. It is a lower bound."
    )
    return Corpus(
        "ggt", "Gender Gap Tracker", note, records, labelled=_ids(records), nests=False, complete=False
    )


def _polnear(base: Path) -> Corpus:
    note = (
        "US political news of 2015 and 2016, of which the train part was trained on; outermost attributions, since "
        "it marks no other. Levels were chosen on the other half."
    )
    corpus = Corpus("polnear-dev", "PolNeAR dev", note, [], scheme="polnear", nests=False)
    if not (base / "dev.jsonl").is_file():
        return replace(corpus, records=read_polnear(base, "dev"))
    rows, labels = read_lines(base / "dev.jsonl"), base / "speakers.dev.jsonl"
    joined = {row["id"]: row for row in with_speakers(rows, read_lines(labels))} if labels.is_file() else {}
    records = [from_attributions(joined.get(row["id"], row)) for row in rows]
    return replace(corpus, records=records, labelled=frozenset(joined))


def _gum(base: Path) -> Corpus:
    note = (
        "Several genres, by another scheme: contents are discourse units, and a source is a mention as GUM cuts it. "
        "Nothing was chosen on it."
    )
    corpus = Corpus("gum-dev", "GUM dev", note, [])
    if not (base / "attributions.dev.jsonl").is_file():
        return replace(corpus, records=read_gum(base, split="dev"))
    rows = read_lines(base / "attributions.dev.jsonl")
    return replace(corpus, records=[from_attributions(_from_gum(row)) for row in rows])


def _articles() -> Corpus:
    paths = sorted(path.with_suffix(".json") for path in FIXTURES.glob("*.txt"))
    records = [from_attributions(json.loads(path.read_text(encoding="utf-8"))) for path in paths]
    note = "Rules of earlier versions were written beside these articles: no measurement of unseen text."
    return Corpus("articles", "the five labelled articles", note, records, labelled=_ids(records))


def _from_gum(row: Mapping[str, Any]) -> dict[str, Any]:
    """An attribution of the joined GUM file; its speakers are derived by rule and not scored."""
    attributions = [
        {
            "content": quote["spans"],
            "cue": quote["cue"],
            "source": quote["source"],
            "polarity": _GUM_POLARITIES.get(quote["polarity"]),
        }
        for quote in row["quotes"]
        if not quote["caption"]
    ]
    return {"id": row["id"], "text": row["text"], "attributions": attributions}


def _ids(records: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(record["id"] for record in records)


CORPORA: Final[dict[str, Callable[[Path], Corpus]]] = {
    "world": _world,
    "ggt": _ggt,
    "polnear": _polnear,
    "gum": _gum,
    "articles": lambda _: _articles(),
}
"""What can be measured on, in the order of pages: unseen texts first."""
PUBLISHED: Final = ("world-dev-report", "ggt", "polnear-dev-report", "gum-dev", "articles")
"""Names of what pages show."""
