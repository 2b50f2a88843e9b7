"""Look for texts that break it: `python -m benchmarks.fuzz --minutes 60`.

Articles are cut, spliced and sown with marks, controls and characters of every script; each text must give a sound
record, the same on a second run, and the same by `nlp`, by `nlp.pipe` and back from its record. Strings that spaCy
itself refuses (unpaired surrogates) are given to the engine alone.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language

from benchmarks.predictions import pipeline
from quoteattr import from_record, record
from quoteattr.engine import Engine
from quoteattr.settings import Settings
from tests.nasty import NASTY, NEWS, SURROGATES, faults

_ARTICLES = Path(__file__).parent / "fixtures"
_SOUP = "“”‘’\"'«»‹›„‚‟‛``''「」—–-:,.!?…()[] \n\t"
_CONTROLS = "\x00\x1b\x7f\x85\xa0\xad\u200b\u200d\u200e\u202e\u2028\u2029\u2066\u2069\u3000\ufeff\ufffd"
_BLOCKS = ((0x20, 0x7F), (0xA0, 0x250), (0x300, 0x370), (0x400, 0x700), (0x900, 0xE00), (0x1F00, 0x2100))
_WIDE = ((0x2100, 0x3100), (0x4E00, 0x9FFF), (0xA000, 0xD7FF), (0xF900, 0xFFFE), (0x10000, 0x110000))
_PHRASES = (
    "said",
    "told",
    "according to",
    "he",
    "she",
    "they",
    "that",
    "Mr.",
    "the Council",
    "wrote:",
    "citing",
)
_LARGEST = 6_000


class Texts:
    """An endless supply of bad texts, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._articles = [path.read_text(encoding="utf-8") for path in sorted(_ARTICLES.glob("*.txt"))]
        self._articles += [NEWS, *NASTY.values()]

    def __iter__(self) -> Iterator[str]:
        makers = (self._mutated, self._mutated, self._mutated, self._soup, self._noise, self._repeated)
        while True:
            yield self._random.choice(makers)()[:_LARGEST]

    def surrogates(self, text: str) -> str:
        """The text with unpaired surrogates in it."""
        for _ in range(self._random.randint(1, 9)):
            text = self._insert(text, chr(self._random.randrange(0xD800, 0xE000)))
        return text

    def _mutated(self) -> str:
        text = self._cut(self._random.choice(self._articles))
        steps = (self._splice, self._delete, self._sow, self._swap_marks, self._break_lines, self._recase)
        for _ in range(self._random.randint(1, 6)):
            text = self._random.choice(steps)(text)
        return text

    def _soup(self) -> str:
        pieces = [*_SOUP, *_PHRASES, "Dana Whitfield", "Reyes", "NWA"]
        return "".join(self._random.choices(pieces, k=self._random.randint(1, 800)))

    def _noise(self) -> str:
        return "".join(self._character() for _ in range(self._random.randint(1, 600)))

    def _repeated(self) -> str:
        text = self._random.choice(self._articles)
        at = self._random.randrange(max(1, len(text)))
        return text[at : at + self._random.randint(1, 60)] * self._random.randint(2, 200)

    def _cut(self, text: str) -> str:
        start = self._random.randrange(max(1, len(text)))
        return text[start : start + self._random.choice((80, 400, 2000, _LARGEST))]

    def _splice(self, text: str) -> str:
        return self._insert(text, self._cut(self._random.choice(self._articles))[:500])

    def _delete(self, text: str) -> str:
        start = self._random.randrange(len(text) + 1)
        return text[:start] + text[start + self._random.choice((1, 1, 5, 50)) :]

    def _sow(self, text: str) -> str:
        for _ in range(self._random.choice((1, 5, 50))):
            text = self._insert(text, self._random.choice((*_SOUP, *_CONTROLS, self._character())))
        return text

    def _swap_marks(self, text: str) -> str:
        return "".join(self._random.choice(_SOUP[:20]) if c in "“”\"‘’'" else c for c in text)

    def _break_lines(self, text: str) -> str:
        ends = ("\n", "\r\n", "\r", "\n\n", " \n ", "\u2028", "")
        return self._random.choice(ends).join(text.split("\n"))

    def _recase(self, text: str) -> str:
        return self._random.choice((str.upper, str.lower, str.title, str.swapcase))(text)

    def _insert(self, text: str, piece: str) -> str:
        at = self._random.randrange(len(text) + 1)
        return text[:at] + piece + text[at:]

    def _character(self) -> str:
        low, high = self._random.choice(_BLOCKS + _WIDE)
        code = self._random.randrange(low, high)
        return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def checks(nlp: Language, engine: Engine, texts: Sequence[str], odd: str) -> Iterator[str]:
    """What goes wrong with some texts, and with one that holds unpaired surrogates."""
    alone = [record(nlp(text)) for text in texts]
    for found in alone:
        yield from faults(found)
        if record(from_record(found)) != found:
            yield "its record does not come back"
    for size in (1, 3, len(texts)):
        if [record(doc) for doc in nlp.pipe(texts, batch_size=size)] != alone:
            yield f"nlp.pipe differs at batch size {size}"
    (first,), (second,) = engine.records([odd], [""]), engine.records([odd], [""])
    yield from faults(first)
    if first != second:
        yield "a second run differs"


def fuzz(*, model: str | None, minutes: float, seed: int, report: Callable[[str, str], None]) -> int:
    """Try texts for some minutes of processor time.

    Args:
        model: A model folder, or None for the bundled one.
        minutes: How long, in processor time.
        seed: Of the texts.
        report: Told of each fault and the texts that it showed in, as JSON.

    Returns:
        How many texts were tried.
    """
    nlp = pipeline(model)
    engine = Engine(Settings(model=model))
    supply = Texts(seed)
    stream = iter(supply)
    stop = time.process_time() + 60 * minutes
    tried = 0
    while time.process_time() < stop:
        texts = [next(stream) for _ in range(4)]
        odd = supply.surrogates(texts[0] or SURROGATES)
        try:
            for fault in checks(nlp, engine, texts, odd):
                report(fault, json.dumps([*texts, odd]))
        except Exception:
            report(traceback.format_exc(), json.dumps([*texts, odd]))
        tried += 5
        if tried % 100 == 0:
            print(
                f"{tried} texts tried in {time.process_time() / 60:.1f} minutes", file=sys.stderr, flush=True
            )
    return tried


def main(argv: Sequence[str] | None = None) -> int:
    """Fuzz and tell what was found; the exit status is 1 if anything was."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.fuzz")
    options.add_argument("--minutes", type=float, default=60, help="of processor time; default: %(default)s")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--model", help="a model folder or package; the bundled one by default")
    options.add_argument("--findings", type=Path, default=Path("fuzz-findings.jsonl"))
    args = options.parse_args(argv)
    found = 0

    def report(fault: str, texts: str) -> None:
        nonlocal found
        found += 1
        with args.findings.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"fault": fault, "texts": json.loads(texts)}) + "\n")
        print(fault, file=sys.stderr, flush=True)

    tried = fuzz(model=args.model, minutes=args.minutes, seed=args.seed, report=report)
    print(f"{tried} texts tried with seed {args.seed}, {found} faults found")
    return int(found > 0)


if __name__ == "__main__":
    raise SystemExit(main())
