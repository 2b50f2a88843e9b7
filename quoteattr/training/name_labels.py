"""Labels of names from corpora: where each name stands, of which class, and where nothing is known.

Every corpus knows something else. GUM and LitBank mark all names; PolNeAR has a machine's entities, which its labels of
speakers correct; articles labelled by reading name only those who speak, so that all else with a capital is masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quoteattr.analysis import NAME_CLASSES, Name, NameClass, Offsets
from quoteattr.speakers.lexicon import listed
from quoteattr.wordlists import word_set

_CORENLP: Mapping[str, NameClass] = {
    "PERSON": "person",
    "ORGANIZATION": "organization",
    "LOCATION": "place",
    "MISC": "other",
}
_GUM: Mapping[str, NameClass] = {
    "person": "person",
    "animal": "person",
    "organization": "organization",
    "place": "place",
    "event": "other",
    "object": "other",
    "abstract": "other",
}
_LITBANK: Mapping[str, NameClass] = {
    "PER": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "VEH": "other",
}
_WORD = re.compile(r"[^\W\d_][\w]*(?:[-‐‑'’.&](?=\w)(?!['’]?s\b)\w+)*\.?|\d[\w.,]*|&")
_LOWER = re.compile(r"(?<![\w'’-])[^\W\d_A-Z]\w*")
_POSSESSIVE = re.compile(r"['’]s?$")
_PARTICLE = word_set(
    "de da di do du del della des dos van von der den ter ten bin ibn bint al el la le y e zu abu ben"
)
_LINK = _PARTICLE | word_set("of for and the in on to & a an")


@dataclass(slots=True)
class NameLabels:
    """The names of one text.

    Attributes:
        names: Start, end and class of each name, in order, without overlaps; titles and possessives stay outside.
        masked: Stretches of which it is not known whether they are names.
    """

    names: list[Name] = field(default_factory=list)
    masked: list[Offsets] = field(default_factory=list)


def polnear_names(
    text: str, entities: Sequence[Sequence[Any]], speakers: Iterable[Mapping[str, Any]] = ()
) -> NameLabels:
    """A machine's entities of an article, corrected by who speaks in it.

    Args:
        text: The article.
        entities: Start, end and CoreNLP label.
        speakers: Labels with `speaker`, `aliases` and `kind`, for articles that have them.
    """
    sure = _occurrences(
        text, [(row["speaker"], row["aliases"], row["kind"]) for row in speakers if row["speaker"]]
    )
    lower = _lower_words(text)
    silver: list[Name] = []
    masked: list[Offsets] = []
    for start, end, label in entities:
        span = _trimmed(text, start, end)
        if span is None or label not in _CORENLP:
            continue
        name = _CORENLP[label]
        parts = text[slice(*span)].split()
        doubtful = "\n" in text[slice(*span)] or (name == "person" and any(w.lower() in lower for w in parts))
        if doubtful and len(parts) > 1:
            masked.append(span)
        else:
            silver.append((*span, name))
    return _settled(sure, silver, masked)


def gum_names(record: Mapping[str, Any]) -> NameLabels:
    """The names of a text in GUM's own scheme, singletons and all."""
    return _coreference_names(record, _GUM)


def litbank_names(record: Mapping[str, Any]) -> NameLabels:
    """The names of a LitBank text."""
    return _coreference_names(record, _LITBANK)


def speaker_names(record: Mapping[str, Any]) -> NameLabels:
    """The names of an article labelled by reading, whose `entities` are those that speak.

    All other words with a capital are masked, but for those that the text has in lower case too.
    """
    text = record["text"]
    rows = [(e["name"], e.get("aliases") or [], e["kind"]) for e in record["entities"]]
    labels = _settled(_occurrences(text, rows), [], [])
    labels.masked = _unknown(text, labels.names)
    return labels


def _coreference_names(record: Mapping[str, Any], classes: Mapping[str, NameClass]) -> NameLabels:
    text, found = record["text"], []
    heads_of = record.get("heads") or record["clusters"]  # without heads: anywhere in the mention
    rows = zip(record["clusters"], record["entity_types"], record["mention_types"], heads_of, strict=True)
    for cluster, kind, types, heads in rows:
        for span, mention_type, head in zip(cluster, types, heads, strict=True):
            if mention_type != "name" or kind not in classes:
                continue
            trimmed = _around(text, span, head, classes[kind] == "person")
            if trimmed is not None:
                found.append((*trimmed, classes[kind]))
    labels = _settled([], found, [])
    labels.masked = _unknown(text, labels.names)
    return labels


