"""The command `quoteattr serve`."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

import click

from quoteattr.cli.console import Console, reason
from quoteattr.cli.options import settings_of, settings_options
from quoteattr.cli.running import command
from quoteattr.engine import Engine
from quoteattr.errors import InputError

_EPILOG = """\b
Examples:
  quoteattr serve
  quoteattr serve --port 9000 --kinds direct,mixed
  curl -H 'Content-Type: text/plain' --data-binary @article.txt http://127.0.0.1:8000/quotes

\b
http://127.0.0.1:8000/docs describes what can be asked, /health says whether
the service is ready.

\b
Exit codes: 0 it was stopped; 1 it could not start, and standard error says
why; 2 a wrong command line."""


@click.command(epilog=_EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 is open to the network.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 picks one.")
@click.option(
    "--max-characters",
    type=click.IntRange(min=1),
    default=200_000,
    show_default=True,
    help="Of one text; a longer one is refused.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="Seconds until an answer.",
)
@settings_options
@command
def serve(host: str, port: int, max_characters: int, timeout: float, **options: Any) -> int:
    """Answer over HTTP: one model, batches across requests."""
    try:
        import uvicorn

        from quoteattr.service import Limits, create_app
    except ImportError as error:
        raise InputError(
            f"the service needs FastAPI and uvicorn ({error}); install them by: pip install 'quoteattr[serve]'"
        ) from error
    engine = Engine(settings_of(options))
    _ = engine.analyzer  # a model that cannot be used is told before anything listens
    limits = Limits(characters=max_characters, seconds=timeout)
    with _listen(host, port) as listening:
        place, number = listening.getsockname()[:2]
        Console("serve").say(f"listening on http://{place}:{number}/quotes; Ctrl-C stops it")
        app = create_app(engine=engine, limits=limits)
        with suppress(KeyboardInterrupt):  # uvicorn has ended in order, and says by what
            uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise InputError(
            f"{host}:{port} cannot be listened on ({reason(error)}); choose another --port or --host"
        ) from None
