"""Quotes as a DataFrame and in files of tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoteattr.articles import Source
from quoteattr.exchange.rows import COLUMNS, rows
from quoteattr.optional import need
from quoteattr.spans import DEFAULT_SPANS_KEY

if TYPE_CHECKING:
    from pandas import DataFrame

# what a spreadsheet would compute when it opens the file
_FORMULA = re.compile(r"[=+\-@\t\r](?=.*[(|!])", re.DOTALL)
# what no spreadsheet can hold
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def table(sources: Iterable[Source], *, spans_key: str = DEFAULT_SPANS_KEY) -> DataFrame:
    """Give the quotes of many articles as a DataFrame, one row a quote.

    Args:
        sources: Docs that the component has seen, or records.
        spans_key: The component's `spans_key`, for Docs.

    Returns:
        The table; its columns are those of `quoteattr.exchange.COLUMNS`.

    Raises:
        MissingLibraryError: pandas is not installed.
        RecordError: A source is no article.
    """
    pandas = need("pandas", extra="tables", purpose="a table of quotes")
    frame: DataFrame = pandas.DataFrame(list(rows(sources, spans_key=spans_key)), columns=list(COLUMNS))
    return frame.astype({"start": "int64", "end": "int64", "asserted": "bool", "score": "float64"})


def write_table(sources: Iterable[Source], path: str | PathLike[str], *, to: str) -> int:
    """Write the quotes of many articles as a table.

    Args:
        sources: Docs that the component has seen, or records.
        path: The file.
        to: "csv", "xlsx", "parquet" or "html".

    Returns:
        The number of rows.
    """
    frame = table(sources)
    _WRITERS[to](frame, Path(path))
    return len(frame)


def _csv(frame: DataFrame, path: Path) -> None:
    # the mark at the beginning is what lets spreadsheets see that it is UTF-8
    frame.map(_harmless).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _xlsx(frame: DataFrame, path: Path) -> None:
    need("openpyxl", extra="tables", purpose="an Excel file")
    pandas = need("pandas", extra="tables", purpose="a table of quotes")
    with pandas.ExcelWriter(path, engine="openpyxl") as writer:
        frame.map(_storable).to_excel(writer, sheet_name="quotes", index=False, freeze_panes=(1, 0))
        for cells in writer.sheets["quotes"].iter_rows(min_row=2):
            for cell in cells:
                if isinstance(cell.value, str):
                    cell.data_type = "s"  # never a formula, whatever the text begins with


def _parquet(frame: DataFrame, path: Path) -> None:
    need("pyarrow", extra="tables", purpose="a Parquet file")
    frame.to_parquet(path, index=False)


def _html(frame: DataFrame, path: Path) -> None:
    from quoteattr.pages.page import static, whole_page
    from quoteattr.pages.words import plain

    page = whole_page(
        "table.html",
        title="Quotes",
        styles=static("article.css"),
        script="",
        columns=list(frame.columns),
        rows=[["" if value is None else plain(str(value)) for value in row] for row in frame.values.tolist()],
    )
    path.write_text(page, encoding="utf-8", newline="")


def _harmless(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and _FORMULA.match(value) else value


def _storable(value: Any) -> Any:
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value


_WRITERS: dict[str, Callable[[DataFrame, Path], None]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "html": _html,
}
