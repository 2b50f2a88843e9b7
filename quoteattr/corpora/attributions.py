"""Attributions as corpora list them, turned into the quotes of exchange records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quoteattr.analysis import SPEAKER_KINDS, Offsets
from quoteattr.errors import RecordError
from quoteattr.records import trim
from quoteattr.text.marks import kind_of
from quoteattr.text.pairing import Quotation, pair
from quoteattr.text.paragraphs import paragraphs

_ROLES = ("content", "cue", "source")
_LABELS = ("medium", "polarity", "speaker_aliases", "speaker_accept", "resolution", "tier")


def from_attributions(record: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a record that lists "attributions" into an exchange record.

    Args:
        record: "id", "text" and "attributions", each with "content", "cue" and "source" as lists of offsets,
            and, where known, "kind", "medium", "polarity", "speaker", "speaker_kind", "nested_in" (the index
            of the attribution that holds this one) and further labels; and, where known, "entities" with
            "name", "kind" and "mentions".

    Returns:
        An exchange record. Attributions without content are left out. A kind that is not given is read off
        the quotation marks; other labels that are not given stay absent.

    Raises:
        RecordError: The text or the list is missing, or an attribution is no mapping.
    """
    text, listed = record.get("text"), record.get("attributions")
    if not isinstance(text, str) or not isinstance(listed, Sequence):
        raise RecordError("not a record: it needs a 'text' that is a string and a list of 'attributions'")
    quotations = pair(text, paragraphs(text))
    ids: dict[int, str] = {}
    quotes: list[tuple[dict[str, Any], Any]] = []
    for index, item in enumerate(listed):
        quote = _quote(text, item, quotations)
        if quote["content"]:
            ids[index] = quote["id"] = f"q{len(quotes)}"
            quotes.append((quote, item.get("nested_in")))
    for quote, parent in quotes:
        quote["parent"] = ids.get(parent) if parent is not None else None
    return {
        "id": str(record.get("id", "")),
        "text": text,
        "quotes": [quote for quote, _ in quotes],
        "speakers": _speakers([quote for quote, _ in quotes], record.get("entities") or ()),
        **({"not_quotes": record["not_quotes"]} if "not_quotes" in record else {}),
    }


def _quote(text: str, item: Any, quotations: Sequence[Quotation]) -> dict[str, Any]:
    if not isinstance(item, Mapping):
        raise RecordError(f"an attribution is {item!r}; it must be an object")
    spans = {role: spans_within(text, item.get(role) or (), role) for role in _ROLES}
    speaker, kind = item.get("speaker"), item.get("speaker_kind")
    labels = {name: item[name] for name in _LABELS if item.get(name) is not None}
    return {
        "id": "",
        "kind": item.get("kind") or kind_of(text, spans["content"], quotations),
        **{role: [list(span) for span in spans[role]] for role in _ROLES},
        "speaker": speaker,
        "speaker_kind": (kind if kind in SPEAKER_KINDS else "group") if speaker else None,
        **labels,
        "parent": None,
        "score": float(item.get("score", 1.0)),
    }


def spans_within(text: str, spans: Iterable[Sequence[int]], what: str) -> tuple[Offsets, ...]:
    """Check that spans lie within a text, and cut blank edges off them.

    Raises:
        RecordError: A span is no pair of offsets or does not lie within the text.
    """
    checked: list[Offsets] = []
    for span in spans:
        if (
            not isinstance(span, Sequence)
            or len(span) != 2
            or not all(isinstance(edge, int) for edge in span)
        ):
            raise RecordError(f"{what}: {span!r} is not a pair of offsets")
        start, end = span
        if not 0 <= start < end <= len(text):
            raise RecordError(f"{what}: [{start}, {end}] lies outside the text of {len(text)} characters")
        checked.append((start, end))
    return trim(text, sorted(checked))


def _speakers(
    quotes: Iterable[Mapping[str, Any]], entities: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """One entry for each speaker that a quote names, with its mentions: at least the quotes' sources."""
    mentions: dict[tuple[str, str], set[Offsets]] = {}
    for quote in quotes:
        if quote["speaker"]:
            known = mentions.setdefault((quote["speaker"], quote["speaker_kind"]), set())
            known.update((start, end) for start, end in quote["source"])
    for entity in entities:
        key = entity.get("name", ""), entity.get("kind", "")
        if key in mentions:
            mentions[key].update((start, end) for start, end in entity.get("mentions") or ())
    return [
        {"id": f"s{number}", "name": name, "kind": kind, "mentions": [list(span) for span in sorted(spans)]}
        for number, ((name, kind), spans) in enumerate(mentions.items())
    ]


def with_speakers(
    records: Iterable[Mapping[str, Any]], labels: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Join standoff labels of who spoke to records that list "attributions".

    Args:
        records: Records with "id" and "attributions".
        labels: For each text "id" and "labels", each with the index "i" of its attribution and any of
            "speaker", "aliases", "resolution", "kind" (of the speaker), "polarity" and "medium".

    Returns:
        The records that have labels, ready for `from_attributions`; the others are left out.

    Raises:
        RecordError: A label's index is no attribution of its text.
    """
    by_id = {str(row["id"]): row["labels"] for row in labels}
    joined = []
    for record in records:
        rows = by_id.get(str(record["id"]))
        if rows is None:
            continue
        attributions = [dict(item) for item in record["attributions"]]
        for row in rows:
            if not 0 <= row["i"] < len(attributions):
                raise RecordError(f"labels of {record['id']!r}: there is no attribution {row['i']}")
            renamed = {"aliases": "speaker_aliases", "kind": "speaker_kind"}
            attributions[row["i"]] |= {
                renamed.get(name, name): value for name, value in row.items() if name != "i"
            }
        joined.append({**record, "attributions": attributions})
    return joined
