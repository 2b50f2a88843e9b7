"""Pieces of articles as texts of their own, so that the network can read the inside of a content.

The corpus never marks a quote within a quote. What stands inside a content is much like what stands in an attribution
that is cut out of its article ("he had no plans to resign"), with the first person for the third in direct speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from tokenizers import Tokenizer

from quoteattr.analysis import Offsets
from quoteattr.training.examples import Example, label, read_words

_SHORTEST, _LONGEST = 12, 400
_WORD = re.compile(r"\w+")
_FIRST_PERSON = {"he": "I", "she": "I", "they": "we", "He": "I", "She": "I", "They": "We"}
_FIRST_PERSON_SHARE = 0.35
_COMPLEMENTIZER_SHARE = 0.25
_INNER_MARKS_SHARE = 0.5
_INNER_MARKS = str.maketrans('“”"', "‘’'")
_SAFE_RATE = 0.12
"""A word that stands in a cue less often than this does not introduce a quote."""
_LEADS = ("content", "cue", "source")


class Fragment(NamedTuple):
    """A piece of an article with the attributions that lie wholly in it, in its own characters."""

    text: str
    attributions: list[dict[str, list[Offsets]]]

    def example(self, tokenizer: Tokenizer) -> Example:
        """As a training example."""
        example = Example(read_words(self.text, tokenizer), has_roles=True)
        labelled = (label(self.text, example.words, **roles) for roles in self.attributions)
        example.attributions = [attribution for attribution in labelled if attribution is not None]
        return example


def fragments(
    records: Sequence[Mapping[str, Any]], rng: np.random.Generator
) -> tuple[list[Fragment], list[Fragment]]:
    """Attributions cut out of their articles; and contents without any word that could be a cue."""
    safe = _words_of_no_cue(records)
    attributions: list[Fragment] = []
    contents: list[Fragment] = []
    for record in records:
        attributions.extend(_attributions(record, rng))
        contents.extend(_contents(record, safe))
    return attributions, contents


def _attributions(record: Mapping[str, Any], rng: np.random.Generator) -> Iterator[Fragment]:
    text, rows = record["text"], record["attributions"]
    hulls = [_hull(row) for row in rows]
    for row, (start, end) in zip(rows, hulls, strict=True):
        if not row["cue"] or not row["content"]:
            continue
        if not _SHORTEST <= end - start <= _LONGEST or "\n" in text[start:end]:
            continue
        inside = [
            other for other, (low, high) in zip(rows, hulls, strict=True) if start <= low and high <= end
        ]
        crossing = [
            other
            for other in rows
            if other not in inside and any(s < end and start < e for role in _LEADS for s, e in other[role])
        ]
        if not crossing:
            yield _varied(text[start:end], [_moved(other, start) for other in inside], rng)


def _varied(text: str, rows: list[dict[str, list[Offsets]]], rng: np.random.Generator) -> Fragment:
    if rng.random() < _INNER_MARKS_SHARE:
        text = text.translate(_INNER_MARKS)
    if len(rows) == 1 and rng.random() < _FIRST_PERSON_SHARE:
        text, rows = _in_first_person(text, rows[0])
    if rng.random() < _COMPLEMENTIZER_SHARE and text[:1].isalpha():
        text, rows = "that " + text, [_moved(row, -len("that ")) for row in rows]
    return Fragment(text, rows)


def _in_first_person(text: str, row: dict[str, list[Offsets]]) -> tuple[str, list[dict[str, list[Offsets]]]]:
    """The source as the first person, where no verb has to change with it."""
    if len(row["source"]) == 1:
        (start, end), cue = row["source"][0], text[row["cue"][0][0] : row["cue"][0][1]].split()[0]
        person = _FIRST_PERSON.get(text[start:end])
        if person is not None and (cue == "was" or not cue.endswith("s")):
            shift = len(person) - (end - start)

            def moved(place: int) -> int:
                return place + shift if place >= end else place

            text = text[:start] + person + text[end:]
            row = {role: [(moved(s), moved(e)) for s, e in spans] for role, spans in row.items()}
    return text, [row]


def _contents(record: Mapping[str, Any], safe: frozenset[str]) -> Iterator[Fragment]:
    for row in record["attributions"]:
        if not row["content"]:
            continue
        start, end = row["content"][0][0], row["content"][-1][1]
        text = record["text"][start:end].strip("“”\"‘’' ")
        if (
            _SHORTEST <= len(text) <= _LONGEST
            and not set(text) & set('“”"\n')
            and all(word in safe for word in _WORD.findall(text.lower()))
        ):
            yield Fragment(text, [])


def _words_of_no_cue(records: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    everywhere: Counter[str] = Counter()
    in_cues: Counter[str] = Counter()
    for record in records:
        everywhere.update(_WORD.findall(record["text"].lower()))
        for row in record["attributions"]:
            for start, end in row["cue"]:
                in_cues.update(_WORD.findall(record["text"][start:end].lower()))
    return frozenset(word for word, count in everywhere.items() if in_cues[word] <= _SAFE_RATE * count)


def _hull(row: Mapping[str, Any]) -> Offsets:
    spans = [span for role in _LEADS for span in row[role]]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _moved(row: Mapping[str, Any], by: int) -> dict[str, list[Offsets]]:
    return {role: [(start - by, end - by) for start, end in row[role]] for role in _LEADS}
