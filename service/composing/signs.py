"""What has been said in a conversation that keeps some sections back, and what is offered in their place."""

from collections.abc import Iterable, Mapping, Sequence

from service.composing.texts import Cited, Sign
from service.domain.corpus import Found, Section
from service.language.matching import Language, PatternIndex

HARM = "harm"
"""The id of the sign that a verdict sets."""


class Signs:
    """Recognises signs in what a person wrote, and applies them to what was found."""

    def __init__(self, signs: Sequence[Sign], language: Language, sections: Mapping[str, Section]) -> None:
        self._signs = tuple(signs)
        self._normalise = language.normalise
        self._sections = sections
        self._index: PatternIndex[Sign] = PatternIndex((sign, sign.patterns) for sign in signs if sign.patterns)

    def heard(self, texts: Iterable[str], *, harm: bool = False) -> tuple[Sign, ...]:
        """The signs in a conversation, in the order of the records; `harm` sets the one that the verdict knows."""
        found = {sign.id for text in texts for sign, _ in self._index.matches(self._normalise(text))}
        return tuple(sign for sign in self._signs if sign.id in found or (harm and sign.id == HARM))

    def fitting(self, rows: Sequence[Found], signs: Iterable[Sign]) -> list[Found]:
        """The rows that may be used, best first; those offered instead come after them, or first where the best was kept back."""
        held = list(signs)
        if not held:
            return list(rows)
        instead = [name for sign in held for name in sign.instead]
        scores = {row.section.id: row for row in rows}
        allowed = [row for row in rows if row.section.id in instead or not any(keeps_back(sign, row.section) for sign in held)]
        best = rows[0].section.id if rows else ""
        if allowed and allowed[0].section.id == best:
            return allowed
        score = rows[0].score if rows else 0.0
        offered = [scores.get(name) or Found(self._sections[name], score, ()) for name in instead if name in self._sections]
        chosen = {row.section.id for row in offered}
        return [*offered, *(row for row in allowed if row.section.id not in chosen)]

    def leads(self, signs: Iterable[Sign], text: str, topics: frozenset[str]) -> list[Cited]:
        """What the reply says first, where the last message holds a sign, or has one of the topics that the sign waits for."""
        last = {sign.id for sign in self.heard([text])}
        return [sign.lead for sign in signs if sign.lead and (sign.asked & topics if sign.asked else sign.id in last)]


def keeps_back(sign: Sign, section: Section) -> bool:
    """Whether a section is not for a conversation with this sign."""
    return section.id not in sign.instead and (sign.only or bool(sign.never & set(section.topics)))
