"""PolNeAR and GUM, read from copies of their repositories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quoteattr.corpora import (
    read_gum,
    read_polnear,
)
from quoteattr.errors import RecordError
from quoteattr.records import check_record


def pieces(record: dict[str, Any], role: str) -> list[list[str]]:
    return [[record["text"][start:end] for start, end in quote[role]] for quote in record["quotes"]]


ARTICLE = "Ferry stays shut.\n\n“It is,” Ana said, “unsafe.” It may sink, say divers."
ANNOTATIONS = """\
T1\tSource 28 31\tAna
T2\tCue 32 36\tsaid
T3\tContent 19 27;38 47\t“It is,” “unsafe.”
T4\tAttribution 32 36\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
T5\tContent 0 16\tFerry stays shut
T6\tAttribution-no-source 6 11\tstays
T7\tCue 6 11\tstays
E2\tAttribution-no-source:T6 Content:T5 Cue:T7
T8\tDiscard 0 5\tFerry
#1\tAnnotatorNotes T1\ta note
"""


@pytest.fixture
def polnear(tmp_path: Path) -> Path:
    home = tmp_path / "data" / "dev"
    for name in ("text", "attributions"):
        (home / name).mkdir(parents=True)
    (home / "text" / "paper_ferry.txt").write_text(ARTICLE, encoding="utf-8")
    (home / "attributions" / "paper_ferry_b2.ann").write_text("", encoding="utf-8")
    (home / "attributions" / "paper_ferry_a1.ann").write_text(ANNOTATIONS, encoding="utf-8")
    return tmp_path


def test_polnear(polnear: Path) -> None:
    (record,) = read_polnear(polnear, "dev")
    assert record["id"] == "paper_ferry"
    assert pieces(record, "content") == [["Ferry stays shut"], ["“It is,”", "“unsafe.”"]]
    assert pieces(record, "source") == [[], ["Ana"]]
    assert pieces(record, "cue") == [["stays"], ["said"]]
    assert [quote["kind"] for quote in record["quotes"]] == ["indirect", "direct"]
    assert not {"medium", "polarity"} & set(record["quotes"][0])
    check_record(record)
    assert read_polnear(polnear / "data", "dev") == [record]


def test_polnear_by_annotator(polnear: Path) -> None:
    (record,) = read_polnear(polnear, "dev", annotator="b2")
    assert record["quotes"] == []
    assert read_polnear(polnear, "dev", annotator="zz") == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T9\tCue 70 99\tsay", r"line 12: Cue: \[70, 99\] lies outside the text .*paper_ferry.txt"),
        ("T9\tCue ten 12\tsay", "line 12: not a brat annotation"),
        ("E9\tAttribution:T4 Cue:T99", "line 12: Cue:T99 is no source, cue or content"),
        ("E9\tAttribution:T4 Content:T8x", "line 12: not a brat annotation"),
    ],
)
def test_a_malformed_annotation_is_named(polnear: Path, line: str, message: str) -> None:
    path = polnear / "data" / "dev" / "attributions" / "paper_ferry_a1.ann"
    path.write_text(ANNOTATIONS + line + "\n", encoding="utf-8")
    with pytest.raises(RecordError, match=message):
        read_polnear(polnear, "dev")


def test_missing_files_are_named(polnear: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no PolNeAR split 'test'"):
        read_polnear(polnear, "test")
    (polnear / "data" / "dev" / "text" / "paper_ferry.txt").unlink()
    with pytest.raises(FileNotFoundError, match="paper_ferry"):
        read_polnear(polnear, "dev")
    with pytest.raises(FileNotFoundError, match="holds no GUM"):
        read_gum(polnear)


# GUM

CONLLU = """\
# newdoc id = GUM_news_ferry
# global.Entity = GRP-etype-infstat-centering-minspan-link-identity
# sent_id = GUM_news_ferry-1
# text = Mayor Ana Lima said Ben's ferry isn't safe.
# newpar
# newpar_block = p (2 s)
1 Mayor Mayor PROPN NNP _ 2 compound _ Entity=(1-person-new-cf1-2,3-coref
2 Ana Ana PROPN NNP _ 4 nsubj _ _
3 Lima Lima PROPN NNP _ 2 flat _ Entity=1)
4 said say VERB VBD _ 0 root _ _
5-6 Ben's _ _ _ _ _ _ _ _
5 Ben Ben PROPN NNP _ 7 nmod:poss _ Entity=(3-object-new-cf2-3-coref(2-person-new-cf3-1-sgl
6 's 's PART POS _ 5 case _ Entity=2)
7 ferry ferry NOUN NN _ 10 nsubj _ Entity=3)
8-9 isn't _ _ _ _ _ _ _ _
8 is be AUX VBZ _ 10 cop _ _
9 n't not PART RB _ 10 advmod _ _
10 safe safe ADJ JJ _ 4 ccomp _ SpaceAfter=No
11 . . PUNCT . _ 4 punct _ _

# sent_id = GUM_news_ferry-2
# text = She denies it sank.
1 She she PRON PRP _ 2 nsubj _ Entity=(1-person-giv:act-cf1-1-ana)
2 denies deny VERB VBZ _ 0 root _ _
2.1 gap gap VERB VB _ _ _ _ _
3 it it PRON PRP _ 4 nsubj _ Entity=(3-object-giv:act-cf2-1-ana)
4 sank sink VERB VBD _ 2 ccomp _ SpaceAfter=No
5 . . PUNCT . _ 2 punct _ _

