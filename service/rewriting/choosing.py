"""Chooses what is told of a statement: what a marker chose, the writer's own sentences, events, or no more than the things."""

import re
from collections.abc import Iterator
from dataclasses import replace

from service.rewriting.account import Account, account
from service.rewriting.asking import Asker
from service.rewriting.leftover import left, needed, phrase, told_of
from service.rewriting.phrases import Telling
from service.rewriting.records import RewritingData
from service.rewriting.sound import expanded
from service.rewriting.story import story_account
from service.rewriting.understand import Understanding

_ITS = re.compile(r"\bit\b(?= (?:did|does|was)n't get|$| (?:again|through|on|at|every|until|in|for|over|off|up)\b)")
_BLANK = "[what happened]"
_WEIGHTY = 1.5
_LONG = 22
_LEAST_STEM = 3
_SHORT = 20
_UNLIKELY = 0.2
_DENIAL = re.compile(r"n't\b|\bno\b|\bnot\b|\bnever\b", re.IGNORECASE)


class Chooser:
    """Offers accounts of a statement."""

    def __init__(self, data: RewritingData, asker: Asker) -> None:
        self._data, self._asker = data, asker

    def events(self, found: Understanding) -> Iterator[tuple[Account, Telling, bool]]:
        """Accounts with their main event, the best choice first; the last is a blank."""
        marked = story_account(found.marked, needed(found)) if found.marked and not _lacks_told_better(found) else None
        if marked:
            yield self._asking(replace(marked, marked=True), found), marked.main, False
        facts = self._without_charges([self._named(t, found) for t in found.tellings if t.text and t.sure])
        facts = [t for t in facts if likely(t.text, found)] or facts
        yield from self._sure(facts, found)
        for other in sorted(facts, key=lambda t: -t.weight):
            yield Account(other), other, False
        weak = [t for t in found.tellings if t.text and not t.sure]
        things = self._things(found)
        if weak and not (things and not facts and len(things.text.split()) > 1):
            yield Account(weak[0]), weak[0], False
        if things:
            yield Account(things), things, False
        if weak:
            yield Account(weak[0]), weak[0], False
        topic = self._asker.topic(found)
        blank = Telling(topic.slot if topic else _BLANK, "about", past=False, sure=False)
        yield Account(blank), blank, True

    def _sure(self, facts: list[Telling], found: Understanding) -> Iterator[tuple[Account, Telling, bool]]:
        """The writer's own sentences, and the events put together, whichever tells more first."""
        carrying = needed(found)
        story = story_account([one for one in found.story if likely(one.telling.text, found)] or found.story, carrying)
        if not facts:
            if story:
                yield self._asking(story, found), story.main, False
            return
        yours = [t for t in facts if not t.own]
        main = max(yours or facts, key=lambda t: (t.weight >= _WEIGHTY, t.weight, -facts.index(t)))
        plain = account(main, facts, carrying)
        if story and not _better(story, plain, found, carrying):
            yield plain, main, False
        if story:
            yield self._asking(story, found), story.main, False
        yield plain, main, False

    def _without_charges(self, told: list[Telling]) -> list[Telling]:
        """The events without those that only charge."""
        return [t for t in told if not self._data.story.charges(expanded(t.text))]

    def _asking(self, story: Account, found: Understanding) -> Account:
        """The story with a wish that stands anywhere in the message; where a marker chose it, in what is told."""
        wishes = [w for w in (story.main.wish, *(told.wish for told in found.tellings)) if w and not self._data.story.charges(f"you {w}")]
        if story.marked:
            wishes = [w for w in wishes if _said(w, story.text.lower())]
        wish = next(iter(wishes), "")
        return replace(story, main=replace(story.main, wish=wish))

    def _named(self, telling: Telling, found: Understanding) -> Telling:
        """The event with its "it" named, where only one thing of the writer's is told nowhere."""
        if not _ITS.search(telling.text) or telling.deed[:1] not in (("you",), ("not",)):
            return telling
        told = " ".join(t.text for t in found.tellings)
        others = left(told, found)
        things = [thing for thing in others if thing.split()[0] in ("the", "that", "my", "our", "your", "this")]
        if len(others) != 1 or not things:
            return telling
        return replace(telling, text=_ITS.sub(things[0], telling.text, count=1))

    def _things(self, found: Understanding) -> Telling | None:
        """The writer's things, where nothing can be told as an event."""
        if not found.facts:
            return None
        weighty = [chunk for chunk in found.facts if not (chunk.bare and len(chunk.words) == 1)] or found.facts
        best = sorted(weighty, key=lambda chunk: (-len(chunk.keys), chunk.at))[:2]
        ordered = [chunk for chunk in found.facts if chunk in best]
        text = " and ".join(phrase(chunk, found) for chunk in ordered)
        return Telling(text, "about", past=False, weight=1)


def likely(text: str, found: Understanding, least: float = _UNLIKELY) -> bool:
    """Whether the marker does not find it unlikely that these words are told; true where there is none."""
    shares = [found.shares[word] for word in re.findall(r"[a-z0-9]{3,}", text.lower()) if word in found.shares]
    return not shares or sum(shares) / len(shares) >= least


def _lacks_told_better(found: Understanding) -> bool:
    """Whether a short statement is about something left undone, which the marked words do not tell: "you should have told me"."""
    short = sum(map(len, found.reading.sentences)) <= _SHORT
    undone = any(t.sure and t.deed[:1] == ("not",) for t in found.tellings)
    return short and undone and not any(_DENIAL.search(one.telling.text) for one in found.marked)


def _said(wish: str, told: str) -> bool:
    """Whether what is wished for stands in what is told, its verb in some form."""
    first, *rest = wish.lower().split()
    return first[:_LEAST_STEM] in told and all(word in told for word in rest)


def _better(story: Account, plain: Account, found: Understanding, carrying: frozenset[str]) -> bool:
    """Whether the writer's own sentences tell more than the events do, or the message is long."""
    if sum(len(sentence) for sentence in found.reading.sentences) > _LONG:
        return True
    return told_of(carrying, story.text) > told_of(carrying, plain.text)
