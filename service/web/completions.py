"""The OpenAI shapes: what is taken from a request, and an answer as a completion or as its chunks."""

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ConfigDict, Field

from service.domain.answers import Answer, Sentence
from service.domain.errors import InvalidInputError
from service.domain.resources import Resource
from service.domain.safety import CheckIn
from service.domain.text import Message, Speaker, well_formed
from service.public import (
    CitationOut,
    ComposerOut,
    Country,
    QuestionOut,
    ResourceOut,
    Schema,
    VerdictOut,
    chat_out,
)
from service.usecases.answer import Request

MODEL = "mend"
_TOKEN = re.compile(r"\w+|[^\w\s]")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_NAMES = 20
# Parameters whose usual value asks for nothing.
_NEUTRAL: Mapping[str, object] = {"n": 1}
_SPEAKERS = {"user": Speaker.USER, "assistant": Speaker.ASSISTANT}
_UNUSED_ROLES = frozenset({"system", "developer", "tool", "function"})


class CompletionIn(Schema):
    """An OpenAI chat completion request. Sampling, tools and instructions have no use here and are named in a header."""

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)

    model: str | None = Field(None, max_length=200, description="Any name; there is one coach.")
    messages: list[dict[str, Any]] = Field(min_length=1, description="The turns so far, in OpenAI's form; the last one is the user's.")
    stream: bool | None = Field(default=False, description="Answer as server-sent events.")
    stream_options: dict[str, Any] | None = Field(None, description="`include_usage` is understood.")
    country: Country | None = Field(None, description="Two letters, for help lines; not part of OpenAI's form.")
    check_in: Literal["yes", "not_sure", "no"] | None = Field(None, description="The answer to the closed question; not in OpenAI's form.")


@dataclass(slots=True)
class Taken:
    """What a request asks for, and the names of what was left aside."""

    request: Request
    ignored: list[str] = field(default_factory=list)

    @property
    def header(self) -> dict[str, str]:
        """The header that names what was ignored."""
        return {"X-Mend-Ignored": ", ".join(self.ignored)} if self.ignored else {}


def taken(body: CompletionIn, default_country: str | None) -> Taken:
    """The conversation in a completion request.

    Instructions of a client are no part of it: they switch nothing off and give no orders to the model. What tools
    said is left out too, as nobody here calls them.

    Raises:
        InvalidInputError: a message has no role that is known, or a content that is no text.
    """
    ignored = [name for name, value in (body.model_extra or {}).items() if value is not None and _NEUTRAL.get(name) != value]
    messages: list[Message] = []
    for number, entry in enumerate(body.messages):
        role = entry.get("role")
        if role in _UNUSED_ROLES:
            ignored.append(f"{role}_message")
        elif role in _SPEAKERS:
            text = _text(entry.get("content"), number, ignored)
            if text or role == "user":
                messages.append(Message(_SPEAKERS[role], well_formed(text)))
        else:
            raise InvalidInputError(f"message {number} has no role that is known: system, developer, user, assistant or tool")
    request = Request(tuple(messages), body.country or default_country, CheckIn(body.check_in) if body.check_in else None)
    return Taken(request, _names(ignored))


def _text(content: object, number: int, ignored: list[str]) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    if not isinstance(content, list):
        raise InvalidInputError(f"the content of message {number} is neither a text nor a list of parts")
    texts = []
    for part in content:
        kind = part.get("type") if isinstance(part, dict) else None
        if kind == "text" and isinstance(part.get("text"), str):
            texts.append(part["text"])
        else:
            ignored.append(f"{kind}_part" if isinstance(kind, str) else "part")
    return "\n".join(texts)


def _names(ignored: Iterable[str]) -> list[str]:
    """Names that may stand in a header: each once, and `other` for what does not look like a parameter."""
    return list(dict.fromkeys(name if _NAME.fullmatch(name) else "other" for name in ignored))[:_MOST_NAMES]


class _Extra(Schema):
    """What plain clients ignore: the fields of the service's own chat route."""

    kind: str
    citations: list[CitationOut]
    verdict: VerdictOut
    question: QuestionOut | None
    resources: list[ResourceOut]
    composer: ComposerOut
    notice: str


