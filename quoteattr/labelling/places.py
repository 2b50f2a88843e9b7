"""Where the words of a label stand in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quoteattr.analysis import Offsets

_ALIKE = str.maketrans(
    dict.fromkeys("“”„", '"')
    | dict.fromkeys("‘’‚", "'")
    | dict.fromkeys("–—", "-")
    | dict.fromkeys("\u00a0\u2009\u202f", " ")
)
"""Marks, dashes and blanks that a label may write either way; each stays one character."""
_COUNTED = re.compile(r"(.*?)#(\d+)", re.DOTALL)
_PARAGRAPH_FIRST = re.compile(r"(\d+):(.+)", re.DOTALL)


class NotFoundError(ValueError):
    """Words of a label do not stand where it says."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, and how many other places would have done."""

    span: Offsets
    others: int = 0


def paragraphs(text: str) -> list[Offsets]:
    """The lines that hold something: labels count them from 1."""
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def occurrences(text: str, words: str, start: int, end: int) -> list[Offsets]:
    """Every place between two offsets where words stand as whole words."""
    words = words.strip()
    pattern = r"\s+".join(map(re.escape, words.translate(_ALIKE).split()))
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    found = re.finditer(before + pattern + after, text[start:end].translate(_ALIKE)) if pattern else ()
    return [(start + match.start(), start + match.end()) for match in found]


def find_content(text: str, lines: Sequence[Offsets], first: int, field: str) -> list[Offsets]:
    """The spans of a content that begins in a paragraph.

    Args:
        text: The text.
        lines: Its paragraphs.
        first: Number of the paragraph, from 0.
        field: Its words: "all of them", "the first ~ the last", "a part ++ another part".

    Raises:
        NotFoundError: The words do not stand there, or stand there several times and the label does not say which.
    """
    spans: list[Offsets] = []
    start, end = lines[first]
    for part in field.split("++"):
        beginning, _, ending = (piece.strip() for piece in part.partition("~"))
        words, which = _counted(beginning)
        found = occurrences(text, words, start, end)
        if len(found) > 1 and which is None and not spans:
            raise NotFoundError(
                f"{words!r} stands {len(found)} times in the paragraph: add #1, #2 … to say which"
            )
        low, high = _pick(found, which, f"{words!r} from paragraph {first + 1} on")
        if ending:
            words, which = _counted(ending)
            high = _pick(occurrences(text, words, high, len(text)), which, f"{words!r} after the beginning")[
                1
            ]
        spans.append((low, high))
        start, end = high, len(text)
    return spans


def find_near(
    text: str,
    lines: Sequence[Offsets],
    first: int,
    content: Sequence[Offsets],
    field: str,
    *,
    beside: Offsets | None = None,
) -> Place | None:
    """Where a cue or source stands nearest to its content, or to `beside`.

    Args:
        text: The text.
        lines: Its paragraphs.
        first: Number of the paragraph in which the content begins.
        content: The content's spans, which it rather stands outside of.
        field: Its words; "-" for none. "4:said" looks in paragraph 4 alone, "said#2" takes the second one.
        beside: What it stands near to, if not to the content.

    Raises:
        NotFoundError: The words do not stand in any paragraph around.
    """
    if field.strip() in ("-", ""):
        return None
    forced = _PARAGRAPH_FIRST.match(field.strip())
    words, which = _counted(forced[2] if forced else field)
    beginning, _, ending = (piece.strip() for piece in words.partition("~"))
    for number in [int(forced[1]) - 1] if forced else _around(lines, first, content):
        if not 0 <= number < len(lines):
            continue
        found = occurrences(text, beginning, *lines[number])
        if which is not None:
            found = found[which - 1 : which]
        else:
            found = [span for span in found if not _overlaps(span, content)] or found
        if found:
            low, high = min(found, key=_distance(content, beside))
            if ending:
                high = _pick(occurrences(text, ending, high, lines[number][1]), None, f"{ending!r}")[1]
            return Place((low, high), len(found) - 1)
    raise NotFoundError(f"{field.strip()!r} is not in the paragraphs around")


def _around(lines: Sequence[Offsets], first: int, content: Sequence[Offsets]) -> list[int]:
    last = next(number for number, (_, end) in enumerate(lines) if end >= content[-1][1])
    return list(dict.fromkeys([first, last, *range(first, last), first - 1, last + 1, first - 2]))


def _overlaps(span: Offsets, others: Sequence[Offsets]) -> bool:
    return any(span[0] < end and span[1] > start for start, end in others)


def _distance(content: Sequence[Offsets], beside: Offsets | None) -> Callable[[Offsets], int]:
    if beside is not None:
        low, high = beside
        return lambda span: max(span[0] - high, low - span[1], 0)
    start = content[0][0]
    ends = [end for _, end in content]
    return lambda span: min(abs(start - span[1]), *(abs(span[0] - end) for end in ends))


def _counted(words: str) -> tuple[str, int | None]:
    match = _COUNTED.fullmatch(words.strip())
    return (match[1].strip(), int(match[2])) if match else (words.strip(), None)


def _pick(found: Sequence[Offsets], which: int | None, what: str) -> Offsets:
    if len(found) < (which or 1):
        raise NotFoundError(f"{what}: not found" if not found else f"{what}: stands only {len(found)} times")
    return found[(which or 1) - 1]
