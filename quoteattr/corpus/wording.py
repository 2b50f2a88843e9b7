"""The words of a quote as they are compared: sentences, stems, negated words, weights."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from quoteattr.optional import need

_WORD = re.compile(r"\d[\d.,]*\d|[^\W_]+(?:[’'][^\W_]+)*|[,;:–—]")
_CLAUSE_END = frozenset({",", ";", ":", "–", "—", "but", "as", "because", "while", "although", "though"})
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”’\"')\]]*\s+(?=[“‘\"'(\[]?[A-Z])|\n\s*\n")
_NEGATIONS = frozenset(
    {
        "not",
        "no",
        "never",
        "neither",
        "nor",
        "nobody",
        "nothing",
        "none",
        "without",
        "cannot",
        "instead",
        "rather",
    }
)
# words that the list of stop words holds although they say something
_SAYING = frozenset(
    {"against", "together", "everyone", "everything", "alone", "serious"}
    | {"two", "three", "four", "five", "six", "eight", "nine", "ten", "eleven", "twelve", "fifteen"}
    | {"twenty", "forty", "fifty", "sixty", "hundred"}
)
_NEGATED = {
    f"un{word}": word
    for word in (
        "able",
        "aware",
        "certain",
        "clear",
        "convinced",
        "likely",
        "prepared",
        "sure",
        "willing",
        "true",
    )
}
_TITLES = frozenset({"mr", "mrs", "ms", "said", "says", "s", "t"})
_BEFORE_CAPITALS = frozenset('.!?:;\n“‘"”’…—–-([|>')
_FEWEST_STEMS = 3
_UNSEEN = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a quote.

    Attributes:
        quote: The index of its quote among all quotes of the corpus.
        start: Where it begins in its article, in characters.
        end: Where it ends.
        stems: Its words that say something, as stems, in order.
        negated: Those of them that a negation stands before, in the same clause.
        numbers: Its numbers in figures.
    """

    quote: int
    start: int
    end: int
    stems: tuple[str, ...]
    negated: frozenset[str]
    numbers: frozenset[str]


class Wording:
    """Cuts quotes into pieces, and remembers the words that it met."""

    def __init__(self) -> None:
        from spacy.lang.en.stop_words import STOP_WORDS

        self._empty = (frozenset(STOP_WORDS) - _SAYING) | _TITLES
        library = need("snowballstemmer", extra="corpus", purpose="comparing quotes")
        self._stemmer = library.stemmer("english")
        self._stems: dict[str, str] = {}
        self._words: Counter[str] = Counter()
        self._capitals: Counter[str] = Counter()

    def pieces(self, quote: int, text: str, spans: Iterable[Sequence[int]]) -> list[Piece]:
        """Cut a quote's content into sentences.

        Args:
            quote: The quote's index.
            text: The article.
            spans: The quote's content.

        Returns:
            The sentences that hold enough words to be told from others.
        """
        found = []
        for start, end in spans:
            place = start
            for cut in [*(match.end() for match in _SENTENCE_END.finditer(text, start, end)), end]:
                piece = self._piece(quote, text, place, cut)
                if len(set(piece.stems)) >= _FEWEST_STEMS:
                    found.append(piece)
                place = cut
        return found

    def _piece(self, quote: int, text: str, start: int, end: int) -> Piece:
        stems: list[str] = []
        negated: set[str] = set()
        numbers: set[str] = set()
        negation = False
        for match in _WORD.finditer(text, start, end):
            word = match[0].lower().replace("’", "'")
            if word in _NEGATED:
                # "unaware of any plans" and "not aware of any plans" are one
                negation, word = True, _NEGATED[word]
            if word in _NEGATIONS or word.endswith("n't"):
                negation = True
            elif word in _CLAUSE_END:
                negation = False
            if word[0].isdigit():
                numbers.add(word.replace(",", ""))
            stem = self._stem(word)
            if stem:
                stems.append(stem)
                if negation:
                    negated.add(stem)
        return Piece(quote, start, end, tuple(stems), frozenset(negated), frozenset(numbers))

    def stems(self, text: str) -> list[str]:
        """List the stems of a text's words that say something."""
        found = []
        for match in _WORD.finditer(text):
            word = match[0].lower().replace("’", "'")
            if word[0].isalnum() and (stem := self._stem(word)):
                found.append(stem)
                # at the beginning of a sentence a capital says nothing
                if match.start() > 1 and text[match.start() - 2] not in _BEFORE_CAPITALS:
                    self._capitals[stem] += 1 if match[0][0].isupper() else -1
        return found

    def names(self) -> frozenset[str]:
        """Give the stems of words that are mostly written with a capital, in the texts that `stems` has seen."""
        return frozenset(stem for stem, more in self._capitals.items() if more > 0)

    def _stem(self, word: str) -> str:
        """Give a word's stem; empty for words that say nothing by themselves."""
        bare = word.split("'")[0]
        self._words[bare] += 1
        if bare not in self._stems:
            empty = bare in self._empty or (len(bare) < 2 and not bare.isdigit())
            self._stems[bare] = "" if empty else str(self._stemmer.stemWord(bare))
        return self._stems[bare]

    def words(self) -> dict[str, str]:
        """Give for each stem its most frequent word, the most frequent first."""
        found: dict[str, str] = {}
        for word, _ in self._words.most_common():
            stem = self._stems[word]
            if stem:
                found.setdefault(stem, word)
        return found


def weights_of(pieces: Iterable[Piece]) -> dict[str, float]:
    """Weigh stems by how few of the pieces hold them."""
    counts: Counter[str] = Counter()
    total = 0
    for piece in pieces:
        counts.update(set(piece.stems))
        total += 1
    # a few pieces more, so that in a small corpus words do not lose all weight by standing in two of them
    return {stem: log((total + _UNSEEN) / (count + 0.5)) for stem, count in counts.items()}
