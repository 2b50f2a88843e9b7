"""What the benchmarks of quality share: options, one pass of the model, scoring, saving."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from benchmarks.gold import Corpus, CorpusName, Half, read_corpus
from benchmarks.predictions import predict
from benchmarks.reporting import RESULTS, Table, command_line, save
from quoteattr.evaluation import Document, pair_documents


@dataclass(frozen=True, slots=True)
class Task:
    """A corpus and what a system found in it.

    Attributes:
        documents: Gold and predictions.
        labelled: Those of them with labelled speakers, polarity and medium.
        tiers: Whether gold tells core attributions from marginal ones.
    """

    documents: list[Document]
    labelled: list[Document]
    tiers: bool


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A measure of quality.

    Attributes:
        name: First part of the result's name.
        measure: From a task to figures; None where the corpus has nothing to judge it by.
        tables: How to print them.
    """

    name: str
    measure: Callable[[Task], dict[str, Any] | None]
    tables: Callable[[Mapping[str, Any]], list[Table]]


def task(corpus: Corpus, records: Sequence[Mapping[str, Any]]) -> Task:
    """Pair a corpus with a system's records."""
    found = records if corpus.nests else [_outermost(record) for record in records]
    documents = pair_documents(corpus.records, found)
    labelled = [
        document
        for record, document in zip(corpus.records, documents, strict=True)
        if record["id"] in corpus.labelled
    ]
    tiers = any("tier" in item.fields for document in documents for item in document.gold)
    return Task(documents, labelled, tiers)


def core(documents: Sequence[Document]) -> list[Document]:
    """Leave out gold attributions of the marginal tier, and what was found in their place."""
    reduced = []
    for document in documents:
        tiers = [item.fields.get("tier") for item in document.gold]
        marginal = {place for place, tier in enumerate(tiers) if tier == "marginal"}
        spent = {mate for place, mate in document.found.items() if place in marginal}
        reduced.append(
            Document(
                document.text,
                tuple(item for place, item in enumerate(document.gold) if place not in marginal),
                tuple(item for place, item in enumerate(document.predicted) if place not in spent),
            )
        )
    return reduced


def _outermost(record: Mapping[str, Any]) -> dict[str, Any]:
    if "quotes" not in record:
        return dict(record)
    return {**record, "quotes": [quote for quote in record["quotes"] if quote["parent"] is None]}


def run(benchmarks: Sequence[Benchmark], *, module: str, argv: Sequence[str] | None = None) -> int:
    """Read a corpus, run the model over it once, and print and save every benchmark's figures."""
    words = list(sys.argv[1:] if argv is None else argv)
    args = parser(module).parse_args(words)
    try:
        corpus = corpus_of(args)
        predictions = predict(corpus, model=args.model, keep=not args.fresh)
    except (ValueError, OSError) as error:
        print(f"benchmarks.{module}: {error}", file=sys.stderr)
        return 1
    judged = task(corpus, predictions.records)
    for benchmark in benchmarks:
        figures = benchmark.measure(judged)
        if figures is None:
            print(f"{benchmark.name}: {corpus.name} has no labels for it\n")
            continue
        for table in benchmark.tables(figures):
            print(table.text(), end="\n\n")
        result = {
            "corpus": corpus.name,
            "articles": len(judged.documents),
            "lost": len(predictions.lost),
            "model": predictions.model,
            "figures": figures,
        }
        name, command = f"{benchmark.name}-{corpus.name}", command_line(module, words)
        print(f"written: {save(name, result, command=command, folder=args.results).name}\n")
    return 0


def parser(module: str) -> argparse.ArgumentParser:
    """The options of a benchmark of quality."""
    options = argparse.ArgumentParser(prog=f"python -m benchmarks.{module}")
    add_corpus(options)
    options.add_argument("--model", help="a model folder or package; the bundled one by default")
    options.add_argument("--fresh", action="store_true", help="use no predictions of earlier runs")
    add_results(options)
    return options


def add_corpus(options: argparse.ArgumentParser) -> None:
    """Add the options that choose a corpus."""
    options.add_argument("corpus", choices=get_args(CorpusName))
    options.add_argument("--data", type=Path, metavar="FOLDER", help="where PolNeAR or GUM is")
    options.add_argument("--split", default="dev", choices=("train", "dev", "test"), help="default: dev")
    options.add_argument("--speakers", type=Path, metavar="FILE", help="PolNeAR: who spoke")
    options.add_argument(
        "--half", default="all", choices=get_args(Half), help="a fixed half of the articles; default: all"
    )


def add_results(options: argparse.ArgumentParser) -> None:
    """Add the option that says where to write."""
    options.add_argument(
        "--results", type=Path, default=RESULTS, metavar="FOLDER", help="where to write the JSON"
    )


def corpus_of(args: argparse.Namespace) -> Corpus:
    """Read the corpus that the options choose."""
    return read_corpus(args.corpus, data=args.data, split=args.split, speakers=args.speakers, half=args.half)
