"""Splits a plain statement into clauses and reads each: who, what verb, which time, said to be missing or done."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from service.ports import Grammar
from service.rewriting.boundaries import Boundaries
from service.rewriting.clause_words import ATTACHED, BASE_IS_PAST, BE, MODALS, SUBJECTS
from service.rewriting.noun_phrases import noun_phrase_end
from service.rewriting.records import Lists
from service.rewriting.verb_groups import VerbGroup, VerbGroupReader

_AFTER_A_VERB = ("PR", "AT", "DP", "NP", "AV")
_NO_SUBJECT = frozenset({"let", "are", "am", "is", "does", "have", "has", "not"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. `rest` are the words after the verb with their tags; `link` the word that joined it to the one before.

    `time` is pres, past, perf, plup, modal, prog (being underway now), pprog (underway then); `often` says that it was
    claimed of every time.
    """

    subject: tuple[str, ...]
    verb: str
    time: str
    negative: bool
    rest: tuple[str, ...]
    tags: tuple[str, ...]
    link: str = ""
    often: bool = False
    adverbs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    passive: bool = False
    marks: frozenset[str] = field(default=frozenset())
    shared: bool = False
    form: str = ""
    """The verb as the writer typed it."""

    @property
    def who(self) -> str:
        """The subject as one text."""
        return " ".join(self.subject)


