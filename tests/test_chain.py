"""The chain of labels against a count of all the sequences there are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

import numpy as np
import pytest
import torch
from torch import Tensor

from quoteattr.network.chain import Chain, best_path
from quoteattr.network.heads import ARGUMENTS

LENGTHS = (1, 3, 4)
"""Words of the sequences that are laid side by side."""


def sequences(length: int) -> Iterator[tuple[int, ...]]:
    """All sequences of labels in which no span goes on that has not begun."""
    for labels in product(range(len(ARGUMENTS)), repeat=length):
        names = ["O", *(ARGUMENTS[label] for label in labels)]
        if all(after[0] != "I" or before[2:] == after[2:] for before, after in pairwise(names)):
            yield labels


def value(chain: Chain, scores: Tensor, labels: tuple[int, ...]) -> Tensor:
    emitted = torch.stack([scores[place, label] for place, label in enumerate(labels)]).sum()
    moves = [chain.transitions[before, after] for before, after in pairwise(labels)]
    return emitted + torch.stack(moves).sum() if moves else emitted


def counted_losses(chain: Chain, scores: Tensor, gold: Tensor) -> Tensor:
    """Negative log-likelihoods, by going through all sequences."""
    lost = []
    for row, length in enumerate(LENGTHS):
        every = torch.stack([value(chain, scores[row], labels) for labels in sequences(length)])
        lost.append(every.logsumexp(0) - value(chain, scores[row], tuple(gold[row, :length].tolist())))
    return torch.stack(lost)


@pytest.fixture
def chain() -> Chain:
    torch.manual_seed(1)
    chain = Chain(ARGUMENTS)
    torch.nn.init.normal_(chain.transitions)
    return chain


@pytest.fixture
def scores(chain: Chain) -> Tensor:
    return (2 * torch.randn(len(LENGTHS), max(LENGTHS), len(ARGUMENTS))).requires_grad_()


GOLD = torch.tensor([[3, 0, 0, 0], [1, 2, 3, 0], [0, 3, 4, 1]])
MASK = torch.arange(max(LENGTHS))[None] < torch.tensor(LENGTHS)[:, None]
WEIGHTS = torch.tensor([0.5, 2.0, -1.0])


def gradients(lost: Tensor, *of: Tensor) -> tuple[Tensor, ...]:
    return torch.autograd.grad((lost * WEIGHTS).sum(), of)


def test_the_loss_is_the_negative_log_likelihood(chain: Chain, scores: Tensor) -> None:
    expected = counted_losses(chain, scores, GOLD)
    assert torch.allclose(chain.loss(scores, GOLD, MASK), expected, atol=1e-4)


def test_the_gradient_is_that_of_the_counted_loss(chain: Chain, scores: Tensor) -> None:
    found = gradients(chain.loss(scores, GOLD, MASK), scores, chain.transitions)
    expected = gradients(counted_losses(chain, scores, GOLD), scores, chain.transitions)
    for one, other in zip(found, expected, strict=True):
        assert torch.allclose(one, other, atol=1e-4)


def test_half_precision_around_it_changes_nothing(chain: Chain, scores: Tensor) -> None:
    lost = chain.loss(scores, GOLD, MASK)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        inside = chain.loss(scores, GOLD, MASK)
        again = gradients(inside, scores, chain.transitions)
    assert torch.equal(inside, lost)
    for one, other in zip(gradients(lost, scores, chain.transitions), again, strict=True):
        assert torch.equal(one, other)


def test_scores_far_apart_give_numbers(chain: Chain) -> None:
    scores = torch.full((1, 500, len(ARGUMENTS)), -900.0)
    scores[:, :, 0] = 900.0
    scores.requires_grad_()
    everywhere = torch.ones(1, 500, dtype=torch.bool)
    content = torch.full((1, 500), ARGUMENTS.index("I-content"))
    content[0, 0] = ARGUMENTS.index("B-content")
    lost = chain.loss(scores, content, everywhere)
    assert float(lost.detach()) > 1e5
    assert all(torch.isfinite(part).all() for part in torch.autograd.grad(lost.sum(), scores))


def test_the_path_is_the_best_of_all(chain: Chain, scores: Tensor) -> None:
    paths = best_path(scores.detach().numpy(), chain.steps().detach().numpy(), np.array(LENGTHS))
    for row, length in enumerate(LENGTHS):
        best = max(sequences(length), key=lambda labels: float(value(chain, scores[row], labels).detach()))
        assert tuple(paths[row, :length].tolist()) == best
        assert not paths[row, length:].any(), "nothing beyond the end"


def test_no_path_goes_on_with_what_has_not_begun(chain: Chain) -> None:
    scores = np.zeros((1, 3, len(ARGUMENTS)), dtype=np.float32)
    scores[0, :, ARGUMENTS.index("I-source")] = 9.0
    scores[0, 1, ARGUMENTS.index("B-content")] = 30.0
    path = best_path(scores, chain.steps().detach().numpy(), np.array([3]))
    assert tuple(path[0].tolist()) in set(sequences(3))
