"""Two models come with the library; what the second has of the first is stored once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from tiny import tiny_speakers

from quoteattr import ModelError
from quoteattr.analyzer import Analyzer
from quoteattr.network import storage
from quoteattr.network.storage import load_model, share
from quoteattr.speakers.storage import save_speakers


class TestSharing:
    """A second model of the package is stored without what the bundled one has too."""

    @pytest.fixture
    def second(self, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A model with the words of the bundled one and other weights, whole."""
        folder = Path(shutil.copytree(tiny_model, tmp_path / "bundled"))
        monkeypatch.setattr(storage, "BUNDLED", folder)
        network, tokenizer, settings, card = load_model(folder)
        torch.nn.init.ones_(network.cues.bias)
        storage.save_model(tmp_path / "second", network, tokenizer, settings, card)
        save_speakers(tmp_path / "second", tiny_speakers())
        return tmp_path / "second"

    def test_what_is_shared_is_stored_once_and_read_back(self, second: Path) -> None:
        whole, size = load_model(second)[0].state_dict(), (second / "model.safetensors").stat().st_size
        share(second)
        assert (second / "model.safetensors").stat().st_size < size - 1500 * 32
        assert not (second / "tokenizer.json").exists()
        network, tokenizer, settings, _ = load_model(second)
        assert all(torch.allclose(whole[n], v, atol=1e-6) for n, v in network.state_dict().items())
        assert network.cues.bias.eq(1).all()
        assert tokenizer.encode("said").tokens == ["said"]
        assert settings.keys() == {"version", "calibration"}
        assert Analyzer.load(second).analyze(["“We will rebuild it,” said Dana Whitfield."])

    def test_saved_again_it_is_whole(
        self, second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        share(second)
        Analyzer.load(second).save(tmp_path / "again")
        monkeypatch.setattr(storage, "BUNDLED", tmp_path / "nowhere")
        assert load_model(tmp_path / "again")[0].cues.bias.eq(1).all()

    def test_without_the_bundled_model_it_is_refused(
        self, second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        share(second)
        monkeypatch.setattr(storage, "BUNDLED", tmp_path / "nowhere")
        with pytest.raises(ModelError, match=r"second needs the bundled weights, and .*nowhere is missing; "):
            load_model(second)

    @pytest.mark.parametrize("names", [5, "tokenizer.json", ["cues.bias"], [["tokenizer.json"]]])
    def test_nothing_else_can_be_shared(self, second: Path, names: object) -> None:
        config = second / "config.json"
        config.write_text(json.dumps({**json.loads(config.read_text()), "shares": names}))
        with pytest.raises(ModelError, match=r"config\.json shares what cannot be shared; "):
            load_model(second)

    def test_a_model_of_other_words_is_left_as_it_is(self, second: Path) -> None:
        network, tokenizer, settings, card = load_model(second)
        torch.nn.init.normal_(network.encoder.get_input_embeddings().weight)
        storage.save_model(second, network, tokenizer, settings, card)
        with pytest.raises(ModelError, match="other words"):
            share(second)
        assert Analyzer.load(second).analyze(["“No.”"])
