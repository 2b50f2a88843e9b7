"""Records of as many articles as one likes, out of sentences written for the purpose."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

_FIRST = [
    "Ana",
    "Bo",
    "Carla",
    "Dev",
    "Edda",
    "Farid",
    "Grace",
    "Hugo",
    "Ines",
    "Jonas",
    "Kira",
    "Liam",
    "Mona",
    "Nils",
    "Olga",
    "Pavel",
    "Rosa",
    "Sami",
    "Tara",
    "Yusuf",
]
_LAST = [
    "Abara",
    "Brandt",
    "Cortez",
    "Dalgaard",
    "Eriksen",
    "Fontana",
    "Grover",
    "Haddad",
    "Ibarra",
    "Jansen",
    "Kovac",
    "Lindqvist",
    "Mensah",
    "Novak",
    "Okoye",
    "Petrov",
    "Quist",
    "Rahman",
    "Sokol",
    "Tanaka",
    "Urban",
    "Vega",
    "Whitlock",
    "Yilmaz",
    "Zeller",
]
_BODIES = [
    "the Port Authority",
    "the Transport Ministry",
    "Eastport City Council",
    "the Dockers’ Union",
    "the Met Office",
]
_OUTLETS = [
    f"The {town} {name}"
    for town in ["Eastport", "Norburg", "Alta", "Kelso"]
    for name in ["Mail", "Post", "Echo"]
]
_THINGS = [
    "harbour",
    "bridge",
    "tunnel",
    "school",
    "hospital",
    "budget",
    "strike",
    "vaccine",
    "forest",
    "ferry",
    "library",
    "airport",
    "river",
    "stadium",
    "museum",
    "factory",
    "market",
    "railway",
    "prison",
    "theatre",
    "dam",
    "coast",
    "island",
    "border",
    "treaty",
    "election",
    "court",
    "police",
    "tax",
    "wage",
    "rent",
]
_VERBS = [
    "open",
    "close",
    "repair",
    "sell",
    "rebuild",
    "inspect",
    "widen",
    "flood",
    "move",
    "rename",
    "guard",
    "insure",
    "lease",
    "clear",
    "fence",
    "light",
]
_WHENS = [
    "before Easter",
    "in the coming spring",
    "by the end of the year",
    "within three weeks",
    "after the holidays",
    "next month",
    "as soon as money is found",
    "when the weather allows it",
    "from Monday on",
    "without further delay",
]
_WHYS = [
    "because nobody else would",
    "although many had doubts",
    "as engineers had advised",
    "for the sake of families",
    "in spite of rising costs",
    "to keep a promise",
    "since the old plan had failed",
    "so that jobs are saved",
    "while neighbours protested",
    "with money from the state",
]
_CUES = ["said", "told_reporters", "added", "stressed", "insisted", "argued", "wrote", "explained"]


def synthetic_records(count: int, *, quotes: int = 14, seed: int = 0) -> Iterator[dict[str, Any]]:
    """Make records.

    Args:
        count: How many articles.
        quotes: How many quotes each holds.
        seed: Another number makes other articles.

    Yields:
        Records with "title", "outlet", "date" and "url". One quote in five is one that other articles carry.
    """
    draw = random.Random(seed)
    people = [f"{first} {last}" for first in _FIRST for last in _LAST]
    common = [(draw.choice(people), _sentence(draw)) for _ in range(max(1, count // 4))]
    for number in range(count):
        writer = _Writer()
        cast = draw.sample(people, 4)
        for _ in range(quotes):
            if draw.random() < 0.2:
                who, what = draw.choice(common)
            else:
                who, what = draw.choice(cast), _sentence(draw)
            if draw.random() < 0.2:
                who = draw.choice(_BODIES)
            writer.quote(draw, who, what)
            writer.text += f" {_sentence(draw).capitalize()}.\n\n"
        day = date(2024, 1, 1) + timedelta(days=draw.randrange(200))
        yield {
            "id": f"a{number}",
            "text": writer.text,
            "quotes": writer.quotes,
            "speakers": list(writer.speakers.values()),
            "title": f"{draw.choice(_THINGS).capitalize()} to {draw.choice(_VERBS)} {draw.choice(_WHENS)}",
            "outlet": draw.choice(_OUTLETS),
            "date": day.isoformat(),
            "url": f"https://example.org/{number}",
        }


def _sentence(draw: random.Random) -> str:
    modal = draw.choice(("will", "would", "must", "could", "should"))
    return (
        f"the {draw.choice(_THINGS)} near the {draw.choice(_THINGS)} {modal} {draw.choice(_VERBS)} and "
        f"{draw.choice(_VERBS)} {draw.choice(_WHENS)}, {draw.choice(_WHYS)}, "
        f"at a cost of {draw.randrange(2, 900)} million"
    )


class _Writer:
    """One article in the making."""

    def __init__(self) -> None:
        self.text = ""
        self.quotes: list[dict[str, Any]] = []
        self.speakers: dict[str, dict[str, Any]] = {}

    def quote(self, draw: random.Random, who: str, what: str) -> None:
        cue = draw.choice(_CUES).replace("_", " ")
        direct = draw.random() < 0.5
        denied = not direct and draw.random() < 0.1
        cue = "denied" if denied else cue
        pieces = (f"“{what},”", cue, who) if direct else (who, cue, f"that {what}")
        spans = []
        for piece in pieces:
            spans.append([len(self.text), len(self.text) + len(piece)])
            self.text += piece + " "
        self.text = self.text[:-1] + "."
        content, source = (spans[0], spans[2]) if direct else (spans[2], spans[0])
        kind = "organization" if who in _BODIES else "person"
        name = who.removeprefix("the ")
        speaker = self.speakers.setdefault(
            name, {"id": f"s{len(self.speakers)}", "name": name, "kind": kind, "mentions": []}
        )
        speaker["mentions"].append(source)
        self.quotes.append(
            {
                "id": f"q{len(self.quotes)}",
                "kind": "direct" if direct else "indirect",
                "content": [content],
                "cue": [spans[1]],
                "source": [source],
                "speaker": name,
                "speaker_kind": kind,
                "polarity": "denied" if denied else "asserted",
                "score": round(draw.uniform(0.4, 1), 2),
            }
        )
