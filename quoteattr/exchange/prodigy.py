"""Prodigy's JSONL for `rel.manual` and `spans.manual`, out and back in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from quoteattr.errors import RecordError
from quoteattr.exchange.marks import MENTION, ROLES, Mark, marks_of, record_of
from quoteattr.quotes import from_record
from quoteattr.records import Record


def write_prodigy(records: Iterable[Record], path: str | PathLike[str]) -> int:
    """Write records as tasks with tokens, spans and relations.

    A span keeps what its quote tells (speaker, medium, polarity) in keys of its own; Prodigy hands them back.

    Args:
        records: The records.
        path: The JSONL file.

    Returns:
        The number of tasks.
    """
    count = 0
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        for count, record in enumerate(records, 1):  # noqa: B007
            file.write(json.dumps(_task(record), ensure_ascii=False) + "\n")
    return count


def _task(record: Record) -> dict[str, Any]:
    doc = from_record(record)
    tokens = [
        {"id": t.i, "text": t.text, "start": t.idx, "end": t.idx + len(t), "ws": bool(t.whitespace_)}
        for t in doc
    ]
    starts = {token["start"]: token["id"] for token in tokens}
    ends = {token["end"]: token["id"] for token in tokens}
    spans: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []
    first: dict[str, dict[str, Any]] = {}
    for mark in (mark for mark in marks_of(record) if mark.role != MENTION):
        span = {"start": mark.start, "end": mark.end, "label": mark.role, "quote": mark.of, **mark.values}
        if mark.start in starts and mark.end in ends:
            span |= {"token_start": starts[mark.start], "token_end": ends[mark.end]}
        spans.append(span)
        if mark.role == "content" and mark.of not in first:
            first[mark.of] = span
        elif "token_end" in span and "token_end" in first[mark.of]:
            relations.append(_relation(span, first[mark.of]))
    return {
        "text": record["text"],
        "tokens": tokens,
        "spans": spans,
        "relations": relations,
        "meta": {"id": record["id"]},
    }


def _relation(span: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    ends = [
        {key: one[key] for key in ("start", "end", "token_start", "token_end", "label")}
        for one in (span, content)
    ]
    return {
        "head": span["token_end"],
        "child": content["token_end"],
        "head_span": ends[0],
        "child_span": ends[1],
        "label": "of",
    }


def read_prodigy(path: str | PathLike[str]) -> Iterator[Record]:
    """Read tasks that people have corrected, from `prodigy db-out`.

    Args:
        path: The JSONL file.

    Yields:
        One record for each accepted task.

    Raises:
        RecordError: A line is no task, or a value is unknown.
    """
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            task = json.loads(line)
        except ValueError as error:
            raise RecordError(f"{path}, line {number}: not JSON ({error})") from None
        if not isinstance(task, Mapping) or not isinstance(task.get("text"), str):
            raise RecordError(f"{path}, line {number}: no task of Prodigy; it needs a 'text'")
        if task.get("answer", "accept") == "accept":
            name = (task.get("meta") or {}).get("id") or str(number)
            yield record_of(task["text"], _marks(task), id=str(name))


def _marks(task: Mapping[str, Any]) -> Iterator[Mark]:
    spans = [span for span in task.get("spans") or () if str(span.get("label", "")).lower() in ROLES]
    owner = {
        (span["start"], span["end"], str(span["label"]).lower()): str(span.get("quote") or f"new{index}")
        for index, span in enumerate(spans)
    }
    for relation in task.get("relations") or ():
        head, child = (_key(relation.get(side)) for side in ("head_span", "child_span"))
        if head[2] == "content" and child[2] != "content":
            head, child = child, head  # drawn the other way
        if head in owner and child in owner:
            owner[head] = owner[child]
    for span in spans:
        key = _key(span)
        values = {
            name: str(span[name])
            for name in ("kind", "medium", "polarity", "speaker", "speaker_kind", "parent")
            if span.get(name)
        }
        yield Mark(span["start"], span["end"], key[2], owner[key], values)


def _key(span: Mapping[str, Any] | None) -> tuple[int, int, str]:
    return (span["start"], span["end"], str(span["label"]).lower()) if span else (-1, -1, "")
