"""How a worker is spoken to: texts in, quotes and seconds out, both as JSON."""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

Spans = list[list[int]]
Found = list[dict[str, Spans]]
"""Attributions: "content", "cue" and "source" as character offsets."""

Pipe = Callable[[Iterable[str]], Iterable[Any]]
Extract = Callable[[Any], Found]

_WARM_UP = 5


def serve(load: Callable[[argparse.Namespace], tuple[Pipe, Extract]], *, packages: Iterable[str]) -> None:
    """Read the texts, run the system over them and write what it found, with the time it took.

    A text on which the system raises an error is written as lost, with the error's name.

    Args:
        load: Gives a stream of parsed texts for a stream of texts, and the quotes of a parsed text.
        packages: Packages whose versions to report.
    """
    options = argparse.ArgumentParser()
    options.add_argument("texts", type=Path, help="a JSON list of texts")
    options.add_argument("output", type=Path)
    options.add_argument("--paragraphs", action="store_true", help="hand over one paragraph at a time")
    options.add_argument("--model")
    args = options.parse_args()
    texts: list[str] = json.loads(args.texts.read_text(encoding="utf-8"))
    pipe, extract = load(args)
    pieces = [_paragraphs(text) if args.paragraphs else [(0, text)] for text in texts]
    for parsed in pipe(text for parts in pieces[:_WARM_UP] for _, text in parts):
        _try(extract, parsed)
    start = time.perf_counter()
    stream = iter(pipe(text for parts in pieces for _, text in parts))
    results = [_collect([(offset, _try(extract, next(stream))) for offset, _ in parts]) for parts in pieces]
    seconds = time.perf_counter() - start
    answer = {
        "versions": {name: metadata.version(name) for name in packages if _is_installed(name)},
        "words": sum(len(text.split()) for text in texts),
        "seconds": seconds,
        "results": results,
    }
    args.output.write_text(json.dumps(answer), encoding="utf-8")


def _is_installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _paragraphs(text: str) -> list[tuple[int, str]]:
    return [(match.start(), match.group()) for match in re.finditer(r"\S[^\n]*", text)]


def _try(extract: Extract, parsed: Any) -> Found | str:
    try:
        return extract(parsed)
    except Exception as error:  # whatever another system raises, it has lost this text
        return type(error).__name__


def _collect(parts: list[tuple[int, Found | str]]) -> dict[str, Any]:
    """Put the paragraphs of a text together; it is lost when every one of them is."""
    errors = [found for _, found in parts if isinstance(found, str)]
    if parts and len(errors) == len(parts):
        return {"lost": errors[0]}
    attributions = [
        {role: [[start + offset, end + offset] for start, end in spans] for role, spans in item.items()}
        for offset, found in parts
        if not isinstance(found, str)
        for item in found
    ]
    return {"attributions": attributions, "failed_parts": len(errors)}


def from_triples(triples: Iterable[Any]) -> Found:
    """Attributions of textacy's form: a content span, and the tokens of cue and speaker."""
    return [
        {
            "content": [[triple.content.start_char, triple.content.end_char]],
            "cue": _runs(triple.cue),
            "source": _runs(triple.speaker),
        }
        for triple in triples
    ]


def _runs(tokens: Iterable[Any]) -> Spans:
    """The spans of tokens of a spaCy Doc, neighbours joined."""
    spans: Spans = []
    last = None
    for token in sorted(tokens, key=lambda item: item.i):
        if last is not None and token.i == last + 1:
            spans[-1][1] = token.idx + len(token)
        else:
            spans.append([token.idx, token.idx + len(token)])
        last = token.i
    return spans
