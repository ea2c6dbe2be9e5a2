"""A statement to word anew: the request and the whole answer."""

from typing import Literal

from pydantic import ConfigDict, Field

from service.domain.rewriting import Mode, Receipt, RewriteAnswer, Suggestion, Tone
from service.domain.safety import CheckIn
from service.domain.text import well_formed
from service.public.answers import ComposerOut, QuestionOut
from service.public.help import ResourceOut, resource_out
from service.public.records import Country, Schema, plain
from service.public.safety import VerdictOut, verdict_out
from service.usecases.rewrite import RewriteRequest


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


def rewrite_out(answer: RewriteAnswer) -> RewriteOut:
    """The public form of a rewrite answer."""
    return RewriteOut(
        kind=answer.kind.value,
        blame=[BlameOut(form=b.form, span=(b.span.start, b.span.end), text=b.text, reason=b.reason) for b in answer.blame],
        suggestions=[_suggestion(suggestion) for suggestion in answer.suggestions],
        feelings=list(answer.feelings),
        receipt=_receipt(answer.receipt),
        verdict=verdict_out(answer.verdict),
        question=plain(QuestionOut, answer.question) if answer.question else None,
        resources=[resource_out(resource) for resource in answer.resources],
        composer=plain(ComposerOut, answer.composer),
        note=answer.note,
        notice=answer.notice,
    )


def _suggestion(suggestion: Suggestion) -> SuggestionOut:
    values = {name: getattr(suggestion, name) for name in SuggestionOut.model_fields}
    return SuggestionOut(**values | {"kept": list(suggestion.kept), "guessed": list(suggestion.guessed)})


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
