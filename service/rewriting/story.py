"""Tells a longer message in the writer's own sentences: what only charges is left out, and what blames is turned.

A clause stands as it was written wherever no list of blame touches it, so that a wrong reading of it breaks nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from service.ports import Grammar
from service.rewriting.account import Account
from service.rewriting.chunks import HANGS_ON
from service.rewriting.clause_words import ATTACHED, SUBORDINATORS
from service.rewriting.clauses import Clause
from service.rewriting.missing import bare_order
from service.rewriting.observe import Teller, deed_of
from service.rewriting.phrases import Telling
from service.rewriting.records import RewritingData
from service.rewriting.sound import Sound, expanded
from service.rewriting.words import PREPOSITIONS, surface

_MOST_WORDS = 46
_LONG = 24
_SHORT = 14
_ENOUGH = 14
_PLAIN = 10
_AFTERTHOUGHT = 6
_MOST_FACTS = 0.6
_MOST_JOINING = 3
_STEM = 4
_HARMLESS = frozenset({"<cause>", "<feel>", "<first>"})
_THING = ("NN", "NP", "CRD", "ORD")
_MOST_BEFORE_A_QUOTE = 3
_ANSWERED = frozenset("it so that this yes no not yet nothing finished things something goodbye hello sorry about to".split())  # noqa: SIM905
_BASE = frozenset({"VVB", "VVI", "VVZ", "VVD", "VDB", "VBB", "VM0"})
_HANGING = frozenset("is are was were am be of the a an my your to and or with for".split())  # noqa: SIM905
_JOINING_ENDS = frozenset({"and", "but", "because", "or", "so"})
_PAST = frozenset({"VVD", "VVN", "VBD", "VBZ", "VVZ", "VHD", "VHZ"})
_FORMS = {"VVD": "VBD", "VVN": "VBN", "VVG": "VBG", "VVZ": "VBZ"}
_SOMEBODY = frozenset({"i", "you", "we", "he", "she", "they"})
_SAYING = frozenset({"say", "tell", "ask", "shout", "reply", "answer", "text", "message", "write", "announce"})
_NAMING = frozenset({"be", "call", "treat", "act", "feel", "live", "become", ""})
_LEAST_WORDS = 3
_MOST_HANGING = 6
_FEWEST = 2
_MODALS = frozenset({"can", "could", "will", "would", "may", "might"})
_ONLY_JOINING = frozenset({"and", "but", "so", "then", ",", "plus", "yet", "now", "still", "also", "though", "although", "even"})
_PROMISED = re.compile(
    r"you (?:promised|swore(?! at)|agreed(?! with))\b|you (?:said|told me) (?:that )?"
    r"(?:(?:you|we|i)(?:'d|'ll| would| will| were)\b|it (?:was|is|would)\b|(?:to|the|half|no|yes|\d+\S*|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|twenty|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|later|today)\b)",
    re.IGNORECASE,
)

_WORD = re.compile(r"[\w£$€₹]+(?:[.:'-][\w]+)*")


@dataclass(frozen=True, slots=True)
class Unit:
    """One clause as it is told; `joiner` are the words before it.

    A unit without text is a gap: a clause that was left out.
    """

    telling: Telling
    joiner: tuple[str, ...] = ()
    fragment: bool = False
    things: frozenset[str] = frozenset()
    alone: Telling | None = None
    """How it is told where it opens a sentence; None where it can't, as its subject stands in another clause."""
    quotes: bool = False
    """Whether what somebody said may follow without a mark."""
    names: bool = False
    """Whether it says nothing without what stands before it: "colouring in, you called it"."""
    opens: bool = False
    """Whether it stands behind a mark of the writer's, so that it is no quotation."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the story."""

    telling: Telling
    fragment: bool
    things: frozenset[str]
    whole: int = 0
    """Of how many clauses it is made where it stands as it was written; 0 where it was put together from clauses."""

    @property
    def words(self) -> int:
        """How long it is."""
        return len(self.telling.text.split())


_GAP = Unit(Telling("", "that", past=False))


