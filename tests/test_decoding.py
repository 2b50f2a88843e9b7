"""From scores to drafts: cues, their arguments, and what speaks for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pytest
import torch
from torch import Tensor

from quoteattr.network.chain import Chain
from quoteattr.network.decoding import EVIDENCE, Draft, find_cues, read_drafts
from quoteattr.network.heads import ARGUMENTS, CUE_TAGS
from quoteattr.network.network import Network
from quoteattr.text.windows import Window

SHORT = {"c": "B-content", "-": "I-content", "s": "B-source", "=": "I-source", ".": "O"}
"""How labels are written below: "s=.c--" is a source of two words, nothing, and a content of three."""


def surely(labels: Sequence[str], known: Sequence[str], chance: float = 0.97) -> np.ndarray:
    """Log-probabilities of labels that are nearly certain, `[words, labels]`."""
    table = np.full((len(labels), len(known)), (1 - chance) / (len(known) - 1))
    table[np.arange(len(labels)), [known.index(label) for label in labels]] = chance
    return np.log(table).astype(np.float32)


class Certain:
    """A network whose heads say what they are told."""

    def __init__(self, tags: Sequence[str], arguments: dict[tuple[int, int], str]) -> None:
        height = max(len(row.split()) for row in tags)
        rows = [row.split() + ["O"] * (height - len(row.split())) for row in tags]
        self.tags = torch.from_numpy(np.stack([surely(row, CUE_TAGS) for row in rows]))
        self.arguments = _Arguments(arguments, height)

    def cues(self, vectors: Tensor) -> Tensor:
        return self.tags

    def meaning(self, vectors: Tensor, cues: Tensor, contents: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Tell by the first word of the content, so that it shows what was asked."""
        count = len(cues)
        medium = torch.nn.functional.one_hot(contents[:, 1] % 3, 3).float()
        return medium, torch.zeros(count, 4), torch.tensor([[0.0, 1.0]] * count)


class _Arguments:
    def __init__(self, labels: dict[tuple[int, int], str], height: int) -> None:
        self.chain = Chain(ARGUMENTS)
        self.labels = {place: [SHORT[c] for c in row.ljust(height, ".")] for place, row in labels.items()}

    def __call__(self, vectors: Tensor, batch: object, cues: Tensor, introduced: Tensor) -> Tensor:
        rows = [self.labels[window, first] for window, first, _ in cues.tolist()]
        return torch.from_numpy(np.stack([surely(row, ARGUMENTS) for row in rows]))


def drafts(network: Certain, windows: Sequence[Window]) -> list[tuple[int, Draft]]:
    vectors = torch.zeros(*network.tags.shape[:2], 1)
    return read_drafts(cast(Network, network), vectors, cast(Any, None), windows)


def one_draft(tags: str, arguments: str, *, first: int = 0) -> Draft:
    words = tags.split()
    place = next(n for n, tag in enumerate(words) if tag in ("B", "start"))
    ((_, draft),) = drafts(Certain([tags], {(0, place): arguments}), [Window(0, first, first + len(words))])
    return draft


@pytest.mark.parametrize(
    ("tags", "cues", "introduced"),
    [
        ("O B I O", [(0, 1, 2)], [1]),
        ("B B I I", [(0, 0, 0), (0, 1, 3)], [1, 1]),
        ("I I O I", [], []),
        ("start I O B", [(0, 0, 0), (0, 3, 3)], [0, 1]),
        ("O O", [], []),
    ],
)
def test_cues_begin_with_their_first_word(
    tags: str, cues: list[tuple[int, int, int]], introduced: list[int]
) -> None:
    words = tags.split()
    found, told = find_cues(surely(words, CUE_TAGS)[None], np.array([len(words)]))
    assert list(map(tuple, found.tolist())) == cues
    assert told.tolist() == introduced


def test_cues_neither_begin_nor_go_on_beyond_their_window() -> None:
    rows = [surely(row.split(), CUE_TAGS) for row in ("B I I B", "O B I O")]
    found, _ = find_cues(np.stack(rows), np.array([2, 4]))
    assert found.tolist() == [[0, 0, 1], [1, 1, 2]]


def test_a_cue_is_never_long() -> None:
    words = ["B", *["I"] * 60]
    ((_, first, last),) = find_cues(surely(words, CUE_TAGS)[None], np.array([61]))[0].tolist()
    assert first == 0
    assert last == 12


@pytest.mark.parametrize(("chance", "is_one"), [(0.30, True), (0.25, False)])
def test_a_word_that_may_well_be_a_cue_is_asked_for_its_arguments(chance: float, is_one: bool) -> None:
    tags = np.log(np.array([[[1 - chance - 0.02, chance, 0.01, 0.01]]], dtype=np.float32))
    assert len(find_cues(tags, np.array([1]))[0]) == int(is_one)


