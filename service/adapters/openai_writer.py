"""A language model behind any OpenAI-compatible address, through the `openai` package."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import anyio
import httpx2
import openai
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_random_exponential

from service.adapters.gate import Gate
from service.domain.errors import ModelUnavailableError
from service.domain.generation import Prompt

T = TypeVar("T")
_EVENT_STREAM = "text/event-stream"
_TEMPERATURE = 0.3
_MOST_TOKENS = 700
_CLOSING = 1.0
# What a second try may mend; everything else fails the same way again.
_PASSING = frozenset({"unreachable", "server_error", "overloaded", "broken_off"})


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much a model may take; times in seconds.

    `silence` is the longest wait for the next piece, `total` the end of the whole reply, queue and tries included.
    """

    connect: float = 3.0
    silence: float = 8.0
    total: float = 20.0
    tries: int = 3
    backoff: float = 0.2
    max_bytes: int = 1_000_000
    max_chars: int = 12_000


class _FaultError(ModelUnavailableError):
    """A fault with the wait that the server asked for."""

    def __init__(self, reason: str, *, retry_after: float = 0.0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class OpenAIWriter:
    """Writes with a model over HTTP; what it raises names the fault and never holds what was sent or received."""

    def __init__(self, *, base_url: str, model: str, api_key: str | None, gate: Gate, limits: Limits | None = None) -> None:
        self._base_url, self._model, self._api_key = base_url, model, api_key
        self._gate = gate
        self._limits = limits or Limits()
        self._client: openai.AsyncOpenAI | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model

    async def write(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """The reply in pieces; tries again only while none has come.

        Raises:
            ModelUnavailableError: the address does not answer, or what comes cannot be used.
        """
        deadline = anyio.current_time() + self._limits.total
        size = 0
        async with self._gate.place(deadline), aclosing(self._pieces(prompt, deadline)) as pieces:
            async for piece in pieces:
                size += len(piece)
                if size > self._limits.max_chars:
                    raise ModelUnavailableError("too_long")
                yield piece
            if not size:
                raise ModelUnavailableError("empty")

    async def models(self) -> tuple[str, ...]:
        """The names of the models that the address offers.

        Raises:
            ModelUnavailableError: it does not answer, or not with a list.
        """
        page = await self._within(anyio.current_time() + self._limits.total, self._connected().models.list)
        found = getattr(page, "data", None)
        if not isinstance(found, list):
            raise ModelUnavailableError("unreadable")
        return tuple(str(getattr(entry, "id", "")) for entry in found)

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None and self._loop is asyncio.get_running_loop():
            await client.close()

    async def _pieces(self, prompt: Prompt, deadline: float) -> AsyncGenerator[str, None]:
        reply = await self._begin(prompt, deadline)
        try:
            while (piece := reply.first or await self._next(reply, deadline)) is not None:
                reply.first = None
                yield piece
        finally:
            await reply.close()

    async def _begin(self, prompt: Prompt, deadline: float) -> "_Reply":
        """An open reply with its first piece; faults that may pass are tried again while time is left."""

        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            return max(_asked_to_wait(error), float(wait_random_exponential(multiplier=self._limits.backoff, max=2)(state)))

        def worth_it(error: BaseException) -> bool:
            in_time = anyio.current_time() + _asked_to_wait(error) + self._limits.connect < deadline
            return isinstance(error, ModelUnavailableError) and error.reason in _PASSING and in_time

        retrying = AsyncRetrying(stop=stop_after_attempt(self._limits.tries), wait=wait, retry=retry_if_exception(worth_it), reraise=True)
        return await retrying(self._open, prompt, deadline)

    async def _open(self, prompt: Prompt, deadline: float) -> "_Reply":
        messages: Any = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]

        async def ask() -> Any:
            return await self._connected().chat.completions.create(
                model=self._model, messages=messages, stream=True, temperature=_TEMPERATURE, max_tokens=_MOST_TOKENS
            )

        reply = _Reply(await self._within(deadline, ask))
        try:
            reply.must_be_a_stream()
            reply.first = await self._next(reply, deadline)
        except BaseException:
            await reply.close()
            raise
        return reply

    async def _next(self, reply: "_Reply", deadline: float) -> str | None:
        """The next piece that holds text, or None where the model has finished."""
        while not reply.finished:
            try:
                chunk = await self._within(deadline, reply.chunk)
            except StopAsyncIteration:
                raise ModelUnavailableError("broken_off" if reply.spoke else "empty") from None
            text, reply.finished = _read(chunk)
            if text:
                reply.spoke = True
                return text
        return None

    async def _within(self, deadline: float, work: Callable[[], Awaitable[T]]) -> T:
        """The result of one wait, cut off by the silence limit or the deadline; every fault gets its one name."""
        left = deadline - anyio.current_time()
        try:
            with anyio.fail_after(max(0.0, min(left, self._limits.silence))):
                return await work()
        except TimeoutError:
            raise ModelUnavailableError("silent" if left > self._limits.silence else "too_slow") from None
        except (StopAsyncIteration, ModelUnavailableError):
            raise
        except Exception as error:  # noqa: BLE001  broken bytes and JSON raise whatever the parser raises
            # The chain is cut, since what the library says may quote what was sent.
            raise _fault(error) from None

    def _connected(self) -> openai.AsyncOpenAI:
        """The client of the running event loop; connections cannot move from one loop to another."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            logging.getLogger("openai").setLevel(logging.WARNING)  # at debug it writes whole requests
            timeout = httpx2.Timeout(self._limits.silence, connect=self._limits.connect)
            transport = _Capped(httpx2.AsyncHTTPTransport(), self._limits.max_bytes)
            self._client = openai.AsyncOpenAI(
                base_url=self._base_url,
                api_key=self._api_key or "none",
                timeout=timeout,
                max_retries=0,
                http_client=httpx2.AsyncClient(transport=transport, timeout=timeout, follow_redirects=False),
            )
            # It would take these from variables that belong to another service.
            self._client.organization = self._client.project = None
            self._loop = loop
        return self._client


class _Reply:
    """One open stream of the client, read chunk by chunk."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._chunks = stream.__aiter__()
        self.first: str | None = None
        self.finished = False
        self.spoke = False

    def must_be_a_stream(self) -> None:
        """Refuse what says that it is something else, such as a page; a server that says nothing is believed.

        Raises:
            ModelUnavailableError: `not_a_stream`.
        """
        if not str(self._stream.response.headers.get("content-type", _EVENT_STREAM)).lower().startswith(_EVENT_STREAM):
            raise ModelUnavailableError("not_a_stream")

    async def chunk(self) -> Any:
        """The next chunk, as whatever the server made of it."""
        return await anext(self._chunks)

    async def close(self) -> None:
        """Close the connection, even where the caller was cancelled."""
        with anyio.CancelScope(shield=True), anyio.move_on_after(_CLOSING), suppress(Exception):
            await self._chunks.aclose()
            await self._stream.close()


class _Capped(httpx2.AsyncBaseTransport):
    """Refuses an answer that is packed, and ends one larger than `most` bytes: the client takes in lines of any length."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, most: int) -> None:
        self._inner, self._most = inner, most

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer of the inner transport, with a counted body."""
        request.headers["Accept-Encoding"] = "identity"
        response = await self._inner.handle_async_request(request)
        packed = response.headers.get("content-encoding", "identity").lower() != "identity"
        assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101  the async transport gives no other
        if packed:
            await response.aclose()
            raise ModelUnavailableError("unreadable")
        response.stream = _CappedBody(response.stream, self._most)
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


class _CappedBody(httpx2.AsyncByteStream):
    """No generator of its own: one that nobody reads to its end would be left for the collector, after its loop is gone."""

    def __init__(self, inner: httpx2.AsyncByteStream, most: int) -> None:
        self._inner, self._left = inner, most
        self._parts = aiter(inner)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        part = await anext(self._parts)
        self._left -= len(part)
        if self._left < 0:
            raise ModelUnavailableError("too_long")
        return part

    async def aclose(self) -> None:
        await self._inner.aclose()


def _read(chunk: Any) -> tuple[str, bool]:
    """The text of a chunk, and whether the model has finished; anything may be missing or of another type.

    Raises:
        ModelUnavailableError: the model asks for a tool, of which it was given none.
    """
    choices = getattr(chunk, "choices", None)
    if not isinstance(choices, list) or not choices:
        return "", False
    delta = getattr(choices[0], "delta", None)
    reason = getattr(choices[0], "finish_reason", None)
    if getattr(delta, "tool_calls", None) or getattr(delta, "function_call", None) or reason in ("tool_calls", "function_call"):
        raise ModelUnavailableError("tool_call")
    if reason == "content_filter":
        raise ModelUnavailableError("withheld")
    content = getattr(delta, "content", None)
    return content if isinstance(content, str) else "", bool(reason)


def _fault(error: Exception) -> ModelUnavailableError:
    """The one name of whatever the client or a parser raised."""
    if isinstance(error, openai.APIStatusError):
        return _FaultError(_status_reason(error.status_code), retry_after=_retry_after(error.response.headers.get("retry-after")))
    if isinstance(error, openai.APITimeoutError):
        return _FaultError("unreachable" if isinstance(error.__cause__, httpx2.ConnectTimeout) else "silent")
    if isinstance(error, (openai.APIConnectionError, httpx2.TransportError)):
        if isinstance(error.__cause__, ModelUnavailableError):
            return error.__cause__
        return _FaultError("unreachable" if isinstance(error.__cause__, httpx2.ConnectError) else "broken_off")
    if isinstance(error, openai.APIError) and type(error) is openai.APIError:
        return _FaultError("server_error")  # told inside the stream
    return _FaultError("unreadable")


def _status_reason(status: int) -> str:
    if status == 429:
        return "overloaded"
    if status in (408, 409) or status >= 500:
        return "server_error"
    return {401: "key_refused", 403: "key_refused", 404: "not_found"}.get(status, "refused")


def _retry_after(header: str | None) -> float:
    """The seconds asked for; a date is left out, as nobody waits that long here."""
    return float(header) if header and header.isdigit() and len(header) < 6 else 0.0


def _asked_to_wait(error: BaseException | None) -> float:
    return error.retry_after if isinstance(error, _FaultError) else 0.0
