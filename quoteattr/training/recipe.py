"""The recipe of the bundled weights, from data folders to a model folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from quoteattr.analyzer import Analyzer, for_speakers
from quoteattr.network.network import SCHEMES, Network
from quoteattr.network.storage import load_model, save_model
from quoteattr.reader import Reader
from quoteattr.speakers.reading import ReadText
from quoteattr.speakers.storage import SpeakerModel
from quoteattr.training.calibration import fit_calibration
from quoteattr.training.card import Origin, figures, model_card
from quoteattr.training.data import Data, load_data
from quoteattr.training.gather import HE_AND_SHE, LabelledText
from quoteattr.training.loop import Settings, fit
from quoteattr.training.losses import Also
from quoteattr.training.speaker_articles import LabelledArticle, labelled_article
from quoteattr.training.speaker_fit import fit_speakers
from quoteattr.training.start import start_model

logger = logging.getLogger(__name__)

_READ_PIECES = 320
"""Length of the windows that the trained network reads, in the upper half of those that it is trained on."""
_READ = 1.3
"""Weight of articles labelled at every level: their outlets are many."""
_OTHER_CORPORA = 0.2
"""Weight of pronouns in texts that are no news."""


def train(
    data: Sequence[Path],
    output: Path,
    *,
    start: Path | None = None,
    settings: Settings | None = None,
    device: str | None = None,
    resume: bool = True,
) -> None:
    """Train a model by the recipe of the bundled one.

    Args:
        data: The data folders (docs/training.md says what they hold).
        output: The model folder to write; a `checkpoint.pt` in it lets an interrupted run go on.
        start: A model folder whose network is trained further, as it is; None for a general encoder's weights.
        settings: How to train.
        device: A torch device name; None takes a GPU when there is one.
        resume: Go on from a checkpoint, when there is one.

    Raises:
        FileNotFoundError: There is nothing to train on.
    """
    settings, place = settings or Settings(), find_place(device)
    texts = load_data(data)
    torch.manual_seed(settings.seed)
    network, tokenizer = start_model(start)
    origin = Origin(data, start)
    train_model(
        network, tokenizer, texts, output, settings=settings, device=place, resume=resume, origin=origin
    )


def find_place(device: str | None) -> torch.device:
    """The device that training takes."""
    return torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))


def train_model(
    network: Network,
    tokenizer: Tokenizer,
    texts: Data,
    output: Path,
    *,
    settings: Settings,
    device: torch.device,
    resume: bool,
    origin: Origin,
    also: Also | None = None,
) -> None:
    """Train a network, fit the naming of speakers and the scores on it, and write the model folder.

    Args:
        network: With the weights that it starts from.
        tokenizer: Its tokenizer.
        texts: What to train on.
        output: The model folder.
        settings: How to train.
        device: Where to compute.
        resume: Go on from a checkpoint, when there is one.
        origin: What the card tells of where the model comes from.
        also: Further losses; see `fit`.
    """
    output.mkdir(parents=True, exist_ok=True)
    fit(
        network.to(device),
        lambda number, rng: texts.epoch(number, tokenizer, rng),
        settings=settings,
        folder=output,
        device=device,
        resume=resume,
        also=also,
    )
    network.config = replace(network.config, max_pieces=min(_READ_PIECES, network.config.max_pieces))
    save_model(output, network, tokenizer, {})
    _finish(texts, output, settings, device, origin)


def _finish(texts: Data, output: Path, settings: Settings, device: torch.device, origin: Origin) -> None:
    """Fit the rest on the network's weights as they are stored, in eight bits, and write it beside them."""
    network, tokenizer, _, _ = load_model(output)
    reader = Reader(network.to(device), tokenizer)
    articles = list(speaker_articles(reader, texts))
    speakers = SpeakerModel(*fit_speakers(articles, seed=settings.seed))
    calibration = fit_calibration(reader, texts.held_out)
    analyzer = Analyzer(reader, speakers, calibration)
    held_out = [text for text in texts.held_out if text.inner]
    reached = figures(analyzer, held_out)
    analyzer.card = model_card(settings, origin=origin, held_out=len(held_out), figures=reached)
    analyzer.save(output)
    logger.info("The model is in %s", output)


def speaker_articles(reader: Reader, texts: Data) -> Iterator[LabelledArticle]:
    """Everything that tells who is meant, as the network reads it: labelled speakers, and pronouns of other corpora."""

    def read(text: LabelledText) -> ReadText:
        (reading,) = reader.read([text.text], scheme=text.scheme)
        return for_speakers(reading, scheme=text.scheme)

    for text in (*texts.read, *texts.held_out, *(versions[0] for versions in texts.polnear)):
        labels = [row if "speaker" in row else {} for row in text.attributions or ()]
        if any(labels):
            weight = _READ if text.scheme == SCHEMES[0] else 1.0
            yield labelled_article(read(text), text.attributions or (), labels, weight=weight)
    for every, others in texts.references:
        for text in others[::every]:
            known = {
                span: [text.mentions[number] for number in sorted(numbers)]
                for span, numbers in text.references
                if numbers and text.text[slice(*span)].lower() in HE_AND_SHE
            }
            if known:
                yield LabelledArticle(read(text), antecedents=known, weight=_OTHER_CORPORA)
