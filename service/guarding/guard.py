"""The checks on a finished reply: support, numbers, links, blocked claims, and what is never said."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import phonenumbers
import re2

from service.domain.answers import AnswerKind, Draft, Sentence
from service.domain.corpus import Claim, ClaimStatus, Section
from service.domain.resources import NeverUse, Resource

# A sentence rests on a section when at least this share of its content words stands there, or in one reviewed saying of it.
_SUPPORT = 0.5
_NUMBER = re.compile(r"\d+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|net|uk|gov|info|io)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z][a-z']{3,}")
_LOOKS_LIKE_PHONE = re.compile(r"\+?\d[\d\s().-]{5,}\d")
_COACHING = frozenset({AnswerKind.COACHING, AnswerKind.OUT_OF_SCOPE})


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a sentence may not be shown: the check that found it and what it found, never a person's words."""

    sentence: int
    check: str
    reason: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern that no reply of some kinds may match."""

    id: str
    pattern: str
    reason: str
    kinds: frozenset[str]


class Guard:
    """Checks drafts against the corpus, the ledger, the resources and the never-say list.

    `reviewed` holds, by section, sayings in other words that somebody has checked against it.
    """

    def __init__(
        self,
        sections: Mapping[str, Section],
        claims: Iterable[Claim],
        never_say: Iterable[Phrase],
        never_use: Iterable[NeverUse],
        reviewed: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._sections = sections
        self._section_words = {section.id: _content(whole_text(section)) for section in sections.values()}
        self._reviewed = {section: [_content(text) for text in texts] for section, texts in (reviewed or {}).items()}
        blocked = [claim for claim in claims if claim.status is ClaimStatus.BLOCKED]
        self._blocked = [(claim.id, [_compiled(p) for p in claim.blocked_patterns]) for claim in blocked]
        self._phrases = [(phrase, _compiled(phrase.pattern)) for phrase in never_say]
        self._never_use = {(entry.country, digits) for entry in never_use for digits in entry.digits}

    def check(self, draft: Draft, kind: AnswerKind, resources: Sequence[Resource] = ()) -> tuple[Problem, ...]:
        """Every problem of a draft, in reading order; none means that it may be shown."""
        return tuple(
            Problem(number, check, reason)
            for number, sentence in enumerate(draft.sentences)
            for check, reason in self._problems(sentence, kind, resources)
        )

    def _problems(self, sentence: Sentence, kind: AnswerKind, resources: Sequence[Resource]) -> Iterator[tuple[str, str]]:
        yield from self._unsupported(sentence)
        yield from self._numbers(sentence, resources)
        for link in _LINK.findall(sentence.text):
            if not any(link.rstrip(".,)") in (r.url or "") or link in (r.chat_url or "") for r in resources):
                yield "link", "the link is in no resource record"
        for claim, patterns in self._blocked:
            if any(pattern.search(sentence.text) for pattern in patterns):
                yield "claim", f"it repeats the blocked claim {claim}"
        wanted = "coaching" if kind in _COACHING else "resources"
        for phrase, pattern in self._phrases:
            if wanted in phrase.kinds and pattern.search(sentence.text):
                yield "never_say", f"{phrase.id}: {phrase.reason}"

    def _unsupported(self, sentence: Sentence) -> Iterator[tuple[str, str]]:
        if not sentence.purpose.needs_citation:
            return
        known = [self._section_words[s] for s in sentence.sections if s in self._section_words]
        if not known:
            yield "citation", "the sentence cites no section"
            return
        words = _content(sentence.text)
        sayings = (saying for section in sentence.sections for saying in self._reviewed.get(section, ()))
        if words and not any(len(words & held) >= _SUPPORT * len(words) for held in (frozenset().union(*known), *sayings)):
            yield "support", "too few of its words stand in the cited section"

    def _numbers(self, sentence: Sentence, resources: Sequence[Resource]) -> Iterator[tuple[str, str]]:
        numbers = set(_NUMBER.findall(sentence.text))
        if not numbers:
            return
        allowed = {n for s in sentence.sections if s in self._sections for n in _NUMBER.findall(whole_text(self._sections[s]))}
        known = {digits for r in resources for digits in (*r.dial, r.sms.number if r.sms else "") if digits}
        printed = {n for r in resources for text in (r.phone, r.sms and r.sms.text, r.note) if text for n in _NUMBER.findall(text)}
        if not numbers <= allowed | known | printed:
            yield "number", "a number stands in no cited section and no resource record"
        for found in _phone_numbers(sentence.text):
            if found not in known:
                yield "phone", "a phone number is in no resource record"

    def wrong_numbers(self, resources: Iterable[Resource]) -> tuple[str, ...]:
        """Ids of records that carry a number known to be wrong, or whose printed digits are not the dialled ones."""
        return tuple(r.id for r in resources if any((r.country, d) in self._never_use for d in r.numbers) or not r.digits_agree)


def _phone_numbers(text: str) -> set[str]:
    """Digits of what reads as a phone number; the library needs a country code, so national forms are looked for too."""
    found = {str(m.number.national_number) for m in phonenumbers.PhoneNumberMatcher(text, None)}
    return found | {re.sub(r"\D", "", match) for match in _LOOKS_LIKE_PHONE.findall(text)}


def _compiled(pattern: str) -> Any:
    return re2.compile(f"(?i){pattern}")


def whole_text(section: Section) -> str:
    """Everything a reply may take from a section, as one text."""
    steps = " ".join(f"{step.do} {step.say or ''}" for step in section.steps)
    return f"{section.heading} {section.text} {steps} {section.next_action} {section.question}"


def _content(text: str) -> frozenset[str]:
    """Content words, without their commonest endings, so that `listens` rests on `listen`."""
    return frozenset(re.sub(r"(?:ing|ed|es|s|'s)$", "", word) for word in _WORD.findall(text.lower()))
