"""Finds the signals of one text: match, look at the context, raise by aggravators, explain.

The engine holds no state and does no I/O. Its work is linear in the text: each pattern is an RE2 program, and only
patterns whose words all occur in the text run at all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from service.domain.safety import RiskLevel, Role, Voice
from service.domain.text import Span
from service.language.matching import PatternIndex
from service.language.normalise import NormalText
from service.safety.records import Rulebook
from service.safety.surroundings import Surroundings
from service.safety.told import told

# In a message of so few words and marks, a small fact is what it is about.
_BRIEF = 45
# A long text may repeat itself; so many reasons of one kind are enough.
_MOST_OF_ONE_RULE = 10


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that matched one text and that no context disarmed; `level` NONE is a mere cue."""

    rule: str
    category: str
    level: RiskLevel
    voice: Voice
    span: Span
    reason: str
    raised_by: tuple[str, ...] = ()
    lowered_by: str | None = None


@dataclass(frozen=True, slots=True)
class Disarmed:
    """A rule that matched one text and was set aside because of its context."""

    rule: str
    category: str
    span: Span
    context: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that the rules say of one text, and its normal form."""

    normal: NormalText
    signals: tuple[Signal, ...]
    disarmed: tuple[Disarmed, ...]
    aggravators: tuple[str, ...]
    roles: frozenset[Role]
    contexts: frozenset[str] = frozenset()
    """The kinds of context that stand in it, whether or not they disarm anything."""

    @property
    def brief(self) -> bool:
        """Whether it is so short that a small fact is what it is about."""
        return len(self.normal.tokens) <= _BRIEF


F = TypeVar("F", Signal, Disarmed)


class RuleEngine:
    """Runs one `Rulebook` over texts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.version = rulebook.version
        self.categories = frozenset(rule.category for rule in rulebook.rules)
        self.frames = frozenset(rule.id for rule in rulebook.rules if rule.frame)
        self._normalise = rulebook.normalise
        self._told = rulebook.told
        self._rules = PatternIndex((rule, rule.patterns) for rule in rulebook.rules)
        self._contexts = PatternIndex((context, context.cues) for context in rulebook.contexts)
        self._unless = PatternIndex((context, context.unless) for context in rulebook.contexts)
        self._aggravators = PatternIndex((aggravator, aggravator.patterns) for aggravator in rulebook.aggravators)
        self._roles = PatternIndex((marker, marker.patterns) for marker in rulebook.role_markers)

    def compile(self) -> None:
        """Compile every pattern, so that the first message is as fast as the next."""
        for index in (self._rules, self._contexts, self._unless, self._aggravators, self._roles):
            index.compile()

    def analyse(self, text: str) -> Analysis:
        """Everything the rules find in `text`; spans count its characters."""
        return self._read(self._normalise(text))

    def analyse_told(self, analysis: Analysis) -> Analysis | None:
        """What the rules find in the same text read as told of the one it is spoken to; None where it is spoken to nobody."""
        normal = told(analysis.normal, self._told)
        return None if normal is None else self._read(normal)

    def signals(self, text: str) -> tuple[Signal, ...]:
        """What the rules find in `text` as it is, and as told of the one it is spoken to."""
        analysis = self.analyse(text)
        told_of = self.analyse_told(analysis)
        return analysis.signals + (told_of.signals if told_of else ())

    def _read(self, normal: NormalText) -> Analysis:
        matches = list(self._rules.matches(normal))
        around = self._surroundings(normal)
        brief = len(normal.tokens) <= _BRIEF
        signals: dict[tuple[str, Span], Signal] = {}
        disarmed: dict[tuple[str, Span], Disarmed] = {}
        for rule, match in matches:
            span = normal.origin(match.first, match.last)
            context = around.disarming(rule, match)
            if context is not None and context.lowers_to is None:
                disarmed.setdefault((rule.id, span), Disarmed(rule.id, rule.category, span, context.id, context.kind, context.why))
                continue
            level = rule.brief if brief and rule.brief is not None else rule.level
            if context is not None and context.lowers_to is not None:
                level = min(level, context.lowers_to)
            lowered = f"{context.id}: {context.why}" if context is not None and level < rule.level else None
            level, raised_by = around.raising(rule, match, level)
            known = signals.get((rule.id, span))
            if known is None or known.level < level:
                signals[rule.id, span] = Signal(rule.id, rule.category, level, rule.voice, span, rule.reason, raised_by, lowered)
        return Analysis(
            normal=normal,
            signals=tuple(_outermost(signals.values())),
            disarmed=tuple(_few_of_each(d for key, d in disarmed.items() if key not in signals)),
            aggravators=around.aggravators,
            contexts=around.contexts,
            roles=self._found_roles(normal, {signal.category for signal in signals.values()}),
        )

    def _surroundings(self, normal: NormalText) -> Surroundings:
        return Surroundings(
            normal,
            cues=self._contexts.matches(normal),
            lookalikes=self._unless.matches(normal),
            aggravators=self._aggravators.matches(normal),
        )

    def _found_roles(self, normal: NormalText, categories: set[str]) -> frozenset[Role]:
        markers = (marker for marker, _ in self._roles.matches(normal))
        return frozenset(marker.role for marker in markers if not marker.categories or marker.categories & categories)


def _outermost(signals: Iterable[Signal]) -> list[Signal]:
    """The most serious first, without signals of the same rule that lie inside another one, a few for each rule."""
    kept: list[Signal] = []
    for signal in sorted(signals, key=lambda s: (s.rule, s.span.start, -s.span.end)):
        if kept and kept[-1].rule == signal.rule and signal.span.end <= kept[-1].span.end and signal.level <= kept[-1].level:
            continue
        kept.append(signal)
    return list(_few_of_each(sorted(kept, key=lambda s: (-s.level, s.span, s.rule))))


def _few_of_each(found: Iterable[F]) -> Iterator[F]:
    """The first of each rule, up to a number."""
    counts: Counter[str] = Counter()
    for item in found:
        counts[item.rule] += 1
        if counts[item.rule] <= _MOST_OF_ONE_RULE:
            yield item
