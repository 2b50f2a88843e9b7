"""Text in, what the network finds in it out: words, names and drafts of attributions."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer

from quoteattr.analysis import Name, Offsets
from quoteattr.errors import SettingsError
from quoteattr.network.decoding import Draft, read_drafts
from quoteattr.network.names import find_names
from quoteattr.network.network import SCHEMES, Network
from quoteattr.text.layout import Layout, read_layout
from quoteattr.text.windows import Window, batches, collate


@dataclass(slots=True)
class Reading:
    """A text and what the network found in it.

    Attributes:
        layout: The text and what it is made of.
        vectors: What the encoder makes of each word, `[words, width]`.
        name_scores: Log-probabilities of the tags of names, `[words, tags]`.
        drafts: Attributions, in order.
    """

    layout: Layout
    vectors: npt.NDArray[np.float16]
    name_scores: npt.NDArray[np.float32]
    drafts: list[Draft] = field(default_factory=list)

    @property
    def names(self) -> list[Name]:
        """Names in characters, each with its class."""
        return find_names(self.name_scores, self.layout.words)

    @property
    def quoted(self) -> list[Offsets]:
        """Stretches in quotation marks."""
        return [(quotation.start, quotation.end) for quotation in self.layout.quotations]


class Reader:
    """A trained network with its tokenizer. Safe to use from several threads at once."""

    def __init__(self, network: Network, tokenizer: Tokenizer) -> None:
        self.network = network.eval()
        self.tokenizer = tokenizer
        self._half = _in_half_precision(network)

    def read(self, texts: Sequence[str], *, batch_size: int = 32, scheme: str = SCHEMES[0]) -> list[Reading]:
        """Let the network read texts, window by window.

        A CPU gains little from batches, so there each text is read by itself, and what is found in it does not depend
        in the last bit on what else is read.

        Args:
            texts: Any texts.
            batch_size: Windows that the network reads at once.
            scheme: The annotation scheme to read by, one of `SCHEMES`.
        """
        readings = [self._unread(read_layout(text, self.tokenizer)) for text in texts]
        together = [readings] if self.network.device.type != "cpu" else [[reading] for reading in readings]
        for part in together:
            self._read(part, batch_size, SCHEMES.index(scheme))
        return readings

    def _unread(self, layout: Layout) -> Reading:
        count = len(layout.words)
        return Reading(
            layout,
            np.zeros((count, self.network.shapes.embedding_dim), dtype=np.float16),
            np.zeros((count, self.network.names.out_features), dtype=np.float32),
        )

    def _read(self, readings: Sequence[Reading], batch_size: int, scheme: int) -> None:
        most = self.network.config.max_pieces
        windows = [w for n, reading in enumerate(readings) for w in reading.layout.windows(n, most)]
        for part in batches(windows, [reading.layout.words for reading in readings], batch_size):
            self._read_batch(readings, part, scheme)
        for reading in readings:
            reading.drafts.sort(key=lambda draft: draft.contents)

    @torch.inference_mode()
    def _read_batch(self, readings: Sequence[Reading], windows: Sequence[Window], scheme: int) -> None:
        words = [reading.layout.words for reading in readings]
        batch = collate(windows, words, [scheme] * len(readings)).to(self.network.device)
        vectors = self._half.read(batch)
        names = self._half.names(vectors).float().log_softmax(dim=2).cpu().numpy()
        kept = vectors.half().cpu().numpy()
        for row, window in enumerate(windows):
            reading, length = readings[window.text], window.last - window.first
            reading.vectors[window.first : window.last] = kept[row, :length]
            reading.name_scores[window.first : window.last] = names[row, :length]
        for text, draft in read_drafts(self._half, vectors, batch, windows):
            readings[text].drafts.append(draft)


def find_device(name: str | int | None) -> torch.device:
    """The torch device that a setting means; None takes a GPU when there is one.

    Raises:
        SettingsError: There is no such device.
    """
    try:
        device = torch.device(("cuda" if torch.cuda.is_available() else "cpu") if name is None else name)
        torch.zeros(1, device=device).tolist()
    except (AssertionError, NotImplementedError, RuntimeError) as error:
        reason = str(error).partition("\n")[0]
        raise SettingsError(
            f"'device' is {name!r}, which torch cannot use here ({reason}); try 'cpu'"
        ) from error
    return device


def _in_half_precision(network: Network) -> Network:
    """The network as it reads: in bfloat16, which loses nothing and is twice as fast."""
    half = copy.deepcopy(network).to(torch.bfloat16)
    half.arguments.chain.float()
    return half
