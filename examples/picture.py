"""An article as an HTML page: `python examples/picture.py [ARTICLE [PAGE [PARAGRAPHS]]]`.

With PARAGRAPHS, only so many lines from the article's beginning are shown.
"""

from __future__ import annotations

import sys
from pathlib import Path

import spacy

import quoteattr

articles = Path(__file__).parent / "articles"
arguments = dict(enumerate(sys.argv[1:]))
article = Path(arguments.get(0, articles / "secret-congratulations.txt"))
page = Path(arguments.get(1, "article.html"))
lines = article.read_text(encoding="utf-8").splitlines(keepends=True)
text = "".join(lines[: int(arguments.get(2, len(lines)))])

nlp = spacy.blank("en")
nlp.add_pipe("quoteattr")
page.write_text(quoteattr.render(nlp(text), title=article.stem), encoding="utf-8")
print(f"written to {page}")
