"""Tells help that is missing: what the writer does alone."""

from collections.abc import Mapping

from service.rewriting.phrases import Phrases, Telling
from service.rewriting.words import surface

_CARE = frozenset(
    {
        "kid",
        "kids",
        "child",
        "children",
        "baby",
        "dog",
        "cat",
        "mum",
        "mom",
        "son",
        "daughter",
        "twins",
        "toddler",
        "puppy",
        "boys",
        "girls",
        "animals",
        "wean",
        "weans",
    }
)
_JOBS = frozenset(
    {
        "dishes",
        "laundry",
        "housework",
        "chores",
        "cooking",
        "cleaning",
        "shopping",
        "ironing",
        "washing",
        "homework",
        "school run",
        "garden",
        "bins",
        "house",
    }
)


class HelpTeller(Phrases):
    """Tells what is done without help."""

    def no_help(self, rest: list[str], tags: list[str], written: Mapping[str, str], *, once: bool, group: bool) -> Telling:
        """What is done alone; `rest` are the words after "help"."""
        while rest[:1] and rest[0] in ("me", "out", "us", "more", "enough"):
            rest, tags = rest[1:], tags[1:]
        head = rest[0] if rest else ""
        wish = surface(["help", *rest], written)
        if head in ("with", "look", "to"):
            thing = rest[1:] if head != "look" else rest[2:]
            if head == "to":
                words = ["i", self._grammar.inflect(thing[0], "VBD") if once and thing else (thing[0] if thing else "do"), *thing[1:]]
            else:
                care = any(w in _CARE for w in thing)
                job = any(w in _JOBS for w in thing)
                verb = (
                    ("looked" if once else "look", "after")
                    if care
                    else (("did" if once else "do"),)
                    if job
                    else ("dealt" if once else "deal", "with")
                )
                words = ["i", *verb, *thing]
            return Telling(surface([*words, "on", "my", "own"], written), "when", once, wish=wish, weight=2, group=group)
        if head in ("around", "in", "at") and rest[1:]:
            return Telling(
                surface(["i", "did" if once else "do", "the", "work", *rest, "on", "my", "own"], written),
                "when",
                once,
                wish=wish,
                weight=2,
                group=group,
            )
        if head and self._grammar.lemma(head, "VERB") == head and len(rest) > 1:
            return Telling(
                surface(["i", self._grammar.inflect(head, "VBD") if once else head, *rest[1:], "on", "my", "own"], written),
                "when",
                once,
                wish=wish,
                weight=2,
                group=group,
            )
        tail = surface(rest, written)
        return Telling(
            ("I did things on my own" if once else "I do things on my own") + (f" {tail}" if tail else ""),
            "when",
            once,
            wish=wish,
            sure=False,
            group=group,
        )
