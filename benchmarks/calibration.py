"""Whether scores are the probabilities they claim to be: `python -m benchmarks.calibration`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.bootstrap import standard_error
from benchmarks.reporting import Table, percent
from benchmarks.runner import Benchmark, Task, run
from quoteattr.evaluation import OperatingPoint, Outcome, calibrate, operating_points, outcomes

_BINS = 10
_SAMPLES = 200
_WANTED_PRECISION = (0.8, 0.9, 0.95)
_CURVE_POINTS = 40


def measure(task: Task) -> dict[str, Any]:
    """Compare scores with outcomes, and trade recall for precision by the threshold."""
    judged = [outcomes([document]) for document in task.documents]
    pooled = [outcome for article in judged for outcome in article]
    calibration = calibrate(pooled, bins=_BINS)
    gold = sum(len(document.gold) for document in task.documents)
    points = operating_points(pooled, gold)
    return {
        "error": calibration.error,
        "error_error": _error_of_error(judged),
        "brier": calibration.brier,
        "predicted": len(pooled),
        "gold": gold,
        "bins": [
            {
                "lower": item.lower,
                "upper": item.upper,
                "count": item.count,
                "mean_score": item.mean_score,
                "accuracy": item.accuracy,
            }
            for item in calibration.bins
        ],
        "operating_points": {str(wanted): _point(_reach(points, wanted)) for wanted in _WANTED_PRECISION},
        "curve": [_point(point) for point in _thinned(points)],
    }


def _error_of_error(judged: Sequence[Sequence[Outcome]]) -> float | None:
    """Standard error of the calibration error: it is a sum over bins, so each bin's counts are drawn."""
    counts = []
    for article in judged:
        row = [0.0] * (3 * _BINS)
        for outcome in article:
            place = 3 * min(max(int(outcome.score * _BINS), 0), _BINS - 1)
            row[place] += 1
            row[place + 1] += outcome.score
            row[place + 2] += outcome.right
        counts.append(row)
    return standard_error(counts, _expected_error, samples=_SAMPLES)


def _expected_error(counts: Sequence[float]) -> float:
    gaps = sum(abs(counts[place + 1] - counts[place + 2]) for place in range(0, len(counts), 3))
    return gaps / (sum(counts[::3]) or 1.0)


def _reach(points: Sequence[OperatingPoint], precision: float) -> OperatingPoint | None:
    """The most lenient threshold that still has the precision."""
    return next((point for point in reversed(points) if point.precision >= precision), None)


def _thinned(points: Sequence[OperatingPoint]) -> list[OperatingPoint]:
    step = max(1, len(points) // _CURVE_POINTS)
    return [*points[:-1][::step], *points[-1:]]


def _point(point: OperatingPoint | None) -> dict[str, float] | None:
    if point is None:
        return None
    return {"threshold": point.threshold, "precision": point.precision, "recall": point.recall}


def tables(figures: Mapping[str, Any]) -> list[Table]:
    """The reliability diagram as a table, and the operating points."""
    bins = [
        (
            f"{item['lower']:.1f} to {item['upper']:.1f}",
            str(item["count"]),
            percent(item["mean_score"]),
            percent(item["accuracy"]),
        )
        for item in figures["bins"]
    ]
    title = f"Calibration: expected error {percent(figures['error'], figures['error_error'])} points"
    points = [
        (
            f"{100 * float(wanted):.0f} % precision",
            "not reached" if point is None else f"{point['threshold']:.2f}",
            percent(point["precision"] if point else None),
            percent(point["recall"] if point else None),
        )
        for wanted, point in figures["operating_points"].items()
    ]
    return [
        Table(title, ("score", "quotes", "mean score", "right"), bins),
        Table("Operating points", ("wanted", "threshold", "precision", "recall"), points),
    ]


BENCHMARK = Benchmark("calibration", measure, tables)

if __name__ == "__main__":
    raise SystemExit(run([BENCHMARK], module="calibration"))
