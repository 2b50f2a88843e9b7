"""Every form that texts come in is read, or refused by name."""

from __future__ import annotations

import codecs
import importlib.util
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from quoteattr.cli import main

pytestmark = pytest.mark.usefixtures("stub_model")

YES = "“Yes,” said Ana Lima."
NO = "“No,” wrote Bo Ek."
ROWS = [{"id": "a", "text": YES, "outlet": "Herald"}, {"id": "b", "text": NO, "outlet": "Post"}]


def extract(*arguments: str | Path) -> list[dict[str, Any]]:
    """The records of a run that went well."""
    out = Path(str(arguments[0])).parent / "out.jsonl"
    assert main(["extract", *map(str, arguments), "-o", str(out), "--overwrite"]) == 0
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def write_json(path: Path) -> None:
    path.write_text(json.dumps(ROWS), encoding="utf-8")


def write_wrapped_json(path: Path) -> None:
    path.write_text(json.dumps({"count": 2, "articles": ROWS}), encoding="utf-8")


def write_json_lines(path: Path) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")


def write_csv(path: Path, delimiter: str = ",") -> None:
    rows = [["outlet", "text", "id"], *([row["outlet"], row["text"], row["id"]] for row in ROWS)]
    path.write_text(
        "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8"
    )


def write_semicolons(path: Path) -> None:
    write_csv(path, ";")


def write_tabs(path: Path) -> None:
    write_csv(path, "\t")


def write_parquet(path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist(ROWS), path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("in.json", write_json),
        ("in.json", write_wrapped_json),
        ("in.json", write_json_lines),
        ("in.ndjson", write_json_lines),
        ("in.csv", write_csv),
        ("in.csv", write_semicolons),
        ("in.tsv", write_tabs),
        ("in.parquet", write_parquet),
    ],
)
def test_files_of_many_texts(name: str, write: Any, tmp_path: Path) -> None:
    write(tmp_path / name)
    records = extract(tmp_path / name)
    assert [(record["id"], record["text"]) for record in records] == [("a", YES), ("b", NO)]
    assert [len(record["quotes"]) for record in records] == [1, 1]


def test_rows_without_an_id_are_named_by_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "in.csv")
    write_json(tmp_path / "in.json")
    assert [r["id"] for r in extract("in.csv", "--id-field", "url")] == ["in.csv, row 1", "in.csv, row 2"]
    assert [r["id"] for r in extract("in.json", "--id-field", "url")] == ["in.json[0]", "in.json[1]"]


def test_cells_may_hold_lines_and_marks(tmp_path: Path) -> None:
    text = '"Yes," said Ana Lima.\n\nShe left; it was late.'
    (tmp_path / "in.csv").write_text(
        'text,n\r\n"' + text.replace('"', '""') + '",1\r\n', encoding="utf-8", newline=""
    )
    [record] = extract(tmp_path / "in.csv")
    assert record["text"] == text


def test_one_object_is_one_text(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(ROWS[0], indent=1), encoding="utf-8")
    assert [record["text"] for record in extract(tmp_path / "a.json")] == [YES]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.json", b"[1, {]", "a.json: not JSON ("),
        ("a.json", b'"text"', "a.json: a str, not an array of JSON objects"),
        ("a.json", b'[{"text": "x"}, 3]', "a.json[1]: a int, not a JSON object"),
        ("a.json", b"[" * 100_000, "a.json: not JSON ("),
        (
            "a.csv",
            b"id,body\n1,x\n",
            "a.csv, row 1: no field 'text'; name the text's field by --field (it has",
        ),
        ("a.csv", b"", "a.csv: its first line is empty; it must name the columns"),
        (
            "a.csv",
            b"id,text\n1,Yes, no\n",
            "a.csv, row 1: more cells than columns; put cells that hold ',' in",
        ),
        (
            "a.csv",
            b"text\nx\n\xff\n",
            "not UTF-8; save it as UTF-8, or name its encoding, such as --encoding",
        ),
        ("a.parquet", b"PAR1 no", "a.parquet: not Parquet, or broken after row 0"),
        ("a.pdf", b"%PDF", "a.pdf: .pdf files are not read; save its text as .txt"),
        ("a.docx", b"PK", "a.docx: .docx files are not read; save its text as .txt"),
        ("a.xlsx", b"PK", "a.xlsx: .xlsx files are not read; save the sheet as .csv"),
        ("a.jsonl.gz", b"\x1f\x8b", "a.jsonl.gz: .gz files are not read; unpack it first"),
        (
            "a.txt",
            "“Yes,” said Ana.".encode("cp1252"),
            "a.txt: not UTF-8 (byte 0); save it as UTF-8, or name",
        ),
        ("a.txt", "Yes, said Ana.".encode("utf-16-le"), "a.txt: every other byte is zero, as in UTF-16"),
    ],
)
def test_what_cannot_be_read_is_named(
    name: str, data: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    assert main(["extract", str(tmp_path / name), "-o", str(tmp_path / "out.jsonl")]) == 1
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error
    assert "Errno" not in error


def test_a_text_that_is_a_null_is_named_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"text": [YES, None, NO]}), tmp_path / "a.parquet")
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(tmp_path / "a.parquet"), "-o", str(out)]) == 1
    assert "a.parquet, row 2: field 'text' is no string" in capsys.readouterr().err
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["in.txt", "in.jsonl", "in.json", "in.csv"])
def test_byte_order_marks_are_honoured(encoding: str, name: str, tmp_path: Path) -> None:
    whole = {
        "in.txt": YES,
        "in.jsonl": json.dumps(ROWS[0], ensure_ascii=False) + "\n",
        "in.csv": f"text\n{YES}\n",
    }
    whole["in.json"] = json.dumps([ROWS[0]], ensure_ascii=False)
    (tmp_path / name).write_bytes(whole[name].encode(encoding))
    assert [record["text"] for record in extract(tmp_path / name)] == [YES]


