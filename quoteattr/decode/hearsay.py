"""What nobody is named for: who "denied reports that X" denies what reports say, and what they say is X.

The annotation that the network learnt from takes "reports that X" as one content, with nothing inside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteattr.analysis import Offsets
from quoteattr.decode.reading import Reading
from quoteattr.decode.settled import Settled, by_rule, in_order
from quoteattr.text.marks import kind_of

_ADJECTIVE = r"(?!(?:her|his|how|if|its|my|our|that|their|whether|your)\b)[a-z-]+"
_HEARSAY = re.compile(
    rf"(?:{_ADJECTIVE}\s+){{0,3}}?(?P<cue>(?P<noun>accusations?|allegations?|assertions?|claims?|insinuations?|reports?"
    r"|rumou?rs?|speculation|suggestions?)(?:\s+of(?=\s)|(?=\s+that\s)))\s+(?=\w|[“\"‘])"
)


def add_hearsay(reading: Reading, found: Sequence[Settled]) -> list[Settled]:
    """Add what is said in the reports, claims and rumours that contents begin with; it has no source."""
    inside: dict[int, list[Offsets]] = {}
    for item in found:
        if item.parent is not None:
            inside.setdefault(item.parent, []).extend((*item.cue, *item.source))
    added = []
    for number, item in enumerate(found):
        start, end = item.content[0]
        match = _HEARSAY.match(reading.text, start, end)
        if match is None or item.draft is None or len(item.content) > 1:
            continue
        first, last = match.span("cue")
        if any(s < last and first < e for s, e in inside.get(number, ())):
            continue
        content = ((match.end(), end),)
        added.append(
            Settled(
                content,
                ((first, last),),
                (),
                kind_of(reading.text, content, reading.quotations),
                by_rule(item.draft, medium="writing" if match["noun"].startswith("report") else "speech"),
                parent=number,
            )
        )
    return in_order([*found, *added]) if added else list(found)
