"""Fitting the speaker resolver on labelled articles that the network has not seen."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from quoteattr.analysis import Hints, Offsets
from quoteattr.decode.reading import read_layout
from quoteattr.model.analyzer import Analyzer
from quoteattr.naming.features import Candidates
from quoteattr.naming.heard import Heard
from quoteattr.naming.named import Named, find_named
from quoteattr.naming.references import Reference, by_place, form_of
from quoteattr.naming.resolver import Resolver, resolve
from quoteattr.naming.sources import NameIndex, name_of_source
from quoteattr.training.gather import plain_name, speaker_names

logger = logging.getLogger(__name__)

_EPOCHS, _RATE, _DECAY = 60, 3e-3, 0.02
_SPEAKER_DROPPED = 0.15


@dataclass(frozen=True, slots=True)
class Question:
    """A reference with its features, and which of the entities are right; none means nobody."""

    pairs: np.ndarray
    nobody: np.ndarray
    right: tuple[int, ...]
    form: str
    weight: float = 1.0


@dataclass(slots=True)
class Asked:
    """An article with references whose antecedents are known."""

    candidates: Candidates
    references: list[Reference]
    right: list[frozenset[int]]

    def questions(self, rng: np.random.Generator | None, weight: float = 1.0) -> list[Question]:
        """Features of all references, each knowing who really spoke before; sometimes not, when `rng` is given."""
        found = []
        heard = Heard()
        for number in by_place(self.references):
            reference = self.references[number]
            forget = rng is not None and rng.random() < _SPEAKER_DROPPED
            numbers, pairs, nobody = self.candidates.compare(
                reference, replace(heard, last=None) if forget else heard
            )
            right = tuple(i for i, entity in enumerate(numbers) if entity in self.right[number])
            found.append(Question(pairs, nobody, right, reference.form, weight))
            if right:
                heard.note(reference, self.candidates.source(reference), numbers[right[0]])
        return found


def ask_polnear(
    analyzer: Analyzer,
    records: Sequence[Mapping[str, Any]],
    labels: Mapping[str, Sequence[Mapping[str, Any]]],
) -> list[Asked]:
    """Gold sources of PolNeAR articles (their cues, where there is no source) as references."""
    asked = []
    for record, sources in zip(records, _sources(analyzer, records), strict=True):
        known = {row["i"]: row for row in labels[record["id"]]}
        kept = [n for n, i in enumerate(sources.rows) if i in known]
        names = [plain_name(entity.name) for entity in sources.candidates.entities]
        right = []
        for n in kept:
            wanted = speaker_names(known[sources.rows[n]])
            right.append(frozenset(number for number, name in enumerate(names) if name in wanted))
        asked.append(Asked(sources.candidates, [sources.references[n] for n in kept], right))
    return asked


def guess_speakers(
    analyzer: Analyzer, records: Sequence[Mapping[str, Any]], certainty: float
) -> dict[str, list[dict[str, Any]]]:
    """Labels for articles that have none, by a model trained on those that have: only what it is certain of."""
    guessed: dict[str, list[dict[str, Any]]] = {}
    for record, sources in zip(records, _sources(analyzer, records), strict=True):
        answers = resolve(sources.references, sources.candidates, analyzer.score_pair)
        guessed[record["id"]] = [
            {
                "i": row,
                "speaker": None if entity is None else sources.candidates.entities[entity].name,
                "aliases": [],
            }
            for row, (entity, probability) in zip(sources.rows, answers, strict=True)
            if probability >= certainty
        ]
    return guessed


@dataclass(frozen=True, slots=True)
class _Sources:
    """The gold sources of one article, with the number of the attribution that each belongs to."""

    candidates: Candidates
    references: list[Reference]
    rows: list[int]


def _sources(analyzer: Analyzer, records: Sequence[Mapping[str, Any]]) -> Iterator[_Sources]:
    texts = [record["text"] for record in records]
    spans = [
        [_first(row["source"] or row["cue"] or row["content"]) for row in record["attributions"]]
        for record in records
    ]
    readings, named = _read(analyzer, texts, spans)
    for record, reading, who, places in zip(records, readings, named, spans, strict=True):
        index = NameIndex(record["text"], who.entities)
        references, rows = [], []
        for number, (row, span) in enumerate(zip(record["attributions"], places, strict=True)):
            if span not in who.asked:
                continue
            source = [_pair(s) for s in row["source"]]
            by_name = name_of_source(record["text"], source, index) if source else None
            reference = Reference(
                span=span,
                form=form_of(record["text"][slice(*span)] if source else "", named=by_name is not None),
                contents=tuple(_pair(s) for s in row["content"]),
                named=by_name,
            )
            reference.query, reference.nobody = who.asked[span]
            references.append(reference)
            rows.append(number)
        yield _Sources(
            Candidates(record["text"], who.entities, who.keys, reading.paragraphs), references, rows
        )


def ask_gap(analyzer: Analyzer, records: Sequence[Mapping[str, Any]]) -> list[Asked]:
    """GAP's pronouns; an antecedent that is neither candidate counts as nobody only where it must."""
    texts = [record["text"] for record in records]
    readings, named = _read(analyzer, texts, [[_pair(record["pronoun"])] for record in records])
    asked = []
    for record, reading, who in zip(records, readings, named, strict=True):
        span = _pair(record["pronoun"])
        wanted = [_pair(record[side]) for side in "AB" if record[f"{side}_coref"]]
        right = frozenset(
            n
            for n, e in enumerate(who.entities)
            if any(s < b and a < t for s, t in e.mentions for a, b in wanted)
        )
        if span not in who.asked or not right:
            continue
        reference = Reference(span=span, form=form_of(record["text"][slice(*span)], named=False))
        reference.query, reference.nobody = who.asked[span]
        candidates = Candidates(record["text"], who.entities, who.keys, reading.paragraphs)
        asked.append(Asked(candidates, [reference], [right]))
    return asked


