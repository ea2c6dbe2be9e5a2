"""Tells the clauses of one part of a sentence as events, in order, and joins those that belong together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from service.ports import Grammar
from service.rewriting.clause_words import ATTACHED
from service.rewriting.clauses import Clause
from service.rewriting.observe import Teller
from service.rewriting.phrases import Telling
from service.rewriting.records import RewritingData
from service.rewriting.sound import Sound
from service.rewriting.words import surface

_NEVER = re.compile(r"\b(I|you|we|they|he|she|it) never (\w+)")
_LEADING = frozenset({"when", "if", "whenever", "after", "before", "while", "since", "once"})
_WHENEVER = frozenset({"when", "if", "whenever"})
_WHY = frozenset({"because", "cause"})
_LEAST_WORDS = 3


@dataclass(slots=True)
class _Events:
    """What has been told of the clauses so far."""

    clauses: Sequence[Clause]
    written: Mapping[str, str]
    told: list[Telling] = field(default_factory=list)
    attached: bool = False
    """Whether the last clause hung on the one before it."""

    def join(self, text: str) -> None:
        """Adds to the last event."""
        self.told[-1] = joined(self.told[-1], f"{self.told[-1].text} {text}")


class EventTeller:
    """Tells clauses as events."""

    def __init__(self, data: RewritingData, grammar: Grammar, teller: Teller, sound: Sound) -> None:
        self._judging, self._grammar, self._teller, self._sound = data.judging, grammar, teller, sound
        self._claims = data.lists.globalisers - {"never"}

    def told(self, clauses: Sequence[Clause], written: Mapping[str, str]) -> list[Telling]:
        """The events of these clauses, softened; those that would blame are left out."""
        events = _Events(clauses, written)
        for number, clause in enumerate(clauses):
            self._add(number, clause, events)
        return [telling for telling in map(self._soft, events.told) if self._sound.passes(telling)]

    def _add(self, number: int, clause: Clause, events: _Events) -> None:
        """Tells one clause, beside those before it or as a part of them."""
        told, written = events.told, events.written
        if clause.link == "since" and number and not told and clause.subject:
            text = surface(["how", "things", "are", "between", "us", "since", *clause.words], written)
            told.append(Telling(text, "about", past=False, weight=1.4))
            return
        goes_on = clause.shared and events.attached and clause.subject == ("i",)
        events.attached = (clause.link in ATTACHED or goes_on) and number > 0 and bool(told)
        if number and _tells_why(clause, events.clauses[number - 1]):
            if clause.subject == ("i",) and (own := self._teller.tell(clause, written)):
                told.append(own)
        elif events.attached and clause.subject:
            events.join(surface([clause.link, *self._unclaimed(clause)], written))
        elif clause.link in _LEADING and not number and len(events.clauses) > 1:
            told.append(self._lead(clause, written))
        elif not clause.verb and told and any(word[0].isdigit() or word[0] in "£$€₹" for word in clause.words):
            events.join(f"({surface(clause.words, written)})")
        else:
            self._add_main(number, clause, events)

    def _unclaimed(self, clause: Clause) -> list[str]:
        return [word for word in clause.words if word not in self._claims]

    def _lead(self, clause: Clause, written: Mapping[str, str]) -> Telling:
        """A clause that leads to the next: "when you shout"."""
        yours = clause.subject == ("you",)
        lead = self._teller.tell(clause, written) if yours else None
        return Telling(
            lead.text if lead else surface(self._unclaimed(clause), written),
            "when" if clause.link in _WHENEVER else clause.link,
            clause.time in ("past", "pprog", "plup"),
            own=clause.subject == ("i",),
            weight=2 if yours else 1.4,
            deed=lead.deed if lead else (),
        )

    def _add_main(self, number: int, clause: Clause, events: _Events) -> None:
        """Tells a clause that hangs on no other; behind a leading one they are told together."""
        told = events.told
        now = self._teller.tell(clause, events.written)
        if not clause.verb and len(clause.words) > _LEAST_WORDS and any(word[0].isdigit() for word in clause.words):
            now = Telling(surface(clause.words, events.written), "that", past=False, weight=1.2)
        if now is None:
            return
        led = number == 1 and events.clauses[0].link in _WHENEVER and now.link == "when"
        if led and told and told[-1].link == "when":
            told[-1] = joined(now, f"{told[-1].text} and {now.text}")
        else:
            told.append(now)

    def _soft(self, telling: Telling) -> Telling:
        return replace(telling, text=_NEVER.sub(self._plainly_not, self._judging.soften(telling.text)))

    def _plainly_not(self, found: re.Match[str]) -> str:
        """A plain "didn't" for "never", which claims every time: "I didn't pay"."""
        who, verb = found[1], found[2]
        base = self._grammar.lemma(verb, "VERB")
        if base is None:
            return found[0]
        helper = "don't" if base == verb else "doesn't" if verb.endswith("s") else "didn't"
        return f"{who} {helper} {base}"


def joined(base: Telling, text: str) -> Telling:
    """An event with more told in it."""
    return replace(base, text=text, weight=base.weight + 0.3)


def _tells_why(clause: Clause, before: Clause) -> bool:
    """Whether a clause says why somebody acts, which is a guess: "because you are selfish", "you left because she rang"."""
    if clause.link not in _WHY:
        return False
    yours = clause.subject == ("you",)
    return (yours and clause.verb == "be") or (not yours and before.subject == ("you",))
