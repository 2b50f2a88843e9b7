"""Names inside a source: what stands between the source's edges and each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from quoteattr.speakers.layout import Layout
from quoteattr.speakers.lexicon import listed
from quoteattr.speakers.mentions import Mention
from quoteattr.speakers.reading import FloatArray, IntArray
from quoteattr.speakers.references import Reference, plain

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_RELATIVE = re.compile(r"\b(?:who|that|which|whose|whom)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;:(–—]|\s-\s")
_AND = re.compile(r"\b(?:and|or)\b")
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_LEADS = ("of", "for", "to", "by", "with", "from", "in", "at")

_KIN = frozenset(map(plain, listed("kin")))
_VOICES = frozenset(map(plain, listed("voices")))
_BODIES = frozenset(map(plain, listed("bodies")))

SOURCE_FEATURES: Final = (
    "source_is_name", "source_starts_with_name", "source_first_name", "source_last_name", "source_set_off",
    "source_goes_on", "source_owner", "source_noun_after", "source_kin_after", "source_voice_after",
    "source_body_after", "source_kin_before", "source_voice_before", "source_relative_before", "source_and_before",
    "source_and_after", "source_title", "source_longest", "source_other_lead",
    *(f"source_lead_{lead}" for lead in _LEADS),
)  # fmt: skip


def names_in_sources(layout: Layout, first: int, last: int) -> tuple[IntArray, FloatArray]:
    """Names inside the sources `first` to `last` (exclusive).

    Returns:
        Reference (counted from `first`) and mention of each, `[pairs, 2]`, the first of an entity alone; and their
        features, `[pairs, len(SOURCE_FEATURES)]`.
    """
    mentions, owners = layout.named.mentions, layout.named.owners
    starts = layout.spans[:, 0]
    places: list[tuple[int, int]] = []
    rows: list[list[float]] = []
    for number, reference in enumerate(layout.references[first:last]):
        if not reference.source or reference.attribution is None:
            continue
        low, high = np.searchsorted(starts, reference.span, "left").tolist()
        inside = [n for n in range(low, high) if mentions[n].end <= reference.span[1] + 1]
        seen: set[int] = set()
        for place in inside:
            if owners[place] not in seen:
                seen.add(owners[place])
                places.append((number, place))
                rows.append(
                    _features(layout.read.text, reference, [mentions[n] for n in inside], mentions[place])
                )
    features = np.array(rows, dtype=np.float32).reshape(-1, len(SOURCE_FEATURES))
    return np.array(places, dtype=np.int64).reshape(-1, 2), features


def _features(text: str, reference: Reference, inside: Sequence[Mention], mention: Mention) -> list[float]:
    begin, end = reference.span
    before, after = text[begin : mention.start], text[mention.end : max(end, mention.end)]
    titled = before.rstrip().endswith(mention.title.rstrip()) and len(before.strip()) == len(
        mention.title.strip()
    )
    bare = _ARTICLE.sub("", before).strip()
    owner = after[:2] in ("’s", "'s") or after[:1] in ("’", "'")
    tail = _WORD.findall(_SEPARATOR.split(after[2 * owner :], maxsplit=1)[0])
    lead = _lead(before)
    ahead = {plain(word) for word in _WORD.findall(before)}
    last = plain(tail[0]) if tail else ""
    tail_plain = {plain(word) for word in tail[:4]}
    return [
        float(not bare and not after.strip(" .,'’s")),
        float(not bare),
        float(mention.start == inside[0].start),
        float(mention.end == max(other.end for other in inside)),
        float(_SEPARATOR.search(before) is not None),
        float(_SEPARATOR.match(after.lstrip()) is not None),
        float(owner),
        float(bool(tail) and tail[0].islower() and last not in listed("prepositions") and lead != "and"),
        float(bool(tail_plain & _KIN)),
        float(bool(tail_plain & _VOICES)),
        float(bool(tail_plain & _BODIES)),
        float(bool(ahead & _KIN)),
        float(bool(ahead & _VOICES)),
        float(_RELATIVE.search(before) is not None),
        float(_AND.search(before) is not None),
        float(_AND.search(after) is not None),
        float(titled or not bare),
        float(mention.end - mention.start == max(other.end - other.start for other in inside)),
        float(lead in listed("prepositions") and lead not in _LEADS),
        *(float(lead == word) for word in _LEADS),
    ]


def _lead(before: str) -> str:
    """The last preposition of the stretch before a name that no comma ends."""
    stretch = _SEPARATOR.split(before)[-1]
    leads = [word for word in _WORD.findall(stretch.lower()) if word in listed("prepositions")]
    return leads[-1] if leads else ""
