"""The shapes of a report's charts; `report.html` draws them as plain SVG.

They are drawn by template and not by a plotting library, because the page's policy lets no style attribute
through, which those libraries write, and because so they follow the reader's colours and size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoteattr.corpus import CorpusSpeaker
from quoteattr.report.figures import KINDS, NO_OUTLET, Counts, Figures

_MATRIX_SPEAKERS, _MATRIX_OUTLETS = 15, 10
_SHADES = 5
_WIDTH, _HEIGHT, _WIDEST = 720, 150, 80


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a table with its bar.

    Attributes:
        speaker: Whose it is.
        counts: What is shown in figures.
        parts: The bar's parts as (class, left, width), out of 100.
    """

    speaker: CorpusSpeaker
    counts: Counts
    parts: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Quotes of speakers in outlets.

    Attributes:
        outlets: The columns.
        rows: For each speaker its cells as (quotes, shade from 0 to 5).
    """

    outlets: tuple[str, ...]
    rows: tuple[tuple[CorpusSpeaker, tuple[tuple[int, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time.

    Attributes:
        label: Its first day.
        quotes: How many quotes.
        left: Its left edge.
        top: The upper edge of the column.
        width: Its width.
        height: Its height.
        named: Whether its label is written below it.
    """

    label: str
    quotes: int
    left: float
    top: float
    width: float
    height: float
    named: bool


def bars_of(speakers: Sequence[tuple[CorpusSpeaker, Counts]]) -> list[Bar]:
    """Make bars of words by kind; the longest is as wide as there is room."""
    most = max((counts.all_words for _, counts in speakers), default=0) or 1
    made = []
    for speaker, counts in speakers:
        left = 0.0
        parts = []
        for kind in KINDS:
            width = 100 * counts.words[kind] / most
            if width:
                parts.append((kind, round(left, 2), round(width, 2)))
            left += width
        made.append(Bar(speaker, counts, tuple(parts)))
    return made


def matrix_of(figures: Figures) -> Matrix | None:
    """Set the speakers with most words against the outlets with most quotes; None where none is given."""
    outlets = [outlet for outlet, _ in figures.outlets if outlet != NO_OUTLET][:_MATRIX_OUTLETS]
    if not outlets:
        return None
    speakers = figures.speakers[:_MATRIX_SPEAKERS]
    most = max((counts.outlets[outlet] for _, counts in speakers for outlet in outlets), default=0) or 1
    return Matrix(
        tuple(outlets),
        tuple(
            (
                speaker,
                tuple((counts.outlets[o], -(-_SHADES * counts.outlets[o] // most)) for o in outlets),
            )
            for speaker, counts in speakers
        ),
    )


def columns_of(figures: Figures) -> list[Column]:
    """Make columns of quotes over time."""
    count = len(figures.times)
    most = max((counts.quotes for _, counts in figures.times), default=0) or 1
    step = min(_WIDTH / max(count, 1), _WIDEST)
    every = max(1, -(-count // 8))
    made = []
    for number, (start, counts) in enumerate(figures.times):
        height = _HEIGHT * counts.quotes / most
        label = start.strftime("%Y-%m") if figures.unit == "month" else start.isoformat()
        made.append(
            Column(
                label=label,
                quotes=counts.quotes,
                left=round(number * step, 2),
                top=round(_HEIGHT - height, 2),
                width=round(max(step * 0.85, 0.5), 2),
                height=round(height, 2),
                named=number % every == 0,
            )
        )
    return made
