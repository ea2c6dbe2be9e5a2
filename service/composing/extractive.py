"""The extractive composer: a reply from reflection lines and the reply-ready steps of cited sections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.composing.choose import said_before, user_texts, variant
from service.composing.reflection import Reflector
from service.composing.texts import CoachingTexts
from service.domain.answers import Draft, Purpose, Sentence
from service.domain.corpus import Found, PassageKind, Section, Side, Step
from service.domain.text import Message

_STEPS = 3
_STEPS_OF_FIRST = 2
# A second section joins only if it is nearly as close as the first and speaks of the same matter.
_SECOND_AT_LEAST = 0.82
_TOPIC_BONUS = 0.025
_MOST_BONUSES = 2
_SAME_ADVICE = 0.45
# Questions of an assessment make no sense as the second half of something else.
_QUIZ = "assessment"
_LONG_REPLY_WORDS = 165
_WORD = re.compile(r"[a-z']{4,}")


@dataclass(frozen=True, slots=True)
class _Choice:
    section: Section
    step: Step


class ExtractiveComposer:
    """Composes without a model; the same input gives the same reply."""

    name = "extractive"

    def __init__(self, texts: CoachingTexts, reflector: Reflector) -> None:
        self._texts = texts
        self._reflector = reflector

    @property
    def version(self) -> str:
        """The number of the phrasing used, for the answer's record."""
        return self._texts.version

    def topics(self, text: str) -> frozenset[str]:
        """What the message is about, by its own words."""
        return frozenset(topic for s in self._reflector.situations(text) for topic in s.topics)

    def compose(self, messages: Sequence[Message], rows: Sequence[Found], *, avoid: str = "") -> Draft | None:
        """A draft from ranked sections, or None where everything they hold has been said already.

        Nothing that stands in `avoid` is used.
        """
        texts = user_texts(messages)
        said = f"{said_before(messages)}\n{avoid}"
        reflection = self._reflector.reflect(texts[-1], said, later_turn=len(texts) > 1)
        choices = _choose(_by_topic(rows, reflection.topics), said, self._reflector.side(texts))
        if not choices:
            return None
        opening = tuple(Sentence(line, Purpose.REFLECTION) for line in reflection.lines)
        body = self._body(choices, texts[-1], said)
        closing = self._closing(choices, texts[-1], said)
        draft = Draft(tuple(paragraph for paragraph in (opening, body, closing) if paragraph))
        return _shortened(draft)

    def _body(self, choices: Sequence[_Choice], seed: str, said: str) -> tuple[Sentence, ...]:
        sentences: list[Sentence] = []
        leads = [self._texts.leads_first, self._texts.leads_next, self._texts.leads_last]
        used = said
        spoken = False
        for position, choice in enumerate(choices):
            lead = variant(leads[min(position, 2)], seed + str(position), used)
            used += lead
            text = lead + _lower_first(choice.step.do)
            sentences.append(Sentence(text, Purpose.ADVICE, (choice.section.id,)))
            if choice.step.say and not spoken and choice.step.say not in said:
                spoken = True
                say = f"{variant(self._texts.say_leads, seed, said)}“{choice.step.say}”"
                sentences.append(Sentence(say, Purpose.SAYING, (choice.section.id,)))
        return tuple(sentences)

    def _closing(self, choices: Sequence[_Choice], seed: str, said: str) -> tuple[Sentence, ...]:
        sections = list(dict.fromkeys(choice.section for choice in choices))
        closing: list[Sentence] = []
        if action := next((s for s in sections if s.next_action[1:] not in said), None):
            lead = variant(_without_second_colon(self._texts.action_leads, action.next_action), seed, said)
            text = lead + _lower_first(action.next_action) if lead.endswith((": ", ", ")) else lead + action.next_action
            closing.append(Sentence(text, Purpose.ACTION, (action.id,)))
        if question := next((s.question for s in sections if s.question not in said), None):
            closing.append(Sentence(question, Purpose.QUESTION))
        return tuple(closing)


def _by_topic(rows: Sequence[Found], topics: frozenset[str]) -> list[Found]:
    """Rows by score, with a small bonus where the section speaks of what the person named."""
    return sorted(rows, key=lambda row: -(row.score + _TOPIC_BONUS * min(len(topics & set(row.section.topics)), _MOST_BONUSES)))


def _choose(rows: Sequence[Found], said: str, side: Side | None) -> list[_Choice]:
    """Two steps of the best section and one of the next that adds to it, leaving out what was said before."""
    choices: list[_Choice] = []
    for row in rows:
        wanted = _STEPS_OF_FIRST if not choices else _STEPS - len(choices)
        if wanted <= 0:
            break
        if choices and not _joins(row, choices[0].section, rows[0].score):
            continue
        for step in _relevant_steps(row, wanted, said, side):
            if not any(_similar(step.do, other.step.do) for other in choices):
                choices.append(_Choice(row.section, step))
        if len(choices) >= _STEPS:
            break
    return choices


def _joins(row: Found, first: Section, best: float) -> bool:
    near = row.score >= best * _SECOND_AT_LEAST and row.section.kind != _QUIZ
    return near and row.section.id != first.id and bool(set(row.section.topics) & set(first.topics))


def _relevant_steps(row: Found, count: int, said: str, side: Side | None) -> list[Step]:
    """The section's steps that lie nearest to the question, kept in the section's order.

    Advice for one side of a hurt is given only to a person who said that they are on it.
    """
    fresh = [step for step in row.section.steps if step.do[1:] not in said and step.side in (None, side)]
    scores = {p.passage.text: p.score for p in row.passages if p.passage.kind is PassageKind.STEP}
    nearest = sorted(fresh, key=lambda step: -scores.get(step.do, 0.0))[:count]
    return [step for step in fresh if step in nearest]


def _similar(one: str, other: str) -> bool:
    a, b = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= _SAME_ADVICE


def _without_second_colon(leads: Sequence[str], text: str) -> Sequence[str]:
    """The leads that read well before a text; two colons in one sentence do not."""
    fitting = [lead for lead in leads if not (":" in lead and ":" in text)]
    return fitting or leads


def _lower_first(text: str) -> str:
    return text if text.startswith(("I ", "I'")) else text[:1].lower() + text[1:]


def _shortened(draft: Draft) -> Draft:
    """Without the last step where the reply grew long; a tired person reads a short reply."""
    if len(draft.text.split()) <= _LONG_REPLY_WORDS:
        return draft
    opening, body, *rest = draft.paragraphs
    advice = [sentence for sentence in body if sentence.purpose is Purpose.ADVICE]
    if len(advice) < _STEPS:
        return draft
    cut = body.index(advice[-1])
    return Draft((opening, body[:cut], *rest))
