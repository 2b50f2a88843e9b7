"""Other names in place of those of a text: so that names are known by where they stand, not by who bears them."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from quoteattr.analysis import Name, Offsets
from quoteattr.training.name_labels import NameLabels

_SPANS = ("content", "cue", "source")
_SHARE = 0.8
"""So many of a text's people and bodies get another name; the rest keep theirs beside them."""
_STYLE = {"family_first": 0.2, "given_stays": 0.12, "one_word": 0.12}
_INITIAL, _MIDDLE, _DOUBLE = 0.08, 0.08, 0.08
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?$")
_ACRONYM = re.compile(r"[A-Z][A-Z.&]{1,6}")


@dataclass(frozen=True, slots=True)
class NewName:
    """A name that is put in place of another: whole, and by its parts."""

    whole: str
    given: str
    family: str


def swap_names(
    record: Mapping[str, Any], labels: NameLabels, rng: np.random.Generator, *, share: float = _SHARE
) -> tuple[dict[str, Any], NameLabels]:
    """Put other names in place of a text's people and bodies, the same ones throughout.

    Args:
        record: Has `text`, and may have `attributions` and `not_quotes` with offsets, speakers and their aliases.
        labels: The names of the text.
        rng: Where chance comes from.
        share: Of the people and bodies, so many get another name.

    Returns:
        A new record and its names, all offsets moved along; names that are not swapped stand as they were.
    """
    text = record["text"]
    forms = _new_forms(text, labels.names, rng, share)
    changes = [
        (start, end, forms[key])
        for start, end, name in labels.names
        if (key := (name, _plain(text[start:end]))) in forms
    ]
    new_text, move = _replaced(text, changes)
    rename = _renamer({old: new for (_, old), new in forms.items()})
    moved: dict[str, Any] = {**record, "text": new_text}
    if "attributions" in record:
        moved["attributions"] = [_moved_attribution(row, move, rename) for row in record["attributions"]]
    if "entities" in record:
        moved["entities"] = [_renamed(row, rename, "name", "aliases") for row in record["entities"]]
    if "not_quotes" in record:
        moved["not_quotes"] = [list(move(span)) for span in record["not_quotes"]]
    names: list[Name] = [(*move((start, end)), name) for start, end, name in labels.names]
    return moved, NameLabels(names, [move(span) for span in labels.masked])


def _new_forms(
    text: str, names: Sequence[Name], rng: np.random.Generator, share: float
) -> dict[tuple[str, str], str]:
    """What stands for each form of each name."""
    forms: dict[tuple[str, str], str] = {}
    people = list(dict.fromkeys(_plain(text[s:e]) for s, e, name in names if name == "person"))
    for group in _people(people):
        if rng.random() < share:
            forms.update((("person", old), new) for old, new in _new_people(group, rng).items())
    for body in dict.fromkeys(_plain(text[s:e]) for s, e, name in names if name == "organization"):
        if rng.random() < share:
            kind = "acronym" if _ACRONYM.fullmatch(body) else "organization"
            forms["organization", body] = str(rng.choice(_lists()[kind]))
    return forms


def _people(forms: Sequence[str]) -> list[list[str]]:
    """Forms of one person's name: those of two words and more by their last, then what is a part of one of them."""
    groups: dict[str, list[str]] = {}
    whole = [form for form in forms if len(form.split()) > 1]
    for form in whole:
        groups.setdefault(_words(form)[-1], []).append(form)
    givens = {_words(form)[0]: key for key, group in groups.items() for form in group}
    for form in forms:
        if form not in whole:
            groups.setdefault(form if form in groups else givens.get(form, form), []).append(form)
    return list(groups.values())


def _new_people(group: Sequence[str], rng: np.random.Generator) -> dict[str, str]:
    """What stands for each form of the name of a person, or of several of one family."""
    firsts = list(dict.fromkeys(_words(form)[0] for form in group if len(form.split()) > 1))
    head = _draw_person(rng, plain=len(firsts) > 1)
    people = {first: head if first == firsts[0] else _relative(head, rng) for first in firsts}
    forms: dict[str, str] = {}
    for form in group:
        first = _words(form)[0]
        if len(form.split()) > 1:
            forms[form] = people[first].whole
        else:
            forms[form] = people[form].given if form in people else head.family
    return forms


