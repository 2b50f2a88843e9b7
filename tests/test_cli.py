from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from stub import StubAnalyzer

import quoteattr
from quoteattr.cli import main

pytestmark = pytest.mark.usefixtures("stub_model")

YES = "“Yes,” said Ana Lima."
NO = "“No,” wrote Bo Ek."


def lines(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    assert data == b"" or data.endswith(b"\n")
    return [json.loads(line) for line in data.splitlines()]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    (folder / "more").mkdir(parents=True)
    (folder / "a.txt").write_text(YES, encoding="utf-8")
    (folder / "more" / "b.txt").write_text(NO, encoding="utf-8")
    (folder / "more" / "c.jsonl").write_text(
        json.dumps({"id": "c1", "text": YES}) + "\n\n" + json.dumps({"text": NO}) + "\n", encoding="utf-8"
    )
    (folder / "notes.md").write_text("not an article")
    return folder


def test_a_folder_becomes_records(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(articles), "-o", str(out)]) == 0
    records = lines(out)
    names = [record["id"].removeprefix(articles.as_posix() + "/") for record in records]
    assert names == ["a.txt", "more/b.txt", "c1", "more/c.jsonl:3"]
    assert [record["quotes"][0]["speaker"] for record in records] == ["Ana Lima", "Bo Ek"] * 2


def test_records_are_those_of_the_component(nlp: Language, text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    main(["extract", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out.jsonl")])
    [record] = lines(tmp_path / "out.jsonl")
    assert record == quoteattr.record(nlp(text), id=(tmp_path / "a.txt").as_posix())


def test_offsets_fit_files_with_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfOne.\r\n\r\n" + YES.encode() + b"\r\n")
    main(["extract", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out.jsonl")])
    [record] = lines(tmp_path / "out.jsonl")
    [[start, end]] = record["quotes"][0]["content"]
    assert record["text"][start:end] == "“Yes,”"
    assert record["text"].startswith("One.\r\n")


def test_standard_input_and_output(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(YES.encode())))
    assert main(["extract", "-"]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["id"] == "stdin"
    assert err == ""


def test_any_field_can_be_the_text(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"url": 7, "body": YES}), encoding="utf-8")
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(source), "--field", "body", "--id-field", "url", "-o", str(out)]) == 0
    assert [(record["id"], record["text"]) for record in lines(out)] == [("7", YES)]


def test_options_reach_the_model(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    main(
        ["extract", str(articles), "-o", str(out), "--media", "writing", "--threshold", "0.5", "--no-nested"]
    )
    assert [len(record["quotes"]) for record in lines(out)] == [0, 1, 0, 1]


def test_bad_input_is_named_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "latin.txt").write_bytes("“Café,” said Ana.".encode("latin-1", "replace"))
    (tmp_path / "fail.txt").write_text("FAIL")
    (tmp_path / "good.txt").write_text(YES, encoding="utf-8")
    (tmp_path / "lines.jsonl").write_bytes(
        b'{"text": "one"}\n{"text": \n[1]\n{"title": "x"}\n{"text": 3}\n\xff\n{"text": "two"}\n'
    )
    (tmp_path / "empty").mkdir()
    out = tmp_path / "out"
    inputs = [str(tmp_path), str(tmp_path / "empty"), str(tmp_path / "missing.txt")]
    assert main(["extract", *inputs, "-o", str(out)]) == 1
    assert [record["text"] for record in lines(out)] == [YES, "one", "two"]
    told = capsys.readouterr().err
    for part in [
        "latin.txt: not UTF-8 (byte 4); save it as UTF-8, or name its encoding",
        "fail.txt: RuntimeError: a text that the model cannot read",
        "lines.jsonl:2: not JSON",
        "lines.jsonl:3: a list, not a JSON object",
        "lines.jsonl:4: no field 'text'; name the text's field by --field (it has 'title')",
        "lines.jsonl:5: field 'text' is no string",
        "lines.jsonl:6: not UTF-8",
        "empty: no file in this folder has a name in .txt",
        "missing.txt: there is no such file or folder",
    ]:
        assert part in told
    assert "Traceback" not in told


def test_unpaired_surrogates_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "\\udc00", "text": "\\ud800 “Yes,” said Ana Lima."}\n')
    assert main(["extract", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out")]) == 0
    [record] = lines(tmp_path / "out")
    assert record["text"] == "\ufffd " + YES
    assert record["quotes"][0]["content"] == [[2, 8]]


@pytest.mark.parametrize("kept", [0, 1, 40, 400, 900])
def test_a_rerun_completes_what_a_kill_left(articles: Path, tmp_path: Path, kept: int) -> None:
    out = tmp_path / "out.jsonl"
    main(["extract", str(articles), "-o", str(out)])
    whole = out.read_bytes()
    out.write_bytes(whole[:kept])
    assert main(["extract", str(articles), "-o", str(out)]) == 0
    assert out.read_bytes() == whole


def test_a_rerun_reads_nothing_again(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.jsonl"
    main(["extract", str(articles), "-o", str(out)])
    monkeypatch.setattr(StubAnalyzer, "load", None)  # the model is not even loaded
    assert main(["extract", str(articles), "-o", str(out)]) == 0
    assert len(lines(out)) == 4


def test_texts_of_one_id_are_all_kept(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"id": "x", "text": text}) + "\n" for text in (YES, NO, YES)))
    for _ in range(2):
        assert main(["extract", str(source), "-o", str(out)]) == 0
        assert [record["text"] for record in lines(out)] == [YES, NO, YES]


