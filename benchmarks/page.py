"""From the results to docs/benchmarks.md, its chart and the README's table: `python -m benchmarks.page`."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from benchmarks import charts
from benchmarks.gold import PUBLISHED
from benchmarks.results import FOLDER, ROOT, load, show

PAGE, README = ROOT / "docs" / "benchmarks.md", ROOT / "README.md"
CHART = ROOT / "docs" / "images" / "measured.svg"
_CITED = Path(__file__).parent / "cited.json"
_MARKED = re.compile(r"(<!-- benchmarks:start -->\n).*?(<!-- benchmarks:end -->)", re.DOTALL)
_DESCRIPTION = re.compile(r"<dc:description>(.*?)</dc:description>", re.DOTALL)
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # Markdown, not HTML
)
_TEMPLATES.filters["show"] = show


def page(*, folder: Path = FOLDER) -> str:
    """The page that the results in a folder give."""
    text = _TEMPLATES.get_template("page.md").render(_context(folder))
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


def readme(text: str, *, folder: Path = FOLDER) -> str:
    """A README with the table between its markers made anew; unchanged before anything is measured."""
    context = _context(folder)
    table = _TEMPLATES.get_template("readme.md").render(context)
    return _MARKED.sub(lambda match: f"{match[1]}{table}{match[2]}", text) if context["quality"] else text


def _context(folder: Path) -> dict[str, Any]:
    results = {path.stem: load(path.stem, folder=folder) for path in sorted(folder.glob("*.json"))}
    main = [f"quality-{name}" for name in PUBLISHED]
    return {
        "quality": [results[name] for name in main if name in results],
        "others": [r for name, r in results.items() if name.startswith("quality-") and name not in main],
        "peers": [r for name, r in results.items() if name.startswith("peers-")],
        "results": results,
        "chart": charts.data(folder),
        "cited": json.loads(_CITED.read_text(encoding="utf-8")),
    }


def shown_in(chart: Path = CHART) -> dict[str, Any]:
    """The data that a chart was drawn from."""
    found = _DESCRIPTION.search(chart.read_text(encoding="utf-8")) if chart.is_file() else None
    shown: dict[str, Any] = json.loads(unescape(found[1])) if found else {}
    return shown


def main() -> None:
    """Write the page, the chart and the README's table."""
    PAGE.write_text(page(), encoding="utf-8")
    README.write_text(readme(README.read_text(encoding="utf-8")), encoding="utf-8")
    if shown := charts.data():
        CHART.write_text(charts.draw(shown), encoding="utf-8")


if __name__ == "__main__":
    main()
