"""Joins and cuts names that were found, by what stands around them and elsewhere in the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from quoteattr.analysis import Offsets
from quoteattr.naming import words as lexicon
from quoteattr.naming.trimming import NameMention
from quoteattr.wordlists import word_set

_NICKNAME = re.compile(r"\s(?:[\"“'‘]\w[\w.-]{0,14}(?:\s\w{1,14})?,?[\"”'’]|\([A-Z][a-z]{1,14}\))\s")
_FIELD = (
    r"(?:Affairs|Agriculture|Arts|Commerce|Communications|Culture|Defen[cs]e|Development|Economic|Education|Energy"
    r"|Environment(?:al)?|Finance|Fisheries|Food|Foreign|Forestry|Health|Home|Housing|Human|Immigration|Industry"
    r"|Infrastructure|Innovation|Justice|Labou?r|Local|Media|Medicine|Natural|Nutrition|Pensions|Planning|Policy"
    r"|Public|Research|Resources|Rural|Safety|Science|Sciences|Security|Services|Social|Sports?|Technology|Tourism"
    r"|Trade|Transport(?:ation)?|Urban|Water|Welfare|Works)"
)
_FIELDS = re.compile(rf"(?:,\s{_FIELD}(?:\s{_FIELD})?){{1,4}},?\s(?:and|&)\s{_FIELD}(?:\s{_FIELD})?\b")
_MANY = word_set(
    "children citizens doctors employees farmers firefighters governors lawyers mayors men mothers "
    "nurses officers parents patrolmen people physicians policemen publishers sheriffs soldiers "
    "students teachers veterans women workers writers lawmakers consumers voters manufacturers "
    "producers retailers editors"
)
"""To whom a body belongs that is named for its members: "Officers' Association", "People's Bank"."""
_OF_MANY = re.compile(r"['’]s?\s")
_RELATIVE = re.compile(
    r"\b(?:brother|sister|son|daughter|wife|husband|father|mother|cousin|nephew|niece|uncle|aunt|widow|widower"
    r"|grandson|granddaughter|grandfather|grandmother|sibling|stepson|stepdaughter|fiancée?|ex-wife|ex-husband)\b"
    r"[^.;:“”\"\n]{0,50}$"
)


def mend(
    text: str, paragraphs: Sequence[Offsets], found: list[NameMention], lower: Collection[str]
) -> list[NameMention]:
    """Joins what belongs to one name and cuts what does not belong to it.

    Args:
        text: The whole text.
        paragraphs: Where each paragraph starts and ends.
        found: The names, in the order of the text.
        lower: The text's words in lower case.
    """
    found = _without_glue(_without_adjective(text, paragraphs, found), text, lower)
    found = _of_fields(text, _of_many(text, _nicknamed(text, _bracketed(text, found))))
    for name in found:
        if len(name.words) > 1 and name.kind != "organization":
            name.relative = _RELATIVE.search(text, max(0, name.start - 70), name.start) is not None
    return found


def _without_adjective(
    text: str, paragraphs: Sequence[Offsets], found: list[NameMention]
) -> list[NameMention]:
    """Takes from the name that starts the headline a word that stands nowhere else: "Angry Hale leaves"."""
    if len(paragraphs) < 2 or not found or text[paragraphs[0][1] - 1] in '.!?”"':
        return found
    name, end = found[0], paragraphs[0][1]
    first, last = name.words[0], name.words[-1]
    if (
        name.start != paragraphs[0][0]
        or len(name.words) == 1
        or name.kind in ("organization", "document")
        or any(
            first.casefold() in words for words in (lexicon.GIVEN_NAMES, lexicon.PLACE_STARTS, lexicon.TITLES)
        )
        or not first[1:].islower()
        or text.count(first) > 1
        or not any(
            other.start >= end and len(other.words) > 1 and other.words[-1] == last and other.kind == "person"
            for other in found
        )
    ):
        return found
    name.start = text.index(name.words[1], name.start + len(first))
    name.words, name.initial = name.words[1:], False
    return found


def _bracketed(text: str, found: list[NameMention]) -> list[NameMention]:
    """Joins the given name that an editor put in brackets to the surname: "[Anna] Hale"."""
    out: list[NameMention] = []
    for name in found:
        given = out[-1] if out else None
        if (
            given is not None
            and len(given.words) == 1
            and given.kind is None
            and not (given.doubtful or name.doubtful or given.headline or name.headline)
            and name.kind in (None, "person")
            and text[max(0, given.start - 1) : given.start] == "["
            and text[given.end : name.start] in ("] ", "]\xa0")
            and not any(
                given.words[0].casefold() in words
                for words in (lexicon.PLACES, lexicon.PLACE_STARTS, lexicon.HEADS)
            )
        ):
            out[-1] = NameMention(
                given.start - 1, name.end, (*given.words, *name.words), "person", gender=name.gender
            )
        else:
            out.append(name)
    return out


def _without_glue(found: list[NameMention], text: str, lower: Collection[str]) -> list[NameMention]:
    """Takes a common word from before a name that the text gives in full without it: "Rivals Anna Hale"."""
    full = {n.words for n in found if len(n.words) == 2 and n.kind in (None, "person") and not n.doubtful}
    for name in found:
        first = name.words[0]
        if (
            len(name.words) == 3
            and (name.kind in (None, "person") or first in ("House", "Senate"))
            and name.words[1:] in full
            and first[1:].islower()
            and (
                first.casefold() in lower
                or name.initial
                or first.endswith("s")
                or name.kind == "organization"
            )
            and first.casefold() not in lexicon.GIVEN_NAMES
        ):
            name.start = text.index(name.words[1], name.start + len(first))
            name.words, name.kind, name.initial = name.words[1:], "person", False
    return found


def _nicknamed(text: str, found: list[NameMention]) -> list[NameMention]:
    """Joins what stands before and after a nickname: 'Anna "Annie" Hale', "Anna (Annie) Hale"."""
    out: list[NameMention] = []
    for name in found:
        given = next((n for n in reversed(out[-2:]) if n.end < name.start - 3 and _may_be_given(n)), None)
        if (
            given is not None
            and name.start - given.end < 40
            and name.kind in (None, "person")
            and not (name.doubtful or name.headline or name.title or given.headline)
            and len(name.words) < 3
            and (gap := _NICKNAME.fullmatch(text, given.end, name.start))
            and (gap.group()[1] != "(" or given.words[0].casefold() in lexicon.GIVEN_NAMES)
        ):
            while out[-1] is not given:
                out.pop()
            out[-1] = NameMention(given.start, name.end, (*given.words, *name.words), "person", given.gender)
            out[-1].title = given.title
        else:
            out.append(name)
    return out


def _may_be_given(name: NameMention) -> bool:
    key = name.words[0].casefold()
    return (
        len(name.words) < 3
        and name.kind in (None, "person")
        and not name.doubtful
        and name.words[0][1:].islower()
        and not any(
            key in words for words in (lexicon.PLACES, lexicon.PLACE_STARTS, lexicon.HEADS, lexicon.DEMONYMS)
        )
    )


def _of_many(text: str, found: list[NameMention]) -> list[NameMention]:
    """Joins a body to its members: "Harwick Officers' Association"."""
    out: list[NameMention] = []
    for name in found:
        owner = out[-1] if out else None
        if (
            owner is not None
            and 1 < name.start - owner.end < 4
            and owner.words[-1].casefold() in _MANY
            and name.words[0].casefold() in lexicon.HEADS
            and not (owner.headline or name.headline)
            and _OF_MANY.fullmatch(text, owner.end, name.start)
        ):
            words = (*owner.words, *name.words)
            out[-1] = NameMention(owner.start, name.end, words, "organization", definite=owner.definite)
        else:
            out.append(name)
    return out


def _of_fields(text: str, found: list[NameMention]) -> list[NameMention]:
    """Joins the fields that a body is for: "Committee on Health, Labor and Pensions"."""
    out: list[NameMention] = []
    for name in found:
        if out and name.start < out[-1].end:
            continue
        if name.kind == "organization" and not name.headline and {"on", "for", "of"} & set(name.words):
            more = _FIELDS.match(text, name.end)
            if more:
                name.words, name.end = (*name.words, *more.group().replace(",", "").split()), more.end()
        out.append(name)
    return out
