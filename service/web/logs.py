"""One JSON line a request: ids, counts and timings; never words of a person."""

import logging
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

import structlog
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.status_codes import HTTP_405_METHOD_NOT_ALLOWED
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.domain.answers import Answer
from service.web.caching import set_caching
from service.web.methods import AllowedMethods

_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_FIELDS = "log_fields"
# At debug level these write whole requests, with all that a person wrote.
_MODEL_CLIENT = ("openai", "httpx2", "httpcore2", "tenacity")
_log = structlog.get_logger("mend")
Ended = Callable[[str, int, float, Mapping[str, object]], None]
"""Hears of every request that ended: route, status, seconds, and the fields of its log line."""
_current: ContextVar[str] = ContextVar("request_id", default="")
_path: ContextVar[str] = ContextVar("path", default="")


def configure_logging(level: str) -> None:
    """Send everything to stderr as JSON lines, the server's own messages included."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for noisy in (*_MODEL_CLIENT, "httpx", "httpcore", "sentence_transformers", "transformers", "urllib3", "litestar", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def add_fields(scope: Scope, **fields: object) -> None:
    """Add counts or ids to the line that is written when the request ends."""
    scope["state"].setdefault(_FIELDS, {}).update(fields)


def note_answer(scope: Scope, messages: int, answer: Answer) -> None:
    """Add what may be known of an answer: ids, counts and reasons, never words."""
    fields: dict[str, object] = {
        "kind": answer.kind.value,
        "risk": answer.verdict.level.label,
        "rules": list(dict.fromkeys(hit.rule for hit in answer.verdict.hits)),
        "citations": [citation.section for citation in answer.citations],
        "messages": messages,
    }
    if answer.composer.model or answer.composer.fallback:
        fields |= {
            "composer": answer.composer.name,
            "fallback": answer.composer.fallback,
            "dropped": dict(Counter(answer.composer.dropped)),
        }
    add_fields(scope, **fields)


def current_request_id() -> str:
    """The id of the request in work, as in its `X-Request-Id`."""
    return _current.get()


def current_path() -> str:
    """The path of the request in work; it may hold anything, so it is only for comparing."""
    return _path.get()


def where(error: BaseException) -> str:
    """File and line in which an error arose; its text is left out, as it may hold words of a person."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""


class RequestLine:
    """Gives every request an id, every response its safe headers, and the log one line."""

    def __init__(self, app: ASGIApp, ended: Ended, allowed: AllowedMethods) -> None:
        self._app, self._ended, self._allowed = app, ended, allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and write its line."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        identity = given if _REQUEST_ID.fullmatch(given) else str(uuid4())
        scope.setdefault("state", {})
        _current.set(identity)
        _path.set(scope["path"])
        started, status = time.perf_counter(), 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableScopeHeaders.from_message(message)
                headers["X-Request-Id"] = identity
                set_caching(scope["path"], status, headers)
                headers["Referrer-Policy"] = "no-referrer"
                headers["X-Content-Type-Options"] = "nosniff"
                if status == HTTP_405_METHOD_NOT_ALLOWED:
                    headers["Allow"] = self._allowed(scope["path"])
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        finally:
            handler = scope.get("route_handler")
            route = min(handler.paths) if handler else "unknown"
            seconds = time.perf_counter() - started
            fields = scope["state"].get(_FIELDS, {})
            self._ended(route, status, seconds, fields)
            _log.info(
                "request", request_id=identity, method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1), **fields
            )
