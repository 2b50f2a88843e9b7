"""Cue words: what the verb or noun of an attribution says about its medium and its polarity.

`cues.tsv` holds, for each cue lemma, how often training labels gave it each medium and each
polarity. `cue_features` turns a cue and the characters around it into a small vector for the
network's head: smoothed log priors of the cue's first and last content word, and flags for what
the words show by themselves (a negation, a question, a colon).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from quoteattr.analysis import MEDIA, POLARITIES
from quoteattr.lemmas import content_lemmas
from quoteattr.wordlists import word_set

DISCOUNT = 1.0
"""Taken from every count, so that a label seen once (it may be the very one being learnt) says nothing."""

STRENGTH = 3.0
"""How many imagined cues the corpus prior is worth beside a lemma's own counts."""

FEATURE_NAMES: tuple[str, ...] = (
    *(f"head_{value}" for value in (*MEDIA, *POLARITIES)),
    *(f"tail_{value}" for value in (*MEDIA, *POLARITIES)),
    "head_known",
    "tail_known",
    "head_frequency",
    "not",
    "never",
    "no",
    "scarcely",
    "refusing",
    "rejecting",
    "asking",
    "uncertain",
    "written_cue",
    "spoken_cue",
    "whether_in_cue",
    "question_mark_in_cue",
    "reportedly",
    "noun_cue",
    "passive",
    "modal",
    "infinitive",
    "gerund",
    "several_words",
    "colon",
    "no_word",
    "negated_before",
    "other_than_before",
    "asked_before",
    "written_before",
    "question_mark_before",
    "whether_after",
    "interrogative_after",
    "that_after",
    "quote_after",
    "negated_after",
    "request_after",
    "written_after",
    "question_mark_after",
)
CONTEXT = 40
"""Characters on either side of a cue that `cue_features` looks at."""

MAX_CUE = 200
"""Characters of a cue that are read; a cue is a handful of words."""

TOTAL = "*"
"""Stands in the lexicon file for all cues together."""

FEATURES: int = len(FEATURE_NAMES)
"""Length of the vector that `cue_features` returns."""

_CONTEXT_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


_REFUSING = word_set(
    "avoid balk coy decline demur dodge duck fail failure forgo hesitate ignore inability lack mum "
    "neglect omit refrain refusal refuse reluctance reluctant stonewall unable unwilling "
    "unwillingness withhold"
)
_REJECTING = word_set(
    "contradict debunk decry deny disagree disavow discount dismiss dismissal disown dispute downplay "
    "flout nix oppose opposition override overrule overturn pooh rebuff rebut rebuttal recant refute "
    "reject rejection renounce repudiate rescind retract rubbish scoff spurn veto"
)
_ASKING = word_set(
    "ask doubt inquire inquiry interrogate ponder press query question skeptical skepticism wonder"
)
_WRITTEN = word_set(
    "accord account ad affidavit analyses analysis analysts article bill blog book brief column "
    "complaint document documents draft e-mail ebook editorial email emails essay facebook filing "
    "filings headline instagram lawsuit leaflet letter manifesto memo memoir message messages "
    "newspaper note op-ed paper papers petition poll polls post posts record records release report "
    "reports research retweeted ruling statement story studies study survey surveys text transcript "
    "transcripts tweet tweeted tweets twitter website write writes writing written wrote"
)
_SPOKEN = word_set(
    "aloud audience crowd debate interview interviews press-conference rally remarks reporter "
    "reporters speech tell telling tells testified testimony told"
)
_NOT = re.compile(r"(?i)\bnot\b|n[’']t\b|\bcannot\b")
_NEVER = re.compile(r"(?i)\bnever\b")
_NO = re.compile(r"(?i)\b(?:no|none|nothing|neither|nobody|nor|without|no longer)\b")
_SCARCELY = re.compile(
    r"(?i)\b(?:hardly|scarcely|barely|rarely|little|few|less|yet to|stop\w* short|reluctant\w*)\b"
)
_PUSH_BACK = re.compile(
    r"(?i)\b(?:(?:push|hit|fir|walk)\w* back|brush\w* (?:off|aside)|shrug\w* off|against|"
    r"t(?:ake|akes|ook) issue|cast\w* doubt)\b"
)
_HOLDS_WHETHER = re.compile(r"(?i)\b(?:whether|if)\b")
_GERUND = re.compile(r"(?i)\w+ing\b")
_NEGATED_AFTER = re.compile(r"(?i)^[\s,]*(?:no|nothing|none|neither|little|not|never|few)\b")
_REQUEST = re.compile(r"(?i)^[^.,;“”\"]{0,30}\b(?:to|for|that)\b")
_THAT = re.compile(r"(?i)^[\s,]*that\b")
_QUOTE = re.compile(r"^[\s,:]*[“\"‘«]")
_NEGATED_BEFORE = re.compile(r"(?i)\b(?:no one|nobody|none|neither|nor|no|few|not|never)\b[^.;:“”\"]{0,25}$")
_OTHER_THAN = re.compile(
    r"(?i)\b(?:rather than|instead of|without|lest|before|refus\w+|failed|declin\w+)\b[^.;:]*$"
)
_ASKED_BEFORE = re.compile(r"(?i)\b(?:ask(?:ed|s|ing)?|whether|wonder\w*|question\w*)\b")
_WHETHER = re.compile(r"(?i)^[\s,:“‘\"']*(?:about |of |as to |on )?(?:whether|if)\b")
_INTERROGATIVE = re.compile(
    r"(?i)^[\s,:“‘\"']*(?:about |of |on )?(?:how|why|what|who|whom|when|where|which)\b"
)
_UNCERTAIN = re.compile(r"(?i)\b(?:un(?:clear|certain|known|sure|likely|decided)|not (?:clear|known|sure))\b")
_REPORTEDLY = re.compile(r"(?i)\b(?:reportedly|allegedly|supposedly|purportedly|apparently)\b")
_PASSIVE = re.compile(
    r"(?i)\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?(?:\w+ed|told|known|seen|said)\b"
)
_MODAL = re.compile(r"(?i)\b(?:would|could|might|may|should|must|will|shall|can)\b|[’'](?:ll|d)\b")
_NOUN = re.compile(r"(?i)(?:tion|sion|ment|ism|al|ance|ence|ity|ness|ure)s?$")
_DETERMINED = re.compile(r"(?i)^(?:[’']s\b|(?:an?|the|his|her|its|their|this|that|new)\s)")


