"""Transcripts: stretches of text that begin with who speaks, and hold nothing but what is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quoteattr.analysis import Name, Offsets
from quoteattr.attributions.utterances import NAME, Utterance, is_conversation, is_ended, is_speaker
from quoteattr.text.layout import Layout

_TIME = r"[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])]?"
_LEAD = rf"(?:>>+[ \u00a0]*|{_TIME}[ \u00a0]*|[-–—•][ \u00a0]+|[“\"])*"
_ROLE = r"(?:, [^\n:“”\"?!]{2,60}?)?"
_NOTE = r"(?: ?[\[(][^\n()\[\]]{1,40}[\])])?"
_CAPITALS = r"[^\W\d_a-z]{2}[^\Wa-z]*(?:[ -][^\W\d_a-z]+)*"

_MAKES = {
    "colon": re.compile(rf"{_LEAD}(?P<who>{NAME}{_ROLE}){_NOTE}(?P<cue>:)\s+"),
    "time": re.compile(rf"(?P<who>{NAME}{_ROLE}){_NOTE} ?[-–—]? ?{_TIME}:?\s+"),
    "arrows": re.compile(rf"{_LEAD}>>+ ?(?P<who>{NAME}{_ROLE}){_NOTE}[.:]\s+"),
    "stop": re.compile(
        rf"{_LEAD}(?P<who>(?:The|M[a-z]{{0,2}}\.|[A-Z][a-z]+\.?) {_CAPITALS}(?: of [^\W\d_]+)?)\.\s+"
    ),
    "dash": re.compile(rf"(?P<who>{NAME}) (?:—|–|-) ?(?=\S)"),
    "line": re.compile(rf"(?P<who>{NAME}{_ROLE}){_NOTE}$"),
}
"""How a turn may begin, each make with who speaks."""
_WANT_CONVERSATION = ("dash", "line")
"""Makes that lists and datelines share."""
_INLINE = re.compile(rf"(?<=[.?!…”\"] )(?P<who>{NAME}):\s")
_LONGEST_LABEL = 120
_NO_SPEAKER = re.compile(
    r"(?i)\b(?:also|analysis|background|breaking|caption|credit|date|editor['’]s note|exclusive|how|image|key|live|more"
    r"|location|note|now|opinion|photos?|picture|place|price|pros|cons|read|related|score|see|sources?|summary|time|tip"
    r"|update|updated|verdict|videos?|warning|watch|what|when|where|who|why)\b"
)
_DIRECTION = re.compile(r"[\[(][^()\[\]]*[\])]|\W+|[A-Z\W]{4,60}")
"""A paragraph that says what happens or what is shown."""


@dataclass(frozen=True, slots=True)
class _Turn:
    piece: int
    last: int
    who: Offsets
    cue: tuple[Offsets, ...]
    text: Offsets


def turns(layout: Layout, names: Sequence[Name]) -> list[Utterance]:
    """The turns of a transcript, if the text is one or holds one."""
    pieces = list(_pieces(layout, names))
    for make, pattern in _MAKES.items():
        found = list(_read(layout, pieces, pattern, by_line=make == "line"))
        if _is_transcript(layout, names, pieces, found, make):
            return list(_utterances(layout, pieces, found))
    return []


def _pieces(layout: Layout, names: Sequence[Name]) -> Iterator[Offsets]:
    """Paragraphs, those that hold several turns cut into them."""
    for start, end in layout.paragraphs:
        label = _MAKES["colon"].match(layout.text, start, min(end, start + _LONGEST_LABEL))
        cuts = [start]
        if label:
            first = _key(layout, label.span("who"))
            inline = list(_INLINE.finditer(layout.text, label.end(), end))
            keys = Counter([first, *(_key(layout, match.span("who")) for match in inline)])
            cuts += [
                match.start()
                for match in inline
                if keys[_key(layout, match.span("who"))] > 1 or is_speaker(names, match.span("who"))
            ]
        yield from zip(cuts, [*cuts[1:], end], strict=True)


def _read(
    layout: Layout, pieces: Sequence[Offsets], pattern: re.Pattern[str], *, by_line: bool
) -> Iterator[_Turn]:
    for number, (start, end) in enumerate(pieces):
        label = pattern.match(layout.text, start, end if by_line else min(end, start + _LONGEST_LABEL))
        if not label or _NO_SPEAKER.search(label["who"]):
            continue
        cue = (label.span("cue"),) if "cue" in label.groupdict() else ()
        if label.end() < end:
            yield _Turn(number, number, label.span("who"), cue, (label.end(), end))
        elif number + 1 < len(pieces) and not is_ended(layout, (start, end - len(cue))):
            # the name stands in a line of its own
            yield _Turn(number, number + 1, label.span("who"), cue, pieces[number + 1])


def _is_transcript(
    layout: Layout, names: Sequence[Name], pieces: Sequence[Offsets], found: Sequence[_Turn], make: str
) -> bool:
    """Whether turns are enough, and enough alike, to be a transcript and no list or chance."""
    if not found:
        return False
    said = [layout.text[slice(*turn.text)] for turn in found]
    known = sum(_is_known(layout, names, turn, make) for turn in found)
    if len(found) == 1:
        # a single turn speaks for itself, or is a headline that quotes
        return make == "colon" and bool(known) and is_conversation(said) and is_ended(layout, found[0].text)
    if make in _WANT_CONVERSATION and not is_conversation(said):
        return False
    ended = sum(is_ended(layout, turn.text) for turn in found)
    zone = found[-1].piece - found[0].piece + 1
    if 4 * ended < 3 * len(found) or 3 * len(found) < zone:
        return False
    times = Counter(_key(layout, turn.who) for turn in found)
    repeats = len(found) > 2 and 1 < len(times) < len(found)
    dense = 2 * len(found) >= (zone if make != "line" else zone - 1)
    return (repeats and (make not in _WANT_CONVERSATION or known > 0)) or (dense and known > len(found) / 2)


def _is_known(layout: Layout, names: Sequence[Name], turn: _Turn, make: str) -> bool:
    who = layout.text[slice(*turn.who)]
    return make in ("time", "stop", "arrows") or who.isupper() or is_speaker(names, turn.who)


def _utterances(layout: Layout, pieces: Sequence[Offsets], found: Sequence[_Turn]) -> Iterator[Utterance]:
    """Each turn with the paragraphs up to the next one; the last ends with its paragraph."""
    for number, turn in enumerate(found):
        spans = [turn.text]
        first = turn.last + 1
        last = found[number + 1].piece if number + 1 < len(found) else first
        between = pieces[first:last]
        if not any(layout.text[end - 1] == ":" for _, end in between):  # somebody else's: "They went on:"
            spans += [piece for piece in between if not _DIRECTION.fullmatch(layout.text, *piece)]
        content = tuple(_trimmed(layout.text, span) for span in spans)
        yield Utterance(content, (turn.who,), turn.cue)


def _trimmed(text: str, span: Offsets) -> Offsets:
    body = text[slice(*span)]
    return span[0] + len(body) - len(body.lstrip()), span[0] + len(body.rstrip())


def _key(layout: Layout, who: Offsets) -> str:
    return layout.text[slice(*who)].casefold()
