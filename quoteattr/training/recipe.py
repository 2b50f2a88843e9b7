"""The recipe of the bundled weights, from the data folder to a model folder."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from quoteattr.model.analyzer import Analyzer
from quoteattr.model.storage import save_model
from quoteattr.training import gather
from quoteattr.training.calibration import fit_calibration
from quoteattr.training.card import model_card
from quoteattr.training.examples import Example
from quoteattr.training.fragments import Fragment, fragments
from quoteattr.training.inner_cues import fit_inner_cues
from quoteattr.training.loop import Settings, fit
from quoteattr.training.speakers import Question, ask_gap, ask_polnear, fit_resolver, guess_speakers
from quoteattr.training.start import start_network, start_tokenizer

logger = logging.getLogger(__name__)

HELD_OUT_EVERY = 8
"""Of the train articles whose speakers are labelled, one in so many is kept for calibration."""
_RESTYLED_SHARE = 0.2
_REFERENCES_EVERY, _GUM_EVERY, _GAP_EVERY, _LITBANK_EVERY = 2, 2, 3, 3
"""An epoch takes one in so many: who is meant is learnt by heart before it is learnt."""
_FRAGMENTS = 1500
_READ_PIECES = 320
"""Length of the windows that the trained network reads, in the middle of those that it is trained on."""
_TEACHER_CERTAINTY = 0.9
_RESOLVER_SEEN_WEIGHT = 0.3
_RESOLVER_GAP_WEIGHT = 1.0
_INNER_CUE_TEXTS = 160


@dataclass(frozen=True, slots=True)
class Data:
    """All training examples: of each PolNeAR article its annotations, as printed and in the other marks."""

    articles: tuple[tuple[tuple[Example, Example], ...], ...]
    attributions: tuple[Fragment, ...]
    contents: tuple[Fragment, ...]
    gum: tuple[Example, ...]
    gap: tuple[Example, ...]
    litbank: tuple[Example, ...]
    tokenizer: Tokenizer

    def epoch(self, number: int, rng: np.random.Generator) -> Sequence[Example]:
        """Every article once, by one of its annotators; of the rest a share that goes round."""
        chosen: list[Example] = []
        for place, versions in enumerate(self.articles):
            as_printed, other_marks = versions[rng.integers(len(versions))]
            example = other_marks if rng.random() < _RESTYLED_SHARE else as_printed
            asked = (place + number) % _REFERENCES_EVERY == 0
            chosen.append(example if asked else replace(example, references=[]))
        for pieces in (self.attributions, self.contents):
            taken = rng.permutation(len(pieces))[:_FRAGMENTS]
            chosen.extend(pieces[n].example(self.tokenizer) for n in taken.tolist())
        for examples, every in (
            (self.gum, _GUM_EVERY),
            (self.gap, _GAP_EVERY),
            (self.litbank, _LITBANK_EVERY),
        ):
            chosen.extend(examples[number % every :: every])
        return chosen


def train(
    data: Path,
    output: Path,
    *,
    teacher: Path | None = None,
    seed: int = 0,
    device: str | None = None,
    resume: bool = True,
    progress: bool = False,
) -> None:
    """Train a model by the recipe of the bundled one.

    Args:
        data: The data folder (docs/training.md says what it holds).
        output: The model folder to write; a `checkpoint.pt` in it lets an interrupted run go on.
        teacher: A model folder, trained before, that guesses the speakers of articles which have no labels; without
            it those articles teach nothing about speakers.
        seed: Of everything random.
        device: A torch device name; None takes a GPU when there is one.
        resume: Go on from a checkpoint, when there is one.
        progress: Log progress to standard error.
    """
    if progress:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    place = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    output.mkdir(parents=True, exist_ok=True)
    settings = Settings(seed=seed)
    _train_network(data, output, teacher, settings=settings, device=place, resume=resume)
    analyzer = _load_trained(output, place)
    _fit_afterwards(analyzer, data, seed)
    figures = _figures(analyzer, data)
    analyzer.card = model_card(settings, figures)
    analyzer.save(output)
    logger.info("The model is in %s", output)


def held_out_ids(folder: Path) -> list[str]:
    """PolNeAR train articles that the network does not see."""
    return [record["id"] for record in gather.read_jsonl(folder / "polnear" / "speakers.train.jsonl")][
        ::HELD_OUT_EVERY
    ]


def load_data(folder: Path, *, teacher: Path | None, seed: int) -> Data:
    """Read everything that the network is trained on."""
    tokenizer = start_tokenizer()
    away = set(held_out_ids(folder))
    records = [r for r in gather.read_jsonl(folder / "polnear" / "train.jsonl") if r["id"] not in away]
    speakers = {r["id"]: r["labels"] for r in gather.read_jsonl(folder / "polnear" / "speakers.train.jsonl")}
    if teacher is not None:
        unlabelled = [record for record in records if record["id"] not in speakers]
        guessed = guess_speakers(Analyzer.load(teacher), unlabelled, _TEACHER_CERTAINTY)
        logger.info("The teacher named the speakers of %d attributions", sum(map(len, guessed.values())))
        speakers |= guessed
    printed = gather.polnear(folder, "train", tokenizer, speakers=speakers)
    other = gather.polnear(folder, "train", tokenizer, speakers=speakers, restyle=True)
    attributions, contents = fragments(records, np.random.default_rng(seed))
    return Data(
        articles=tuple(
            tuple(zip(printed[name], other[name], strict=True)) for name in printed if name not in away
        ),
        attributions=tuple(attributions),
        contents=tuple(contents),
        gum=tuple(gather.gum(folder, "train", tokenizer)),
        gap=tuple(gather.gap(folder, "train", tokenizer)),
        litbank=tuple(gather.litbank(folder, "train", tokenizer)),
        tokenizer=tokenizer,
    )


def _train_network(
    data: Path,
    output: Path,
    teacher: Path | None,
    *,
    settings: Settings,
    device: torch.device,
    resume: bool,
) -> None:
    torch.manual_seed(settings.seed)
    examples = load_data(data, teacher=teacher, seed=settings.seed)
    words = sum(len(versions[0][0].words) for versions in examples.articles)
    logger.info("Training on %d articles, %d words", len(examples.articles), words)
    network = start_network().to(device)
    fit(network, examples.epoch, settings=settings, folder=output, device=device, resume=resume)
    network.config = replace(network.config, max_pieces=_READ_PIECES)
    save_model(output, network, start_tokenizer(), {})


def _load_trained(output: Path, device: torch.device) -> Analyzer:
    """Read the weights back: what is fitted on them is fitted on them as stored, in eight bits."""
    return Analyzer.load(output, device=str(device))


def _fit_afterwards(analyzer: Analyzer, data: Path, seed: int) -> None:
    labels = {r["id"]: r["labels"] for r in gather.read_jsonl(data / "polnear" / "speakers.train.jsonl")}
    away = set(held_out_ids(data))
    articles = gather.read_jsonl(data / "polnear" / "train.jsonl")
    unseen = [record for record in articles if record["id"] in away]
    seen = [record for record in articles if record["id"] in labels and record["id"] not in away]
    pronouns = gather.read_jsonl(data / "gap" / "train.jsonl")
    rng = np.random.default_rng(seed)
    questions: list[Question] = []
    for weight, times, asked in (
        (1.0, 2, ask_polnear(analyzer, unseen, labels)),
        (_RESOLVER_SEEN_WEIGHT, 1, ask_polnear(analyzer, seen, labels)),
        (_RESOLVER_GAP_WEIGHT, 1, ask_gap(analyzer, pronouns)),
    ):
        questions.extend(q for _ in range(times) for article in asked for q in article.questions(rng, weight))
    logger.info("Fitting the speaker resolver on %d references", len(questions))
    analyzer.use_resolver(fit_resolver(questions, seed))
    analyzer.use_calibration(fit_calibration(analyzer, unseen))
    fit_inner_cues(analyzer, [record["text"] for record in articles[:_INNER_CUE_TEXTS]], seed)


def _figures(analyzer: Analyzer, data: Path) -> dict[str, float]:
    """Figures on PolNeAR dev for the model card."""
    from quoteattr.evaluation import score_records
    from quoteattr.records import to_record

    gold = gather.read_jsonl(data / "polnear" / "dev.jsonl")
    found = analyzer.analyze([record["text"] for record in gold], nested=False)
    predicted = [
        to_record(item, record["text"], id=record["id"]) for item, record in zip(found, gold, strict=True)
    ]
    figures = score_records(gold, predicted)
    logger.info("PolNeAR dev: %s", json.dumps({k: round(v, 4) for k, v in figures.items()}))
    return figures
