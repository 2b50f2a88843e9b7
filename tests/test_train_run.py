"""A whole training run, from a data folder to a model folder that reads texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
import torch
from corpus import articles, write, write_corpus
from nasty import NEWS, faults
from tiny import tiny_tokenizer

from quoteattr.analyzer import Analyzer
from quoteattr.attributions.find import find_attributions
from quoteattr.attributions.score import Calibration
from quoteattr.engine import Engine
from quoteattr.errors import ModelError
from quoteattr.network.decoding import EVIDENCE, Draft
from quoteattr.network.storage import load_model
from quoteattr.reader import Reader
from quoteattr.settings import Settings as Options
from quoteattr.text.layout import read_layout
from quoteattr.training.calibration import fit_calibration
from quoteattr.training.data import Data
from quoteattr.training.gather import LabelledText
from quoteattr.training.loop import Settings
from quoteattr.training.recipe import train
from quoteattr.training.start import start_model

SETTINGS = Settings(epochs=2, pieces=512)


@dataclass(frozen=True)
class Run:
    data: Path
    start: Path
    output: Path


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Sums come out otherwise in their last bits on several threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def run(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A model trained without interruption."""
    folder = tmp_path_factory.mktemp("run")
    data = write_corpus(folder / "data")
    train([data], folder / "model", start=tiny_model, settings=SETTINGS, device="cpu")
    return Run(data, tiny_model, folder / "model")


def fingerprints(folder: Path) -> dict[str, str]:
    names = ("config.json", "model.safetensors", "speakers.safetensors", "tokenizer.json")
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def test_the_model_reads_texts(run: Run) -> None:
    (record,) = Engine(Options(model=str(run.output))).records([NEWS], [""])
    assert list(faults(record)) == []


def test_it_starts_from_the_whole_of_the_model_that_is_named(run: Run) -> None:
    (before, pieces, *_), (after, same_pieces, *_) = load_model(run.start), load_model(run.output)
    assert after.config == before.config
    assert same_pieces.get_vocab() == pieces.get_vocab()
    one, other = before.state_dict(), after.state_dict()
    changed = {name for name in one if not torch.equal(one[name], other[name])}
    assert {"cues.weight", "names.weight", "arguments.labels.weight", "meaning.tier.weight"} <= changed
    apart = torch.nn.functional.cosine_similarity(
        one["cues.weight"].flatten(), other["cues.weight"].flatten(), dim=0
    )
    assert apart > 0.9, "two short epochs do not lead far from the start"


def test_scores_are_fitted_and_speakers_too(run: Run) -> None:
    before, after = Analyzer.load(run.start), Analyzer.load(run.output)
    assert after.calibration != Calibration()
    assert after.speakers.first.pair_features
    assert not torch.equal(after.speakers.first.query.weight, before.speakers.first.query.weight)


def test_the_card_says_what_the_run_did(run: Run) -> None:
    card = Analyzer.load(run.output).card
    assert card is not None
    assert f"`quoteattr train data -o FOLDER --start {run.start.name} --epochs 2`: 2 epochs" in card
    assert "1 articles were held out" in card


def test_a_run_that_was_killed_goes_on_to_the_same_model(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, seen = Data.epoch, list[int]()

    def killed(self: Data, number: int, *args: Any) -> Any:
        seen.append(number)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return whole(self, number, *args)

    monkeypatch.setattr(Data, "epoch", killed)
    with pytest.raises(KeyboardInterrupt):
        train([run.data], tmp_path, start=run.start, settings=SETTINGS, device="cpu")
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.pt"]
    train([run.data], tmp_path, start=run.start, settings=SETTINGS, device="cpu")
    assert seen == [0, 1, 1], "what was done before is not done again"
    assert fingerprints(tmp_path) == fingerprints(run.output)


def test_too_few_labelled_speakers_are_told(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "data" / "mine.jsonl", articles()[:1])
    with pytest.raises(ValueError, match="speakers are labelled in"):
        train(
            [tmp_path / "data"], tmp_path / "out", start=run.start, settings=Settings(epochs=1), device="cpu"
        )


def test_a_start_that_is_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="does not exist"):
        start_model(tmp_path / "nowhere")


_TEXT = "“We pay,” said Ana. Tom was told that it rained."
_RIGHT = {"content": [[0, 9]], "cue": [[10, 14]], "source": [[15, 18]]}
_OTHER = {**_RIGHT, "source": [[20, 23]]}


class TestCalibration:
    """Scores are fitted to how often attributions with such evidence are right."""

    def fitted(
        self, labels: list[list[dict[str, Any]]], *, certainty: tuple[float, float] = (-0.2, -2.0)
    ) -> list[float]:
        """Scores of the attributions that a reader finds in each text, one surely and one hardly."""
        layout = read_layout(_TEXT, tiny_tokenizer())
        reading = SimpleNamespace(
            layout=layout, names=[], drafts=[_draft((0, 4), certainty[0]), _draft((12, 13), certainty[1])]
        )
        reader = SimpleNamespace(read=lambda texts: [reading] * len(texts))
        texts = [LabelledText(str(n), _TEXT, attributions=rows) for n, rows in enumerate(labels)]
        calibration = fit_calibration(cast(Reader, reader), texts)
        found = find_attributions(layout, reading.drafts, [])
        assert len(found) == 2
        return [calibration.score(item) for item in found]

    def test_what_is_right_scores_high_and_what_is_wrong_low(self) -> None:
        sure, unsure = self.fitted([[_RIGHT]] * 8)
        assert sure > 0.8
        assert unsure < 0.2

    def test_a_content_with_the_wrong_source_is_not_right(self) -> None:
        sure, unsure = self.fitted([[_OTHER]] * 8)
        assert max(sure, unsure) < 0.05

    def test_scores_are_shares(self) -> None:
        sure, unsure = self.fitted([[_RIGHT]] * 3 + [[]] * 3)
        assert sure == pytest.approx(0.5, abs=0.06)
        assert unsure < 0.2

    def test_without_anything_found_nothing_is_known(self) -> None:
        reading = SimpleNamespace(layout=read_layout("", tiny_tokenizer()), names=[], drafts=[])
        reader = SimpleNamespace(read=lambda texts: [reading] * len(texts))
        assert (
            fit_calibration(cast(Reader, reader), [LabelledText("x", "", attributions=[])]) == Calibration()
        )


def _draft(content: tuple[int, int], certainty: float) -> Draft:
    evidence = np.array(
        [certainty if name in ("cue", "source") else 0.0 for name in EVIDENCE], dtype=np.float32
    )
    unknown = np.zeros(4, dtype=np.float32)
    cue = (5, 5) if content[0] == 0 else (9, 9)
    source = (6, 6) if content[0] == 0 else (8, 8)
    return Draft((content,), cue, source, evidence, unknown[:3], unknown, unknown[:2])
