"""Ambiguous pronouns of GAP (Webster et al., TACL 2018): `python -m benchmarks.gap --data FOLDER`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import typer

from benchmarks.finding import fingerprint
from benchmarks.gold import read_lines
from benchmarks.results import FOLDER, Data, Model, Results, Table, save
from quoteattr.analysis import Offsets
from quoteattr.analyzer import Analyzer, for_speakers
from quoteattr.engine import find_model
from quoteattr.evaluation import Rates
from quoteattr.speakers.antecedents import find_antecedents
from quoteattr.speakers.entities import find_entities
from quoteattr.speakers.layout import Layout
from quoteattr.speakers.references import find_references

_FEMININE = frozenset(["she", "her", "hers"])


def measure(analyzer: Analyzer, records: Sequence[Mapping[str, Any]]) -> dict[str, Rates]:
    """Whether each pronoun is given the right one of its two candidates, or rightly neither."""
    found = {"feminine": Rates(), "masculine": Rates()}
    for record in records:
        pronoun = (record["pronoun"][0], record["pronoun"][1])
        mentions = antecedent(analyzer, record["text"], pronoun)
        gender = "feminine" if record["text"][slice(*pronoun)].lower() in _FEMININE else "masculine"
        for side in "AB":
            start, end = record[side]
            given = any(first < end and start < last for first, last in mentions)
            right, wanted = given and record[f"{side}_coref"], record[f"{side}_coref"]
            found[gender] += Rates(right, int(given), right, int(wanted))
    return found


def antecedent(analyzer: Analyzer, text: str, pronoun: Offsets) -> Sequence[Offsets]:
    """Where the text names whom a pronoun stands for; nowhere when that is left open."""
    [reading] = analyzer.reader.read([text])
    read = for_speakers(reading)
    named = find_entities(read)
    references = find_references(text, [], [mention.span for mention in named.mentions])
    speakers = analyzer.speakers
    answers = find_antecedents(Layout(read, named, references), speakers.first, speakers.second)
    for reference, answer in zip(references, answers, strict=True):
        if reference.span == pronoun and answer.entity is not None and answer.certainty >= speakers.level:
            return named.entities[answer.entity].mentions
    return ()


def main(data: Data = None, model: Model = None, results: Results = FOLDER) -> None:
    """Measure the resolution of ambiguous pronouns."""
    if data is None:
        raise typer.BadParameter("name the folder that gap/dev.jsonl is in with --data FOLDER")
    found = measure(Analyzer.load(find_model(model)), read_lines(data / "gap" / "dev.jsonl"))
    found["all"] = sum(found.values(), start=Rates())
    rows = [(name, (r.precision, r.recall, r.f, r.gold)) for name, r in found.items()]
    ratio = found["feminine"].f / (found["masculine"].f or 1.0)
    title = f"Pronouns; feminine to masculine F {ratio:.2f}"
    save("gap", [Table(title, ("P", "R", "F", "gold"), rows)], folder=results, model=fingerprint(model))


if __name__ == "__main__":
    typer.run(main)
