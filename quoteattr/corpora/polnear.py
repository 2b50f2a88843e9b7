"""PolNeAR, the political news attribution relations corpus, from its own repository."""

from __future__ import annotations

import re
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any

from quoteattr.corpora.attributions import from_attributions, spans_within
from quoteattr.errors import RecordError

HOME = "https://github.com/networkdynamics/PolNeAR"

_ROLES = {"Source": "source", "Cue": "cue", "Content": "content"}
_TEXT_BOUND = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t|$)")
_RELATION = re.compile(r"E\d+\tAttribution\S*:T\d+((?: \S+:T\d+)*)\s*$")


def read_polnear(
    folder: str | PathLike[str], split: str, *, annotator: str | None = None
) -> list[dict[str, Any]]:
    """Read a split of PolNeAR 1.0 from a copy of its repository.

    PolNeAR (Newell, Margolin and Ruths, LREC 2018) lives at https://github.com/networkdynamics/PolNeAR.
    No licence is stated for the data; the texts belong to seven publishers. It marks source, cue and content
    of each attribution and nests none.

    Args:
        folder: The repository, or its folder "data".
        split: "train", "dev" or "test".
        annotator: Read only articles of this annotator. By default each article is read once, as annotated
            by the first of its annotators in alphabetical order.

    Returns:
        Exchange records in the order of file names, with quotes in text order. Attributions that lack their
        content (two in train) are left out.

    Raises:
        FileNotFoundError: The folder does not hold the split.
        RecordError: A file is malformed; the message names it and the line.
    """
    base = Path(folder)
    home = next((path for path in (base / "data" / split, base / split) if path.is_dir()), None)
    if home is None or not (home / "attributions").is_dir():
        raise FileNotFoundError(
            f"{base} holds no PolNeAR split {split!r} (data/{split}/attributions); get the corpus from {HOME}"
        )
    chosen: dict[str, Path] = {}
    for path in sorted((home / "attributions").glob("*.ann")):
        name, _, person = path.stem.rpartition("_")
        if annotator in (None, person):
            chosen.setdefault(name, path)
    return [_article(home / "text" / f"{name}.txt", path) for name, path in chosen.items()]


def _article(text_file: Path, annotations: Path) -> dict[str, Any]:
    if not text_file.is_file():
        raise FileNotFoundError(f"{text_file} is missing; {annotations.name} annotates it")
    text = _read(text_file)
    spans: dict[str, list[list[int]]] = {}
    relations: list[tuple[int, str]] = []
    for number, line in enumerate(_read(annotations).split("\n"), start=1):
        if not line.startswith(("T", "E")):
            continue
        if bound := _TEXT_BOUND.match(line):
            pieces = [[int(edge) for edge in piece.split()] for piece in bound[3].split(";")]
            try:
                spans_within(text, pieces, bound[2])
            except RecordError as error:
                raise RecordError(f"{annotations}, line {number}: {error} ({text_file.name})") from None
            spans[bound[1]] = pieces
        elif relation := _RELATION.match(line):
            relations.append((number, relation[1]))
        else:
            raise RecordError(f"{annotations}, line {number}: not a brat annotation: {line!r}")
    attributions = [_attribution(spans, roles, f"{annotations}, line {n}") for n, roles in relations]
    attributions.sort(key=lambda item: min(start for role in item.values() for start, _ in role))
    return from_attributions({"id": text_file.stem, "text": text, "attributions": attributions})


def _attribution(spans: dict[str, list[list[int]]], roles: str, place: str) -> dict[str, list[list[int]]]:
    found: dict[str, list[list[int]]] = {role: [] for role in _ROLES.values()}
    for name, reference in _arguments(roles):
        role = _ROLES.get(name.rstrip("0123456789"))  # brat numbers a role's second argument: "Content2"
        if role is None or reference not in spans:
            raise RecordError(f"{place}: {name}:{reference} is no source, cue or content of this file")
        found[role] += spans[reference]
    if not any(found.values()):
        raise RecordError(f"{place}: an attribution without source, cue and content")
    return found


def _arguments(roles: str) -> Iterable[tuple[str, str]]:
    for argument in roles.split():
        name, _, reference = argument.partition(":")
        yield name, reference


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RecordError(f"{path}: not UTF-8; take the file anew from {HOME}") from None
