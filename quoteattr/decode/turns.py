"""Transcripts: paragraphs that begin with who speaks and a colon, and hold nothing but what is said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quoteattr.analysis import Offsets
from quoteattr.decode.reading import Reading
from quoteattr.decode.settled import Settled
from quoteattr.text.marks import kind_of

_WORD = r"[^\W\d_a-z][\w.'’-]*"
_LABEL = re.compile(rf"[“\"]?(?P<who>{_WORD}(?: {_WORD}){{0,3}}):[ \t\u00a0]+(?=\S)")
_LONGEST_LABEL = 40
_NO_SPEAKER = re.compile(
    r"(?i)\b(?:also|breaking|credit|here|image|live|more|note|now|photos?|read|related|see|sources?|updated?|videos?"
    r"|watch)\b"
)
_SENTENCE = re.compile(r"[.?!…–—-][\"”'’)\]]*$")
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class _Turn:
    who: Offsets
    colon: Offsets
    content: Offsets


def take_turns(reading: Reading, found: Sequence[Settled]) -> list[Settled]:
    """Give every turn of a transcript to who is named before the colon; what is found in it is said within it."""
    turns = _turns(reading)
    if not turns:
        return list(found)
    starts = [turn.who[0] for turn in turns]

    def turn_at(place: int) -> int | None:
        at = bisect_right(starts, place + 1) - 1  # a quotation mark may stand before the name
        return at if at >= 0 and place < turns[at].content[1] else None

    apart: list[Settled] = []
    drafted: dict[int, Settled] = {}
    for item in found:
        at = turn_at(item.source[0][0]) if item.source else None
        if at is not None and item.source[0][0] < turns[at].colon[1]:
            drafted.setdefault(at, item)
        elif turn_at(item.content[0][0]) is None:
            item.content = tuple(span for span in item.content if turn_at(span[0]) is None)
            apart.append(item)
    return apart + [
        Settled(
            (turn.content,),
            (turn.colon,),
            (turn.who,),
            kind_of(reading.text, [turn.content], reading.quotations),
            drafted[number].draft if number in drafted else None,
        )
        for number, turn in enumerate(turns)
    ]


def _turns(reading: Reading) -> list[_Turn]:
    turns = []
    for start, end in reading.paragraphs:
        label = _LABEL.match(reading.text, start, min(end, start + _LONGEST_LABEL))
        said = label and _SENTENCE.search(reading.text, label.end(), end)
        if label and said and not _NO_SPEAKER.search(label["who"]):
            colon = label.end("who")
            turns.append(_Turn(label.span("who"), (colon, colon + 1), (label.end(), end)))
    times = Counter(reading.text[slice(*turn.who)].casefold() for turn in turns)
    is_transcript = len(turns) >= _FEWEST and len(times) > 1 and max(times.values()) > 1
    return turns if is_transcript else []
