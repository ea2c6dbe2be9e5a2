"""The reviewed data behind the rewriter, as frozen records; read from `data/` by an adapter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.domain.rewriting import RewriteKind
from service.language.pattern import Pattern

_STEM = 4


@dataclass(frozen=True, slots=True)
class Topic:
    """What a complaint is about, and what usually stands behind it."""

    id: str
    cues: tuple[tuple[str, ...], ...]
    feelings: tuple[str, ...]
    needs: tuple[str, ...]
    requests: tuple[str, ...]
    slot: str


@dataclass(frozen=True, slots=True)
class DeedCue:
    """A deed by who did it (`you`, `i`, or `not` where it is missing), its verb and the words near it.

    Of each group in `near` one word must follow soon, none of `never_next` may come next, `sum_next` wants a sum there.
    """

    who: str
    verb: str
    near: tuple[frozenset[str], ...] = ()
    never_next: frozenset[str] = frozenset()
    sum_next: bool = False

    def fits(self, deed: Sequence[str]) -> bool:
        """Whether the deed is meant."""
        if deed[:2] != (self.who, self.verb):
            return False
        after = deed[2:]
        if after and after[0] in self.never_next:
            return False
        if self.sum_next and not (after and (after[0][0].isdigit() or after[0][0] in "£$€₹")):
            return False
        soon = set(after[:5])
        return all(group & soon for group in self.near)

    @property
    def exactness(self) -> int:
        """How much the cue asks for: of several that fit the most exact one knows best."""
        return len(self.near) + bool(self.never_next) + self.sum_next


@dataclass(frozen=True, slots=True)
class Frame:
    """What usually stands behind a deed; a `weak` one gives way to a topic that is sure."""

    id: str
    deeds: tuple[DeedCue, ...]
    feelings: tuple[str, ...]
    needs: tuple[str, ...]
    requests: tuple[str, ...]
    weak: bool


@dataclass(frozen=True, slots=True)
class PlainParts:
    """Needs and requests that fit any complaint; `{o}` in a request about a thing stands for the thing."""

    needs: tuple[str, ...]
    requests: tuple[str, ...]
    about: tuple[str, ...]
    doable: frozenset[str]


@dataclass(frozen=True, slots=True)
class BlameForm:
    """A way in which blame is worded, and why it lands badly."""

    id: str
    reason: str
    patterns: tuple[Pattern, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decline:
    """A kind of statement that is not rewritten, and what is said instead.

    `over_blame` tells whether it also holds where the statement blames, `to_nobody` that it holds only where nobody is spoken
    to; `refuse` marks control and threat.
    """

    id: str
    kind: str
    over_blame: bool
    refuse: bool
    note: str
    patterns: tuple[Pattern, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    to_nobody: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """A small sign of danger, which is no finding by itself; `reason` is what the writer may read about it."""

    id: str
    reason: str
    patterns: tuple[Pattern, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caution:
    """When nothing is worded although no safety rule has spoken.

    `alone` and `beside_sign` tell how far below its line the second tier may stay, in log-odds, for a message of up to
    `words` words; `longer` is for all others.
    """

    alone: float
    beside_sign: float
    words: int
    longer: float
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class DeedWords:
    """How a deed with a loaded verb is told: as a habit, or as one time; and the request that fits it."""

    habit: str
    once: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class FactWords:
    """By which words a clause with another subject is no plain fact; the comments of `grammar.yaml` say what each list means."""

    of_it: frozenset[str]
    of_everyone: frozenset[str]
    weather: frozenset[str]
    measures: frozenset[str]
    ranks: frozenset[str]
    changes: frozenset[str]
    verdicts: frozenset[str]
    people: frozenset[str]
    weighing: frozenset[str]
    of_me: frozenset[str]
    hated: frozenset[str]
    past_bearing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lists:
    """Small closed lists of words and phrases."""

    spelling: Mapping[str, str]
    heat: frozenset[str]
    scorn: frozenset[str]
    kept_phrases: tuple[str, ...]
    insults: frozenset[str]
    traits: frozenset[str]
    globalisers: frozenset[str]
    globaliser_phrases: tuple[str, ...]
    tails: tuple[str, ...]
    partners: tuple[str, ...]
    complement_verbs: frozenset[str]
    mind_verbs: frozenset[str]
    plain_states: frozenset[str]
    verdicts: frozenset[str]
    also_things: frozenset[str]
    not_things: frozenset[str]
    broken: re.Pattern[str]
    blaming: re.Pattern[str]
    not_asked: re.Pattern[str]
    cuts: tuple[re.Pattern[str], ...]
    motives: tuple[re.Pattern[str], ...]
    turns: tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True, slots=True)
class Judging:
    """Words and turns of phrase that judge. `words` do so wherever they stand, `of_you` only as what somebody is said to be."""

    words: frozenset[str]
    of_you: frozenset[str]
    doubts: frozenset[str]
    endings: tuple[str, ...]
    plain: frozenset[str]
    openings: tuple[str, ...]
    mocked: str
    doing: re.Pattern[str]
    alone: tuple[str, ...]
    tails: tuple[re.Pattern[str], ...]
    softened: tuple[tuple[re.Pattern[str], str], ...]
    compared: tuple[re.Pattern[str], ...]

    def ends_as_judging(self, word: str) -> bool:
        """Whether the ending of a word judges, as in "half-arsed" and "two-faced"; a word without a hyphen has none."""
        return word.endswith(self.endings) and word not in self.plain

    def soften(self, text: str) -> str:
        """An event told with plain times in place of claims of every time."""
        for pattern, instead in self.softened:
            text = pattern.sub(instead, text)
        return text

    def compared_in(self, text: str) -> str:
        """What of a sentence of clean words is said of others to measure somebody by."""
        return " ".join(found.group() for pattern in self.compared for found in pattern.finditer(text))

    def without_compared(self, text: str) -> str:
        """The rest of that sentence."""
        for pattern in self.compared:
            text = pattern.sub(" ", text)
        return text


@dataclass(frozen=True, slots=True)
class StoryRules:
    """What of a writer's own clauses is not told as it stands, and joining words that need what they join."""

    charged: tuple[re.Pattern[str], ...]
    never_led: frozenset[str]

    def charges(self, text: str) -> bool:
        """Whether clean words hold something that is not told as it stands."""
        return any(pattern.search(text) for pattern in self.charged)


