"""From the network's scores of a batch of windows to draft attributions, in words of their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from quoteattr.network.chain import best_path
from quoteattr.network.heads import ARGUMENTS, CUE_TAGS
from quoteattr.network.network import Network
from quoteattr.text.windows import Batch, Window

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
WordSpan = tuple[int, int]
"""First and last word, both included."""

EAGERNESS = 1.0
"""Added to the log-odds of a word to be a cue: whether a cue is one is decided by its arguments too."""
_LONGEST_CUE = 12
_B_CONTENT, _I_CONTENT, _B_SOURCE, _I_SOURCE = (
    ARGUMENTS.index(label) for label in ("B-content", "I-content", "B-source", "I-source")
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution as the network gives it. Spans count the words of the whole text.

    Attributes:
        contents: The content's spans, in order.
        cue: The cue; None for a content that nothing introduces.
        source: The source; None when there is none.
        evidence: What the score of the attribution is computed from, `[EVIDENCE]`.
        medium: Log-probabilities, `[3]`.
        polarity: Log-probabilities, `[4]`.
        tier: Log-probabilities, `[2]`.
    """

    contents: tuple[WordSpan, ...]
    cue: WordSpan | None
    source: WordSpan | None
    evidence: FloatArray
    medium: FloatArray
    polarity: FloatArray
    tier: FloatArray


EVIDENCE = (
    "cue",
    "cue_against_none",
    "content_edges",
    "content_inside",
    "source",
    "source_elsewhere",
    "has_cue",
    "has_source",
    "parts",
    "length",
    "tier",
)
"""Names of the values in `Draft.evidence`; the first six and the last are log-probabilities."""


@torch.inference_mode()
def read_drafts(network: Network, vectors: Tensor, batch: Batch, windows: Sequence[Window]) -> list[Draft]:
    """Find the attributions in a batch of windows.

    Args:
        network: In evaluation mode.
        vectors: What `Network.read` made of the batch, `[windows, words, width]`.
        batch: The windows as tensors.
        windows: The same windows.
    """
    tags = network.cues(vectors).float().log_softmax(dim=2).cpu().numpy()
    cues, introduced = find_cues(tags, np.array([window.last - window.first for window in windows]))
    if not len(cues):
        return []
    places = torch.from_numpy(cues).to(vectors.device)
    scores = network.arguments(vectors, batch, places, torch.from_numpy(introduced).to(vectors.device))
    labels = scores.cpu().numpy()
    lengths = np.array([window.last - window.first for window in windows])[cues[:, 0]]
    steps = network.arguments.chain.steps().float().cpu().numpy()
    paths = best_path(labels, steps, lengths)
    chances = scores.log_softmax(dim=2).cpu().numpy()
    found = [_arguments(path, chance, number) for path, chance, number in zip(paths, chances, introduced, strict=True)]
    kept = [number for number, (contents, _) in enumerate(found) if contents]
    if not kept:
        return []
    leads = np.array([[cues[n, 0], found[n][0][0][0], found[n][0][-1][1]] for n in kept], dtype=np.int64)
    asked = torch.from_numpy(cues[kept]).to(vectors.device)
    meanings = network.meaning(vectors, asked, torch.from_numpy(leads).to(vectors.device))
    medium, polarity, tier = (part.log_softmax(dim=1).cpu().numpy() for part in meanings)
    drafts = []
    for row, number in enumerate(kept):
        contents, source = found[number]
        window, first, last = cues[number].tolist()
        has_cue = bool(introduced[number])
        shift = windows[window].first
        drafts.append(
            Draft(
                contents=tuple((a + shift, b + shift) for a, b in contents),
                cue=(first + shift, last + shift) if has_cue else None,
                source=(source[0] + shift, source[1] + shift) if source else None,
                evidence=_evidence(
                    tags[window, first], chances[number], contents, source, has_cue, tier[row]
                ),
                medium=medium[row],
                polarity=polarity[row],
                tier=tier[row],
            )
        )
    return drafts


def find_cues(tags: FloatArray, lengths: IntArray) -> tuple[IntArray, IntArray]:
    """Cues, and first words of contents without one, from the tags' log-probabilities.

    Args:
        tags: Log-probabilities of `CUE_TAGS`, `[windows, words, 4]`.
        lengths: Words of each window, `[windows]`.

    Returns:
        Window, first and last word of each, `[cues, 3]`; 1 for a cue and 0 for a beginning of a content, `[cues]`.
    """
    eager = tags.copy()
    eager[:, :, 0] -= EAGERNESS
    best = eager.argmax(axis=2)
    best[np.arange(tags.shape[1])[None] >= lengths[:, None]] = 0
    rows, places = np.nonzero((best == CUE_TAGS.index("B")) | (best == CUE_TAGS.index("start")))
    cues, introduced = [], []
    for row, place in zip(rows.tolist(), places.tolist(), strict=True):
        last = place
        is_cue = best[row, place] == CUE_TAGS.index("B")
        while (
            is_cue
            and last + 1 < lengths[row]
            and last - place < _LONGEST_CUE
            and best[row, last + 1] == CUE_TAGS.index("I")
        ):
            last += 1
        cues.append((row, place, last))
        introduced.append(int(is_cue))
    return np.array(cues, dtype=np.int64).reshape(-1, 3), np.array(introduced, dtype=np.int64)


def _arguments(path: IntArray, chances: FloatArray, introduced: int) -> tuple[list[WordSpan], WordSpan | None]:
    contents = _runs(path, _B_CONTENT, _I_CONTENT)
    sources = _runs(path, _B_SOURCE, _I_SOURCE)
    source = max(sources, key=lambda run: chances[run[0], _B_SOURCE], default=None)
    return contents, source


def _runs(path: IntArray, begin: int, inside: int) -> list[WordSpan]:
    runs = []
    for first in np.flatnonzero(path == begin).tolist():
        last = first
        while last + 1 < len(path) and path[last + 1] == inside:
            last += 1
        runs.append((first, last))
    return runs


def _evidence(
    tags: FloatArray,
    chances: FloatArray,
    contents: Sequence[WordSpan],
    source: WordSpan | None,
    has_cue: bool,
    tier: FloatArray,
) -> FloatArray:
    edges = [float(chances[first, _B_CONTENT]) for first, _ in contents]
    inside = np.concatenate([chances[first : last + 1, _B_CONTENT : _I_CONTENT + 1] for first, last in contents])
    last = contents[-1][1]
    after = float(np.logaddexp(chances[last + 1, 0], chances[last + 1, _B_SOURCE])) if last + 1 < len(chances) else 0.0
    own = float(chances[source[0], _B_SOURCE]) if source else 0.0
    outside = chances[:, _B_SOURCE].copy()
    if source:
        outside[source[0]] = -20.0
    return np.array(
        [
            float(tags[CUE_TAGS.index("B" if has_cue else "start")]),
            float(tags[0]),
            min(edges) + after,
            float(np.logaddexp(inside[:, 0], inside[:, 1]).mean()),
            own,
            float(np.log1p(-np.exp(np.minimum(outside.max(), -1e-4)))),
            float(has_cue),
            float(source is not None),
            float(len(contents) > 1),
            float(np.log1p(len(inside))),
            float(tier[0]),
        ],
        dtype=np.float32,
    )
