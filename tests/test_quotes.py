from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
import time
import timeit
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import quoteattr
from quoteattr import RecordError, StorageError
from quoteattr.analysis import Analysis, Attribution
from quoteattr.records import check_record, to_record
from quoteattr.selection import select
from quoteattr.spans import align, write

BLANK = spacy.blank("en")


def through_bin(doc: Doc, *, user_data: bool) -> Doc:
    data = DocBin(store_user_data=user_data, docs=[doc]).to_bytes()
    return next(DocBin().from_bytes(data).get_docs(spacy.blank("en").vocab))


WAYS = {
    "DocBin": lambda doc: through_bin(doc, user_data=False),
    "DocBin with user data": lambda doc: through_bin(doc, user_data=True),
    "bytes": lambda doc: Doc(spacy.blank("en").vocab).from_bytes(doc.to_bytes()),
    "copy": lambda doc: doc.copy(),
    "pickle": lambda doc: pickle.loads(pickle.dumps(doc)),
    "record": lambda doc: quoteattr.from_record(json.loads(json.dumps(quoteattr.record(doc)))),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("empty", [False, True])
def test_quotes_come_back_equal(nlp: Language, text: str, way: str, empty: bool) -> None:
    doc = nlp("Nothing is said." if empty else text)
    other = WAYS[way](doc)
    assert other._.quotes == doc._.quotes
    assert other._.speakers == doc._.speakers
    assert quoteattr.record(other) == quoteattr.record(doc)
    assert "quoteattr" in other.spans


def test_quotes_survive_the_disk(nlp: Language, text: str, tmp_path: Any) -> None:
    doc = nlp(text)
    doc.to_disk(tmp_path / "doc")
    assert Doc(spacy.blank("en").vocab).from_disk(tmp_path / "doc")._.quotes == doc._.quotes


def test_ids_links_and_offsets(nlp: Language, text: str) -> None:
    quotes = nlp(text)._.quotes
    assert [quote.id for quote in quotes] == ["q0", "q1", "q2", "q3"]
    assert [quote.parent for quote in quotes] == [None, None, "q1", None]
    assert [quote.speaker.id for quote in quotes] == ["s0", "s1", "s0", "s1"]
    for quote in quotes:
        assert text[quote.start_char : quote.end_char] == quote.text


def test_quotes_are_equal_by_value(nlp: Language, text: str) -> None:
    one, two = nlp(text)._.quotes, nlp(text)._.quotes
    assert one == two
    assert len({*one, *two}) == 4
    assert one[0] != one[1]
    assert one[0] != "“We will rebuild,”"
    other = nlp(text.replace("We", "He"))._.quotes
    assert one[0] != other[0]
    assert one[1] == other[1]


def test_the_groups_are_native_spans_of_the_doc(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert next((span.text, span.label_, span.id_) for span in doc.spans["quoteattr"]) == (
        "“We will rebuild,”",
        "direct",
        "q0",
    )
    assert not any(span.kb_id_ for group in doc.spans.values() for span in group)  # no knowledge base's ids
    assert [span.id_ for span in doc.spans["quoteattr_cues"]] == ["q0", "q1", "q2", "q3"]
    assert next(span.text for span in doc.spans["quoteattr_sources"]) == "Dana Whitfield"
    assert {span.id_ for span in doc.spans["quoteattr_mentions"]} == {"s0", "s1"}


def test_as_doc_has_no_quotes(nlp: Language, text: str) -> None:
    assert nlp(text)[:].as_doc()._.quotes == []


def test_joined_docs_are_refused_not_mixed_up(nlp: Language, text: str) -> None:
    joined = Doc.from_docs([nlp(text), nlp(text)])
    with pytest.raises(StorageError, match=r"Doc\.from_docs"):
        _ = joined._.quotes
    assert len(nlp(joined)._.quotes) == 8  # a second run heals it


def test_json_docs_are_refused(nlp: Language, text: str) -> None:
    doc = Doc(nlp.vocab).from_json(nlp(text).to_json())
    with pytest.raises(StorageError, match=r"Doc\.to_json"):
        _ = doc._.quotes


@pytest.mark.parametrize("group", ["quoteattr_cues", "quoteattr_sources", "quoteattr_mentions"])
def test_a_lost_group_is_noticed(nlp: Language, text: str, group: str) -> None:
    doc = nlp(text)
    del doc.spans[group]
    with pytest.raises(StorageError, match=r"of \d (cue spans|source spans|mentions)"):
        _ = doc._.quotes


def test_a_group_that_another_wrote_is_noticed(nlp: Language) -> None:
    doc = nlp.make_doc("Some words here.")
    doc.spans["quoteattr"] = [doc[0:2]]
    with pytest.raises(StorageError, match="its ids and values are gone"):
        _ = doc._.quotes


def test_copies_do_not_share_their_quotes(nlp: Language, text: str) -> None:
    doc = nlp(text)
    other = doc.copy()
    del other.spans["quoteattr"]
    assert len(doc._.quotes) == 4


def test_a_record_holds_all_there_is(nlp: Language, text: str) -> None:
    record = quoteattr.record(nlp(text), id="a1")
    assert (record["id"], record["text"]) == ("a1", text)
    assert record["quotes"][3] == {
        "id": "q3",
        "kind": "direct",
        "content": [[129, 134]],
        "cue": [[135, 140]],
        "source": [[141, 151]],
        "speaker": "Omar Reyes",
        "speaker_kind": "person",
        "medium": "writing",
        "polarity": "asserted",
        "asserted": True,
        "parent": None,
        "score": 0.9,
    }
    assert record["speakers"][1] == {
        "id": "s1",
        "name": "Omar Reyes",
        "kind": "person",
        "mentions": [[56, 61], [113, 118], [146, 151]],
        "description": None,
        "members": [],
        "kb_id": None,
    }
    assert check_record(record) == record


def test_a_rebuilt_doc_splits_tokens_where_spans_end() -> None:
    record = {
        "text": "glued“Yes”said Ana.",
        "quotes": [
            {"id": "a", "kind": "direct", "content": [[5, 10]], "cue": [[10, 14]], "source": [[15, 18]]}
        ],
    }
    doc = quoteattr.from_record(record)
    assert doc.text == record["text"]
    [quote] = doc._.quotes
    assert (quote.id, quote.text, quote.cue[0].text, quote.speaker) == ("a", "“Yes”", "said", None)


QUOTE: dict[str, Any] = {"id": "q0", "kind": "direct", "content": [[0, 3]]}


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ([], "needs a 'text'"),
        ({"text": 3}, "needs a 'text'"),
        ({"text": "abc", "quotes": 3}, "'quotes' must be a list"),
        ({"text": "abc", "quotes": [{**QUOTE, "content": [[0, 4]]}]}, "outside the text of 3"),
        ({"text": "abc", "quotes": [{**QUOTE, "content": [[2, 2]]}]}, "outside the text"),
        ({"text": "abc", "quotes": [{**QUOTE, "content": [3]}]}, "3 is not a pair"),
        ({"text": "abc", "quotes": [{**QUOTE, "content": "no"}]}, "must be a list"),
        ({"text": "abc", "quotes": [{**QUOTE, "content": []}]}, "'content' is empty"),
        ({"text": "abc", "quotes": [{**QUOTE, "kind": "shouted"}]}, "'kind' is 'shouted'"),
        ({"text": "abc", "quotes": [{**QUOTE, "score": "high"}]}, "'score' is 'high'"),
        ({"text": "abc", "quotes": [{**QUOTE, "speaker": "Ana"}]}, "speaker 'Ana' .* is not among"),
        ({"text": "abc", "quotes": [{**QUOTE, "parent": "q7"}]}, "parent 'q7' is no other"),
        ({"text": "abc", "quotes": [QUOTE, QUOTE]}, "'q0' occurs twice"),
        ({"text": "   ", "quotes": [QUOTE]}, "nothing but blanks"),
    ],
)
def test_malformed_records_are_refused_by_what_is_wrong(record: Any, told: str) -> None:
    with pytest.raises(RecordError, match=told):
        quoteattr.from_record(record)


