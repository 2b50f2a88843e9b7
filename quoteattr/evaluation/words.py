"""Word by word: how much of what people say is given to the right name, whatever the cut of the quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quoteattr.evaluation.documents import Document, Item, Tokens
from quoteattr.evaluation.rates import NOTHING, Rates
from quoteattr.evaluation.speakers import accepted_names, given_name

_IN_MARKS = re.compile(
    r"“[^”\n]*(?:”|$)|\"[^\"\n]*(?:\"|$)|«[^»\n]*(?:»|$)"
    r"|(?<!\w)[‘'](?=\S)(?:[^’'\n]|(?<=\w)[’'](?=\w))*[’'](?!\w)",
    re.MULTILINE,
)
"""Double marks, and single ones that are no apostrophes; a mark left open closes with its line."""


@dataclass(frozen=True, slots=True)
class WordScores:
    """Words of outermost core contents with a named speaker that were given to the right name.

    Attributes:
        all: All words.
        quoted: Those in quotation marks.
    """

    all: Rates = NOTHING
    quoted: Rates = NOTHING

    def __add__(self, other: WordScores) -> WordScores:
        return WordScores(self.all + other.all, self.quoted + other.quoted)


def score_words(documents: Iterable[Document]) -> WordScores:
    """Compare, word by word, the names that gold and predictions give.

    Gold gives "speaker" and may give "speaker_aliases". Words of a gold topic count on neither side.
    """
    total = WordScores()
    for document in documents:
        quoted = _quoted(document)
        judged = [(token in quoted, *_judge(document, *items)) for token, items in _holders(document)]
        total += WordScores(_rates(judged), _rates([row for row in judged if row[0]]))
    return total


def _holders(document: Document) -> Iterable[tuple[int, tuple[Item | None, Item | None]]]:
    """Of each word that stands in an outermost content, the gold and the predicted attribution."""
    wanted, given = _outermost(document.gold), _outermost(document.predicted)
    for token in wanted.keys() | given.keys():
        if document.text[document.tokens.spans[token][0]].isalnum():
            yield token, (wanted.get(token), given.get(token))


def _outermost(items: Sequence[Item]) -> dict[int, Item]:
    return {token: item for item in items if item.parent is None for token in item.content}


def _judge(document: Document, gold: Item | None, predicted: Item | None) -> tuple[bool, bool, bool]:
    """Whether a word has a right name, is given one, and is given the right one."""
    wanted = accepted_names(gold.fields) if gold is not None and gold.is_core else set()
    name = given_name(predicted.fields, document.text) if predicted is not None else None
    if gold is not None and not gold.fields.get("speaker"):
        wanted = set()
    counts = name is not None and (gold is None or gold.is_core)
    return bool(wanted), counts, name is not None and name in wanted


def _rates(judged: Sequence[tuple[bool, bool, bool, bool]]) -> Rates:
    right = sum(row[3] for row in judged)
    return Rates(right, sum(row[2] for row in judged), right, sum(row[1] for row in judged))


def _quoted(document: Document) -> Tokens:
    """Words that stand in quotation marks."""
    return frozenset(
        token
        for match in _IN_MARKS.finditer(document.text)
        for token in document.tokens.covered([match.span()])
    )
