"""Scores as probabilities: are seven in ten right of those that say 0.7?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quoteattr.evaluation.documents import Document


@dataclass(frozen=True, slots=True)
class Outcome:
    """One predicted attribution: its score, and whether its content and source are right."""

    score: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The predictions whose score lies between two bounds; a point of the reliability diagram."""

    lower: float
    upper: float
    count: int
    mean_score: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A reliability diagram and its summary.

    Attributes:
        bins: The bins that hold any prediction, from low to high.
        error: Expected calibration error: the mean gap between score and accuracy, by predictions.
    """

    bins: tuple[Bin, ...]
    error: float


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Precision and recall when only predictions of at least the threshold are kept."""

    threshold: float
    precision: float
    recall: float


def outcomes(documents: Iterable[Document]) -> list[Outcome]:
    """Judge each predicted attribution: right if its content and its source overlap their gold by half."""
    judged = []
    for document in documents:
        right = {mate for gold, mate in document.found.items() if document.same_source(gold, mate)}
        judged += [
            Outcome(float(item.fields.get("score", 1.0)), place in right)
            for place, item in enumerate(document.predicted)
        ]
    return judged


def calibrate(results: Sequence[Outcome], *, bins: int = 10) -> Calibration:
    """Compare scores with outcomes in bins of equal width.

    Raises:
        ValueError: `bins` is less than one.
    """
    if bins < 1:
        raise ValueError(f"bins is {bins}; it must be at least 1")
    held: list[list[Outcome]] = [[] for _ in range(bins)]
    for result in results:
        held[min(max(int(result.score * bins), 0), bins - 1)].append(result)
    points = tuple(
        Bin(
            lower=number / bins,
            upper=(number + 1) / bins,
            count=len(members),
            mean_score=sum(member.score for member in members) / len(members),
            accuracy=sum(member.right for member in members) / len(members),
        )
        for number, members in enumerate(held)
        if members
    )
    total = len(results) or 1
    return Calibration(
        points,
        error=sum(point.count * abs(point.mean_score - point.accuracy) for point in points) / total,
    )


def operating_points(results: Iterable[Outcome], gold: int) -> list[OperatingPoint]:
    """Precision and recall at every threshold that the scores allow, from strict to lenient.

    Args:
        results: The predictions, as `outcomes` gives them; matches are not sought anew at each threshold.
        gold: How many gold attributions there are.
    """
    ranked = sorted(results, key=lambda result: -result.score)
    points = []
    right = 0
    for kept, result in enumerate(ranked, start=1):
        right += result.right
        if kept == len(ranked) or ranked[kept].score < result.score:
            points.append(OperatingPoint(result.score, right / kept, right / gold if gold else 0.0))
    return points
