"""Speakers joined over articles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from quoteattr.analysis import SpeakerKind
from quoteattr.articles import Article
from quoteattr.corpus.names import Name, acronym, name_of, same_body, same_person
from quoteattr.corpus.unions import Unions

_WORD = re.compile(r"[^\W\d_]+")
_ROLE_REACH = 60
_ROLE_WORDS = 4
_SAYS = frozenset({"said", "says", "told", "added", "asked", "wrote"})
_LEAST_ROLE = 4


@dataclass(slots=True)
class Bearer:
    """A speaker of one article, with what the article tells of it.

    Attributes:
        article: The article's index.
        id: The speaker's id there.
        name: Its name there.
        kind: Its kind there.
        forms: The names that its mentions have.
        roles: Words that stand at its name: "mayor", "spokesman", "eastport".
        beside: The full names of the other persons who speak there.
        quotes: How many quotes it has there.
    """

    article: int
    id: str
    name: str
    kind: SpeakerKind
    forms: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    beside: set[tuple[str, ...]] = field(default_factory=set)
    quotes: int = 0

    @property
    def words(self) -> Name:
        """Its name as it is compared."""
        return name_of(self.name)


@dataclass(frozen=True, slots=True)
class CorpusSpeaker:
    """A speaker over all articles.

    Attributes:
        id: "c0", "c1" … in the order of their quotes, the most first.
        name: The fullest and most frequent of its names.
        names: All of them.
        kind: "person", "organization", "group" or "document".
        quotes: How many quotes it has.
        members: Where it speaks: the index of an article and the speaker's id there.
    """

    id: str
    name: str
    names: tuple[str, ...]
    kind: SpeakerKind
    quotes: int
    members: tuple[tuple[int, str], ...]


def bearers_of(articles: Sequence[Article]) -> list[Bearer]:
    """List the speakers of each article."""
    found = []
    for index, article in enumerate(articles):
        record = article.record
        text = record["text"]
        people = [
            (name_of(one["name"]).words, one["id"]) for one in record["speakers"] if one["kind"] == "person"
        ]
        full = {words: speaker for words, speaker in people if len(words) > 1}
        cues = (text[start:end] for quote in record["quotes"] for start, end in quote["cue"])
        verbs = _SAYS | {word.lower() for cue in cues for word in _WORD.findall(cue)}
        counts = Counter((quote["speaker"], quote["speaker_kind"]) for quote in record["quotes"])
        for speaker in record["speakers"]:
            bearer = Bearer(index, speaker["id"], speaker["name"], speaker["kind"])
            bearer.quotes = counts[speaker["name"], speaker["kind"]]
            bearer.roles |= _role_words(speaker["description"] or "", set(bearer.words.plain))
            bearer.beside = {name for name, other in full.items() if other != speaker["id"]}
            _read_mentions(bearer, record["text"], speaker["mentions"], verbs)
            found.append(bearer)
    return found


def _read_mentions(
    bearer: Bearer, text: str, mentions: Iterable[Sequence[int]], verbs: Collection[str]
) -> None:
    from spacy.lang.en.stop_words import STOP_WORDS

    own = set(bearer.words.plain)
    for start, end in mentions:
        said = " ".join(text[start:end].split())
        named = name_of(said)
        if not own & set(named.plain):
            # a description: "the Kremlin spokesman"
            bearer.roles.update(_role_words(said, own))
            continue
        if said[:1].isupper():
            bearer.forms.add(said)
        before = text[max(0, start - _ROLE_REACH) : start]
        after = re.match(r", (?:the |a |an |who is )?([^.,;:!?”“\"()\n]{3,60})[,.]", text[end : end + 80])
        bearer.roles.update(_role_words(said, own))
        bearer.roles.update(_role_words(_title_before(before, verbs), own))
        if after and after[1].split()[0] not in STOP_WORDS:
            bearer.roles.update(_role_words(after[1], own))


def _title_before(text: str, verbs: Collection[str]) -> str:
    """The words right before a name that may be its title: up to the first small word, cue, mark or line's end."""
    from spacy.lang.en.stop_words import STOP_WORDS

    found: list[str] = []
    for word in reversed(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*|[^\w\s]|\n", text)):
        ends = word.lower() in STOP_WORDS or word.lower() in verbs or not word[0].isalpha()
        if ends or len(found) == _ROLE_WORDS:
            break
        found.append(word)
    return " ".join(reversed(found))


def _role_words(text: str, own: set[str]) -> set[str]:
    words = {name for word in _WORD.findall(text) for name in name_of(word).plain}
    return {word for word in words if len(word) >= _LEAST_ROLE and word not in own}


def join(bearers: Sequence[Bearer]) -> list[list[int]]:
    """Join the speakers of many articles.

    Two of one full name are one person unless the articles tell them apart; a surname alone goes to the one
    person of the corpus that bears it. A body is joined with its spellings and its acronym.

    Args:
        bearers: The speakers of each article.

    Returns:
        The indices of those that are one, each group in order.
    """
    unions = Unions(len(bearers))
    people = [index for index, bearer in enumerate(bearers) if bearer.kind == "person"]
    _join_full_names(bearers, people, unions)
    _join_short_names(bearers, people, unions)
    _join_bodies(bearers, [i for i, bearer in enumerate(bearers) if bearer.kind != "person"], unions)
    return unions.groups()


def _join_full_names(bearers: Sequence[Bearer], people: Sequence[int], unions: Unions) -> None:
    by_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in people:
        if len(bearers[index].words.words) > 1:
            by_name[bearers[index].words.words].append(index)
    for same in by_name.values():
        _join_unless_told_apart(bearers, same, unions)
    by_last: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in by_name:
        by_last[words[-1]].append(words)
    for forms in by_last.values():
        for words in forms:
            # "J. Ruiz" is Juan only while nobody else of the corpus could be meant
            fits = [
                other
                for other in forms
                if other != words and same_person(Name(words, words), Name(other, other))
            ]
            fuller = [other for other in fits if len("".join(other)) > len("".join(words))]
            if len(fuller) == 1:
                unions.join(by_name[words][0], by_name[fuller[0]][0])


def _join_unless_told_apart(bearers: Sequence[Bearer], same: Sequence[int], unions: Unions) -> None:
    """Join all of one name, but for those who share no word of a role and no other speaker with any of them."""
    by_sign: dict[str | tuple[str, ...], int] = {}
    without = []
    for index in same:
        roles = bearers[index].roles
        if not roles:
            without.append(index)
        evidence: list[str | tuple[str, ...]] = [*roles, *bearers[index].beside]
        for sign in evidence:
            if sign in by_sign:
                unions.join(by_sign[sign], index)
            by_sign[sign] = index
    groups: dict[int, list[int]] = defaultdict(list)
    for index in same:
        if bearers[index].roles:
            groups[unions.find(index)].append(index)
    largest = max(groups.values(), key=len, default=without)
    for index in without:
        if unions.find(index) not in groups:
            unions.join(largest[0], index)


def _join_short_names(bearers: Sequence[Bearer], people: Sequence[int], unions: Unions) -> None:
    full: dict[str, set[int]] = defaultdict(set)
    for index in people:
        if len(bearers[index].words.words) > 1:
            full[bearers[index].words.last].add(unions.find(index))
    roles: dict[int, set[str]] = defaultdict(set)
    for index in people:
        roles[unions.find(index)] |= bearers[index].roles
    lone: dict[str, list[int]] = defaultdict(list)
    for index in people:
        words = bearers[index].words
        if len(words.words) != 1:
            continue
        bearing = full.get(words.last, set())
        fitting = [one for one in bearing if roles[one] & bearers[index].roles]
        if len(bearing) == 1:
            unions.join(index, next(iter(bearing)))
        elif len(fitting) == 1:
            unions.join(index, fitting[0])
        elif not bearing:
            lone[words.last].append(index)
    for same in lone.values():
        _join_unless_told_apart(bearers, same, unions)


def _join_bodies(bearers: Sequence[Bearer], bodies: Sequence[int], unions: Unions) -> None:
    by_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in bodies:
        by_name[tuple(sorted(bearers[index].words.words))].append(index)
    for same in by_name.values():
        for index in same[1:]:
            unions.join(same[0], index)
    by_beginning: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for words in by_name:
        by_beginning[tuple(word[:5] for word in words)].append(words)
    for forms in by_beginning.values():
        for first, second in pairwise(forms):
            if same_body(Name(first, first), Name(second, second)):
                unions.join(by_name[first][0], by_name[second][0])
    spelt_out: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for index in bodies:
        whole = bearers[index].words
        if len(whole.words) > 2:
            spelt_out[acronym(whole)].add(tuple(sorted(whole.words)))
    for index in bodies:
        name = bearers[index].name.strip()
        full = spelt_out.get(name.lower().replace(".", ""), set())
        if name.isupper() and len({unions.find(by_name[words][0]) for words in full}) == 1:
            unions.join(index, by_name[next(iter(full))][0])


def speakers_of(bearers: Sequence[Bearer], groups: Iterable[Sequence[int]]) -> list[CorpusSpeaker]:
    """Make the speakers over all articles, those with most quotes first."""
    made = []
    for group in groups:
        members = [bearers[index] for index in group]
        weights: Counter[str] = Counter()
        for member in members:
            weights[member.name] += 1
        fullest = max(len(name_of(name).words) for name in weights)
        full = [name for name in weights if len(name_of(name).words) >= min(fullest, 2)]
        name = max(full, key=lambda one: (weights[one], len(one), one))
        kinds = Counter(member.kind for member in members)
        made.append(
            (
                sum(member.quotes for member in members),
                name,
                tuple(sorted({form for member in members for form in (member.name, *member.forms)})),
                kinds.most_common(1)[0][0],
                tuple((member.article, member.id) for member in members),
            )
        )
    made.sort(key=lambda item: (-item[0], item[1]))
    return [
        CorpusSpeaker(f"c{number}", name, names, kind, quotes, members)
        for number, (quotes, name, names, kind, members) in enumerate(made)
    ]
