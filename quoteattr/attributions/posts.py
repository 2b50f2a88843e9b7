"""Posts of social media that stand in a text with the line under them: `… — Ada Prior (@aprior) March 3, 2021`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from quoteattr.analysis import Name, Offsets
from quoteattr.attributions.utterances import DASH, Utterance
from quoteattr.text.layout import Layout

_SIGNATURE = re.compile(rf"{DASH}\s*(?P<who>[^\n()“”\"]{{1,60}}? ?\(@\w{{1,30}}\))")
_DATE = re.compile(
    r"[ \u00a0]*(?:\d{1,2}:\d\d ?(?:[AaPp][Mm])?[ \u00a0]*[-–·][ \u00a0]*)?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2},? \d{2,4}|\d{1,2} [A-Z][a-z]{2,8}\.?,? \d{2,4}|\d{1,2}/\d{1,2}/\d{2,4})?"
)
_LINKS = re.compile(r"(?:\s*(?:https?://|pic\.twitter\.com/)\S*)+\s*$")
_LONGEST, _LONGEST_AFTER_ANOTHER = 420, 280
"""A post is hardly longer; what is longer begins with something else."""


def posts(layout: Layout, names: Sequence[Name]) -> list[Utterance]:
    """The posts of a text."""
    del names  # an address says better than a name who it is
    text, found = layout.text, []
    taken = 0
    for match in _SIGNATURE.finditer(text):
        content = _content(layout, match.start(), taken)
        date = _DATE.match(text, match.end())
        taken = date.end() if date else match.end()
        if content is not None:
            found.append(Utterance((content,), (match.span("who"),), medium="writing"))
    return found


def _content(layout: Layout, signature: int, taken: int) -> Offsets | None:
    """What stands before a signature: the rest of its paragraph, or the paragraph before it."""
    at = bisect_right(layout.paragraphs, (signature, len(layout.text))) - 1
    start, _ = layout.paragraphs[at]
    end = signature
    if not layout.text[start:signature].strip():
        if not at:
            return None
        start, end = layout.paragraphs[at - 1]
    longest = _LONGEST if start >= taken else _LONGEST_AFTER_ANOTHER
    start = max(start, taken)
    links = _LINKS.search(layout.text, start, end)
    end = links.start() if links else end
    body = layout.text[start:end]
    start, end = start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip())
    return (start, end) if 0 < end - start <= longest else None
