"""Ambiguous pronouns of GAP (Webster et al., TACL 2018): `python -m benchmarks.gap --data FOLDER`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.predictions import fingerprint
from benchmarks.reporting import Table, command_line, percent, save
from benchmarks.runner import add_results
from quoteattr.analysis import Hints, Offsets
from quoteattr.decode.reading import read_layout
from quoteattr.engine import find_model
from quoteattr.model.analyzer import Analyzer
from quoteattr.naming.features import Candidates
from quoteattr.naming.named import find_named
from quoteattr.naming.references import Reference, form_of
from quoteattr.naming.resolver import resolve
from quoteattr.training.gather import read_jsonl

_FEMININE = frozenset(["she", "her", "hers"])


def measure(records: Sequence[Mapping[str, Any]], *, model: str | None) -> dict[str, Any]:
    """Whether each pronoun is given the right one of its two candidates, or rightly neither."""
    analyzer = Analyzer.load(find_model(model))
    counts = {"all": [0, 0, 0], "feminine": [0, 0, 0], "masculine": [0, 0, 0]}
    for record in records:
        mentions = _antecedent_mentions(analyzer, record["text"], tuple(record["pronoun"]))
        pronoun = record["text"][slice(*record["pronoun"])].lower()
        for side in "AB":
            start, end = record[side]
            given = any(s < end and start < e for s, e in mentions)
            for group in ("all", "feminine" if pronoun in _FEMININE else "masculine"):
                counts[group][0] += given and record[f"{side}_coref"]
                counts[group][1] += given
                counts[group][2] += record[f"{side}_coref"]
    rows = {group: _rates(*numbers) for group, numbers in counts.items()}
    return {"groups": rows, "ratio": rows["feminine"]["f"] / rows["masculine"]["f"]}


def _antecedent_mentions(analyzer: Analyzer, text: str, pronoun: Offsets) -> Sequence[Offsets]:
    reading = read_layout(text, analyzer.tokenizer)
    named = find_named(reading, Hints(), [pronoun])
    analyzer.read([reading], [named], 1)
    if pronoun not in named.asked or not named.entities:
        return ()
    query, nobody = named.asked[pronoun]
    form = form_of(text[slice(*pronoun)], named=False)
    reference = Reference(span=pronoun, form=form, query=query, nobody=nobody)
    candidates = Candidates(text, named.entities, named.keys, reading.paragraphs)
    ((entity, _),) = resolve([reference], candidates, analyzer.score_pair)
    return () if entity is None else named.entities[entity].mentions


def _rates(right: int, given: int, gold: int) -> dict[str, float]:
    p, r = right / given if given else 0.0, right / gold if gold else 0.0
    return {"p": p, "r": r, "f": 2 * p * r / (p + r) if p + r else 0.0, "gold": gold}


def table(figures: Mapping[str, Any]) -> Table:
    """Precision, recall and F by the gender of the pronoun."""
    rows = [
        (name, *(percent(row[key]) for key in ("p", "r", "f")), str(row["gold"]))
        for name, row in figures["groups"].items()
    ]
    title = f"GAP dev: antecedents of pronouns; feminine to masculine F {figures['ratio']:.2f}"
    return Table(title, ("pronouns", "P", "R", "F", "gold"), rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the resolution of ambiguous pronouns."""
    words = list(sys.argv[1:] if argv is None else argv)
    options = argparse.ArgumentParser(prog="python -m benchmarks.gap")
    options.add_argument("--data", type=Path, required=True, help="a folder with gap/dev.jsonl")
    options.add_argument("--model", help="a model folder or package; the bundled one by default")
    add_results(options)
    args = options.parse_args(words)
    try:
        model = fingerprint(args.model)
        figures = measure(read_jsonl(args.data / "gap" / "dev.jsonl"), model=args.model)
    except (ValueError, OSError) as error:
        print(f"benchmarks.gap: {error}", file=sys.stderr)
        return 1
    print(table(figures).text())
    command = command_line("gap", words)
    print(f"\nwritten: {save('gap', {'model': model, **figures}, command=command, folder=args.results).name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
