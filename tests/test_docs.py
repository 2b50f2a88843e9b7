"""The pages keep their word: their Python runs, their commands parse, their links lead somewhere."""

from __future__ import annotations

import re
import runpy
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

from quoteattr.cli import app
from quoteattr.cli.options import join_lists

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md")])
PROGRAMS = sorted((ROOT / "examples").glob("*.py"))
_BLOCK = re.compile(
    r"^(?P<note><!-- not run: [^\n]+ -->\n)?```(?P<language>\w+)\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code and where it stands."""

    page: Path
    line: int
    code: str
    runs: bool


def blocks(page: Path, language: str) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(page, text.count("\n", 0, match.start("code")), match["code"], match["note"] is None)
        for match in _BLOCK.finditer(text)
        if match["language"] == language
    ]


def run(page: Path) -> dict[str, Any]:
    """Run a page's Python from top to bottom in one namespace; errors show the page's own lines."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for block in blocks(page, "python"):
        if block.runs:
            exec(compile("\n" * block.line + block.code, str(page), "exec"), namespace)
    return namespace


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=name_of)
def test_python_on_the_pages_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run(page)


def test_the_readme_shows_who_spoke(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run(ROOT / "README.md")
    assert "Maria Lopez (direct, asserted): “We will vote on Monday,”" in capsys.readouterr().out


@pytest.mark.parametrize("program", PROGRAMS, ids=name_of)
def test_the_examples_run(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [str(program)])
    runpy.run_path(str(program), run_name="__main__")
    assert capsys.readouterr().out.strip()


COMMANDS = [
    line.split(" #")[0].split("| ")[-1]
    for page in PAGES
    for block in blocks(page, "bash")
    for line in block.code.splitlines()
    if re.search(r"(?:^|\| )quoteattr ", line)
]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_on_the_pages_parse(command: str) -> None:
    name, *arguments = join_lists(shlex.split(command)[1:])
    found = app.get_command(click.Context(app), name)
    assert found is not None
    found.make_context(name, arguments).close()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_on_the_pages_lead_somewhere(page: Path) -> None:
    targets = [link.split("#")[0] for link in _LINK.findall(page.read_text(encoding="utf-8"))]
    local = [target for target in targets if target and "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_pages_and_commands_are_found() -> None:
    assert len(PAGES) >= 9
    assert len(COMMANDS) >= 8
    assert len(PROGRAMS) >= 4
