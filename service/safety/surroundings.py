"""What stands around the matches of one text: context cues that disarm them and aggravators that raise them.

Everything is looked up by position, so that a text with thousands of matches and cues still costs no more than its
length: of the cues of one context only the nearest can reach a match, as what stops it also stops those beyond it.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from service.domain.safety import RiskLevel
from service.language.matching import Match
from service.language.normalise import NormalText
from service.safety.records import Aggravator, Context, Direction, Rule

SENTENCE_END = "."
_MARKS = frozenset({SENTENCE_END, ","})


@dataclass(slots=True)
class _Cues:
    """Where the cues of one context stand: sorted beginnings and ends, and the sentences that hold one."""

    firsts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)
    sentences: set[int] = field(default_factory=set)


class Surroundings:
    """The context cues and aggravators of one text."""

    def __init__(
        self,
        text: NormalText,
        cues: Iterable[tuple[Context, Match]],
        lookalikes: Iterable[tuple[Context, Match]],
        aggravators: Iterable[tuple[Aggravator, Match]],
    ) -> None:
        self._tokens = text.tokens
        self._sentence = _sentence_numbers(text.tokens)
        self._cues = self._placed(cues, lookalikes)
        self._aggravators: dict[Aggravator, set[int]] = defaultdict(set)
        for aggravator, place in aggravators:
            self._aggravators[aggravator].add(self._sentence[place.first])

    @property
    def aggravators(self) -> tuple[str, ...]:
        """The ids of all aggravators in the text."""
        return tuple(aggravator.id for aggravator in self._aggravators)

    @property
    def contexts(self) -> frozenset[str]:
        """The kinds of all contexts in the text."""
        return frozenset(context.kind for context in self._cues)

    def disarming(self, rule: Rule, match: Match) -> Context | None:
        """The context that disarms a match, if any; one that sets aside wins over one that only lowers."""
        reaching = [
            context for context, cues in self._cues.items() if context.kind in rule.contexts and self._reaches(context, cues, match)
        ]
        if any(context.yields for context in reaching) and self._aggravated(rule, match):
            reaching = [context for context in reaching if not context.yields]
        return min(reaching, key=lambda context: context.lowers_to or RiskLevel.NONE, default=None)

    def raising(self, rule: Rule, match: Match, level: RiskLevel) -> tuple[RiskLevel, tuple[str, ...]]:
        """The level that the aggravators beside a match give it, and their ids."""
        highest, by = level, []
        for aggravator in self._aggravators:
            raised = aggravator.raises.get(level, level)
            if raised > level and self._beside(aggravator, rule, match):
                highest = max(highest, raised)
                by.append(aggravator.id)
        return highest, tuple(by)

    def _placed(self, cues: Iterable[tuple[Context, Match]], lookalikes: Iterable[tuple[Context, Match]]) -> dict[Context, _Cues]:
        """Cues by context, without those that a look-alike of the same context covers."""
        covered: dict[Context, set[int]] = defaultdict(set)
        for context, place in lookalikes:
            covered[context].update(range(place.first, place.last))
        placed: dict[Context, _Cues] = defaultdict(_Cues)
        for context, cue in cues:
            if covered[context].isdisjoint(range(cue.first, cue.last)) and self._fills(context, cue):
                placed[context].firsts.append(cue.first)
                placed[context].lasts.append(cue.last)
                placed[context].sentences.add(self._sentence[cue.first])
        for found in placed.values():
            found.firsts.sort()
            found.lasts.sort()
        return placed

    def _fills(self, context: Context, cue: Match) -> bool:
        """Whether nothing but marks stands beside a cue that must be the whole message."""
        if context.direction is not Direction.WHOLE:
            return True
        return _MARKS.issuperset(self._tokens[: cue.first]) and _MARKS.issuperset(self._tokens[cue.last :])

    def _reaches(self, context: Context, cues: _Cues, match: Match) -> bool:
        match context.direction:
            case Direction.MESSAGE | Direction.WHOLE:
                return True
            case Direction.SENTENCE:
                return self._sentence[match.first] in cues.sentences
            case Direction.BEFORE:
                return self._before(context, cues, match)
            case Direction.AFTER:
                return self._after(context, cues, match) or _inside(cues, match)
            case Direction.AROUND:
                return self._before(context, cues, match) or self._after(context, cues, match)

    def _before(self, context: Context, cues: _Cues, match: Match) -> bool:
        nearest = bisect_right(cues.lasts, match.act) - 1
        return nearest >= 0 and self._clear(context, cues.lasts[nearest], match.act)

    def _after(self, context: Context, cues: _Cues, match: Match) -> bool:
        nearest = bisect_left(cues.firsts, match.last)
        return nearest < len(cues.firsts) and self._clear(context, match.last, cues.firsts[nearest])

    def _clear(self, context: Context, left: int, right: int) -> bool:
        """Whether the words between two places are few enough and hold nothing that ends the context's reach."""
        if right - left > 2 * context.reach + 1:  # a comma may stand after each word
            return False
        between = self._tokens[left:right]
        words = len(between) - between.count(",")
        return words <= context.reach and SENTENCE_END not in between and context.stops.isdisjoint(between)

    def _beside(self, aggravator: Aggravator, rule: Rule, match: Match) -> bool:
        """Whether an aggravator is about this match: of its categories, and near enough."""
        if aggravator.categories and rule.category not in aggravator.categories:
            return False
        return aggravator.within is Direction.MESSAGE or self._sentence[match.first] in self._aggravators[aggravator]

    def _aggravated(self, rule: Rule, match: Match) -> bool:
        """Whether something speaks against taking a match lightly: a strong aggravator, or a gentle one in the sentence."""
        here = self._sentence[match.first]
        return any(
            self._beside(aggravator, rule, match) and (RiskLevel.CONCERN in aggravator.raises or here in sentences)
            for aggravator, sentences in self._aggravators.items()
        )


def _inside(cues: _Cues, match: Match) -> bool:
    """Whether a cue begins between the act and the end of a match."""
    after_act = bisect_right(cues.firsts, match.act)
    return after_act < len(cues.firsts) and cues.firsts[after_act] < match.last


def _sentence_numbers(tokens: tuple[str, ...]) -> list[int]:
    """For each token, how many sentences have ended before it."""
    numbers, ended = [], 0
    for token in tokens:
        numbers.append(ended)
        ended += token == SENTENCE_END
    return numbers
