"""Answers as server-sent events, and work that ends when the caller leaves."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from litestar import Request
from litestar.response import ServerSentEvent, ServerSentEventMessage
from pydantic import BaseModel

from service.domain.answers import Answer
from service.domain.events import Event, Finished, HelpShown, Judged, SourcesFound, Spoken
from service.public import CitationOut, SentenceOut, chat_out, resource_out, verdict_out
from service.web.errors import CallerGoneError, problem_record

T = TypeVar("T")
EVENT_STREAM = "text/event-stream"
HEARTBEAT_SECONDS = 10.0
AnyRequest = Request[Any, Any, Any]


def wants_stream(request: AnyRequest, *, asked: bool) -> bool:
    """Whether the answer should come as events."""
    return asked or EVENT_STREAM in request.headers.get("accept", "")


def event_stream(messages: AsyncIterator[ServerSentEventMessage], headers: dict[str, str] | None = None) -> ServerSentEvent:
    """The response that sends these messages."""
    # The framework would name the type of the route's other answer, JSON.
    return ServerSentEvent(messages, headers={"Content-Type": EVENT_STREAM, **(headers or {})})


async def chat_events(
    events: AsyncGenerator[Event, None], answer_id: str, finished: Callable[[Answer], None], every: float = HEARTBEAT_SECONDS
) -> AsyncGenerator[ServerSentEventMessage, None]:
    """The events of the chat route; `finished` hears the whole answer before it is sent."""
    async with aclosing(with_heartbeat(events, every)) as beats:
        try:
            async for event in beats:
                if event is None:
                    yield heartbeat()
                    continue
                if isinstance(event, Finished):
                    finished(event.answer)
                yield _message(event, answer_id)
        except Exception as error:  # noqa: BLE001  the status has been sent; the problem goes where the answer would
            yield ServerSentEventMessage(event="problem", data=problem_record(error))


def heartbeat() -> ServerSentEventMessage:
    """A comment that tells the caller, and whatever stands between, that somebody is still there."""
    return ServerSentEventMessage(comment="still working", data=None)


@dataclass(frozen=True, slots=True)
class _End:
    error: Exception | None


@dataclass(frozen=True, slots=True)
class _Item(Generic[T]):
    value: T


async def with_heartbeat(source: AsyncGenerator[T, None], every: float) -> AsyncGenerator[T | None, None]:
    """The items of `source`, and None whenever `every` seconds pass without one.

    The source is read beside the sending, so that a caller who reads slowly does not hold up the model. Closing this
    closes the source.
    """
    queue: asyncio.Queue[_Item[T] | _End] = asyncio.Queue()

    async def pump() -> None:
        try:
            async with aclosing(source):
                async for item in source:
                    queue.put_nowait(_Item(item))
        except Exception as error:  # noqa: BLE001  raised again where the items are taken
            queue.put_nowait(_End(error))
        else:
            queue.put_nowait(_End(None))

    task = asyncio.create_task(pump())
    try:
        while True:
            try:
                async with asyncio.timeout(every):
                    taken = await queue.get()
            except TimeoutError:
                yield None
                continue
            if isinstance(taken, _Item):
                yield taken.value
            elif taken.error is not None:
                raise taken.error
            else:
                return
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def unless_gone(request: AnyRequest, work: Awaitable[T]) -> T:
    """The result of `work`, which is cancelled when the caller leaves.

    Raises:
        CallerGoneError: the caller has left.
    """

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(gone())
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise CallerGoneError("the caller left before the answer was there")
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


def _message(event: Event, answer_id: str) -> ServerSentEventMessage:
    match event:
        case Judged(verdict):
            return _sent("verdict", verdict_out(verdict))
        case SourcesFound(citations):
            return _list("sources", [CitationOut(**{name: getattr(c, name) for name in CitationOut.model_fields}) for c in citations])
        case Spoken(sentence, cited, opens):
            return _sent("sentence", SentenceOut(text=sentence.text, citations=list(cited), opens=opens))
        case HelpShown(resources):
            return _list("resources", [resource_out(resource) for resource in resources])
        case Finished(answer):
            return _sent("done", chat_out(answer, answer_id))


def _sent(name: str, record: BaseModel) -> ServerSentEventMessage:
    return ServerSentEventMessage(event=name, data=record.model_dump_json())


def _list(name: str, records: Sequence[BaseModel]) -> ServerSentEventMessage:
    return ServerSentEventMessage(event=name, data="[" + ",".join(record.model_dump_json() for record in records) + "]")
