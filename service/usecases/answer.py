"""Answers one chat request: safety first, then retrieval, composing and the guard."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from service.composing.audiences import Audiences
from service.composing.choose import said_before, user_texts, variant
from service.composing.citing import cite
from service.composing.courtesy import Courtesies
from service.composing.extractive import ExtractiveComposer
from service.composing.help_lines import HelpLines
from service.composing.help_reply import HelpComposer
from service.composing.others import Others
from service.composing.signs import keeps_back
from service.composing.texts import CoachingTexts, Courtesy, Sign
from service.domain.answers import Answer, AnswerKind, Citation, Composer, Draft, Purpose, Sentence
from service.domain.corpus import Brought, Corpus, Found, Guide, Matter, SearchResult
from service.domain.resources import Resource
from service.domain.safety import CheckIn, Verdict
from service.domain.text import Message, Speaker
from service.guarding.guard import Guard
from service.ports import Vectors
from service.retrieval.acts import Acts
from service.retrieval.matters import Heard, Matters
from service.retrieval.retriever import Retriever, question_of
from service.usecases.check import SafeClassifier

_ROWS = 8
_COACHED = "en"
_ATTEMPTS = 4
# The scope threshold is set for a first question with nothing known of it; see docs/decisions/0068.
_NEARLY = 0.2
# From these shares on a message surely is for the coach, and brings a matter whatever else it may be; see docs/decisions/0085 and 0086.
_BROUGHT, _PLAINLY = 0.15, 0.5
# From these shares on what is for the coach is answered by a card before a section, and before a pattern of going on (0092).
_TOLD_FROM, _BEFORE_PATTERNS = 0.08, 0.3
_TOLD = 0.05
# The courtesy that answers complaints about the coach.
_COMPLAINT = "not-helpful"


class ForeignLanguage(Protocol):
    """Tells in which language, other than those supported, a text is written."""

    def foreign(self, text: str, declared: str | None = None) -> str | None:
        """The ISO code, or None where the text is supported or too short to tell.

        `declared` is a language that the caller named; it decides where the text tells too little.
        """
        ...

    def telling(self, text: str) -> bool:
        """Whether a text is long enough to tell a language by."""
        ...


def foreign_language(detector: ForeignLanguage, texts: Sequence[str], declared: str | None) -> str | None:
    """The language of a conversation, if it is another one: that of the last text that is long enough to tell."""
    telling = next((text for text in reversed(texts) if detector.telling(text)), texts[-1])
    return detector.foreign(telling, declared) or (None if detector.telling(telling) else _named(declared))


def reply_language(detector: ForeignLanguage, texts: Sequence[str], declared: str | None, verdict: Verdict) -> str | None:
    """The language for a help reply: that of the conversation, else that of the words which spoke for danger."""
    return foreign_language(detector, texts, declared) or next((hit.rule[:2] for hit in verdict.hits if hit.rule[2:3] == "."), None)


def _named(declared: str | None) -> str | None:
    return declared if declared != _COACHED else None


@dataclass(frozen=True, slots=True)
class Request:
    """One chat request, as plain values."""

    messages: tuple[Message, ...]
    country: str | None = None
    check_in: CheckIn | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Coach:
    """The chat use case and the parts it puts in order."""

    classifier: SafeClassifier
    retriever: Retriever
    composer: ExtractiveComposer
    help: HelpComposer
    lines: HelpLines
    audiences: Audiences
    courtesies: Courtesies
    acts: Acts
    matters: Matters
    others: Others
    language: ForeignLanguage
    guard: Guard
    corpus: Corpus
    texts: CoachingTexts
    exhausted: tuple[str, ...]

    def verdict(self, request: Request) -> Verdict:
        """The safety verdict; always computed first, and nothing else happens where it routes."""
        return self.classifier.classify(request.messages, request.check_in)

    def answer(self, request: Request) -> Answer:
        """The whole answer.

        Raises:
            StoreUnavailableError: the passage store does not answer.
            DataError: the encoder's weights are missing or wrong.
        """
        verdict = self.verdict(request)
        plan = self.plan(request, verdict)
        return plan if isinstance(plan, Answer) else self.coaching(request, verdict, plan)

    def plan(self, request: Request, verdict: Verdict) -> Answer | SearchResult:
        """The whole answer where there is nothing to word; else what was found for the coaching reply.

        Raises:
            StoreUnavailableError: the passage store does not answer.
            DataError: the encoder's weights are missing or wrong.
        """
        if verdict.routed:
            return self._help(request, verdict)
        texts = user_texts(request.messages)
        said = said_before(request.messages)
        if passed_on := self._passed_on(request, verdict):
            return passed_on
        goes_on = self.composer.goes_on(request.messages)
        courtesy = None if goes_on else self.courtesies.find(texts[-1])
        act = self.composer.instead_of(courtesy.id, request.messages) if courtesy else None
        if courtesy and act is None:
            return self._courteous(courtesy, verdict, request)
        question = question_of(self._covered(request.messages))
        last, vector = self.retriever.encoded([texts[-1], question])
        heard = self._heard(request, verdict)
        if act is None and not goes_on and not heard.surely(_PLAINLY):
            act = self._act(request, last, heard)
            if act and (courtesy := self.courtesies.named(act)):
                return self._courteous(courtesy, verdict, request)
        result = self.retriever.search(question, limit=len(self.corpus.sections), vector=vector)
        # Nobody has written cards for a guide that was imported: where it answers best, it is told.
        imported = bool(result.rows) and result.rows[0].section.counsel is None
        # A longer message that also holds a pattern of going on, or one that plainly brings a matter, brings something of its own.
        told_on = goes_on and self.composer.is_brief(texts[-1]) and not heard.surely(_BEFORE_PATTERNS)
        matters = () if imported or told_on else self._to_tell(heard, request)
        direct = self.composer.is_direct(texts[-1])
        elsewhere = heard.elsewhere and not (act or goes_on or imported or direct)
        in_scope = result.in_scope or goes_on or act or heard.surely(_BROUGHT) or direct or heard.inside or self._likely(request, result)
        if elsewhere or not in_scope:
            subject = heard.outside or (None if result.in_scope else result.outside_topic)
            return self._outside(subject, texts[-1], said, verdict, request)
        return replace(result, in_scope=True, act=act, matters=matters, relation=heard.relation)

    def _to_tell(self, heard: Heard, request: Request) -> tuple[Brought, ...]:
        """The matters that a reply may be about, likeliest first: those of which something is left to say."""
        word = self.others.word(user_texts(request.messages), heard.relation)
        return self.composer.fresh(heard.brought, self.others.remembered(request.messages, word), _TOLD_FROM)

    def _heard(self, request: Request, verdict: Verdict) -> Heard:
        """What the last message may bring, as far as its counsel suits the conversation."""
        signs, known = self._signs(request, verdict), self.corpus.sections
        answered = bool(self.composer.ways_on(request.messages))

        def suits(matter: Matter) -> bool:
            sections = [known[name] for name in matter.sections]
            unsafe = _speaks_against_safety(verdict) and any(section.presupposes_safety for section in sections)
            against = [sign for sign in signs if sign.id not in matter.goes_with]
            kept_back = any(keeps_back(sign, section) for sign in against for section in sections)
            return (answered or not matter.later) and not unsafe and not kept_back

        return self.matters.heard(self._covered(request.messages), suits)

    def _passed_on(self, request: Request, verdict: Verdict) -> Answer | None:
        """The answer to what is not for this coach by its language or its words alone, whatever was spoken of before."""
        texts = user_texts(request.messages)
        if code := foreign_language(self.language, texts, request.language):
            return self._plain(self.help.unsupported(code), AnswerKind.OUT_OF_SCOPE, verdict, request, with_lines=True)
        if (elsewhere := self.composer.elsewhere(texts[-1])) and not self.composer.goes_on(request.messages):
            return self._outside(elsewhere, texts[-1], said_before(request.messages), verdict, request)
        return None

    def _covered(self, messages: Sequence[Message]) -> list[str]:
        """What the person said, without what was passed on to somebody else: a later message does not lean on that."""
        texts = user_texts(messages)
        passed_on = {topic.pointer for topic in self.corpus.outside}.union(self.texts.uncovered, self.texts.uncovered_later)
        away = {
            before.content
            for before, reply in pairwise(messages)
            if reply.speaker is Speaker.ASSISTANT and any(reply.content.startswith(text) for text in passed_on)
        }
        return [*(text for text in texts[:-1] if text not in away), texts[-1]]

    def _likely(self, request: Request, result: SearchResult) -> bool:
        """Whether a message that misses may be taken for covered all the same.

        One that tells of a couple and asks for nothing is about the couple, whatever the quarrel is about. Others must only just
        miss, lie near no other subject, and stand where questions for the guides are common.
        """
        if result.confidence >= _TOLD and self.composer.tells_of_two(request.messages):
            return True
        return result.outside_topic is None and result.confidence >= _NEARLY and self.composer.likely(request.messages)

    def _act(self, request: Request, vector: Vectors, heard: Heard) -> str | None:
        """What the last message does, by its meaning, where it brings no matter of its own."""
        if self.composer.has_matter(request.messages):
            return None
        ways = self.composer.ways_on(request.messages)
        # What tells of somebody is more often a matter than a way of going on.
        surely = not ways or self.composer.tells_of_others(request.messages)
        act = self.acts.of(vector, {*self.courtesies.ids, *ways}, surely=surely)
        if act == _COMPLAINT and not self.composer.points_at_the_coach(request.messages):
            act = None
        # To be told that one wants to spy is hard on somebody who only asks how to look the other in the eye.
        if act and heard.inside and not self.courtesies.names_it(act, user_texts(request.messages)[-1]):
            act = None
        return act or self.composer.answering(request.messages)

    def _courteous(self, courtesy: Courtesy, verdict: Verdict, request: Request) -> Answer:
        text = self.courtesies.reply(courtesy, user_texts(request.messages)[-1], said_before(request.messages))
        return self._plain(text, AnswerKind.COACHING, verdict, request)

    def _help(self, request: Request, verdict: Verdict) -> Answer:
        country = request.country
        lines = self.resources(request, verdict)
        code = None if verdict.failed else reply_language(self.language, user_texts(request.messages), request.language, verdict)
        composer = self.help.within(code)
        reply = composer.compose(
            request.messages,
            verdict,
            country=country,
            emergency=self.lines.emergency(country),
            check_in=request.check_in,
            lines=lines,
        )
        return Answer(
            kind=AnswerKind.RESOURCES,
            draft=reply.draft,
            citations=(),
            verdict=verdict,
            question=reply.question,
            resources=lines,
            composer=Composer(self.composer.name, prompt=composer.version),
            notice=self.texts.notice,
        )

    def coaching(self, request: Request, verdict: Verdict, result: SearchResult) -> Answer:
        """The composed coaching reply to what was found."""
        draft = self.checked(request, verdict, result)
        if draft is None:
            text = variant(self.exhausted, user_texts(request.messages)[-1], said_before(request.messages))
            return self._plain(text, AnswerKind.COACHING, verdict, request)
        citations = cite(draft, result.rows, self.corpus.sections, self.guides)
        return self.coached(request, verdict, draft, citations, Composer(self.composer.name, prompt=self.composer.version))

    def coached(self, request: Request, verdict: Verdict, draft: Draft, citations: tuple[Citation, ...], composer: Composer) -> Answer:
        """A coaching answer around a checked draft, with help beside it where the conversation asks for that."""
        return Answer(
            kind=AnswerKind.COACHING,
            draft=Draft((*draft.paragraphs, *self.beside(verdict))),
            citations=citations,
            verdict=verdict,
            question=None,
            resources=self.resources_beside(request, verdict),
            composer=composer,
            notice=self.texts.notice,
        )

    @property
    def guides(self) -> dict[str, Guide]:
        """The guides by id."""
        return {guide.id: guide for guide in self.corpus.guides}

    def rows(self, request: Request, verdict: Verdict, result: SearchResult) -> Sequence[Found]:
        """The found sections that advice may rest on in this conversation, best first; before them those of what is surely brought."""
        return _first(self._fitting(result, verdict, self._signs(request, verdict)), result)

    def _fitting(self, result: SearchResult, verdict: Verdict, signs: Sequence[Sign]) -> list[Found]:
        return self.composer.fitting(_suitable(result.rows, verdict), signs)

    def _signs(self, request: Request, verdict: Verdict) -> tuple[Sign, ...]:
        return self.composer.heard(request.messages, harm=_speaks_against_safety(verdict))

    def beside(self, verdict: Verdict) -> tuple[tuple[Sentence, ...], ...]:
        """The paragraph about help that ends a coaching reply, where the conversation asks for one."""
        text = self.help.beside_coaching(verdict)
        return ((Sentence(text, Purpose.PLAIN),),) if text else ()

    def resources_beside(self, request: Request, verdict: Verdict) -> tuple[Resource, ...]:
        """The help lines that go with a coaching reply."""
        return self.resources(request, verdict) if verdict.lifted or verdict.survivor else ()

    def resources(self, request: Request, verdict: Verdict) -> tuple[Resource, ...]:
        """The help lines that fit the conversation and the person."""
        return self.lines.for_verdict(verdict, request.country, self.audiences.of(request.messages))

    def checked(self, request: Request, verdict: Verdict, result: SearchResult, avoid: str = "") -> Draft | None:
        """A composed draft that passes the guard; what fails is avoided in the next attempt. None where nothing passes."""
        signs = self._signs(request, verdict)
        rows = _first(self._fitting(result, verdict, signs), result)
        word = self.others.word(user_texts(request.messages), result.relation)
        messages = self.others.remembered(request.messages, word)
        for _ in range(_ATTEMPTS):
            draft = self.composer.compose(messages, rows, signs=signs, avoid=avoid, act=result.act, matters=result.matters)
            if draft is None:
                return None
            bad = {problem.sentence for problem in self.guard.check(draft, AnswerKind.COACHING)}
            if not bad:
                return self.others.told(draft, word)
            avoid += "\n".join(draft.sentences[number].text for number in bad)
        return None

    def _outside(self, subject: str | None, seed: str, said: str, verdict: Verdict, request: Request) -> Answer:
        texts, told = self.texts, bool(self.composer.ways_on(request.messages))
        pointer = next((topic.pointer for topic in self.corpus.outside if topic.id == subject), None)
        if pointer is None:
            uncovered = texts.uncovered_later if told else texts.uncovered
            return self._plain(variant(uncovered, seed, said), AnswerKind.OUT_OF_SCOPE, verdict, request)
        text = f"{pointer}\n\n{variant(texts.covers_later if told else texts.covers, seed, said)}"
        return self._plain(text, AnswerKind.OUT_OF_SCOPE, verdict, request)

    def _plain(self, text: str, kind: AnswerKind, verdict: Verdict, request: Request, *, with_lines: bool = False) -> Answer:
        paragraphs = tuple((Sentence(part, Purpose.PLAIN),) for part in text.split("\n\n"))
        lines = self.resources(request, verdict) if with_lines or verdict.lifted or verdict.survivor else ()
        if with_lines:
            lines = (*lines, *(finder for finder in self.lines.finders if finder not in lines))
        return Answer(
            kind=kind,
            draft=Draft(paragraphs),
            citations=(),
            verdict=verdict,
            question=None,
            resources=lines,
            composer=Composer(self.composer.name, prompt=self.composer.version),
            notice=self.texts.notice,
        )


def _first(fitting: Sequence[Found], result: SearchResult) -> Sequence[Found]:
    """The rows that a reply rests on: before all others those of what is surely brought."""
    named = [name for one in result.matters[:1] for name in one.matter.sections]
    return sorted(fitting, key=lambda row: row.section.id not in named)[:_ROWS]


def _suitable(rows: Sequence[Found], verdict: Verdict) -> Sequence[Found]:
    """Without advice that presupposes safety, where anything in the conversation speaks against it."""
    if not _speaks_against_safety(verdict):
        return rows
    return [row for row in rows if not row.section.presupposes_safety]


def _speaks_against_safety(verdict: Verdict) -> bool:
    return bool(verdict.lifted or verdict.survivor or verdict.set_aside)
