"""The model card says what the run did, and nothing that it did not."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoteattr.training.card import Origin, model_card, sources
from quoteattr.training.loop import Settings


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    (folder / "gap").mkdir(parents=True)
    (folder / "gap" / "train.jsonl").write_text("{}\n{}\n\n", encoding="utf-8")
    (folder / "herald.jsonl").write_text("{}\n", encoding="utf-8")
    return folder


def card(data: Path, *, of_start: float = 0.0, **changes: object) -> str:
    settings = Settings(epochs=7, of_start=of_start, seed=3)
    origin = Origin([data], **changes)  # type: ignore[arg-type]
    return model_card(settings, origin=origin, held_out=11, figures={"content and source, F": 0.5432})


def test_the_card_names_the_data_of_the_run_and_no_other(data: Path) -> None:
    text = card(data)
    assert "| GAP, train (Webster et al., TACL 2018) | 2 | pronouns | Apache-2.0 |" in text
    assert "| `herald.jsonl` | 1 |" in text
    assert "PolNeAR" not in text
    assert "before you use the weights for anything but research" not in text


def test_restricted_data_are_pointed_out(data: Path) -> None:
    (data / "polnear").mkdir()
    (data / "polnear" / "train.jsonl").write_text("{}\n", encoding="utf-8")
    assert "Look into the terms of PolNeAR 1.0, train before" in card(data)


def test_recipe_and_figures_are_those_of_the_run(data: Path) -> None:
    text = card(data, start=data.parent / "earlier")
    assert "`quoteattr train mine -o FOLDER --start earlier --epochs 7`: 7 epochs" in text
    assert "seed 3" in text
    assert "| content and source, F | 54.3 |" in text
    assert "11 articles were held out" in text
    assert "Weights to start from: the model `earlier`" in text
    assert str(data.parent) not in text


def test_a_distilled_model_names_its_teacher(data: Path) -> None:
    text = card(data, start=data.parent / "large", distilled=True)
    assert "`quoteattr train mine -o FOLDER --distil large --epochs 7`: 7 epochs" in text
    assert "Weights to start from: some layers of its teacher, the model `large`." in text
    assert "distance of the words' vectors to the teacher's" in text
    assert "teacher" not in card(data, start=data.parent / "large")


def test_a_blend_tells_the_share_of_the_start(data: Path) -> None:
    text = card(data, start=data.parent / "earlier", of_start=0.25)
    assert "--start earlier --blend --epochs 7`" in text
    assert "in a mean with the weights to start from, whose share is 0.25; seed 3" in text
    assert "mean with" not in card(data, start=data.parent / "earlier")


def test_texts_are_counted_without_empty_lines(data: Path) -> None:
    assert [source.texts for source in sources([data])] == [2, 1]
