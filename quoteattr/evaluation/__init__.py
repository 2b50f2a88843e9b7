"""How well predicted attributions fit gold ones.

Gold and predictions are mappings with a "text" and either "quotes" (exchange records) or "attributions"
(the form of the corpora). `score_records` gives every figure under one flat name; the functions it is made
of give the same figures as dataclasses.
"""

from __future__ import annotations

from quoteattr.evaluation.attributions import (
    THRESHOLDS,
    AttributionScores,
    Selection,
    Tier,
    score_attributions,
    score_not_quotes,
)
from quoteattr.evaluation.calibration import (
    Bin,
    Calibration,
    OperatingPoint,
    Outcome,
    calibrate,
    operating_points,
    outcomes,
)
from quoteattr.evaluation.documents import Document, Item, pair_documents
from quoteattr.evaluation.flat import score_records
from quoteattr.evaluation.meaning import LabelScores, score_labels
from quoteattr.evaluation.rates import Rates
from quoteattr.evaluation.speakers import ResolutionScores, SpeakerScores, score_speakers
from quoteattr.evaluation.words import WordScores, score_words

__all__ = [
    "THRESHOLDS",
    "AttributionScores",
    "Bin",
    "Calibration",
    "Document",
    "Item",
    "LabelScores",
    "OperatingPoint",
    "Outcome",
    "Rates",
    "ResolutionScores",
    "Selection",
    "SpeakerScores",
    "Tier",
    "WordScores",
    "calibrate",
    "operating_points",
    "outcomes",
    "pair_documents",
    "score_attributions",
    "score_labels",
    "score_not_quotes",
    "score_records",
    "score_speakers",
    "score_words",
]
