"""Replies to a matter: the reviewed words of its card, in the turn in which it comes up or in a later one."""

from collections.abc import Iterable, Mapping, Sequence

from service.composing.choose import variant
from service.composing.texts import CoachingTexts
from service.composing.wording import Turn, closing, drafted, quoted
from service.domain.answers import Draft, Purpose, Sentence
from service.domain.corpus import Brought, Matter, Saying, Section

# Below this share the matter may be another one close by; see docs/decisions/0087.
_LIKELY = 0.3


class MatterReplies:
    """Words the reply that a card holds; a card whose words were all said gives none."""

    def __init__(self, texts: CoachingTexts, sections: Mapping[str, Section]) -> None:
        self._texts, self._sections = texts, sections

    def draft(self, brought: Brought, turn: Turn, told: str, leads: Sequence[Sentence]) -> Draft | None:
        """The reply, or None where nothing of it is fresh; `told` is what the coach said before."""
        matter = brought.matter
        begun = _begun(matter, told)
        body = self._worded(matter.then if begun else matter.first, turn)
        if not any(sentence.purpose is Purpose.ADVICE for sentence in body):
            return None
        opening = [] if begun else [Sentence(variant(_openers(brought), turn.text, turn.said), Purpose.REFLECTION)]
        section = self._sections[body[-1].sections[0]]
        own = ((section, matter.next_action, matter.question), (section, section.next_action, section.question))
        return drafted(opening, [*leads, *body], self._later(turn) if begun else closing(own, turn, self._texts))

    def _later(self, turn: Turn) -> list[Sentence]:
        """What ends a reply that goes on with a matter; a section's own step and question would be about that section."""
        step, question = (variant(lines, turn.text, turn.said) for lines in (self._texts.later_steps, self._texts.later_questions))
        return [Sentence(step, Purpose.PLAIN), Sentence(question, Purpose.QUESTION)]

    def told(self, matter: Matter, said: str) -> bool:
        """Whether nothing is left to say of a matter."""
        sayings = matter.then if _begun(matter, said) else matter.first
        return all(one.aloud or one.text in said for one in sayings)

    def _worded(self, sayings: Iterable[Saying], turn: Turn) -> list[Sentence]:
        out: list[Sentence] = []
        said = turn.said
        for one in sayings:
            if one.text in turn.said:
                continue
            if not one.aloud:
                out.append(Sentence(one.text, Purpose.ADVICE, one.sections))
                continue
            lead = variant(self._texts.say_leads, turn.text, said)
            said += lead
            out.append(quoted(one.text, lead, one.sections))
        return out


def _begun(matter: Matter, told: str) -> bool:
    return any(one.text in told for one in matter.first)


def _openers(brought: Brought) -> Sequence[str]:
    """Lines that say what happened only where that is likely."""
    return brought.matter.openers if brought.share >= _LIKELY else brought.matter.near


def sayings_of(matters: Mapping[str, Matter]) -> dict[str, list[str]]:
    """What all cards say, by the section that it rests on."""
    found: dict[str, list[str]] = {}
    for matter in matters.values():
        for section in matter.sections:
            found.setdefault(section, []).extend([*matter.sayings(section), matter.next_action])
    return found
