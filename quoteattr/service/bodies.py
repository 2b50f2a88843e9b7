"""What a request may hold, and what comes of it."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from quoteattr.webpage import text_of_html


class TextBody(BaseModel):
    """A text."""

    model_config = ConfigDict(extra="forbid", strict=True)
    text: str = Field(description="English news text")
    id: str = Field("", description="what to call it")


class PageBody(BaseModel):
    """A web page, whose article is read."""

    model_config = ConfigDict(extra="forbid", strict=True)
    html: str = Field(description="the page")
    id: str = Field("", description="what to call it")


class _JsonBody(RootModel[TextBody | PageBody]):
    pass


@dataclass(frozen=True, slots=True)
class Asked:
    """The text or page of a request."""

    content: str | bytes
    id: str
    is_page: bool

    def text(self) -> str:
        """The text itself; a page's article.

        Raises:
            InputError: Pages cannot be read here.
        """
        return text_of_html(self.content) if self.is_page else str(self.content)


def request_body() -> dict[str, Any]:
    """Describe the body of a request in OpenAPI."""
    schemas = [model.model_json_schema() for model in (TextBody, PageBody)]
    return {
        "required": True,
        "content": {
            "application/json": {"schema": {"anyOf": schemas}},
            "text/plain": {"schema": {"type": "string"}},
            "text/html": {"schema": {"type": "string"}},
        },
    }


async def read_body(request: Request, *, largest: int) -> Asked:
    """Read the body of a request, no more of it than is allowed.

    Args:
        request: The request.
        largest: How many bytes are allowed.

    Raises:
        HTTPException: It is too large, of another type, or malformed.
    """
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind not in ("application/json", "text/plain", "text/html"):
        raise HTTPException(415, "send application/json, text/plain or text/html")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > largest:
            raise HTTPException(413, f"the body is larger than {largest:,} bytes; send less at a time")
    if kind == "application/json":
        return _of_json(bytes(body))
    encoding = _charset(parameters)
    if kind == "text/html":
        return Asked(bytes(body) if encoding is None else _decoded(bytes(body), encoding), "", True)
    return Asked(_decoded(bytes(body), encoding or "utf-8"), "", False)


def _of_json(body: bytes) -> Asked:
    try:
        asked = _JsonBody.model_validate_json(body).root
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise HTTPException(422, f'send {{"text": …}} or {{"html": …}} ({place}: {first["msg"]})') from None
    if isinstance(asked, PageBody):
        return Asked(asked.html, asked.id, True)
    return Asked(asked.text, asked.id, False)


def _charset(parameters: str) -> str | None:
    for part in parameters.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            try:
                return codecs.lookup(value.strip().strip('"')).name
            except LookupError:
                raise HTTPException(415, f"no charset is called {value.strip()!r}; send UTF-8") from None
    return None


def _decoded(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError):  # the latter of codecs that are none of text
        raise HTTPException(400, f"the body is not {encoding}; send UTF-8") from None
