"""Fitting the score: how often attributions with this much evidence are right, on articles the network has not seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from quoteattr.attributions.find import find_attributions
from quoteattr.attributions.score import FEATURES, Calibration, features
from quoteattr.attributions.settle import Settled
from quoteattr.evaluation import pair_documents
from quoteattr.reader import Reader
from quoteattr.training.gather import LabelledText

_PENALTY = 1e-2


def fit_calibration(reader: Reader, articles: Sequence[LabelledText]) -> Calibration:
    """Fit a logistic regression of "content and source are right" on the evidence, on all levels of nesting.

    Args:
        reader: With the trained network.
        articles: Labelled at every level; the network was not trained on them.
    """
    readings = reader.read([article.text for article in articles])
    found = [find_attributions(reading.layout, reading.drafts, reading.names) for reading in readings]
    judged = _judged(articles, found)
    if not judged:
        return Calibration()
    known = np.stack([features(item) for item, _ in judged])
    weights, bias = _fit(known, np.array([right for _, right in judged]))
    rounded = [round(float(weight), 6) for weight in weights]
    return Calibration(dict(zip(FEATURES, rounded, strict=True)), round(bias, 6))


def _judged(
    articles: Sequence[LabelledText], found: Sequence[Sequence[Settled]]
) -> list[tuple[Settled, bool]]:
    gold = [{"id": a.id, "text": a.text, "attributions": a.attributions or ()} for a in articles]
    predicted = [
        {
            "id": article.id,
            "text": article.text,
            "attributions": [
                {"content": item.content, "cue": item.cue, "source": item.source} for item in items
            ],
        }
        for article, items in zip(articles, found, strict=True)
    ]
    results: list[tuple[Settled, bool]] = []
    for document, items in zip(pair_documents(gold, predicted), found, strict=True):
        right = {mate for label, mate in document.found.items() if document.same_source(label, mate)}
        results.extend((item, place in right) for place, item in enumerate(items))
    return results


def _fit(known: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, float]:
    mean, spread = known.mean(0), known.std(0) + 1e-6
    inputs = torch.from_numpy((known - mean) / spread).double()
    target = torch.from_numpy(right.astype(np.float64))
    weights = torch.zeros(inputs.shape[1], dtype=torch.double, requires_grad=True)
    bias = torch.zeros((), dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=200)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ weights + bias, target)
        loss = loss + _PENALTY * (weights**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    slope = weights.detach().numpy() / spread
    return slope, float(bias.detach()) - float(slope @ mean)
