"""The OpenAI-compatible routes: existing chat clients talk with the coach as with a model."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Any
from uuid import uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import ServerSentEvent, ServerSentEventMessage
from litestar.status_codes import HTTP_200_OK

from service.domain.answers import Answer
from service.domain.errors import NotFoundError
from service.domain.events import Finished, Spoken
from service.usecases.stream import StreamingCoach
from service.web.completions import (
    MODEL,
    Chunks,
    CompletionIn,
    CompletionOut,
    ModelOut,
    ModelsOut,
    Taken,
    after_text,
    completion,
    marked,
    taken,
    whole_text,
)
from service.web.errors import problem_record
from service.web.limits import check_messages, check_turn
from service.web.logs import note_answer
from service.web.sse import HEARTBEAT_SECONDS, AnyRequest, event_stream, heartbeat, unless_gone, with_heartbeat
from service.wiring import Services


@post("/v1/chat/completions", status_code=HTTP_200_OK, summary="Talk with the coach, OpenAI form", tags=["openai"])
async def completions(
    data: JSONBody[CompletionIn], request: AnyRequest, services: NamedDependency[Services]
) -> Response[CompletionOut] | ServerSentEvent:
    """The same answer as `/v1/chat` in OpenAI's form: footnotes in the text, and citations, verdict and help as extra fields.

    Instructions of the client and parameters such as `temperature` change nothing; `X-Mend-Ignored` names them.
    """
    asked = taken(data, services.settings.country)
    check_messages(asked.request.messages, services.settings)
    check_turn(asked.request.messages)
    identity = f"chatcmpl-{uuid4().hex}"
    note = partial(note_answer, request.scope, len(asked.request.messages))
    if data.stream:
        with_usage = bool((data.stream_options or {}).get("include_usage"))
        return event_stream(_chunks(services.talk, asked, Chunks(identity, with_usage=with_usage), note, with_usage), asked.header)
    answer = await unless_gone(request, services.talk.answer(asked.request))
    note(answer)
    return Response(completion(answer, identity, asked.request), headers=asked.header)


@get("/v1/models", summary="The models, of which there is one", tags=["openai"])
async def models() -> ModelsOut:
    """The list that clients show for choosing."""
    return ModelsOut(data=[ModelOut()])


@get("/v1/models/{model_id:str}", summary="One model", tags=["openai"])
async def model(model_id: FromPath[str]) -> ModelOut:
    """The coach, as a model."""
    if model_id != MODEL:
        raise NotFoundError(f"there is no such model; there is: {MODEL}")
    return ModelOut()


async def _chunks(
    talk: StreamingCoach,
    asked: Taken,
    chunks: Chunks,
    note: "partial[None]",
    with_usage: bool,  # noqa: FBT001  a private detail
) -> AsyncGenerator[ServerSentEventMessage, None]:
    """The answer as chunks: the role at once, then each sentence that has passed, the rest, and the mark of the end."""
    yield _data(chunks.piece({"role": "assistant", "content": ""}))
    started = False
    async with aclosing(with_heartbeat(talk.events(asked.request), HEARTBEAT_SECONDS)) as beats:
        try:
            async for event in beats:
                if event is None:
                    yield heartbeat()
                elif isinstance(event, Spoken):
                    gap = ("\n\n" if event.opens else " ") if started else ""
                    started = True
                    yield _data(chunks.piece({"content": gap + marked(event.sentence, event.cited)}))
                elif isinstance(event, Finished):
                    note(event.answer)
                    for chunk in _ending(event.answer, chunks, asked, with_usage=with_usage):
                        yield _data(chunk)
        except Exception as error:  # noqa: BLE001  the status has been sent; clients read the error from the stream
            yield ServerSentEventMessage(data=problem_record(error))
            return
    yield ServerSentEventMessage(data="[DONE]")


def _ending(answer: Answer, chunks: Chunks, asked: Taken, *, with_usage: bool) -> list[dict[str, Any]]:
    rest = after_text(answer)
    last = [chunks.piece({"content": rest})] if rest else []
    last.append(chunks.end(answer))
    if with_usage:
        last.append(chunks.count(asked.request, whole_text(answer)))
    return last


def _data(chunk: dict[str, Any]) -> ServerSentEventMessage:
    return ServerSentEventMessage(data=json.dumps(chunk, ensure_ascii=False))


OPENAI_ROUTES = [completions, models, model]
