"""Labels of attributions that were found: polarity, medium, kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from quoteattr.evaluation.documents import Document
from quoteattr.evaluation.rates import Rates


@dataclass(frozen=True, slots=True)
class LabelScores:
    """Labels of the gold attributions that were found.

    Attributes:
        right: How many have the gold label.
        total: How many there are.
        by_label: Precision, recall and F of each label that gold or predictions use.
    """

    right: int
    total: int
    by_label: dict[str, Rates]

    @property
    def accuracy(self) -> float:
        """The share that is right; 0 when there is none to judge."""
        return self.right / self.total if self.total else 0.0


def score_labels(documents: Iterable[Document], label: Literal["polarity", "medium", "kind"]) -> LabelScores:
    """Compare one label over the attributions matched with half their contents in common.

    Pairs where either side has no such label are left out.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for document in documents:
        for gold, mate in document.found.items():
            wanted = document.gold[gold].fields.get(label)
            given = document.predicted[mate].fields.get(label)
            if wanted is not None and given is not None:
                pairs[wanted, given] += 1
    labels = sorted({name for pair in pairs for name in pair})
    return LabelScores(
        right=sum(count for (wanted, given), count in pairs.items() if wanted == given),
        total=sum(pairs.values()),
        by_label={name: _rates(pairs, name) for name in labels},
    )


def _rates(pairs: Counter[tuple[str, str]], name: str) -> Rates:
    hits = pairs[name, name]
    given = sum(count for (_, other), count in pairs.items() if other == name)
    wanted = sum(count for (other, _), count in pairs.items() if other == name)
    return Rates(hits, given, hits, wanted)
