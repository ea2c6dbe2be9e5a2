"""Finds the signals of one text: match, look at the context, raise by aggravators, explain.

The engine holds no state and does no I/O. Its work is linear in the text: each pattern is an RE2 program, and only
patterns whose anchor words occur in the text run at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.domain.safety import RiskLevel, Role, Voice
from service.domain.text import Span
from service.language.matching import Match, PatternIndex
from service.language.normalise import NormalText
from service.safety.records import Aggravator, Context, Direction, Rule, Rulebook

_CLAUSE_ENDS = frozenset({"."})


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


@dataclass(frozen=True, slots=True)
class Disarmed:
    """A rule that matched one text and was set aside because of its context."""

    rule: str
    category: str
    span: Span
    context: str
    why: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that the rules say of one text."""

    signals: tuple[Signal, ...]
    disarmed: tuple[Disarmed, ...]
    aggravators: tuple[str, ...]
    roles: frozenset[Role]


class RuleEngine:
    """Runs one `Rulebook` over texts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.version = rulebook.version
        self.categories = frozenset(rule.category for rule in rulebook.rules)
        self._normalise = rulebook.normalise
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
        normal = self._normalise(text)
        matches = list(self._rules.matches(normal))
        aggravators = list(self._aggravators.matches(normal))
        cues = self._cues(normal) if matches else []
        signals: dict[tuple[str, Span], Signal] = {}
        disarmed: dict[tuple[str, Span], Disarmed] = {}
        for rule, match in matches:
            span = normal.origin(match.first, match.last)
            context = _disarming(rule, match, cues, normal, aggravated=_aggravated(rule, match, aggravators, normal))
            if context is not None and context.lowers_to is None:
                disarmed.setdefault((rule.id, span), Disarmed(rule.id, rule.category, span, context.id, context.why))
                continue
            level = rule.level if context is None or context.lowers_to is None else min(rule.level, context.lowers_to)
            signal = _raised(rule, level, span, match, aggravators, normal)
            known = signals.get((rule.id, span))
            if known is None or known.level < signal.level:
                signals[rule.id, span] = signal
        return Analysis(
            signals=tuple(_outermost(signals.values())),
            disarmed=tuple(d for key, d in disarmed.items() if key not in signals),
            aggravators=tuple(dict.fromkeys(a.id for a, _ in aggravators)),
            roles=self._found_roles(normal, {signal.category for signal in signals.values()}),
        )

    def _cues(self, normal: NormalText) -> list[tuple[Context, Match]]:
        """Context cues that no look-alike covers."""
        lookalikes = list(self._unless.matches(normal))
        return [
            (context, cue)
            for context, cue in self._contexts.matches(normal)
            if not any(other is context and _overlap(cue, place) for other, place in lookalikes)
        ]

    def _found_roles(self, normal: NormalText, categories: set[str]) -> frozenset[Role]:
        markers = (marker for marker, _ in self._roles.matches(normal))
        return frozenset(marker.role for marker in markers if not marker.categories or marker.categories & categories)


def _disarming(rule: Rule, match: Match, cues: Sequence[tuple[Context, Match]], text: NormalText, *, aggravated: bool) -> Context | None:
    """The context that disarms a match, if any; one that sets aside wins over one that only lowers."""
    found = [
        context
        for context, cue in cues
        if context.kind in rule.contexts and not (context.yields and aggravated) and _reaches(context, cue, match, text)
    ]
    return min(found, key=lambda context: context.lowers_to or RiskLevel.NONE, default=None)


def _reaches(context: Context, cue: Match, match: Match, text: NormalText) -> bool:
    match context.direction:
        case Direction.MESSAGE:
            return True
        case Direction.SENTENCE:
            return _one_sentence(cue, match, text)
        case Direction.BEFORE:
            return _clear(context, cue.last, match.act, text)
        case Direction.AFTER:
            return _clear(context, match.last, cue.first, text) or match.act < cue.first < match.last
        case Direction.AROUND:
            return _clear(context, cue.last, match.act, text) or _clear(context, match.last, cue.first, text)


def _clear(context: Context, left: int, right: int, text: NormalText) -> bool:
    """Whether the words between two places are few enough and hold nothing that ends the context's reach."""
    between = text.tokens[left:right]
    words = len(between) - between.count(",")
    return left <= right and words <= context.reach and not (context.stops | _CLAUSE_ENDS) & set(between)


def _raised(  # noqa: PLR0913, PLR0917  a frame has this many sides
    rule: Rule, level: RiskLevel, span: Span, match: Match, aggravators: Sequence[tuple[Aggravator, Match]], text: NormalText
) -> Signal:
    """The signal with the highest level that an aggravator beside it gives."""
    highest, by = level, []
    for aggravator, place in aggravators:
        raised = aggravator.raises.get(level, level)
        if raised > level and _beside(aggravator, place, rule, match, text):
            highest = max(highest, raised)
            by.append(aggravator.id)
    return Signal(rule.id, rule.category, highest, rule.voice, span, rule.reason, tuple(dict.fromkeys(by)))


def _beside(aggravator: Aggravator, place: Match, rule: Rule, match: Match, text: NormalText) -> bool:
    """Whether an aggravator is about this match: of its categories, and near enough."""
    if aggravator.categories and rule.category not in aggravator.categories:
        return False
    return aggravator.within is Direction.MESSAGE or _one_sentence(place, match, text)


def _aggravated(rule: Rule, match: Match, aggravators: Sequence[tuple[Aggravator, Match]], text: NormalText) -> bool:
    """Whether something speaks against taking a match lightly: a strong aggravator, or a gentle one in the sentence."""
    return any(
        _beside(aggravator, place, rule, match, text) and (RiskLevel.CONCERN in aggravator.raises or _one_sentence(place, match, text))
        for aggravator, place in aggravators
    )


def _one_sentence(one: Match, other: Match, text: NormalText) -> bool:
    low, high = sorted((one.first, other.first))
    return not _CLAUSE_ENDS & set(text.tokens[low:high])


def _overlap(one: Match, other: Match) -> bool:
    return one.first < other.last and other.first < one.last


def _outermost(signals: Iterable[Signal]) -> list[Signal]:
    """Without signals of the same rule that lie inside another one, in reading order."""
    kept: list[Signal] = []
    for signal in sorted(signals, key=lambda s: (s.rule, s.span.start, -s.span.end)):
        if kept and kept[-1].rule == signal.rule and signal.span.end <= kept[-1].span.end and signal.level <= kept[-1].level:
            continue
        kept.append(signal)
    return sorted(kept, key=lambda s: (-s.level, s.span, s.rule))
