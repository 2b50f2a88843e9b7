"""How much is found, how rightly, under which names, and how sure: `python -m benchmarks.quality CORPUS`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from benchmarks.finding import Judged, analyze, fingerprint, judge
from benchmarks.gold import Corpus, read_corpus
from benchmarks.results import FOLDER, Cell, Table, save
from quoteattr.analyzer import Analyzer
from quoteattr.engine import find_model
from quoteattr.evaluation import (
    AttributionScores,
    Document,
    OperatingPoint,
    Outcome,
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

_KINDS: tuple[Selection, ...] = ("direct", "mixed", "indirect")
_RESOLUTIONS = {
    "name": "a name",
    "pronoun": "a pronoun",
    "nominal": "a description",
    "implicit": "not there",
}
_BINS, _SAMPLES, _CURVE_POINTS = 10, 1000, 40
_WANTED_PRECISION = (0.8, 0.9, 0.95)
Row = tuple[str, Sequence[Cell]]


def measure(corpus: Corpus, judged: Judged) -> list[Table]:
    """Every table that the corpus has labels for."""
    if not corpus.complete:
        return [_attributions(judged, [("direct", "direct", "all")], {}), *_speakers(judged)]
    return [*_found(corpus, judged), *_speakers(judged), *_meaning(judged), *_scores(judged)]


def _found(corpus: Corpus, judged: Judged) -> list[Table]:
    rows: list[tuple[str, Selection, Tier]] = (
        [("all levels", "all", "all")] if corpus.nests else [("all", "all", "all")]
    )
    if judged.tiers:
        rows += [("stated", "all", "core"), ("topics", "all", "topic")]
    if any(item.parent is not None for document in judged.everything for item in document.gold):
        rows.append(("inside another", "nested", "all"))
    rows += [(str(kind), kind, "all") for kind in _KINDS]
    parts: dict[str, Callable[[AttributionScores], Rates]] = {
        "content alone": lambda scores: scores.attribution[0.5],
        "overlap of 0.8": lambda scores: scores.with_source[0.8],
        "content exact": lambda scores: scores.content,
        "cue exact": lambda scores: scores.cue,
        "source exact": lambda scores: scores.source,
    }
    return [_attributions(judged, rows, parts)]


def _attributions(
    judged: Judged,
    rows: Sequence[tuple[str, Selection, Tier]],
    parts: dict[str, Callable[[AttributionScores], Rates]],
) -> Table:
    """Content and source right, of all and of some; then parts of it."""
    shown: list[Row] = []
    for label, only, tier in rows:
        documents = judged.returned if tier == "core" else judged.everything
        shown.append(_row(label, [_score(d, only, tier).with_source[0.5] for d in documents]))
    each = [score_attributions([document]) for document in judged.everything]
    shown += [_row(label, [part(scores) for scores in each]) for label, part in parts.items()]
    return Table("Content and source", ("P", "R", "F", "gold"), shown)


def _score(document: Document, only: Selection, tier: Tier) -> AttributionScores:
    return score_attributions([document], only=only, tier=tier)


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
    rows: list[Row] = [
        (label, (row.gold, row.found / row.gold, row.recall, row.right_when_found))
        for name, label in _RESOLUTIONS.items()
        if (row := total.by_resolution.get(name)) is not None
    ]
    named = total.named
    error = standard_error([(s.named.right, s.named.gold) for s in each], _share)
    rows.append(
        ("any", (named.gold, named.found / max(1, named.gold), (named.recall, error), named.right_when_found))
    )
    precision = standard_error([(s.right_names, s.names) for s in each], _share)
    given: list[Row] = [
        ("of the names given", ((total.precision, precision), total.names)),
        (
            "of the unnamed left unnamed",
            (1 - total.falsely_named / max(1, total.unnamed_found), total.unnamed_found),
        ),
    ]
    words = score_words(judged.labelled)
    by_word = [
        (label, (r.precision, r.recall, r.f, r.gold))
        for label, r in (("all words", words.all), ("words in marks", words.quoted))
    ]
    return [
        Table("Who said it, where the source is …", ("gold", "found", "right", "right of the found"), rows),
        Table("Right", ("%", "of"), given),
        Table("Words given to the right name", ("P", "R", "F", "gold"), by_word),
    ]


def _meaning(judged: Judged) -> list[Table]:
    if not judged.labelled:
        return []
    rows: list[Row] = []
    for label in ("polarity", "medium", "kind"):
        total = score_labels(judged.labelled, label)
        if total.total:
            counts = [(s.right, s.total) for s in (score_labels([d], label) for d in judged.labelled)]
            rows.append(
                (
                    f"{label}, accuracy",
                    (None, None, (total.accuracy, standard_error(counts, _share)), total.total),
                )
            )
            rows += [
                (f"… {name}", (r.precision, r.recall, r.f, r.gold)) for name, r in total.by_label.items()
            ]
    taken = score_not_quotes(judged.labelled)
    if taken.gold:
        rows.append(("marks that quote nobody, taken for quotes", (None, None, taken.recall, taken.gold)))
    return [Table("Meaning of what was found", ("P", "R", "accuracy or F", "gold"), rows)] if rows else []


def _scores(judged: Judged) -> list[Table]:
    results = [outcomes([document]) for document in judged.everything]
    pooled = [outcome for article in results for outcome in article]
    calibration = calibrate(pooled, bins=_BINS)
    bins: list[Row] = [
        (f"{b.lower:.1f} to {b.upper:.1f}", (b.count, b.mean_score, b.accuracy)) for b in calibration.bins
    ]
    error = standard_error([_bin_counts(article) for article in results], _expected_error)
    points = operating_points(pooled, sum(len(document.gold) for document in judged.everything))
    wanted: list[Row] = []
    for precision in _WANTED_PRECISION:
        point = next((p for p in reversed(points) if p.precision >= precision), None)
        cells = (
            ("not reached", None, None)
            if point is None
            else (f"{point.threshold:.2f}", point.precision, point.recall)
        )
        wanted.append((f"{100 * precision:.0f} %", cells))
    return [
        Table("Scores against what is right", ("quotes", "mean score", "right"), bins),
        Table("Expected error of the scores", ("points",), [("all levels", ((calibration.error, error),))]),
        Table("Thresholds for a precision", ("threshold", "P", "R"), wanted),
    ]


def _bin_counts(article: Iterable[Outcome]) -> list[float]:
    row = [0.0] * (3 * _BINS)
    for outcome in article:
        place = 3 * min(max(int(outcome.score * _BINS), 0), _BINS - 1)
        for offset, value in enumerate((1.0, outcome.score, float(outcome.right))):
            row[place + offset] += value
    return row


def _expected_error(counts: Sequence[float]) -> float:
    gaps = sum(abs(counts[place + 1] - counts[place + 2]) for place in range(0, len(counts), 3))
    return gaps / (sum(counts[::3]) or 1.0)


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
    draws = np.random.default_rng(0).multinomial(
        len(table), np.full(len(table), 1 / len(table)), size=_SAMPLES
    )
    values = [figure(row.tolist()) for row in draws @ table]
    return None if all(map(math.isnan, values)) else float(np.nanstd(values, ddof=1))


def curve(judged: Judged) -> list[list[float]]:
    """Threshold, precision and recall from strict to lenient."""
    pooled = outcomes(judged.everything)
    points = operating_points(pooled, sum(len(document.gold) for document in judged.everything))
    step = max(1, len(points) // _CURVE_POINTS)
    return [_point(point) for point in [*points[:-1][::step], *points[-1:]]]


def _point(point: OperatingPoint) -> list[float]:
    return [point.threshold, point.precision, point.recall]


def run(corpus: Corpus, *, model: str | None, scheme: str | None, label: str, results: Path) -> None:
    """Measure one corpus and save it."""
    analyzer = Analyzer.load(find_model(model))
    judged = judge(corpus, analyze(corpus, analyzer, scheme=scheme))
    other = scheme if scheme not in (None, corpus.scheme) else ""
    name = "-".join(filter(None, ["quality", corpus.name, other, label]))
    more: dict[str, Any] = {"articles": len(corpus.records), "lost": judged.lost, "curve": curve(judged)}
    save(
        name,
        measure(corpus, judged),
        folder=results,
        model=fingerprint(model),
        title=corpus.title,
        note=corpus.note,
        **more,
    )


def main(
    corpus: Annotated[str, typer.Argument(help="world, ggt, polnear, gum or articles")],
    data: Annotated[Path | None, typer.Option(help="The folder that the corpus is in.")] = None,
    half: Annotated[str, typer.Option(help="choose or report; all texts by default.")] = "",
    scheme: Annotated[str | None, typer.Option(help="world or polnear; the corpus's own by default.")] = None,
    model: Annotated[
        str | None, typer.Option(help="A model folder or package; the bundled one by default.")
    ] = None,
    label: Annotated[str, typer.Option(help="Added to the result's name, for other weights.")] = "",
    results: Annotated[Path, typer.Option(help="Where to write.")] = FOLDER,
) -> None:
    """Measure quality on one corpus."""
    gold = read_corpus(corpus, data)
    run(gold.half(half) if half else gold, model=model, scheme=scheme, label=label, results=results)


if __name__ == "__main__":
    typer.run(main)
