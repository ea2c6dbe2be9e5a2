"""A sentence guard from the checks on composed replies: support by shared words, numbers, links, claims, never-say."""

import re
from collections.abc import Callable, Sequence

from service.domain.answers import AnswerKind, Draft, Purpose, Sentence
from service.domain.generation import Decision, GivenPassage
from service.domain.resources import Resource
from service.guarding.guard import Guard

_MARKUP = re.compile(r"[`*_#<>|{}\[\]\\]|\bhttps?:")
_WORD = re.compile(r"[a-z]{4,}")
_DIGITS = re.compile(r"\d")
_LONGEST_UNCITED = 18
_OWN_WORDS = 0.34


class PlainSentenceGuard:
    """Lets through what shares its words with the cited sections, and short reflections and questions without a source."""

    version = "plain-1"

    def __init__(self, guard: Guard, foreign: Callable[[str], str | None]) -> None:
        self._guard = guard
        self._foreign = foreign

    def check(  # noqa: PLR0913  the facts about one sentence, by name
        self,
        sentence: str,
        cited: Sequence[int],
        passages: Sequence[GivenPassage],
        *,
        said: Sequence[str] = (),
        before: Sequence[str] = (),  # noqa: ARG002  part of the port
        resources: Sequence[Resource] = (),
    ) -> Decision:
        """Whether the sentence may be shown."""
        reason = self._refusal(sentence, cited, passages, said, resources)
        return Decision(reason is None, reason or "", "" if reason else sentence, () if reason else tuple(cited))

    def _refusal(
        self, sentence: str, cited: Sequence[int], passages: Sequence[GivenPassage], said: Sequence[str], resources: Sequence[Resource]
    ) -> str | None:
        sections = {passage.n: passage.section for passage in passages}
        if any(n not in sections for n in cited):
            return "citation"
        if _MARKUP.search(sentence):
            return "markup"
        if self._foreign(sentence) is not None:
            return "language"
        if not cited and not _reflects(sentence, said):
            return "citation"
        purpose = Purpose.ADVICE if cited else Purpose.REFLECTION
        draft = Draft(((Sentence(sentence, purpose, tuple(sections[n] for n in cited)),),))
        found = self._guard.check(draft, AnswerKind.COACHING, resources)
        return found[0].check if found else None


def _reflects(sentence: str, said: Sequence[str]) -> bool:
    """Whether a sentence without a source is short, holds no figure, and asks or speaks in the person's own words."""
    if len(sentence.split()) > _LONGEST_UNCITED or _DIGITS.search(sentence):
        return False
    words = set(_WORD.findall(sentence.lower()))
    own = set(_WORD.findall(" ".join(said).lower()))
    return sentence.endswith("?") or not words or len(words & own) >= _OWN_WORDS * len(words)