def fit_resolver(questions: Sequence[Question], seed: int) -> Resolver:
    """Train the resolver by marginal log-likelihood of the right entities."""
    torch.manual_seed(seed)
    resolver = Resolver()
    optimizer = torch.optim.AdamW(resolver.parameters(), lr=_RATE, weight_decay=_DECAY)
    batches = _padded(questions, 64)
    steps = _EPOCHS * len(batches)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps)
    rng = np.random.default_rng(seed)
    for _ in range(_EPOCHS):
        for number in rng.permutation(len(batches)):
            pairs, mask, nobody, right, weight = batches[number]
            loss = (_losses(resolver, pairs, mask, nobody, right) * weight).sum() / weight.sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return resolver.eval()


def _losses(resolver: Resolver, pairs: Tensor, mask: Tensor, nobody: Tensor, right: Tensor) -> Tensor:
    scores = resolver.pair(pairs).squeeze(2).masked_fill(~mask, -1e4)
    everything = torch.cat([resolver.nobody(nobody), scores], dim=1)
    gold = everything.masked_fill(~right, -1e4).logsumexp(dim=1)
    return everything.logsumexp(dim=1) - gold


def _padded(questions: Sequence[Question], size: int) -> list[tuple[Tensor, ...]]:
    order = sorted(range(len(questions)), key=lambda n: len(questions[n].pairs))
    batches = []
    for at in range(0, len(order), size):
        part = [questions[n] for n in order[at : at + size]]
        most = max(1, max(len(q.pairs) for q in part))
        pairs = np.zeros((len(part), most, part[0].pairs.shape[1]), dtype=np.float32)
        mask = np.zeros((len(part), most), dtype=bool)
        right = np.zeros((len(part), 1 + most), dtype=bool)
        for row, question in enumerate(part):
            pairs[row, : len(question.pairs)] = question.pairs
            mask[row, : len(question.pairs)] = True
            right[row, [1 + n for n in question.right] or [0]] = True
        arrays = (
            pairs,
            mask,
            np.stack([q.nobody for q in part]),
            right,
            np.array([q.weight for q in part], dtype=np.float32),
        )
        batches.append(tuple(torch.from_numpy(array) for array in arrays))
    return batches


def _read(
    analyzer: Analyzer, texts: Sequence[str], spans: Sequence[Sequence[Offsets]]
) -> tuple[list[Any], list[Named]]:
    readings = [read_layout(text, analyzer.tokenizer) for text in texts]
    named = [find_named(reading, Hints(), also) for reading, also in zip(readings, spans, strict=True)]
    analyzer.read(readings, named, 32)
    return readings, named


def _first(spans: Sequence[Sequence[int]]) -> Offsets:
    return spans[0][0], spans[-1][1]


def _pair(span: Sequence[int]) -> Offsets:
    return span[0], span[1]
