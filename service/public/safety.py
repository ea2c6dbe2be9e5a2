"""What is asked of the safety classifier and what it says."""

from typing import Literal

from pydantic import Field

from service.domain.safety import Hit, Verdict
from service.domain.text import Message, Speaker, well_formed
from service.public.messages import MessageIn, message
from service.public.records import Schema, plain


class CheckInput(Schema):
    """Texts to check: a conversation, or one text."""

    messages: list[MessageIn] | None = Field(None, description="The turns, oldest first.")
    text: str | None = Field(None, description="One text, instead of messages.")
    check_in: Literal["yes", "not_sure", "no"] | None = Field(None, description="The answer to the closed question.")

    def conversation(self) -> tuple[Message, ...]:
        """The turns given, a text being one turn of the user."""
        if self.messages is not None:
            return tuple(message(turn) for turn in self.messages)
        return (Message(Speaker.USER, well_formed(self.text or "")),)


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


def verdict_out(verdict: Verdict) -> VerdictOut:
    """The public form of a verdict."""
    return VerdictOut(
        level=verdict.level.label,
        categories=list(verdict.categories),
        hits=[_hit(hit) for hit in verdict.hits],
        classifier=verdict.classifier,
        routed=verdict.routed,
        role=verdict.role.value,
        set_aside=[plain(SetAsideOut, item) for item in verdict.set_aside],
        scores=[plain(TierScoreOut, item) for item in verdict.scores],
        failed=verdict.failed,
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