def _around(text: str, span: Sequence[int], head: Sequence[int], person: bool) -> Offsets | None:
    """The words with capitals around the head of a mention, without what is told of its bearer."""
    words = list(_WORD.finditer(text, span[0], span[1]))
    at_head = [n for n, w in enumerate(words) if w.start() < head[1] and head[0] < w.end()]
    middle = next((n for n in at_head if _is_capital(words[n].group())), None)
    if middle is None:
        return None
    links = _PARTICLE if person else _LINK
    first = last = middle
    for step, edge in ((-1, 0), (1, len(words) - 1)):
        at = middle
        while at != edge:
            left, right = (words[at - 1], words[at]) if step < 0 else (words[at], words[at + 1])
            if not text[left.end() : right.start()].isspace():
                break
            at += step
            if _is_capital(words[at].group()):
                first, last = min(first, at), max(last, at)
            elif words[at].group() not in links:
                break
    return _trimmed(text, words[first].start(), words[last].end())


def _occurrences(text: str, rows: Iterable[tuple[str, Sequence[str], str]]) -> list[Name]:
    """Everywhere that a speaker is named, by forms that begin and end with a capital."""
    found: set[Name] = set()
    for name, aliases, kind in rows:
        if kind not in NAME_CLASSES:
            continue  # a group is named by its members
        for form in (name, *aliases):
            words = _WORD.findall(form)
            if not words or not (_is_capital(words[0]) or words[0] == "the") or not _is_capital(words[-1]):
                continue
            bare = form[4:] if form.startswith("the ") else form
            pattern = r"\s+".join(re.escape(word) for word in bare.split())
            for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text):
                span = _trimmed(text, *match.span())
                if span is not None:
                    found.add((*span, kind))
    return sorted(found)


def _settled(sure: Sequence[Name], silver: Sequence[Name], masked: Sequence[Offsets]) -> NameLabels:
    """One name at each place: the longest of the sure ones, then of the others."""
    names: list[Name] = []
    for pool in (sure, silver):
        taken = sorted((start, end) for start, end, _ in names)
        for name in sorted(set(pool), key=lambda n: (n[0] - n[1], n)):
            wider = [n for n in names if n[0] < name[1] and name[0] < n[1]]
            if pool is silver and len(wider) == 1 and name[0] <= wider[0][0] and wider[0][1] <= name[1]:
                # the machine sees a longer name of the same kind around a short form of the speaker's
                if name[2] != wider[0][2]:
                    continue
                names.remove(wider[0])
            elif wider or (pool is silver and _overlaps(taken, name[0], name[1])):
                continue
            names.append(name)
    spans = [(start, end) for start, end, _ in names]
    return NameLabels(sorted(names), [span for span in masked if not _overlaps(spans, *span)])


def _unknown(text: str, names: Sequence[Name]) -> list[Offsets]:
    """Words with a capital outside the names, of which the text does not show that they are common words."""
    lower = _lower_words(text) | listed("function") | listed("titles")
    inside = bytearray(len(text))
    for start, end, _ in names:
        inside[start:end] = b"\1" * (end - start)
    return [
        match.span()
        for match in _WORD.finditer(text)
        if _is_capital(match.group())
        and not inside[match.start()]
        and match.group().rstrip(".").lower() not in lower
        and match.group().rstrip(".") != "I"
    ]


def _trimmed(text: str, start: int, end: int) -> Offsets | None:
    """A name without the titles before it and the possessive after it."""
    end = start + len(_POSSESSIVE.sub("", text[start:end].rstrip(" ,")))
    words = list(_WORD.finditer(text, start, end))
    while len(words) > 1 and words[0].group().rstrip(".").lower() in listed("titles"):
        words.pop(0)
    while words and words[0].group().lower() == "the":
        words.pop(0)
    if not words:
        return None
    stop = end if words[-1].end() >= end or text[words[-1].end() : end] != "." else words[-1].end()
    return (words[0].start(), stop) if words[0].start() < stop else None


def _overlaps(spans: Iterable[Offsets], start: int, end: int) -> bool:
    return any(s < end and start < e for s, e in spans)


def _is_capital(word: str) -> bool:
    return word[0].isupper() or (word[0].islower() and any(c.isupper() for c in word[1:]))


def _lower_words(text: str) -> frozenset[str]:
    return frozenset(_LOWER.findall(text))
