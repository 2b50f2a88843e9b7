"""Statements that several outlets carry, their wordings side by side with the differing words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from quoteattr.corpus import Corpus, Statement

_WORD = re.compile(r"\s*\S+")
_EDGE = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class WordingView:
    """One quote's words for a statement.

    Attributes:
        article: The index of its article.
        quote: The quote's index in its article.
        speaker: Who says it, or nobody.
        outlet: Where.
        date: When.
        kind: "direct", "mixed" or "indirect".
        polarity: "asserted", "denied", "negated" or "questioned".
        parts: The words, each stretch with whether it differs from the first wording.
    """

    article: int
    quote: int
    speaker: str
    outlet: str
    date: str
    kind: str
    polarity: str
    parts: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """All its words."""
        return "".join(part for part, _ in self.parts)


@dataclass(frozen=True, slots=True)
class SharedStatement:
    """A statement with its wordings, the earliest first.

    Attributes:
        id: The statement's id in the corpus.
        places: In how many outlets it stands, or articles where no outlet is given.
        wordings: How they put it.
    """

    id: str
    places: int
    wordings: tuple[WordingView, ...]


def shared_statements(corpus: Corpus) -> list[SharedStatement]:
    """List the statements that more than one outlet carries, or more than one article where none is given."""
    found = []
    for statement in corpus.statements:
        places = {corpus.articles[index].outlet or f"article {index}" for index in statement.articles}
        if len(places) > 1:
            found.append(SharedStatement(statement.id, len(places), tuple(_views(corpus, statement))))
    return sorted(found, key=lambda item: -item.places)


def _views(corpus: Corpus, statement: Statement) -> Iterator[WordingView]:
    order = sorted(
        statement.wordings, key=lambda item: (corpus.articles[item.article].date or "9999", item.article)
    )
    first = ""
    for item in order:
        article = corpus.articles[item.article]
        index = next(n for n, quote in enumerate(article.record["quotes"]) if quote["id"] == item.quote)
        quote = article.record["quotes"][index]
        words = " ".join(article.record["text"][slice(*item.span)].split())
        yield WordingView(
            article=item.article,
            quote=index,
            speaker=quote["speaker"] or "nobody named",
            outlet=article.outlet,
            date=article.date[:10],
            kind=quote["kind"],
            polarity=quote["polarity"],
            parts=differing(words, first) if first else ((words, False),),
        )
        first = first or words


def differing(words: str, reference: str) -> tuple[tuple[str, bool], ...]:
    """Cut a wording into stretches that agree with another wording, and stretches that do not.

    Args:
        words: The wording.
        reference: The other one.

    Returns:
        Stretches with whether they differ; together they are the wording.
    """
    own, other = _WORD.findall(words), _WORD.findall(reference)
    matcher = SequenceMatcher(
        None, [_bare(word) for word in own], [_bare(word) for word in other], autojunk=False
    )
    parts: list[tuple[str, bool]] = []
    place = 0
    for block in matcher.get_matching_blocks():
        if block.a > place:
            parts.append(("".join(own[place : block.a]), True))
        if block.size:
            parts.append(("".join(own[block.a : block.a + block.size]), False))
        place = block.a + block.size
    return tuple(parts)


def _bare(word: str) -> str:
    return _EDGE.sub("", word.strip()).casefold().replace("’", "'")
