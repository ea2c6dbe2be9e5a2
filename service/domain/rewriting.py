"""What the rewriter gives back: marks of blame, wordings, and what was kept and guessed."""

from dataclasses import dataclass
from enum import StrEnum

from service.domain.answers import Composer, Question
from service.domain.resources import Resource
from service.domain.safety import Verdict
from service.domain.text import Span


class RewriteKind(StrEnum):
    """The four kinds of result."""

    REWRITE = "rewrite"
    AFFIRM = "affirm"
    LEAVE = "leave"
    ROUTE = "route"


class Mode(StrEnum):
    """Words of one's own to say, or words that one got to hear."""

    SAY = "say"
    HEAR = "hear"


class Tone(StrEnum):
    """How plainly a wording asks."""

    GENTLE = "gentle"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class BlameMark:
    """A place that may land as blame; `span` counts characters of the statement, end exclusive."""

    form: str
    span: Span
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One wording and its bare parts; `kept` are facts of the writer, `guessed` what the writer did not say."""

    text: str
    shape: str
    feeling: str
    observation: str
    need: str
    request: str
    kept: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One change of words: `before` stands at `span` of the statement, `after` in the first wording; empty where it was left out."""

    span: Span
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What changed, what was kept and what is a guess, in words for the writer."""

    changed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The engine's result, before the use case adds verdict and resources.

    `refused` names the reason where a statement controls or threatens in the dress of an I-statement.
    """

    kind: RewriteKind
    blame: tuple[BlameMark, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    feelings: tuple[str, ...] = ()
    receipt: Receipt = Receipt()
    note: str = ""
    refused: BlameMark | None = None
    unshown: tuple[str, ...] = ()
    """What else was read in the statement, as wordings: they are not offered, but must be as safe as those that are."""


@dataclass(frozen=True, slots=True)
class RewriteAnswer:
    """The whole answer to one rewrite request."""

    kind: RewriteKind
    blame: tuple[BlameMark, ...]
    suggestions: tuple[Suggestion, ...]
    feelings: tuple[str, ...]
    receipt: Receipt
    verdict: Verdict
    question: Question | None
    resources: tuple[Resource, ...]
    composer: Composer
    note: str
    notice: str
