"""How much is found, how rightly, under which names, and how sure: `python -m benchmarks.quality CORPUS`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks.finding import Judged, analyze, fingerprint, judge
from benchmarks.gold import Corpus, read_corpus
from benchmarks.results import FOLDER, Cell, CorpusName, Data, Half, Model, Results, Table, save
from quoteattr.analyzer import Analyzer
from quoteattr.corpora import read_records
from quoteattr.engine import find_model
from quoteattr.evaluation import (
    THRESHOLDS,
    AttributionScores,
    Document,
    OperatingPoint,
    Rates,
    Selection,
    Tier,
    calibrate,
    operating_points,
    outcomes,
    score_attributions,
    score_labels,
    score_not_quotes,
    score_speakers,
    score_words,
)

_RESOLUTIONS = {"name": "a name", "pronoun": "a pronoun", "nominal": "a description", "implicit": "not there"}
_BINS, _SAMPLES, _CURVE_POINTS = 10, 1000, 40
_WANTED_PRECISION = (0.8, 0.9, 0.95)
_Chosen = Mapping[str, tuple[Selection, Tier]]
_KINDS: _Chosen = {kind: (kind, "all") for kind in ("direct", "mixed", "indirect")}
_LEVELS: _Chosen = {"all levels": ("all", "all"), "inside another": ("nested", "all")}
_TIERS: _Chosen = {"stated": ("all", "core"), "topics": ("all", "topic")}
_HALF, _MOST, _WHOLE = THRESHOLDS
_Parts = Mapping[str, Callable[[AttributionScores], Rates]]
_PARTS: _Parts = {
    "content alone": lambda scores: scores.attribution[_HALF],
    "content by 0.8, and source": lambda scores: scores.with_source[_MOST],
    "content exact": lambda scores: scores.content,
    "cue exact": lambda scores: scores.cue,
    "source exact": lambda scores: scores.source,
}
Row = tuple[str, Sequence[Cell]]


def measure(corpus: Corpus, judged: Judged) -> list[Table]:
    """Every table that the corpus has labels for."""
    if not corpus.complete:
        return [_found(judged, {"direct": ("direct", "all")}, {}), *_speakers(judged)]
    return [*agreement(corpus, judged), *_scores(judged)]


def agreement(corpus: Corpus, judged: Judged) -> list[Table]:
    """The tables that need no scores."""
    levels = _LEVELS if corpus.nests else {"all": ("all", "all")}
    rows = {**levels, **(_TIERS if judged.tiers else {}), **_KINDS}
    return [_found(judged, rows, _PARTS), *_speakers(judged), *_meaning(judged)]


def _found(judged: Judged, rows: _Chosen, parts: _Parts) -> Table:
    """Content and source right, of all and of some; then parts of it."""
    shown: list[Row] = []
    for label, (only, tier) in rows.items():
        documents = judged.returned if tier == "core" else judged.everything
        each = [score_attributions([document], only=only, tier=tier) for document in documents]
        shown.append(_row(label, [scores.with_source[_HALF] for scores in each]))
    each = [score_attributions([document]) for document in judged.everything]
    shown += [_row(label, [part(scores) for scores in each]) for label, part in parts.items()]
    return Table("Content and source", ("P", "R", "F", "gold"), [row for row in shown if row[1][-1]])


def _row(label: str, each: Sequence[Rates]) -> Row:
    total = sum(each, start=Rates())
    counts = [(item.predicted_hits, item.predicted, item.gold_hits, item.gold) for item in each]
    error = standard_error(counts, lambda c: Rates(c[0], int(c[1]), c[2], int(c[3])).f)
    return label, (total.precision, total.recall, (total.f, error), total.gold)


def _speakers(judged: Judged) -> list[Table]:
    if not judged.labelled:
        return []
    each = [score_speakers([document], core=True) for document in judged.labelled]
    total = score_speakers(judged.labelled, core=True)
    groups = {label: total.by_resolution.get(name) for name, label in _RESOLUTIONS.items()}
    groups["any"] = total.named
    rows: list[Row] = [
        (label, (row.gold, row.found / row.gold, row.recall, row.right_when_found))
        for label, row in groups.items()
        if row is not None and row.gold
    ]
    error = standard_error([(s.right_names, s.names) for s in each], _share)
    unnamed = total.unnamed_found
    given: list[Row] = [
        ("of the names given", ((total.precision, error), total.names)),
        ("of the unnamed, left so", (_share((unnamed - total.falsely_named, unnamed)), unnamed)),
    ]
    words = score_words(judged.labelled)
    by_word = {"all words": words.all, "words in marks": words.quoted}
    return [
        Table("Who said it, where the source is …", ("gold", "found", "right", "right of the found"), rows),
        Table("Right", ("%", "of"), given),
        Table(
            "Words given to the right name", ("P", "R", "F", "gold"), [_plain(*p) for p in by_word.items()]
        ),
    ]


def _plain(label: str, rates: Rates) -> Row:
    return label, (rates.precision, rates.recall, rates.f, rates.gold)


def _meaning(judged: Judged) -> list[Table]:
    rows: list[Row] = []
    for label in ("polarity", "medium"):
        total = score_labels(judged.labelled, label)
        if total.total:
            counts = [(s.right, s.total) for s in (score_labels([d], label) for d in judged.labelled)]
            rows.append((label, (None, None, (total.accuracy, standard_error(counts, _share)), total.total)))
            rows += [_plain(f"… {name}", rates) for name, rates in total.by_label.items()]
    taken = score_not_quotes(judged.labelled)
    if taken.gold:
        rows.append(("marks that quote nobody, taken for a quote", (None, None, taken.recall, taken.gold)))
    return [Table("Meaning of what was found", ("P", "R", "accuracy or F", "gold"), rows)] if rows else []


def _scores(judged: Judged) -> list[Table]:
    calibration = calibrate(outcomes(judged.everything), bins=_BINS)
    bins: list[Row] = [
        (f"{b.lower:.1f} to {b.upper:.1f}", (b.count, b.mean_score, b.accuracy)) for b in calibration.bins
    ]
    wanted: list[Row] = []
    for precision in _WANTED_PRECISION:
        point = next((p for p in reversed(_points(judged.everything)) if p.precision >= precision), None)
        shown = (f"{point.threshold:.2f}", point.precision, point.recall) if point else ("none", None, None)
        wanted.append((f"{100 * precision:.0f} %", shown))
    return [
        Table("Scores against what is right", ("quotes", "mean score", "right"), bins),
        Table("Expected error of the scores", ("points",), [("all levels", (calibration.error,))]),
        Table("Thresholds for a precision", ("threshold", "P", "R"), wanted),
    ]


def _points(documents: Sequence[Document]) -> list[OperatingPoint]:
    return operating_points(outcomes(documents), sum(len(document.gold) for document in documents))


def _share(counts: Sequence[float]) -> float:
    return counts[0] / counts[1] if counts[1] else math.nan


def standard_error(
    counts: Sequence[Sequence[float]], figure: Callable[[Sequence[float]], float]
) -> float | None:
    """How far a figure would move with other articles, by drawing them anew (bootstrap, seeded).

    Args:
        counts: For each article the counts that the figure is made of; sums over articles must make sense.
        figure: The figure of summed counts; not a number where they leave nothing to judge.
    """
    if len(counts) < 2:
        return None
    table = np.asarray(counts, dtype=float)
    even = np.full(len(table), 1 / len(table))
    draws = np.random.default_rng(0).multinomial(len(table), even, size=_SAMPLES)
    values = [figure(row.tolist()) for row in draws @ table]
    return None if all(map(math.isnan, values)) else float(np.nanstd(values, ddof=1))


def main(
    corpus: CorpusName,
    data: Data = None,
    half: Half = "",
    scheme: Annotated[str, typer.Option(help="world or polnear; the corpus's own by default.")] = "",
    model: Model = None,
    found: Annotated[Path | None, typer.Option(help="Records to judge in place of the model's.")] = None,
    label: Annotated[str, typer.Option(help="Added to the result's name.")] = "",
    results: Results = FOLDER,
) -> None:
    """Measure quality on one corpus; with --found, how far a second reading of some of its texts agrees."""
    gold = read_corpus(corpus, data)
    chosen = gold.half(half) if half else gold
    if found is None:
        judged = judge(chosen, analyze(chosen, Analyzer.load(find_model(model)), scheme=scheme))
        tables = measure(chosen, judged)
    else:  # a reader gives no scores
        again = read_records(found)
        ids = {record["id"] for record in again}
        chosen = replace(chosen, records=[record for record in chosen.records if record["id"] in ids])
        judged = judge(chosen, again)
        tables = agreement(chosen, judged)
    points = _points(judged.everything)
    curve = [(p.threshold, p.precision, p.recall) for p in points[:: max(1, len(points) // _CURVE_POINTS)]]
    save(
        "-".join(filter(None, ["quality", chosen.name, scheme if scheme != chosen.scheme else "", label])),
        tables,
        folder=results,
        model="" if found else fingerprint(model),
        **{"title": chosen.title, "note": chosen.note, "articles": len(chosen.records)},
        **{"lost": judged.lost, "curve": curve},
    )


if __name__ == "__main__":
    typer.run(main)
