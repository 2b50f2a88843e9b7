"""The texts with right answers: our fixtures, and copies of PolNeAR and GUM that the user names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from quoteattr.corpora import from_attributions, read_gum, read_polnear, with_speakers

FIXTURES = Path(__file__).parent / "fixtures"

CorpusName = Literal["fixtures", "polnear", "gum"]
Half = Literal["all", "choose", "report"]
_FIRST_OF_HALF = {"choose": 0, "report": 1}

_GUM_POLARITIES = {"positive": "asserted", "negative": "negated"}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Gold records.

    Attributes:
        name: "fixtures", "polnear-dev", "gum-dev" …
        records: Exchange records; labels that the corpus does not give are absent.
        labelled: Ids of the records whose speakers, polarity and medium are labelled.
        nests: Whether attributions inside attributions are annotated. Where they are not, those that a
            system finds are left out of the score.
    """

    name: str
    records: list[dict[str, Any]]
    labelled: frozenset[str] = field(default_factory=frozenset)
    nests: bool = True


def read_corpus(
    name: CorpusName,
    *,
    data: Path | None = None,
    split: str = "dev",
    speakers: Path | None = None,
    half: Half = "all",
) -> Corpus:
    """Read a corpus.

    Args:
        name: Which corpus.
        data: For PolNeAR a folder with `SPLIT.jsonl`, or the corpus's own repository of brat files; for GUM
            a folder with `attributions.SPLIT.jsonl`, or its own repository. A folder that holds such a folder
            under the name "polnear" or "gum" will do.
        split: "train", "dev" or "test".
        speakers: For PolNeAR the file that says who spoke; by default `speakers.SPLIT.jsonl` beside it.
        half: Read only one half of the articles, every second one: choose settings on "choose", publish "report".

    Raises:
        FileNotFoundError: The corpus is not there.
        ValueError: No folder is named for a corpus that does not come with the project.
    """
    if name == "fixtures":
        corpus = _fixtures()
    else:
        if data is None:
            raise ValueError(f"{name} does not come with the project: name its folder with --data FOLDER")
        base = data / name if (data / name).is_dir() else data
        corpus = _polnear(base, split, speakers) if name == "polnear" else _gum(base, split)
    if half == "all":
        return corpus
    records = corpus.records[_FIRST_OF_HALF[half] :: 2]
    return Corpus(f"{corpus.name}-{half}", records, corpus.labelled, corpus.nests)


def _fixtures() -> Corpus:
    paths = sorted(path.with_suffix(".json") for path in FIXTURES.glob("*.txt"))
    records = [from_attributions(json.loads(path.read_text(encoding="utf-8"))) for path in paths]
    return Corpus("fixtures", records, frozenset(record["id"] for record in records))


def _polnear(base: Path, split: str, speakers: Path | None) -> Corpus:
    name, file = f"polnear-{split}", base / f"{split}.jsonl"
    if not file.is_file():
        return Corpus(name, read_polnear(base, split), nests=False)
    rows = _lines(file)
    labels = speakers or base / f"speakers.{split}.jsonl"
    joined = {row["id"]: row for row in with_speakers(rows, _lines(labels))} if labels.is_file() else {}
    records = [from_attributions(joined.get(row["id"], row)) for row in rows]
    return Corpus(name, records, frozenset(joined), nests=False)


def _gum(base: Path, split: str) -> Corpus:
    name, file = f"gum-{split}", base / f"attributions.{split}.jsonl"
    if not file.is_file():
        return Corpus(name, read_gum(base, split=split))
    return Corpus(name, [from_attributions(_from_gum(row)) for row in _lines(file)])


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


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_texts(paths: Iterable[Path]) -> list[str]:
    """The texts of `.txt` files, of `.jsonl` files (their "text"), and of folders of the former."""
    texts: list[str] = []
    for path in paths:
        if path.is_dir():
            texts += read_texts(sorted(path.glob("*.txt")))
        elif path.suffix == ".jsonl":
            texts += [record["text"] for record in _lines(path)]
        else:
            texts.append(path.read_text(encoding="utf-8"))
    return texts
