"""What a data folder gives to learn from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from corpus import articles, write, write_corpus
from tiny import tiny_tokenizer

from quoteattr.evaluation.speakers import plain_name
from quoteattr.training import gather
from quoteattr.training.data import POLNEAR_EVERY, Data, load_data
from quoteattr.training.gather import LabelledText

TOKENIZER = tiny_tokenizer()
ARTICLES = {article["id"]: article for article in articles()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_corpus(tmp_path)


@pytest.fixture
def data(folder: Path) -> Data:
    return load_data([folder])


def ids(data: Data, number: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of what an epoch takes."""
    with monkeypatch.context() as patch:
        patch.setattr(LabelledText, "example", lambda self, tokenizer, **options: self.id)
        return [str(one) for one in data.epoch(number, TOKENIZER, np.random.default_rng(number))]


def mentioned(text: LabelledText, numbers: frozenset[int]) -> list[str]:
    return [text.text[slice(*text.mentions[number])] for number in sorted(numbers)]


class TestLoading:
    def test_one_article_in_twelve_is_held_out(self, data: Data) -> None:
        names = list(ARTICLES)
        assert [text.id for text in data.held_out] == [names[11]]
        assert [text.id for text in data.read] == [*names[:11], names[12]]

    def test_no_article_that_is_held_out_is_trained_on_from_elsewhere(self, data: Data) -> None:
        assert [[text.id for text in versions] for versions in data.polnear] == [["well", "well"], ["mill"]]

    def test_labels_find_their_text_where_the_corpus_has_it(self, data: Data) -> None:
        mill = data.read[-1]
        assert mill.text == ARTICLES["mill"]["text"]
        assert mill.attributions == ARTICLES["mill"]["attributions"]
        assert "lost" not in {text.id for text in data.read}

    def test_every_corpus_of_references_is_taken(self, data: Data) -> None:
        assert [(every, len(texts)) for every, texts in data.references] == [(2, 3), (4, 5), (8, 1)]

    def test_several_folders_count_together(self, folder: Path, tmp_path: Path) -> None:
        write(tmp_path / "more" / "mine.jsonl", articles()[:2])
        assert len(load_data([folder, tmp_path / "more"]).read) == 14

    def test_folders_without_articles_are_told(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match=r"no labelled articles in .*training\.md"):
            load_data([tmp_path])

    def test_a_missing_file_is_told(self, folder: Path) -> None:
        (folder / "polnear" / "corenlp.train.jsonl").unlink()
        with pytest.raises(FileNotFoundError, match=r"corenlp\.train\.jsonl is missing"):
            load_data([folder])


class TestEpochs:
    def test_nothing_held_out_is_ever_read(self, data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
        assert not any("lamp" in ids(data, number, monkeypatch) for number in range(8))

    def test_articles_of_every_level_are_read_each_epoch(
        self, data: Data, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = ids(data, 0, monkeypatch)
        assert [found.count(name) for name in ("pier", "boats", "bridge")] == [1, 1, 1]

    def test_all_other_texts_have_their_turn(self, data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
        epochs = [ids(data, number, monkeypatch) for number in range(8)]
        times = {name: sum(epoch.count(name) for epoch in epochs) for name in ("p", "l", "g", "mill")}
        assert times == {"p": 5 * 2, "l": 1, "g": 3 * 4, "mill": 8 + 8 // POLNEAR_EVERY}

    def test_some_articles_have_other_names_and_marks(self, data: Data) -> None:
        lengths = [
            tuple(len(example.words) for example in data.epoch(0, TOKENIZER, np.random.default_rng(seed)))
            for seed in range(3)
        ]
        assert len(set(lengths)) == 3

    def test_the_same_seed_gives_the_same_epoch(self, data: Data) -> None:
        one, other = (data.epoch(3, TOKENIZER, np.random.default_rng(7)) for _ in range(2))
        assert [example.words.pieces.tolist() for example in one] == [
            example.words.pieces.tolist() for example in other
        ]


class TestCorpora:
    def test_further_annotators_say_nothing_of_speakers(self, folder: Path) -> None:
        first, second = gather.polnear(folder, "train")["well"]
        assert first.attributions is not None
        assert second.attributions is not None
        assert [row["speaker"] for row in first.attributions] == [None, "Dean May"]
        assert all("speaker" not in row for row in second.attributions)
        assert not first.inner
        assert (first.scheme, len(second.references)) == ("polnear", 0)

    def test_sources_stand_for_the_mentions_of_their_speaker(self, folder: Path) -> None:
        texts = gather.labelled_by_reading(folder / "world" / "train.jsonl", printed={})
        pier, boats = texts[0], texts[1]
        asked = [(pier.text[slice(*span)], mentioned(pier, known)) for span, known in pier.references]
        assert asked == [("Mayor Ana Ruiz", ["Ana Ruiz"]), ("She", ["Ana Ruiz"])]
        hale = {boats.text[slice(*span)]: mentioned(boats, known) for span, known in boats.references}
        assert hale["Hale"] == ["Tom Hale", "Hale"]

    def test_who_is_never_named_stands_for_nobody(self, folder: Path) -> None:
        texts = gather.labelled_by_reading(folder / "world" / "train.jsonl", printed={})
        well = next(text for text in texts if text.id == "well")
        farmer, _ = well.references
        assert farmer[1] == frozenset()

    def test_pronouns_and_descriptions_stand_for_names(self, folder: Path) -> None:
        text, *_ = gather.gum(folder, "train")
        asked = {text.text[slice(*span)]: mentioned(text, known) for span, known in text.references}
        assert asked == {
            "she": ["Ana Dole"],
            "The sailor": ["Ana Dole"],
            "He": ["Li Wen"],
            "him": ["Li Wen"],
        }

    def test_fiction_gives_he_and_she_alone(self, folder: Path) -> None:
        (text,) = gather.litbank(folder, "train")
        asked = {text.text[slice(*span)] for span, _ in text.references}
        assert asked == {"she", "He", "him"}

    def test_a_pronoun_has_two_candidates(self, folder: Path) -> None:
        text, *_ = gather.gap(folder, "train")
        ((span, known),) = text.references
        assert (text.text[slice(*span)], mentioned(text, known)) == ("He", ["Li Wen"])

    @pytest.mark.parametrize("seed", range(4))
    def test_other_names_leave_every_label_in_its_place(self, folder: Path, seed: int) -> None:
        texts = gather.labelled_by_reading(folder / "world" / "train.jsonl", printed={})
        changed = 0
        for text in texts:
            other = text.with_other_names(np.random.default_rng(seed))
            changed += other.text != text.text
            for before, after in zip(text.attributions or (), other.attributions or (), strict=True):
                for role in ("cue", "content"):
                    kept = [text.text[s:e] for s, e in before[role]]
                    moved = [other.text[s:e] for s, e in after[role]]
                    if not any(s < e2 and s2 < e for s, e in before[role] for s2, e2, _ in text.names.names):
                        assert moved == kept
            names = [other.text[s:e] for s, e in other.mentions]
            assert len(names) == len(text.mentions)
            assert all(name and name == name.strip() for name in names)
        assert changed > len(texts) / 2


def test_names_are_compared_without_titles() -> None:
    assert plain_name("Former President  Ana Ruiz’s") == "ana ruiz"
