"""Small records for tests of what works over many articles: `article("[Ana Lima] said that *it is shut*.")`."""

from __future__ import annotations

import re
from typing import Any

_MARKS = re.compile(r"\[(?P<who>[^\]]+)\]|\*(?P<what>[^*]+)\*")


def article(
    marked: str, *, names: dict[str, tuple[str, str]] | None = None, polarity: str = "asserted", **fields: str
) -> dict[str, Any]:
    """Make a record of one text in which [a source] says *a content*; sources and contents go in pairs.

    Args:
        marked: The text with its marks.
        names: For sources that are no names of persons: the speaker's name and kind; a name of "" is nobody.
        polarity: That of all its quotes.
        **fields: "outlet", "date" and so on.
    """
    text = ""
    sources: list[tuple[str, list[int]]] = []
    contents: list[list[int]] = []
    place = 0
    for match in _MARKS.finditer(marked):
        text += marked[place : match.start()]
        words = match["who"] or match["what"]
        span = [len(text), len(text) + len(words)]
        if match["who"]:
            sources.append((words, span))
        else:
            contents.append(span)
        text += words
        place = match.end()
    text += marked[place:]
    quotes: list[dict[str, Any]] = []
    speakers: dict[tuple[str, str], dict[str, Any]] = {}
    for number, ((who, source), content) in enumerate(zip(sources, contents, strict=True)):
        name, kind = (names or {}).get(who, (who, "person"))
        words = text[content[0] : content[1]]
        quote: dict[str, Any] = {
            "id": f"q{number}",
            "kind": "direct" if words.startswith("“") else "mixed" if "“" in words else "indirect",
            "content": [content],
            "source": [source],
            "polarity": polarity,
        }
        if name:
            quote |= {"speaker": name, "speaker_kind": kind}
            known = speakers.setdefault(
                (name, kind), {"id": f"s{len(speakers)}", "name": name, "kind": kind, "mentions": []}
            )
            known["mentions"].append(source)
        quotes.append(quote)
    return {
        "id": fields.pop("id", ""),
        "text": text,
        "quotes": quotes,
        "speakers": list(speakers.values()),
        **fields,
    }
