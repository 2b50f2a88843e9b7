"""Quotes and speakers of a text."""

from __future__ import annotations

import spacy

TEXT = """\
“We will vote on Monday,” said Maria Lopez, the mayor of Eastport. She added that the budget was \
“fair to everyone”.

The dockers’ union denied that its members had agreed to the plan. “Nobody asked us,” Tom Becker, its \
chairman, told reporters. “We read it in the newspaper.”

According to Lopez, the council will publish all figures before the vote.
"""

nlp = spacy.blank("en")
nlp.add_pipe("quoteattr")
doc = nlp(TEXT)

for quote in doc._.quotes:
    who = quote.speaker.name if quote.speaker else "nobody named"
    cue = " ".join(span.text for span in quote.cue)
    print(f"{who} | {cue} | {quote.kind}, {quote.medium}, {quote.polarity} | {quote.text}")

print()
for speaker in doc._.speakers:
    mentions = ", ".join(mention.text for mention in speaker.mentions)
    print(f"{speaker.name} ({speaker.kind}) is mentioned as: {mentions}")
