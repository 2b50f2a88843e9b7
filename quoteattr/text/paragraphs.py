"""Where the paragraphs of a plain text begin and end, hard wraps told from paragraph breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from quoteattr.analysis import Offsets

_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FINAL = frozenset(".?!:;…\"”»›)]}'’*|")
_OPENING = "“‘\"'«‹„‚`([—–…"
_STANDS_ALONE = re.compile(
    r"By [A-Z]|https?://|(?:\w+day,? )?(?:\d\d? )?"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d"
)
"""How a byline, an address or a date under a headline begins."""
_CAPITALS = r"[^\W\d_a-z]{2}[^\W\d_a-z]*(?:[ .'’-]{1,2}[^\W\d_a-z]+){0,4}"
_TURN = re.compile(
    r">>|[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?\s|[QA][:.]\s"
    rf"|{_CAPITALS}(?: ?\([^\n()]{{2,40}}\))?(?:,[^\n:“”\"]{{2,60}})?:\s|(?:The|[MD][a-z]{{0,2}}\.) {_CAPITALS}\.\s"
)
"""How a turn of a transcript begins: with arrows, the time, or who speaks in capitals."""
_SIGNED = re.compile(r"(?:—|–|--?|~)\s*[^\W\d_a-z]")
"""How a line begins that says whose the lines before are."""
_LONE_OPENING, _LONE_CLOSING = re.compile(r"[“‘«„]{1,2}"), re.compile(r"[.,?!…]?[”’»]{1,2}[.,]?")
_MAX_WIDTH = 200
"""No one wraps news text wider than this: longer lines are paragraphs."""
_FULL = 0.85
"""A line counts as full when the next word would have taken it past this share of the width."""
_LONGEST_LONE = 4
_NEAR = 200
"""How many characters at a line's beginning are looked at."""


def paragraphs(text: str) -> list[Offsets]:
    """Split a text into paragraphs.

    Blank lines always separate. A single line break is a space where the text is hard wrapped, or where
    a line plainly runs on in the next; otherwise it separates too.

    Args:
        text: Any text, with any kind of line break.

    Returns:
        Start and end of each paragraph, in order, with no white space at the edges.
    """
    blocks = _blocks(text)
    width = _wrap_width(text, blocks)
    found: list[Offsets] = []
    for block in blocks:
        # A headline above wrapped text is often set narrower than it, and is full at its own width.
        widest = max(end - start for start, end in block)
        own_width = min(width, widest)
        begin = block[0][0]
        for line, following in pairwise(block):
            if not _joins(text, line, following, own_width, narrow=2 * widest < width):
                found.append((begin, line[1]))
                begin = following[0]
        found.append((begin, block[-1][1]))
    return _with_lone_marks(text, found)


def _with_lone_marks(text: str, found: Sequence[Offsets]) -> list[Offsets]:
    """Put a quotation mark that stands by itself to the paragraph that it opens or closes."""
    joined: list[Offsets] = []
    opening: int | None = None
    for start, end in found:
        if end - start <= _LONGEST_LONE and joined and _LONE_CLOSING.fullmatch(text, start, end):
            joined[-1] = (joined[-1][0], end)
        elif end - start <= _LONGEST_LONE and _LONE_OPENING.fullmatch(text, start, end):
            opening = start if opening is None else opening
        else:
            joined.append((start if opening is None else opening, end))
            opening = None
    return joined if opening is None else [*joined, (opening, found[-1][1])]


def _blocks(text: str) -> list[list[Offsets]]:
    """Group the lines that are not blank, edges trimmed, by the blank lines between them."""
    blocks: list[list[Offsets]] = []
    open_block = False
    position = 0
    while position <= len(text):
        match = _BREAK.search(text, position)
        stop, resume = match.span() if match else (len(text), len(text) + 1)
        line = text[position:stop]
        body = line.strip()
        if body:
            start = position + len(line) - len(line.lstrip())
            if not open_block:
                blocks.append([])
            blocks[-1].append((start, start + len(body)))
        open_block = bool(body)
        position = resume
    return blocks


def _wrap_width(text: str, blocks: Sequence[Sequence[Offsets]]) -> int:
    """The width a text is wrapped at, or 0 if its lines are whole paragraphs."""
    lengths = sorted(end - start for block in blocks for start, end in block[:-1])
    if not lengths:
        return 0
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if width > _MAX_WIDTH:
        return 0
    pairs = [pair for block in blocks for pair in pairwise(block)]
    full = [pair for pair in pairs if _filled(text, *pair) >= _FULL * width]
    open_ended = sum(text[line[1] - 1] not in _FINAL for line, _ in full)
    lower = sum(_starts_lower(text, following) for _, following in full)
    # Running English goes on in lower case at most line breaks; a list of headlines does not.
    wrapped = len(full) >= 3 and 2 * len(full) > len(pairs) and 2 * open_ended > len(full)
    return width if wrapped and 5 * lower >= 2 * len(full) else 0


def _joins(text: str, line: Offsets, following: Offsets, width: int, *, narrow: bool) -> bool:
    """Whether the break between two lines is no more than a space."""
    if _TURN.match(text, *following) or _SIGNED.match(text, *line) or _SIGNED.match(text, *following):
        return False
    final = text[line[1] - 1] in _FINAL
    if not final and _starts_lower(text, following):
        return True
    if not width:
        return False
    filled = _filled(text, line, following)
    if narrow:
        return not final and filled > width and not _STANDS_ALONE.match(text, following[0])
    return filled >= (_FULL if final else 0.7) * width


def _filled(text: str, line: Offsets, following: Offsets) -> int:
    """How long a line would be with the first word of the next."""
    head = text[following[0] : min(following[1], following[0] + _NEAR)]
    return line[1] - line[0] + 1 + len(head.split(maxsplit=1)[0])


def _starts_lower(text: str, line: Offsets) -> bool:
    head = text[line[0] : min(line[1], line[0] + _NEAR)].lstrip(_OPENING)
    return head[:1].islower()
