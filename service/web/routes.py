"""The routes; each one is thin and hands plain values to a use case."""

from functools import partial
from typing import Annotated
from uuid import uuid4

from anyio.to_thread import run_sync
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter
from litestar.response import ServerSentEvent
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from service.domain.errors import InvalidInputError, NotFoundError
from service.domain.resources import country_code
from service.domain.safety import CheckIn
from service.domain.text import Message, Speaker
from service.public import (
    ChatIn,
    ChatOut,
    CheckInput,
    GuideOut,
    GuidesOut,
    ReadyOut,
    ResourcesOut,
    RewriteIn,
    RewriteOut,
    SearchIn,
    SearchOut,
    VerdictOut,
    chat_out,
    guide_out,
    placed_out,
    resource_out,
    rewrite_out,
    search_out,
    verdict_out,
)
from service.web.chat_page import CHAT_PAGE_ROUTES
from service.web.limits import check_messages, check_turn
from service.web.logs import add_fields, note_answer
from service.web.openai_routes import OPENAI_ROUTES
from service.web.sse import AnyRequest, chat_events, event_stream, unless_gone, wants_stream
from service.web.widget import WIDGET_ROUTES
from service.wiring import Services

_ASK_COUNTRY = "Which country are you in? With ?country= and two letters, such as GB, you get the lines there."


@post("/v1/chat", status_code=HTTP_200_OK, summary="Talk with the coach", tags=["coach"])
async def chat(data: JSONBody[ChatIn], request: AnyRequest, services: NamedDependency[Services]) -> ChatOut | ServerSentEvent:
    """Coaching with citations, or help resources where the conversation shows danger.

    With `stream: true` or `Accept: text/event-stream` the answer comes as server-sent events: `verdict`, `sources`,
    a `sentence` each, `resources` and last `done` with the whole body.
    """
    wanted = data.request(services.settings.country)
    check_messages(wanted.messages, services.settings)
    check_turn(wanted.messages)
    if wants_stream(request, asked=data.stream):
        events = services.talk.events(wanted)
        return event_stream(chat_events(events, str(uuid4()), partial(note_answer, request.scope, len(wanted.messages))))
    answer = await unless_gone(request, services.talk.answer(wanted))
    note_answer(request.scope, len(wanted.messages), answer)
    return chat_out(answer, str(uuid4()))


@post("/v1/check", status_code=HTTP_200_OK, summary="Check texts for signals of danger", tags=["safety"])
async def check(data: JSONBody[CheckInput], request: AnyRequest, services: NamedDependency[Services]) -> VerdictOut:
    """The safety verdict alone, with every hit explained."""
    if (data.messages is None) == (data.text is None):
        raise InvalidInputError("send either messages or text")
    conversation = data.conversation()
    check_messages(conversation, services.settings)
    if not any(message.speaker is Speaker.USER and message.content.strip() for message in conversation):
        raise InvalidInputError("text is empty" if data.messages is None else "no message of the user holds text")
    verdict = await run_sync(services.classifier.classify, conversation, CheckIn(data.check_in) if data.check_in else None)
    add_fields(
        request.scope, risk=verdict.level.label, rules=list(dict.fromkeys(hit.rule for hit in verdict.hits)), messages=len(conversation)
    )
    return verdict_out(verdict)


@post("/v1/rewrite", status_code=HTTP_200_OK, summary="Word a statement so that it can be heard", tags=["wording"])
async def rewrite(data: JSONBody[RewriteIn], request: AnyRequest, services: NamedDependency[Services]) -> RewriteOut:
    """Wordings for a statement that blames; `affirm` or `leave` where none is needed, and help where it tells of danger."""
    if not data.statement.strip():
        raise InvalidInputError("statement is empty")
    check_messages((Message(Speaker.USER, data.statement),), services.settings)
    answer = await services.polish.answer(data.request(services.settings.country))
    add_fields(
        request.scope,
        kind=answer.kind.value,
        risk=answer.verdict.level.label,
        rules=list(dict.fromkeys(hit.rule for hit in answer.verdict.hits)),
        forms=list(dict.fromkeys(mark.form for mark in answer.blame)),
    )
    return rewrite_out(answer)


@post("/v1/search", status_code=HTTP_200_OK, summary="Search the guides", tags=["guides"])
async def search(data: JSONBody[SearchIn], request: AnyRequest, services: NamedDependency[Services]) -> SearchOut:
    """Sections that answer a question, best first, one row a section, and whether the guides cover it at all."""
    if not data.query.strip():
        raise InvalidInputError("query is empty")
    check_messages((Message(Speaker.USER, data.query),), services.settings)
    result = await run_sync(lambda: services.retriever.search(data.query, limit=data.k))
    add_fields(request.scope, in_scope=result.in_scope, results=len(result.rows))
    return search_out(result)


@get("/v1/resources", summary="Help lines", tags=["help"])
async def resources(
    services: NamedDependency[Services],
    country: Annotated[str | None, Parameter(description="Two letters, such as GB; without it the international finder.")] = None,
    category: Annotated[str | None, Parameter(description="Only this kind, such as domestic_violence.")] = None,
) -> ResourcesOut:
    """Professional help for a country: numbers, text lines, chats and websites, each with the date it was checked."""
    code = country_code(country) if country else services.settings.country
    page = services.resources.page(code)
    found = services.lines.listed(code, category)
    return ResourcesOut(
        country=page.country if page else None,
        emergency_note=page.emergency_note if page else None,
        question=None if page else _ASK_COUNTRY,
        resources=[resource_out(resource) for resource in found],
    )


@get("/v1/guides", summary="The guides", tags=["guides"])
async def guides(services: NamedDependency[Services]) -> GuidesOut:
    """All guides, without their sections."""
    return GuidesOut(guides=[guide_out(guide, with_sections=False) for guide in services.corpus.guides])


@get("/v1/guides/{guide_id:str}", summary="One guide", tags=["guides"])
async def guide(
    guide_id: FromPath[str],
    services: NamedDependency[Services],
    section: Annotated[str | None, Parameter(description="A section, such as 3 or my-guide#3: only it, with its place.")] = None,
) -> GuideOut:
    """One guide with all its sections in order, or one section in its place with what is before and after it."""
    found = services.corpus.guide(guide_id)
    if found is None:
        raise NotFoundError(f"there is no such guide; there are: {', '.join(g.id for g in services.corpus.guides)}")
    if section is None:
        return guide_out(found, with_sections=True)
    placed = placed_out(found, section if "#" in section else f"{guide_id}#{section}")
    if placed is None:
        raise NotFoundError(f"there is no such section; {guide_id} has {found.sections[0].id} to {found.sections[-1].id}")
    return placed


@get("/health/live", summary="Is the process up?", tags=["health"])
async def live() -> dict[str, str]:
    """Answers as soon as the process runs."""
    return {"status": "live"}


@get("/health/ready", summary="Can it answer?", tags=["health"])
async def ready(services: NamedDependency[Services]) -> Response[ReadyOut]:
    """False, with status 503, until classifier, corpus and encoder are ready."""
    failure = services.index.failure
    body = ReadyOut(ready=services.index.ready, classifier=True, corpus=True, encoder=services.index.ready, reason=failure)
    return Response(body, status_code=HTTP_200_OK if body.ready else HTTP_503_SERVICE_UNAVAILABLE)


ROUTES = [chat, check, rewrite, search, resources, guides, guide, live, ready, *CHAT_PAGE_ROUTES, *OPENAI_ROUTES, *WIDGET_ROUTES]
