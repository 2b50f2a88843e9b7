"""Speakers and statements over articles."""

from __future__ import annotations

from typing import Any

import pytest
from marked import article

import quoteattr
from quoteattr.corpus import Corpus, link
from quoteattr.errors import RecordError


def linked(*records: dict[str, Any]) -> Corpus:
    return link(records, vectors=None)


def names(corpus: Corpus) -> list[tuple[str, int]]:
    return [(speaker.name, len(speaker.members)) for speaker in corpus.speakers]


def groups(corpus: Corpus) -> list[set[tuple[int, str]]]:
    return [{(item.article, item.quote) for item in statement.wordings} for statement in corpus.statements]


# Speakers


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Oleksiy Marchenko", "Oleksii Marchenko"),
        ("Yuri Solovyov", "Yury Solovyev"),
        ("José Muñoz", "Jose Munoz"),
        ("Hannah K. Brandt", "Hannah Brandt"),
        ("H. Brandt", "Hannah Brandt"),
        ("Brandt", "Hannah Brandt"),
    ],
)
def test_one_person_in_two_spellings_is_one(first: str, second: str) -> None:
    corpus = linked(
        article(f"[{first}] said that *the harbour stays shut*."),
        article(f"[{second}] said that *it rained*."),
    )
    assert [(len(speaker.members), speaker.quotes) for speaker in corpus.speakers] == [(2, 2)]
    assert set(corpus.speakers[0].names) == {first, second}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Hannah Brandt", "Hans Brandt"),
        ("Hannah Brandt", "Hannah Brand"),
        ("Anna Maria Ruiz", "Anna Lucia Ruiz"),
        ("Li Wen", "Wen Li"),
    ],
)
def test_two_persons_stay_two(first: str, second: str) -> None:
    corpus = linked(
        article(f"[{first}] said that *the harbour stays shut*."),
        article(f"[{second}] said that *it rained*."),
    )
    assert len(corpus.speakers) == 2


def test_a_surname_that_two_bear_is_given_to_neither() -> None:
    corpus = linked(
        article("[Hannah Brandt] said that *it rained*."),
        article("[Hans Brandt] said that *it rained*."),
        article("[Brandt] said that *it rained*."),
    )
    assert len(corpus.speakers) == 3


def test_a_surname_that_two_bear_goes_by_the_role() -> None:
    corpus = linked(
        article("Harbour master [Hannah Brandt] said that *it rained*."),
        article("The goalkeeper [Hans Brandt] said that *it rained*."),
        article("Goalkeeper [Brandt] said that *it rained*."),
    )
    assert sorted(names(corpus)) == [("Hannah Brandt", 1), ("Hans Brandt", 2)]


def test_two_of_one_name_are_kept_apart_by_their_roles() -> None:
    corpus = linked(
        article("Senator [John Doyle] said that *taxes would rise*."),
        article("[John Doyle], a senator from Ohio, said that *taxes would rise*."),
        article("The striker [John Doyle] said that *the match was lost*."),
    )
    assert sorted(names(corpus)) == [("John Doyle", 1), ("John Doyle", 2)]


def test_who_speaks_beside_the_same_others_is_the_same() -> None:
    corpus = linked(
        article("Mayor [Maria Lopez] said that *it rained*. [Tom Becker] said that *it rained*."),
        article("Lawyer [Maria Lopez] said that *taxes rose*. [Tom Becker] said that *taxes rose*."),
    )
    assert sorted(names(corpus)) == [("Maria Lopez", 2), ("Tom Becker", 2)]


def test_words_before_a_name_that_are_no_title_tell_nobody_apart() -> None:
    corpus = linked(
        article("Eastport to vote on quay\n\n[Maria Lopez] said that *it rained*."),
        article("“No,” said [Maria Lopez], and that *it rained*."),
        article("Mayor [Maria Lopez] said that *it rained*."),
    )
    assert names(corpus) == [("Maria Lopez", 3)]


def test_a_body_is_one_in_its_forms() -> None:
    kinds = {
        name: (name, "organization")
        for name in (
            "Chile’s Transport Ministry",
            "Chilean transport ministry",
            "WMO",
            "World Meteorological Organization",
        )
    }
    corpus = linked(
        *(article(f"The [{name}] said that *it rained*.", names=kinds) for name in kinds),
    )
    assert [len(speaker.members) for speaker in corpus.speakers] == [2, 2]


def test_a_person_is_no_body() -> None:
    corpus = linked(
        article("[Brandt] said that *it rained*."),
        article("[Brandt] said that *it rained*.", names={"Brandt": ("Brandt", "organization")}),
    )
    assert len(corpus.speakers) == 2


# Statements

LONG = "“The bridge is safe, and it has been safe in all these forty years,”"


