"""Polarity, medium and kind of what was found, and quotes inside quotes: `python -m benchmarks.meaning`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from benchmarks.bootstrap import standard_error
from benchmarks.reporting import Table, percent
from benchmarks.runner import Benchmark, Task, core, run
from quoteattr.evaluation import Document, Rates, score_attributions, score_labels

_LABELS: tuple[Literal["polarity", "medium", "kind"], ...] = ("polarity", "medium", "kind")


def measure(task: Task) -> dict[str, Any] | None:
    """Score labels and nesting; None where nothing is labelled."""
    if not task.labelled:
        return None
    figures = {"all": meaning(task.labelled)}
    if task.tiers:
        figures["core"] = meaning(core(task.labelled))
    return figures


def meaning(documents: Sequence[Document]) -> dict[str, Any]:
    """Accuracy of each label over the attributions found, F by value, and F of nested attributions."""
    figures: dict[str, Any] = {}
    for label in _LABELS:
        total = score_labels(documents, label)
        if total.total:
            each = [score_labels([document], label) for document in documents]
            figures[label] = {
                "accuracy": total.accuracy,
                "accuracy_error": standard_error([(s.right, s.total) for s in each], _share),
                "judged": total.total,
                "by_value": {name: _rates(rates) for name, rates in total.by_label.items()},
            }
    nested = score_attributions(documents, only="nested")
    if nested.attribution[0.5].gold:
        figures["nested"] = {
            "attribution": _rates(nested.attribution[0.5]),
            "with_source": _rates(nested.with_source[0.5]),
        }
    return figures


def _rates(rates: Rates) -> dict[str, float | int]:
    return {
        "precision": rates.precision,
        "recall": rates.recall,
        "f": rates.f,
        "gold": rates.gold,
        "predicted": rates.predicted,
    }


def _share(counts: Sequence[float]) -> float:
    return counts[0] / counts[1] if counts[1] else math.nan


def tables(figures: Mapping[str, Any]) -> list[Table]:
    """One table for each tier."""
    result = []
    for tier, values in figures.items():
        rows: list[tuple[str, ...]] = []
        for label in _LABELS:
            if label in values:
                of = values[label]
                accuracy = percent(of["accuracy"], of["accuracy_error"])
                rows.append((f"{label}, accuracy", "", "", accuracy, str(of["judged"])))
                rows += [_cells(f"… {name}", rates) for name, rates in of["by_value"].items()]
        if "nested" in values:
            rows.append(_cells("nested @0.5", values["nested"]["attribution"]))
            rows.append(_cells("nested @0.5 + source", values["nested"]["with_source"]))
        title = "Meaning" if tier == "all" else f"Meaning, {tier} only"
        result.append(Table(title, ("", "P", "R", "accuracy or F", "gold"), rows))
    return result


def _cells(name: str, rates: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        name,
        percent(rates["precision"]),
        percent(rates["recall"]),
        percent(rates["f"]),
        str(rates["gold"]),
    )


BENCHMARK = Benchmark("meaning", measure, tables)

if __name__ == "__main__":
    raise SystemExit(run([BENCHMARK], module="meaning"))
