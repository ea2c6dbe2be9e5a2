"""From reviewed counsel to sentences of a reply: what is fresh, what fits the person's side, and how a reply ends."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.composing.choose import variant
from service.composing.texts import Cited, CoachingTexts
from service.domain.answers import Draft, Purpose, Sentence
from service.domain.corpus import Advice, Counsel, Section, Side, Step

_STEPS_AT_FIRST = 2
# An action that names its own time or asks for a condition first reads best as it is.
_STANDS_ALONE = re.compile(r"(?:today|tonight|this week|tomorrow|before|after|if|when)\b", re.IGNORECASE)
_MOST_WORDS = 175
Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What a composer needs to know of the conversation for one reply; `said` is everything the coach may not repeat."""

    text: str
    said: str
    side: Side | None


def counsel_of(section: Section) -> Counsel:
    """How a section is worded; where nobody has done so, its steps serve."""
    if section.counsel is not None:
        return section.counsel
    first, then = section.steps[:_STEPS_AT_FIRST], section.steps[_STEPS_AT_FIRST:]
    return Counsel(
        first=tuple(_spoken(first)),
        then=tuple(_spoken(then)),
        next_action=section.next_action,
        question=section.question,
        why=section.steps[0].do,
        joins=section.steps[0].do,
    )


def _spoken(steps: Iterable[Step]) -> Iterable[Advice]:
    for step in steps:
        yield Advice(step.do, side=step.side)
        if step.say:
            yield Advice(step.say, aloud=True, side=step.side)


def spoken_text(counsel: Counsel) -> str:
    """Everything that a reply may say of a section, as one text."""
    advice = " ".join(one.text for one in (*counsel.first, *counsel.then))
    return f"{advice} {counsel.next_action} {counsel.question} {counsel.why} {counsel.joins}"


def fresh(advice: Iterable[Advice], turn: Turn) -> list[Advice]:
    """What has not been said and fits the side that the person said they are on."""
    return [one for one in advice if one.side in (None, turn.side) and one.text not in turn.said]


def worded(advice: Iterable[Advice], section: Section, turn: Turn, texts: CoachingTexts, *, most_aloud: int = 1) -> list[Sentence]:
    """The advice as sentences; at most `most_aloud` of them are words that the person could say."""
    sentences: list[Sentence] = []
    said = turn.said
    for one in advice:
        if not one.aloud:
            sentences.append(Sentence(one.text, Purpose.ADVICE, (section.id,)))
        elif most_aloud > 0:
            most_aloud -= 1
            lead = variant(texts.say_leads, turn.text, said)
            said += lead
            sentences.append(quoted(one.text, lead, (section.id,)))
    return sentences


def quoted(text: str, lead: str, sections: tuple[str, ...]) -> Sentence:
    """Words that the person could say, led in."""
    return Sentence(f"{lead}“{text}”", Purpose.SAYING, sections)


def cited(records: Iterable[Cited], turn: Turn) -> list[Sentence]:
    """Reviewed sentences with the sections that they rest on, without those that were said."""
    return [Sentence(record.text, Purpose.ADVICE, record.sections) for record in records if record.text not in turn.said]


def closing(options: Iterable[tuple[Section, str, str]], turn: Turn, texts: CoachingTexts, *, question: str | None = None) -> Paragraph:
    """One small action and one question: the first of `options` (section, action, question) that were not said."""
    found = list(options)
    sentences: list[Sentence] = []
    if chosen := next(((section, action) for section, action, _ in found if action[1:] not in turn.said), None):
        section, action = chosen
        sentences.append(Sentence(_led(action, turn, texts), Purpose.ACTION, (section.id,)))
    asked = [question] if question else []
    if last := next((q for q in [*asked, *(q for _, _, q in found)] if q not in turn.said), None):
        sentences.append(Sentence(last, Purpose.QUESTION))
    return tuple(sentences)


def _led(action: str, turn: Turn, texts: CoachingTexts) -> str:
    if _STANDS_ALONE.match(action):
        return action
    fitting = [lead for lead in texts.action_leads if not (":" in lead and ":" in action)] or list(texts.action_leads)
    lead = variant(fitting, turn.text, turn.said)
    return lead + (action if action.startswith(("I ", "I'")) else action[:1].lower() + action[1:])


def drafted(*paragraphs: Sequence[Sentence]) -> Draft:
    """A draft of the paragraphs that hold something; where it grew long, the body loses its last sentences."""
    held = [list(paragraph) for paragraph in paragraphs if paragraph]
    body = max(held, key=len, default=[])
    while sum(len(s.text.split()) for p in held for s in p) > _MOST_WORDS and len(body) > _STEPS_AT_FIRST:
        body.pop()
    return Draft(tuple(tuple(paragraph) for paragraph in held))
