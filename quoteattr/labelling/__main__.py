"""Show an article, check its labels, build a file of records: `python -m quoteattr.labelling`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from quoteattr.labelling.labels import Labelled, read_labels
from quoteattr.labelling.places import paragraphs

_LONGEST_SHOWN = 150
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def main() -> None:
    """Label articles by reading them; docs/labelling.md says how."""


@main.command()
@click.argument("article", type=_FILE)
def show(article: Path) -> None:
    """Print ARTICLE with its paragraphs numbered."""
    text = _text(article)
    for number, (start, end) in enumerate(paragraphs(text), start=1):
        click.echo(f"[{number}] {text[start:end]}")


@main.command()
@click.argument("article", type=_FILE)
@click.argument("labels", type=_FILE)
def check(article: Path, labels: Path) -> None:
    """Show every label of ARTICLE as it was understood, and name what is wrong."""
    read = read_labels(_text(article), _text(labels))
    for line in _shown(read):
        click.echo(line)
    click.echo(f"{len(read.attributions)} attributions, {len(read.problems)} problems")
    if read.problems:
        raise SystemExit(1)


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("output", type=click.Path(dir_okay=False, path_type=Path))
def build(folder: Path, output: Path) -> None:
    """Write the labelled articles of FOLDER (NAME.txt with NAME.ann) to OUTPUT, one record a line."""
    wrong = 0
    with output.open("w", encoding="utf-8") as file:
        for labels in sorted(folder.glob("*.ann")):
            read = read_labels(_text(labels.with_suffix(".txt")), _text(labels))
            for problem in read.problems:
                click.echo(f"{labels.name}: {problem}", err=True)
            wrong += len(read.problems)
            file.write(json.dumps(read.record(labels.stem), ensure_ascii=False) + "\n")
    if wrong:
        raise SystemExit(1)


def _text(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:  # offsets count every character, line ends too
        return file.read()


def _shown(read: Labelled) -> Iterator[str]:
    for number, item in enumerate(read.attributions):
        if item is not None:
            yield _line(read, number, item)
        for note in read.notes.get(number, ()):
            yield f"    ? {note}"
    yield from read.problems


def _line(read: Labelled, number: int, item: dict[str, Any]) -> str:
    content = _words(read.text, item["content"])
    if len(content) > _LONGEST_SHOWN:
        content = f"{content[: 2 * _LONGEST_SHOWN // 3]} … {content[-_LONGEST_SHOWN // 3 :]}"
    inside = "" if item["nested_in"] is None else f" in {item['nested_in'] + 1}"
    source, cue = (_words(read.text, item[role]) for role in ("source", "cue"))
    who = f"[{source}] ({item['speaker']}, {item['resolution']}) <{cue}>"
    return f"{number + 1:3d} {who} {content} · {item['medium']} {item['polarity']} {item['tier']}{inside}"


def _words(text: str, spans: Sequence[Sequence[int]]) -> str:
    return " ++ ".join(" ".join(text[start:end].split()) for start, end in spans) or "-"


if __name__ == "__main__":
    main()
