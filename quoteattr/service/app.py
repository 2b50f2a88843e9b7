"""The application: `/quotes`, `/health`, and the pages that describe them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel, Field

from quoteattr.engine import Engine
from quoteattr.errors import InputError, ModelError, SettingsError
from quoteattr.records import Record
from quoteattr.service.batcher import Batcher, BusyError
from quoteattr.service.bodies import Asked, read_body, request_body
from quoteattr.settings import Settings
from quoteattr.version import __version__

_Value = TypeVar("_Value")
logger = logging.getLogger(__name__)


class Health(BaseModel):
    """How the service is."""

    status: Literal["ready", "loading", "failed"]
    waiting: int = Field(description="texts that wait for their turn")
    version: str
    detail: str = ""


class Problem(BaseModel):
    """Why there is no answer, and what to do."""

    detail: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost.

    Attributes:
        characters: Of a text; a page may have ten times as many bytes.
        seconds: Until an answer.
        waiting: Texts that may wait for their turn.
    """

    characters: int = 200_000
    seconds: float = 60.0
    waiting: int = 256

    @property
    def bytes(self) -> int:
        """How large a body may be."""
        return 10 * self.characters


class Service:
    """A model and what asks it.

    Args:
        engine: The model.
        limits: What one request may cost.
    """

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self.limits = limits
        self.batcher = Batcher(engine, waiting=limits.waiting)
        self.state: Literal["ready", "loading", "failed"] = "loading"
        self.detail = ""

    async def load(self) -> None:
        """Load the model; the service answers meanwhile that it is not ready."""
        try:
            await asyncio.to_thread(lambda: self.batcher.engine.analyzer)
            self.state = "ready"
        except (ModelError, SettingsError) as error:
            self.state, self.detail = "failed", str(error)

    async def quotes(self, request: Request) -> Record:
        """Answer one request, or raise why not."""
        asked = await self._in_time(read_body(request, largest=self.limits.bytes))
        text = await self._in_time(self._text(asked))
        if len(text) > self.limits.characters:
            raise HTTPException(
                413, f"the text is longer than {self.limits.characters:,} characters; send it in parts"
            )
        try:
            waiting = self.batcher.submit(text, asked.id)
        except BusyError as error:
            raise HTTPException(503, str(error), headers={"Retry-After": "1"}) from None
        try:
            return await self._in_time(asyncio.wrap_future(waiting))
        except (ModelError, SettingsError) as error:
            self.state, self.detail = "failed", str(error)
            raise HTTPException(503, str(error)) from None
        except HTTPException:
            raise
        except Exception as error:
            logger.exception("A text could not be read")
            raise HTTPException(
                500, f"this text could not be read ({type(error).__name__}: {error})"
            ) from error

    async def _text(self, asked: Asked) -> str:
        try:
            return await asyncio.to_thread(asked.text)
        except InputError as error:
            raise HTTPException(501, str(error)) from None

    async def _in_time(self, answer: Awaitable[_Value]) -> _Value:
        try:
            return await asyncio.wait_for(answer, self.limits.seconds)
        except asyncio.TimeoutError:
            raise HTTPException(
                504, f"no answer within {self.limits.seconds:g} seconds; send less, or try again later"
            ) from None


_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The body is encoded otherwise than it says"},
    413: {"model": Problem, "description": "The text is too long"},
    415: {"model": Problem, "description": "Neither JSON, nor text, nor HTML"},
    422: {"model": Problem, "description": "The JSON is not as it must be"},
    500: {"model": Problem, "description": "The model cannot read this text"},
    501: {"model": Problem, "description": "HTML cannot be read here"},
    503: {"model": Problem, "description": "Too many texts wait, or the model cannot be used"},
    504: {"model": Problem, "description": "It took too long"},
}


def create_app(
    *, settings: Settings | None = None, limits: Limits | None = None, engine: Engine | None = None
) -> FastAPI:
    """Make the application, to be run by `quoteattr serve` or any ASGI server, in one process.

    Args:
        settings: What to find and with which model.
        limits: What one request may cost.
        engine: A model to use in place of one of these settings.

    Returns:
        The application.
    """
    service = Service(engine or Engine(settings), limits or Limits())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        loading = asyncio.create_task(service.load())
        yield
        await loading
        await asyncio.to_thread(service.batcher.close)

    app = FastAPI(
        title="quoteattr",
        version=__version__,
        description="Who said what: quotes, speakers and their attribution in English news text.",
        lifespan=lifespan,
    )

    @app.post(
        "/quotes",
        response_model=Record,
        responses=_PROBLEMS,
        openapi_extra={"requestBody": request_body()},
        summary="Find the quotes of a text or a web page",
    )
    async def quotes(request: Request) -> Record:
        """Give the record of a text: its quotes and speakers, by character offsets into its text."""
        return await service.quotes(request)

    @app.get("/health", responses={503: {"model": Health}}, summary="Say whether the service is ready")
    async def health() -> Any:
        from fastapi.responses import JSONResponse

        found = Health(
            status=service.state, waiting=service.batcher.waiting, version=__version__, detail=service.detail
        )
        return JSONResponse(found.model_dump(), 200 if service.state == "ready" else 503)

    return app
