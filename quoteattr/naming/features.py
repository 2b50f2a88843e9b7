"""Features of a reference and of each entity that it may stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from quoteattr.analysis import SPEAKER_KINDS, Offsets
from quoteattr.naming.grammar import Role, begins_clause, role_of
from quoteattr.naming.heard import Heard
from quoteattr.naming.matching import NamedEntity
from quoteattr.naming.posts import Posts
from quoteattr.naming.references import FORMS, Reference, content_words

FloatArray = npt.NDArray[np.float32]

_BEFORE, _AFTER, _FREQUENT = 60, 10, 12
"""Mentions before and after a reference, and most-named entities, that are looked at: what keeps this linear."""
_FAR = 20_000
_APPOSITION = re.compile(
    r"\s*(?:,|\(|[–—-])\s*((?:an?|the|his|her|their|its|who is|who was)?\b[^,;:.()“”\"]{3,80})"
)
_TITLE_REACH = 60
_NEARBY = 400
_BARE_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]+")
_LOWER = re.compile(r"\b[^\W\d_A-Z]+\b")
_OTHER_SEX = {"he": "f", "she": "m"}
_NO_ROLE = Role(False, False, False, False)

PAIR_FEATURES: Final = len(FORMS) + len(SPEAKER_KINDS) + 38
NOBODY_FEATURES: Final = len(FORMS) + 8


@dataclass(frozen=True, slots=True)
class _Asked:
    """A reference and what does not depend on the entity that it is compared with.

    Attributes:
        reference: The reference.
        heard: Who has spoken before it.
        words: Its content words.
        recency: Rank of each person, and of each other entity, by how lately it was named.
        fitting: The same of the persons whom a pronoun may mean.
        same_words: Whom the same words stood for when they were last a source.
        begins_clause: Whether it may be the subject of its clause.
    """

    reference: Reference
    heard: Heard
    words: frozenset[str]
    recency: Mapping[int, int]
    fitting: Mapping[int, int]
    same_words: int | None
    begins_clause: bool


class Candidates:
    """The entities of one text, ready to be compared with many references."""

    def __init__(
        self,
        text: str,
        entities: Sequence[NamedEntity],
        keys: Mapping[tuple[int, int], FloatArray],
        paragraphs: Sequence[Offsets],
    ) -> None:
        """Index the entities.

        Args:
            text: The text.
            entities: Who is named in it.
            keys: The network's key vector of each mention, by entity and number of the mention.
            paragraphs: Where the paragraphs stand.
        """
        self.entities = entities
        self._keys = keys
        self._mentions = sorted(
            (start, end, number, place)
            for number, entity in enumerate(entities)
            for place, (start, end) in enumerate(entity.mentions)
        )
        self._starts = [mention[0] for mention in self._mentions]
        self._paragraph_starts = [start for start, _ in paragraphs]
        self._opens_paragraph = frozenset(self._paragraph_starts)
        self._opening = paragraphs[min(1, len(paragraphs) - 1)][1] if paragraphs else 0
        frequent = sorted(range(len(entities)), key=lambda n: -len(entities[n].mentions))
        self._frequent = frequent[:_FREQUENT]
        self._rank = {number: rank for rank, number in enumerate(self._frequent)}
        self._described = [_described(text, entity) for entity in entities]
        self._name_words = [content_words(entity.name) for entity in entities]
        self._text = text
        self._posts: Posts | None = None
        self._roles: dict[int, Role] = {}
        self._lower: frozenset[str] | None = None

    def near(self, reference: Reference) -> dict[int, list[tuple[int, int, int, int]]]:
        """Entities within reach of a reference, each with its mentions within reach."""
        at = bisect_left(self._starts, reference.span[0])
        found: dict[int, list[tuple[int, int, int, int]]] = {}
        for mention in self._mentions[max(0, at - _BEFORE) : at + _AFTER]:
            found.setdefault(mention[2], []).append(mention)
        for number in (*self._frequent, *((reference.named,) if reference.named is not None else ())):
            if number not in found:
                first = self.entities[number].mentions[0]
                found[number] = [(*first, number, 0)]
        return found

    def source(self, reference: Reference) -> str:
        """The words of a reference; none, when it is no more than a place."""
        return self._text[slice(*reference.span)] if reference.form != "implicit" else ""

    def holder(self, reference: Reference) -> int | None:
        """The only person of whom the text has said what a description says; None for other references."""
        if reference.form != "definite":
            return None
        if self._posts is None:
            self._posts = Posts(self._text, self.entities)
        return self._posts.holder(self.source(reference), reference.span[0])

    def is_strange_name(self, reference: Reference) -> bool:
        """Whether a source is one capitalised word that the text never has in lower case: a name found nowhere else."""
        source = self.source(reference)
        if reference.form != "definite" or _BARE_NAME.fullmatch(source) is None:
            return False
        if self._lower is None:
            self._lower = frozenset(_LOWER.findall(self._text))
        return source.lower() not in self._lower

    def compare(self, reference: Reference, heard: Heard) -> tuple[list[int], FloatArray, FloatArray]:
        """Features of a reference.

        Args:
            reference: The reference.
            heard: Who has spoken before it.

        Returns:
            Entities within reach; their features, `[entities, PAIR_FEATURES]`; features of its standing for
            nobody, `[NOBODY_FEATURES]`.
        """
        near = self.near(reference)
        form = np.zeros(len(FORMS), dtype=np.float32)
        form[FORMS.index(reference.form)] = 1
        source = self.source(reference)
        recency = self._recency(reference, near)
        asked = _Asked(
            reference,
            heard,
            words=content_words(source),
            recency=recency,
            fitting=self._fitting(reference, recency),
            same_words=heard.by_words.get(source.casefold()),
            begins_clause=begins_clause(self._text, reference.span[0]),
        )
        numbers = list(near)
        rows = [self._pair(asked, number, near[number]) for number in numbers]
        pairs = np.zeros((len(numbers), PAIR_FEATURES), dtype=np.float32)
        if rows:
            pairs[:, : len(FORMS)] = form
            pairs[:, len(FORMS) :] = np.array(rows, dtype=np.float32)
            scores = pairs[:, len(FORMS)]
            pairs[:, len(FORMS) + 2] = scores - scores.max()
        best = pairs[:, len(FORMS)].max() if rows else -10.0
        nobody = np.concatenate(
            [
                form,
                np.array(
                    [
                        reference.nobody,
                        best,
                        reference.nobody - best,
                        float(reference.named is None),
                        np.log1p(len(source)),
                        float(source[-1:] == "s"),
                        float(reference.inner),
                        max((row[len(SPEAKER_KINDS) + 17] for row in rows), default=0.0),
                    ],
                    dtype=np.float32,
                ),
            ]
        )
        return numbers, pairs, nobody.astype(np.float32)

    def _recency(
        self, reference: Reference, near: Mapping[int, Sequence[tuple[int, int, int, int]]]
    ) -> dict[int, int]:
        """Rank of each person, and of each other entity, by how lately it was named before the reference."""
        last = {
            number: max((m[0] for m in mentions if m[0] < reference.span[0]), default=-1)
            for number, mentions in near.items()
        }
        ranks: dict[int, int] = {}
        for wanted in (True, False):
            group = [n for n in last if last[n] >= 0 and (self.entities[n].kind == "person") is wanted]
            ranks.update({n: rank for rank, n in enumerate(sorted(group, key=lambda n: -last[n]))})
        return ranks

    def _fitting(self, reference: Reference, recency: Mapping[int, int]) -> dict[int, int]:
        """Rank by recency among the persons whom a pronoun may mean."""
        unfit = _OTHER_SEX.get(reference.form)
        persons = [
            number
            for number in recency
            if self.entities[number].kind == "person" and self.entities[number].gender != unfit
        ]
        return {number: rank for rank, number in enumerate(sorted(persons, key=recency.__getitem__))}

    def _pair(self, asked: _Asked, number: int, mentions: Sequence[tuple[int, int, int, int]]) -> list[float]:
        reference, heard, words = asked.reference, asked.heard, asked.words
        entity = self.entities[number]
        start, end = reference.span
        keys = [self._keys[(number, m[3])] for m in mentions if (number, m[3]) in self._keys]
        scores = (
            np.array([key @ reference.query for key in keys])
            if keys and len(reference.query)
            else np.array([-10.0])
        )
        before = [m for m in mentions if m[1] <= start]
        last = before[-1] if before else None
        distance = start - last[1] if last else _FAR
        paragraph = self._paragraph(start)
        same_paragraph = last is not None and self._paragraph(last[0]) == paragraph
        previous_paragraph = last is not None and self._paragraph(last[0]) == paragraph - 1
        in_own_content = any(s <= m[0] < e for m in mentions for s, e in reference.contents)
        between = self._text[last[1] : start] if last and distance < 600 else "...."
        described = self._described[number]
        gender = entity.gender
        role = self._role(last[0], last[1]) if last else _NO_ROLE
        return [
            float(scores.max()),
            float(np.logaddexp.reduce(scores)) - reference.nobody,
            0.0,
            *(float(entity.kind == kind) for kind in SPEAKER_KINDS),
            float(reference.named == number),
            float(any(start <= m[0] and m[1] <= end for m in mentions)),
            float(gender == "m" and reference.form == "he")
            + float(gender == "f" and reference.form == "she"),
            float(gender == "f" and reference.form == "he")
            + float(gender == "m" and reference.form == "she"),
            float(np.log1p(distance)) / 10,
            float(last is None),
            float(same_paragraph),
            float(previous_paragraph),
            min(between.count(". ") + between.count("? ") + between.count("\n"), 5) / 5,
            min(asked.recency.get(number, 9), 9) / 9,
            float(asked.recency.get(number) == 0),
            float(np.log1p(len(entity.mentions))),
            1 / (1 + self._rank.get(number, _FREQUENT)),
            float(in_own_content),
            len(words & described) / len(words) if words else 0.0,
            float(bool(words) and words <= (described | self._name_words[number])),
            len(words & self._name_words[number]) / len(words) if words else 0.0,
            float(number == heard.last),
            float(number == heard.last_named),
            float(np.log1p(heard.times[number])),
            heard.times[number] / (1 + heard.sources),
            float(number == asked.same_words),
            float(entity.mentions[0][0] < self._opening),
            float(any(start - 200 < m[0] < start and m[0] in self._opens_paragraph for m in mentions)),
            float(last is not None and end < start + 400 and any(end <= m[0] < end + 40 for m in mentions)),
            float(reference.inner),
            float(reference.form == "implicit") * float(same_paragraph),
            *(float(value) for value in role),
            float(role.begins_clause and asked.begins_clause),
            float(asked.begins_clause),
            min(asked.fitting.get(number, 9), 9) / 9,
            min(sum(start - _NEARBY < m[0] < start for m in mentions), 4) / 4,
        ]

    def _role(self, start: int, end: int) -> Role:
        role = self._roles.get(start)
        if role is None:
            role = self._roles[start] = role_of(self._text, start, end)
        return role

    def _paragraph(self, place: int) -> int:
        return bisect_left(self._paragraph_starts, place + 1) - 1


def _described(text: str, entity: NamedEntity) -> frozenset[str]:
    """Words that the text uses of an entity beside its name: titles before it, appositions after it."""
    words: set[str] = set()
    for start, end in entity.mentions[:20]:
        before = text[max(0, start - _TITLE_REACH) : start]
        cut = max((before.rfind(mark) for mark in '.,;:!?“”"()\n'), default=-1)
        words |= content_words(" ".join(before[cut + 1 :].split()[-5:]))
        match = _APPOSITION.match(text, end, end + 120)
        if match:
            words |= content_words(match.group(1))
    return frozenset(words)
