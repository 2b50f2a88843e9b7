"""Which attribution stands inside the content of which."""

from __future__ import annotations

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
    by_size = sorted(range(len(attributions)), key=lambda number: sizes[number])
    found: list[int | None] = []
    for number, (content, cue) in enumerate(attributions):
        spans = [*content, *cue]
        holder = next(
            (
                other
                for other in by_size
                if sizes[other] > sizes[number] and _holds(attributions[other][0], spans)
            ),
            None,
        )
        found.append(holder)
    return found


def _holds(content: Sequence[Offsets], spans: Sequence[Offsets]) -> bool:
    return all(any(low <= start and end <= high for low, high in content) for start, end in spans)
