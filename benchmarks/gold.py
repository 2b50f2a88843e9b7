"""The texts with right answers: those that come with the project, and corpora that the user has."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from quoteattr.corpora import from_attributions, read_gum, read_polnear, read_records, with_speakers

FIXTURES = Path(__file__).parent / "fixtures"
FIRST_OF_HALF: Final = {"choose": 0, "report": 1}
"""Settings are chosen on every second text from the first on; what is published is measured on the others."""


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
        name: One of `CORPORA`, or a file of labelled records.
        data: A folder that holds the corpus under its own name.

    Raises:
        FileNotFoundError: It is not there.
        ValueError: No folder is named for a corpus that does not come with the project.
    """
    if name.endswith(".jsonl"):
        records = read_records(name)
        return Corpus(Path(name).stem, Path(name).stem, "", records, labelled=_ids(records))
    if data is None and name != "articles":
        raise ValueError(f"{name} does not come with the project: name its folder with --data FOLDER")
    base = data or FIXTURES
    return CORPORA[name](base / name if (base / name).is_dir() else base)


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
        "speech only and not all of it, and speakers that are people: so only direct quotes and names are judged. A "
        "precision counts what it leaves unmarked as wrong and is a lower bound."
    )
    about: dict[str, Any] = {"labelled": _ids(records), "nests": False, "complete": False}
    return Corpus("ggt", "Gender Gap Tracker", note, records, **about)


def _polnear(base: Path) -> Corpus:
    note = (
        "US political news of 2015 and 2016, of which the train part was trained on; outermost attributions, since "
        "it marks no other. Levels were chosen on the other half."
    )
    about = Corpus("polnear-dev", "PolNeAR dev", note, [], scheme="polnear", nests=False)
    if not (base / "dev.jsonl").is_file():
        return replace(about, records=read_polnear(base, "dev"))
    rows, labels = read_lines(base / "dev.jsonl"), base / "speakers.dev.jsonl"
    joined = {row["id"]: row for row in with_speakers(rows, read_lines(labels))} if labels.is_file() else {}
    records = [from_attributions(joined.get(row["id"], row)) for row in rows]
    return replace(about, records=records, labelled=frozenset(joined))


def _gum(base: Path) -> Corpus:
    note = (
        "Several genres, by another scheme: contents are discourse units, and a source is a mention as GUM cuts it. "
        "Nothing was chosen on it."
    )
    if not (base / "attributions.dev.jsonl").is_file():
        return Corpus("gum-dev", "GUM dev", note, read_gum(base, split="dev"))
    rows = map(_from_gum, read_lines(base / "attributions.dev.jsonl"))
    return Corpus("gum-dev", "GUM dev", note, [from_attributions(row) for row in rows])


def _articles(_: Path = FIXTURES) -> Corpus:
    paths = sorted(path.with_suffix(".json") for path in FIXTURES.glob("*.txt"))
    records = [from_attributions(json.loads(path.read_text(encoding="utf-8"))) for path in paths]
    note = "Rules of earlier versions were written beside these articles: no measurement of unseen text."
    return Corpus("articles", "the five labelled articles", note, records, labelled=_ids(records))


def _from_gum(row: Mapping[str, Any]) -> dict[str, Any]:
    """An article of the joined file; its speakers are derived by rule and not scored."""
    attributions = [
        {role: quote[key] for role, key in (("content", "spans"), ("cue", "cue"), ("source", "source"))}
        for quote in row["quotes"]
        if not quote["caption"]
    ]
    return {"id": row["id"], "text": row["text"], "attributions": attributions}


def _ids(records: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(record["id"] for record in records)


CORPORA: Final[dict[str, Callable[[Path], Corpus]]] = {
    read.__name__[1:]: read for read in (_world, _ggt, _polnear, _gum, _articles)
}
"""What can be measured on, in the order of pages: unseen texts first."""
PUBLISHED: Final = ("world-dev-report", "ggt", "polnear-dev-report", "gum-dev", "articles")
