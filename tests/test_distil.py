"""A model is made of some of another's layers and learns to be like it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from corpus import write_corpus
from nasty import NEWS, faults
from tiny import tiny_network, tiny_tokenizer

from quoteattr.analyzer import Analyzer
from quoteattr.engine import Engine
from quoteattr.network.network import Network
from quoteattr.network.storage import load_model
from quoteattr.settings import Settings as Options
from quoteattr.text.layout import read_layout
from quoteattr.text.windows import Batch, collate
from quoteattr.training.distil import distil, likeness, smaller
from quoteattr.training.loop import Settings

LAYER = "encoder.encoder.layer.{}.attention.self.query.weight"


def batch() -> Batch:
    """The words of a text, as the network reads them."""
    layout = read_layout(NEWS, tiny_tokenizer())
    return collate(list(layout.windows(0, 64)), [layout.words], [0])


def apart(student: Network, teacher: Network) -> float:
    words = batch()
    with torch.no_grad():
        return float(likeness(teacher)(words, student.eval().read(words))["teacher"])


@pytest.mark.parametrize(("layers", "kept"), [(1, [0]), (2, [0, 5]), (3, [0, 2, 5]), (6, [0, 1, 2, 3, 4, 5])])
def test_layers_are_taken_evenly_and_all_else_as_it_is(layers: int, kept: list[int]) -> None:
    teacher = tiny_network(layers=6)
    student = smaller(teacher, layers)
    own, whole = student.state_dict(), teacher.state_dict()
    assert student.config.encoder["num_hidden_layers"] == layers
    for number, origin in enumerate(kept):
        assert torch.equal(own[LAYER.format(number)], whole[LAYER.format(origin)])
    others = [name for name in whole if not name.startswith("encoder.encoder.layer.")]
    assert all(torch.equal(own[name], whole[name]) for name in others)


@pytest.mark.parametrize("layers", [0, 3])
def test_no_more_layers_than_there_are(layers: int) -> None:
    with pytest.raises(ValueError, match=f"{layers} layers cannot be taken from a model of 2"):
        smaller(tiny_network(layers=2), layers)


def test_likeness_is_zero_for_the_teacher_itself_and_only_then() -> None:
    teacher = tiny_network(layers=2)
    assert apart(smaller(teacher, 2), teacher) == 0
    assert apart(smaller(teacher, 1), teacher) > 0


def test_the_teacher_is_not_trained() -> None:
    teacher, words = tiny_network(layers=2), batch()
    student = smaller(teacher, 1)
    likeness(teacher)(words, student.read(words))["teacher"].backward()  # type: ignore[no-untyped-call]
    assert student.shapes.weight.grad is not None
    assert all(value.grad is None for value in teacher.parameters())


def test_a_whole_run_gives_a_smaller_model_that_is_like_its_teacher(tiny_model: Path, tmp_path: Path) -> None:
    settings = Settings(epochs=3, pieces=512, average=0.5)
    data, output = write_corpus(tmp_path / "data"), tmp_path / "small"
    distil(tiny_model, [data], output, layers=1, settings=settings, device="cpu")
    (record,) = Engine(Options(model=str(output))).records([NEWS], [""])
    assert list(faults(record)) == []
    _teacher, student = load_model(tiny_model)[0], load_model(output)[0]
    assert student.config.encoder["num_hidden_layers"] == 1
    card = Analyzer.load(output).card
    assert card is not None
    assert f"--distil {tiny_model.name} --epochs 3`: 3 epochs" in card
