"""What a form gives: somebody's words, found by how they are set and not by what introduces them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quoteattr.analysis import Medium, Name, Offsets
from quoteattr.text.layout import Layout

CAPITAL_WORD = r"[^\W\d_a-z][\w.'’-]*"
NAME = rf"{CAPITAL_WORD}(?: (?:(?:of|the|for|and|de|del|der|den|da|di|la|van|von|bin|al|el) )*{CAPITAL_WORD}){{0,5}}"
"""Words as names are made of them."""
DASH = r"(?:—|–|--?|~|―)"

_SPEAKERS = ("person", "organization")
_FIRST_OR_SECOND_PERSON = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]urs?|[Yy]ours?|me|us)\b")
_ENDED = re.compile(r"[.?!…—–-][\"”»’'_)\]]*\s*$")
_TAIL = 12


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words that a form gives to somebody.

    Attributes:
        content: What is said, a span a paragraph.
        source: Who says it.
        cue: A colon, or nothing.
        medium: How it is said.
        firm: Whether the form says more than a verb of saying that the network may have found for the same words.
    """

    content: tuple[Offsets, ...]
    source: tuple[Offsets, ...]
    cue: tuple[Offsets, ...] = ()
    medium: Medium = "speech"
    firm: bool = True

    @property
    def frame(self) -> Offsets:
        """From the first of its characters to the last."""
        spans = (*self.content, *self.source, *self.cue)
        return min(start for start, _ in spans), max(end for _, end in spans)


def is_speaker(names: Sequence[Name], span: Offsets) -> bool:
    """Whether a span begins with somebody's name, after a title at most."""
    return any(
        kind in _SPEAKERS
        and start < span[1]
        and end > span[0]
        and 2 * (end - start) >= min(span[1] - start, 24)
        for start, end, kind in names
    )


def is_conversation(texts: Iterable[str]) -> bool:
    """Whether texts speak to somebody: half of them ask, or say "I", "we" or "you"."""
    spoken = [bool(_FIRST_OR_SECOND_PERSON.search(text)) or "?" in text for text in texts]
    return 2 * sum(spoken) >= len(spoken) > 0


def is_ended(layout: Layout, span: Offsets) -> bool:
    """Whether a span ends as a sentence does."""
    return _ENDED.search(layout.text, max(span[0], span[1] - _TAIL), span[1]) is not None
