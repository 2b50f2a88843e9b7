"""Windows end to end are read as `transformers` reads each of them alone."""

from __future__ import annotations

from dataclasses import replace

import torch
from tiny import WIDTH, tiny_network, tiny_tokenizer
from torch import Tensor

from quoteattr.network.encoder import encode
from quoteattr.network.network import SCHEMES, Network
from quoteattr.text.layout import read_layout
from quoteattr.text.windows import Batch, Window, collate

LENGTHS = (5, 1, 128, 17)
TEXTS = ["“We pay,” said Ana Ruiz.", "No.", "He said that she said so.\n\nThe end."]


def embedded(seed: int = 2) -> Tensor:
    return torch.randn(sum(LENGTHS), WIDTH, generator=torch.Generator().manual_seed(seed))


@torch.no_grad()
def test_it_gives_what_transformers_gives_for_windows_of_any_length() -> None:
    encoder, rows = tiny_network(layers=3).encoder, embedded()
    found = encode(encoder, rows, LENGTHS)
    for one, other in zip(rows.split(LENGTHS), found.split(LENGTHS), strict=True):
        assert torch.allclose(encoder(inputs_embeds=one[None]).last_hidden_state[0], other, atol=1e-5)


def test_its_gradient_is_that_of_transformers() -> None:
    encoder, rows = tiny_network().encoder, embedded()
    weight = encoder.encoder.layer[0].attention.self.query.weight
    (found,) = torch.autograd.grad(encode(encoder, rows, LENGTHS).square().sum(), weight, retain_graph=False)
    alone = [encoder(inputs_embeds=one[None]).last_hidden_state for one in rows.split(LENGTHS)]
    (expected,) = torch.autograd.grad(torch.stack([part.square().sum() for part in alone]).sum(), weight)
    assert torch.allclose(found, expected, rtol=1e-3, atol=1e-4)


def test_dropout_is_for_training_alone() -> None:
    network, batch = tiny_network(dropout=0.5), _batch([0])
    assert torch.equal(network.read(batch), network.read(batch))
    network.train()
    assert not torch.equal(network.read(batch), network.read(batch))


@torch.no_grad()
def test_a_window_is_read_the_same_in_any_company() -> None:
    network = tiny_network()
    together, batch = network.read(_batch([0, 1, 2])), _batch([0, 1, 2])
    for row in range(3):
        count = int(batch.word_mask[row].sum())
        assert torch.allclose(network.read(_batch([row]))[0], together[row, :count], atol=1e-5)


@torch.no_grad()
def test_casing_marks_and_scheme_are_seen() -> None:
    network = tiny_network()
    plain = _vectors(network, "Ana said no to it.")
    assert not torch.allclose(plain, _vectors(network, "ana said no to it."), atol=1e-3), "casing"
    assert not torch.allclose(plain, _vectors(network, "Ana said no to it.", scheme=1), atol=1e-3), "scheme"
    quoted = _batch([0], ["“Ana said no to it.”"])
    bare = replace(quoted, states=torch.zeros_like(quoted.states))
    assert not torch.allclose(network.read(quoted), network.read(bare), atol=1e-3), "marks"


def _vectors(network: Network, text: str, scheme: int = 0) -> Tensor:
    return network.read(_batch([0], [text], scheme))


def _batch(rows: list[int], texts: list[str] = TEXTS, scheme: int = 0) -> Batch:
    assert scheme < len(SCHEMES)
    words = [read_layout(text, tiny_tokenizer()).words for text in texts]
    return collate([Window(row, 0, len(words[row])) for row in rows], words, [scheme] * len(words))
