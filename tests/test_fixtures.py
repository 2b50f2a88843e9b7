"""The labelled articles are sound: every offset, value and link of them."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from quoteattr.analysis import KINDS, MEDIA, POLARITIES, SPEAKER_KINDS
from quoteattr.text.marks import kind_of, pair

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "benchmarks" / "fixtures"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
ROLES = ("content", "cue", "source")
FIELDS = {
    *ROLES,
    *("kind", "medium", "polarity", "speaker", "speaker_aliases", "speaker_kind"),
    *("resolution", "nested_in", "tier"),
}

Record = dict[str, Any]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def record(name: str) -> Record:
    loaded: Record = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def contains(outer: list[list[int]], inner: list[list[int]]) -> bool:
    return all(any(a <= start and end <= b for a, b in outer) for start, end in inner)


def assert_sound(text: str, spans: list[list[int]]) -> None:
    assert spans == sorted(spans)
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
    assert all(one[1] <= two[0] for one, two in pairwise(spans)), "spans overlap"


def test_there_are_five() -> None:
    assert len(NAMES) == 5


def test_text_is_the_article(name: str, record: Record) -> None:
    article = (FOLDER / f"{name}.txt").read_bytes()
    assert record["id"] == name
    assert record["text"].encode() == article
    assert (ROOT / "examples" / "articles" / f"{name}.txt").read_bytes() == article


def test_spans_lie_in_the_text_and_have_no_blank_edges(record: Record) -> None:
    text = record["text"]
    for attribution in record["attributions"]:
        assert attribution["content"]
        for role in ROLES:
            assert_sound(text, attribution[role])
        assert_sound(text, sorted(span for role in ROLES for span in attribution[role]))
    assert_sound(text, record["not_quotes"])
    for entity in record["entities"]:
        assert entity["mentions"]
        assert_sound(text, entity["mentions"])


def test_values_are_known(record: Record) -> None:
    for attribution in record["attributions"]:
        assert set(attribution) == FIELDS
        assert attribution["kind"] in KINDS
        assert attribution["medium"] in MEDIA
        assert attribution["polarity"] in POLARITIES
        assert attribution["speaker_kind"] in (*SPEAKER_KINDS, "anonymous")
        assert attribution["tier"] in ("core", "marginal")
    for entity in record["entities"]:
        assert entity["kind"] in (*SPEAKER_KINDS, "anonymous")


def test_kind_is_what_the_marks_say(record: Record) -> None:
    quotations = pair(record["text"])
    for attribution in record["attributions"]:
        content = [(start, end) for start, end in attribution["content"]]
        assert attribution["kind"] == kind_of(record["text"], content, quotations), content


def test_attributions_stand_in_order_of_their_content(record: Record) -> None:
    starts = [attribution["content"][0][0] for attribution in record["attributions"]]
    assert starts == sorted(starts)


def test_nested_content_lies_in_its_parent(record: Record) -> None:
    attributions = record["attributions"]
    for number, attribution in enumerate(attributions):
        parent = attribution["nested_in"]
        if parent is not None:
            assert parent in range(len(attributions))
            assert contains(attributions[parent]["content"], attribution["content"])
        seen = {number}
        while parent is not None:
            assert parent not in seen, "an attribution holds itself"
            seen.add(parent)
            parent = attributions[parent]["nested_in"]


def test_resolution_fits_source_and_speaker(record: Record) -> None:
    for attribution in record["attributions"]:
        named = attribution["speaker"] is not None
        expected = ("name", "pronoun", "nominal") if attribution["source"] else ("implicit",)
        assert attribution["resolution"] in (expected if named else ("none",))


def test_a_speaker_is_an_entity_and_its_source_a_mention(record: Record) -> None:
    mentions = {entity["name"]: entity["mentions"] for entity in record["entities"]}
    kinds = {entity["name"]: entity["kind"] for entity in record["entities"]}
    for attribution in record["attributions"]:
        speaker = attribution["speaker"]
        if speaker is None:
            assert attribution["speaker_aliases"] == []
            continue
        assert attribution["speaker_kind"] == kinds[speaker]
        for start, end in attribution["source"]:
            assert any(start < b and a < end for a, b in mentions[speaker]), record["text"][start:end]


def test_names_stand_in_the_article(record: Record) -> None:
    text = " ".join(record["text"].split())
    for attribution in record["attributions"]:
        aliases = attribution["speaker_aliases"]
        assert attribution["speaker"] not in aliases
        assert len(set(aliases)) == len(aliases)
        for string in filter(None, [attribution["speaker"], *aliases]):
            assert string in text


def test_every_quotation_is_accounted_for(record: Record) -> None:
    text = record["text"]
    labelled = [span for one in record["attributions"] for role in ROLES for span in one[role]]
    labelled += record["not_quotes"]
    for quotation in pair(text):
        touched = any(start < quotation.end and quotation.start < end for start, end in labelled)
        assert touched, text[quotation.start : quotation.end]