class ClauseReader(Boundaries):
    """Reads clauses with the help of a grammar."""

    def __init__(self, grammar: Grammar, lists: Lists) -> None:
        super().__init__(grammar, lists)
        self._verbs = VerbGroupReader(grammar, lists)

    def read(self, sentence: Sequence[str], marks: frozenset[str], known: Sequence[str] = ()) -> list[Clause]:
        """The clauses of one plain statement, in order; `known` are its tags where they are known already."""
        words = [w for w in sentence if w]
        while words and words[-1] in ("and", "but", "or", "because", ",", "so", "then"):
            words.pop()
        if not words:
            return []
        tags = list(known) if len(known) == len(words) else self._grammar.tag([w if w != "i" else "I" for w in words])
        bare = bool(marks & {"<wish>", "<deed>"}) and words[0] != "you" and "<feel>" not in marks
        cuts = self._cuts(words, tags)
        clauses: list[Clause] = []
        for number, (start, end, link) in enumerate(cuts):
            part, part_tags = words[start:end], tags[start:end]
            while part and part[0] == ",":
                part, part_tags = part[1:], part_tags[1:]
            while part and part[-1] == ",":
                part, part_tags = part[:-1], part_tags[:-1]
            if not part:
                continue
            previous = _shares_with(clauses)
            clause = self._clause(part, part_tags, bare=bare and number == 0, previous=previous)
            inherit = number == 0 or clause.shared
            if link == "or" and clause.shared and previous is not None and previous.negative:
                clause = replace(clause, negative=True, time=previous.time)
            clauses.append(replace(clause, link=link, marks=marks if inherit else marks & {"<cause>", "<feel>", "<late>"}))
        return _one_time(clauses)

    def runs_on_at(self, words: list[str], tags: list[str]) -> int:
        """Where a second clause begins that no word joins; the number of words where none does."""
        return next((start for start, _, link in self._cuts(words, tags)[1:] if link == "and"), len(words))

    def _clause(self, words: list[str], tags: list[str], *, bare: bool, previous: Clause | None) -> Clause:
        subject: tuple[str, ...] = ("you",)
        at, shared = 0, False
        words, tags = self._company_last(words, tags)
        if bare:
            pass
        elif words[0] in SUBJECTS:
            subject, at = (words[0],), 1
        elif self._starts_clause(words, tags, 0):
            end = noun_phrase_end(words, tags, 0)
            subject, at = tuple(words[:end]), end
        elif previous is not None and self._shared_verb(words, tags, 0):
            ordered = previous.negative and previous.words[:1] == (previous.verb,)
            if ordered and self._grammar.lemma(words[0], "VERB") == words[0]:
                return self._order(words, tags)
            subject, shared = previous.subject, True
            if tags[0] == "VVZ" and subject == ("i",):
                subject = ("you",)
        elif words[0] in MODALS or words[0] in _NO_SUBJECT or (tags[0][:2] in ("AJ", "NN") and tags[1:2] and tags[1][:2] == "NN"):
            return Clause((), "", "none", negative=False, rest=tuple(words), tags=tuple(tags), words=tuple(words))
        elif tags[0] in ("VVB", "VVI", "VDB", "VBB") or (self._grammar.lemma(words[0], "VERB") == words[0] and words[0] not in BE):
            subject = ("you",)  # an order: the wish is what it asks for
            return self._order(words, tags)
        elif (
            tags[0] in ("VVD", "VVN")
            and previous is None
            and words[0].endswith(("ed", "ade", "ook", "ought", "ent", "ept"))
            and {"you", "your"} & set(words)
        ):
            subject = ("i",)  # "made your lunch every day": the writer left "I" out
            words, tags = ["i", *words], ["PNP", *tags]
            at = 1
        else:
            return Clause((), "", "none", negative=False, rest=tuple(words), tags=tuple(tags), words=tuple(words))
        return self._predicate(words, tags, subject, at, shared=shared, previous=previous, bare=bare)

    def _order(self, words: list[str], tags: list[str]) -> Clause:
        return Clause(
            ("you",),
            words[0],
            "pres",
            negative=True,
            rest=tuple(words[1:]),
            tags=tuple(tags[1:]),
            words=tuple(words),
            marks=frozenset({"<wish>"}),
        )

    def _predicate(
        self, words: list[str], tags: list[str], subject: tuple[str, ...], at: int, *, shared: bool, previous: Clause | None, bare: bool
    ) -> Clause:
        group = VerbGroup(words, tags, at, subject, bare=bare, negative=subject == ("nobody",))
        self._verbs.read(group)
        if shared:
            _share_time(group, previous)
        return Clause(
            subject,
            group.verb,
            group.time or "pres",
            negative=group.negative,
            rest=tuple(words[group.at :]),
            tags=tuple(tags[group.at :]),
            often=group.often or bool(shared and previous and previous.often),
            adverbs=tuple(group.adverbs),
            words=tuple(words),
            passive=group.passive,
            shared=shared,
            form=group.last,
        )

    def _company_last(self, words: list[str], tags: list[str]) -> tuple[list[str], list[str]]:
        """The words with those who are named beside "you" behind the rest: "you talk with your sister"."""
        if words[:2] != ["you", "and"]:
            return words, tags
        end = noun_phrase_end(words, tags, 2)
        is_verb = end > 4 and self._grammar.lemma(words[end - 1], "VERB") == words[end - 1]
        if is_verb and tags[end : end + 1] and tags[end][:2] in _AFTER_A_VERB:
            end -= 1  # "you and your sister whisper in Polish": the last word is the verb, whatever its tag
        if end == 2 or end == len(words):
            return words, tags
        return ["you", *words[end:], "with", *words[2:end]], [tags[0], *tags[end:], "PRP", *tags[2:end]]


def _share_time(group: VerbGroup, previous: Clause | None) -> None:
    """Gives a verb that shares its subject the time of the clause before it, where it has none of its own."""
    if previous is None:
        group.time = group.time or "pres"
        return
    if group.time == "prog" and not group.auxiliary and previous.time in ("past", "pprog"):
        group.time = "pprog"
    group.time = group.time or previous.time
    if group.time == "pres" and previous.time in ("past", "pres") and group.verb and group.last == group.verb:
        group.time = previous.time


def _one_time(clauses: list[Clause]) -> list[Clause]:
    """The clauses with "let" and "put" read as past beside another deed that is past."""
    if not any(clause.time == "past" for clause in clauses):
        return clauses
    return [
        replace(clause, time="past") if clause.time == "pres" and clause.form in BASE_IS_PAST and not clause.negative else clause
        for clause in clauses
    ]


def _shares_with(clauses: Sequence[Clause]) -> Clause | None:
    """The clause whose subject a next one may share: "you left while I was at work and took the car" goes on about "you"."""
    if len(clauses) > 1 and clauses[-1].link in ATTACHED and (clauses[-1].verb == "be" or clauses[-1].time in ("prog", "pprog")):
        return clauses[-2]
    return clauses[-1] if clauses else None
