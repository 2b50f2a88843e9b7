"""Which attribution stands inside the content of which."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from quoteattr.analysis import Offsets

Held = tuple[Sequence[Offsets], Sequence[Offsets]]
"""Content and cue of an attribution."""


def parents(attributions: Sequence[Held]) -> list[int | None]:
    """Of each attribution the one with the smallest content that holds its content and its cue, and is larger.

    Args:
        attributions: Content and cue of each.
    """
    sizes = [sum(end - start for start, end in content) for content, _ in attributions]
    opening = deque(sorted((*span, n) for n, (content, _) in enumerate(attributions) for span in content))
    firsts = [min((start for start, _ in (*content, *cue)), default=0) for content, cue in attributions]
    reached: list[tuple[int, int]] = []
    """End and number of the content spans that may reach over the place looked at."""
    found: list[int | None] = [None] * len(attributions)
    for number in sorted(range(len(attributions)), key=firsts.__getitem__):
        while opening and opening[0][0] <= firsts[number]:
            _, end, other = opening.popleft()
            reached.append((end, other))
        reached = [(end, other) for end, other in reached if end > firsts[number]]
        spans = [*attributions[number][0], *attributions[number][1]]
        holders = [
            other
            for _, other in reached
            if sizes[other] > sizes[number] and _holds(attributions[other][0], spans)
        ]
        found[number] = min(holders, key=lambda other: (sizes[other], other), default=None)
    return found


def _holds(content: Sequence[Offsets], spans: Sequence[Offsets]) -> bool:
    return all(any(low <= start and end <= high for low, high in content) for start, end in spans)
