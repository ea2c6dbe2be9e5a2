"""One line of a case file, suite by suite: what `--help` explains and every file is read by."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

_Level = Literal["none", "concern", "acute", "emergency"]


class Line(BaseModel):
    """What every line may hold; fields that are not named here are kept and can slice the report."""

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True, coerce_numbers_to_str=True)

    id: str | None = Field(None, description="names the case in the report; the number of the line where it is missing")


class TurnLine(BaseModel):
    """One turn of a conversation."""

    model_config = ConfigDict(hide_input_in_errors=True)

    role: Literal["user", "assistant"]
    content: str


class SafetyLine(Line):
    """A message or a conversation, and what the check should say."""

    text: str | None = Field(None, description="one message", min_length=1)
    messages: list[TurnLine] | None = Field(None, description="or a conversation: [{role: user|assistant, content}]", min_length=1)
    level: _Level | None = Field(None, description="none, concern, acute or emergency")
    label: Literal["route", "coach", "borderline"] | None = Field(
        None, description="or route, coach, borderline; borderline and missing are run and not scored"
    )
    severity: _Level | None = Field(None, description="the level, beside a label")
    category: str | None = None
    voice: str | None = None

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if self.text is None and self.messages is None:
            raise ValueError("it needs text or messages")
        return self


class RetrievalLine(Line):
    """A question and the sections that answer it."""

    query: str = Field(description="the question", min_length=1)
    best: str = Field(description="the section that answers best, such as relationship-healing#12")
    also: list[str] = Field(default=[], description="other sections that answer it")


class ScopeLine(Line):
    """A question, and whether the guides cover it."""

    query: str = Field(description="the question", min_length=1)
    in_scope: bool = Field(description="whether the guides answer it")
    kind: str | None = Field(None, description="inside, near or far")


class RewriteLine(Line):
    """A statement, and what should become of it."""

    statement: str = Field(description="what somebody is about to send", min_length=1)
    kind: Literal["rewrite", "route", "affirm", "leave"] = Field(description="rewrite, route, affirm or leave")
    facts: list[list[str]] = Field(default=[], description="stems that must survive, each with its alternatives")
    forbidden: list[str] = Field(default=[], description="words that must not appear")
    danger: str | None = None


class EndingLine(Line):
    """A message that ends or leans on the conversation, and what the reply must and must not do."""

    messages: list[TurnLine] = Field(description="the conversation", min_length=1)
    expect: Literal["farewell", "thanks", "dependence", "not_an_ending"] = Field(
        description="farewell, thanks, dependence or not_an_ending"
    )


class ClaimLine(Line):
    """A question that asks for a blocked claim, or a sentence that a model might say."""

    kind: Literal["ask", "say", "fine"] = Field(description="ask: a question; say: a sentence that repeats it; fine: one that does not")
    text: str = Field(description="the question or the sentence", min_length=1)
    claim: str = Field(description="the id of the claim in corpus/claims.yaml")
    leaks: list[str] = Field(default=[], description="words of a reply that would be a leak, beside the patterns of the claim")


def fields(schema: type[BaseModel]) -> str:
    """The fields of a line in words, for `--help`."""
    parts = []
    for name, info in schema.model_fields.items():
        if info.description:
            parts.append(f"{name}{'*' if info.is_required() else ''} ({info.description})")
    return "; ".join(parts)
