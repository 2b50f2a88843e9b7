"""One pass of the model over a corpus, kept, so that every benchmark of quality shares it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language

import quoteattr
import quoteattr.component  # registers the factory, which is found without this only once installed
from benchmarks.gold import Corpus
from benchmarks.reporting import SCRATCH
from quoteattr.engine import find_model
from quoteattr.errors import ModelError
from quoteattr.quotes import record as record_of

_BUNDLED = Path(quoteattr.__file__).parent / "model" / "bundled"
_BATCH = 16
_NO_PART_IN_PREDICTION = ("cli", "corpora", "evaluation", "training", "pages", "scale.py")


@dataclass(frozen=True, slots=True)
class Predictions:
    """What the model found in a corpus.

    Attributes:
        records: Exchange records, one for each text that was not lost.
        lost: Ids of texts on which the library raised an error.
        model: A fingerprint of the weights.
    """

    records: list[dict[str, Any]]
    lost: list[str]
    model: str


def predict(corpus: Corpus, *, model: str | None = None, keep: bool = True) -> Predictions:
    """Give the model's quotes for every text of a corpus, from earlier runs where nothing has changed.

    Args:
        corpus: The texts.
        model: A model folder or package; the bundled weights by default.
        keep: Whether to use earlier predictions, and to keep these.

    Raises:
        ModelError: There are no weights.
    """
    weights = fingerprint(model)
    file = SCRATCH / "predictions" / f"{weights}-{_code()}" / f"{corpus.name}.jsonl"
    known = _read(file) if keep else {}
    wanted = {_key(record): record for record in corpus.records}
    missing = [record for key, record in wanted.items() if key not in known]
    for done, (source, found) in enumerate(_analyze(missing, model), start=1):
        known[_key(source)] = found
        if keep:
            _append(file, {"key": _key(source), "found": found})
        print(f"\r{corpus.name}: {done}/{len(missing)} texts", end="", file=sys.stderr)
    if missing:
        print(file=sys.stderr)
    found_by_key = {key: known.get(key) for key in wanted}
    return Predictions(
        records=[item for item in found_by_key.values() if item is not None],
        lost=[record["id"] for key, record in wanted.items() if found_by_key[key] is None],
        model=weights,
    )


def pipeline(model: str | None = None) -> Language:
    """A blank pipeline with the component; works in a checkout that is not installed as well."""
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"model": model})
    return nlp


def fingerprint(model: str | None = None) -> str:
    """A short hash of a model's files, by which results name the weights they belong to.

    Raises:
        ModelError: There are no weights.
    """
    folder = find_model(model) or _BUNDLED
    # the model card is written with the figures and changes none of them
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".md"]
    if not any(path.suffix == ".safetensors" for path in files):
        raise ModelError(f"{folder.name} holds no weights; train a model or name one with --model FOLDER")
    return _hash(files, folder)


def _code() -> str:
    """A hash of the code that predictions depend on: rules decide as much as weights do."""
    root = Path(quoteattr.__file__).parent
    files = [
        path
        for path in sorted([*root.rglob("*.py"), *root.rglob("*.tsv")])
        if path.relative_to(root).parts[0] not in _NO_PART_IN_PREDICTION
    ]
    return _hash(files, root)


def _hash(files: list[Path], root: Path) -> str:
    total = sha256()
    for path in files:
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]


def _key(record: dict[str, Any]) -> str:
    return f"{record['id']} {sha256(record['text'].encode()).hexdigest()[:12]}"


def _read(file: Path) -> dict[str, dict[str, Any] | None]:
    if not file.is_file():
        return {}
    known: dict[str, dict[str, Any] | None] = {}
    for line in file.read_text(encoding="utf-8").split("\n"):
        try:
            row = json.loads(line)
        except ValueError:  # the last line of a run that was cut off
            continue
        known[row["key"]] = row["found"]
    return known


def _append(file: Path, row: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as target:
        target.write("\n" + json.dumps(row, ensure_ascii=False))


def _analyze(
    records: list[dict[str, Any]], model: str | None
) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Run the component over records; None stands for a text that it failed on."""
    if not records:
        return
    nlp = pipeline(model)
    nlp.set_error_handler(cast(Any, _pass_over))  # typed as one that never returns
    for start in range(0, len(records), _BATCH):
        batch = records[start : start + _BATCH]
        found: dict[str, dict[str, Any]] = {}
        for doc, id in nlp.pipe([(item["text"], item["id"]) for item in batch], as_tuples=True):
            found[id] = dict(record_of(doc, id=id))
        for item in batch:
            yield item, found.get(item["id"])


def _pass_over(name: str, component: Any, docs: Any, error: Exception) -> None:
    """Go on without a text that raises an error; without a model there is nothing to go on with."""
    if isinstance(error, ModelError):
        raise error
