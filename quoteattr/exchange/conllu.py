"""CoNLL-U with the quotes in the column MISC, for tools that work word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote as encoded

from quoteattr.exchange.marks import ROLES, Mark, marks_of
from quoteattr.quotes import from_record
from quoteattr.records import Record

if TYPE_CHECKING:
    from spacy.tokens import Token


def write_conllu(records: Iterable[Record], path: str | PathLike[str]) -> int:
    """Write records as one CoNLL-U file.

    Words and sentences are spaCy's; words that a span begins or ends in are split there. In MISC a word that
    begins a content of q0 has `Content=B-q0`, one that goes on with it `Content=I-q0`, where several hold it
    `Content=I-q0,B-q1`; likewise `Cue` and `Source`. A sentence's comments tell of the quotes that begin in
    it.

    Args:
        records: The records.
        path: The file.

    Returns:
        The number of records.
    """
    count = 0
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        for count, record in enumerate(records, 1):
            file.writelines(_lines(record, count))
    return count


def _lines(record: Record, number: int) -> Iterator[str]:
    import spacy

    doc = from_record(record)
    spacy.blank("en").add_pipe("sentencizer")(doc)
    marks = [mark for mark in marks_of(record) if mark.role in ROLES]
    yield f"# newdoc id = {_plain(record['id']) or number}\n"
    for place, sentence in enumerate(doc.sents, 1):
        words = [token for token in sentence if not token.is_space]
        if not words:
            continue
        inside = [m for m in marks if m.start < sentence.end_char and m.end > sentence.start_char]
        yield f"# sent_id = {number}-{place}\n# text = {_plain(sentence.text)}\n"
        for quote in record["quotes"]:
            if sentence.start_char <= quote["content"][0][0] < sentence.end_char:
                who = encoded(quote["speaker"] or "", safe=" .,’'-")
                yield (
                    f"# quote = {quote['id']} kind={quote['kind']} medium={quote['medium']} "
                    f"polarity={quote['polarity']} inside={quote['parent'] or '_'} speaker={who or '_'}\n"
                )
        for index, token in enumerate(words, 1):
            yield f"{index}\t{token.text}" + "\t_" * 7 + f"\t{_misc(token, inside)}\n"
        yield "\n"


def _misc(token: Token, marks: Iterable[Mark]) -> str:
    start, end = token.idx, token.idx + len(token)
    found: dict[str, list[str]] = {}
    for mark in marks:
        if mark.start < end and mark.end > start:
            found.setdefault(mark.role, []).append(f"{'B' if mark.start >= start else 'I'}-{mark.of}")
    parts = [f"{role.title()}={','.join(found[role])}" for role in ROLES if role in found]
    if not token.whitespace_:
        parts.append("SpaceAfter=No")
    return "|".join(parts) or "_"


def _plain(text: str) -> str:
    return " ".join(text.split())
