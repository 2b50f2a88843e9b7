"""The training loop on a tiny random network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from corpus import articles
from tiny import tiny_network, tiny_tokenizer

from quoteattr.network.heads import CUE_TAGS
from quoteattr.network.network import Network
from quoteattr.text.windows import Window
from quoteattr.training.examples import Example, build
from quoteattr.training.gather import LabelledText
from quoteattr.training.loop import Settings, fit
from quoteattr.training.losses import WEIGHTS, losses
from quoteattr.training.name_labels import NameLabels

TOKENIZER = tiny_tokenizer()


@pytest.fixture
def example() -> Example:
    """An article of which everything is known."""
    article = next(article for article in articles() if article["id"] == "letter")
    text = article["text"]
    moss = text.rindex("Moss")
    return LabelledText(
        "letter",
        text,
        attributions=article["attributions"],
        mentions=[(0, 8)],
        references=[((moss, moss + 4), frozenset({0}))],
        names=NameLabels([(0, 8, "person"), (moss, moss + 4, "person")]),
    ).example(TOKENIZER)


@pytest.fixture
def network() -> Network:
    network = tiny_network()
    network.config = replace(network.config, max_pieces=256)  # the whole article in every window
    return network


def losses_of(network: Network, example: Example) -> dict[str, float]:
    network.eval()
    batch, targets = build([Window(0, 0, len(example.words))], [example])
    with torch.no_grad():
        return {name: float(value) for name, value in losses(network, batch, targets).items()}


def train(
    network: Network,
    example: Example,
    folder: Path,
    *,
    after_epoch: Callable[[Network, int], None] | None = None,
    resume: bool = True,
    epochs: int = 4,
    rate: float = 1e-3,
    of_start: float = 0.0,
) -> None:
    folder.mkdir(exist_ok=True)
    settings = Settings(
        epochs=epochs, pieces=256, encoder_rate=rate, head_rate=3 * rate, average=0.5, of_start=of_start
    )
    fit(
        network,
        lambda epoch, rng: [example] * 2,
        settings=settings,
        folder=folder,
        device=torch.device("cpu"),
        resume=resume,
        after_epoch=after_epoch,
    )


def weights(network: Network) -> dict[str, torch.Tensor]:
    return {name: value.detach().clone() for name, value in network.state_dict().items()}


def test_every_loss_falls_on_one_article(network: Network, example: Example, tmp_path: Path) -> None:
    before = losses_of(network, example)
    train(network, example, tmp_path, epochs=40, rate=3e-3)
    after = losses_of(network, example)
    assert before.keys() == WEIGHTS.keys()
    assert {name: after[name] < 0.5 * before[name] for name in before} == dict.fromkeys(before, True)


@pytest.mark.parametrize("labelled", [[], None])
def test_a_text_without_attributions_can_be_learnt_from(
    network: Network, labelled: list[object] | None
) -> None:
    text = LabelledText("x", "It rained.", attributions=labelled)  # type: ignore[arg-type]
    with torch.no_grad():
        network.cues.bias[CUE_TAGS.index("O")] = 99.0  # nor does the network see any
    found = losses_of(network, text.example(TOKENIZER))
    assert found.keys() == ({"cues"} if labelled is None else {"cues", "arguments"})
    assert all(np.isfinite(loss) for loss in found.values())


class TestFalseCues:
    """Words that look like cues and are none are asked for arguments too."""

    def asked(self, network: Network, example: Example) -> list[list[int]]:
        seen: list[list[int]] = []

        def note(module: torch.nn.Module, args: tuple[torch.Tensor, ...]) -> None:
            seen.extend(args[2].tolist())

        handle = network.arguments.register_forward_pre_hook(note)
        losses_of(network, example)
        handle.remove()
        return seen

    def with_bias(self, network: Network, tag: str, example: Example) -> list[list[int]]:
        with torch.no_grad():
            network.cues.bias[CUE_TAGS.index(tag)] += 50.0
        return self.asked(network, example)

    def test_none_where_nothing_looks_like_one(self, network: Network, example: Example) -> None:
        assert self.with_bias(network, "O", example) == [[0, 2, 2], [0, 13, 13]]

    def test_half_as_many_as_there_are_cues_at_most(self, network: Network, example: Example) -> None:
        true, *false = self.with_bias(network, "B", example)
        assert true == [0, 2, 2]
        assert false[0] == [0, 13, 13]
        assert len(false[1:]) == 1
        assert false[1][1] == false[1][2] not in (2, 13)


def test_word_embeddings_stay_as_they_are(network: Network, example: Example, tmp_path: Path) -> None:
    before = weights(network)
    train(network, example, tmp_path)
    after = weights(network)
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert "encoder.embeddings.word_embeddings.weight" not in changed
    assert {"cues.weight", "encoder.encoder.layer.0.attention.self.query.weight"} <= changed


def test_the_running_average_of_the_weights_is_kept(
    network: Network, example: Example, tmp_path: Path
) -> None:
    averages: list[torch.Tensor] = []
    train(
        network,
        example,
        tmp_path,
        after_epoch=lambda trained, epoch: averages.append(trained.cues.weight.detach().clone()),
    )
    last = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert torch.equal(network.cues.weight, averages[-1])
    assert torch.equal(network.cues.weight, last["average"]["cues.weight"])
    assert not torch.equal(network.cues.weight, last["network"]["cues.weight"])
    assert not network.training


def test_a_share_of_the_weights_to_start_from_is_kept(
    network: Network, example: Example, tmp_path: Path
) -> None:
    start = network.cues.weight.detach().clone()
    train(network, example, tmp_path, epochs=2, of_start=0.25)
    trained = torch.load(tmp_path / "checkpoint.pt", weights_only=True)["average"]["cues.weight"]
    assert torch.allclose(network.cues.weight, 0.75 * trained + 0.25 * start)
    network.cues.weight.data = start.clone()
    train(network, example, tmp_path, epochs=2, of_start=0.25)
    assert torch.allclose(network.cues.weight, 0.75 * trained + 0.25 * start), "after a checkpoint too"


def test_an_interrupted_run_goes_on_to_the_same_weights(
    network: Network, example: Example, tmp_path: Path
) -> None:
    start = weights(network)
    train(network, example, tmp_path / "whole")
    whole = weights(network)
    epochs: list[int] = []

    def stop(_: Network, epoch: int) -> None:
        epochs.append(epoch)
        if epoch == 1:
            raise KeyboardInterrupt

    network.load_state_dict(start)
    with pytest.raises(KeyboardInterrupt):
        train(network, example, tmp_path / "parts", after_epoch=stop)
    network.load_state_dict(start)
    train(network, example, tmp_path / "parts", after_epoch=stop)
    assert epochs == [0, 1, 2, 3]
    assert all(torch.allclose(value, whole[name], atol=1e-6) for name, value in weights(network).items())


def test_a_checkpoint_is_left_alone_on_request(network: Network, example: Example, tmp_path: Path) -> None:
    epochs: list[int] = []
    for _ in range(2):
        train(
            network,
            example,
            tmp_path,
            epochs=2,
            resume=False,
            after_epoch=lambda _, epoch: epochs.append(epoch),
        )
    assert epochs == [0, 1, 0, 1]
