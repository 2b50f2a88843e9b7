"""Standard errors of corpus figures, by drawing articles anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

SAMPLES = 1000


def standard_error(
    counts: Sequence[Sequence[float]],
    figure: Callable[[Sequence[float]], float],
    *,
    samples: int = SAMPLES,
    seed: int = 0,
) -> float | None:
    """Estimate how far a figure would move with other articles.

    Args:
        counts: For each article the counts that the figure is made of; sums over articles must make sense.
        figure: The figure of summed counts; not a number where they leave nothing to judge.
        samples: How many sets of articles to draw, with replacement.
        seed: Seed of the draw.

    Returns:
        The standard deviation of the figure over the samples; None for fewer than two articles.
    """
    if len(counts) < 2:
        return None
    table = np.asarray(counts, dtype=float)
    chances = np.full(len(table), 1 / len(table))
    draw = np.random.default_rng(seed).multinomial(len(table), chances, size=samples)
    values = [figure([float(cell) for cell in row]) for row in draw @ table]
    return float(np.nanstd(values, ddof=1))
