"""The charts of the results as SVG."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks.results import FOLDER, load

_INK, _OURS, _FAINT = "#444444", "#1f5fa8", "#cccccc"
MAIN = "quality-world-dev-report"


def data(folder: Path = FOLDER) -> dict[str, Any]:
    """What the chart shows; nothing before the quality on world dev is measured."""
    main, speed = load(MAIN, folder=folder), load("speed", folder=folder)
    peers = load(MAIN.replace("quality", "peers"), folder=folder)
    if main is None:
        return {}
    points = []
    ours = main.cell("Content and source", "all levels", "F")
    if speed is not None and isinstance(ours, list):
        points.append(["quoteattr", speed.more["words_per_second"]["quoteattr"], ours[0]])
    for name, (found, *_, lost, rate) in peers.tables[0].rows if peers is not None else ():
        given, _, texts = str(lost).partition(" of ")
        if isinstance(found, list) and given != texts:  # one that lost every text is no rival
            points.append([name, float(str(rate).replace(",", "")), found[0]])
    bins = next((table.rows for table in main.tables if table.title.startswith("Scores")), [])
    return {
        "title": main.more["title"],
        "points": points,
        "bins": [cells[1:] for _, cells in bins],
        "curve": [point[:0:-1] for point in main.more["curve"]],
    }


def draw(shown: dict[str, Any]) -> str:
    """The chart as SVG text; what it shows stands in its metadata, so that a test can compare it."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    style: Any = {"svg.hashsalt": "quoteattr", "font.size": 9, "axes.edgecolor": _INK, "axes.titlesize": 10}
    with rc_context(style):
        figure = Figure(figsize=(10, 3.4), layout="constrained")
        speed, scores, threshold = figure.subplots(1, 3, width_ratios=(1.3, 1, 1))
        for name, rate, f in shown["points"]:
            speed.scatter(rate, f, color=_OURS if name == "quoteattr" else _INK, zorder=3)
            speed.annotate(f"{name} {100 * f:.1f}", (rate, f), (6, 6), textcoords="offset points")
        speed.set(xscale="log", xlim=(500, 50_000), xlabel="words a second", ylabel="F, content and source")
        scores.plot([0, 1], [0, 1], color=_INK, linewidth=0.7)
        scores.plot(*zip(*shown["bins"], strict=True), "o-", color=_OURS)
        scores.set(xlabel="score", ylabel="share that is right")
        threshold.plot(*zip(*shown["curve"], strict=True), color=_OURS)
        threshold.set(xlabel="recall", ylabel="precision")
        titles = ("Accuracy against speed", "Scores are probabilities", "What a threshold trades")
        for axes, title in zip((speed, scores, threshold), titles, strict=True):
            axes.set(ylim=(0, 1), title=title)
            axes.grid(color=_FAINT, linewidth=0.5)
        text = StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Description": json.dumps(shown)})
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"
