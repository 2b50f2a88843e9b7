"""From the network's scores of a batch of windows to draft attributions, in words of their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
def read_drafts(
    network: Network, vectors: Tensor, batch: Batch, windows: Sequence[Window]
) -> list[tuple[int, Draft]]:
    """Find the attributions in a batch of windows, each with the number of its text.

    Args:
        network: In evaluation mode.
        vectors: What `Network.read` made of the batch, `[windows, words, width]`.
        batch: The windows as tensors.
        windows: The same windows.
    """
    lengths = np.array([window.last - window.first for window in windows])
    tags = network.cues(vectors).float().log_softmax(dim=2).cpu().numpy()
    cues, introduced = find_cues(tags, lengths)
    if not len(cues):
        return []
    asked = torch.from_numpy(cues).to(vectors.device), torch.from_numpy(introduced).to(vectors.device)
    scores = network.arguments(vectors, batch, *asked)
    steps = network.arguments.chain.steps().float().cpu().numpy()
    paths = best_path(scores.cpu().numpy(), steps, lengths[cues[:, 0]])
    chances = scores.log_softmax(dim=2).cpu().numpy()
    arguments = [_arguments(path, chance) for path, chance in zip(paths, chances, strict=True)]
    kept = [number for number, (contents, _) in enumerate(arguments) if contents]
    meanings = _meanings(network, vectors, cues[kept], [arguments[number][0] for number in kept])
    drafts = []
    for number, meaning in zip(kept, meanings, strict=True):
        window, first, last = cues[number].tolist()
        cue = (first, last) if introduced[number] else None
        contents, source = arguments[number]
        evidence = _evidence(tags[window, first], chances[number], contents, source, cue, meaning[2])
        draft = Draft(tuple(contents), cue, source, evidence, *meaning)
        drafts.append((windows[window].text, _moved(draft, windows[window].first)))
    return drafts


def _meanings(
    network: Network, vectors: Tensor, cues: IntArray, contents: Sequence[Sequence[WordSpan]]
) -> list[tuple[FloatArray, FloatArray, FloatArray]]:
    """Log-probabilities of medium, polarity and tier of each attribution."""
    if not len(cues):
        return []
    leads = [(window, parts[0][0], parts[-1][1]) for window, parts in zip(cues[:, 0], contents, strict=True)]
    places = torch.from_numpy(cues).to(vectors.device), torch.tensor(leads, device=vectors.device)
    medium, polarity, tier = (
        part.log_softmax(dim=1).cpu().numpy() for part in network.meaning(vectors, *places)
    )
    return list(zip(medium, polarity, tier, strict=True))


def _moved(draft: Draft, by: int) -> Draft:
    def span(words: WordSpan | None) -> WordSpan | None:
        return None if words is None else (words[0] + by, words[1] + by)

    return replace(
        draft,
        contents=tuple((first + by, last + by) for first, last in draft.contents),
        cue=span(draft.cue),
        source=span(draft.source),
    )


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


def _arguments(path: IntArray, chances: FloatArray) -> tuple[list[WordSpan], WordSpan | None]:
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
    cue: WordSpan | None,
    tier: FloatArray,
) -> FloatArray:
    end = contents[-1][1] + 1
    edges = min(float(chances[first, _B_CONTENT]) for first, _ in contents)
    after = float(np.logaddexp(chances[end, 0], chances[end, _B_SOURCE])) if end < len(chances) else 0.0
    covered = np.concatenate([chances[first : last + 1] for first, last in contents])
    inside = float(np.logaddexp(covered[:, _B_CONTENT], covered[:, _I_CONTENT]).mean())
    elsewhere = chances[:, _B_SOURCE].copy()
    if source:
        elsewhere[source[0]] = -np.inf
    values = {
        "cue": float(tags[CUE_TAGS.index("B" if cue else "start")]),
        "cue_against_none": float(tags[0]),
        "content_edges": edges + after,
        "content_inside": inside,
        "source": float(chances[source[0], _B_SOURCE]) if source else 0.0,
        "source_elsewhere": float(np.log1p(-np.exp(min(elsewhere.max(), -1e-4)))),
        "has_cue": float(cue is not None),
        "has_source": float(source is not None),
        "parts": float(len(contents) > 1),
        "length": float(np.log1p(len(covered))),
        "tier": float(tier[0]),
    }
    return np.array([values[name] for name in EVIDENCE], dtype=np.float32)
