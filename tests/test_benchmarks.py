"""The benchmarks measure what they say, on texts small enough to count by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import growth, mutants, quality, results, rules, speed
from benchmarks.finding import judge
from benchmarks.gold import Corpus, read_corpus
from benchmarks.quality import measure, standard_error
from quoteattr.corpora import from_attributions

TEXT = "Ana Ruiz said the bridge is shut. She praised the plan. “No,” wrote Ben Okoro."


def spans(*pieces: str) -> list[list[int]]:
    return [[TEXT.index(piece), TEXT.index(piece) + len(piece)] for piece in pieces]


def attribution(content: str, cue: str, source: str, speaker: str | None, **labels: Any) -> dict[str, Any]:
    roles = {"content": spans(content), "cue": spans(cue), "source": spans(source)}
    kind = {"speaker_kind": "person", "medium": "speech", "polarity": "asserted"}
    return {**roles, "speaker": speaker, "resolution": "name", "tier": "core", **kind, **labels}


SHUT = attribution("the bridge is shut", "said", "Ana Ruiz", "Ana Ruiz")
PLAN = attribution("the plan", "praised", "She", "Ana Ruiz", tier="topic", resolution="pronoun")
NO = attribution("“No,”", "wrote", "Ben Okoro", "Ben Okoro")


def record(*items: dict[str, Any]) -> dict[str, Any]:
    return from_attributions({"id": "a", "text": TEXT, "attributions": list(items)})


def tables(*found: dict[str, Any], **about: Any) -> dict[str, dict[str, Any]]:
    gold = Corpus("small", "small", "", [record(SHUT, PLAN, NO)], labelled=frozenset("a"), **about)
    return {t.title: dict(t.rows) for t in measure(gold, judge(gold, [record(*found)] if found else []))}


def test_topics_count_among_all_and_not_among_what_is_stated() -> None:
    rows = tables(SHUT, {**PLAN, "kind": "reported"})["Content and source"]
    assert rows["all levels"][:2] == (1.0, 2 / 3)
    assert rows["stated"][:2] == (1.0, 1 / 2)
    assert rows["topics"][:2] == (1.0, 1.0)
    assert rows["direct"][1] == 0.0


def test_a_topic_that_is_returned_as_a_quote_costs_nothing_where_gold_has_it() -> None:
    assert tables(SHUT, PLAN, NO)["Content and source"]["stated"][:2] == (1.0, 1.0)


def test_names_are_judged_by_how_the_source_is_put() -> None:
    rows = tables(SHUT, {**NO, "speaker": "Ana Ruiz"})
    assert rows["Who said it, where the source is …"]["a name"] == (2, 1.0, 0.5, 0.5)
    assert rows["Right"]["of the names given"][1] == 2
    assert rows["Words given to the right name"]["all words"][:2] == (4 / 5, 4 / 5)
    assert rows["Words given to the right name"]["words in marks"][:2] == (0.0, 0.0)


def test_a_corpus_that_marks_only_some_shows_direct_quotes_and_names_alone() -> None:
    shown = tables(SHUT, NO, complete=False)
    assert list(shown["Content and source"]) == ["direct"]
    assert not any(title.startswith(("Meaning", "Scores")) for title in shown)


def test_a_lost_text_counts_as_one_with_nothing_found() -> None:
    gold = Corpus("small", "small", "", [record(SHUT)])
    judged = judge(gold, [])
    assert judged.lost == ["a"]
    assert dict(measure(gold, judged)[0].rows)["all levels"][1] == 0


def test_the_standard_error_is_that_of_a_mean() -> None:
    counts = [(value, 1) for value in np.random.default_rng(3).normal(size=400)]
    error = standard_error(counts, lambda sums: sums[0] / sums[1])
    assert error == pytest.approx(1 / 20, rel=0.15)
    assert standard_error(counts[:1], lambda sums: sums[0]) is None


def test_halves_are_every_second_text() -> None:
    records = [{"id": str(number)} for number in range(5)]
    corpus = Corpus("c", "c", "", records)
    assert [r["id"] for r in corpus.half("choose").records] == ["0", "2", "4"]
    assert [r["id"] for r in corpus.half("report").records] == ["1", "3"]


def test_a_corpus_that_is_not_named_a_folder_is_asked_for() -> None:
    with pytest.raises(ValueError, match="--data FOLDER"):
        read_corpus("world")


def test_a_readers_agreement_is_measured_on_the_texts_that_both_read(tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_text("\n".join(json.dumps(r) for r in (record(SHUT, NO), {**record(NO), "id": "b"})))
    second.write_text(json.dumps(record(SHUT)))
    quality.main(str(first), found=second, label="agreement", results=tmp_path)
    made = results.load("quality-first-agreement", folder=tmp_path)
    assert made is not None
    assert made.more["articles"] == 1
    assert made.cell("Content and source", "all levels", "R") == 0.5
    assert not any(table.title.startswith("Scores") for table in made.tables)


@pytest.mark.parametrize("place", speed.STAGES.values())
def test_stages_are_where_the_benchmarks_look_for_them(place: str) -> None:
    holder, name = speed.find(place)
    assert callable(getattr(holder, name))


@pytest.mark.parametrize("rule", rules.RULES)
def test_a_rule_is_off_for_a_while(rule: str) -> None:
    holder, name = speed.find(rules.RULES[rule][0])
    before = getattr(holder, name)
    with rules.without(rule):
        assert getattr(holder, name) is not before
    assert getattr(holder, name) is before


def test_the_ratios_are_worked_out_from_the_answers() -> None:
    def answer(words: float, seconds: float, encoder: float) -> dict[str, Any]:
        stages = dict.fromkeys(speed.STAGES, 0.0) | {"encoder": encoder}
        return {"words": words, "seconds": seconds, "processor_seconds": seconds, "stages": stages}

    clock = {"quoteattr": [answer(1000, 0.5, 0)], "spaCy en_core_web_sm": [answer(1000, 1.0, 0)]}
    single = {"quoteattr": [answer(1000, 2.0, 1.5)], "spaCy en_core_web_sm": [answer(1000, 1.0, 0)]}
    ratios = {label: cells[0] for label, cells in speed.tables(clock, single, threads=2)[1].rows}
    assert list(ratios.values()) == ["2.00", "0.50", "0.75", "2,000"]


def test_made_texts_have_about_the_words_asked_for() -> None:
    made = list(growth.articles(3, words=400))
    assert len(set(made)) == 3
    assert all(200 < len(text.split()) < 800 for text in made)


def test_mutants_that_no_test_reaches_count_as_alive() -> None:
    [(_, cells)] = mutants.table({"killed": 6, "timeout": 2, "survived": 1, "no_tests": 1}).rows
    assert cells == (10, 0.8, 1)


def test_commands_are_shown_without_paths() -> None:
    shown = results.command_line(["/somewhere/benchmarks/quality.py", "world", "--data", "/home/me/data"])
    assert shown == "python -m benchmarks.quality world --data FOLDER"
    assert results.command_line(["/x/benchmarks/__main__.py"]) == "python -m benchmarks"
