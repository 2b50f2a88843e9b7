"""What a text says a speaker is: "chief executive of Northgate Bank"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteattr.speakers.lexicon import listed
from quoteattr.speakers.mentions import Mention

_ARTICLE = re.compile(r"(?:the|an?|who is|who was)\s+", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:who|which|that|whose|where|when)\b", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_LOOKED_AT = 12
_FEWEST_LETTERS = 4


def description_of(mentions: Sequence[Mention]) -> str | None:
    """The role of a person or body, as the text gives it beside the name.

    Args:
        mentions: Where it is named, in order.

    Returns:
        The fullest phrase beside one of the first mentions, without its article; None where there is none.
    """
    found = [phrase for mention in mentions[:_LOOKED_AT] for phrase in _phrases(mention)]
    return max(found, key=lambda phrase: min(len(phrase.split()), 8), default=None)


def _phrases(mention: Mention) -> list[str]:
    titled = [word for word in mention.title.split() if word.rstrip(".").lower() not in listed("honorifics")]
    phrases = [" ".join(titled), mention.apposition]
    plain = [_ARTICLE.sub("", _SPACE.sub(" ", phrase), count=1).strip(" .,'’") for phrase in phrases]
    return [
        phrase
        for phrase in plain
        if len(phrase) >= _FEWEST_LETTERS
        and not _RELATIVE.match(phrase)
        and phrase.lower() not in listed("function")
    ]