def _relative(head: NewName, rng: np.random.Generator) -> NewName:
    given = str(rng.choice(_lists()["given english"]))
    return NewName(f"{given} {head.family}", given, head.family)


def _draw_person(rng: np.random.Generator, *, plain: bool) -> NewName:
    at, lists = rng.random(), _lists()
    for style, chance in _STYLE.items():
        if at < chance and not plain:
            whole = str(rng.choice(lists[style]))
            first, _, rest = whole.partition(" ")
            if style == "one_word":
                return NewName(whole, whole, whole)
            return NewName(whole, rest, first) if style == "family_first" else NewName(whole, first, first)
        at -= chance
    people = sorted(key.removeprefix("given ") for key in lists if key.startswith("given "))
    # English names are half of all: many of them are words
    people_of = "english" if rng.random() < 0.45 else str(rng.choice(people))
    given = str(rng.choice(lists[f"given {people_of}"]))
    family = str(rng.choice(lists[f"family {people_of}"]))
    chance = rng.random()
    first = given
    if chance < _INITIAL:
        first = f"{given[0]}. {family[0]}." if rng.random() < 0.5 else f"{given[0]}."
    elif chance < _INITIAL + _MIDDLE:
        first = f"{given} {rng.choice(lists[f'given {people_of}'])[0]}."
    elif chance < _INITIAL + _MIDDLE + _DOUBLE and family[0].isupper() and " " not in family:
        family = f"{family}-{str(rng.choice(lists['family english'])).split()[0]}"
    return NewName(f"{first} {family}", given, family[0].upper() + family[1:])


@cache
def _lists() -> dict[str, list[str]]:
    file = resources.files("quoteattr.training") / "words" / "names.json"
    raw = json.loads(file.read_text("utf-8"))
    lists = {f"given {people}": names.split() for people, names in raw["given"].items()}
    for people, names in raw["family"].items():
        lists[f"family {people}"] = names.split("|") if "|" in names else names.split()
    lists |= {
        key: raw[key].split("|")
        for key in ("family_first", "given_stays", "one_word", "organization", "acronym")
    }
    return lists


def _replaced(
    text: str, changes: Sequence[tuple[int, int, str]]
) -> tuple[str, Callable[[Sequence[int]], Offsets]]:
    """The text with stretches replaced, and where a span of the old text stands in the new one."""
    parts: list[str] = []
    starts, ends, shifts = [], [], [0]
    at = 0
    for start, end, new in changes:
        parts += [text[at:start], new]
        at = end
        starts.append(start)
        ends.append(end)
        shifts.append(shifts[-1] + len(new) - (end - start))

    def place(old: int, *, is_end: bool) -> int:
        number = bisect_right(starts, old - is_end)
        if number and old < ends[number - 1] + is_end and old != ends[number - 1]:
            # inside a replaced name: its edge
            return ends[number - 1] + shifts[number] if is_end else starts[number - 1] + shifts[number - 1]
        return old + shifts[number]

    def move(span: Sequence[int]) -> Offsets:
        return place(span[0], is_end=False), place(span[1], is_end=True)

    return "".join([*parts, text[at:]]), move


def _renamer(forms: Mapping[str, str]) -> Callable[[str], str]:
    if not forms:
        return lambda name: name
    longest = sorted(forms, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")
    return lambda name: pattern.sub(lambda match: forms[match.group()], _plain(name))


def _moved_attribution(
    row: Mapping[str, Any], move: Callable[[Sequence[int]], Offsets], rename: Callable[[str], str]
) -> dict[str, Any]:
    moved = {key: [list(move(span)) for span in row[key]] if key in _SPANS else row[key] for key in row}
    return _renamed(moved, rename, "speaker", "speaker_aliases")


def _renamed(row: Mapping[str, Any], rename: Callable[[str], str], name: str, aliases: str) -> dict[str, Any]:
    renamed = dict(row)
    if row.get(name):
        renamed[name] = rename(row[name])
    if row.get(aliases):
        renamed[aliases] = [rename(alias) for alias in row[aliases]]
    return renamed


def _words(form: str) -> list[str]:
    words = form.split()
    while len(words) > 1 and _SUFFIX.fullmatch(words[-1].rstrip(",")):
        words.pop()
    return [word.rstrip(",") for word in words]


def _plain(form: str) -> str:
    return " ".join(form.split())
