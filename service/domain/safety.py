"""What the safety classifier says of a conversation."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from service.domain.text import Span


class RiskLevel(IntEnum):
    """How serious the highest signal of a conversation is; the order is the severity."""

    NONE = 0
    CONCERN = 1
    ACUTE = 2
    EMERGENCY = 3

    @property
    def label(self) -> str:
        """The public name, as in the API."""
        return self.name.lower()

    @property
    def routed(self) -> bool:
        """Whether the conversation goes to professional help instead of coaching."""
        return self >= RiskLevel.CONCERN


class Voice(StrEnum):
    """Who speaks about the harm: the one harmed, the one harming, or somebody near."""

    VICTIM = "victim"
    PERPETRATOR = "perpetrator"
    THIRD_PARTY = "third_party"


class Role(StrEnum):
    """Whom the reply to a routed conversation is written for."""

    VICTIM = "victim"
    PERSON_USING_HARM = "person_using_harm"
    THIRD_PARTY = "third_party"
    MINOR = "minor"
    SUICIDAL = "suicidal"
    ELDER = "elder"


class CheckIn(StrEnum):
    """The person's answer to the one closed question."""

    YES = "yes"
    NOT_SURE = "not_sure"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Hit:
    """One reason for a verdict.

    `span` counts characters of the message with index `message`, end exclusive.
    `raised_by` names the aggravators that lifted the level above the rule's own. `through` is set where the hit only
    showed once several messages were read together: the last of them. `lowered_by` names the context that lowered the
    level below the rule's own, and says why.
    """

    rule: str
    category: str
    level: RiskLevel
    message: int
    span: Span
    reason: str
    voice: Voice
    raised_by: tuple[str, ...] = ()
    through: int | None = None
    lowered_by: str | None = None

    @property
    def complete_at(self) -> int:
        """The message with which it was known."""
        return self.message if self.through is None else self.through


@dataclass(frozen=True, slots=True)
class SetAside:
    """A match that its context disarmed, kept so that a verdict explains itself."""

    rule: str
    category: str
    message: int
    span: Span
    context: str
    why: str


@dataclass(frozen=True, slots=True)
class TierScore:
    """What the second tier said of one message: log-odds of a disclosure, and how much would have been needed."""

    message: int
    score: float
    needed: float
    category: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The classifier's finding on all user messages of one request.

    `classifier` names version and rule hash. `failed` is true when the classifier broke and the verdict is the
    fail-closed one. `lifted` tells that a `no` to the closed question lifted concern-level hits.
    `survivor` tells that past abuse was mentioned as over, so that support is offered beside coaching.
    `scores` holds what the second tier said, where it was asked: it is not where a rule has spoken.
    """

    level: RiskLevel
    categories: tuple[str, ...]
    hits: tuple[Hit, ...]
    set_aside: tuple[SetAside, ...]
    role: Role
    classifier: str
    failed: bool = False
    lifted: bool = False
    survivor: bool = False
    scores: tuple[TierScore, ...] = ()

    @property
    def routed(self) -> bool:
        """Whether the conversation goes to professional help instead of coaching."""
        return self.level.routed