@pytest.mark.parametrize("held", ["my notes", "my notes\n", '{"id": 1}\n', '{"other": 1}\n'])
def test_a_file_of_other_things_is_not_overwritten(
    articles: Path, tmp_path: Path, held: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "notes.txt"
    out.write_text(held)
    assert main(["extract", str(articles), "-o", str(out)]) == 1
    assert out.read_text() == held
    assert "line 1 is not a record of quoteattr; choose another file" in capsys.readouterr().err


def test_an_input_is_not_overwritten(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = str(articles / "a.txt")
    assert main(["extract", name, "-o", name]) == 1
    assert "is an input" in capsys.readouterr().err
    assert (articles / "a.txt").read_text(encoding="utf-8") == YES


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(articles), "-o", "/dev/full"]) == 1
    assert (
        "cannot write /dev/full: the disk is full; make room; 0 texts were written" in capsys.readouterr().err
    )


def test_a_disk_that_fills_leaves_whole_records(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    out = tmp_path / "out.jsonl"
    main(["extract", str(articles), "-o", str(out)])
    whole = out.read_bytes()
    out.unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) // 2, before[1]))
        assert main(["extract", str(articles), "-o", str(out)]) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert "cannot write" in capsys.readouterr().err
    assert 0 < len(lines(out)) < 4
    main(["extract", str(articles), "-o", str(out)])
    assert out.read_bytes() == whole


def test_an_interrupt_keeps_what_was_done(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(StubAnalyzer, "analyze", interrupt)
    assert main(["extract", str(articles), "-o", str(tmp_path / "out")]) == 130
    assert "the same command completes it" in capsys.readouterr().err


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text((json.dumps({"text": YES}) + "\n") * 2000)
    script = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import stub, quoteattr.engine; quoteattr.engine.analyzer_class = lambda: stub.StubAnalyzer\n"
        "from quoteattr.cli import main; sys.exit(main(sys.argv[1:]))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, "extract", str(tmp_path / "in.jsonl")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_model_that_is_missing_is_told_without_a_traceback(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", str(articles), "--model", "no/such/model"]) == 1
    assert "'no/such/model'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["extract"],
        ["extract", "a", "--kinds", "foo"],
        ["extract", "a", "--kinds", "direct,foo"],
        ["extract", "a", "--threshold", "2"],
        ["extract", "a", "--encoding", "klingon"],
        ["sing"],
    ],
)
def test_a_wrong_command_line_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "Usage: quoteattr" in capsys.readouterr().err


def test_one_long_line_and_many_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "line.txt").write_text('"' * 300_000, encoding="utf-8")
    (tmp_path / "paragraphs.txt").write_text("Word.\n\n" * 50_000, encoding="utf-8")
    assert main(["extract", str(tmp_path), "-o", str(tmp_path / "out.jsonl")]) == 0
    assert len(lines(tmp_path / "out.jsonl")) == 2
    assert os.path.getsize(tmp_path / "out.jsonl") > 600_000
