"""Names over articles: spellings of one name, initials, short forms, acronyms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from quoteattr.optional import need

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_SMALL = frozenset({"the", "a", "an", "of", "for", "and", "in", "on", "at", "de", "la", "du", "des", "s"})
_AFTER = frozenset({"jr", "sr", "ii", "iii", "iv"})
# how one sound is spelt in Latin letters by one paper and by the next, when a name comes from other letters
_SPELLINGS = (
    (re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])[yi][eo](?=[a-z])"), "e"),
    (re.compile(r"y+|i[iy]+|[iy]j"), "i"),
    (re.compile(r"kh|gh"), "h"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ts|tz"), "c"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"ks"), "x"),
    (re.compile(r"w"), "v"),
    (re.compile(r"q"), "k"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name cut into words, each in the one spelling that is compared.

    Attributes:
        words: The words.
        plain: The same words as they are written, in lower case.
    """

    words: tuple[str, ...]
    plain: tuple[str, ...]

    @property
    def last(self) -> str:
        """The surname, as far as one can tell."""
        return self.words[-1] if self.words else ""


@lru_cache(maxsize=100_000)
def name_of(text: str) -> Name:
    """Cut a name into its words; those that do not tell names apart, such as "the" and "Jr.", are left out."""
    plain = []
    for word in _WORD.findall(_letters(text).lower()):
        bare = re.sub(r"['’]s?$", "", word).replace("'", "")
        if bare and bare not in _SMALL and bare not in _AFTER:
            plain.append(bare)
    return Name(tuple(_spelt(word) for word in plain), tuple(plain))


def _letters(text: str) -> str:
    """Write any letters as those of English."""
    if text.isascii():
        return text
    return str(need("anyascii", extra="corpus", purpose="comparing names").anyascii(text))


def _spelt(word: str) -> str:
    for pattern, letter in _SPELLINGS:
        word = pattern.sub(letter, word)
    return word


def same_person(one: Name, other: Name) -> bool:
    """Tell whether two names of at least two words may be one person's: "J. Ruiz", "Juan M. Ruiz"."""
    if min(len(one.words), len(other.words)) < 2 or one.last != other.last:
        return False
    first, second = one.words[0], other.words[0]
    if first == second:
        middle, middles = set(one.words[1:-1]), set(other.words[1:-1])
        return all(_abbreviates(a, b) for a in middle for b in middles) or bool(middle & middles)
    return _abbreviates(first, second)


def _abbreviates(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def same_body(one: Name, other: Name) -> bool:
    """Tell whether two names are one body's: "Russia's Foreign Ministry", "Russian foreign ministry"."""
    return len(one.words) == len(other.words) and all(
        _same_stem(a, b) for a, b in zip(sorted(one.words), sorted(other.words), strict=True)
    )


def _same_stem(one: str, other: str) -> bool:
    shorter = min(one, other, key=len)
    longer = max(one, other, key=len)
    # a country and its people: the ending differs, and by little
    return one == other or (
        len(shorter) >= 5 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3
    )


def acronym(name: Name) -> str:
    """Give the first letters of a body's name."""
    return "".join(word[0] for word in name.plain)
