"""From the signals of single messages to the verdict on a conversation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.domain.safety import CheckIn, Hit, RiskLevel, Role, SetAside, Verdict, Voice
from service.domain.text import Message, Span, Speaker, well_formed
from service.safety.engine import RuleEngine, Signal

_SUICIDAL = frozenset({"SUICIDE", "SELF_HARM"})
_USING_HARM = frozenset({"PERPETRATOR", "HARM_OTHERS"})
# Turns this short may be pieces of one sentence, so they are also read as one.
_PIECE_WORDS = 14
_PIECES = 6
_REASON_CHECK_IN = "The person answered yes to the question about this."
_REASON_TWO_CUES = "Several small signs together can point to control rather than conflict."


@dataclass(frozen=True, slots=True)
class _Joined:
    """Recent short turns as one text, and where each began."""

    text: str
    parts: tuple[tuple[int, int], ...]

    def locate(self, span: Span, lengths: Sequence[int], *, alone: bool) -> tuple[int, Span] | None:
        """Message index and span for a span of the joined text; None when it lies inside one message, unless `alone` counts too."""
        touched = [(i, at) for (i, at) in self.parts if at < span.end and at + lengths[i] > span.start]
        if len(touched) < 2 and not (alone and touched):
            return None
        index, at = touched[0]
        return index, Span(span.start - at, min(span.end - at, lengths[index]))


class RuleClassifier:
    """The safety classifier: the same conversation gives the same verdict in every process on every day."""

    def __init__(self, engine: RuleEngine) -> None:
        self._engine = engine
        self.version = engine.version

    def classify(self, messages: Sequence[Message], check_in: CheckIn | None = None) -> Verdict:
        """The verdict on all user messages; spans and indices count within `messages`."""
        hits: list[Hit] = []
        aside: list[SetAside] = []
        roles: set[Role] = set()
        texts = {i: well_formed(m.content) for i, m in enumerate(messages) if m.speaker is Speaker.USER}
        for index, text in texts.items():
            analysis = self._engine.analyse(text)
            hits += [_hit(signal, index, signal.span) for signal in analysis.signals]
            aside += [SetAside(d.rule, d.category, index, d.span, d.context, d.why) for d in analysis.disarmed]
            roles |= analysis.roles
        hits += self._across_turns(texts)
        hits = _with_cues_weighed(hits)
        survivor = any(item.context.startswith("past.") for item in aside)
        return self._conclude(hits, aside, roles, check_in, survivor=survivor)

    def _across_turns(self, texts: dict[int, str]) -> list[Hit]:
        """Signals that only show when short turns are read as one sentence.

        Read at the end of each turn, so that what showed once stays in force whatever is written after it.
        """
        lengths = [len(texts.get(i, "")) for i in range(max(texts, default=-1) + 1)]
        found: dict[tuple[str, RiskLevel, int], Hit] = {}
        for end in range(2, len(texts) + 1):
            joined = _joined(list(texts.items())[:end])
            if joined is None:
                continue
            for signal in self._engine.analyse(joined.text).signals:
                place = joined.locate(signal.span, lengths, alone=bool(signal.raised_by))
                if place is not None:
                    found.setdefault((signal.rule, signal.level, place[0]), _hit(signal, *place))
        return list(found.values())

    def _conclude(self, hits: list[Hit], aside: list[SetAside], roles: set[Role], check_in: CheckIn | None, *, survivor: bool) -> Verdict:
        level = max((hit.level for hit in hits), default=RiskLevel.NONE)
        lifted = False
        if check_in is CheckIn.YES:
            hits = [_confirmed(hits), *hits]
            level = max(level, RiskLevel.ACUTE)
        elif check_in is CheckIn.NOT_SURE:
            level = max(level, RiskLevel.CONCERN)
        elif check_in is CheckIn.NO and level is RiskLevel.CONCERN:
            level, lifted = RiskLevel.NONE, True
        shown = [hit for hit in hits if hit.level > RiskLevel.NONE]
        return Verdict(
            level=level,
            categories=_categories(shown),
            hits=tuple(shown),
            set_aside=tuple(aside),
            role=_role(shown, roles),
            classifier=self.version,
            lifted=lifted,
            survivor=survivor,
        )


def failed_verdict(version: str, check_in: CheckIn | None = None) -> Verdict:
    """What is assumed when the classifier itself breaks: concern, or acute where the person just said yes."""
    level = RiskLevel.ACUTE if check_in is CheckIn.YES else RiskLevel.CONCERN
    return Verdict(level, (), (), (), Role.VICTIM, version, failed=True)


def _confirmed(hits: Sequence[Hit]) -> Hit:
    """The hit that a `yes` to the closed question makes, of the kind that was asked about."""
    first = max(hits, key=lambda hit: hit.level, default=None)
    category, voice = (first.category, first.voice) if first else ("FEAR", Voice.VICTIM)
    return Hit("check_in.yes", category, RiskLevel.ACUTE, 0, Span(0, 0), _REASON_CHECK_IN, voice)


def _hit(signal: Signal, message: int, span: Span) -> Hit:
    return Hit(signal.rule, signal.category, signal.level, message, span, signal.reason, signal.voice, signal.raised_by)


def _joined(texts: Sequence[tuple[int, str]]) -> _Joined | None:
    recent = [(i, text) for i, text in texts[-_PIECES:] if len(text.split()) <= _PIECE_WORDS]
    if len(recent) < 2:
        return None
    parts, whole = [], ""
    for index, text in recent:
        parts.append((index, len(whole)))
        whole += text + " "
    return _Joined(whole, tuple(parts))


def _with_cues_weighed(hits: list[Hit]) -> list[Hit]:
    """Two cues of different rules make a concern; a lone cue stays one."""
    cues = [hit for hit in hits if hit.level is RiskLevel.NONE]
    if len({cue.rule for cue in cues}) < 2:
        return hits
    first = cues[0]
    together = Hit("cues.together", first.category, RiskLevel.CONCERN, first.message, first.span, _REASON_TWO_CUES, first.voice)
    return [*hits, together]


def _categories(hits: Iterable[Hit]) -> tuple[str, ...]:
    """Distinct categories, the most serious first."""
    ordered = sorted(hits, key=lambda hit: -hit.level)
    return tuple(dict.fromkeys(hit.category for hit in ordered))


def _role(hits: Sequence[Hit], marked: set[Role]) -> Role:
    """Whom the reply is for, by the most serious hits; someone who may die or may harm comes first."""
    top = max((hit.level for hit in hits), default=RiskLevel.NONE)
    leading = [hit for hit in hits if hit.level is top]
    if any(hit.category in _SUICIDAL and hit.voice is Voice.VICTIM for hit in leading):
        return Role.SUICIDAL
    if any(hit.voice is Voice.PERPETRATOR or hit.category in _USING_HARM for hit in leading):
        return Role.PERSON_USING_HARM
    if leading and all(hit.voice is Voice.THIRD_PARTY for hit in leading):
        return Role.THIRD_PARTY
    for role in (Role.MINOR, Role.ELDER):
        if role in marked:
            return role
    return Role.VICTIM
