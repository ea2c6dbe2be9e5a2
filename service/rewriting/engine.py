"""The rewriter: from a statement to a kind, marks of blame and wordings. Pure; the safety verdict comes before it."""

from collections.abc import Sequence
from dataclasses import replace

from service.domain.rewriting import Receipt, RewriteKind, Suggestion, Tone, Wording
from service.language.matching import Language
from service.ports import Grammar, ObservationMarker
from service.rewriting.caution import Doubt, Doubts
from service.rewriting.changes import changes
from service.rewriting.checks import Rubric
from service.rewriting.decide import Decision, Judge
from service.rewriting.hear import Listener
from service.rewriting.records import RewritingData
from service.rewriting.understand import Understander, Understanding
from service.rewriting.wording import Wordsmith


class Rewriter:
    """Words blame anew. `version` names the reviewed data that it rests on."""

    def __init__(self, data: RewritingData, language: Language, grammar: Grammar, marker: ObservationMarker | None = None) -> None:
        self._data = data
        self._judge = Judge(data, language)
        self._doubts = Doubts(data.caution, language)
        self._understander = Understander(data, grammar, marker)
        self._wordsmith = Wordsmith(data, grammar)
        self.rubric = Rubric(data)
        self._listener = Listener(data, self._understander)
        self.version = f"rewriting-{data.version}{f'.{marker.version[:4]}' if marker else ''}"

    def warm_up(self) -> None:
        """Compile all patterns, load the grammar and the marker now instead of with the first statement."""
        self._judge.compile()
        self._doubts.compile()
        self.rewrite("You never help me with the dishes.")

    def rewrite(self, statement: str, *, feeling: str | None = None, tone: Tone | None = None) -> Wording:
        """What to do with the statement, and how it may be said; never raises, whatever the text."""
        found = self._understander.read(statement)
        decision = self._judge.decide(statement, found)
        if decision.kind is RewriteKind.REWRITE and self._sound(statement, decision):
            decision = Decision(RewriteKind.AFFIRM, (), self._data.notes["affirm"])
        if decision.kind is not RewriteKind.REWRITE:
            return Wording(decision.kind, note=decision.note, refused=decision.refused, receipt=_plain_receipt(decision))
        passes = self.rubric.passing(statement, found.untold)
        offered = self._wordsmith.suggestions(found, feeling=feeling, tone=tone, passes=passes)
        suggestions = tuple(s for s in offered if passes(s.text)) or offered
        return Wording(
            kind=decision.kind,
            blame=decision.marks,
            suggestions=suggestions,
            feelings=self._wordsmith.feelings(found),
            receipt=replace(_receipt(decision, suggestions), changes=changes(statement, decision.marks, found, suggestions[0], self._data)),
            note=self._note(found, suggestions),
            unshown=tuple(s.text for s in self._by_lists(found)),
        )

    def _by_lists(self, found: Understanding) -> Sequence[Suggestion]:
        """The first wording that lists alone would give, where a marker chose what is told: it may hold what the marker left out."""
        if not found.marked:
            return ()
        return self._wordsmith.suggestions(replace(found, marked=(), shares={}), feeling=None, tone=None)[:1]

    def doubt(self, statement: str) -> Doubt:
        """How much less than a finding is enough to word nothing."""
        return self._doubts.of(statement)

    def hear(self, message: str) -> Wording:
        """Replies that reflect a message that the writer got, without agreeing, defending or advising."""
        return self._listener.hear(message)

    def cues(self, statement: str) -> frozenset[str]:
        """The cues from which the kind of a statement is learnt."""
        return self._judge.cues(statement, self._understander.read(statement))

    def new_things(self, given: str, text: str) -> frozenset[str]:
        """Words of `text` that name a thing, a day or a number and stand nowhere in `given`."""
        return self._understander.new_things(given, text)

    def note(self, name: str) -> str:
        """A reviewed note by its name."""
        return self._data.notes[name]

    def foreign(self) -> Wording:
        """The result for a language that is not read here."""
        return Wording(RewriteKind.LEAVE, note=self._data.notes["leave_foreign"])

    def _sound(self, statement: str, decision: Decision) -> bool:
        """Whether a statement with no more than a told deed in it passes the whole rubric already."""
        if any(mark.form not in _TOLD for mark in decision.marks):
            return False
        return all(finding.id == "S8" for finding in self.rubric.check(statement, statement))

    def _note(self, found: Understanding, suggestions: Sequence[Suggestion]) -> str:
        notes = [self._data.notes["rewrite"]]
        if any("[" in suggestion.text for suggestion in suggestions):
            notes = [self._data.notes["rewrite_blank"]]
        if found.third:
            notes.append(self._data.notes["rewrite_third"])
        if found.boundary:
            notes.append(self._data.notes["rewrite_boundary"])
        return " ".join(notes)


_TOLD = frozenset({"accusation", "third_person"})
_CHANGED = {
    "globaliser": "words that claim every time were left out",
    "label": "a name for what the other is became what happened",
    "mind_reading": "a guess at the other's mind was left out",
    "duty": "a duty became a wish",
    "question": "a question with a charge in it became a plain sentence",
    "command": "an order became a question",
    "comparison": "the comparison was left out",
    "contempt": "scorn was left out, and the strength kept in the feeling",
    "ultimatum": "a threat became a limit or was left out",
    "sarcasm": "the sting became the plain complaint",
    "collective": "a charge against everybody became one request",
    "disguised": '"I feel that you" became a feeling',
    "pseudo_feeling": "a word for what the other did became a feeling of yours",
    "cause": "the other is no longer named as the cause of your feeling",
    "accusation": "the charge became what happened",
    "third_person": "words about somebody became words to them",
}


def _receipt(decision: Decision, suggestions: Sequence[Suggestion]) -> Receipt:
    first = suggestions[0]
    changed = tuple(dict.fromkeys(_CHANGED[mark.form] for mark in decision.marks if mark.form in _CHANGED))
    return Receipt(changed, first.kept, first.guessed)


def _plain_receipt(decision: Decision) -> Receipt:
    return Receipt(kept=("every word of yours",)) if decision.refused is None else Receipt()
