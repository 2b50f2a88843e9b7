"""Text, paragraphs and entities of a CoNLL-U file, as GUM's folder "dep" keeps them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from quoteattr.analysis import Offsets
from quoteattr.errors import RecordError

_BRACKET = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-([^()]*)(\)?)|(\d+)(?:\[\d+/\d+\])?\)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of an entity.

    Attributes:
        entity: Number of the entity in the text.
        type: "person", "organization", "place" …
        span: The whole mention.
        name: The proper name at its heart, if that is what it is.
        plural: Whether that name is a plural, as of a people.
    """

    entity: int
    type: str
    span: Offsets
    name: str | None
    plural: bool


@dataclass(slots=True)
class _Word:
    span: Offsets
    is_name: bool
    is_plural: bool


@dataclass(slots=True)
class _Open:
    entity: int
    values: dict[str, str]
    first: int


@dataclass(slots=True)
class _Closed:
    opened: _Open
    span: Offsets
    core: list[_Word]
    """The words of the head, by which GUM tells mentions of the same name."""


@dataclass(slots=True)
class ConlluText:
    """A text with its entities.

    Attributes:
        text: The text, paragraphs parted by blank lines.
        mentions: All mentions in the order of their ends.
        captions: Stretches of text that are captions of figures.
    """

    text: str = ""
    mentions: list[Mention] = field(default_factory=list)
    captions: list[Offsets] = field(default_factory=list)


def read_conllu(path: Path) -> ConlluText:
    """Read a CoNLL-U file with GUM's comments and `Entity` annotations.

    Raises:
        RecordError: A line is malformed; the message names file and line.
    """
    reader = _Reader()
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        try:
            reader.read(line.rstrip("\r"))
        except (IndexError, KeyError, ValueError) as error:
            raise RecordError(f"{path}, line {number}: not as GUM's CoNLL-U has it ({error!r})") from None
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self._result = ConlluText()
        self._pieces: list[str] = []
        self._length = 0
        self._separator = ""
        self._words: list[_Word] = []
        self._within: tuple[int, int] | None = (
            None  # last word of a multiword token, and where its next begins
        )
        self._entity_fields = [
            "GRP",
            "etype",
            "infstat",
            "salience",
            "centering",
            "minspan",
            "link",
            "identity",
        ]
        self._open: list[_Open] = []
        self._closed: list[_Closed] = []
        self._caption_from: int | None = None

    def read(self, line: str) -> None:
        if line.startswith("# global.Entity = "):
            self._entity_fields = line.partition("= ")[2].strip().split("-")
        elif line.startswith("# newpar_block"):
            self._end_caption()
            block = line.partition("= ")[2]
            if "caption" in block or "figure" in block:
                self._caption_from = self._length
        elif line.startswith("# newpar"):
            self._separator = "\n\n"
        elif line and not line.startswith("#"):
            self._token(line.split("\t"))

    def _token(self, cells: list[str]) -> None:
        misc = dict(item.partition("=")[::2] for item in cells[9].split("|"))
        id = cells[0]
        if "." in id:  # an empty node of the enhanced graph is no word of the text
            return
        first, dash, last = id.partition("-")
        if dash:
            self._within = int(last), self._add(cells[1], misc)
            return
        if self._within is not None and int(first) <= self._within[0]:
            last_word, start = self._within
            start = min(start, self._length - 1)
            span = start, max(min(start + len(cells[1]), self._length), start + 1)
            self._within = last_word, span[1]
        else:
            self._within = None
            span = self._add(cells[1], misc), self._length
        self._words.append(_Word(span, is_name=cells[3] == "PROPN", is_plural=cells[4] == "NNPS"))
        self._entities(misc.get("Entity", ""))

    def _add(self, form: str, misc: dict[str, str]) -> int:
        separator = self._separator if self._pieces else ""
        self._pieces += [separator, form]
        start = self._length + len(separator)
        self._length = start + len(form)
        self._separator = "" if misc.get("SpaceAfter") == "No" else " "
        return start

    def _entities(self, annotation: str) -> None:
        here = len(self._words) - 1
        for match in _BRACKET.finditer(annotation):
            if match[1] is not None:
                values = match[2].split("-", len(self._entity_fields) - 2)
                named = dict(zip(self._entity_fields[1:], values, strict=False))
                opened = _Open(int(match[1]), named, here)
                if match[3]:
                    self._close(opened, here)
                else:
                    self._open.append(opened)
            else:
                place = max(i for i, item in enumerate(self._open) if item.entity == int(match[4]))
                self._close(self._open.pop(place), here)

    def _close(self, item: _Open, last: int) -> None:
        words = self._words[item.first : last + 1]
        numbers = [int(number) for number in item.values.get("minspan", "").split(",") if number.isdecimal()]
        core = [words[number - 1] for number in numbers if 0 < number <= len(words)]
        self._closed.append(_Closed(item, (words[0].span[0], words[-1].span[1]), core))

    def _end_caption(self) -> None:
        if self._caption_from is not None:
            self._result.captions.append((self._caption_from, self._length))
            self._caption_from = None

    def finish(self) -> ConlluText:
        self._end_caption()
        text = self._result.text = "".join(self._pieces)
        for item in self._closed:
            core = item.core
            named = any(word.is_name for word in core)
            self._result.mentions.append(
                Mention(
                    item.opened.entity,
                    item.opened.values["etype"],
                    item.span,
                    " ".join(text[core[0].span[0] : core[-1].span[1]].split()) if named else None,
                    plural=bool(core) and core[-1].is_plural,
                )
            )
        return self._result
