"""From what the tag head marks to whole names: cut at no hyphen, without titles, and the same throughout a text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from quoteattr.analysis import Name, NameClass, Offsets
from quoteattr.speakers.lexicon import listed

_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’.&](?=\w)(?!['’]?s\b)\w+)*")
_STRETCH = re.compile(r"[\w-]*$")
_GOES_ON = re.compile(r"(?:[-‐‑]\w+)*")
_ABBREVIATED = re.compile(
    r"(?:(?:.*\s)?(?:Jr|Sr|Inc|Ltd|Corp|Co|Bros)|.*(?:^|[.\s])[^\W\d_a-z]\.[^\W\d_a-z])$", re.DOTALL
)
_POSSESSIVE = re.compile(r"['’]s?$")
_LOWER = re.compile(r"(?<![\w'’-])[^\W\d_A-Z][\w-]*")
_RANK = re.compile(
    rf"(?<!\w)(?<!First )({'|'.join(sorted(word.capitalize() for word in listed('ranks')))})\s$"
)
"""What stands before a name and is part of it: "Lord Brook" is not called Brook."""
_GOES_ON_AFTER_STOP = re.compile(r"(?:^|\s)(?:St|Ste|Mt|Ft|[^\W\d_a-z])\.\s?$")
"""The end of "St." and of an initial, after which a name goes on."""
_MOST_WORDS = 8


def settle_names(text: str, tagged: Sequence[Name]) -> list[Name]:
    """Make whole names of the stretches that the tag head marks.

    Args:
        text: The text.
        tagged: Start, end and class of each stretch, in order.

    Returns:
        Names in order, without overlaps; a name found somewhere is found wherever it stands.
    """
    whole: list[Name] = []
    for start, end, kind in tagged:
        span = _whole(text, start, end)
        if span is None:
            continue
        if whole and span[0] < whole[-1][1]:
            if span[1] <= whole[-1][1]:
                continue
            whole[-1] = (whole[-1][0], span[1], whole[-1][2])
        elif whole and (
            (kind == whole[-1][2] and text[whole[-1][1] : span[0]] == " ")
            or _GOES_ON_AFTER_STOP.search(text[whole[-1][0] : span[0]])
        ):
            whole[-1] = (whole[-1][0], span[1], kind)
        else:
            whole.append((*span, kind))
    return sorted([*whole, *_elsewhere(text, whole)])


def _whole(text: str, start: int, end: int) -> Offsets | None:
    """A stretch widened to words that a hyphen joins, less titles before it and the possessive after it."""
    stretch = _STRETCH.search(text, max(0, start - 30), start)
    if stretch and text[stretch.start() : start].endswith("-") and text[stretch.start()].isupper():
        start = stretch.start()
    goes_on = _GOES_ON.match(text, end)
    if goes_on and any(part[:1].isupper() for part in goes_on.group().split("-")):
        end = goes_on.end()
    end = start + len(_POSSESSIVE.sub("", text[start:end].rstrip(" ,;:")))
    if text[end : end + 1] == "." and _ABBREVIATED.match(text[start:end]):
        end += 1
    words = list(_WORD.finditer(text, start, end))
    while len(words) > 1 and _is_epithet(words[0].group()):
        words.pop(0)
    while len(words) > 1 and words[-1].group().lower() in listed("honours"):
        words.pop()
        end = words[-1].end()
    if not words:
        return None
    rank = _RANK.search(text, max(0, words[0].start() - 20), words[0].start())
    return (rank.start(1) if rank else words[0].start()), end


def _is_epithet(word: str) -> bool:
    """Whether a word before a name is a title, an article or of the kind of "Mother-of-two"."""
    return word.lower() in listed("titles") or word.lower() in ("the", "a", "an") or "-of-" in word


def _elsewhere(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """The same names where the tag head has not seen them, those of one word only if they are no common words."""
    kinds: dict[tuple[str, ...], Counter[NameClass]] = defaultdict(Counter)
    for start, end, kind in names:
        kinds[tuple(text[start:end].casefold().split())][kind] += 1
    lower = set(_LOWER.findall(text)) | listed("function") | listed("titles")
    taken = bytearray(len(text))
    for start, end, _ in names:
        taken[start:end] = b"\1" * (end - start)
    words = [match for match in _WORD.finditer(text) if not taken[match.start()]]
    longest = {key[0]: 0 for key in kinds}
    for key in kinds:
        longest[key[0]] = max(longest[key[0]], min(len(key), _MOST_WORDS))
    at = 0
    while at < len(words):
        most = longest.get(words[at].group().casefold(), 0) if words[at].group()[0].isupper() else 0
        for size in range(min(most, len(words) - at), 0, -1):
            run = words[at : at + size]
            key = tuple(word.group().casefold() for word in run)
            if key not in kinds or (size == 1 and key[0] in lower):
                continue
            if all(text[a.end() : b.start()].isspace() for a, b in pairwise(run)):
                yield run[0].start(), run[-1].end(), kinds[key].most_common(1)[0][0]
                at += size - 1
                break
        at += 1
