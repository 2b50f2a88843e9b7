"""The component in a pipeline with sentences, run over several texts, saved and loaded again."""

from __future__ import annotations

import tempfile
from collections import Counter

import spacy

TEXTS = [
    "“We will vote on Monday,” said Maria Lopez. The weather was fine. Lopez promised that figures would follow.",
    "The harbour stayed shut. “Nobody asked us,” Tom Becker wrote in a letter to the council.",
    "It rained all day.",
]

nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
nlp.add_pipe("quoteattr", config={"media": ["speech", "writing"], "threshold": 0.1})

with tempfile.TemporaryDirectory() as folder:
    nlp.to_disk(folder)
    nlp = spacy.load(folder)

quotes_of: Counter[str] = Counter()
for number, doc in enumerate(nlp.pipe(TEXTS), start=1):
    for place, sentence in enumerate(doc.sents, start=1):
        for quote in doc._.quotes:
            if sentence.start <= quote.content[0].start < sentence.end:
                who = quote.speaker.name if quote.speaker else "nobody named"
                quotes_of[who] += 1
                print(f"text {number}, sentence {place}: {who}: {quote.text}")

print(quotes_of.most_common())
