"""What the model finds in a corpus, scored against its gold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from rich.console import Console
from rich.progress import track

from benchmarks.gold import Corpus
from quoteattr.analysis import QUOTES
from quoteattr.analyzer import Analyzer
from quoteattr.engine import find_model
from quoteattr.errors import ModelError
from quoteattr.evaluation import Document, pair_documents
from quoteattr.network.storage import BUNDLED
from quoteattr.records import to_record


@dataclass(frozen=True, slots=True)
class Judged:
    """A corpus and what a system found in it.

    Attributes:
        everything: Gold and all that was found.
        returned: Gold and what is returned by default, which leaves out topics.
        labelled: Those of `returned` with labelled speakers, polarity and medium.
        tiers: Whether gold tells statements from topics.
        lost: Ids of texts on which the system raised an error.
    """

    everything: list[Document]
    returned: list[Document]
    labelled: list[Document]
    tiers: bool
    lost: list[str]


def analyze(corpus: Corpus, analyzer: Analyzer, *, scheme: str = "") -> list[Mapping[str, Any]]:
    """Records of what the model finds; a text that it fails on is missing."""
    found: list[Mapping[str, Any]] = []
    for record in track(corpus.records, corpus.name, console=Console(stderr=True), transient=True):
        try:
            [analysis] = analyzer.analyze([record["text"]], batch_size=32, scheme=scheme or corpus.scheme)
        except Exception as error:  # whatever it is, the text is lost and counted as such
            print(f"{record['id']}: {type(error).__name__}: {error}")
            continue
        found.append(to_record(analysis, record["text"], id=record["id"]))
    return found


def judge(corpus: Corpus, found: Iterable[Mapping[str, Any]]) -> Judged:
    """Pair a corpus with a system's records."""
    records = list(found)
    if not corpus.nests:
        records = [_keep(record, lambda quote: quote.get("parent") is None) for record in records]
    everything = pair_documents(corpus.records, records, by_source=corpus.nests)
    by_default = [_keep(record, lambda quote: quote.get("kind", "direct") in QUOTES) for record in records]
    returned = pair_documents(corpus.records, by_default, by_source=corpus.nests)
    known = {record["id"] for record in records}
    ids = [record["id"] for record in corpus.records]
    return Judged(
        everything,
        returned,
        [document for id, document in zip(ids, returned, strict=True) if id in corpus.labelled],
        tiers=any("tier" in item.fields for document in everything for item in document.gold),
        lost=[id for id in ids if id not in known],
    )


def _keep(record: Mapping[str, Any], wanted: Callable[[Mapping[str, Any]], bool]) -> dict[str, Any]:
    key = "quotes" if "quotes" in record else "attributions"
    return {**record, key: [quote for quote in record[key] if wanted(quote)]}


def fingerprint(model: str | None = None) -> str:
    """A short hash of a model's files, by which results name the weights they belong to.

    Raises:
        ModelError: There are no weights.
    """
    folder = find_model(model) or BUNDLED
    files = sorted(path for path in folder.iterdir() if path.suffix in (".json", ".safetensors"))
    if not files:
        raise ModelError(f"{folder.name} holds no weights; train a model or name one with --model FOLDER")
    total = sha256()
    for path in files:
        total.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]
