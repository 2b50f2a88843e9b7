"""Annotated corpora as exchange records, and records in files and in `datasets`.

None of the corpora comes with the package; each reader's docstring says where its corpus lives and under
which terms. What a corpus does not annotate, such as polarity in PolNeAR, its records leave out.
"""

from __future__ import annotations

from quoteattr.corpora.attributions import from_attributions, with_speakers
from quoteattr.corpora.gum import read_gum
from quoteattr.corpora.jsonl import read_records, write_records
from quoteattr.corpora.polnear import read_polnear
from quoteattr.corpora.tables import from_dataset, record_features, to_dataset

__all__ = [
    "from_attributions",
    "from_dataset",
    "read_gum",
    "read_polnear",
    "read_records",
    "record_features",
    "to_dataset",
    "with_speakers",
    "write_records",
]
