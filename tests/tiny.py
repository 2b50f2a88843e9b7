"""A model folder of the real kind but a thousandth of the size: random weights, real code."""

from __future__ import annotations

import string
from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from quoteattr.analyzer import Analyzer
from quoteattr.network.network import Network, NetworkConfig
from quoteattr.reader import Reader
from quoteattr.speakers.history import HISTORY_FEATURES
from quoteattr.speakers.scorer import SpeakerScorer
from quoteattr.speakers.storage import SpeakerModel, known_features

MAX_PIECES = 64
WIDTH = 32
_WORDS = "said says told that the he she who and of to in according by"
_SPECIAL = {"[PAD]": 0, "[UNK]": 100, "[CLS]": 101, "[SEP]": 102, "[MASK]": 103}
_MARKS = {"–": 1516, "—": 1517, "‘": 1520, "’": 1521, "“": 1523, "”": 1524, "…": 1529}
"""Numbers as in BERT, since windows are cut at marks that are known by their number."""


def tiny_tokenizer() -> Tokenizer:
    """Letters, marks and a few words."""
    vocab = {**_SPECIAL, **_MARKS}
    vocab |= {character: ord(character) + 966 for character in map(chr, range(ord("!"), ord("A")))}
    vocab |= {character: ord(character) + 940 for character in map(chr, range(ord("["), ord("~") + 1))}
    others = [*"«»„", *_WORDS.split(), *(f"##{c}" for c in string.ascii_lowercase + string.digits)]
    vocab |= {piece: 1530 + number for number, piece in enumerate(others)}
    free = sorted(set(range(max(vocab.values()))) - set(vocab.values()))
    vocab |= {f"[unused{number}]": number for number in free}
    tokenizer = Tokenizer(WordPiece(vocab, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.add_special_tokens(list(_SPECIAL))
    return tokenizer


def tiny_network(*, seed: int = 17, layers: int = 2, dropout: float = 0.1) -> Network:
    """A network with random weights."""
    encoder = {
        "model_type": "bert",
        "vocab_size": tiny_tokenizer().get_vocab_size(),
        "hidden_size": WIDTH,
        "num_hidden_layers": layers,
        "num_attention_heads": 2,
        "intermediate_size": 48,
        "hidden_dropout_prob": dropout,
        "max_position_embeddings": 128,
        "type_vocab_size": 2,
    }
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = Network(
            NetworkConfig(encoder=encoder, max_pieces=MAX_PIECES, argument_size=16, antecedent_size=16)
        )
    return network.eval()


def tiny_speakers(*, seed: int = 17) -> SpeakerModel:
    """Random scorers of speakers that always find somebody, if anybody is named."""
    pairs, alone = (sorted(names) for names in known_features())
    own = [name for name in pairs if name not in HISTORY_FEATURES]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        scorers = [SpeakerScorer(names, alone, WIDTH).eval() for names in (own, pairs)]
    with torch.no_grad():
        for scorer in scorers:
            scorer.nobody[-1].bias.fill_(-9.0)
    return SpeakerModel(*scorers, level=0.0)


def save_tiny_model(folder: Path, *, seed: int = 17) -> Path:
    """Write the model; random as it is, it finds quotes everywhere, so every path of the code is walked."""
    reader = Reader(tiny_network(seed=seed), tiny_tokenizer())
    Analyzer(reader, tiny_speakers(seed=seed), card="# A tiny model\n").save(folder)
    return folder
