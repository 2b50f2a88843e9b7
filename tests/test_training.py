"""Training mechanics on a tiny random network."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from quoteattr.lexicon import FEATURES
from quoteattr.training.fragments import fragments
from quoteattr.training.speakers import guess_speakers
from tokenizers import Tokenizer

from quoteattr.analyzer import Analyzer
from quoteattr.network.network import Network, NetworkConfig
from quoteattr.network.storage import BUNDLED, TOKENIZER
from quoteattr.training.examples import build
from quoteattr.training.gather import plain_name, polnear_example
from quoteattr.training.loop import Settings, fit
from quoteattr.training.losses import losses
from quoteattr.training.restyle import restyled

TEXT = (
    "Ana Ruiz spoke on Monday.\n\n“We will pay,” she said, “and soon.” The mayor denied that taxes will rise."
)


def spans(*pieces):
    return [[TEXT.index(piece), TEXT.index(piece) + len(piece)] for piece in pieces]


RECORD = {
    "id": "a",
    "text": TEXT,
    "attributions": [
        {"source": spans("she"), "cue": spans("said"), "content": spans("“We will pay,”", "“and soon.”")},
        {"source": spans("The mayor"), "cue": spans("denied"), "content": spans("that taxes will rise")},
    ],
}
LABELS = [
    {"i": 0, "speaker": "Ana Ruiz", "aliases": [], "medium": "speech", "polarity": "asserted"},
    {"i": 1, "speaker": None, "aliases": [], "medium": "speech", "polarity": "denied"},
]


@pytest.fixture
def example():
    return polnear_example(RECORD, LABELS, Tokenizer.from_file(str(BUNDLED / TOKENIZER)))


@pytest.fixture
def network():
    torch.manual_seed(0)
    encoder = {
        "model_type": "bert",
        "vocab_size": 30522,
        "hidden_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0,
    }
    return Network(NetworkConfig(encoder=encoder, cue_features=FEATURES, max_pieces=64, link_size=16))


def test_labels_become_words(example):
    first, second = example.attributions
    assert len(first.contents) == 2
    assert second.polarity == 1
    she, mayor = example.references
    assert she.antecedents
    assert mayor.antecedents == frozenset()


def test_targets_point_at_the_words_they_name(example):
    (window,) = _windows(example)
    _, targets = build([window], [example], np.random.default_rng(0))
    words = [TEXT[s:e] for s, e in zip(example.words.starts, example.words.ends, strict=True)]
    cues = [words[place - 1] for place in targets.cue_of[:, 0].tolist()]
    assert cues == ["said", "said", "denied"]
    assert [words[place - 1] for place in targets.source_of[:, 1].tolist()] == ["she", "mayor"]


def test_every_loss_falls_on_one_article(network, example, tmp_path):
    before = _losses(network, example)
    settings = Settings(epochs=60, pieces=64, encoder_rate=3e-3, head_rate=1e-2, average=0.5)
    _fit(network, example, settings, tmp_path)
    after = _losses(network, example)
    assert before.keys() == {"roles", "cue", "source", "reference", "medium", "polarity"}
    assert all(after[name] < 0.5 * before[name] for name in before)


@pytest.mark.parametrize("has_roles", [True, False])
def test_a_batch_without_attributions_can_be_learnt_from(network, example, has_roles):
    bare = replace(example, attributions=[], references=[], names=[], has_roles=has_roles)
    with torch.no_grad():
        network.roles.bias[0] = 99.0  # nor does the network see any
    assert all(np.isfinite(loss) for loss in _losses(network, bare).values())


def test_an_interrupted_run_goes_on_to_the_same_weights(example, network, tmp_path):
    settings = Settings(epochs=4, pieces=64)
    start = {name: value.clone() for name, value in network.state_dict().items()}
    _fit(network, example, settings, tmp_path / "whole")
    whole = {name: value.clone() for name, value in network.state_dict().items()}

    def stop(_, epoch):
        if epoch == 1:
            raise KeyboardInterrupt

    network.load_state_dict(start)
    with pytest.raises(KeyboardInterrupt):
        _fit(network, example, settings, tmp_path / "parts", after_epoch=stop)
    network.load_state_dict(start)
    _fit(network, example, settings, tmp_path / "parts")
    assert all(torch.allclose(value, whole[name], atol=1e-6) for name, value in network.state_dict().items())


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("“Yes,” she said. It’s fine.", '"Yes," she said. It\'s fine.'),
        ('"Yes," she said. It\'s fine.', "“Yes,” she said. It’s fine."),
    ],
)
def test_restyling_swaps_the_marks_in_place(text, other):
    assert restyled(text) == other


def test_fragments_are_attributions_cut_out_of_their_articles():
    cut, _ = fragments([RECORD] * 40, np.random.default_rng(0))
    found = {fragment.text: fragment.attributions for fragment in cut}
    assert {
        "The mayor denied that taxes will rise",
        "that The mayor denied that taxes will rise",
    } <= found.keys()
    assert "‘We will pay,’ I said, ‘and soon.’" in found
    for text, (row,) in found.items():
        roles = [text[slice(*row[role][0])] for role in ("source", "cue", "content")]
        assert roles in (
            ["The mayor", "denied", "that taxes will rise"],
            *([who, "said", "“We will pay,”"] for who in ("she", "I")),
            *([who, "said", "‘We will pay,’"] for who in ("she", "I")),
        )


def test_contents_without_a_word_that_introduces_quotes_have_nothing_to_be_found_in_them():
    _, contents = fragments([RECORD], np.random.default_rng(0))
    assert [fragment.text for fragment in contents] == ["that taxes will rise"]


def test_a_teacher_guesses_speakers_of_unlabelled_articles():
    analyzer = Analyzer.load()
    guessed = guess_speakers(analyzer, [RECORD], certainty=0.5)["a"]
    assert {"i": 0, "speaker": "Ana Ruiz", "aliases": []} in guessed
    assert guess_speakers(analyzer, [RECORD], certainty=1.0)["a"] == []


def test_names_are_compared_without_titles():
    assert plain_name("Former President  Ana Ruiz’s") == "ana ruiz"


def _windows(example):
    from quoteattr.text.windows import cut_windows

    return list(cut_windows(example.words, text=0, max_pieces=64))


def _fit(network, example, settings, folder, after_epoch=None):
    folder.mkdir(exist_ok=True)
    fit(
        network,
        lambda epoch, rng: [example],
        settings=settings,
        folder=folder,
        device=torch.device("cpu"),
        resume=True,
        after_epoch=after_epoch,
    )


def _losses(network, example):
    network.eval()
    batch, targets = build(_windows(example), [example], np.random.default_rng(0))
    with torch.no_grad():
        return {name: float(value) for name, value in losses(network, batch, targets).items()}
