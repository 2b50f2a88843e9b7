"""Articles labelled by reading them: a file of short lines for each article, turned into records with offsets.

docs/labelling.md describes the format; `python -m quoteattr.labelling` shows, checks and builds.
"""

from __future__ import annotations

from quoteattr.labelling.labels import Labelled, read_labels
from quoteattr.labelling.places import paragraphs

__all__ = ["Labelled", "paragraphs", "read_labels"]
