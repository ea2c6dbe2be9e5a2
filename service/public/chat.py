"""A conversation with the coach: the request and the whole answer."""

from typing import Annotated, Literal

from pydantic import Field

from service.domain.answers import Answer, Citation, Draft
from service.domain.safety import CheckIn
from service.public.answers import ComposerOut, QuestionOut
from service.public.help import ResourceOut, resource_out
from service.public.messages import MessageIn, message
from service.public.records import Country, Schema, language_code, plain
from service.public.safety import VerdictOut, verdict_out
from service.usecases.answer import Request


class ChatIn(Schema):
    """A chat request: the whole conversation, as the service remembers nothing."""

    messages: Annotated[list[MessageIn], Field(min_length=1, description="The turns so far, oldest first; the last one is the user's.")]
    country: Country | None = Field(None, description="Two letters (ISO 3166-1), for help lines.")
    language: str | None = Field(
        None,
        max_length=35,
        description="Such as es or pt-BR, where the text tells too little. Help replies: en, es, fr, de, pt; coaching: en.",
    )
    check_in: Literal["yes", "not_sure", "no"] | None = Field(None, description="The answer to the closed question.")
    stream: bool = Field(default=False, description="Answer as server-sent events.")

    def request(self, default_country: str | None) -> Request:
        """The same as plain values."""
        return Request(
            messages=tuple(message(turn) for turn in self.messages),
            country=self.country or default_country,
            check_in=CheckIn(self.check_in) if self.check_in else None,
            language=language_code(self.language),
        )


class SentenceOut(Schema):
    """One sentence of a reply with the numbers of its citations; `opens` is true where it begins a paragraph."""

    text: str
    citations: list[int]
    opens: bool


class ReplyOut(Schema):
    """A reply, whole and by sentence."""

    text: str
    sentences: list[SentenceOut]


class CitationOut(Schema):
    """A section of a guide that the reply rests on."""

    n: int
    section: str
    guide: str
    title: str
    heading: str
    quote: str
    score: float


class ChatOut(Schema):
    """The whole answer."""

    id: str
    kind: str
    reply: ReplyOut
    citations: list[CitationOut]
    verdict: VerdictOut
    question: QuestionOut | None
    resources: list[ResourceOut]
    composer: ComposerOut
    notice: str


def chat_out(answer: Answer, answer_id: str) -> ChatOut:
    """The public form of an answer."""
    return ChatOut(
        id=answer_id,
        kind=answer.kind.value,
        reply=_reply(answer.draft, answer.citations),
        citations=[plain(CitationOut, citation) for citation in answer.citations],
        verdict=verdict_out(answer.verdict),
        question=plain(QuestionOut, answer.question) if answer.question else None,
        resources=[resource_out(resource) for resource in answer.resources],
        composer=plain(ComposerOut, answer.composer),
        notice=answer.notice,
    )


def _reply(draft: Draft, citations: tuple[Citation, ...]) -> ReplyOut:
    numbers = {citation.section: citation.n for citation in citations}
    return ReplyOut(
        text=draft.text,
        sentences=[
            SentenceOut(text=s.text, citations=[numbers[i] for i in s.sections if i in numbers], opens=position == 0)
            for paragraph in draft.paragraphs
            for position, s in enumerate(paragraph)
        ],
    )
