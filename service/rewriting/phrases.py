"""How verbs are bent for an observation, and what an observation is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.ports import Grammar
from service.rewriting.clauses import Clause
from service.rewriting.records import RewritingData
from service.rewriting.words import surface

_PLURAL = frozenset({"people", "children", "men", "women", "feet", "teeth", "mice", "police"})


@dataclass(frozen=True, slots=True)
class Telling:
    """An event told. `link` is "when", "that" or "about"; `past` whether the feeling belongs to then.

    `wish` is the wished-for deed as a base phrase, where the event is that it is missing. `sure` is false where the
    telling is the engine's own reading and no fact of the writer.
    """

    text: str
    link: str
    past: bool
    wish: str = ""
    instead: str = ""
    sure: bool = True
    own: bool = False
    weight: float = 1.0
    group: bool = False
    deed: tuple[str, ...] = ()
    """Who did it, the verb and what follows, by which a frame is found: `you`, `not` or `i` stands first."""


class Phrases:
    """Verb groups shared by all who tell clauses."""

    def __init__(self, data: RewritingData, grammar: Grammar) -> None:
        self._data, self._grammar = data, grammar

    def unclaimed(self, clause: Clause) -> list[str]:
        """The words of a clause without "always", and with a plain "not" for "never"."""
        words = [w for w in clause.words if w not in self._data.lists.globalisers]
        if "never" in clause.words and clause.verb:
            singular = clause.subject not in (("i",), ("we",), ("you",), ("they",)) and not clause.who.endswith("s")
            if clause.verb == "be":
                return [w if w not in ("is", "are", "am", "was", "were") else f"{w} not" for w in words]
            helper = "did" if clause.time == "past" else "does" if singular else "do"
            if clause.time in ("pres", "past") and not set(words) & {"will", "would", "can", "could", "do", "does", "did"}:
                return [*clause.subject, helper, "not", clause.verb, *clause.rest]
            for place, word in enumerate(words):
                if word in ("will", "would", "can", "could", "have", "has", "had", "do", "does", "did"):
                    return [*words[: place + 1], "not", *words[place + 1 :]]
        return words

    def _past(self, clause: Clause, verb: str) -> str:
        """The past form, as the writer spelt it where it is theirs."""
        return clause.form if clause.form != verb == clause.verb and clause.form.endswith("ed") else self._grammar.inflect(verb, "VBD")

    def _participle(self, clause: Clause) -> str:
        verb = self._data.plain_verbs.get(clause.verb, clause.verb)
        return clause.form if clause.form != verb == clause.verb and clause.form.endswith("ed") else self._grammar.inflect(verb, "VBN")

    def _finite(self, verb: str, time: str, *, negative: bool) -> list[str]:
        if verb == "be":
            form = {"pres": "are", "past": "were"}.get(time, "are")
            return [form, "not"] if negative else [form]
        if negative:
            return ["did" if time == "past" else "do", "not", verb]
        return [self._grammar.inflect(verb, "VBD") if time == "past" else verb]

    def _missing_state(self, state: str) -> tuple[str, str, str] | None:
        """The reviewed words for a state that is missing, such as "on time": how it begins, and how it is told of now and of then."""
        return next(((start, now, then) for start, (now, then) in self._data.missing_state.items() if state.startswith(start)), None)

    def _plural(self, words: Sequence[str], tags: Sequence[str]) -> bool:
        if not words:
            return False
        if "and" in words or words[-1] in ("dishes", "clothes", "socks", "bins", "kids", "keys", "people"):
            return True
        end = next((i for i, w in enumerate(words) if w in ("of", "from")), len(words))
        head = words[end - 1] if end else words[0]
        tag = tags[max(end - 1, 0)] if max(end, 1) <= len(tags) else ""
        if not head.endswith("s") and head not in _PLURAL:
            return False
        return (
            tag == "NN2"
            or head in _PLURAL
            or (head.endswith("s") and self._grammar.lemma(head, "NOUN") not in (None, head) and tag != "NN1")
        )

    def _me_passive(self, clause: Clause, written: Mapping[str, str], *, past: bool, negative: bool = False) -> Telling:
        participle = self._participle(clause)
        tail = list(clause.rest[1:])
        if (
            clause.verb in ("tell", "promise", "show", "warn")
            and tail[:1]
            and tail[0] in ("you", "i", "we", "he", "she", "they", "it", "the", "your", "my")
            and len(tail) > 1
            and "about" not in tail[:1]
            and tail[0] not in ("the", "your", "my")
        ):
            tail = ["that", *tail]
        if (clause.verb == "leave" and tail[:1] and tail[0] in ("to", "with", "in", "on", "at", "out", "alone", "waiting")) or tail:
            pass
        if past:
            group = ["i", "was", *(["not"] if negative else []), participle]
        elif clause.time == "perf":
            group = ["i", "have", *(["not"] if negative else []), "been", participle]
        else:
            group = ["i", "am", *(["not"] if negative else []), participle]
        return Telling(surface([*group, *tail], written), "when", past, weight=2)
