"""Answers one rewrite request: the safety verdict first, and wordings only where it lets them through."""

from dataclasses import dataclass, replace

from service.composing.audiences import Audiences
from service.composing.help_lines import HelpLines
from service.composing.help_reply import HelpComposer
from service.domain.answers import Composer
from service.domain.rewriting import Mode, RewriteAnswer, RewriteKind, Tone, Wording
from service.domain.safety import CheckIn, Hit, RiskLevel, Role, Verdict, Voice
from service.domain.text import Message, Span, Speaker
from service.rewriting.engine import Rewriter
from service.usecases.answer import ForeignLanguage, reply_language
from service.usecases.check import SafeClassifier

_REFUSED = "PERPETRATOR"
_HELD_BACK = "rewriting.held_back"
_FEWEST_FOREIGN_WORDS = 5


@dataclass(frozen=True, slots=True)
class RewriteRequest:
    """One rewrite request, as plain values."""

    statement: str
    feeling: str | None = None
    tone: Tone | None = None
    mode: Mode = Mode.SAY
    country: str | None = None
    check_in: CheckIn | None = None


@dataclass(frozen=True, slots=True)
class Wordings:
    """The rewrite use case and the parts it puts in order."""

    classifier: SafeClassifier
    rewriter: Rewriter
    help: HelpComposer
    lines: HelpLines
    audiences: Audiences
    language: ForeignLanguage
    notice: str

    def answer(self, request: RewriteRequest) -> RewriteAnswer:
        """Wordings, or the reason why there are none; a routed statement gets resources and no wording."""
        verdict = self.classifier.classify([Message(Speaker.USER, request.statement)], request.check_in)
        if verdict.routed:
            return self._routed(request, verdict)
        if held := self._held_back(request, verdict):
            return held
        if len(request.statement.split()) >= _FEWEST_FOREIGN_WORDS and self.language.foreign(request.statement):
            return self._plain(request, verdict, self.rewriter.foreign())
        if request.mode is Mode.HEAR:
            return self._plain(request, verdict, self.rewriter.hear(request.statement))
        wording = self.rewriter.rewrite(request.statement, feeling=request.feeling, tone=request.tone)
        if wording.refused is not None:
            return self._refused(request, verdict, wording)
        return self._plain(request, verdict, self._safe(wording))

    def _safe(self, wording: Wording) -> Wording:
        """Without suggestions that the classifier would route: no wording may carry danger, nor leave out only the danger."""
        kept = () if any(self._routes(text) for text in wording.unshown) else wording.suggestions
        kept = tuple(s for s in kept if not self._routes(s.text))
        if wording.suggestions and not kept:
            return Wording(RewriteKind.LEAVE, note=self.rewriter.note("leave"))
        return replace(wording, suggestions=kept)

    def _routes(self, text: str) -> bool:
        return self.classifier.classify([Message(Speaker.USER, text)]).routed

    def _routed(self, request: RewriteRequest, verdict: Verdict, note: str | None = None) -> RewriteAnswer:
        message = Message(Speaker.USER, request.statement)
        emergency = self.lines.emergency(request.country)
        lines = self.lines.for_verdict(verdict, request.country, self.audiences.of([message]))
        composer = self.help.within(None if verdict.failed else reply_language(self.language, [request.statement], None, verdict))
        reply = composer.compose([message], verdict, country=request.country, emergency=emergency, check_in=request.check_in, lines=lines)
        return RewriteAnswer(
            kind=RewriteKind.ROUTE,
            blame=(),
            suggestions=(),
            feelings=(),
            receipt=Wording(RewriteKind.ROUTE).receipt,
            verdict=verdict,
            question=None if note else reply.question,
            resources=lines,
            composer=Composer("rules", prompt=composer.version),
            note=note or reply.draft.text,
            notice=self.notice,
        )

    def _held_back(self, request: RewriteRequest, verdict: Verdict) -> RewriteAnswer | None:
        """Help and no wording where the second tier is near its line: a wording goes to the one it speaks of.

        A `no` to the closed question lets the message through, as it does for any concern.
        """
        if request.mode is Mode.HEAR or request.check_in is CheckIn.NO:
            return None
        doubt = self.rewriter.doubt(request.statement)
        near = max((s for s in verdict.scores if s.score >= s.needed - doubt.allowance), key=lambda s: s.score - s.needed, default=None)
        if near is None:
            return None
        mark = doubt.sign
        hit = Hit(
            f"{_HELD_BACK}.{mark.form}" if mark else _HELD_BACK,
            near.category,
            RiskLevel.CONCERN,
            0,
            mark.span if mark else Span(0, len(request.statement)),
            mark.reason if mark else self.rewriter.note("held_back_reason"),
            Voice.VICTIM,
        )
        raised = replace(verdict, level=RiskLevel.CONCERN, categories=(near.category,), hits=(*verdict.hits, hit))
        return self._routed(request, raised)

    def _refused(self, request: RewriteRequest, verdict: Verdict, wording: Wording) -> RewriteAnswer:
        """Control or threat in the dress of an I-statement: help is offered, for the one who wrote it."""
        mark = wording.refused
        assert mark is not None  # noqa: S101  the caller has looked
        hit = Hit(
            f"rewriting.{mark.form}",
            _REFUSED,
            RiskLevel.CONCERN,
            0,
            mark.span,
            "It would control or threaten the other.",
            Voice.PERPETRATOR,
        )
        raised = replace(verdict, level=RiskLevel.CONCERN, categories=(_REFUSED,), hits=(hit,), role=Role.PERSON_USING_HARM)
        return self._routed(request, raised, wording.note)

    def _plain(self, request: RewriteRequest, verdict: Verdict, wording: Wording) -> RewriteAnswer:
        beside = verdict.lifted or verdict.survivor
        return RewriteAnswer(
            kind=wording.kind,
            blame=wording.blame,
            suggestions=wording.suggestions,
            feelings=wording.feelings,
            receipt=wording.receipt,
            verdict=verdict,
            question=None,
            resources=self.lines.for_verdict(verdict, request.country) if beside else (),
            composer=Composer("rules", prompt=self.rewriter.version),
            note=wording.note,
            notice=self.notice,
        )
