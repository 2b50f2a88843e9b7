"""Who has spoken before a reference, as far as that tells who speaks there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from quoteattr.naming.references import Reference


@dataclass(slots=True)
class Heard:
    """Who has spoken so far.

    Attributes:
        last: The last speaker.
        last_named: The last speaker whose source was a name.
        times: How often each has spoken.
        sources: How often anybody has.
        by_words: Whom the words of a source stood for when they were last one.
    """

    last: int | None = None
    last_named: int | None = None
    times: Counter[int] = field(default_factory=Counter)
    sources: int = 0
    by_words: dict[str, int] = field(default_factory=dict)

    def note(self, reference: Reference, source: str, speaker: int) -> None:
        """Remember the speaker of one more source."""
        self.last = speaker
        if reference.form == "name":
            self.last_named = speaker
        self.times[speaker] += 1
        self.sources += 1
        self.by_words[source.casefold()] = speaker