# sent_id = GUM_news_ferry-3
# text = Lima says hi.
# newpar
# newpar_block = caption (1 s)
1 Lima Lima PROPN NNP _ 2 nsubj _ Entity=(1-person-giv:act-cf1-1-coref)
2 says say VERB VBZ _ 0 root _ _
3 hi hi INTJ UH _ 2 obj _ SpaceAfter=No
4 . . PUNCT . _ 2 punct _ _
"""
TREE = """\
<rst>
  <header><relations><rel name="attribution-positive" type="rst"/></relations></header>
  <body>
    <segment id="1" parent="2" relname="attribution-positive">Mayor Ana Lima said</segment>
    <segment id="2" parent="10" relname="span">Ben 's ferry is n't safe .</segment>
    <segment id="3" parent="4" relname="attribution-negative">She denies</segment>
    <segment id="4" parent="11" relname="span">it sank .</segment>
    <segment id="5" parent="6" relname="attribution-positive">Lima says</segment>
    <segment id="6" parent="12" relname="span">hi .</segment>
    <group id="10" type="span" parent="13" relname="joint-list"/>
    <group id="11" type="span" parent="13" relname="joint-list"/>
    <group id="12" type="span" parent="13" relname="joint-list"/>
    <group id="13" type="multinuc"/>
    <signals>
      <signal source="1" type="semantic" subtype="attribution_source" tokens="1,2,3"/>
      <signal source="1" type="lexical" subtype="indicative_word" tokens="4"/>
      <signal source="3" type="semantic" subtype="attribution_source" tokens="12"/>
      <signal source="3" type="lexical" subtype="indicative_word" tokens="12,13"/>
    </signals>
  </body>
</rst>
"""


@pytest.fixture
def gum(tmp_path: Path) -> Path:
    (tmp_path / "rst" / "rstweb").mkdir(parents=True)
    (tmp_path / "dep").mkdir()
    lines = [line if line.startswith("#") else line.replace(" ", "\t") for line in CONLLU.split("\n")]
    (tmp_path / "dep" / "GUM_news_ferry.conllu").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "rst" / "rstweb" / "GUM_news_ferry.rs4").write_text(TREE, encoding="utf-8")
    (tmp_path / "splits.md").write_text(
        "## dev\n\n * GUM_news_ferry\n\n## test\n\n * GUM_bio_x\n", encoding="utf-8"
    )
    return tmp_path


def test_gum(gum: Path) -> None:
    (record,) = read_gum(gum)
    assert (
        record["text"] == "Mayor Ana Lima said Ben's ferry isn't safe. She denies it sank.\n\nLima says hi."
    )
    assert pieces(record, "content") == [["Ben's ferry isn't safe."], ["it sank."]]  # no captions
    assert pieces(record, "source") == [["Mayor Ana Lima"], ["She"]]
    assert pieces(record, "cue") == [["said"], ["denies"]]
    assert [quote["polarity"] for quote in record["quotes"]] == ["asserted", "negated"]
    assert [quote["speaker"] for quote in record["quotes"]] == ["Ana Lima", "Ana Lima"]
    assert record["speakers"][0]["mentions"] == [[0, 14], [44, 47], [65, 69]]
    check_record(record)


def test_gum_nests_what_lies_within_a_content(gum: Path) -> None:
    path = gum / "rst" / "rstweb" / "GUM_news_ferry.rs4"
    inside = TREE.replace('id="1" parent="2"', 'id="1" parent="13"')
    path.write_text(inside, encoding="utf-8")
    (record,) = read_gum(gum)
    outer, inner = record["quotes"]
    assert (outer["parent"], inner["parent"]) == (None, outer["id"])


def test_gum_by_split_and_genre(gum: Path) -> None:
    assert len(read_gum(gum, split="dev", genres={"news"})) == 1
    assert read_gum(gum, split="test") == []
    assert read_gum(gum, genres={"bio"}) == []
    with pytest.raises(RecordError, match="no split 'train'; it has dev, test"):
        read_gum(gum, split="train")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Ana Lima said", "Ana Limo said", "word 3, 'Limo', is not in the text of dep/"),
        ('parent="13"', 'parent="99"', "hangs on '99'"),
        ('id="13" type="multinuc"', 'id="13" parent="10"', "hangs on itself"),
        ("</rst>", "", "not XML"),
    ],
)
def test_a_malformed_tree_is_named(gum: Path, old: str, new: str, message: str) -> None:
    path = gum / "rst" / "rstweb" / "GUM_news_ferry.rs4"
    path.write_text(TREE.replace(old, new), encoding="utf-8")
    with pytest.raises(RecordError, match=message):
        read_gum(gum)


def test_a_malformed_conllu_line_is_named(gum: Path) -> None:
    path = gum / "dep" / "GUM_news_ferry.conllu"
    path.write_text(path.read_text(encoding="utf-8") + "\n1\tShe\n", encoding="utf-8")
    with pytest.raises(RecordError, match="line 39"):
        read_gum(gum)
