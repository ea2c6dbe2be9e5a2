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
_WEATHER = frozenset((word,) for word in ("cold", "freezing", "dark", "icy", "raining", "snowing", "wet"))


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
        if clause.negative:
            for start, (now, once) in self._missing.items():
                if " ".join(rest).startswith(start):
                    return Telling(once if past else now, "when", past, sure=False)
        words = [*("you",), *self._finite("be", "past" if past else clause.time, negative=clause.negative), *rest]
        if clause.time == "perf":
            words = ["you", "have", *(["not"] if clause.negative else []), "been", *rest]
            return Telling(surface(words, written), "when", past=False, weight=2)
        return Telling(surface(words, written), "when", past, weight=2)

    def _own(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        rest = list(clause.rest)
        genuine = self._data.feelings.genuine
        if (
            clause.verb in ("hate", "dread")
            and rest
            and rest[0] not in ("you", "it", "when", "that", "how", "your", "this", "being", "the", "him", "her")
        ):
            return Telling(surface(rest, written), "about", past=False, weight=1.4)
        if clause.verb in (
            "hate",
            "swear",
            "guess",
            "suppose",
            "regret",
            "wish",
            "want",
            "give",
            "bet",
            "know",
            "think",
            "mean",
            "need",
            "love",
            "deserve",
            "like",
        ):
            return None
        if clause.verb in ("be", "feel", "get") and (
            not rest
            or any(w in genuine or w in self._data.lists.heat for w in rest[:5])
            or rest[0] in ("done", "sick", "over", "so", "out", "not", "like", "going", "leaving", "gone", "through")
        ):
            return None
        if clause.verb in ("can", "do") and not rest:
            return None
        if (clause.verb == "be" and rest[:1] and rest[0] in ("a", "an", "your", "no")) or clause.words[:3] == ("i", "am", "done"):
            return None
        if len(clause.words) < 3 or (clause.verb in ("look", "see", "go") and not rest) or rest in (["it"], ["that"], ["this"]):
            return None
        past = clause.time in ("past", "plup", "pprog")
        return Telling(surface(self.unclaimed(clause), written), "when", past, own=True, weight=1.3)

    def _fact(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        words = self.unclaimed(clause)
        if words[:2] == ["there", "is"] and self._plural(words[2:4], clause.tags[:2]):
            words[1] = "are"
        past = clause.time in ("past", "plup", "pprog")
        told_time = any(word[0].isdigit() or word in written or word in NUMBER_WORDS for word in clause.rest)
        told_time = told_time or "every" in clause.rest or (bool(clause.rest) and clause.rest[0] in ("since", "full", "covered"))
        if clause.subject in (("it",), ("this",)) and clause.verb in ("be", "go") and told_time:
            return Telling(surface(words, written), "that", past, weight=1)
        if clause.subject == ("it",) and clause.verb == "be" and clause.rest in _WEATHER:
            return Telling(surface(words, written), "that", past, weight=1)
        if clause.subject in (("it",), ("this",), ("that",)) and (
            len(clause.rest) < 2
            or any(w in self._data.lists.insults or w in self._data.lists.heat for w in clause.rest)
            or clause.verb
            in (
                "be",
                "hurt",
                "upset",
                "drive",
                "make",
                "kill",
                "break",
                "feel",
                "annoy",
                "bother",
                "matter",
                "suck",
                "stop",
                "need",
                "have",
                "end",
            )
        ):
            return None
        if clause.verb == "call" and clause.rest[:1] == ("me",) and len(clause.rest) > 1 and self._is_name(clause.rest[1:]):
            place = next((at for at, word in enumerate(clause.rest) if word in _AFTER_A_NAME), len(clause.rest))
            return Telling(surface([*clause.subject, "called", "me", "a", "name", *clause.rest[place:]], written), "when", past, weight=1.4)
        if clause.subject == ("everyone",) and clause.verb in ("know", "think", "say", "see", "laugh"):
            return None
        if clause.subject[:1] == ("your",) and any(w in self._data.lists.insults for w in clause.words):
            return None
        if (
            clause.who.startswith("your ")
            and clause.verb in ("be", "come")
            and clause.rest
            and (set(clause.rest[:4]) & {"important", "first", "before"})
        ):
            plural = clause.subject[-1].endswith("s") or "and" in clause.subject
            return Telling(f"{surface(clause.subject, written)} come{'' if plural else 's'} first", "when", past=False, weight=1.8)
        if (
            clause.who.startswith("your ")
            and clause.verb in ("have", "need")
            and clause.rest[-1:]
            and clause.rest[-1] in ("stop", "end", "change")
        ):
            return self._matter(clause, written)
        if (
            clause.who.startswith("your ")
            and clause.verb == "be"
            and clause.rest
            and (
                clause.rest[0]
                in ("out", "not", "awful", "terrible", "unacceptable", "disgusting", "ridiculous", "a", "killing", "ruining", "never")
                or clause.negative
            )
            and clause.subject[-1]
            not in ("mum", "mom", "mother", "dad", "father", "sister", "brother", "family", "friends", "mates", "parents")
        ):
            return self._matter(clause, written)
        if (
            clause.who.startswith("your ")
            and clause.verb == "be"
            and clause.rest
            and clause.rest[0] in ("more", "so", "all", "always", "your", "the", "everything", "too", "just", "not")
        ):
            return None
        if "nothing" in clause.who or "everything" in clause.who:
            return None
        lonely = clause.subject == ("we",)
        return Telling(surface(words, written), "when" if (clause.often or lonely) and not past else "that", past, weight=1.4)

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