@dataclass(frozen=True, slots=True)
class CueCounts:
    """How training labels used one cue lemma."""

    medium: tuple[int, ...]
    """Cues of each medium, in the order of `MEDIA`."""
    polarity: tuple[int, ...]
    """Cues of each polarity, in the order of `POLARITIES`; cues that hold a negation are left out."""


class Lexicon:
    """Cue lemmas with their counts, and the corpus totals that unknown lemmas fall back on.

    Args:
        lemmas: The counts of each lemma.
        total: The counts of the whole corpus.
    """

    def __init__(self, lemmas: Mapping[str, CueCounts], total: CueCounts) -> None:
        self.lemmas = dict(lemmas)
        self.total = total
        self.frequency = {name: sum(counts.medium) for name, counts in self.lemmas.items()}
        # Words of the small closed lists are dictionary forms too, though no training cue may hold them.
        self._known = dict.fromkeys(_REFUSING | _REJECTING | _ASKING, 1) | self.frequency
        self._medium_prior = _shares(total.medium)
        self._polarity_prior = _shares(total.polarity)
        self._corpus = self._log_priors(CueCounts((0,) * len(MEDIA), (0,) * len(POLARITIES)))
        self._priors = {name: self._log_priors(counts) for name, counts in self.lemmas.items()}

    def lemmas_of(self, cue: str) -> list[str]:
        """Lemmas of a cue's content words, in order."""
        return content_lemmas(cue, self._known)

    def log_priors(self, name: str | None) -> tuple[float, ...]:
        """Smoothed log priors of every medium and polarity, the corpus's own where the lemma is unknown."""
        return self._corpus if name is None else self._priors.get(name, self._corpus)

    def _log_priors(self, counts: CueCounts) -> tuple[float, ...]:
        smoothed = (
            *_smooth(counts.medium, self._medium_prior),
            *_smooth(counts.polarity, self._polarity_prior),
        )
        return tuple(math.log(value) for value in smoothed)


def _shares(counts: Sequence[int]) -> list[float]:
    return [(count + 1) / (sum(counts) + len(counts)) for count in counts]


def _smooth(counts: Sequence[int], prior: Sequence[float]) -> list[float]:
    """Absolute discounting towards a prior.

    A network trained on the cues that were counted sees each one's own label in the counts. Without the
    discount it would learn to trust a lemma seen three times as if it had been seen afresh.
    """
    kept = [max(count - DISCOUNT, 0.0) for count in counts]
    spread = sum(counts) - sum(kept) + STRENGTH
    return [(own + spread * share) / (sum(counts) + STRENGTH) for own, share in zip(kept, prior, strict=True)]


