"""What the other references of a text say of one of them: evidence for the second pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from quoteattr.speakers.evidence import Block
from quoteattr.speakers.reading import FloatArray, IntArray
from quoteattr.speakers.references import Reference

HISTORY_FEATURES: Final = (
    "own_belief", "own_belief_log", "last_speaker", "last_but_one", "last_named_speaker", "next_speaker",
    "next_named_speaker", "spoke_before", "share_before", "share_of_all", "parent", "same_words_before",
    "same_head_before", "last_he", "last_she", "last_reference", "called_as_here", "called_he_or_she",
    "last_in_paragraph", "last_in_paragraph_before",
)  # fmt: skip
_DECAY = 0.6
_ROUNDS_BACK = 12


def history(
    block: Block, references: Sequence[Reference], paragraphs: IntArray, belief: FloatArray
) -> dict[str, FloatArray]:
    """Features of each pair from whom the references are taken for in the first pass.

    Args:
        block: The block.
        references: Its references.
        paragraphs: The paragraph of each.
        belief: Probability of each pair, `[references, entities]`.
    """
    outer = np.array(
        [reference.attribution is not None and reference.parent is None for reference in references]
    )
    named = np.array([reference.form == "name" for reference in references])
    heard = np.where(outer[:, None], belief, 0)
    features = {
        "own_belief": belief,
        "own_belief_log": np.log(belief + 1e-4) / 5,
        "last_speaker": _pick(belief, _previous(outer)),
        "last_but_one": _pick(belief, _previous(outer, back=2)),
        "last_named_speaker": _pick(belief, _previous(outer & named)),
        "next_speaker": _pick(belief, _following(outer)),
        "next_named_speaker": _pick(belief, _following(outer & named)),
        "spoke_before": _decayed(heard),
        "share_before": _share(heard, outer),
        "share_of_all": np.broadcast_to(heard.sum(axis=0) / max(1, outer.sum()), belief.shape)
        - heard / max(1, outer.sum()),
        "parent": _pick(
            belief, np.array([-1 if r.parent is None else r.parent - block.first for r in references])
        ),
        "same_words_before": _pick(belief, _same_words(references)),
        "same_head_before": _pick(belief, _same_head(references)),
        "last_he": _pick(belief, _previous(np.array([r.form == "he" for r in references]))),
        "last_she": _pick(belief, _previous(np.array([r.form == "she" for r in references]))),
        "last_reference": _pick(belief, np.arange(len(references)) - 1),
    }
    features |= _genders(references, belief)
    same = _previous_in_paragraph(paragraphs, outer, 0)
    features["last_in_paragraph"] = _pick(belief, same)
    features["last_in_paragraph_before"] = _pick(belief, _previous_in_paragraph(paragraphs, outer, 1))
    return {name: features[name].astype(np.float32) for name in HISTORY_FEATURES}


def _pick(belief: FloatArray, rows: IntArray) -> FloatArray:
    """The belief of another reference for each; nothing where there is none."""
    inside = (rows >= 0) & (rows < len(belief))
    return np.where(inside[:, None], belief[rows.clip(0, max(0, len(belief) - 1))], 0)


def _previous(chosen: np.ndarray, back: int = 1) -> IntArray:
    """The last chosen reference before each."""
    places = np.flatnonzero(chosen)
    at = np.searchsorted(places, np.arange(len(chosen)), "left") - back
    return np.where(at >= 0, places[at.clip(0)], -1) if len(places) else np.full(len(chosen), -1)


def _following(chosen: np.ndarray) -> IntArray:
    places = np.flatnonzero(chosen)
    at = np.searchsorted(places, np.arange(len(chosen)), "right")
    return (
        np.where(at < len(places), places[at.clip(0, max(0, len(places) - 1))], -1)
        if len(places)
        else np.full(len(chosen), -1)
    )


def _previous_in_paragraph(paragraphs: IntArray, outer: np.ndarray, back: int) -> IntArray:
    last = _previous(outer)
    fits = (last >= 0) & (paragraphs[last.clip(0)] == paragraphs - back)
    return np.where(fits, last, -1)


def _decayed(heard: FloatArray) -> FloatArray:
    """Who has spoken lately, the last the most."""
    total = np.zeros_like(heard)
    for back in range(1, min(_ROUNDS_BACK, len(heard))):
        total[back:] += _DECAY ** (back - 1) * heard[:-back]
    decayed: FloatArray = total * np.float32(1 - _DECAY)
    return decayed


def _share(heard: FloatArray, outer: np.ndarray) -> FloatArray:
    before = np.cumsum(heard, axis=0) - heard
    share: FloatArray = before / (np.cumsum(outer) - outer).clip(1)[:, None]
    return share


def _same_words(references: Sequence[Reference]) -> IntArray:
    return _last_alike([r.source.casefold() if r.attribution is not None else "" for r in references])


def _same_head(references: Sequence[Reference]) -> IntArray:
    return _last_alike([r.head if r.form in ("definite", "indefinite") else "" for r in references])


def _last_alike(keys: Sequence[str]) -> IntArray:
    seen: dict[str, int] = {}
    found = []
    for number, key in enumerate(keys):
        found.append(seen.get(key, -1) if key else -1)
        seen[key] = number
    return np.array(found, dtype=np.int64)


def _genders(references: Sequence[Reference], belief: FloatArray) -> dict[str, FloatArray]:
    """How far the text calls an entity "he" or "she" elsewhere, against what this reference says."""
    male = np.array([reference.gender == "m" for reference in references], dtype=np.float32)[:, None]
    female = np.array([reference.gender == "f" for reference in references], dtype=np.float32)[:, None]
    he = (belief * male).sum(axis=0) - belief * male
    she = (belief * female).sum(axis=0) - belief * female
    lean = (he - she) / (1 + he + she)
    return {"called_as_here": lean * (male - female), "called_he_or_she": (he + she) / (1 + he + she)}