@pytest.mark.parametrize(
    "other",
    [
        f"{LONG} [Ines Ferreira] said.",
        "“The bridge is safe,” [Ines Ferreira] said. She left.".replace(
            "safe,”", "safe in all these forty years,”"
        ),
        "[Ines Ferreira] said that *the bridge had been safe for forty years*.",
        "[Ferreira] spoke of a bridge that was *“safe in all these forty years”*.",
    ],
)
def test_verbatim_cut_and_retold_are_one_statement(other: str) -> None:
    if "*" not in other:
        end = other.index("”") + 1
        other = f"*{other[:end]}*{other[end:]}"
    corpus = linked(
        article(f"*{LONG}* [Ines Ferreira] said."),
        article(other),
        article("[Bo Ek] said that *it rained in May*."),
    )
    assert groups(corpus) == [{(0, "q0"), (1, "q0")}]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("that the ministry had paid the fishermen", "that the ministry had not paid the fishermen"),
        (
            "that repairs of the bridge would cost 4 million",
            "that repairs of the bridge would cost 9 million",
        ),
        ("that the ministry had paid the fishermen", "that the ministry would mend the quay next winter"),
        ("rain instead of promises for farmers", "promises for farmers and rain"),
    ],
)
def test_what_differs_is_no_group(first: str, second: str) -> None:
    corpus = linked(article(f"[Bo Ek] said *{first}*."), article(f"[Bo Ek] said *{second}*."))
    assert groups(corpus) == []


def test_what_one_says_another_does_not_say() -> None:
    words = "that the harbour will stay shut until Easter Monday"
    corpus = linked(article(f"[Bo Ek] said *{words}*."), article(f"[Ana Lima] said *{words}*."))
    assert groups(corpus) == []
    unnamed = {"a docker": ("", "")}
    corpus = linked(
        article(f"[Bo Ek] said *{words}*."), article(f"[a docker] said *{words}*.", names=unnamed)
    )
    assert len(groups(corpus)) == 1


def test_a_denial_is_not_what_it_denies() -> None:
    words = "that the harbour will stay shut until Easter Monday"
    said, denied = (
        article(f"[Bo Ek] said *{words}*."),
        article(f"[Bo Ek] denied *{words}*.", polarity="denied"),
    )
    assert groups(linked(said, denied)) == []
    assert groups(linked(denied, denied)) == [{(0, "q0"), (1, "q0")}]


def test_a_spokesman_speaks_for_the_body() -> None:
    words = "that the harbour will stay shut until Easter Monday"
    body = {"The Port Authority": ("Port Authority", "organization")}
    by_body = article(f"[The Port Authority] said *{words}*.", names=body)
    spokesman = article(f"Port Authority spokesman [Bo Ek] said *{words}*.")
    other = article(f"Baker [Bo Ek] said *{words}*.")
    assert len(groups(linked(by_body, spokesman))) == 1
    assert groups(linked(by_body, other)) == []


def test_a_long_quote_gives_two_statements_without_making_them_one() -> None:
    one, two = (
        "“We will rebuild the northern quay by winter.",
        "Fishermen are to pay no harbour dues until then.”",
    )
    corpus = linked(
        article(f"*{one} {two}* said [Bo Ek]."),
        article(f"*{one}”* said [Bo Ek]."),
        article(f"*“{two}* said [Bo Ek]."),
    )
    assert sorted(map(sorted, groups(corpus))) == [[(0, "q0"), (1, "q0")], [(0, "q0"), (2, "q0")]]
    for statement in corpus.statements:
        texts = {
            corpus.articles[item.article].record["text"][slice(*item.span)].strip("“” ")
            for item in statement.wordings
        }
        assert len(texts) == 1


def test_word_vectors_make_like_words_alike() -> None:
    import numpy as np

    near = {"quay": 0, "pier": 0, "collapsed": 1, "crumbled": 1}

    def vectors(words: Any) -> Any:
        return np.array(
            [
                [float(near.get(word, 2 + number) == column) for column in range(99)]
                for number, word in enumerate(words)
            ]
        )

    records = [
        article("[Bo Ek] said that *the quay collapsed on Sunday*."),
        article("[Bo Ek] said that *the pier crumbled on Sunday*."),
        article("[Bo Ek] said that *it rained in May and June*."),
    ]
    assert link(records, vectors=None).statements == ()
    assert groups(link(records, vectors=vectors)) == [{(0, "q0"), (1, "q0")}]


# What goes in


def test_docs_records_and_nothing() -> None:
    record = article("[Bo Ek] said that *it rained in May*.")
    doc = quoteattr.from_record(record)
    assert names(linked(record)) == names(link([doc], vectors=None)) == [("Bo Ek", 1)]
    empty = link([])
    assert (empty.articles, empty.speakers, empty.statements) == ((), (), ())
    assert linked({"id": "", "text": "No quotes."}).speakers == ()


def test_a_speaker_of_an_article_is_found_again() -> None:
    corpus = linked(article("[Bo Ek] said that *it rained*."), article("[Ek] said that *it rained*."))
    assert corpus.speaker(1, "s0") is corpus.speaker(0, "s0")


@pytest.mark.parametrize("wrong", [[3], ["text"], [{"quotes": []}], {"text": "Alone."}])
def test_what_is_no_article_is_said(wrong: Any) -> None:
    with pytest.raises(RecordError, match=r"article|list of Docs|record"):
        link(wrong)


def test_statements_of_the_five_labelled_articles() -> None:
    from benchmarks.statements import score

    rates = score(vectors=None)
    assert rates.gold > 60
    assert rates.precision >= 0.95
    assert rates.recall >= 0.4
