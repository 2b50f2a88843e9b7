"""A chart of accuracy against speed as SVG text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 760, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 215, 40, 52
_SLOWEST, _FASTEST = 100.0, 100_000.0
_INK, _FAINT, _MARK, _OTHER = "#222222", "#d5d5d5", "#1f5fa8", "#8a5a00"
_LABEL_GAP = 14


@dataclass(frozen=True, slots=True)
class Point:
    """A system that was measured here: words a second and F."""

    name: str
    speed: float
    f: float
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A system of which only F is known."""

    name: str
    f: float


def scatter(points: Sequence[Point], lines: Sequence[Line], *, title: str, y_label: str) -> str:
    """Draw systems by speed (logarithmic) and F; those of unknown speed as broken lines."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        _text(_LEFT, 22, title, size=14),
    ]
    for tenth in range(0, 11, 2):
        y = _y(tenth / 10)
        parts.append(_rule(_LEFT, y, _WIDTH - _RIGHT, y, _FAINT))
        parts.append(_text(_LEFT - 8, y + 4, str(10 * tenth), anchor="end"))
    power = _SLOWEST
    while power <= _FASTEST:
        parts.append(_rule(_x(power), _TOP, _x(power), _HEIGHT - _BOTTOM, _FAINT))
        parts.append(_text(_x(power), _HEIGHT - _BOTTOM + 18, f"{power:,.0f}", anchor="middle"))
        power *= 10
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(_text(middle, _HEIGHT - 12, "words per second", anchor="middle"))
    parts.append(_text(_LEFT, _TOP - 4, y_label, size=11))
    lowest_label = -math.inf
    for line in sorted(lines, key=lambda item: -item.f):
        y = _y(line.f)
        lowest_label = max(y + 4, lowest_label + _LABEL_GAP)
        parts.append(_rule(_LEFT, y, _WIDTH - _RIGHT, y, _OTHER, dashed=True))
        parts.append(
            _text(_WIDTH - _RIGHT + 6, lowest_label, f"{line.name} {100 * line.f:.1f}", color=_OTHER)
        )
    for point in points:
        x, y = _x(point.speed), _y(point.f)
        color = _MARK if point.ours else _INK
        radius = 7 if point.ours else 5
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{color}"/>')
        parts.append(_text(x - 10, y - 9, f"{point.name} {100 * point.f:.1f}", color=color, anchor="middle"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(speed: float) -> float:
    share = math.log(min(max(speed, _SLOWEST), _FASTEST) / _SLOWEST) / math.log(_FASTEST / _SLOWEST)
    return _LEFT + share * (_WIDTH - _RIGHT - _LEFT)


def _y(f: float) -> float:
    return _HEIGHT - _BOTTOM - f * (_HEIGHT - _BOTTOM - _TOP)


def _rule(x1: float, y1: float, x2: float, y2: float, color: str, *, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}"{dashes}/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, color: str = _INK) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} font-size="{size}" fill="{color}">{escape(text)}</text>'
