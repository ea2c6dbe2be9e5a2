"""The one table from errors to status codes, as RFC 9457 problem details; no problem repeats what a person wrote."""

import json
from collections.abc import Callable
from typing import Any

import structlog
from litestar.exceptions import HTTPException
from litestar.plugins.problem_details import ProblemDetailsConfig, ProblemDetailsException, ProblemDetailsPlugin

from service.domain.errors import InvalidInputError, MendError, NotFoundError, NotReadyError, StoreUnavailableError
from service.web.logs import current_path, current_request_id, where

_log = structlog.get_logger("mend")
_HELP = "If you are in danger now, call your local emergency number. Help lines: GET /v1/resources"
_RETRY = {"Retry-After": "5"}


class InputTooLargeError(InvalidInputError):
    """A body or message is longer than the service takes."""


class CallerGoneError(MendError):
    """The caller has left, so that nobody waits for the answer."""


# The first class that fits decides; an error that is in no row is a bug and becomes a 500.
_TABLE: tuple[tuple[type[MendError], int, str], ...] = (
    (CallerGoneError, 499, "The caller left"),
    (InputTooLargeError, 413, "Too large"),
    (InvalidInputError, 422, "The request cannot be used"),
    (NotFoundError, 404, "Not found"),
    (NotReadyError, 503, "Still starting"),
    (StoreUnavailableError, 503, "The passage store does not answer"),
)
_FRAMEWORK = {
    400: ("The request cannot be read", "The body is not the JSON that this route takes; see /docs."),
    404: ("Not found", "There is nothing at this address; see /docs."),
    405: ("Method not allowed", "This address does not take this method; see /docs."),
    413: ("Too large", "The body is larger than this service takes."),
}
_OPENAI_PATHS = ("/v1/chat/completions", "/v1/models")
_OPENAI_TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
_BODY_DECODER = "msgspec_hooks.py:"
_WHOLE_BODY = "data"  # the framework's own name for it, which says nothing to a caller


def problem_details_plugin() -> ProblemDetailsPlugin:
    """Turns every error into problem details."""
    return ProblemDetailsPlugin(
        ProblemDetailsConfig(
            exception_to_problem_detail_map={
                MendError: _from_mend_error,
                HTTPException: _from_framework,
                Exception: _from_bug,
            }
        )
    )


def _from_mend_error(error: MendError) -> ProblemDetailsException:
    """An error that Mend raises on purpose."""
    for kind, status, title in _TABLE:
        if isinstance(error, kind):
            return _problem(status, title, str(error))
    return _from_bug(error)


def _from_framework(error: HTTPException) -> ProblemDetailsException:
    """A wrong path, method, type or body; of the framework's words only those are used that cannot hold a person's."""
    if isinstance(error, ProblemDetailsException):
        return error
    if error.status_code >= 500:
        return _from_bug(error)
    title, detail = _FRAMEWORK.get(error.status_code, ("The request was refused", "See /docs for what this route takes."))
    entries = error.extra if isinstance(error.extra, list) else []
    entries = [entry for entry in entries if isinstance(entry, dict) and entry.get("key") != _WHOLE_BODY]
    fields = [{"field": str(entry.get("key", "")), "reason": str(entry.get("message", ""))} for entry in entries]
    if fields:
        detail = "; ".join(f"{field['field']}: {field['reason']}".strip(": ") for field in fields)
    return _problem(error.status_code, title, detail, {"errors": fields} if fields else {})


def _from_bug(error: Exception) -> ProblemDetailsException:
    """A bug: logged by class and place, told to the caller without detail.

    The framework lets some broken bodies through as errors of Python: nested too deep, or not UTF-8.
    """
    if isinstance(error, (RecursionError, UnicodeDecodeError)) and where(error).startswith(_BODY_DECODER):
        return _problem(400, *_FRAMEWORK[400])
    _log.error("unexpected", request_id=current_request_id(), error=type(error).__name__, where=where(error))
    return _problem(500, "Internal error", "Something broke on our side. Your text was not kept; please send it again.")


def problem_record(error: Exception) -> str:
    """The problem of an error as JSON, for a stream that has begun already."""
    kinds: tuple[tuple[type[Exception], Callable[[Any], ProblemDetailsException]], ...] = (
        (MendError, _from_mend_error),
        (HTTPException, _from_framework),
        (Exception, _from_bug),
    )
    problem = next(make for kind, make in kinds if isinstance(error, kind))(error)
    extra = problem.extra if isinstance(problem.extra, dict) else {}
    return json.dumps({"status": problem.status_code, "title": problem.title, "detail": problem.detail, **extra})


def openai_error(status: int, detail: str) -> dict[str, str | None]:
    """The same problem in the shape that clients of the OpenAI routes read."""
    kind = _OPENAI_TYPES.get(status, "invalid_request_error" if status < 500 else "server_error")
    code = "model_not_found" if status == 404 else None
    return {"message": f"{detail} {_HELP}", "type": kind, "param": None, "code": code}


def _problem(status: int, title: str, detail: str, extra: dict[str, Any] | None = None) -> ProblemDetailsException:
    """Every problem tells where help is, as a person in danger may be reading it."""
    more = {"error": openai_error(status, detail)} if current_path().startswith(_OPENAI_PATHS) else {}
    return ProblemDetailsException(
        status_code=status,
        title=title,
        detail=detail,
        extra={"request_id": current_request_id(), "help": _HELP, **more, **(extra or {})},
        headers=_RETRY if status == 503 else None,
    )
