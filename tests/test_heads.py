"""What the scorer of arguments looks at besides the words: where a word stands as seen from its cue."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from tiny import WIDTH, tiny_network, tiny_tokenizer
from torch import Tensor

from quoteattr.text.layout import read_layout
from quoteattr.text.windows import Batch, Window, collate

TEXT = "Ana Ruiz said that the pier was safe and that the boats were in the harbour and sound."
CUE = torch.tensor([[0, 2, 2]])


@pytest.fixture(scope="module")
def batch() -> Batch:
    words = read_layout(TEXT, tiny_tokenizer()).words
    return collate([Window(0, 0, len(words))], [words], [0])


@torch.no_grad()
def scores(batch: Batch, *, cue: Tensor = CUE, introduced: int = 1, words: Tensor | None = None) -> Tensor:
    network = tiny_network()
    same = torch.ones(1, batch.heads.shape[1], WIDTH) if words is None else words
    return network.arguments(same, batch, cue, torch.tensor([introduced]))[0]


def differing(one: Tensor, other: Tensor) -> list[int]:
    return (~torch.isclose(one, other, atol=1e-6).all(dim=1)).nonzero().flatten().tolist()


def with_value(values: Tensor, place: int, value: int) -> Tensor:
    changed = values.clone()
    changed[0, place] = value
    return changed


@pytest.mark.parametrize("of", ["sentences", "paragraphs", "quotations"])
def test_a_word_that_stands_elsewhere_scores_otherwise(batch: Batch, of: str) -> None:
    other = replace(batch, **{of: with_value(getattr(batch, of), 5, 1)})
    assert differing(scores(batch), scores(other)) == [5]


@pytest.mark.parametrize("of", ["sentences", "paragraphs"])
def test_far_is_far_however_far(batch: Batch, of: str) -> None:
    far = [replace(batch, **{of: with_value(getattr(batch, of), 5, value)}) for value in (3, 4, 90)]
    first, *others = map(scores, far)
    assert [differing(first, other) for other in others] == [[], []]
    before = replace(batch, **{of: getattr(batch, of) + 3})
    assert differing(first, scores(replace(before, **{of: with_value(getattr(before, of), 5, 0)}))) == [5]


def test_four_ways_to_stand_to_quotations_are_told_apart(batch: Batch) -> None:
    ways = []
    for cue, word in ((-1, -1), (-1, 0), (0, -1), (0, 0), (0, 1)):
        quotations = with_value(with_value(batch.quotations, 2, cue), 5, word)
        ways.append(scores(replace(batch, quotations=quotations))[5])
    assert all(not torch.allclose(one, other) for n, one in enumerate(ways) for other in ways[:n])


def test_words_beside_the_cue_are_told_apart_and_far_ones_by_steps(batch: Batch) -> None:
    found = scores(batch)
    last = 16
    assert all(not torch.allclose(found[place], found[place + 1]) for place in range(last - 6))
    assert torch.allclose(found[14], found[15], atol=1e-6), "12 and 13 words away"
    assert not torch.allclose(found[1], found[3]), "before and after"


def test_distance_counts_from_either_end_of_a_long_cue(batch: Batch) -> None:
    long = scores(batch, cue=torch.tensor([[0, 2, 4]]))
    short = scores(batch)
    assert differing(long[:2], short[:2]) == []
    assert differing(long[5:8], short[3:6]) == []
    assert torch.allclose(long[2], long[3]), "inside the cue"


def test_a_content_without_a_cue_is_asked_for_otherwise(batch: Batch) -> None:
    assert not torch.allclose(scores(batch), scores(batch, introduced=0))


def test_each_cue_is_scored_by_itself(batch: Batch) -> None:
    words = torch.randn(1, batch.heads.shape[1], WIDTH, generator=torch.Generator().manual_seed(3))
    network = tiny_network()
    cues = torch.tensor([[0, 2, 2], [0, 8, 9]])
    with torch.no_grad():
        both = network.arguments(words, batch, cues, torch.tensor([1, 0]))
    assert torch.allclose(both[0], scores(batch, words=words), atol=1e-6)
    assert torch.allclose(both[1], scores(batch, cue=cues[1:], introduced=0, words=words), atol=1e-6)