def test_source_and_content_are_those_of_the_cue() -> None:
    draft = one_draft("O O B I O O O", "s=..c--")
    assert (draft.source, draft.cue, draft.contents) == ((0, 1), (2, 3), ((4, 6),))


def test_a_content_without_a_cue_has_none() -> None:
    draft = one_draft("start O O", "c--")
    assert (draft.source, draft.cue, draft.contents) == (None, None, ((0, 2),))


def test_a_content_may_have_parts() -> None:
    draft = one_draft("O O O B O O O", "c-c.s-c".replace("s-", "s="))
    assert draft.contents == ((0, 1), (2, 2), (6, 6))


def test_what_has_no_content_is_no_attribution() -> None:
    network = Certain(["O B O B O"], {(0, 1): "s....", (0, 3): "s...c"})
    ((_, draft),) = drafts(network, [Window(0, 0, 5)])
    assert draft.cue == (3, 3)


def test_no_cue_is_no_draft() -> None:
    assert drafts(Certain(["O O"], {}), [Window(0, 0, 2)]) == []


def test_spans_count_the_words_of_their_text() -> None:
    network = Certain(["O B O", "B O"], {(0, 1): "s.c", (1, 0): ".c"})
    (one, first), (other, second) = drafts(network, [Window(4, 10, 13), Window(2, 0, 2)])
    assert (one, first.source, first.cue, first.contents) == (4, (10, 10), (11, 11), ((12, 12),))
    assert (other, second.source, second.cue, second.contents) == (2, None, (0, 0), ((1, 1),))


def test_the_likelier_of_two_sources_is_the_source() -> None:
    network = Certain(["O O B O"], {(0, 2): "ss.c"})
    whole = network.arguments.__call__

    class Unsure(_Arguments):
        def __call__(self, *asked: Any) -> Tensor:
            scores = whole(*asked)
            scores[0, 0, ARGUMENTS.index("B-source")] -= 1.0
            return scores

    network.arguments = Unsure({(0, 2): "ss.c"}, 4)
    ((_, draft),) = drafts(network, [Window(0, 0, 4)])
    assert draft.source == (1, 1)


def test_meaning_is_asked_of_each_attribution_by_itself() -> None:
    network = Certain(["B O O B O O"], {(0, 0): ".c....", (0, 3): "....c-"})
    first, second = (draft for _, draft in drafts(network, [Window(0, 0, 6)]))
    assert [int(draft.medium.argmax()) for draft in (first, second)] == [1 % 3, 4 % 3]
    assert first.tier[1] > first.tier[0]


class TestEvidence:
    def of(self, draft: Draft) -> dict[str, float]:
        return dict(zip(EVIDENCE, draft.evidence.tolist(), strict=True))

    def test_what_there_is_of_an_attribution(self) -> None:
        whole, bare = self.of(one_draft("O B O O", "s.c-")), self.of(one_draft("start O O O", "c.c."))
        flags = ("has_cue", "has_source", "parts")
        assert [whole[name] for name in flags] == [1, 1, 0]
        assert [bare[name] for name in flags] == [0, 0, 1]
        assert whole["length"] == pytest.approx(np.log(3))

    def test_what_the_network_is_sure_of_has_log_probabilities_near_zero(self) -> None:
        found = self.of(one_draft("O B O O O", "s.c-."))
        sure = [found[name] for name in ("cue", "content_inside", "source")]
        assert sure == pytest.approx([np.log(0.97)] * 3, abs=0.05)
        assert found["content_edges"] == pytest.approx(2 * np.log(0.97), abs=0.05)
        assert found["cue_against_none"] == pytest.approx(np.log(0.01), abs=0.05)
        assert found["source_elsewhere"] == pytest.approx(np.log(1 - 0.0075), abs=0.01)
        assert found["tier"] == pytest.approx(np.log(1 / (1 + np.e)), abs=0.01)

    def test_a_second_source_makes_the_first_doubtful(self) -> None:
        assert self.of(one_draft("O B O O O", "s.c.s"))["source_elsewhere"] < -3

    def test_a_content_that_might_go_on_has_a_doubtful_edge(self) -> None:
        ends, goes_on = one_draft("B O O O", ".c-."), one_draft("B O O O", ".c-c")
        assert self.of(goes_on)["content_edges"] == pytest.approx(self.of(ends)["content_edges"], abs=0.1)
        assert self.of(one_draft("B O O", ".c-"))["content_edges"] > self.of(ends)["content_edges"]