def read_lexicon(lines: Iterable[str]) -> Lexicon:
    """Read a lexicon from the lines of a tab-separated file such as `cues.tsv`.

    Raises:
        ValueError: A line does not have a lemma and one count for each medium and polarity.
    """
    rows: dict[str, CueCounts] = {}
    for number, line in enumerate(lines, start=1):
        if line.startswith("#") or not line.strip():
            continue
        name, *cells = line.rstrip("\n").split("\t")
        if name == "lemma":
            continue
        if len(cells) != len(MEDIA) + len(POLARITIES) or not all(cell.isdecimal() for cell in cells):
            raise ValueError(f"cue lexicon, line {number}: expected a lemma and seven counts, found {line!r}")
        counts = tuple(map(int, cells))
        rows[name] = CueCounts(counts[: len(MEDIA)], counts[len(MEDIA) :])
    if TOTAL not in rows:
        raise ValueError(f"cue lexicon: no line {TOTAL!r} with the counts of the whole corpus")
    return Lexicon({name: counts for name, counts in rows.items() if name != TOTAL}, rows[TOTAL])


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon that comes with the package."""
    with (resources.files("quoteattr") / "cues.tsv").open(encoding="utf-8") as lines:
        return read_lexicon(lines)


def is_negated(cue: str) -> bool:
    """Say whether a cue holds a negating word: "did not say", "never mentioned", "no comment"."""
    return bool(_NOT.search(cue) or _NEVER.search(cue) or _NO.search(cue))


@lru_cache(maxsize=4096)  # the common cues; more would only fill memory
def _features_of_cue(cue: str) -> tuple[float, ...]:
    cues = lexicon()
    names = cues.lemmas_of(cue)
    head, tail = (names[0], names[-1]) if names else (None, None)
    seen = set(names)
    words = set(_CONTEXT_WORD.findall(cue.lower()))
    flags = (
        head in cues.lemmas,
        tail in cues.lemmas,
        math.log1p(cues.frequency.get(head, 0) if head else 0) / 5,
        _NOT.search(cue),
        _NEVER.search(cue),
        _NO.search(cue),
        _SCARCELY.search(cue),
        seen & _REFUSING,
        seen & _REJECTING or _PUSH_BACK.search(cue),
        seen & _ASKING,
        _UNCERTAIN.search(cue),
        words & _WRITTEN,
        words & _SPOKEN,
        _HOLDS_WHETHER.search(cue),
        "?" in cue,
        _REPORTEDLY.search(cue),
        _DETERMINED.search(cue) or (tail and _NOUN.search(tail)),
        _PASSIVE.search(cue),
        _MODAL.search(cue),
        cue[:3].lower() == "to ",
        _GERUND.match(cue),
        len(seen) > 1,
        ":" in cue,
        not names,
    )
    numbers = (value if isinstance(value, float) else float(bool(value)) for value in flags)
    return (*cues.log_priors(head), *cues.log_priors(tail), *numbers)


def _features_of_context(before: str, after: str) -> tuple[bool, ...]:
    return (
        _NEGATED_BEFORE.search(before) is not None,
        _OTHER_THAN.search(before) is not None,
        _ASKED_BEFORE.search(before) is not None,
        not _WRITTEN.isdisjoint(_CONTEXT_WORD.findall(before.lower())),
        "?" in before,
        _WHETHER.match(after) is not None,
        _INTERROGATIVE.match(after) is not None,
        _THAT.match(after) is not None,
        _QUOTE.match(after) is not None,
        _NEGATED_AFTER.match(after) is not None,
        _REQUEST.match(after) is not None,
        not _WRITTEN.isdisjoint(_CONTEXT_WORD.findall(after.lower())),
        "?" in after,
    )


def cue_features(cue: str, before: str = "", after: str = "") -> npt.NDArray[np.float32]:
    """Return what a cue's words say about medium and polarity, as a vector.

    Args:
        cue: The cue as written; empty where a quote has none.
        before: Up to some 40 characters of text before the cue.
        after: Up to some 40 characters of text after the cue, where the content often begins.

    Returns:
        `FEATURES` numbers, named by `FEATURE_NAMES`.
    """
    values = _features_of_cue(cue[:MAX_CUE]) + _features_of_context(before[-CONTEXT:], after[:CONTEXT])
    return np.array(values, dtype=np.float32)
