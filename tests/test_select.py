"""What the settings keep of what was found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nasty import NEWS

from quoteattr.analysis import KINDS, MEDIA, QUOTES, Analysis, Attribution, Entity
from quoteattr.engine import Engine
from quoteattr.records import to_record
from quoteattr.selection import select
from quoteattr.settings import Settings


def attribution(kind: Any, *, parent: int | None = None, **values: Any) -> Attribution:
    return Attribution(content=((0, 9),), cue=(), source=(), kind=kind, parent=parent, **values)


FOUND = Analysis(
    (
        attribution("direct", speaker=0, score=0.9),
        attribution("indirect", speaker=1, score=0.5, parent=0),
        attribution("reported", speaker=2, score=0.8),
        attribution("mixed", speaker=0, score=0.7, medium="writing", parent=2),
        attribution("indirect", speaker=1, score=0.4),
    ),
    tuple(Entity(name, "person", ((0, 3),)) for name in ("Ana", "Bo", "Cy")),
)


def kept(**options: Any) -> list[tuple[str, int | None, float]]:
    found = select(FOUND, **{"kinds": QUOTES, "media": MEDIA, **options})
    return [(item.kind, item.parent, item.score) for item in found.attributions]


def test_reported_topics_are_kept_when_they_are_asked_for() -> None:
    assert [kind for kind, _, _ in kept()] == ["direct", "indirect", "mixed", "indirect"]
    assert [kind for kind, _, _ in kept(kinds=KINDS)] == [item.kind for item in FOUND.attributions]


def test_without_quotes_inside_quotes_the_outer_ones_stay_as_they_are() -> None:
    everything = select(FOUND, kinds=KINDS, media=MEDIA)
    flat = select(FOUND, kinds=KINDS, media=MEDIA, nested=False)
    assert flat.attributions == tuple(item for item in everything.attributions if item.parent is None)


def test_what_stands_inside_a_topic_that_is_left_out_is_inside_all_the_same() -> None:
    assert "mixed" in [kind for kind, _, _ in kept()]
    assert "mixed" not in [kind for kind, _, _ in kept(nested=False)]


def test_the_threshold_itself_is_enough() -> None:
    assert [score for *_, score in kept(threshold=0.5)] == [0.9, 0.5, 0.7]


def test_media_are_chosen() -> None:
    assert [kind for kind, _, _ in kept(media=("writing",))] == ["mixed"]


def test_links_are_renumbered_and_speakers_without_quotes_left_out() -> None:
    found = select(FOUND, kinds=("indirect",), media=MEDIA)
    assert [entity.name for entity in found.entities] == ["Bo"]
    assert [item.speaker for item in found.attributions] == [0, 0]
    assert [item.parent for item in found.attributions] == [None, None]


class TestWithAModel:
    def records(self, tiny_model: Path, **options: Any) -> list[dict[str, Any]]:
        (record,) = Engine(Settings(model=str(tiny_model), **options)).records([NEWS], [""])
        return [{**quote, "id": ""} for quote in record["quotes"]]

    def test_topics_come_on_request_and_change_nothing_else(self, tiny_model: Path) -> None:
        usual, everything = self.records(tiny_model), self.records(tiny_model, kinds=KINDS)
        assert {quote["kind"] for quote in usual} < {quote["kind"] for quote in everything} == set(KINDS)
        without = [quote for quote in everything if quote["kind"] != "reported"]
        places = [(quote["content"], quote["cue"], quote["score"]) for quote in usual]
        assert places == [(quote["content"], quote["cue"], quote["score"]) for quote in without]

    @pytest.mark.parametrize("kinds", [QUOTES, KINDS])
    def test_outer_quotes_are_the_same_with_and_without_inner_ones(
        self, tiny_model: Path, kinds: tuple[str, ...]
    ) -> None:
        everything = self.records(tiny_model, kinds=KINDS)
        flat = self.records(tiny_model, kinds=kinds, nested=False)
        outer = [quote for quote in everything if quote["parent"] is None and quote["kind"] in kinds]
        assert 0 < len(flat) < len(everything)
        assert flat == outer


def chain(*kinds: str) -> Analysis:
    """Attributions of these kinds, each the child of the one before."""
    return Analysis(
        tuple(
            Attribution(
                content=((i, 20 - i),), cue=(), source=(), kind=kind, parent=i - 1 if i else None, speaker=0
            )  # type: ignore[arg-type]
            for i, kind in enumerate(kinds)
        ),
        (Entity("Ana Lima", "person", ((0, 3),)),),
    )


def test_the_child_of_a_dropped_quote_goes_to_its_grandparent() -> None:
    analysis = chain("direct", "indirect", "indirect", "direct")
    left = select(analysis, kinds=["direct"], media=["speech"])
    assert [item.parent for item in left.attributions] == [None, 0]


def test_the_child_of_a_dropped_outermost_quote_has_no_parent() -> None:
    left = select(chain("indirect", "direct"), kinds=["direct"], media=["speech"])
    assert [item.parent for item in left.attributions] == [None]


def test_two_entities_of_one_name_and_kind_are_one_speaker() -> None:
    quote = Attribution(content=((0, 3),), cue=(), source=(), kind="direct")
    people = (
        Entity("Ana", "person", ((0, 3),)),
        Entity("Ana", "person", ((8, 11),)),
        Entity("Ana", "group", ()),
    )
    quotes = tuple(Attribution(((n, n + 1),), (), (), "direct", speaker=n) for n in range(3))
    record = to_record(
        select(Analysis((*quotes, quote), people), kinds=["direct"], media=["speech"]), "Ana and Ana."
    )
    assert [(s["name"], s["kind"], s["mentions"]) for s in record["speakers"]] == [
        ("Ana", "person", [[0, 3], [8, 11]]),
        ("Ana", "group", []),
    ]
