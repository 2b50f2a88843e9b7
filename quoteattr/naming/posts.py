"""Who holds a post: "the spokeswoman" is the one person whom the text has called a spokeswoman."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from quoteattr.naming import words as lexicon
from quoteattr.naming.matching import NamedEntity
from quoteattr.wordlists import word_set

_SEX = re.compile(r"(?:man|woman|person)$")
_NOT_A_POST = frozenset(
    ["candidate", "democrat", "republican", "independent", "libertarian", "nominee", "incumbent"]
)
"""Many may be one at a time."""
_POSTS = frozenset(_SEX.sub("", title) for title in lexicon.TITLES - _NOT_A_POST) | {"spokes"}
_OTHER_HOLDER = word_set("former ex late next new other deputy vice acting then first second only")
_TITLE = re.compile(r"(?:[\w’'-]+ ){0,3}[\w’'-]+\s+$")
_APPOSITION = re.compile(r"\s*,\s+((?:an?|the|his|her|their|its|who is|who was)\b[^,;:.()“”\"\n]{3,80})")
_BEFORE_COMMA = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|our)|['’]s)((?: [\w’'-]+){1,4})(?: (?:of|for|at|to) [\w’' ]{2,40})?,\s+$",
    re.IGNORECASE,
)
_HEAD_END = re.compile(r"[,(:;–—]|\s(?:of|for|at|in|on|from|with|to|who|that|which|whose)\b")
_DEFINITE = re.compile(r"the\s+", re.IGNORECASE)
_MENTIONS = 20
"""Mentions of an entity that are looked at: a post is told early."""


class _Held(NamedTuple):
    entity: int
    since: int
    with_words: frozenset[str]


class Posts:
    """The posts that a text gives to the people it names."""

    def __init__(self, text: str, entities: Sequence[NamedEntity]) -> None:
        self._held: dict[str, list[_Held]] = {}
        for number, entity in enumerate(entities):
            if entity.kind != "person":
                continue
            posts: dict[str, set[str]] = {}
            for start, end in entity.mentions[:_MENTIONS]:
                for phrase in _phrases(text, start, end):
                    post, with_words = _post(phrase)
                    if post is not None:
                        posts.setdefault(post, set()).update(with_words)
            for post, words in posts.items():
                self._held.setdefault(post, []).append(_Held(number, entity.mentions[0][0], frozenset(words)))

    def holder(self, source: str, place: int) -> int | None:
        """The only person whom a description such as "the mayor" can stand for at a place, if there is one."""
        article = _DEFINITE.match(source)
        if article is None:
            return None
        post, with_words = _post(_up_to_head(source[article.end() :]))
        held = self._held.get(post, []) if post is not None else []
        if len(held) != 1 or held[0].since >= place:
            return None
        more = {
            word for word in with_words - held[0].with_words if word[:1].isupper() or word in _OTHER_HOLDER
        }
        bare_spokesman = post == "spokes" and not held[0].with_words and not more & _OTHER_HOLDER
        return held[0].entity if not more or bare_spokesman else None


def _phrases(text: str, start: int, end: int) -> list[str]:
    """Noun phrases beside a name that say what its bearer is."""
    phrases = []
    title = _TITLE.search(text, max(0, start - 60), start)
    if title:
        phrases.append(title[0])
    apposition = _APPOSITION.match(text, end, end + 120)
    if apposition:
        phrases.append(_up_to_head(apposition[1]))
    before = _BEFORE_COMMA.search(text, max(0, start - 100), start)
    if before:
        phrases.append(before[1])
    return phrases


def _up_to_head(phrase: str) -> str:
    """A noun phrase without what follows its noun."""
    end = _HEAD_END.search(phrase)
    return phrase[: end.start()] if end else phrase


def _post(phrase: str) -> tuple[str | None, set[str]]:
    """The post that a phrase ends with, whatever the sex of its holder, and the words before it."""
    words = phrase.split()
    post = _SEX.sub("", words[-1].lower()) if words else ""
    if post not in _POSTS:
        return None, set()
    return post, {word.removesuffix("’s").removesuffix("'s") for word in words[:-1]}
