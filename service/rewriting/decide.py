"""Whether a statement is to be reworded at all, and if not, what is said instead."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.rewriting import BlameMark, RewriteKind
from service.domain.text import Span
from service.language.matching import Language, PatternIndex
from service.rewriting.clauses import Clause
from service.rewriting.kinds import SOFT_FORMS, cues
from service.rewriting.records import BlameForm, Decline, RewritingData, SoundWords
from service.rewriting.understand import Understanding

_YOU = frozenset({"you", "your", "yours"})
_ASKED = ("would", "could", "can", "will", "shall", "may", "did", "do")


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a statement, with its marks of blame and the note that goes with a refusal to reword."""

    kind: RewriteKind
    marks: tuple[BlameMark, ...]
    note: str
    refused: BlameMark | None = None


class Judge:
    """Decides the kind of a statement by reviewed patterns and by what was understood of it."""

    def __init__(self, data: RewritingData, language: Language) -> None:
        self._data = data
        self._normalise = language.normalise
        self._forms: PatternIndex[BlameForm] = PatternIndex((form, form.patterns) for form in data.forms)
        self._declines: PatternIndex[Decline] = PatternIndex((record, record.patterns) for record in data.declines)

    def compile(self) -> None:
        """Compile every pattern now."""
        self._forms.compile()
        self._declines.compile()

    def marks(self, statement: str) -> tuple[BlameMark, ...]:
        """Places that may land as blame, in reading order; of places inside one another the longest of a form."""
        normal = self._normalise(statement)
        found: dict[tuple[str, Span], BlameMark] = {}
        for form, match in self._forms.matches(normal):
            if form.id == "accusation" and match.first and normal.tokens[match.first - 1] in _ASKED:
                continue  # "would you put" asks
            last = match.last
            while last > match.first + 1 and normal.tokens[last - 1] in (".", ","):
                last -= 1
            span = normal.origin(match.first, last)
            found[form.id, span] = BlameMark(form.id, span, statement[span.start : span.end], form.reason)
        ordered = sorted(found.values(), key=lambda m: (m.span.start, -m.span.end))
        kept: list[BlameMark] = []
        for mark in ordered:
            if any(k.form == mark.form and k.span.start <= mark.span.start < k.span.end for k in kept):
                continue
            kept.append(mark)
        return tuple(kept)

    def decide(self, statement: str, found: Understanding) -> Decision:
        """The decision: what is never reworded first, then the kind that all cues together speak for."""
        notes = self._data.notes
        if not any(letter.isalpha() for letter in statement):
            return Decision(RewriteKind.LEAVE, (), notes["leave_empty"])
        marks = self.marks(statement)
        declined = self._declined(statement)
        for record, match in declined:
            if record.refuse:
                span = self._normalise(statement).origin(*match)
                refused = BlameMark(record.id, span, statement[span.start : span.end], record.note)
                return Decision(RewriteKind.LEAVE, (), record.note, refused)
            if record.over_blame:
                return Decision(RewriteKind(record.kind), (), record.note)
        by_rule = self._by_rule(statement, found, marks, declined)
        kind = self._data.kinds.kind(cues(statement, found, marks, by_rule.kind, self._data))
        if kind is RewriteKind.REWRITE:
            return Decision(kind, marks, notes["rewrite"])
        return by_rule if by_rule.kind is kind else Decision(kind, (), self._note(kind, statement, declined))

    def cues(self, statement: str, found: Understanding) -> frozenset[str]:
        """The cues from which the kind is learnt."""
        marks = self.marks(statement)
        by_rule = self._by_rule(statement, found, marks, self._declined(statement))
        return cues(statement, found, marks, by_rule.kind, self._data)

    def _note(self, kind: RewriteKind, statement: str, declined: Sequence[tuple[Decline, tuple[int, int]]]) -> str:
        fitting = [record.note for record, _ in declined if record.kind == kind.value]
        if fitting:
            return fitting[0]
        if kind is RewriteKind.AFFIRM:
            return self._data.notes["affirm"]
        return self._data.notes["leave_question" if statement.rstrip().endswith("?") else "leave"]

    def _by_rule(
        self, statement: str, found: Understanding, marks: tuple[BlameMark, ...], declined: Sequence[tuple[Decline, tuple[int, int]]]
    ) -> Decision:
        """The kind by reviewed patterns alone."""
        notes = self._data.notes
        hard = [mark for mark in marks if mark.form not in SOFT_FORMS]
        scorn = self._data.lists.insults | self._data.lists.scorn
        for record, _ in declined:
            if not (hard or (marks and record.id == "apology" and self._turns(found))):
                return Decision(RewriteKind(record.kind), (), record.note)
        if self._sound(found, hard, marks):
            return Decision(RewriteKind.AFFIRM, (), notes["affirm"])
        if hard:
            return Decision(RewriteKind.REWRITE, marks, notes["rewrite"])
        if statement.rstrip().endswith("?") and not any(m.form != "accusation" for m in marks) and len(found.reading.sentences) == 1:
            return Decision(RewriteKind.LEAVE, (), notes["leave_question"])
        if self._asks(found, statement):
            return Decision(RewriteKind.LEAVE, (), notes["leave_question"])
        if marks and (self._complains(found) or any(m.form != "accusation" for m in marks)):
            return Decision(RewriteKind.REWRITE, marks, notes["rewrite"])
        if found.named and any(not t.own for t in found.tellings):
            return Decision(RewriteKind.REWRITE, marks, notes["rewrite"])
        if any(m.text.lower().startswith("your ") for m in marks) or any(_charged(c, scorn, self._data.sound) for c in found.clauses):
            return Decision(RewriteKind.REWRITE, marks, notes["rewrite"])
        return Decision(RewriteKind.LEAVE, (), notes["leave"])

    def _declined(self, statement: str) -> list[tuple[Decline, tuple[int, int]]]:
        normal = self._normalise(statement)
        order = {record.id: place for place, record in enumerate(self._data.declines)}
        spoken_to = not _YOU.isdisjoint(normal.tokens)
        hits = [
            (record, (match.first, match.last)) for record, match in self._declines.matches(normal) if not (record.to_nobody and spoken_to)
        ]
        return sorted(hits, key=lambda pair: order[pair[0].id])

    def _turns(self, found: Understanding) -> bool:
        """Whether an apology turns into a charge."""
        return any("but" in sentence and "you" in sentence[sentence.index("but") :] for sentence in found.reading.sentences)

    def _sound(self, found: Understanding, hard: Sequence[BlameMark], marks: Sequence[BlameMark]) -> bool:
        """A genuine feeling or a need of one's own, and no charge."""
        if hard or found.posing or found.third:
            return False
        words = [word for sentence in found.reading.sentences for word in sentence]
        text = " ".join(words)
        if not any(word in words for word in ("i", "me", "my")) or self._charges(found, marks, text):
            return False
        if found.named:
            return any(f"{own} " in f"{text} " for own in self._data.sound.feelings)
        return self._needs_plainly(found, words, text)

    def _charges(self, found: Understanding, marks: Sequence[BlameMark], text: str) -> bool:
        """Whether the other is charged beside what is felt or needed."""
        accused = any(mark.form == "accusation" and not _soft(mark.text) for mark in marks)
        if accused and not (" when you " in f" {text} " and found.named):
            return True
        of_you = any(f" {word} {you} " in f" {text} " for word in ("of", "at", "by", "with") for you in ("you", "your"))
        if of_you and any(weary in text for weary in self._data.sound.weary):
            return True
        return any(self._is_charge(clause, found) for clause in found.clauses) and not _turned(text)

    def _is_charge(self, clause: Clause, found: Understanding) -> bool:
        """Whether a clause tells a deed of the other that nobody asks for."""
        if clause.subject not in (("you",), ("nobody",)) or not clause.verb or clause.link in self._data.sound.telling:
            return False
        if {"would", "could", "can"} & set(clause.words):
            return False
        start = " ".join(clause.words[:3])
        asking = (s for s in found.reading.sentences if s[0] in self._data.sound.requests or s[0] == "next")
        return not any(start in " ".join(sentence) for sentence in asking)

    def _needs_plainly(self, found: Understanding, words: Sequence[str], text: str) -> bool:
        """Whether a need stands with a reason or a request, or warmth with a request."""
        sound, sentences = self._data.sound, found.reading.sentences
        asks = any(s[0] in sound.requests or any(ask in " ".join(s) for ask in sound.asks) for s in sentences)
        if any(need in text for need in sound.needs):
            return asks or "because" in words or "i need" in text or "i miss" in text
        warm = not set(self._data.feelings.families.get("pleasant", ())).isdisjoint(words)
        return warm and asks

    def _asks(self, found: Understanding, statement: str) -> bool:
        return statement.rstrip().endswith("?") and not self._complains(found)

    def _complains(self, found: Understanding) -> bool:
        negative = any(c.negative and c.subject and c.subject[0] in ("you", "nobody") for c in found.clauses)
        sour = any(c.verb in self._data.done or c.verb in self._data.plain_verbs for c in found.clauses)
        words = {w for s in found.reading.sentences for w in s}
        loaded = bool(words & self._data.sound.heavy)
        return negative or sour or loaded or found.reading.heat > 0 or bool(found.named)


def _charged(clause: Clause, scorn: frozenset[str], sound: SoundWords) -> bool:
    """Whether a clause tells a deed of the other that is more than news."""
    if clause.subject != ("you",) or not clause.verb or clause.link == "if":
        return False
    if clause.negative or sound.faint & set(clause.adverbs):
        return True
    words = set(clause.words)
    if clause.verb in ("say", "promise", "tell"):
        if clause.rest[:1] == ("me",) and (words & {"my", "to"}):
            return True
        if clause.verb == "say" and "nothing" in words:
            return True
        return (
            "would" in words
            or bool(words & scorn)
            or "waste" in words
            or (clause.verb == "tell" and clause.rest[:1] not in (("me",), ("i",)))
        )
    if clause.verb == "be":
        return clause.rest[:1] in (("on",), ("at",), ("late",), ("drunk",), ("with",)) or "drunk" in words or clause.time == "perfprog"
    if clause.verb == "like":
        return clause.time == "past"
    return clause.verb not in sound.neutral


def _turned(text: str) -> bool:
    """Whether the only mention of the other stands behind "when"."""
    return " when you " in f" {text} " and text.count("you ") <= 3


def _soft(text: str) -> bool:
    return text.lower().startswith(("you said", "you asked"))
