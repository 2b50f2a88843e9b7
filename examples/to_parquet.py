"""A dataset of texts to a Parquet file with quotes: `python examples/to_parquet.py [FILE]`."""

from __future__ import annotations

import sys

from datasets import Dataset

from quoteattr.scale import annotate_dataset
from quoteattr.settings import Settings

file = sys.argv[1] if len(sys.argv) > 1 else "quotes.parquet"
articles = Dataset.from_dict(
    {
        "url": ["harbour", "weather"],
        "body": [
            "“We will vote on Monday,” said Maria Lopez, the mayor. Tom Becker said that nobody had asked him.",
            "It rained all day.",
        ],
    }
)
annotated = annotate_dataset(articles, text_column="body", settings=Settings(media=("speech", "writing")))
annotated.to_parquet(file)

for article in Dataset.from_parquet(file):
    for quote in article["quotes"]:
        words = " ".join(article["body"][start:end] for start, end in quote["content"])
        print(article["url"], "|", quote["speaker"], "|", words)
print(f"written to {file}")
