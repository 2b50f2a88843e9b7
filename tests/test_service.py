"""The HTTP service: texts and pages in, records out, limits kept, nothing lost."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from stub import StubAnalyzer

from quoteattr import ModelError
from quoteattr.analysis import Analysis
from quoteattr.cli import main
from quoteattr.engine import Engine

pytest.importorskip("fastapi", reason="needs the extra 'serve'")
uvicorn = pytest.importorskip("uvicorn", reason="needs the extra 'serve'")

from quoteattr.service import Limits, create_app  # noqa: E402 - needs what was asked for above

YES = "“Yes,” said Ana Lima."
LIMITS = Limits(characters=2_000, seconds=5, waiting=64)


class Slow(StubAnalyzer):
    """Takes its time, and notes how many texts it is handed at once."""

    seconds = 0.05

    def __init__(self, note: str = "") -> None:
        super().__init__(note)
        self.batches: list[int] = []

    def analyze(self, texts: Any, **options: Any) -> list[Analysis]:
        self.batches.append(len(texts))
        time.sleep(self.seconds)
        return super().analyze(texts, **options)


class Client:
    """Asks a service that really listens."""

    def __init__(self, address: str, analyzer: StubAnalyzer) -> None:
        self.address = address
        self.analyzer = analyzer

    def ask(self, body: bytes, kind: str = "text/plain", path: str = "/quotes") -> tuple[int, Any]:
        request = urllib.request.Request(self.address + path, data=body, headers={"Content-Type": kind})
        return self._answer(request)

    def get(self, path: str) -> tuple[int, Any]:
        return self._answer(urllib.request.Request(self.address + path))

    def json(self, value: Any) -> tuple[int, Any]:
        return self.ask(json.dumps(value).encode(), "application/json")

    def _answer(self, request: urllib.request.Request) -> tuple[int, Any]:
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.loads(response.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())


def serving(analyzer: StubAnalyzer, limits: Limits = LIMITS) -> Iterator[Client]:
    engine = Engine()
    engine.analyzer = analyzer  # type: ignore[assignment]
    server = uvicorn.Server(uvicorn.Config(create_app(engine=engine, limits=limits), log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Client(f"http://127.0.0.1:{listening.getsockname()[1]}", analyzer)
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    yield from serving(StubAnalyzer())


@pytest.fixture
def slow() -> Iterator[Client]:
    yield from serving(Slow(), Limits(characters=2_000, seconds=0.5, waiting=4))


def test_a_text_gives_its_record(client: Client) -> None:
    status, record = client.ask(YES.encode())
    assert status == 200
    assert record["text"] == YES
    assert [(quote["speaker"], quote["content"]) for quote in record["quotes"]] == [("Ana Lima", [[0, 6]])]
    assert record == record_of(client.analyzer, YES, "")


def record_of(analyzer: StubAnalyzer, text: str, id: str) -> Any:
    engine = Engine()
    engine.analyzer = analyzer  # type: ignore[assignment]
    return engine.records([text], [id])[0]


def test_json_may_name_the_text(client: Client) -> None:
    status, record = client.json({"text": YES, "id": "a1"})
    assert (status, record["id"], len(record["quotes"])) == (200, "a1", 1)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<p>“Yes,” said Ana Lima.</p>".encode(), "text/html"),
        ("<p>“Yes,” said Ana Lima.</p>".encode("cp1252"), "text/html; charset=windows-1252"),
        (json.dumps({"html": f"<p>{YES}</p>"}).encode(), "application/json"),
    ],
)
def test_a_page_gives_the_record_of_its_article(body: bytes, kind: str, client: Client) -> None:
    pytest.importorskip("trafilatura", reason="needs the extra 'html'")
    status, record = client.ask(body, kind)
    assert (status, record["text"]) == (200, YES)


def test_pages_without_their_reader_say_what_to_install(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    status, told = client.ask(b"<p>Yes</p>", "text/html")
    assert status == 501
    assert "quoteattr[html]" in told["detail"]


@pytest.mark.parametrize("text", ["", " ", "No quotes.", "\x00", "“😀” said Ana Lima."])
def test_any_text_has_an_answer(text: str, client: Client) -> None:
    status, record = client.ask(text.encode())
    assert (status, record["text"]) == (200, text)


@pytest.mark.parametrize(
    ("body", "kind", "status", "told"),
    [
        (b"x" * 2_001, "text/plain", 413, "longer than 2,000 characters"),
        (b"x" * 20_001, "text/plain", 413, "larger than 20,000 bytes"),
        (b"\xff", "text/plain", 400, "not utf-8; send UTF-8"),
        (b"x", "text/plain; charset=klingon", 415, "klingon"),
        (b"x", "application/pdf", 415, "application/json, text/plain or text/html"),
        (b"{", "application/json", 422, 'send {"text"'),
        (b"{}", "application/json", 422, 'send {"text"'),
        (b'{"text": 3}', "application/json", 422, 'send {"text"'),
        (b'{"text": "x", "colour": "red"}', "application/json", 422, 'send {"text"'),
        (b'{"text": "\\ud800"}', "application/json", 422, 'send {"text"'),
    ],
)
def test_what_cannot_be_answered_is_told(
    body: bytes, kind: str, status: int, told: str, client: Client
) -> None:
    found, answer = client.ask(body, kind)
    assert found == status
    assert told in answer["detail"]


def test_health(client: Client) -> None:
    status, health = client.get("/health")
    assert (status, health["status"], health["waiting"]) == (200, "ready", 0)


def test_eight_clients_at_once_lose_nothing() -> None:
    analyzer = Slow()
    running = serving(analyzer)
    client = next(running)
    texts = [f"“Yes {n},” said Ana Lima." for n in range(80)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda text: client.ask(text.encode()), texts))
    assert [status for status, _ in answers] == [200] * 80
    assert [record["text"] for _, record in answers] == texts
    assert all(len(record["quotes"]) == 1 for _, record in answers)
    assert sum(analyzer.batches) == 80
    assert len(analyzer.batches) < 80  # texts of several clients were read together
    with pytest.raises(StopIteration):
        next(running)


def test_what_takes_too_long_or_waits_too_long_is_told(slow: Client) -> None:
    Slow.seconds = 1.0
    try:
        with ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda _: slow.ask(YES.encode()), range(12)))
    finally:
        Slow.seconds = 0.05
    statuses = {status for status, _ in answers}
    assert statuses == {503, 504}
    assert {answer["detail"].split(";")[0] for _, answer in answers} == {
        "4 texts are waiting",
        "no answer within 0.5 seconds",
    }
    time.sleep(1.2)
    assert slow.ask(YES.encode())[0] == 200  # and it goes on


def test_one_text_at_fault_costs_no_other(client: Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: client.ask(("FAIL" if n == 3 else YES).encode())[0], range(8)))
    assert answers == [500 if n == 3 else 200 for n in range(8)]


def test_a_model_that_cannot_be_loaded_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(StubAnalyzer):
        @classmethod
        def load(cls, path: Any = None, *, device: str | None = None) -> StubAnalyzer:
            raise ModelError("the weights are gone; copy them anew")

    monkeypatch.setattr("quoteattr.engine.analyzer_class", lambda: Broken)
    from fastapi.testclient import TestClient

    with TestClient(create_app()) as asked:
        answer = asked.post("/quotes", content=YES.encode(), headers={"Content-Type": "text/plain"})
        assert (answer.status_code, answer.json()["detail"]) == (503, "the weights are gone; copy them anew")
        assert asked.get("/health").json()["status"] == "failed"


def test_a_port_that_is_taken_is_told(stub_model: object, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 1
    told = capsys.readouterr().err
    assert "cannot be listened on" in told
    assert "choose another --port" in told
    assert "Errno" not in told