@settings(deadline=None, max_examples=60)
@given(data=st.data(), text=st.text(st.sampled_from('ab “”".,\n\t\u00a0\u200b😀é\x00'), max_size=60))
def test_any_spans_of_any_text_survive(data: st.DataObject, text: str) -> None:
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda s: s[0] < s[1])
    places = st.lists(place, max_size=3).map(tuple) if text else st.just(())
    items = tuple(
        Attribution(content, cue, cue, "direct", parent=None)
        for content, cue in data.draw(st.lists(st.tuples(places, places), max_size=4))
    )
    doc = BLANK.make_doc(text)
    aligned = select(align(doc, Analysis(items)), kinds=["direct"], media=["speech"])
    write(doc, to_record(aligned, text))
    quotes = doc._.quotes
    for quote in quotes:
        for span in (*quote.content, *quote.cue):
            assert span.text == text[span.start_char : span.end_char]
            assert span[0].text.strip()
            assert span[-1].text.strip()
    assert doc.copy()._.quotes == quotes
    assert quoteattr.from_record(quoteattr.record(doc))._.quotes == quotes


def test_storage_grows_linearly(nlp: Language) -> None:
    words = ["“", "Yes", "”", "said", "Ana", "."]

    def seconds(times: int) -> float:
        doc = Doc(nlp.vocab, words=words * times)
        size = len(" ".join(words)) + 1
        items = tuple(
            Attribution(((i * size, i * size + 7),), ((i * size + 8, i * size + 12),), (), "direct")
            for i in range(times)
        )

        def store() -> None:
            aligned = select(align(doc, Analysis(items)), kinds=["direct"], media=["speech"])
            write(doc, to_record(aligned, ""))
            assert len(doc._.quotes) == times

        # timeit keeps the garbage collector out: its passes over a large heap are not ours to count
        return min(timeit.repeat(store, timer=time.process_time, number=1, repeat=3))

    seconds(10)
    small, large = seconds(500), seconds(5000)
    assert large < 30 * small


def test_deep_copies_of_records_are_not_changed(nlp: Language, text: str) -> None:
    record = quoteattr.record(nlp(text))
    before = copy.deepcopy(record)
    quoteattr.from_record(record)
    assert record == before


def test_the_public_names() -> None:
    assert quoteattr.__all__ == [
        "InputError",
        "MissingLibraryError",
        "ModelError",
        "Quote",
        "QuoteattrError",
        "RecordError",
        "SettingsError",
        "Speaker",
        "StorageError",
        "__version__",
        "from_record",
        "quotes",
        "record",
        "render",
        "speakers",
        "table",
    ]
    assert all(hasattr(quoteattr, name) for name in quoteattr.__all__)


def test_importing_is_light() -> None:
    script = (
        "import sys, time; started = time.process_time(); import quoteattr\n"
        "print(time.process_time() - started)\n"
        "print({'torch', 'transformers', 'datasets', 'spacy'} & set(sys.modules))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    seconds, heavy = run.stdout.splitlines()
    assert heavy == "set()"
    assert float(seconds) < 0.5  # a machine at work takes twice as long as one at rest
