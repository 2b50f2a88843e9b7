"""A broken model folder is refused with its name and a cure; nothing in it is run."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
import torch
from safetensors.torch import load_file, save_file

from quoteattr import ModelError, SettingsError
from quoteattr.analyzer import Analyzer
from quoteattr.network.storage import load_model

FILES = ("config.json", "model.safetensors", "tokenizer.json", "speakers.safetensors")


@pytest.fixture
def folder(tiny_model: Path, tmp_path: Path) -> Path:
    """A copy of the tiny model, to be broken."""
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


def refused(folder: Path, *told: str) -> None:
    """Loading fails, naming the file and what to do."""
    with pytest.raises(ModelError) as caught:
        Analyzer.load(folder)
    for part in (str(folder), *told):
        assert part in str(caught.value)
    assert str(caught.value).count(";"), "no cure"


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object], file: str = "config.json") -> None:
    """Change a JSON file of the folder."""
    content = json.loads((folder / file).read_text())
    change(content)
    (folder / file).write_text(json.dumps(content))


def test_the_whole_folder_loads(folder: Path) -> None:
    assert Analyzer.load(folder).analyze(["“We will rebuild it,” said Dana Whitfield."])


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    refused(folder, file, "missing")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("kept", [0, 1, 100, -1], ids="{} bytes kept".format)
def test_a_truncated_file_is_named(folder: Path, file: str, kept: int) -> None:
    content = (folder / file).read_bytes().rstrip()
    (folder / file).write_bytes(content[:kept])
    refused(folder, file)


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_other_bytes_is_named(folder: Path, file: str) -> None:
    (folder / file).write_bytes(b"\x80\x04\x95cos\nsystem\n" + bytes(range(256)) * 9)
    refused(folder, file)


@pytest.mark.parametrize("file", FILES)
def test_a_folder_in_the_place_of_a_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    (folder / file).mkdir()
    refused(folder, file)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is allowed here")
@pytest.mark.parametrize("file", FILES)
def test_a_file_that_may_not_be_read_is_named(folder: Path, file: str) -> None:
    (folder / file).chmod(0)
    refused(folder, file, "permission")


@pytest.mark.parametrize("file", FILES)
def test_a_refusal_of_the_system_is_passed_on(
    folder: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.is_file

    def forbidden(path: Path) -> bool:
        if path.name == file:
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(Path, "is_file", forbidden)
    refused(folder, file, "permission")


def test_a_path_that_is_a_file_is_told(folder: Path) -> None:
    refused(folder / "config.json", "is a file")


@pytest.mark.parametrize("name", ["nowhere", "a" * 5000, "nul\0"], ids=["missing", "too long", "NUL"])
def test_a_path_that_leads_nowhere_is_told(name: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quoteattr", config={"model": f"/tmp/{name}"})
    with pytest.raises(ModelError, match="model"):
        nlp("“No.”")


def encoder(**values: object) -> Callable[[dict[str, Any]], object]:
    return lambda config: config["network"]["encoder"].update(values)


def network(**values: object) -> Callable[[dict[str, Any]], object]:
    return lambda config: config["network"].update(values)


@pytest.mark.parametrize(
    "change",
    [
        lambda config: config.update(version=0),
        lambda config: config.update(version=[2]),
        lambda config: config.pop("version"),
        lambda config: config.update(network=None),
        lambda config: config["network"].pop("encoder"),
        network(encoder=[]),
        network(max_pieces=0),
        network(max_pieces=10**6),
        network(max_pieces="many"),
        network(argument_size=-1),
        network(argument_size=10**6),
        network(antecedent_size=1),
        network(surprise=1),
        encoder(hidden_size=10**9),
        encoder(hidden_size=33),
        encoder(num_hidden_layers=10**6),
        encoder(num_hidden_layers=0),
        encoder(num_attention_heads=5),
        encoder(vocab_size=True),
        encoder(vocab_size=10**6),
        encoder(max_position_embeddings=64),
        encoder(layer_norm_eps="0"),
        encoder(model_type="gpt2"),
        encoder(model_type="../../evil"),
        encoder(auto_map={"AutoModel": "evil--code.Model"}),
        encoder(quantization_config={"quant_method": "bitsandbytes"}),
        encoder(hidden_act="os.system"),
        lambda config: config.update(calibration=[1]),
        lambda config: config.update(calibration={"weights": [1.0]}),
        lambda config: config.update(calibration={"weights": {"cue": 1.0}}),
        lambda config: config["calibration"]["weights"].update(cue=float("inf")),
        lambda config: config["calibration"]["weights"].update(surprise=1.0),
        lambda config: config.update(calibration={"bias": float("nan")}),
        lambda config: config.update(calibration={"bias": "0"}),
        lambda config: config.update(calibration={"surprise": 1}),
    ],
)
def test_a_hostile_configuration_is_refused(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    rewrite(folder, change)
    refused(folder, "config.json")


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        "null",
        '"text"',
        "1" * 5000,
        '{"version": 1, "network": {}}',
        "\ufeff{}",
        "{'version': 1}",
    ],
    ids=lambda content: content[:20],
)
def test_json_that_is_no_configuration_is_refused(folder: Path, content: str) -> None:
    (folder / "config.json").write_text(content)
    refused(folder, "config.json")


def test_a_missing_or_a_surplus_tensor_is_named(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    save_file({n: w for n, w in weights.items() if n != "cues.bias"}, folder / "model.safetensors")
    refused(folder, "model.safetensors", "cues.bias")
    save_file({**weights, "extra": torch.zeros(1)}, folder / "model.safetensors")
    refused(folder, "model.safetensors", "extra")


def test_weights_that_are_no_numbers_are_refused(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    weights["cues.bias"][0] = float("nan")
    save_file(weights, folder / "model.safetensors")
    refused(folder, "model.safetensors", "no numbers")


def test_a_tokenizer_of_another_kind_is_refused(folder: Path) -> None:
    rewrite(
        folder, lambda tokenizer: tokenizer.update(pre_tokenizer={"type": "Whitespace"}), "tokenizer.json"
    )
    refused(folder, "tokenizer.json", "BertPreTokenizer")


def test_a_tokenizer_with_too_many_pieces_is_refused(folder: Path) -> None:
    rewrite(
        folder,
        lambda t: t["model"]["vocab"].update({f"x{n}": 10_000 + n for n in range(9)}),
        "tokenizer.json",
    )
    refused(folder, "tokenizer.json", "more pieces")


def test_a_tokenizer_that_would_cut_texts_off_is_kept_from_it(folder: Path) -> None:
    text = "“We will rebuild it,” said Dana Whitfield. " * 9
    whole = Analyzer.load(folder).analyze([text])
    limits = {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0}
    rewrite(folder, lambda tokenizer: tokenizer.update(truncation=limits), "tokenizer.json")
    assert Analyzer.load(folder).analyze([text]) == whole


def test_what_is_saved_again_is_the_same(folder: Path, tmp_path: Path) -> None:
    Analyzer.load(folder).save(tmp_path / "again")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        path.name for path in (tmp_path / "again").iterdir()
    )
    first, second = load_model(folder)[0].state_dict(), load_model(tmp_path / "again")[0].state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize("device", ["abacus", "cuda:99", "meta"])
def test_a_device_that_is_not_there_is_told(folder: Path, device: str) -> None:
    with pytest.raises(SettingsError, match=device):
        Analyzer.load(folder, device=device)
