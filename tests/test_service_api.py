"""The service keeps to what its OpenAPI page says, whatever it is sent."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from stub import StubAnalyzer

from quoteattr.engine import Engine

schemathesis = pytest.importorskip("schemathesis", reason="needs the extra 'test'")
negative_data_rejection = pytest.importorskip("schemathesis.specs.openapi.checks").negative_data_rejection
pytest.importorskip("fastapi", reason="needs the extra 'serve'")

from quoteattr.service import create_app  # noqa: E402 - needs what was asked for above

_ENGINE = Engine()
_ENGINE.analyzer = StubAnalyzer()  # type: ignore[assignment]
schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(engine=_ENGINE))


@schema.parametrize()
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(case: schemathesis.Case) -> None:
    # any bytes are text: there is no wrong type of it, as there is of JSON
    plain = [] if case.media_type == "application/json" else [negative_data_rejection]
    case.call_and_validate(excluded_checks=plain)
