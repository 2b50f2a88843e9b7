"""A linear chain over role tags: which tag may follow which, learnt and decoded as a whole.

Conditional random field (Lafferty, McCallum and Pereira, 2001) over BIOES tags of three roles.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

ROLES = ("content", "cue", "source")
ROLE_TAGS = ("O", *(f"{position}-{role}" for role in ROLES for position in "BIES"))
"""Outside, then beginning, inside, end and single word of each role."""

_IMPOSSIBLE = -1e4


def _may_follow(left: str, right: str) -> bool:
    open_role = left[2:] if left[0] in "BI" else None
    needs_role = right[2:] if right[0] in "IE" else None
    return open_role == needs_role


class RoleChain(nn.Module):
    """Transition scores between role tags, and the two computations on them."""

    allowed: Tensor
    begins: Tensor
    ends: Tensor

    def __init__(self) -> None:
        super().__init__()
        count = len(ROLE_TAGS)
        self.transitions = nn.Parameter(torch.zeros(count, count))
        allowed = torch.tensor([[_may_follow(left, right) for right in ROLE_TAGS] for left in ROLE_TAGS])
        self.register_buffer("allowed", allowed, persistent=False)
        self.register_buffer("begins", torch.tensor([tag[0] in "OBS" for tag in ROLE_TAGS]), persistent=False)
        self.register_buffer("ends", torch.tensor([tag[0] in "OES" for tag in ROLE_TAGS]), persistent=False)

    def _steps(self) -> Tensor:
        return self.transitions.masked_fill(~self.allowed, _IMPOSSIBLE)

    def loss(self, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood of `tags`, a sum over all words.

        Args:
            scores: Tag scores, `[windows, words, tags]`.
            tags: Gold tags, `[windows, words]`.
            mask: True where there is a word (always at the left), `[windows, words]`.
        """
        steps = self._steps()
        gold = scores.gather(2, tags[:, :, None]).squeeze(2).mul(mask).sum()
        gold = gold + steps[tags[:, :-1], tags[:, 1:]].mul(mask[:, 1:]).sum()
        total = scores[:, 0].masked_fill(~self.begins, _IMPOSSIBLE)
        for place in range(1, scores.shape[1]):
            following = torch.logsumexp(total[:, :, None] + steps, dim=1) + scores[:, place]
            total = torch.where(mask[:, place, None], following, total)
        total = total.masked_fill(~self.ends, _IMPOSSIBLE)
        return torch.logsumexp(total, dim=1).sum() - gold

    @torch.inference_mode()
    def decode(self, scores: Tensor, mask: Tensor) -> Tensor:
        """The best allowed tag sequence of each window (Viterbi), `[windows, words]`; 0 beyond the mask."""
        steps = self._steps()
        best = scores[:, 0].masked_fill(~self.begins, _IMPOSSIBLE)
        origins = []
        for place in range(1, scores.shape[1]):
            reached, origin = (best[:, :, None] + steps).max(dim=1)
            inside = mask[:, place, None]
            best = torch.where(inside, reached + scores[:, place], best)
            origins.append(torch.where(inside, origin, torch.arange(len(ROLE_TAGS), device=scores.device)))
        tag = best.masked_fill(~self.ends, _IMPOSSIBLE).argmax(dim=1)
        path = [tag]
        for origin in reversed(origins):
            tag = origin.gather(1, tag[:, None]).squeeze(1)
            path.append(tag)
        return torch.stack(path[::-1], dim=1) * mask
