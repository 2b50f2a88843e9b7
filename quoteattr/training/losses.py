"""What the network is trained to lower."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from quoteattr.model.crf import ROLE_TAGS
from quoteattr.model.network import Network, span_vectors
from quoteattr.text.windows import Batch
from quoteattr.training.examples import IGNORED, Targets

WEIGHTS = {"roles": 3.0, "cue": 0.3, "source": 0.3, "reference": 0.3, "medium": 0.1, "polarity": 0.2}
_DROPOUT = 0.3
"""Of the words' vectors, for the heads that few articles have labels for."""
_CONTENT_TAGS = slice(1, 5)
_TRUE_OVERLAP, _FALSE_OVERLAP = 0.5, 0.1
_EAGERNESS = 1.0


def losses(network: Network, batch: Batch, targets: Targets) -> dict[str, Tensor]:
    """All losses of one batch, unweighted."""
    words = network.read(batch)
    scores = network.role_scores(words)
    thinned = functional.dropout(words, _DROPOUT, training=network.training)
    found: dict[str, Tensor] = {}
    labelled = targets.has_roles
    if labelled.any():
        mask = batch.word_mask[labelled]
        found["roles"] = network.chain.loss(scores[labelled], targets.tags[labelled], mask) / mask.sum()
        contents, cue_of = _with_predicted_contents(scores.detach(), batch, targets)
        pointed = network.point_to_cue(words, batch.word_mask, contents)
        found["cue"] = _pointer_loss(pointed, cue_of)
    if len(targets.cues):
        pointed = network.point_to_source(words, batch.word_mask, targets.cues, targets.leads)
        found["source"] = _pointer_loss(pointed, targets.source_of)
        medium, polarity = network.meanings(thinned, targets.cues, targets.leads, targets.features)
        for name, predicted, gold in (
            ("medium", medium, targets.media),
            ("polarity", polarity, targets.polarities),
        ):
            if (gold != IGNORED).any():
                found[name] = functional.cross_entropy(predicted, gold, ignore_index=IGNORED)
    if len(targets.references):
        found["reference"] = _reference_loss(network, thinned, targets)
    return found or {"roles": scores.sum() * 0.0}  # nothing in this batch is labelled


def _pointer_loss(scores: Tensor, targets: Tensor) -> Tensor:
    """Cross entropy of both ends, `[spans, 2, 1 + words]` against `[spans, 2]`."""
    if not len(targets) or not (targets != IGNORED).any():
        return scores.sum() * 0.0
    return functional.cross_entropy(scores.flatten(0, 1), targets.flatten(), ignore_index=IGNORED)


def _reference_loss(network: Network, words: Tensor, targets: Targets) -> Tensor:
    """Marginal log-likelihood of the right antecedents (Durrett and Klein, 2013); "nobody" is a candidate."""
    query, nobody = network.anaphors(span_vectors(words, targets.references))
    keys = network.candidates(span_vectors(words, targets.names))
    scores = (query @ keys.T).float()
    elsewhere = targets.references[:, None, 0] != targets.names[None, :, 0]
    scores = scores.masked_fill(elsewhere, -1e4)
    everything = torch.cat([nobody[:, None], scores], dim=1)
    right = torch.cat([~targets.stands_for.any(dim=1, keepdim=True), targets.stands_for], dim=1)
    gold = everything.masked_fill(~right, -1e4).logsumexp(dim=1)
    return (everything.logsumexp(dim=1) - gold).mean()


def _with_predicted_contents(scores: Tensor, batch: Batch, targets: Targets) -> tuple[Tensor, Tensor]:
    """Gold contents, and the network's own: those that match gold point where it points, the others to none.

    A pointer that has only seen gold contents does not know what a false one looks like.
    """
    gold_by_window: dict[int, list[tuple[int, int, list[int]]]] = {}
    for (window, first, last), ends in zip(targets.contents.tolist(), targets.cue_of.tolist(), strict=True):
        gold_by_window.setdefault(window, []).append((first, last, ends))
    rows, ends_of_rows = targets.contents.tolist(), targets.cue_of.tolist()
    for window, first, last in _content_runs(scores, batch.word_mask & targets.has_roles[:, None]):
        overlap, ends = max(
            ((_overlap(first, last, f, e), ends) for f, e, ends in gold_by_window.get(window, [])),
            default=(0.0, [0, 0]),
        )
        if overlap == 1.0:
            continue
        if overlap >= _TRUE_OVERLAP or overlap <= _FALSE_OVERLAP:
            rows.append([window, first, last])
            ends_of_rows.append(ends if overlap >= _TRUE_OVERLAP else [0, 0])
    device = scores.device
    contents = torch.tensor(rows, dtype=torch.long, device=device).reshape(-1, 3)
    return contents, torch.tensor(ends_of_rows, dtype=torch.long, device=device).reshape(-1, 2)


def _content_runs(scores: Tensor, mask: Tensor) -> list[tuple[int, int, int]]:
    """Runs of words that look like content more than anything else, given the benefit of the doubt."""
    eager = scores.clone()
    eager[:, :, _CONTENT_TAGS] += _EAGERNESS
    best = eager.argmax(dim=2)
    is_content = (best >= 1) & (best <= 4) & mask
    opens = torch.zeros_like(is_content)
    opens[:, 0] = is_content[:, 0]
    fresh = (best == ROLE_TAGS.index("B-content")) | (best == ROLE_TAGS.index("S-content"))
    opens[:, 1:] = is_content[:, 1:] & (~is_content[:, :-1] | fresh[:, 1:])
    runs = []
    content = is_content.cpu().numpy()
    openings = opens.cpu().numpy()
    for window, first in opens.nonzero().tolist():
        last = first
        while last + 1 < content.shape[1] and content[window, last + 1] and not openings[window, last + 1]:
            last += 1
        runs.append((window, first, last))
    return runs


def _overlap(first: int, last: int, other_first: int, other_last: int) -> float:
    shared = min(last, other_last) - max(first, other_first) + 1
    return max(0, shared) / (max(last, other_last) - min(first, other_first) + 1) if shared > 0 else 0.0