@pytest.mark.parametrize("name", ["in.txt", "in.jsonl", "in.csv"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le"])
def test_an_encoding_can_be_named(name: str, encoding: str, tmp_path: Path) -> None:
    whole = {"in.txt": YES, "in.jsonl": json.dumps(ROWS[0], ensure_ascii=False), "in.csv": f"text\n{YES}\n"}
    (tmp_path / name).write_bytes(whole[name].encode(encoding))
    assert [record["text"] for record in extract(tmp_path / name, "--encoding", encoding)] == [YES]


@pytest.mark.parametrize("form", ["text", "jsonl", "json", "csv"])
def test_standard_input_of_every_form(
    form: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    given = {
        "text": YES,
        "jsonl": json.dumps(ROWS[0]),
        "json": json.dumps([ROWS[0]]),
        "csv": f"text\n{YES}\n",
    }
    data = codecs.BOM_UTF8 + given[form].encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["extract", "-", "--from", form]) == 0
    assert json.loads(capfd.readouterr().out)["text"] == YES


PAGE = (
    "<html><head><title>A bridge</title></head><body><nav><a href='/'>Home</a> <a href='/x'>More</a></nav><article>"
    "<h1>Bridge to be rebuilt</h1><p>“We will rebuild,” said <b>Dana Whitfield</b> on Monday, in a hall that was "
    "full to the last chair.</p><p>Nobody left before the vote was over, late in the evening.</p></article>"
    "<footer>All rights reserved</footer></body></html>"
)


@pytest.mark.skipif(importlib.util.find_spec("trafilatura") is None, reason="needs the extra 'html'")
class TestPages:
    def test_the_article_of_a_page_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
        [record] = extract(tmp_path / "a.html")
        assert record["text"].startswith("Bridge to be rebuilt\n\n“We will rebuild,” said Dana Whitfield on")
        assert "Home" not in record["text"]
        assert [quote["speaker"] for quote in record["quotes"]] == ["Dana Whitfield"]

    def test_a_fragment_is_read_whole(self, tmp_path: Path) -> None:
        (tmp_path / "a.htm").write_text(f"<p>{YES}</p><p>{NO}</p><script>x()</script>", encoding="utf-8")
        [record] = extract(tmp_path / "a.htm")
        assert record["text"] == f"{YES}\n\n{NO}"

    @pytest.mark.parametrize("page", ["", " ", "<html></html>", "<!-- no -->", "<p> </p>"])
    def test_a_page_without_text_is_named(
        self, page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "a.html").write_text(page, encoding="utf-8")
        assert main(["extract", str(tmp_path / "a.html")]) == 1
        told = capsys.readouterr().err
        assert (
            told == f"quoteattr extract: {(tmp_path / 'a.html').as_posix()}: no text was found in this page\n"
        )


def test_a_page_without_its_reader_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    assert main(["extract", str(tmp_path / "a.html")]) == 1
    assert "pip install 'quoteattr[html]'" in capsys.readouterr().err


def test_a_folder_gives_every_form_and_not_what_the_run_writes(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json")
    write_csv(tmp_path / "b.csv")
    (tmp_path / "c.txt").write_text(YES, encoding="utf-8")
    out = str(tmp_path / "out.jsonl")
    for _ in range(2):
        assert main(["extract", str(tmp_path), "-o", out]) == 0
        assert len(Path(out).read_text(encoding="utf-8").splitlines()) == 5


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["--kinds", "direct", "a.txt"], ["direct"]),
        (["a.txt", "--kinds", "direct,indirect"], ["direct", "indirect"]),
        (["a.txt", "--kinds", "direct", "indirect"], ["direct", "indirect"]),
        (["--kinds", "direct", "indirect", "a.txt"], ["direct", "indirect"]),
        (["--kinds=indirect", "a.txt"], ["indirect"]),
        (["--kinds", "direct", "--kinds", "indirect", "a.txt"], ["direct", "indirect"]),
    ],
)
def test_lists_may_be_given_in_every_way(
    given: list[str], expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(f"{YES} Bo Ek said that taxes fell.", encoding="utf-8")
    assert main(["extract", *given, "-o", "out.jsonl"]) == 0
    record = json.loads(Path("out.jsonl").read_text(encoding="utf-8"))
    assert [quote["kind"] for quote in record["quotes"]] == expected


def test_a_kind_among_the_inputs_is_pointed_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "direct", "a.txt"]) == 1
    assert "as in --kinds direct,mixed" in capsys.readouterr().err
