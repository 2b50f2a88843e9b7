"""What the words around a name say of its place in the sentence, without a parse."""

from __future__ import annotations

import re
from typing import NamedTuple

_REACH = 60
_TITLES_BEFORE = re.compile(r"(?:[^\W\d_a-z][\w.’'-]*\s+|the\s+|former\s+)*$")
_CLAUSE_BEGINS = re.compile(
    r"(?:^|[.!?…:;]['”’\"»)]*\s+|\n\s*|['\"“‘]|,\s+"
    r"|\b(?:after|and|as|because|before|but|if|that|when|which|while)\s+)$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:about|against|among|at|behind|between|by|for|from|in|into|of|on|over|than|to|toward|under|with|without)\s+$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s+(?:(?:also|later|never|now|once|still|then|just|\w+ly)\s+)?(?:is|was|has|had|did|does|will|would|could|can|may"
    r"|might|should|sa(?:id|ys)|told|made|took|gave|went|came|got|won|lost|left|began|became|wrote|spoke|met|\w+ed)\b"
)


class Role(NamedTuple):
    """Where a name stands: before its verb as a subject does, after a preposition, before what it owns."""

    begins_clause: bool
    after_preposition: bool
    before_verb: bool
    owns: bool


def role_of(text: str, start: int, end: int) -> Role:
    """Guess the role of a name in its sentence; titles before it count as part of it."""
    before = text[max(0, start - _REACH) : start]
    titles = _TITLES_BEFORE.search(before)
    before = before[: titles.start()] if titles else before
    return Role(
        begins_clause=_CLAUSE_BEGINS.search(before) is not None,
        after_preposition=_PREPOSITION.search(before) is not None,
        before_verb=_VERB.match(text, end, end + _REACH) is not None,
        owns=text[end : end + 2] in ("’s", "'s"),
    )


def begins_clause(text: str, start: int) -> bool:
    """Whether a clause begins at a place, so that what stands there may be its subject."""
    return _CLAUSE_BEGINS.search(text[max(0, start - _REACH) : start]) is not None
