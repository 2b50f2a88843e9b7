"""Label Studio's tasks, out and back in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from quoteattr.errors import RecordError
from quoteattr.exchange.marks import MENTION, ROLES, Mark, marks_of, record_of
from quoteattr.records import Record

CONFIGURATION = """<View>
  <Labels name="role" toName="text">
    <Label value="content"/><Label value="cue"/><Label value="source"/>
  </Labels>
  <Relations><Relation value="of"/><Relation value="inside"/></Relations>
  <Text name="text" value="$text"/>
  <Choices name="medium" toName="text" perRegion="true" whenTagName="role" whenLabelValue="content">
    <Choice value="speech"/><Choice value="writing"/><Choice value="thought"/>
  </Choices>
  <Choices name="polarity" toName="text" perRegion="true" whenTagName="role" whenLabelValue="content">
    <Choice value="asserted"/><Choice value="denied"/><Choice value="negated"/><Choice value="questioned"/>
  </Choices>
  <TextArea name="speaker" toName="text" perRegion="true" whenTagName="role" whenLabelValue="content"/>
  <Choices name="speaker_kind" toName="text" perRegion="true" whenTagName="role" whenLabelValue="content">
    <Choice value="person"/><Choice value="organization"/><Choice value="group"/><Choice value="document"/>
  </Choices>
</View>
"""
"""The labelling interface that the tasks are made for."""
_CHOICES = ("medium", "polarity", "speaker_kind")


def write_label_studio(records: Iterable[Record], path: str | PathLike[str]) -> int:
    """Write records as tasks with predictions, for Label Studio's import; see `CONFIGURATION`.

    Args:
        records: The records.
        path: The JSON file.

    Returns:
        The number of tasks.
    """
    tasks = [
        {
            "data": {"text": record["text"], "id": record["id"]},
            "predictions": [{"model_version": "quoteattr", "result": _result(record)}],
        }
        for record in records
    ]
    Path(path).write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(tasks)


def _result(record: Record) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = []
    first: dict[str, str] = {}
    for number, mark in enumerate(mark for mark in marks_of(record) if mark.role != MENTION):
        region = f"{mark.of}-{mark.role}-{number}"
        place = {"start": mark.start, "end": mark.end, "text": record["text"][mark.start : mark.end]}
        base = {"id": region, "to_name": "text"}
        result.append(
            {**base, "from_name": "role", "type": "labels", "value": {**place, "labels": [mark.role]}}
        )
        for name in _CHOICES:
            if mark.values.get(name):
                value = {**place, "choices": [mark.values[name]]}
                result.append({**base, "from_name": name, "type": "choices", "value": value})
        if mark.values.get("speaker"):
            value = {**place, "text": [mark.values["speaker"]]}
            result.append({**base, "from_name": "speaker", "type": "textarea", "value": value})
        if mark.role == "content" and mark.of not in first:
            first[mark.of] = region
            continue
        result.append(_relation(region, first[mark.of], "of"))
    for quote in record["quotes"]:
        if quote["parent"]:
            result.append(_relation(first[quote["id"]], first[quote["parent"]], "inside"))
    return result


def _relation(one: str, other: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": [label]}


def read_label_studio(path: str | PathLike[str]) -> Iterator[Record]:
    """Read tasks that people have annotated, from Label Studio's export as JSON.

    Args:
        path: The file.

    Yields:
        One record for each annotation that was not cancelled.

    Raises:
        RecordError: The file is no export of Label Studio, or a value is unknown.
    """
    try:
        tasks = json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise RecordError(f"{path}: not JSON ({error}); export the project as 'JSON'") from None
    if not isinstance(tasks, list):
        raise RecordError(f"{path}: not a list of tasks; export the project as 'JSON', not as 'JSON-MIN'")
    for number, task in enumerate(tasks, 1):
        data = task.get("data") if isinstance(task, Mapping) else None
        if not isinstance(data, Mapping) or not isinstance(data.get("text"), str):
            raise RecordError(f"{path}, task {number}: it has no data with a 'text'")
        for annotation in task.get("annotations") or ():
            if not annotation.get("was_cancelled"):
                marks = _marks(annotation.get("result") or ())
                yield record_of(data["text"], marks, id=str(data.get("id") or number))


def _marks(result: Iterable[Mapping[str, Any]]) -> Iterator[Mark]:
    regions: dict[str, dict[str, Any]] = {}
    of: dict[str, str] = {}
    inside: dict[str, str] = {}
    for item in result:
        if item.get("type") == "relation":
            (inside if "inside" in (item.get("labels") or ()) else of)[item["from_id"]] = item["to_id"]
            continue
        region = regions.setdefault(item["id"], {"values": {}})
        value = item["value"]
        region.update(start=value["start"], end=value["end"])
        if item["type"] == "labels":
            region["role"] = value["labels"][0]
        elif item["type"] == "choices":
            region["values"][item["from_name"]] = value["choices"][0]
        elif item["type"] == "textarea":
            region["values"][item["from_name"]] = " ".join(value["text"])
    # a relation may be drawn either way
    for one, other in list(of.items()):
        if regions.get(one, {}).get("role") == "content" and regions.get(other, {}).get("role") in (
            "cue",
            "source",
        ):
            del of[one]
            of[other] = one
    for name, region in regions.items():
        if region.get("role") not in ROLES:
            continue
        values = dict(region["values"])
        if name in inside:
            values["parent"] = _root(inside[name], of)
        yield Mark(region["start"], region["end"], region["role"], _root(name, of), values)


def _root(name: str, of: Mapping[str, str]) -> str:
    for _ in range(len(of)):  # bounds the walk, should somebody have drawn a ring
        if name not in of:
            break
        name = of[name]
    return name
