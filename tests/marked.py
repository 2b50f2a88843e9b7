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
    text, sources, contents = _unmarked(marked)
    quotes: list[dict[str, Any]] = []
    speakers: dict[tuple[str, str], dict[str, Any]] = {}
    for number, (source, content) in enumerate(zip(sources, contents, strict=True)):
        who, words = text[slice(*source)], text[slice(*content)]
        name, kind = (names or {}).get(who, (who, "person"))
        quote: dict[str, Any] = {
            "id": f"q{number}",
            "kind": "direct" if words.startswith("“") else "mixed" if "“" in words else "indirect",
            "content": [content],
            "source": [source],
            "polarity": polarity,
        }
        if name:
            quote |= {"speaker": name, "speaker_kind": kind}
            new = {"id": f"s{len(speakers)}", "name": name, "kind": kind, "mentions": []}
            speakers.setdefault((name, kind), new)["mentions"].append(source)
        quotes.append(quote)
    known = list(speakers.values())
    return {"id": fields.pop("id", ""), "text": text, "quotes": quotes, "speakers": known, **fields}


def _unmarked(marked: str) -> tuple[str, list[list[int]], list[list[int]]]:
    """The text without its marks, and where sources and contents stand in it."""
    text, place = "", 0
    sources: list[list[int]] = []
    contents: list[list[int]] = []
    for match in _MARKS.finditer(marked):
        text += marked[place : match.start()]
        words = match["who"] or match["what"]
        (sources if match["who"] else contents).append([len(text), len(text) + len(words)])
        text += words
        place = match.end()
    return text + marked[place:], sources, contents
