"""The probability that an attribution is right."""

from __future__ import annotations

from dataclasses import replace
from math import exp
from typing import Any

import numpy as np
import pytest

from quoteattr.attributions.score import FEATURES, Calibration, features
from quoteattr.attributions.settle import Settled
from quoteattr.network.decoding import EVIDENCE, Draft

NOTHING = np.zeros(3, dtype=np.float32)
ITEM = Settled(
    content=((0, 5),),
    cue=(),
    source=(),
    kind="direct",
    draft=Draft(((0, 0),), None, None, np.zeros(len(EVIDENCE), dtype=np.float32), NOTHING, NOTHING, NOTHING),
)


def with_evidence(**values: float) -> Settled:
    evidence = np.array([values.get(name, 0.0) for name in EVIDENCE], dtype=np.float32)
    return replace(ITEM, draft=replace(ITEM.draft, evidence=evidence))


def weights(**known: float) -> dict[str, float]:
    return dict.fromkeys(FEATURES, 0.0) | known


def test_a_calibration_that_was_never_fitted_knows_nothing() -> None:
    assert Calibration().score(ITEM) == 0.5


def test_the_score_is_logistic() -> None:
    calibration = Calibration(weights(cue=2.0, has_source=0.5), -1.0)
    assert calibration.score(with_evidence(cue=-0.5, has_source=1)) == pytest.approx(1 / (1 + exp(1.5)))


@pytest.mark.parametrize("name", EVIDENCE)
def test_weights_are_known_by_name_and_not_by_place(name: str) -> None:
    turned = Calibration(dict(reversed(weights(**{name: 3.0}).items())))
    assert turned.score(with_evidence(**{name: 1.0})) == pytest.approx(1 / (1 + exp(-3.0)))
    other = next(one for one in EVIDENCE if one != name)
    assert turned.score(with_evidence(**{other: 1.0})) == 0.5


@pytest.mark.parametrize("kind", ["direct", "mixed", "indirect", "reported"])
def test_the_kind_counts(kind: Any) -> None:
    calibration = Calibration(weights(**{kind: 1.0}))
    found = {
        other: calibration.score(replace(ITEM, kind=other))
        for other in ("direct", "mixed", "indirect", "reported")
    }
    assert [other for other, score in found.items() if score > 0.6] == [kind]


def test_nesting_counts() -> None:
    calibration = Calibration(weights(nested=-2.0))
    assert calibration.score(replace(ITEM, parent=0)) < 0.2 < calibration.score(ITEM)


def test_features_are_as_many_as_their_names() -> None:
    assert features(ITEM).shape == (len(FEATURES),)
    assert len(set(FEATURES)) == len(FEATURES)


def test_evidence_beyond_all_bounds_gives_a_probability() -> None:
    calibration = Calibration(weights(cue=1e6))
    assert 0 <= calibration.score(with_evidence(cue=-1e6)) < 0.01
    assert 0.99 < calibration.score(with_evidence(cue=1e6)) <= 1


@pytest.mark.parametrize(
    "values",
    [
        {"weights": {"cue": 1.0}},
        {"weights": weights(surprise=1.0)},
        {"weights": weights(cue=float("nan"))},
        {"weights": list(range(len(FEATURES)))},
        {"bias": float("inf")},
        {"bias": "0"},
    ],
)
def test_what_is_no_calibration_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="finite"):
        Calibration(**values)