@dataclass(frozen=True, slots=True)
class SoundWords:
    """By which words a statement is sound or a complaint; the head of `sound.yaml` says what each list means.

    `needs` end in a space where a word of its own must follow.
    """

    needs: frozenset[str]
    asks: frozenset[str]
    requests: frozenset[str]
    weary: frozenset[str]
    feelings: frozenset[str]
    telling: frozenset[str]
    heavy: frozenset[str]
    neutral: frozenset[str]
    faint: frozenset[str]


@dataclass(frozen=True, slots=True)
class AskWords:
    """By which words a message names the things that needs and requests name; the head of `asks.yaml` says what each list means."""

    alike: Mapping[str, frozenset[str]]
    beings: frozenset[str]

    def suits(self, things: Sequence[str], said: frozenset[str]) -> bool:
        """Whether a message knows of all things that a phrasing names; `said` are its words, and owned ones as "your+mother".

        A thing that is no being may stand in another form.
        """
        return all(self._known(thing, said) for thing in things)

    def _known(self, thing: str, said: frozenset[str]) -> bool:
        owner, _, plain = thing.rpartition("+")
        names = {plain, *self.alike.get(plain, frozenset())}
        names |= {f"{name}{ending}" for name in names for ending in ("s", "es")}
        if owner:
            return any(f"{owner}+{name}" in said for name in names)
        if not names.isdisjoint(said):
            return True
        return plain not in self.beings and len(plain) > _STEM and any(word.startswith(plain[: len(plain) - 2]) for word in said)


@dataclass(frozen=True, slots=True)
class Feelings:
    """Genuine feelings by family, what writers type for them, and words that only pass for feelings."""

    families: Mapping[str, tuple[str, ...]]
    named: Mapping[str, str]
    not_feelings: Mapping[str, tuple[str, str]]
    needs_care: frozenset[str]
    genuine: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class KindWeights:
    """What each cue speaks for: one number a kind, in the order of `kinds`; `bias` holds the kinds' own."""

    kinds: tuple[RewriteKind, ...]
    bias: tuple[float, ...]
    cues: Mapping[str, tuple[float, ...]]

    def kind(self, cues: frozenset[str]) -> RewriteKind:
        """The kind that the cues speak for; of equal ones the first."""
        sums = list(self.bias)
        for cue in sorted(cues & self.cues.keys()):
            for place, weight in enumerate(self.cues[cue]):
                sums[place] += weight
        return self.kinds[sums.index(max(sums))]


@dataclass(frozen=True, slots=True)
class SentenceWeights:
    """What each cue says for a whole sentence, in log-odds; below a share of `least` words are taken for none."""

    bias: float
    least: float
    cues: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DeedVerbs:
    """Which verbs are told in which way where the deed was done; the comments of `verbs.yaml` say what each list means."""

    guessed: frozenset[str]
    bare: frozenset[str]
    judging: frozenset[str]
    with_me: frozenset[str]
    never_passive: frozenset[str]
    loud: frozenset[str]
    towards: frozenset[str]
    whole_things: frozenset[str]


@dataclass(frozen=True, slots=True)
class Helped:
    """What is done without help: who is cared for, and what is a job."""

    care: frozenset[str]
    jobs: frozenset[str]


@dataclass(frozen=True, slots=True)
class UndoneVerbs:
    """Which verbs are told in which way where the deed is missing; the comments of `verbs.yaml` say what each list means."""

    unseen: frozenset[str]
    of_the_mind: frozenset[str]
    calls: frozenset[str]
    with_me: frozenset[str]
    jobs: frozenset[str]
    a_kind_of: frozenset[str]
    short_objects: frozenset[str]
    vague: frozenset[str]


@dataclass(frozen=True, slots=True)
class RewritingData:
    """Everything reviewed that the rewriter rests on; `version` goes into the answer's record."""

    version: str
    topics: tuple[Topic, ...]
    vague_cues: frozenset[str]
    frames: tuple[Frame, ...]
    plain: PlainParts
    feelings: Feelings
    lists: Lists
    facts: FactWords
    judging: Judging
    story: StoryRules
    sound: SoundWords
    asks: AskWords
    plain_verbs: Mapping[str, str]
    done: Mapping[str, DeedWords]
    deed_verbs: DeedVerbs
    undone: Mapping[str, Mapping[str, str]]
    undone_verbs: UndoneVerbs
    missing_state: Mapping[str, tuple[str, str]]
    work: Mapping[str, str]
    helped: Helped
    wrappers: tuple[tuple[re.Pattern[str], str], ...]
    forms: tuple[BlameForm, ...]
    declines: tuple[Decline, ...]
    caution: Caution
    notes: Mapping[str, str]
    kinds: KindWeights
    sentences: SentenceWeights

    @property
    def loaded(self) -> frozenset[str]:
        """Verbs that carry a charge and are told in another way."""
        return frozenset(self.done.keys() | self.plain_verbs.keys())
