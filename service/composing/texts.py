"""The reviewed texts that replies are made of, as records; adapters read them from `prompts/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from service.domain.corpus import Side
from service.language.pattern import Pattern


class Slot(StrEnum):
    """What part of a reflection a line is for; a reflection takes at most one line of each."""

    SITUATION = "situation"
    DOING = "doing"
    FEELING = "feeling"


@dataclass(frozen=True, slots=True)
class Situation:
    """Something a person may say, and lines that reflect it without adding anything.

    `side` is set where saying it tells which side of a hurt the person is on.
    """

    id: str
    slot: Slot
    topics: frozenset[str]
    patterns: tuple[Pattern, ...]
    lines: tuple[str, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class CoachingTexts:
    """The coach's own phrases around the cited steps; `version` is the prompt number shown with answers."""

    version: str
    situations: tuple[Situation, ...]
    fallbacks: tuple[str, ...]
    follow_up: tuple[str, ...]
    say_leads: tuple[str, ...]
    action_leads: tuple[str, ...]
    later_steps: tuple[str, ...]
    later_questions: tuple[str, ...]
    uncovered: tuple[str, ...]
    covers: tuple[str, ...]
    uncovered_later: tuple[str, ...]
    covers_later: tuple[str, ...]
    notice: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A reviewed sentence, or two that belong together, with the sections that it rests on."""

    text: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """Something said in a conversation that keeps sections back: by their topics, from then on.

    `lead` opens the advice of the reply in which it is heard; where `asked` names topics, only if one of them was found.
    `instead` are sections to offer in place of the kept-back ones; with `only`, no others are left.
    A sign without patterns is set by the verdict.
    """

    id: str
    patterns: tuple[Pattern, ...]
    lead: Cited | None
    asked: frozenset[str]
    never: frozenset[str]
    only: bool
    instead: tuple[str, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]


class Take(StrEnum):
    """What a reply to a follow-up is made of."""

    THEN = "then"
    WHY = "why"
    OTHER = "other"
    ALOUD = "aloud"
    SMALLER = "smaller"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A way of going on with what the coach said last, such as "what do you mean" or "that did not work".

    `close` is the section that lends the small action, where that is not one that was used. `courtesies` are the ids of those
    that mean this once the coach has given advice. `within` names sections of which the thread must hold one.
    """

    id: str
    patterns: tuple[Pattern, ...]
    max_words: int
    openers: tuple[str, ...]
    advice: tuple[Cited, ...]
    takes: tuple[Take, ...]
    question: str | None
    close: str | None
    courtesies: frozenset[str]
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    within: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ConversationTexts:
    """How a conversation goes on; `about_you` and `about_them` hold frames with {} for the person's own words.

    `anyhow` are the sections whose counsel suits nearly any quarrel. `script_lead` and `script_end` stand around a wish that the
    person asked how to tell somebody of. `timed` are sections about how long things take, for those who speak of time. `others` are
    words for somebody who is no partner.
    """

    about_you: tuple[str, ...]
    about_them: tuple[str, ...]
    exhausted: tuple[str, ...]
    signs: tuple[Sign, ...]
    follow_ups: tuple[FollowUp, ...]
    anyhow: frozenset[str] = frozenset()
    script_lead: str = ""
    script_end: str = ""
    timed: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fact:
    """A question with one certain answer in the guides.

    `about` names sections whose thread makes a bare question about time mean this fact. `close` is the section that ends
    the reply. `sure` tells that the pattern alone shows the question to be one for the guides. Two more are for answers that
    are counsel rather than numbers, which also wait where a sign keeps sections back: with `told`, what the person said is given
    back first; with `alone`, a message that also tells what is going on is not answered by it. `openers` are how it may begin.
    `hurt` is the answer where the conversation tells what somebody else did, and its last sentence's section ends that reply; with
    it, `alone` looks at the whole conversation.
    """

    id: str
    patterns: tuple[Pattern, ...]
    answer: tuple[Cited, ...]
    about: frozenset[str]
    close: str
    sure: bool
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    told: bool = False
    alone: bool = False
    openers: tuple[str, ...] = ()
    hurt: tuple[Cited, ...] = ()

    @property
    def is_counsel(self) -> bool:
        """Whether it advises, so that it must fit what has been said before."""
        return self.told or self.alone


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A question that by its words alone is one for somebody else; `topic` is the outside subject that says for whom."""

    topic: str
    patterns: tuple[Pattern, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A tension of the ledger worded for a reply, and the questions that ask about it."""

    tension: str
    patterns: tuple[Pattern, ...]
    views: tuple[Cited, ...]
    close: str
    fires: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DirectTexts:
    """Questions that want a fact or both sides of a disagreement; `durations` are bare questions about time."""

    durations: tuple[Pattern, ...]
    openers: tuple[str, ...]
    rule_leads: tuple[str, ...]
    facts: tuple[Fact, ...]
    disagreements: tuple[Disagreement, ...]
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True)
class Courtesy:
    """A message that wants a short right answer and no passage: a greeting, thanks, a goodbye.

    `names` are words one of which it must hold where it was found by its meaning alone and could as well bring a matter.
    """

    id: str
    patterns: tuple[Pattern, ...]
    whole: bool
    max_words: int
    replies: tuple[str, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ActTexts:
    """Lines to learn acts from, by the id of a courtesy or a follow-up; those of `matter` are none.

    `aside` are outside subjects that are acts themselves.
    """

    lines: Mapping[str, tuple[str, ...]]
    matter: tuple[str, ...]
    aside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A way of going on after a disclosure, such as taking it back or asking for a message to be worded.

    With `before_wording` it is meant even where its words could ask for a message: "what do I say when I ring them".
    """

    id: str
    patterns: tuple[Pattern, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    before_wording: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a help reply and when it fits: each key must hold one of its values."""

    id: str
    when: Mapping[str, frozenset[str]]
    text: str


@dataclass(frozen=True, slots=True)
class HelpTexts:
    """The texts for routed conversations: parts by name, and which parts make which reply, in order."""

    version: str
    assembly: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[Part, ...]]
    question: str
    options: tuple[str, ...]
    unsupported_language: Mapping[str, str]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class NeverSay:
    """Something no finished reply of some kinds may say."""

    id: str
    applies_to: frozenset[str]
    pattern: str
    reason: str
    source: str
    must_catch: tuple[str, ...]
    must_pass: tuple[str, ...]
