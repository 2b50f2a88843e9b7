"""brat's standoff files: `NAME.txt` and `NAME.ann` beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path

from quoteattr.exchange.marks import ROLES
from quoteattr.records import Record

CONFIGURATION = """[entities]
Content
Cue
Source

[relations]
CueOf Arg1:Cue, Arg2:Content
SourceOf Arg1:Source, Arg2:Content
Inside Arg1:Content, Arg2:Content

[events]

[attributes]
Kind Arg:Content, Value:direct|indirect|mixed|reported
Medium Arg:Content, Value:speech|writing|thought
Polarity Arg:Content, Value:asserted|denied|negated|questioned
"""


def write_brat(records: Iterable[Record], folder: str | PathLike[str]) -> int:
    """Write records as a folder for brat, with an `annotation.conf`.

    Args:
        records: The records.
        folder: Made if need be.

    Returns:
        The number of records.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    (place / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    used: set[str] = set()
    count = 0
    for count, record in enumerate(records, 1):
        name = file_name(record["id"], count, used)
        (place / f"{name}.txt").write_text(record["text"], encoding="utf-8", newline="")
        (place / f"{name}.ann").write_text("".join(_lines(record)), encoding="utf-8", newline="")
    return count


def file_name(id: str, number: int, used: set[str]) -> str:
    """Make a file's name of a record's id; no two are the same, and none leads out of its folder."""
    name = re.sub(r"[^\w.-]+", "-", id).strip("-.")[-80:] or f"article-{number}"
    while name in used:
        name = f"{name}-{number}"
    used.add(name)
    return name


def _lines(record: Record) -> Iterable[str]:
    text = record["text"]
    contents: dict[str, str] = {}
    spans = relations = attributes = notes = 0
    for quote in record["quotes"]:
        mine: dict[str, str] = {}
        for role, places in zip(ROLES, (quote["content"], quote["cue"], quote["source"]), strict=True):
            if places:
                spans += 1
                mine[role] = f"T{spans}"
                yield f"T{spans}\t{role.title()} {_fragments(text, places)}\n"
        contents[quote["id"]] = mine["content"]
        for role in ("cue", "source"):
            if role in mine:
                relations += 1
                yield f"R{relations}\t{role.title()}Of Arg1:{mine[role]} Arg2:{mine['content']}\n"
        for name, value in (
            ("Kind", quote["kind"]),
            ("Medium", quote["medium"]),
            ("Polarity", quote["polarity"]),
        ):
            attributes += 1
            yield f"A{attributes}\t{name} {mine['content']} {value}\n"
        if quote["speaker"]:
            notes += 1
            yield f"#{notes}\tAnnotatorNotes {mine['content']}\t{' '.join(quote['speaker'].split())}\n"
    for quote in record["quotes"]:
        if quote["parent"]:
            relations += 1
            yield f"R{relations}\tInside Arg1:{contents[quote['id']]} Arg2:{contents[quote['parent']]}\n"


def _fragments(text: str, spans: Sequence[Sequence[int]]) -> str:
    """Write spans in brat's way: no fragment goes over the end of a line."""
    parts = []
    for start, end in spans:
        parts += [(start + m.start(), start + m.end()) for m in re.finditer(r"\S[^\r\n]*", text[start:end])]
    words = " ".join(text[start:end] for start, end in parts)
    return ";".join(f"{start} {end}" for start, end in parts) + "\t" + words
