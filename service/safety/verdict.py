"""From the signals of single messages to the verdict on a conversation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from service.domain.safety import CheckIn, Hit, RiskLevel, Role, SetAside, TierScore, Verdict, Voice
from service.domain.text import Message, Span, Speaker, well_formed
from service.safety.engine import Analysis, RuleEngine
from service.safety.meaning.tier import Meaning, MeaningTier

_SUICIDAL = frozenset({"SUICIDE", "SELF_HARM"})
_USING_HARM = frozenset({"PERPETRATOR", "HARM_OTHERS"})
# Turns this short may be pieces of one sentence, so they are also read as one.
_PIECE_WORDS = 14
_PIECES = 6
# A message to somebody is seldom longer; only so far does the second tier read it in both forms.
_MOST_SPOKEN = 90
# "Yes", "three" or "go on" means what somebody else asked; joined to another message it tells the second tier nothing.
_SAYS_SOMETHING = 3
# Contexts that tell why alarming words stand in a short message; then the second tier must be sure.
_EXPLAINING = frozenset({"fiction", "quotation", "curiosity", "sport", "work", "figurative", "joke", "consensual", "plain"})
# The kind of context that says abuse is over and resolved.
_RESOLVED = "resolved"
_REASON_CHECK_IN = "The person answered yes to the question about this."
_REASON_MEANING = "Close in meaning to what people say who need help"
_WHY_ORDINARY = "Only the shape of a clause matched, and read as a whole the message is close to ordinary ones."
_REASON_TWO_CUES = "Several small signs together can point to control rather than conflict."


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that was analysed: one message, or recent short messages read as one."""

    analysis: Analysis
    parts: tuple[tuple[int, int, int], ...]
    """For each message in it: its index, where it begins in the text, and its length."""
    spoken: "_Text | None" = None
    """The text that is read here as told of the one it is spoken to, if it is read so."""

    @property
    def told(self) -> bool:
        return self.spoken is not None

    @property
    def joined(self) -> bool:
        return len(self.parts) > 1

    @property
    def through(self) -> int | None:
        """The last message of a joined text: it is joined at each turn, so that is where what shows in it first was known."""
        return self.parts[-1][0] if self.joined else None

    @property
    def short(self) -> bool:
        """Whether it may be words to send to somebody, and not a story."""
        return len(self.analysis.normal.tokens) <= _MOST_SPOKEN

    @property
    def telling(self) -> bool:
        """Whether it says enough for the second tier: a joined text needs two messages that say something, the last among them."""
        if not self.joined:
            return True
        begins = [span.start for span in self.analysis.normal.origins]
        *earlier, last = (sum(at <= begin < at + length for begin in begins) >= _SAYS_SOMETHING for _, at, length in self.parts)
        return last and any(earlier)

    @property
    def resolved(self) -> bool:
        """Whether it speaks of abuse as over; then the second tier must be sure to see more in it."""
        return any(disarmed.kind == _RESOLVED for disarmed in self.analysis.disarmed)

    @property
    def explained(self) -> bool:
        """Whether a few words say of themselves that they are a figure of speech, a story, a study or somebody's work."""
        if self.spoken and self.spoken.explained:
            return True
        return self.analysis.brief and (bool(self.analysis.disarmed) or not _EXPLAINING.isdisjoint(self.analysis.contexts))

    def locate(self, span: Span, *, alone: bool) -> tuple[int, Span] | None:
        """Message index and span for a span of the text; None when a joined text has it inside one message, unless `alone` counts too."""
        touched = [part for part in self.parts if part[1] < span.end and part[1] + part[2] > span.start] or [self.parts[0]]
        if self.joined and len(touched) < 2 and not alone:
            return None
        index, at, length = touched[0]
        return index, Span(max(0, span.start - at), min(span.end - at, length))


