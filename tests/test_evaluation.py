"""The scorer: figures worked out by hand, and properties that must hold for any records."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from quoteattr.errors import RecordError
from quoteattr.evaluation import (
    Outcome,
    Rates,
    Selection,
    calibrate,
    operating_points,
    outcomes,
    pair_documents,
    score_attributions,
    score_labels,
    score_records,
    score_speakers,
)
from quoteattr.evaluation.assignment import best_matching

TEXT = "Ana said the old red bridge is shut. “It is unsafe,” Ben Okoro wrote. He thinks so."


def spans(*pieces: str) -> list[list[int]]:
    return [[TEXT.index(piece), TEXT.index(piece) + len(piece)] for piece in pieces]


def quote(content: str, cue: str = "", source: str = "", **fields: Any) -> dict[str, Any]:
    roles = {"content": content, "cue": cue, "source": source}
    return {role: spans(piece) if piece else [] for role, piece in roles.items()} | fields


def record(*attributions: dict[str, Any], id: str = "a") -> dict[str, Any]:
    return {"id": id, "text": TEXT, "attributions": list(attributions)}


BRIDGE = quote("the old red bridge is shut", "said", "Ana")
UNSAFE = quote("“It is unsafe,”", "wrote", "Ben Okoro")
SO = quote("so", "thinks", "He")
GOLD = record(BRIDGE, UNSAFE, SO)


def test_gold_against_itself_is_perfect() -> None:
    figures = score_records([GOLD], [GOLD])
    assert {value for name, value in figures.items() if name != "ece"} == {1.0}
    assert figures["ece"] == 0


def test_no_predictions() -> None:
    figures = score_records([GOLD], [])
    assert figures["f"] == figures["source_f"] == figures["content_soft_f"] == 0


def test_overlap_counts_tokens() -> None:
    # "the old red" has three of six tokens: half, so it counts at 0.5 and not at 0.8
    half = quote("the old red", "said", "Ana")
    scores = score_attributions(pair_documents([GOLD], [record(half, UNSAFE)]))
    assert scores.attribution[0.5] == Rates(2, 2, 2, 3)
    assert scores.attribution[0.8] == Rates(1, 2, 1, 3)
    assert scores.content == Rates(1, 2, 1, 3)
    assert scores.content_soft == Rates(2.0, 2, 1.5, 3)
    assert scores.cue == Rates(2, 2, 2, 3)
    assert scores.attribution[0.5].f == pytest.approx(0.8)


def test_a_wrong_source_counts_without_source_only() -> None:
    wrong = quote("the old red bridge is shut", "said", "Ben Okoro")
    partly = quote("“It is unsafe,”", "wrote", "Okoro")
    scores = score_attributions(pair_documents([GOLD], [record(wrong, partly, SO)]))
    assert scores.attribution[1.0].f == 1
    assert scores.with_source[1.0] == Rates(2, 3, 2, 3)
    assert scores.source == Rates(2, 3, 2, 3)  # "Ben Okoro" is a source somewhere in the text; "Okoro" is not


def test_sources_both_missing_agree() -> None:
    gold = record(quote("so"))
    assert score_records([gold], [gold])["source_f"] == 1
    assert score_records([gold], [record(quote("so", source="He"))])["source_f"] == 0


def test_as_many_matches_as_can_be() -> None:
    # "He thinks so" fits either; only one way of matching leaves nothing over.
    gold = record(quote("thinks so"), quote("He thinks"))
    found = record(quote("He thinks so"), quote("thinks so"))
    assert score_attributions(pair_documents([gold], [found])).attribution[0.5] == Rates(2, 2, 2, 2)


def test_one_prediction_is_matched_to_one_gold() -> None:
    scores = score_attributions(pair_documents([record(BRIDGE, BRIDGE)], [record(BRIDGE)]))
    assert scores.attribution[0.5] == Rates(1, 1, 1, 2)
    assert scores.content == Rates(1, 1, 2, 2)  # exact figures compare sets of spans


def test_equal_contents_are_told_apart_by_source() -> None:
    chain = [quote("so", source="Ana"), quote("so", source="Ben Okoro")]
    scores = score_attributions(pair_documents([record(*chain)], [record(*reversed(chain))]))
    assert scores.with_source[0.5].f == 1


def test_kinds_are_scored_apart() -> None:
    documents = pair_documents([GOLD], [record(BRIDGE, quote("He thinks"))])
    assert score_attributions(documents, only="direct").attribution[0.5] == Rates(0, 0, 0, 1)
    assert score_attributions(documents, only="indirect").attribution[0.5] == Rates(1, 2, 1, 2)


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        ("He said it is shut.", (8, 18), "indirect"),
        ("He said “it is shut”.", (8, 20), "direct"),
        ("He said “it is shut”.", (9, 19), "direct"),
        ("He said it “is shut”.", (8, 20), "mixed"),
        ('He said "it is shut".', (8, 20), "direct"),
        ("He said «it is shut».", (8, 20), "direct"),
        ("He said “it is shut.\n\nIt reopens.", (8, 20), "direct"),
        ("He said “it is shut.\n \nIt reopens.", (8, 33), "mixed"),
        ("He said “it is\nshut", (8, 19), "direct"),
        ("He said “”", (8, 10), "mixed"),
    ],
)
def test_kinds_go_by_the_marks(text: str, content: tuple[int, int], kind: str) -> None:
    gold = {"id": "a", "text": text, "attributions": [{"content": [content], "cue": [], "source": []}]}
    documents = pair_documents([gold], [gold])
    kinds: list[Selection] = ["direct", "indirect", "mixed"]
    counts = {only: score_attributions(documents, only=only).attribution[0.5].gold for only in kinds}
    assert counts == {only: int(only == kind) for only in kinds}


def test_nested_attributions_are_scored_apart() -> None:
    inner = quote("so", "thinks", "He", id="q1", parent="q0")
    outer = quote("He thinks so", id="q0")
    gold = {"id": "a", "text": TEXT, "quotes": [outer, inner]}
    assert score_records([gold], [gold])["nested_f"] == 1
    assert score_records([gold], [record(outer)])["nested_f"] == 0
    assert "nested_f" not in score_records([GOLD], [gold])
    by_place = record(outer, inner | {"parent": None, "nested_in": 0})
    assert score_records([by_place], [gold])["nested_f"] == 1


def test_labels_are_compared_over_what_was_found() -> None:
    gold = record(
        BRIDGE | {"polarity": "asserted"}, UNSAFE | {"polarity": "denied"}, SO | {"polarity": "denied"}
    )
    found = record(BRIDGE | {"polarity": "asserted"}, UNSAFE | {"polarity": "asserted"})
    scores = score_labels(pair_documents([gold], [found]), "polarity")
    assert scores.accuracy == 0.5
    assert scores.by_label["asserted"] == Rates(1, 2, 1, 1)
    assert scores.by_label["denied"] == Rates(0, 0, 0, 1)
    assert score_records([gold], [found])["polarity_asserted_f"] == pytest.approx(2 / 3)
    assert score_labels(pair_documents([gold], [GOLD]), "polarity").total == 0


def test_speakers() -> None:
    gold = record(
        BRIDGE | {"speaker": "Ana Lima", "speaker_aliases": ["Ana"], "resolution": "name"},
        UNSAFE | {"speaker": "Ben Okoro", "resolution": "pronoun"},
        SO | {"speaker": None, "resolution": "none"},
    )
    found = record(BRIDGE | {"speaker": "Sen. Ana's"}, SO | {"speaker": "Ben Okoro"})
    scores = score_speakers(pair_documents([gold], [found]))
    assert (scores.by_resolution["name"].right, scores.by_resolution["pronoun"].found) == (1, 0)
    assert (scores.named.recall, scores.named.right_when_found) == (0.5, 1.0)
    assert (scores.falsely_named, scores.unnamed_found) == (1, 1)
    assert scores.precision == 0.5
    assert score_records([gold], [found])["speaker_r"] == 0.5


def test_a_system_without_speakers_names_its_sources() -> None:
    gold = record(UNSAFE | {"speaker": "Ben Okoro"}, SO | {"speaker": "Ben Okoro"})
    assert score_speakers(pair_documents([gold], [record(UNSAFE, SO)])).named.right == 1


def test_calibration() -> None:
    results = [Outcome(0.9, True), Outcome(0.9, False), Outcome(0.25, False), Outcome(1.0, True)]
    calibration = calibrate(results, bins=2)
    assert [(point.lower, point.count) for point in calibration.bins] == [(0.0, 1), (0.5, 3)]
    assert calibration.error == pytest.approx((0.25 + 3 * abs(2.8 / 3 - 2 / 3)) / 4)
    assert calibrate([]).error == 0
    with pytest.raises(ValueError, match="bins"):
        calibrate(results, bins=0)


def test_operating_points() -> None:
    documents = pair_documents([GOLD], [record(BRIDGE | {"score": 0.9}, quote("He thinks") | {"score": 0.4})])
    strict, lenient = operating_points(outcomes(documents), gold=3)
    assert (strict.threshold, strict.precision, strict.recall) == (0.9, 1.0, 1 / 3)
    assert (lenient.threshold, lenient.precision, lenient.recall) == (0.4, 0.5, 1 / 3)


@pytest.mark.parametrize(
    ("gold", "predicted", "message"),
    [
        ([GOLD, GOLD], [], "two gold records"),
        ([{"id": "a", "text": TEXT}], [], "neither 'quotes' nor 'attributions'"),
        ([{"id": "a", "attributions": []}], [], "no text"),
        ([GOLD], [{"id": "a", "text": "Other.", "attributions": []}], "another text"),
    ],
)
def test_records_that_cannot_be_scored_are_named(
    gold: list[Mapping[str, Any]], predicted: list[Mapping[str, Any]], message: str
) -> None:
    with pytest.raises(RecordError, match=message):
        score_records(gold, predicted)


@given(st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 7)), st.floats(0.01, 11)))
def test_matching_equals_the_hungarian_method(weights: dict[tuple[int, int], float]) -> None:
    matrix = np.zeros((8, 8))
    for edge, weight in weights.items():
        matrix[edge] = weight
    matching = best_matching(weights)
    assert len(set(matching.values())) == len(matching)
    assert sum(weights[edge] for edge in matching.items()) == pytest.approx(
        matrix[linear_sum_assignment(matrix, maximize=True)].sum()
    )


@given(st.integers(0, 10_000))
@settings(max_examples=50)
def test_any_perturbation_keeps_the_order_of_the_figures(seed: int) -> None:
    def perturbed(item: dict[str, Any]) -> dict[str, Any]:
        def moved(span: list[int]) -> list[int]:
            start = max(0, span[0] + chance.randint(-9, 9))
            return [start, max(start + 1, min(len(TEXT), span[1] + chance.randint(-9, 9)))]

        roles = ("content", "cue", "source")
        return {role: [moved(span) for span in item[role] if chance.random() < 0.9] for role in roles}

    chance = random.Random(seed)
    predicted = record(*(perturbed(item) for item in GOLD["attributions"] * 2 if chance.random() < 0.7))
    scores = score_attributions(pair_documents([GOLD], [predicted]))
    for level in (0.5, 0.8, 1.0):
        assert scores.with_source[level].f <= scores.attribution[level].f <= 1
        assert scores.attribution[level].gold_hits <= min(3, len(predicted["attributions"]))
    assert scores.attribution[1.0].gold_hits <= scores.attribution[0.8].gold_hits
    assert scores.content.gold_hits <= scores.content_soft.gold_hits <= 3
    swapped = score_attributions(pair_documents([predicted], [GOLD]))
    assert swapped.content_soft.precision == pytest.approx(scores.content_soft.recall)
    assert swapped.attribution[0.5].precision == pytest.approx(scores.attribution[0.5].recall)
