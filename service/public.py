"""The public JSON of the service, apart from the domain, so that one can change without the other."""

import re
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from service.domain.answers import Answer, Citation, Draft
from service.domain.corpus import Guide, SearchResult, Section
from service.domain.resources import Resource, country_code
from service.domain.rewriting import Mode, Receipt, RewriteAnswer, Suggestion, Tone
from service.domain.safety import CheckIn, Hit, Verdict
from service.domain.text import Message, Speaker, well_formed
from service.usecases.answer import Request
from service.usecases.rewrite import RewriteRequest

S = TypeVar("S", bound=BaseModel)


def _country(value: str) -> str:
    if not (len(value.strip()) == 2 and value.strip().isascii() and value.strip().isalpha()):
        raise ValueError("must be two letters (ISO 3166-1), such as GB")
    return country_code(value)


def _language(tag: str | None) -> str | None:
    """The ISO code that a tag such as `es-MX` begins with; None where it is no such tag."""
    found = re.match(r"([a-z]{2})(?:[-_]|$)", (tag or "").strip().lower())
    return found.group(1) if found else None


Country = Annotated[str, AfterValidator(_country)]


class Schema(BaseModel):
    """Base of all public records; unknown fields of a request are ignored."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class MessageIn(Schema):
    """One turn."""

    role: Literal["user", "assistant"] = Field(description="Who wrote it.")
    content: str = Field(description="What was written, as plain text.")


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
            messages=tuple(_message(message) for message in self.messages),
            country=self.country or default_country,
            check_in=CheckIn(self.check_in) if self.check_in else None,
            language=_language(self.language),
        )


class CheckInput(Schema):
    """Texts to check: a conversation, or one text."""

    messages: list[MessageIn] | None = Field(None, description="The turns, oldest first.")
    text: str | None = Field(None, description="One text, instead of messages.")
    check_in: Literal["yes", "not_sure", "no"] | None = Field(None, description="The answer to the closed question.")

    def conversation(self) -> tuple[Message, ...]:
        """The turns given, a text being one turn of the user."""
        if self.messages is not None:
            return tuple(_message(message) for message in self.messages)
        return (Message(Speaker.USER, well_formed(self.text or "")),)


class RewriteIn(Schema):
    """A statement to word anew, or with `mode: "hear"` a message that one got and wants to answer."""

    statement: str = Field(description="What somebody is about to say, as they would type it.")
    feeling: str | None = Field(None, max_length=60, description="The feeling to own, where the writer chose one.")
    tone: Literal["gentle", "direct"] | None = Field(None, description="Which shape comes first.")
    mode: Literal["say", "hear"] = Field("say", description="Words of one's own, or words that one got to hear.")
    country: Country | None = Field(None, description="Two letters (ISO 3166-1), for help lines.")
    check_in: Literal["yes", "not_sure", "no"] | None = Field(None, description="The answer to the closed question.")

    def request(self, default_country: str | None) -> RewriteRequest:
        """The same as plain values."""
        return RewriteRequest(
            statement=well_formed(self.statement),
            feeling=well_formed(self.feeling) if self.feeling else None,
            tone=Tone(self.tone) if self.tone else None,
            mode=Mode(self.mode),
            country=self.country or default_country,
            check_in=CheckIn(self.check_in) if self.check_in else None,
        )


class SearchIn(Schema):
    """A question for the guides."""

    query: Annotated[str, Field(description="What to look for, in anybody's words.")]
    k: Annotated[int, Field(ge=1, le=50)] = Field(5, description="How many sections.")


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


class HitOut(Schema):
    """One reason for a verdict; `span` counts characters of the message, end exclusive.

    `through` is set where the hit only showed once several messages were read together: the last of them.
    `lowered_by` is the context that lowered the level below the rule's own, with the reason.
    """

    rule: str
    category: str
    level: str
    message: int
    span: tuple[int, int]
    reason: str
    raised_by: list[str]
    through: int | None
    lowered_by: str | None


class SetAsideOut(Schema):
    """A match that its context disarmed."""

    rule: str
    category: str
    message: int
    span: tuple[int, int]
    context: str
    why: str


class TierScoreOut(Schema):
    """What the second tier said of one message: log-odds of a disclosure, and how much would have been needed."""

    message: int
    score: float
    needed: float
    category: str


class VerdictOut(Schema):
    """What the safety classifier says; `scores` is empty where a rule spoke, as the second tier was not asked then."""

    level: str
    categories: list[str]
    hits: list[HitOut]
    classifier: str
    routed: bool
    role: str
    set_aside: list[SetAsideOut]
    scores: list[TierScoreOut]
    failed: bool


class QuestionOut(Schema):
    """The closed question; answer it with `check_in`."""

    text: str
    options: list[str]


class ResourceOut(Schema):
    """One professional-help entry; `dial` holds the digits of `phone`."""

    id: str
    country: str
    category: str
    name: str
    phone: str | None
    dial: list[str]
    sms: str | None
    chat_url: str | None
    url: str | None
    hours: str | None
    languages: list[str]
    scope: str | None
    audience: list[str]
    checked_on: date
    evidence: str
    confirmed: int


class ComposerOut(Schema):
    """What worded the reply; `fallback` is why a configured model did not, and `dropped` why sentences of it are missing."""

    name: str
    model: str | None
    prompt: str | None
    fallback: str | None
    dropped: list[str]


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


class BlameOut(Schema):
    """A place that may land as blame, and why; `span` counts characters of the statement, end exclusive."""

    form: str
    span: tuple[int, int]
    text: str
    reason: str


class SuggestionOut(Schema):
    """One wording and its bare parts; `kept` are the writer's facts, `guessed` what the writer did not say."""

    text: str
    shape: str
    feeling: str
    observation: str
    need: str
    request: str
    kept: list[str]
    guessed: list[str]


