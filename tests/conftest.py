from __future__ import annotations

import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import settings
from spacy.language import Language

import quoteattr.component
import quoteattr.engine

sys.path.insert(0, str(Path(__file__).parent))  # spawned processes import the stub by its name

from stub import StubAnalyzer

settings.register_profile("long", max_examples=20_000, deadline=None)

TEXT = (
    "“We will rebuild,” said Dana Whitfield on Monday.\n\n"
    "Omar Reyes said that Dana Whitfield said that the plan works. "
    "Reyes was calm. “No,” wrote Omar Reyes.\n"
)


@pytest.fixture
def stub_model(monkeypatch: pytest.MonkeyPatch) -> type[StubAnalyzer]:
    """Put the one-rule model in the place of the real one."""
    monkeypatch.setattr(quoteattr.engine, "analyzer_class", lambda: StubAnalyzer)
    return StubAnalyzer


@pytest.fixture
def nlp(stub_model: type[StubAnalyzer]) -> Language:
    """A blank pipeline with the component, on the one-rule model."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("quoteattr")
    return pipeline


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder with random weights; see `tiny`. Not to be written to."""
    from tiny import save_tiny_model

    return save_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny_nlp(tiny_model: Path) -> Language:
    """A blank pipeline with the component, on random weights."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("quoteattr", config={"model": str(tiny_model)})
    return pipeline
