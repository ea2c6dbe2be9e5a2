"""Tells an event in the writer's own words and without a charge: what a camera saw, or what it meant for the writer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.ports import Grammar
from service.rewriting.chunks import NUMBER_WORDS
from service.rewriting.clauses import Clause
from service.rewriting.deeds import DeedTeller
from service.rewriting.missing import MissingTeller, bare_order
from service.rewriting.phrases import Phrases, Telling
from service.rewriting.records import RewritingData
from service.rewriting.words import PREPOSITIONS, surface

_AFTER_A_NAME = PREPOSITIONS | {"when", "because", "while", "last", "yesterday", "again"}


class Teller(Phrases):
    """Tells clauses as observations."""

    def __init__(self, data: RewritingData, grammar: Grammar) -> None:
        super().__init__(data, grammar)
        self._deeds = DeedTeller(data, grammar)
        self._undone = MissingTeller(data, grammar)

    def tell(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        """The clause as an observation; None where it holds no event."""
        told = self._observed(clause, written) if clause.verb else None
        return replace(told, deed=deed_of(clause)) if told else None

    def _observed(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        if not clause.subject:
            return None
        if clause.subject in (("you",), ("nobody",), ("he",), ("she",), ("they",)):
            if "<wish>" in clause.marks:
                return self._undone.missed(
                    clause,
                    written,
                    once="<past>" in clause.marks or (clause.time == "past" and (not bare_order(clause) or clause.form != clause.verb)),
                )
            if clause.subject not in (("you",), ("nobody",)):
                return self._fact(clause, written)
            if clause.verb == "be":
                return self._state(clause, written) if clause.subject == ("you",) else self._fact(clause, written)
            if clause.negative:
                return self._undone.missed(clause, written, once=clause.time in ("past", "plup", "pprog"))
            return self._deeds.deed(clause, written)
        if clause.subject == ("i",):
            return self._own(clause, written)
        return self._fact(clause, written)

    def _state(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        rest = list(clause.rest)
        while (
            rest
            and rest[0] in ("so", "too", "very", "such", "still", "again", "back", "all", "always", "over")
            and len(rest) > 1
            and rest[0] != "back"
        ):
            if rest[0] in ("still", "over"):
                break
            rest = rest[1:]
        if not rest:
            return None
        head = rest[0]
        past = clause.time in ("past", "plup", "pprog")
        if "late" in rest[:6] and not clause.negative:
            verb = "arrived" if past else "arrive"
            return Telling(f"you {verb} {surface(rest, written)}", "when", past, weight=2)
        if "about" in rest[1:4] and head not in PREPOSITIONS and not clause.negative:
            topic = rest[rest.index("about") + 1 :]
            return Telling(surface(topic, written), "about", past, weight=1.6) if topic else None
        plain = (
            head in self._data.lists.plain_states
            or head in PREPOSITIONS
            or head[0].isdigit()
            or head in ("down", "up", "round", "behind", "near", "under", "still", "nowhere", "half", "two", "three", "an", "over")
        )
        if not plain:
            return None
        if clause.negative and (found := self._missing_state(" ".join(rest))):
            _, now, then = found
            return Telling(then if past else now, "when", past, sure=False)
        words = [*("you",), *self._finite("be", "past" if past else clause.time, negative=clause.negative), *rest]
        if clause.time == "perf":
            words = ["you", "have", *(["not"] if clause.negative else []), "been", *rest]
            return Telling(surface(words, written), "when", past=False, weight=2)
        return Telling(surface(words, written), "when", past, weight=2)

    def _own(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        """What the writer did or what became of them; None where it is a feeling, a wish or a verdict."""
        rest = list(clause.rest)
        if clause.verb in ("hate", "dread") and rest and rest[0] not in self._data.facts.hated:
            return Telling(surface(rest, written), "about", past=False, weight=1.4)
        if clause.verb in self._data.facts.of_me or self._is_felt(clause) or _says_little(clause):
            return None
        past = clause.time in ("past", "plup", "pprog")
        return Telling(surface(self.unclaimed(clause), written), "when", past, own=True, weight=1.3)

    def _is_felt(self, clause: Clause) -> bool:
        """Whether "I" am or feel something, which no camera sees."""
        rest, genuine = clause.rest, self._data.feelings.genuine
        return clause.verb in ("be", "feel", "get") and (
            not rest or any(w in genuine or w in self._data.lists.heat for w in rest[:5]) or rest[0] in self._data.facts.past_bearing
        )

    def _fact(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        """What somebody else did or what is so; None where it only charges."""
        words = self.unclaimed(clause)
        if words[:2] == ["there", "is"] and self._plural(words[2:4], clause.tags[:2]):
            words[1] = "are"
        past = clause.time in ("past", "plup", "pprog")
        if self._is_measure(clause, written):
            return Telling(surface(words, written), "that", past, weight=1)
        if self._says_nothing(clause):
            return None
        if clause.verb == "call" and clause.rest[:1] == ("me",) and len(clause.rest) > 1 and self._is_name(clause.rest[1:]):
            place = next((at for at, word in enumerate(clause.rest) if word in _AFTER_A_NAME), len(clause.rest))
            return Telling(surface([*clause.subject, "called", "me", "a", "name", *clause.rest[place:]], written), "when", past, weight=1.4)
        if self._only_charges(clause):
            return None
        if told := self._of_yours(clause, written):
            return told
        if self._only_weighs(clause):
            return None
        lonely = clause.subject == ("we",)
        return Telling(surface(words, written), "when" if (clause.often or lonely) and not past else "that", past, weight=1.4)

    def _is_measure(self, clause: Clause, written: Mapping[str, str]) -> bool:
        """Whether "it is" tells a time, a number, a name or the weather."""
        rest, facts = clause.rest, self._data.facts
        if clause.subject == ("it",) and clause.verb == "be" and len(rest) == 1 and rest[0] in facts.weather:
            return True
        if clause.subject not in (("it",), ("this",)) or clause.verb not in ("be", "go"):
            return False
        counted = any(word[0].isdigit() or word in written or word in NUMBER_WORDS for word in rest)
        return counted or "every" in rest or (bool(rest) and rest[0] in facts.measures)

    def _says_nothing(self, clause: Clause) -> bool:
        """Whether "it", "this" or "that" stands for no thing, or in heat."""
        if clause.subject not in (("it",), ("this",), ("that",)):
            return False
        hot = any(w in self._data.lists.insults or w in self._data.lists.heat for w in clause.rest)
        return hot or len(clause.rest) < 2 or clause.verb in self._data.facts.of_it

    def _only_charges(self, clause: Clause) -> bool:
        """Whether everyone is called to witness, or somebody of the other's is insulted."""
        if clause.subject == ("everyone",) and clause.verb in self._data.facts.of_everyone:
            return True
        return clause.subject[:1] == ("your",) and any(w in self._data.lists.insults for w in clause.words)

    def _of_yours(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        """What is said of something of the other's: that it comes first, or a verdict on it; None where neither is said."""
        rest, facts = clause.rest, self._data.facts
        if not clause.who.startswith("your ") or not rest:
            return None
        if clause.verb in ("be", "come") and facts.ranks & set(rest[:4]):
            plural = clause.subject[-1].endswith("s") or "and" in clause.subject
            return Telling(f"{surface(clause.subject, written)} come{'' if plural else 's'} first", "when", past=False, weight=1.8)
        changes = clause.verb in ("have", "need") and rest[-1] in facts.changes
        judged = clause.verb == "be" and (rest[0] in facts.verdicts or clause.negative) and clause.subject[-1] not in facts.people
        return self._matter(clause, written) if changes or judged else None

    def _only_weighs(self, clause: Clause) -> bool:
        """Whether something of the other's is only weighed, or all or nothing is claimed."""
        if clause.who.startswith("your ") and clause.verb == "be" and clause.rest and clause.rest[0] in self._data.facts.weighing:
            return True
        return "nothing" in clause.who or "everything" in clause.who

    def _is_name(self, rest: Sequence[str]) -> bool:
        judged = self._data.judging.words | self._data.judging.of_you | self._data.lists.insults
        return rest[0] in ("a", "an") or any(word in judged or " ".join(rest[at : at + 2]) in judged for at, word in enumerate(rest))

    def _matter(self, clause: Clause, written: Mapping[str, str]) -> Telling:
        """What a verdict on something of the other's is about, with a number that hangs on it."""
        text = surface(["the", *clause.subject[1:]], written)
        extra = clause.rest[clause.rest.index(",") + 1 :] if "," in clause.rest else ()
        if any(word[0].isdigit() for word in extra):
            text += f" ({surface(extra, written)})"
        return Telling(text, "about", past=False, weight=1.8)


def deed_of(clause: Clause) -> tuple[str, ...]:
    """What a frame looks at: who or whether it is missing, the verb, and the words behind it."""
    if clause.subject == ("i",):
        return ("i", clause.verb, *clause.rest)
    if clause.subject not in (("you",), ("nobody",)):
        return ()
    missed = clause.negative or "<wish>" in clause.marks
    return ("not" if missed else "you", clause.verb, *clause.rest)


def _says_little(clause: Clause) -> bool:
    """Whether "I" am said to be somebody or to have had enough, or too little is said to see it."""
    rest = clause.rest
    if clause.verb in ("can", "do", "look", "see", "go") and not rest:
        return True
    if (clause.verb == "be" and rest[:1] and rest[0] in ("a", "an", "your", "no")) or clause.words[:3] == ("i", "am", "done"):
        return True
    return len(clause.words) < 3 or rest in (("it",), ("that",), ("this",))
