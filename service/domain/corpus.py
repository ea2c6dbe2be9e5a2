"""Guides, sections, passages, claims, and what retrieval gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Phase(StrEnum):
    """The stages of the healing journey, and the two ways of standing outside it."""

    ANY = "any"
    RUPTURE = "rupture"
    STABILISATION = "stabilisation"
    UNDERSTANDING = "understanding"
    REPAIR = "repair"
    RECONNECTION = "reconnection"
    INTEGRATION = "integration"
    LETTING_GO = "letting-go"


class ClaimStatus(StrEnum):
    """Whether a claim of the sources may be repeated."""

    OK = "ok"
    CAVEAT = "caveat"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of the sources: where it stood, what may be said of it, and patterns that betray a blocked one."""

    id: str
    sections: tuple[str, ...]
    status: ClaimStatus
    claim: str
    reason: str
    allowed: str | None
    blocked_patterns: tuple[str, ...]
    must_catch: tuple[str, ...]
    must_pass: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tension:
    """A place where the guides disagree, with the rule for choosing."""

    id: str
    title: str
    sides: tuple[tuple[tuple[str, ...], str], ...]
    rule: str
    topics: tuple[str, ...]


class Side(StrEnum):
    """Which side of a hurt a person is on, where they say so or where advice is meant for one side alone."""

    HURT = "hurt"
    RESPONSIBLE = "responsible"


@dataclass(frozen=True, slots=True)
class Step:
    """A reply-ready sentence that rests on its section; `say` is something the person could say aloud.

    `side` is set where the advice fits only the person who was hurt, or only the one who caused it.
    """

    do: str
    say: str | None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """One or two sentences of a reply that rest on a section; `aloud` marks one that the person could say themselves.

    `side` is set where it fits only the person who was hurt, or only the one who caused it.
    """

    text: str
    aloud: bool = False
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Counsel:
    """How a section is worded in replies, as sentences that belong together and in reading order.

    `first` is for the turn in which the section comes up and `then` for a later one, which has its own small action and
    question. `why` says the same more plainly. `joins` is one sentence that can stand after the counsel of another section.
    """

    first: tuple[Advice, ...]
    then: tuple[Advice, ...]
    next_action: str
    question: str
    why: str
    joins: str


class Relation(StrEnum):
    """Whom a matter is about; `EX` means that the two are apart now, `ANY` that it may be anybody."""

    PARTNER = "partner"
    EX = "ex"
    FAMILY = "family"
    FRIEND = "friend"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Saying:
    """One or two sentences of a reply with the sections they rest on; `aloud` marks words that the person could say."""

    text: str
    sections: tuple[str, ...]
    aloud: bool = False


@dataclass(frozen=True, slots=True)
class Matter:
    """What people bring, messages that bring it, and the reviewed counsel for it.

    `first` is for the turn in which it comes up and `then` for a later one. `side` is None where it fits both sides of a hurt.
    `later` marks what makes sense only once the coach has answered. `openers` say what happened, `near` only name the theme:
    they open where the matter may be another one close by. `goes_with` names the signs in a conversation, such as no contact, with
    which a reader found all its words fit; without that its sections decide.
    """

    id: str
    about: str
    relation: Relation
    side: Side | None
    later: bool
    asks: tuple[str, ...]
    openers: tuple[str, ...]
    near: tuple[str, ...]
    first: tuple[Saying, ...]
    then: tuple[Saying, ...]
    next_action: str
    question: str
    goes_with: frozenset[str] = frozenset()

    @property
    def sections(self) -> tuple[str, ...]:
        """Every section that its counsel rests on, in order."""
        return tuple(dict.fromkeys(name for one in (*self.first, *self.then) for name in one.sections))

    def sayings(self, section: str) -> tuple[str, ...]:
        """What it says that rests on a section."""
        return tuple(one.text for one in (*self.first, *self.then) if section in one.sections)


@dataclass(frozen=True, slots=True)
class Brought:
    """A matter with its share among all that a message may bring, from 0 to 1."""

    matter: Matter
    share: float


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of a guide, as an edition in our own words.

    `asks` are things people type when this section answers them. `presupposes_safety` marks advice that could harm
    someone who is afraid of their partner. `next_action` and `question` end the turn in which the section comes up.
    `counsel` is None where nobody has worded the section for replies, as after an import; its steps then serve.
    """

    id: str
    guide: str
    heading: str
    kind: str
    text: str
    topics: tuple[str, ...]
    phase: Phase
    presupposes_safety: bool
    claims: tuple[str, ...]
    tensions: tuple[str, ...]
    steps: tuple[Step, ...]
    next_action: str
    question: str
    asks: tuple[str, ...]
    counsel: Counsel | None = None


@dataclass(frozen=True, slots=True)
class Guide:
    """One source document, as an edition; `reviewed_on` is None where nobody has reviewed it, as after an import."""

    id: str
    title: str
    origin: str
    source_sha256: str
    edition: int
    reviewed_on: date | None
    audience: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class OutsideTopic:
    """A subject that people ask about and the guides do not cover, and where else to turn."""

    id: str
    near: bool
    pointer: str
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """All guides and ledgers; `version` is a hash of the files they came from.

    `related` names, for a section, others that answer the same questions, nearest first. `matters` are known by their id.
    """

    version: str
    guides: tuple[Guide, ...]
    claims: tuple[Claim, ...]
    tensions: tuple[Tension, ...]
    outside: tuple[OutsideTopic, ...] = ()
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    matters: Mapping[str, Matter] = field(default_factory=dict)

    @property
    def sections(self) -> dict[str, Section]:
        """Every section by its id, in the order of the guides."""
        return {section.id: section for guide in self.guides for section in guide.sections}

    def guide(self, guide_id: str) -> Guide | None:
        """The guide with this id, or None."""
        return next((guide for guide in self.guides if guide.id == guide_id), None)


class PassageKind(StrEnum):
    """What the embedded text of a passage is."""

    TEXT = "text"
    STEP = "step"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded and searched: a section's text, one of its steps, or a question that it answers."""

    id: str
    section: str
    kind: PassageKind
    text: str


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with its cosine similarity to the query, -1 to 1."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a search: a section, its score from 0 to 1, and its passages that lie near, best first."""

    section: Section
    score: float
    passages: tuple[ScoredPassage, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Sections, best first, and whether the guides cover the question at all; `confidence` is 0 to 1.

    `outside_topic` is the nearest subject from outside the guides; `act` the way in which the message goes on with the
    conversation, where it was known by its meaning; `matters` what it surely brings, likeliest first; `relation` whom it is
    surely about.
    """

    in_scope: bool
    confidence: float
    rows: tuple[Found, ...]
    outside_topic: str | None = None
    act: str | None = None
    matters: tuple[Brought, ...] = ()
    relation: Relation | None = None
