"""Fitting the score: how often attributions with this much evidence are right, on articles the network has not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch

from quoteattr.decode.attributions import settle
from quoteattr.decode.reading import read_layout
from quoteattr.decode.score import Calibration, features
from quoteattr.decode.settled import Settled
from quoteattr.evaluation import pair_documents
from quoteattr.model.analyzer import Analyzer

_PENALTY = 1e-3


def fit_calibration(analyzer: Analyzer, records: Sequence[Mapping[str, Any]]) -> Calibration:
    """Fit a logistic regression of "content and source are right" on the evidence.

    Args:
        analyzer: With the trained network.
        records: Labelled articles that it was not trained on.
    """
    readings = [read_layout(record["text"], analyzer.tokenizer) for record in records]
    analyzer.read(readings, None, 32)
    found = [settle(reading) for reading in readings]
    right = _right(records, found)
    drafted = [(item, ok) for item, ok in right if item.draft is not None]
    ruled = [ok for item, ok in right if item.draft is None]
    weights, bias = _fit(
        np.stack([features(item) for item, _ in drafted]), np.array([ok for _, ok in drafted])
    )
    return Calibration(
        weights=[round(float(weight), 6) for weight in weights],
        bias=round(bias, 6),
        by_rule=round((1 + sum(ruled)) / (2 + len(ruled)), 3),
    )


def _right(
    records: Sequence[Mapping[str, Any]], found: Sequence[Sequence[Settled]]
) -> list[tuple[Settled, bool]]:
    predicted = [
        {
            "id": record["id"],
            "text": record["text"],
            "attributions": [
                {"content": item.content, "cue": item.cue, "source": item.source} for item in items
            ],
        }
        for record, items in zip(records, found, strict=True)
    ]
    results: list[tuple[Settled, bool]] = []
    for document, items in zip(pair_documents(records, predicted), found, strict=True):
        right = {mate for gold, mate in document.found.items() if document.same_source(gold, mate)}
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