class UsageOut(Schema):
    """Words and marks counted, as an estimate: the coach has no tokens of its own."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class AssistantOut(Schema):
    """The reply as a message."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class ChoiceOut(Schema):
    """The one choice."""

    index: int = 0
    message: AssistantOut
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class CompletionOut(_Extra):
    """A whole answer as a chat completion."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: list[ChoiceOut]
    usage: UsageOut


class ModelOut(Schema):
    """The coach, as a model."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = 1_763_683_200
    owned_by: str = "mend"


class ModelsOut(Schema):
    """All models, of which there is one."""

    object: Literal["list"] = "list"
    data: list[ModelOut]


def completion(answer: Answer, identity: str, request: Request) -> CompletionOut:
    """An answer as a chat completion."""
    text = whole_text(answer)
    return CompletionOut(
        **_extra(answer).model_dump(),
        id=identity,
        created=int(time.time()),
        choices=[ChoiceOut(message=AssistantOut(content=text))],
        usage=usage(request, text),
    )


class Chunks:
    """The chunks of one streamed answer."""

    def __init__(self, identity: str, *, with_usage: bool) -> None:
        self._base: dict[str, Any] = {"id": identity, "object": "chat.completion.chunk", "created": int(time.time()), "model": MODEL}
        self._usage: dict[str, Any] = {"usage": None} if with_usage else {}

    def piece(self, delta: dict[str, str], *, end: bool = False, **extra: Any) -> dict[str, Any]:
        """A chunk with some text, the role, or the end."""
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": "stop" if end else None}
        return {**self._base, "choices": [choice], **self._usage, **extra}

    def end(self, answer: Answer) -> dict[str, Any]:
        """The chunk that ends the text and carries the fields that plain clients ignore."""
        return self.piece({}, end=True, **_extra(answer).model_dump(mode="json"))

    def count(self, request: Request, text: str) -> dict[str, Any]:
        """The last chunk, for clients that want to know the usage."""
        return {**self._base, "choices": [], "usage": usage(request, text).model_dump()}


def usage(request: Request, text: str) -> UsageOut:
    """How much was read and written."""
    read = sum(len(_TOKEN.findall(message.content)) for message in request.messages)
    wrote = len(_TOKEN.findall(text))
    return UsageOut(prompt_tokens=read, completion_tokens=wrote, total_tokens=read + wrote)


def whole_text(answer: Answer) -> str:
    """The reply as plain text: marks after cited sentences, help lines, the closed question, and footnotes."""
    numbers = {citation.section: citation.n for citation in answer.citations}
    paragraphs = [
        " ".join(marked(sentence, tuple(numbers[i] for i in sentence.sections if i in numbers)) for sentence in paragraph)
        for paragraph in answer.draft.paragraphs
    ]
    return "\n\n".join(paragraphs) + after_text(answer)


def marked(sentence: Sentence, cited: tuple[int, ...]) -> str:
    """A sentence with its numbers behind it."""
    return sentence.text + "".join(f" [{n}]" for n in cited)


def after_text(answer: Answer) -> str:
    """What stands below the reply, beginning with a blank line where there is anything."""
    notes = "\n".join(f"[{c.n}] {c.title} — {c.heading} ({c.section})" for c in answer.citations)
    help_lines = "\n".join(_line(resource) for resource in answer.resources)
    question = f"{answer.question.text} ({' / '.join(o.replace('_', ' ') for o in answer.question.options)})" if answer.question else ""
    return "".join(f"\n\n{part}" for part in (help_lines, question, notes) if part)


def _line(resource: Resource) -> str:
    ways = [resource.phone, resource.sms and f"text {resource.sms.text}", resource.chat_url or resource.url]
    hours = f" ({resource.hours})" if resource.hours else ""
    return f"- {resource.name}: {' · '.join(way for way in ways if way)}{hours}"


def _extra(answer: Answer) -> _Extra:
    body = chat_out(answer, "")
    return _Extra(**{name: getattr(body, name) for name in _Extra.model_fields})
