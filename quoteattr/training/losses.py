"""What the network is trained to lower."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from quoteattr.network.heads import CUE_TAGS, span_vectors
from quoteattr.network.network import Network
from quoteattr.text.windows import Batch
from quoteattr.training.examples import IGNORED, Targets

WEIGHTS = {
    "cues": 3.0,
    "arguments": 1.5,
    "names": 0.5,
    "reference": 0.3,
    "medium": 0.1,
    "polarity": 0.2,
    "tier": 0.1,
}
_DROPOUT = 0.3
"""Of the words' vectors, for the heads that few articles have labels for."""
_FALSE_CUE = 0.1
"""Least probability at which a word that is no cue teaches that such a cue has no arguments."""
_FALSE_CUES = 0.5
"""How many of them, at most, for each cue."""


Also = Callable[[Batch, Tensor], dict[str, Tensor]]
"""Further losses, weighted already, of a batch and what the network makes of its words."""


def losses(
    network: Network, batch: Batch, targets: Targets, *, also: Also | None = None
) -> dict[str, Tensor]:
    """All losses of one batch, unweighted but for those of `also`."""
    words = network.read(batch)
    thinned = functional.dropout(words, _DROPOUT, training=network.training)
    found = also(batch, words) if also is not None else {}
    if (targets.cue_tags != IGNORED).any():
        scores = network.cues(words).float()
        found["cues"] = _tag_loss(scores, targets.cue_tags)
        found["arguments"] = _argument_loss(network, words, batch, targets, scores.detach())
    if (targets.name_tags != IGNORED).any():
        found["names"] = _tag_loss(network.names(words).float(), targets.name_tags)
    if len(targets.cues):
        meanings = network.meaning(thinned, targets.cues, targets.leads)
        classes = (targets.media, targets.polarities, targets.tiers)
        for name, predicted, gold in zip(("medium", "polarity", "tier"), meanings, classes, strict=True):
            if (gold != IGNORED).any():
                found[name] = functional.cross_entropy(predicted, gold, ignore_index=IGNORED)
    if len(targets.references):
        found["reference"] = _reference_loss(network, thinned, targets)
    return found or {"cues": words.sum() * 0.0}  # nothing in this batch is labelled


def _tag_loss(scores: Tensor, tags: Tensor) -> Tensor:
    return functional.cross_entropy(scores.flatten(0, 1), tags.flatten(), ignore_index=IGNORED)


def _argument_loss(
    network: Network, words: Tensor, batch: Batch, targets: Targets, cue_scores: Tensor
) -> Tensor:
    """Negative log-likelihood of all cues' arguments, by word of the windows in which cues are labelled.

    Words that look like cues and are none are asked too, and shall have no arguments: a second look at every cue.
    """
    false = _false_cues(cue_scores, targets)
    cues = torch.cat([targets.cues, false])
    if not len(cues):
        return words.sum() * 0.0
    introduced = torch.cat([targets.introduced, torch.ones_like(false[:, 0])])
    labels = torch.cat([targets.arguments, torch.zeros(len(false), words.shape[1], dtype=torch.long)])
    arguments = network.arguments(words, batch, cues, introduced)
    lost = network.arguments.chain.loss(arguments, labels.to(words.device), batch.word_mask[cues[:, 0]])
    labelled = (targets.cue_tags != IGNORED).any(dim=1)
    return lost.sum() / batch.word_mask[labelled].sum()


def _false_cues(scores: Tensor, targets: Targets) -> Tensor:
    """Single words that the tagger may take for cues although they are none, `[cues, 3]`."""
    looks = 1 - scores.softmax(dim=2)[:, :, CUE_TAGS.index("O")]
    wrong = ((targets.cue_tags == CUE_TAGS.index("O")) & (looks > _FALSE_CUE)).nonzero()
    most = int(len(targets.cues) * _FALSE_CUES)
    chosen = wrong[torch.randperm(len(wrong))[:most].to(wrong.device)]
    return torch.cat([chosen, chosen[:, 1:]], dim=1)


def _reference_loss(network: Network, words: Tensor, targets: Targets) -> Tensor:
    """Marginal log-likelihood of the right antecedents (Durrett and Klein, 2013); "nobody" is a candidate."""
    query, nobody = network.antecedents.ask(span_vectors(words, targets.references))
    keys = network.antecedents.keys(span_vectors(words, targets.mentions))
    scores = (query @ keys.T).float()
    elsewhere = targets.references[:, None, 0] != targets.mentions[None, :, 0]
    scores = scores.masked_fill(elsewhere, -1e4)
    everything = torch.cat([nobody[:, None], scores], dim=1)
    right = torch.cat([~targets.stands_for.any(dim=1, keepdim=True), targets.stands_for], dim=1)
    gold = everything.masked_fill(~right, -1e4).logsumexp(dim=1)
    return (everything.logsumexp(dim=1) - gold).mean()