class Storyteller:
    """Reads clauses as units of a story."""

    def __init__(self, data: RewritingData, grammar: Grammar, teller: Teller, sound: Sound) -> None:
        self._data, self._grammar, self._teller, self._sound = data, grammar, teller, sound

    def units(self, part: str, clauses: Sequence[Clause], written: Mapping[str, str]) -> list[Unit]:
        """The clauses of one part of a sentence as units, in order; those that are left out are gaps."""
        out: list[Unit] = []
        at = 0
        in_mind = False
        for clause in clauses:
            text = " ".join(clause.words)
            start = part.find(text, at)
            before = tuple(part[at:start].split()) if start >= 0 else ()
            at = start + len(text) if start >= 0 else at
            broken = clause.rest[-1:] in (("did",), ("do",), ("does",), ("have",), ("are",), ("is",), ("can",))
            in_mind = broken or self._of_mind(clause) or (in_mind and not _ONLY_JOINING & set(before))
            unit = _GAP if in_mind else self._unit(clause, written)
            out.append(replace(unit, joiner=before) if len(before) <= _MOST_JOINING else unit)
        return [replace(out[0], opens=True), *out[1:]] if out else out

    def told(self, units: Sequence[Unit], *, goes_on: bool) -> list[Told]:
        """The units of one sentence as sentences that can be told; `goes_on` where all of the sentence before was left out."""
        if goes_on and units and not units[0].telling.deed and units[0].telling.text.partition(" ")[0].endswith("ed"):
            return []
        out: list[list[Unit]] = []
        going_on = False
        for number, unit in enumerate(units):
            if not unit.telling.text:
                going_on = False
                continue
            link = unit.joiner[-1] if unit.joiner else ""
            if going_on and not unit.joiner and not unit.opens and _leads_on(out[-1][-1]):
                out[-1].append(replace(unit, joiner=(",",)))
                continue
            if going_on and unit.names:
                out[-1].append(replace(unit, joiner=(",",)))
                continue
            if going_on and (unit.joiner or (out[-1][-1].quotes and not unit.opens) or _waits(out[-1])):
                out[-1].append(unit)
                continue
            leads = link in SUBORDINATORS and not going_on and number + 1 < len(units) and bool(units[number + 1].telling.text)
            hangs = link in ATTACHED and number and not unit.telling.own and not leads
            if hangs or (link in self._data.story.never_led and not leads) or unit.alone is None or unit.names:
                continue
            out.append([unit if leads else replace(unit, joiner=(), telling=unit.alone)])
            going_on = True
        return [_sentence(_without_head(part)) for part in out]

    def _unit(self, clause: Clause, written: Mapping[str, str]) -> Unit:
        clause = self._no_order(clause)
        innocent = self._innocent(clause)
        things = things_of(clause, written)
        if not clause.verb:
            plain = [self._plainly(word, clause) for word in clause.words]
            told = Telling(self._data.judging.soften(surface(plain, written)), "that", past=False)
            sound = innocent and bool(things) and clause.tags[0] not in _BASE and clause.words[-1] not in _HANGING
            whole = bool(_SOMEBODY & set(clause.words[1:4])) or (len(clause.words) > _LEAST_WORDS and not _PAST.isdisjoint(clause.tags))
            return Unit(told, fragment=not whole, things=things, alone=told) if sound else _GAP
        turned = self._turned(clause, written) if innocent or clause.negative or clause.marks - _HARMLESS else None
        softened = clause.subject == ("you",) and (clause.negative or clause.verb == "be" or clause.verb in self._data.loaded)
        if turned and (not innocent or (softened and _holds(turned.text, things))):
            return Unit(turned, things=things, alone=turned)
        if not innocent or (clause.subject == ("you",) and clause.verb == "be" and clause.link not in ATTACHED):
            return _GAP
        link = "that" if clause.time in ("perf", "perfprog", "prog") or clause.negative or clause.subject != ("you",) else "when"
        text = self._data.judging.soften(surface(self._as_written(clause), written))
        told = Telling(text, link, clause.time in ("past", "plup", "pprog"), own=clause.subject == ("i",), weight=1.5, deed=deed_of(clause))
        quotes = clause.verb in _SAYING and len(clause.rest) <= _MOST_BEFORE_A_QUOTE and not _ANSWERED & set(clause.rest)
        quotes = quotes or (clause.verb == "go" and not clause.rest)
        names = clause.verb in ("call", "say") and clause.rest in ((), ("it",), ("that",), ("me",))
        return Unit(told, names=names, things=things, alone=_with_subject(told, clause, turned) if clause.shared else told, quotes=quotes)

    def _no_order(self, clause: Clause) -> Clause:
        """The clause as one without a verb, where what was read as an order begins with no verb: "up at six"."""
        if clause.subject != ("you",) or clause.form or not bare_order(clause):
            return clause
        tags = self._grammar.tag(list(clause.words))
        if tags[0].startswith("V"):
            return clause
        return replace(clause, subject=(), verb="", negative=False, rest=clause.words, tags=tuple(tags), marks=frozenset())

    def _plainly(self, word: str, clause: Clause) -> str:
        """A loaded verb behind the clause's own as a plain one: "you have bailed on us"."""
        tag = next((tag for other, tag in zip(clause.rest, clause.tags, strict=False) if other == word), "")
        form = _FORMS.get(tag)
        plain = self._data.plain_verbs.get(self._grammar.lemma(word, "VERB") or word) if form else None
        return self._grammar.inflect(plain, form) if plain and form else word

    def _as_written(self, clause: Clause) -> list[str]:
        """The words of a clause, "you spends" mended."""
        words = [self._plainly(word, clause) for word in self._teller.unclaimed(clause)]
        if (
            clause.subject == ("you",)
            and not clause.shared
            and clause.form != clause.verb
            and clause.form.endswith("s")
            and clause.time == "pres"
        ):
            words = [clause.verb if word == clause.form else word for word in words]
        while words and words[-1] in _JOINING_ENDS:
            words = words[:-1]
        return words

    def _turned(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        told = self._teller.tell(clause, written)
        told = replace(told, text=self._data.judging.soften(told.text)) if told else None
        return (
            told
            if told
            and " " in told.text
            and told.link != "about"
            and self._sound.passes(told)
            and not self._data.story.charges(expanded(told.text))
            else None
        )

    def _of_mind(self, clause: Clause) -> bool:
        thing = clause.verb == "need" and clause.link == "because" and clause.rest[:1] in (("the",), ("a",), ("your",))
        return clause.subject == ("you",) and clause.verb in self._data.lists.mind_verbs and not thing

    def _innocent(self, clause: Clause) -> bool:
        text = " ".join(clause.words)
        if clause.marks - _HARMLESS or self._data.judging.doubts & set(clause.words):
            return False
        if clause.subject == ("you",) and (self._of_mind(clause) or (clause.link not in ATTACHED and _MODALS & set(clause.words[:3]))):
            return False
        if set(clause.subject) & (self._data.lists.verdicts | self._data.lists.insults) - self._data.lists.also_things:
            return False
        if (clause.subject == ("you",) and bare_order(clause)) or (
            len(clause.words) <= _LEAST_WORDS
            and not clause.rest
            and clause.subject != ("you",)
            and clause.link not in ATTACHED
            and not (clause.subject == ("i",) and clause.time == "past")
        ):
            return False
        said = f"{clause.link} {text}" if clause.link in ATTACHED else text
        said = f"you {said}" if clause.shared and clause.subject == ("you",) else said
        return not self._data.story.charges(said) and not self._sound.blames(text, of_things=clause.verb not in _NAMING)


def things_of(clause: Clause, written: Mapping[str, str]) -> frozenset[str]:
    """The nouns, numbers and names of a clause behind its verb."""
    return frozenset(
        w
        for w, tag in zip(clause.rest, clause.tags, strict=False)
        if tag.startswith(_THING) or w[0].isdigit() or (w != "i" and written.get(w, "")[:1].isupper())
    )


def story_account(told: Sequence[Told], needed: frozenset[str]) -> Account | None:
    """The story as an account, cut to what there is room for; None where it holds no clause."""
    kept = _without_echoes(_as_written(told, needed))
    while sum(one.words for one in kept) > _MOST_WORDS and len(kept) > 1:
        kept.remove(_least(kept, needed))
    if len(kept) < _FEWEST and (not kept or kept[0].fragment or not kept[0].things):
        return None
    yours = next((one for one in kept if _led_by_a_feeling(one)), None)
    whole = [one for one in kept if not one.fragment] or kept
    main = yours or max(whole, key=lambda one: (one.telling.deed[:1] in (("you",), ("not",)), len(one.things), one.words))
    if yours is None:
        return Account(main.telling, tuple(_as_sentence(one.telling.text) for one in kept), (), story=True, plain=True)
    place = kept.index(yours)
    before = tuple(_as_sentence(one.telling.text) for one in kept[:place])
    after = tuple(_as_sentence(one.telling.text) for one in kept[place + 1 :])
    return Account(main.telling, before, after, story=True)


def _as_written(told: Sequence[Told], needed: frozenset[str]) -> list[Told]:
    """The sentences as their writer put them, where they say enough and hold most of the facts; else all."""
    whole = [one for one in told if one.whole]
    kept = [one for one in told if one.whole or one.words <= (_PLAIN if one.telling.deed else _AFTERTHOUGHT)]
    held, known = (sum(len(_facts(one, needed)) for one in some) for some in (kept, told))
    return kept if sum(one.words for one in whole) >= _ENOUGH and held >= _MOST_FACTS * known else list(told)


def _led_by_a_feeling(one: Told) -> bool:
    """Whether a sentence can stand behind "I felt hurt when"."""
    if _PROMISED.match(one.telling.text):
        return False  # nobody is hurt by a promise
    return one.telling.text.startswith("you ") and one.words <= (_LONG if one.whole < _FEWEST else _SHORT)


def _least(told: Sequence[Told], needed: frozenset[str]) -> Told:
    """The sentence that is missed least: with the fewest facts of its own, and of equal ones the longest."""
    return min(told, key=lambda one: ((len(one.things) + len(_facts(one, needed))) / (one.words + 3), -one.words))


def _without_echoes(told: Sequence[Told]) -> list[Told]:
    """The sentences without fragments that say nothing new; one that begins with "on" or "at" goes on with the sentence before it."""
    out: list[Told] = []
    for one in told:
        said = " ".join(other.telling.text for other in out).lower()
        new = any(_stem(thing) not in said for thing in one.things)
        single = one.words == 1 and not one.telling.text[:1].isupper() and not any(thing[0].isdigit() for thing in one.things)
        if one.telling.text.lower() in said or (one.fragment and (not new or (single and not out))):
            continue
        hangs = one.fragment and one.telling.text.split(maxsplit=1)[0] in HANGS_ON
        if hangs and out and one.words <= _MOST_HANGING:
            before = out[-1]
            joined = replace(before.telling, text=f"{before.telling.text}{',' if before.fragment else ''} {one.telling.text}")
            out[-1] = replace(before, telling=joined, things=before.things | one.things)
        else:
            out.append(one)
    if len(out) > 1 and out[0].fragment and out[0].telling.text.split(maxsplit=1)[0] in PREPOSITIONS:
        head = out[0].telling.text
        led = replace(out[1].telling, text=f"{head}, {out[1].telling.text}", link="that")
        if head.startswith("about "):
            return [replace(out[0], telling=replace(out[0].telling, text=f"this is {head}")), *out[1:]]
        return [replace(out[1], telling=led, things=out[0].things | out[1].things), *out[2:]]
    return out


def _facts(one: Told, needed: frozenset[str]) -> frozenset[str]:
    return frozenset(_WORD.findall(one.telling.text.lower())) & needed


def _without_head(units: list[Unit]) -> list[Unit]:
    """The units without a fragment on which no clause can hang: "worry when you ride that bike"."""
    single = len(units) > 1 and " " not in units[0].telling.text
    if single and units[0].fragment and units[1].joiner[-1:] and units[1].joiner[-1] in SUBORDINATORS and units[1].alone:
        return [replace(units[1], joiner=(), telling=units[1].alone), *units[2:]]
    return units


def _leads_on(unit: Unit) -> bool:
    """Whether a unit is no more than a place or a time, which stands before its clause: "at Ravi's you did accents"."""
    return unit.fragment and unit.telling.text.split(maxsplit=1)[0].lower() in HANGS_ON


def _with_subject(told: Telling, clause: Clause, turned: Telling | None) -> Telling | None:
    """A clause that shares its subject as a sentence of its own; None where it cannot be one."""
    if clause.subject == ("you",):
        return None if clause.time == "pres" and clause.form.endswith("s") and clause.form != clause.verb else turned
    return None if clause.form.endswith("ing") else replace(told, text=surface([*clause.subject, told.text], {}))


def _waits(units: Sequence[Unit]) -> bool:
    return len(units) == 1 and bool(units[0].joiner)


def _sentence(units: Sequence[Unit]) -> Told:
    text = ""
    leads = bool(units[0].joiner)
    for number, unit in enumerate(units):
        joiner = " ".join("and" if word == "but" else word for word in unit.joiner)
        if number == 1 and leads:
            joiner = ","
        if number and not joiner and text.rsplit(maxsplit=1)[-1] not in _MODALS | {"if", "did", "do"}:
            joiner = ":"
        text = f"{text} {joiner} {unit.telling.text}"
    text = re.sub(r"\s+(?=[,:])", "", re.sub(r"\s+", " ", text)).strip(" ,")
    first = units[0].telling
    deed = next((unit.telling for unit in units if unit.telling.deed[:1] == ("you",)), first)
    return Told(
        replace(deed, text=text, link="that" if leads else first.link, past=first.past, own=all(unit.telling.own for unit in units)),
        all(unit.fragment for unit in units),
        frozenset().union(*(unit.things for unit in units)),
    )


def _stem(word: str) -> str:
    return word[: max(_STEM, len(word) - 2)]


def _holds(text: str, things: frozenset[str]) -> bool:
    """Whether a turned telling still holds every thing, name and number of its clause."""
    return all(_stem(thing) in text.lower() for thing in things)


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
