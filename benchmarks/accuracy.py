"""How many attributions are found, with which source, and how exactly: `python -m benchmarks.accuracy`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.bootstrap import standard_error
from benchmarks.reporting import Table, percent
from benchmarks.runner import Benchmark, Task, core, run
from quoteattr.evaluation import AttributionScores, Document, Rates, Selection, score_attributions

_KINDS: tuple[Selection, ...] = ("direct", "mixed", "indirect")
_LABELS = {
    "attribution": "attribution @0.5",
    "with_source": "attribution @0.5 + source",
    "with_source_direct": "… direct",
    "with_source_mixed": "… mixed",
    "with_source_indirect": "… indirect",
    "with_source_80": "attribution @0.8 + source",
    "with_source_100": "attribution @1.0 + source",
    "content_exact": "content exact",
    "content_soft": "content soft",
    "cue_exact": "cue exact",
    "source_exact": "source exact",
}
_PARTS: dict[str, Callable[[AttributionScores], Rates]] = {
    "attribution": lambda scores: scores.attribution[0.5],
    "with_source": lambda scores: scores.with_source[0.5],
    "with_source_80": lambda scores: scores.with_source[0.8],
    "with_source_100": lambda scores: scores.with_source[1.0],
    "content_exact": lambda scores: scores.content,
    "content_soft": lambda scores: scores.content_soft,
    "cue_exact": lambda scores: scores.cue,
    "source_exact": lambda scores: scores.source,
}


def measure(task: Task) -> dict[str, Any]:
    """Score all attributions and, where gold tells them apart, those of the core tier."""
    figures = {"all": accuracy(task.documents)}
    if task.tiers:
        figures["core"] = accuracy(core(task.documents))
    return figures


def accuracy(documents: Sequence[Document]) -> dict[str, dict[str, float | int | None]]:
    """Precision, recall, F and the standard error of F for every figure."""
    by_selection: dict[Selection, list[AttributionScores]] = {
        only: [score_attributions([document], only=only) for document in documents]
        for only in ("all", *_KINDS)
    }
    everything = by_selection["all"]
    figures = {name: _figure([part(scores) for scores in everything]) for name, part in _PARTS.items()}
    for kind in _KINDS:
        figures[f"with_source_{kind}"] = _figure([_PARTS["with_source"](s) for s in by_selection[kind]])
    return {name: figures[name] for name in _LABELS}


def _figure(rates: Sequence[Rates]) -> dict[str, float | int | None]:
    total = sum(rates, start=Rates())
    counts = [(item.predicted_hits, item.predicted, item.gold_hits, item.gold) for item in rates]
    return {
        "precision": total.precision,
        "recall": total.recall,
        "f": total.f,
        "f_error": standard_error(counts, _f),
        "gold": total.gold,
        "predicted": total.predicted,
    }


def _f(counts: Sequence[float]) -> float:
    return Rates(counts[0], int(counts[1]), counts[2], int(counts[3])).f


def tables(figures: Mapping[str, Any]) -> list[Table]:
    """One table for each tier."""
    result = []
    for tier, rows in figures.items():
        cells = [
            (
                _LABELS[name],
                percent(row["precision"]),
                percent(row["recall"]),
                percent(row["f"], row["f_error"]),
                str(row["gold"]),
            )
            for name, row in rows.items()
            if row["gold"]
        ]
        title = "Attributions" if tier == "all" else f"Attributions, {tier} only"
        result.append(Table(title, ("", "P", "R", "F", "gold"), cells))
    return result


BENCHMARK = Benchmark("accuracy", measure, tables)

if __name__ == "__main__":
    raise SystemExit(run([BENCHMARK], module="accuracy"))
