"""`asserted`: true only of a quote that nobody denies, and that stands in none that anybody denies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.language import Language

import quoteattr
from quoteattr.analysis import KINDS, MEDIA, Analysis, Attribution
from quoteattr.records import check_record, to_record
from quoteattr.selection import select

# “A denied that B said that C wrote that it rained.”: each content holds the next
TEXT = "Ann denied that Bob said that Cid wrote that it rained."
CHAIN = (
    Attribution(((11, 54),), ((4, 10),), ((0, 3),), "indirect", polarity="denied"),
    Attribution(((25, 54),), ((20, 24),), ((16, 19),), "indirect", parent=0),
    Attribution(((40, 54),), ((34, 39),), ((30, 33),), "indirect", parent=1),
)


def asserted(*attributions: Attribution) -> list[bool]:
    return [quote["asserted"] for quote in to_record(Analysis(attributions), TEXT)["quotes"]]


def test_what_a_denied_quote_holds_is_asserted_by_nobody() -> None:
    assert asserted(*CHAIN) == [False, False, False]
    assert asserted(replace(CHAIN[0], polarity="asserted"), *CHAIN[1:]) == [True, True, True]


@pytest.mark.parametrize("polarity", ["denied", "negated", "questioned"])
def test_a_quote_stays_asserted_whatever_it_holds(polarity: str) -> None:
    outer = replace(CHAIN[0], polarity="asserted")
    inner = replace(CHAIN[1], polarity=polarity)  # type: ignore[arg-type]
    assert asserted(outer, inner, CHAIN[2]) == [True, False, False]


def test_leaving_the_denied_quote_out_does_not_make_the_inner_one_asserted() -> None:
    direct = replace(CHAIN[2], kind="direct")
    kept = select(Analysis((*CHAIN[:2], direct)), kinds=("direct",), media=MEDIA)
    assert asserted(*kept.attributions) == [False]
    again = select(kept, kinds=KINDS, media=MEDIA)
    assert asserted(*again.attributions) == [False]


def test_a_record_without_the_key_gets_it() -> None:
    record = to_record(Analysis(CHAIN), TEXT)
    bare = [{key: value for key, value in quote.items() if key != "asserted"} for quote in record["quotes"]]
    assert check_record({**record, "quotes": bare}) == record


def test_a_doc_keeps_it() -> None:
    record = to_record(Analysis(CHAIN), TEXT)
    doc = quoteattr.from_record(record)
    assert [quote.asserted for quote in doc._.quotes] == [False, False, False]
    assert quoteattr.record(doc) == record


def test_the_component_sets_it(nlp: Language) -> None:
    doc = nlp("Bo Ek denied that Ana Lima said that taxes rose. “Yes,” said Ana Lima.")
    assert [(quote.polarity, quote.asserted) for quote in doc._.quotes] == [
        ("denied", False),
        ("asserted", False),
        ("asserted", True),
    ]
