"""The chain of role tags against a brute-force count of all sequences."""

from itertools import pairwise, product

import pytest
import torch
from quoteattr.model.crf import ROLE_TAGS, RoleChain, _may_follow


def sequences(length):
    """All sequences of tags that a text may have."""
    for tags in product(range(len(ROLE_TAGS)), repeat=length):
        names = [ROLE_TAGS[tag] for tag in tags]
        ends_well = names[0][0] in "OBS" and names[-1][0] in "OES"
        if ends_well and all(_may_follow(a, b) for a, b in pairwise(names)):
            yield tags


def total(chain, scores, tags):
    value = sum(scores[0, place, tag].item() for place, tag in enumerate(tags))
    return value + sum(chain.transitions[a, b].item() for a, b in pairwise(tags))


@pytest.fixture
def chain():
    torch.manual_seed(1)
    chain = RoleChain()
    torch.nn.init.normal_(chain.transitions)
    return chain


def test_the_decoded_sequence_is_the_best_of_all_allowed_ones(chain):
    scores = torch.randn(1, 3, len(ROLE_TAGS)) * 2
    best = max(sequences(3), key=lambda tags: total(chain, scores, tags))
    assert tuple(chain.decode(scores, torch.ones(1, 3, dtype=torch.bool))[0].tolist()) == best


def test_the_loss_is_the_negative_log_likelihood(chain):
    scores = torch.randn(1, 3, len(ROLE_TAGS))
    gold = next(tags for tags in sequences(3) if ROLE_TAGS[tags[0]] == "B-content")
    everything = torch.tensor([total(chain, scores, tags) for tags in sequences(3)]).logsumexp(0)
    loss = chain.loss(scores, torch.tensor([gold]), torch.ones(1, 3, dtype=torch.bool))
    assert float(loss.detach()) == pytest.approx(float(everything) - total(chain, scores, gold), abs=1e-3)


def test_a_shorter_window_is_decoded_as_it_would_be_alone(chain):
    scores = torch.randn(2, 6, len(ROLE_TAGS))
    mask = torch.tensor([[True] * 6, [True] * 4 + [False] * 2])
    alone = chain.decode(scores[1:, :4], mask[1:, :4])
    assert chain.decode(scores, mask)[1, :4].tolist() == alone[0].tolist()