class Classifier:
    """The safety classifier: the same conversation gives the same verdict in every process on every day.

    Rules speak first. Where none of them is firm, the second tier reads what the messages mean; it can add a finding. It takes
    none away but those of frames alone, in brief messages that it reads as clearly ordinary.
    """

    def __init__(self, engine: RuleEngine, tier: MeaningTier | None = None) -> None:
        self._engine = engine
        self._tier = tier
        self.version = f"{engine.version}+{tier.version}" if tier else engine.version

    def classify(self, messages: Sequence[Message], check_in: CheckIn | None = None) -> Verdict:
        """The verdict on all user messages; spans and indices count within `messages`."""
        texts = {i: well_formed(m.content) for i, m in enumerate(messages) if m.speaker is Speaker.USER}
        single = [_Text(self._engine.analyse(text), ((i, 0, len(text)),)) for i, text in texts.items()]
        joined = [_Text(self._engine.analyse(text), parts) for text, parts in dict.fromkeys(joined_at_each_turn(list(texts.items())))]
        read = [*single, *joined]
        told = [
            _Text(analysis, text.parts, spoken=text) for text in read if (analysis := self._engine.analyse_told(text.analysis)) is not None
        ]
        hits = _with_cues_weighed(list(dict.fromkeys(_rule_hits([*read, *told]))))
        scores: list[TierScore] = []
        # A `no` lifts what rules found at concern, so the second tier is asked then as well.
        firm = RiskLevel.ACUTE if check_in is CheckIn.NO else RiskLevel.CONCERN
        aside = [
            SetAside(d.rule, d.category, text.parts[0][0], d.span, d.context, d.why) for text in single for d in text.analysis.disarmed
        ]
        if self._tier and not any(hit.level >= firm and not self._doubtful(hit) for hit in hits):
            doubted = [hit for hit in hits if hit.level >= firm]
            found = self._meanings(self._tier, [text for text in (*read, *(text for text in told if text.short)) if text.telling], single)
            ordinary = _ordinary(found)
            aside += [_doubted(hit) for hit in doubted if hit.message in ordinary]
            hits = [hit for hit in hits if hit.level < firm or hit.message not in ordinary]
            if not any(hit.level >= firm for hit in hits):
                hits, scores = self._added(self._tier, found, hits)
        roles = {role for text in single for role in text.analysis.roles}
        verdict = self._conclude(hits, aside, roles, check_in)
        return replace(verdict, survivor=any(text.resolved for text in single), scores=tuple(scores))

    def _doubtful(self, hit: Hit) -> bool:
        """Whether nothing but a frame found it, as a concern, in one message and without an aggravator."""
        return hit.rule in self._engine.frames and hit.level is RiskLevel.CONCERN and not hit.raised_by and hit.through is None

    def _meanings(self, tier: MeaningTier, texts: Sequence[_Text], single: Sequence[_Text]) -> list[tuple[_Text, Meaning]]:
        befores = [[one.analysis.normal for one in single if one.parts[0][0] < text.parts[0][0]] for text in texts]
        found = zip(texts, tier.read([text.analysis.normal for text in texts], befores), strict=True)
        return [(text, meaning) for text, meaning in found if meaning]

    def _added(self, tier: MeaningTier, found: Sequence[tuple[_Text, Meaning]], hits: list[Hit]) -> tuple[list[Hit], list[TierScore]]:
        """The hits with what the second tier adds, and its scores of the single messages."""
        meanings = [(text, meaning, _needed(tier, text, beside_cue=bool(hits))) for text, meaning in found]
        added: dict[tuple[str, int], Hit] = {}
        for text, meaning, needed in meanings:
            if meaning.score >= needed:
                hit = _meaning_hit(text, meaning)
                added.setdefault((hit.rule, hit.message), hit)
        scores = [TierScore(t.parts[0][0], m.score, needed, m.category) for t, m, needed in meanings if not t.joined and not t.told]
        return [*hits, *added.values()], scores

    def _conclude(self, hits: list[Hit], aside: list[SetAside], roles: set[Role], check_in: CheckIn | None) -> Verdict:
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


def _rule_hits(texts: Iterable[_Text]) -> Iterator[Hit]:
    """The hits of single messages, and those that only show when short messages are read as one sentence."""
    across: dict[tuple[str, RiskLevel, int], Hit] = {}
    for text in texts:
        for signal in text.analysis.signals:
            place = text.locate(signal.span, alone=bool(signal.raised_by))
            if place is None:
                continue
            found = Hit(signal.rule, signal.category, signal.level, *place, signal.reason, signal.voice, signal.raised_by)
            hit = replace(found, through=text.through, lowered_by=signal.lowered_by)
            if text.joined:
                across.setdefault((hit.rule, hit.level, hit.message), hit)
            else:
                yield hit
    yield from across.values()


def _needed(tier: MeaningTier, text: _Text, *, beside_cue: bool) -> float:
    """What is joined, like what is told, has been read before in another form."""
    return tier.needed(
        beside_cue=beside_cue,
        explained=text.explained,
        resolved=text.resolved,
        again=text.told or text.joined,
        brief=text.analysis.brief,
    )


def _ordinary(found: Iterable[tuple[_Text, Meaning]]) -> frozenset[int]:
    """The messages that the second tier takes as clearly ordinary in every form they were read in by themselves."""
    alone = [(text.parts[0][0], meaning.ordinary) for text, meaning in found if not text.joined]
    return frozenset(index for index, _ in alone) - {index for index, ordinary in alone if not ordinary}


def _doubted(hit: Hit) -> SetAside:
    return SetAside(hit.rule, hit.category, hit.message, hit.span, "second-tier.ordinary", _WHY_ORDINARY)


def _meaning_hit(text: _Text, meaning: Meaning) -> Hit:
    index, span = text.locate(text.analysis.normal.origin(meaning.first, meaning.last + 1), alone=True) or (text.parts[0][0], Span(0, 0))
    near = meaning.nearest[0].id if meaning.nearest else meaning.category.lower()
    examples = " / ".join(f"“{exemplar.text}”" for exemplar in meaning.nearest)
    reason = f"{_REASON_MEANING}: {examples}" if examples else f"{_REASON_MEANING}."
    return Hit(f"meaning.{near}", meaning.category, meaning.level, index, span, reason, meaning.voice, through=text.through)


def joined_at_each_turn(texts: Sequence[tuple[int, str]]) -> Iterator[tuple[str, tuple[tuple[int, int, int], ...]]]:
    """Recent short messages as one text, at the end of each turn, so that what showed once stays in force afterwards."""
    for end in range(2, len(texts) + 1):
        recent = [(i, text) for i, text in texts[max(0, end - _PIECES) : end] if len(text.split()) <= _PIECE_WORDS]
        if len(recent) < 2:
            continue
        parts, whole = [], ""
        for index, text in recent:
            parts.append((index, len(whole), len(text)))
            whole += text + " "
        yield whole, tuple(parts)


def _with_cues_weighed(hits: list[Hit]) -> list[Hit]:
    """Two cues of different rules make a concern; a lone cue stays one."""
    cues = [hit for hit in hits if hit.level is RiskLevel.NONE]
    if len({cue.rule for cue in cues}) < 2:
        return hits
    first = cues[0]
    # Known once the first cue of another rule had been written.
    known = sorted(min(cue.complete_at for cue in cues if cue.rule == rule) for rule in {cue.rule for cue in cues})[1]
    through = known if known != first.message else None
    return [*hits, replace(first, rule="cues.together", level=RiskLevel.CONCERN, reason=_REASON_TWO_CUES, raised_by=(), through=through)]


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
