"""This library on a blank pipeline, for its speed."""

from __future__ import annotations

from argparse import Namespace

from benchmarks.predictions import pipeline
from benchmarks.workers.protocol import Extract, Pipe, serve


def load(args: Namespace) -> tuple[Pipe, Extract]:
    """Load the component; its quotes are stored in the Doc, which is what is timed."""
    return pipeline(args.model).pipe, lambda doc: []


if __name__ == "__main__":
    serve(load, packages=("quoteattr", "spacy", "torch"))
