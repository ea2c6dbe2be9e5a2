"""Tells help that is missing: what the writer does alone."""

from collections.abc import Mapping, Sequence

from service.rewriting.phrases import Phrases, Telling
from service.rewriting.words import surface

_HELPED = frozenset({"me", "out", "us", "more", "enough"})
_PLACES = frozenset({"around", "in", "at"})


class HelpTeller(Phrases):
    """Tells what is done without help."""

    def no_help(self, rest: list[str], _tags: list[str], written: Mapping[str, str], *, once: bool, group: bool) -> Telling:
        """What is done alone; `rest` are the words after "help"."""
        while rest[:1] and rest[0] in _HELPED:
            rest = rest[1:]
        wish = surface(["help", *rest], written)
        work = self._work_alone(rest, once=once)
        if work:
            return Telling(surface(["i", *work, "on", "my", "own"], written), "when", once, wish=wish, weight=2, group=group)
        things = "I did things on my own" if once else "I do things on my own"
        return Telling(f"{things} {surface(rest, written)}".rstrip(), "when", once, wish=wish, sure=False, group=group)

    def _work_alone(self, rest: Sequence[str], *, once: bool) -> list[str]:
        """What "I" did alone; nothing where the words do not say it."""
        head = rest[0] if rest else ""
        if head == "with":
            return [*self._dealing(rest[1:], once=once), *rest[1:]]
        if head == "look":
            return [*self._dealing(rest[2:], once=once), *rest[2:]]
        if head == "to":
            return [self._now_or_then(rest[1], once=once) if rest[1:] else "do", *rest[2:]]
        if head in _PLACES and rest[1:]:
            return ["did" if once else "do", "the", "work", *rest]
        if head and self._grammar.lemma(head, "VERB") == head and len(rest) > 1:
            return [self._now_or_then(head, once=once), *rest[1:]]
        return []

    def _now_or_then(self, verb: str, *, once: bool) -> str:
        return self._grammar.inflect(verb, "VBD") if once else verb

    def _dealing(self, thing: Sequence[str], *, once: bool) -> list[str]:
        """How the writer deals with a thing: cares for it, does it as a job, or neither."""
        if not self._data.helped.care.isdisjoint(thing):
            return ["looked" if once else "look", "after"]
        if not self._data.helped.jobs.isdisjoint(thing):
            return ["did" if once else "do"]
        return ["dealt" if once else "deal", "with"]
