"""How a routed conversation goes on after its first reply: nothing is repeated as long as there is something new to say."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from service.composing.choose import user_texts
from service.composing.texts import Part, Turn
from service.domain.safety import Hit, Verdict
from service.domain.text import Message, Speaker
from service.language.matching import Language, PatternIndex

CHECK_IN_RULE = "check_in"
"""Rules of hits that an answer to the closed question made begin so."""
RETRACTION, OTHER_TOPIC, WORDING, CLOSING = "retraction", "other_topic", "wording_request", "closing"
AGAIN, ANSWER, WORDING_DECLINED = "again", "answer", "declined_rewrite"
# What was said last decides; somebody who takes it back is met first, and a wish for wording comes before thanks.
_SECTIONS = {
    RETRACTION: "retraction",
    OTHER_TOPIC: "other_topic",
    WORDING: WORDING_DECLINED,
    "human": "human",
    "complaint": "complaint",
}
# Words of a pattern that name nobody.
_PLAIN = frozenset({"my", "our", "the", "a", "an", "with", "about", "at", "to"})


class TurnReader:
    """Tells in which way a person goes on."""

    def __init__(self, turns: Sequence[Turn], language: Language) -> None:
        self._normalise = language.normalise
        self._before_wording = frozenset(turn.id for turn in turns if turn.before_wording)
        self._turns: PatternIndex[Turn] = PatternIndex((turn, turn.patterns) for turn in turns)

    def ways(self, messages: Sequence[Message]) -> frozenset[str]:
        """The ways in which the last message of a conversation that was routed before goes on."""
        *earlier, last = user_texts(messages)
        normal = self._normalise(last)
        known = {word for text in earlier for word in self._normalise(text).tokens} - _PLAIN
        found = set[str]()
        for turn, match in self._turns.matches(normal):
            # Somebody who was spoken of before is no other topic.
            if turn.id != OTHER_TOPIC or known.isdisjoint(normal.tokens[match.first : match.last]):
                found.add(turn.id)
        return frozenset(found - {WORDING} if found & self._before_wording else found)


def section_of(ways: Collection[str]) -> str:
    """The section of the texts that answers these ways of going on; a question that has an answer of its own comes before thanks."""
    if section := next((section for turn, section in _SECTIONS.items() if turn in ways), None):
        return section
    if any(way != CLOSING for way in ways):
        return ANSWER
    return CLOSING if ways else AGAIN


def routed_turn(messages: Sequence[Message], verdict: Verdict) -> int:
    """The how-manieth reply this will be since the most serious signal was known."""
    told = [hit for hit in verdict.hits if not hit.rule.startswith(CHECK_IN_RULE)]
    most = max((hit.level for hit in told), default=None)
    first = min((hit.complete_at for hit in told if hit.level is most), default=len(messages))
    return 1 + sum(1 for message in messages[first:] if message.speaker is Speaker.ASSISTANT)


def news(messages: Sequence[Message], verdict: Verdict) -> list[Hit]:
    """The signals that came with the last message; one that an earlier message tells again is none."""
    last = len(messages) - 1
    known = {hit.rule for hit in verdict.hits if hit.complete_at < last}
    return [
        hit
        for hit in verdict.hits
        if hit.complete_at == last and not hit.rule.startswith(CHECK_IN_RULE) and (hit.message == last or hit.rule not in known)
    ]


def of_another_kind(messages: Sequence[Message], verdict: Verdict) -> frozenset[str]:
    """Categories of the most serious level that nobody had spoken of before the last message."""
    known = {hit.category for hit in verdict.hits if hit.complete_at < len(messages) - 1}
    return frozenset(hit.category for hit in news(messages, verdict) if hit.level is verdict.level) - known


class Said:
    """What the coach has said, so that it says something else next."""

    def __init__(self, messages: Sequence[Message], turn: int, ours: Iterable[str]) -> None:
        self._replies = [message.content for message in messages if message.speaker is Speaker.ASSISTANT]
        # A caller who does not send back the coach's own words still gets another part in each turn.
        self._begin = 0 if any(map(self.has, ours)) else turn - 2

    def has(self, text: str) -> bool:
        """Whether a text, of which the first sentence is enough, was said."""
        return any(_beginning(text) in reply for reply in self._replies)

    def next_of(self, parts: Sequence[Part]) -> Part | None:
        """The first part that was not said yet; else the one said longest ago."""
        if not parts:
            return None
        last = [max((n for n, reply in enumerate(self._replies) if _beginning(part.text) in reply), default=-1) for part in parts]
        return min(enumerate(parts), key=lambda one: (last[one[0]], (one[0] - self._begin) % len(parts)))[1]


def fits(part: Part, facts: Mapping[str, frozenset[str]]) -> bool:
    """Whether all that a part asks for holds."""
    return all(values & facts.get(key, frozenset()) for key, values in part.when.items())


def most_specific(parts: Sequence[Part], facts: Mapping[str, frozenset[str]]) -> list[Part]:
    """Of the parts that fit, those that ask for most, in the order of the file."""
    found = [part for part in parts if fits(part, facts)]
    most = max((len(part.when) for part in found), default=0)
    return [part for part in found if len(part.when) == most]


def _beginning(text: str) -> str:
    """What stands before a place for a number, which a caller sees filled."""
    return text.partition("{")[0]