class ChangeOut(Schema):
    """One change of words: `from` stands at `span` of the statement, `to` in the first wording, empty where it was left out."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    span: tuple[int, int]
    before: str = Field(alias="from")
    after: str = Field(alias="to")
    reason: str


class ReceiptOut(Schema):
    """What changed, what was kept, what is a guess; `changes` are the single changes with their places."""

    changed: list[str]
    kept: list[str]
    guessed: list[str]
    changes: list[ChangeOut]


class RewriteOut(Schema):
    """The whole answer to a rewrite request; `feelings` are choices that fit."""

    kind: str
    blame: list[BlameOut]
    suggestions: list[SuggestionOut]
    feelings: list[str]
    receipt: ReceiptOut
    verdict: VerdictOut
    question: QuestionOut | None
    resources: list[ResourceOut]
    composer: ComposerOut
    note: str
    notice: str


class SearchRow(Schema):
    """One section found."""

    section: str
    guide: str
    heading: str
    text: str
    score: float


class SearchOut(Schema):
    """Sections, best first, and whether the guides cover the question."""

    in_scope: bool
    confidence: float
    results: list[SearchRow]


class ResourcesOut(Schema):
    """Help lines for a country; the international finder where the country is unknown."""

    country: str | None
    emergency_note: str | None
    question: str | None
    resources: list[ResourceOut]


class SectionOut(Schema):
    """One section of a guide."""

    id: str
    heading: str
    kind: str
    text: str
    topics: list[str]
    phase: str
    presupposes_safety: bool


class NeighbourOut(Schema):
    """A section beside another."""

    id: str
    heading: str


class PlaceOut(Schema):
    """Where a section stands in its guide, counted from 1, and what is before and after it."""

    section: str
    position: int
    before: NeighbourOut | None
    after: NeighbourOut | None


class GuideOut(Schema):
    """One guide; `sections` is left out in the list of guides, and `place` is set where one section was asked for."""

    id: str
    title: str
    origin: str
    edition: int
    reviewed_on: date | None
    audience: str
    notes: list[str]
    section_count: int
    sections: list[SectionOut] | None = None
    place: PlaceOut | None = None


class GuidesOut(Schema):
    """All guides."""

    guides: list[GuideOut]


class ReadyOut(Schema):
    """Whether the service can answer, part by part."""

    ready: bool
    classifier: bool
    corpus: bool
    encoder: bool
    reason: str | None = None


def chat_out(answer: Answer, answer_id: str) -> ChatOut:
    """The public form of an answer."""
    return ChatOut(
        id=answer_id,
        kind=answer.kind.value,
        reply=_reply(answer.draft, answer.citations),
        citations=[_plain(CitationOut, citation) for citation in answer.citations],
        verdict=verdict_out(answer.verdict),
        question=_plain(QuestionOut, answer.question) if answer.question else None,
        resources=[resource_out(resource) for resource in answer.resources],
        composer=_plain(ComposerOut, answer.composer),
        notice=answer.notice,
    )


def rewrite_out(answer: RewriteAnswer) -> RewriteOut:
    """The public form of a rewrite answer."""
    return RewriteOut(
        kind=answer.kind.value,
        blame=[BlameOut(form=b.form, span=(b.span.start, b.span.end), text=b.text, reason=b.reason) for b in answer.blame],
        suggestions=[_suggestion(suggestion) for suggestion in answer.suggestions],
        feelings=list(answer.feelings),
        receipt=_receipt(answer.receipt),
        verdict=verdict_out(answer.verdict),
        question=_plain(QuestionOut, answer.question) if answer.question else None,
        resources=[resource_out(resource) for resource in answer.resources],
        composer=_plain(ComposerOut, answer.composer),
        note=answer.note,
        notice=answer.notice,
    )


def _receipt(receipt: Receipt) -> ReceiptOut:
    return ReceiptOut(
        changed=list(receipt.changed),
        kept=list(receipt.kept),
        guessed=list(receipt.guessed),
        changes=[
            ChangeOut(span=(change.span.start, change.span.end), before=change.before, after=change.after, reason=change.reason)
            for change in receipt.changes
        ],
    )


def verdict_out(verdict: Verdict) -> VerdictOut:
    """The public form of a verdict."""
    return VerdictOut(
        level=verdict.level.label,
        categories=list(verdict.categories),
        hits=[_hit(hit) for hit in verdict.hits],
        classifier=verdict.classifier,
        routed=verdict.routed,
        role=verdict.role.value,
        set_aside=[_plain(SetAsideOut, item) for item in verdict.set_aside],
        scores=[_plain(TierScoreOut, item) for item in verdict.scores],
        failed=verdict.failed,
    )


def resource_out(resource: Resource) -> ResourceOut:
    """The public form of a help line."""
    values = {name: getattr(resource, name) for name in ResourceOut.model_fields if name not in ("sms", "audience")}
    sms = resource.sms.text if resource.sms else None
    return ResourceOut(**values | {"sms": sms, "audience": sorted(resource.audience), "evidence": resource.evidence.value})


def search_out(result: SearchResult) -> SearchOut:
    """The public form of a search result."""
    return SearchOut(
        in_scope=result.in_scope,
        confidence=result.confidence,
        results=[
            SearchRow(section=row.section.id, guide=row.section.guide, heading=row.section.heading, text=row.section.text, score=row.score)
            for row in result.rows
        ],
    )


def guide_out(guide: Guide, *, with_sections: bool) -> GuideOut:
    """The public form of a guide."""
    values = {name: getattr(guide, name) for name in GuideOut.model_fields if name not in ("sections", "section_count", "place")}
    sections = [section_out(section) for section in guide.sections] if with_sections else None
    return GuideOut(**values, section_count=len(guide.sections), sections=sections)


def placed_out(guide: Guide, section_id: str) -> GuideOut | None:
    """A guide with one of its sections and the place of it; None where the guide has no such section."""
    ids = [section.id for section in guide.sections]
    if section_id not in ids:
        return None
    at = ids.index(section_id)
    before, after = guide.sections[at - 1] if at else None, guide.sections[at + 1] if at + 1 < len(ids) else None
    place = PlaceOut(
        section=section_id,
        position=at + 1,
        before=_plain(NeighbourOut, before) if before else None,
        after=_plain(NeighbourOut, after) if after else None,
    )
    return guide_out(guide, with_sections=False).model_copy(update={"sections": [section_out(guide.sections[at])], "place": place})


def section_out(section: Section) -> SectionOut:
    """The public form of a section."""
    values = {name: getattr(section, name) for name in SectionOut.model_fields}
    return SectionOut(**values | {"phase": section.phase.value})


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


def _hit(hit: Hit) -> HitOut:
    return HitOut(
        rule=hit.rule,
        category=hit.category,
        level=hit.level.label,
        message=hit.message,
        span=(hit.span.start, hit.span.end),
        reason=hit.reason,
        raised_by=list(hit.raised_by),
        through=hit.through,
        lowered_by=hit.lowered_by,
    )


def _suggestion(suggestion: Suggestion) -> SuggestionOut:
    values = {name: getattr(suggestion, name) for name in SuggestionOut.model_fields}
    return SuggestionOut(**values | {"kept": list(suggestion.kept), "guessed": list(suggestion.guessed)})


def _message(message: MessageIn) -> Message:
    return Message(Speaker(message.role), well_formed(message.content))


def _plain(schema: type[S], record: object) -> S:
    """A schema filled from the fields of the same name."""
    return schema(**{name: getattr(record, name) for name in schema.model_fields})
