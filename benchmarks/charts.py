"""Charts of the results as SVG, for pages."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks.results import FOLDER, Result, load

_INK, _OURS, _FAINT = "#444444", "#1f5fa8", "#bbbbbb"
MAIN = "quality-world-dev-report"


def data(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """What each chart shows, by the name of its file; nothing before it is measured."""
    charts: dict[str, dict[str, Any]] = {}
    main, speed = load(MAIN, folder=folder), load("speed", folder=folder)
    if main is not None and speed is not None:
        charts["accuracy"] = {"title": main.more["title"], "points": _points(main, speed, folder)}
    if main is not None:
        bins = next((t.rows for t in main.tables if t.title.startswith("Scores")), [])
        charts["scores"] = {
            "title": main.more["title"],
            "bins": [cells for _, cells in bins],
            "curve": main.more["curve"],
        }
    return charts


def _points(main: Result, speed: Result, folder: Path) -> list[list[Any]]:
    """Name, words a second and F of this library and of all systems that could be run."""
    ours = main.cell("Content and source", "all levels", "F")
    points = [
        [
            "quoteattr",
            speed.more["words_per_second"]["quoteattr"],
            ours[0] if isinstance(ours, list) else ours,
        ]
    ]
    peers = load(MAIN.replace("quality", "peers"), folder=folder)
    for name, cells in peers.tables[0].rows if peers is not None else ():
        found, lost, rate = cells[0], str(cells[-2]).split(" of "), str(cells[-1]).replace(",", "")
        if (
            isinstance(found, list) and rate.isdigit() and lost[0] != lost[-1]
        ):  # one that lost every text is no rival
            points.append([name, float(rate), found[0]])
    return points


def draw(name: str, shown: dict[str, Any]) -> str:
    """A chart as SVG text; what it shows stands in its metadata, so that a test can compare it."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": name, "font.size": 9, "axes.edgecolor": _INK, "axes.titlesize": 10}):
        figure = Figure(figsize=(7.5, 3.6), layout="constrained")
        (_draw_accuracy if name == "accuracy" else _draw_scores)(figure, shown)
        text = StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Description": json.dumps(shown)})
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def _draw_accuracy(figure: Any, shown: dict[str, Any]) -> None:
    axes = figure.subplots()
    for name, rate, f in shown["points"]:
        axes.scatter(rate, 100 * f, color=_OURS if name == "quoteattr" else _INK, zorder=3)
        axes.annotate(f"{name} {100 * f:.1f}", (rate, 100 * f), xytext=(6, 6), textcoords="offset points")
    axes.set(
        xscale="log",
        xlim=(500, 50_000),
        ylim=(0, 100),
        xlabel="words a second",
        ylabel="F, content and source",
    )
    axes.set_title(f"Accuracy and speed on {shown['title']}", loc="left")
    axes.grid(color=_FAINT, linewidth=0.5)


def _draw_scores(figure: Any, shown: dict[str, Any]) -> None:
    left, right = figure.subplots(1, 2)
    left.plot([0, 1], [0, 1], color=_FAINT)
    left.plot([b[1] for b in shown["bins"]], [b[2] for b in shown["bins"]], "o-", color=_OURS)
    left.set(xlim=(0, 1), ylim=(0, 1), xlabel="score", ylabel="share that is right")
    left.set_title("Scores are probabilities", loc="left")
    right.plot([p[2] for p in shown["curve"]], [p[1] for p in shown["curve"]], color=_OURS)
    right.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="recall", ylabel="precision")
    right.set_title("What a threshold trades", loc="left")
    for axes in (left, right):
        axes.grid(color=_FAINT, linewidth=0.5)
