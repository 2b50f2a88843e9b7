"""From the results to docs/benchmarks.md, its charts and the README's table: `python -m benchmarks.page`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from benchmarks.charts import data, draw
from benchmarks.gold import PUBLISHED
from benchmarks.results import FOLDER, ROOT, Cell, Result, load, show

PAGE, README, IMAGES = ROOT / "docs" / "benchmarks.md", ROOT / "README.md", ROOT / "docs" / "images"
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
    return _TEMPLATES.get_template("page.md").render(_context(folder))


def readme(text: str, *, folder: Path = FOLDER) -> str:
    """A README with the table between its markers made anew; unchanged before anything is measured."""
    context = _context(folder)
    if not context["quality"]:
        return text
    table = _TEMPLATES.get_template("readme.md").render(context)
    return _MARKED.sub(lambda match: f"{match[1]}{table}{match[2]}", text)


def _context(folder: Path) -> dict[str, Any]:
    named = {path.stem: load(path.stem, folder=folder) for path in sorted(folder.glob("*.json"))}
    main = [f"quality-{name}" for name in PUBLISHED]
    others = [name for name in named if name.startswith("quality-") and name not in main]
    return {
        "quality": [named[name] for name in main if name in named],
        "others": [named[name] for name in others],
        "results": named,
        "agreements": [result for name, result in named.items() if name.startswith("agreement")],
        "peers": [result for name, result in named.items() if name.startswith("peers")],
        "charts": data(folder),
        "cited": json.loads(_CITED.read_text(encoding="utf-8")),
        "cell": cell,
    }


def cell(result: Result | None, title: str, rows: str | list[str], column: str) -> Cell:
    """The first of some rows that a result has."""
    found = (result.cell(title, row, column) for row in ([rows] if isinstance(rows, str) else rows) if result)
    return next((value for value in found if value is not None), None)


def shown_in(chart: Path) -> Any:
    """The data that a chart was drawn from."""
    found = _DESCRIPTION.search(chart.read_text(encoding="utf-8")) if chart.is_file() else None
    return json.loads(found[1]) if found else None


def main() -> None:
    """Write the page, the charts and the README's table."""
    PAGE.write_text(page(), encoding="utf-8")
    IMAGES.mkdir(exist_ok=True)
    for name, shown in data().items():
        (IMAGES / f"{name}.svg").write_text(draw(name, shown), encoding="utf-8")
    README.write_text(readme(README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
