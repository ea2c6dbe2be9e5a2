"""Tells a wished-for deed that is missing: what the writer goes without, and the wish itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.rewriting.chunks import NUMBER_WORDS
from service.rewriting.clauses import Clause
from service.rewriting.helping import HelpTeller
from service.rewriting.noun_phrases import noun_phrase
from service.rewriting.phrases import Telling
from service.rewriting.words import PREPOSITIONS, surface

_PARTICLES = frozenset({"out", "up", "off", "away", "down", "on", "over", "back", "in"})
_QUESTIONS = frozenset({"what", "who", "where", "when", "how", "which"})
_WHENS = frozenset({"when", "while", "in", "at", "during", "on", "after", "last", "this", "yesterday", "about", "until", "for"})
_NO_FRESH_CALL = frozenset({"back", "when", "to", "if", "first", "before", "until"})
_ALONE_AFTER_WORK = frozenset({"up", "after", "for", "in", "or", "and", "anything", "dinner"})
_VERBAL = frozenset({"VVG", "VVD", "VVZ", "VVB", "VVI", "TO0", "VBD"})
_HELPED = frozenset({"me", "us", "out", "more", "enough"})
_ANY = (["a"], ["an"], ["any"])
_OBJECTS = {"remember": (True,), "notice": (True,), "thank": (False,)}
"""Whether these are told in their own way with an object, or without one; the others in both cases."""
_POSITIVE = {"nothing": "anything", "nobody": "anybody", "nowhere": "anywhere", "no": "any"}


@dataclass(frozen=True, slots=True)
class _Lack:
    """A deed that is missing: its verb, what follows, and whether that was one time."""

    clause: Clause
    verb: str
    rest: list[str]
    tags: list[str]
    wish: str
    once: bool
    group: bool
    written: Mapping[str, str]

    def told(
        self, words: Sequence[str], link: str = "when", *, past: bool | None = None, wish: str | None = None, weight: float = 2
    ) -> Telling:
        """The lack in these words; the wish is the missing deed where no other is given."""
        return Telling(
            surface(list(words), self.written),
            link,
            self.once if past is None else past,
            wish=self.wish if wish is None else wish,
            weight=weight,
            group=self.group,
        )

    @property
    def not_(self) -> list[str]:
        """The helper of the writer's own lack: "I do not get"."""
        return ["did", "not"] if self.once else ["do", "not"]

    @property
    def perfect(self) -> bool:
        """Whether it has been missing up to now."""
        return self.clause.time == "perf"


class MissingTeller(HelpTeller):
    """Tells deeds that are missing."""

    def missed(self, clause: Clause, written: Mapping[str, str], *, once: bool) -> Telling | None:
        """What is missing as an observation; `once` for one time, else a habit. None where nothing can be seen."""
        if self._unseen(clause):
            return None
        lack = self._lack(clause, written, once=once)
        leaving = lack.verb == "get" and lack.rest[:1] in (["off"], ["out"])
        if bare_order(clause) and "<wish>" not in clause.marks and not leaving:
            return self._order(lack.wish, lack.rest, lack.tags, written)
        if lack.verb == "take" and "side" in lack.rest:
            text = "I stood alone with it" if lack.once else "I stand alone with it"
            return Telling(text, "when", lack.once, wish=lack.wish, sure=False)
        if lack.verb == "be":
            return self._not_being(lack)
        if leaving and len(lack.rest) > 1 and bare_order(clause):
            where = ["on", *lack.rest[1:]] if lack.rest[0] == "off" else ["in", *[w for w in lack.rest[1:] if w != "of"]]
            return Telling(surface(["you", "are", *where], written), "when", past=False, weight=2)
        if self._in_its_own_way(lack):
            return self._missing_special(self._data.undone[lack.verb], lack)
        return self._for_the_writer(lack) or self._of_the_other(lack)

    # ---------------------------------------------------------------- what is read

    def _unseen(self, clause: Clause) -> bool:
        """Whether no camera would see that the deed is missing: to grow up, to learn, to deal with it."""
        verb, rest = clause.verb, clause.rest
        if verb == "learn":
            own = rest[:1] in (("my",), ("the",), ("our",)) or rest[1:2] in (("i",), ("my",))
            return not own and not _counted(rest)
        return (
            verb in self._data.undone_verbs.unseen
            or (verb == "change" and not rest)
            or (verb == "do" and rest[:1] in (("what",), ("whatever",)))
        )

    def _lack(self, clause: Clause, written: Mapping[str, str], *, once: bool) -> _Lack:
        spoken = clause.verb == "say" and clause.rest[:1] == ("no",)
        reach = next((at for at, word in enumerate(clause.rest) if word in (",", "and", "but")), len(clause.rest))
        rest = [_POSITIVE.get(w, w) if at < reach and not spoken else w for at, w in enumerate(clause.rest)]
        verb = clause.verb
        if verb.endswith("ing") and (base := self._grammar.lemma(verb, "VERB")):
            verb = base
        once = once or bool({"was", "were"} & set(rest))
        wish = surface([verb, *rest], written)
        return _Lack(clause, verb, rest, list(clause.tags), wish, once, clause.subject == ("nobody",), written)

    def _in_its_own_way(self, lack: _Lack) -> bool:
        """Whether the lexicon has words of its own for this lack."""
        if lack.verb not in self._data.undone or self._is_help(lack) or self._is_call(lack):
            return False
        if (lack.verb in ("try", "trust") and lack.rest[:1] == ["to"]) or (lack.verb == "remember" and lack.perfect):
            return False
        return bool(noun_phrase(lack.rest, lack.tags)) in _OBJECTS.get(lack.verb, (True, False))

    def _is_help(self, lack: _Lack) -> bool:
        return lack.verb == "help" and not (lack.rest and lack.rest[0] not in _HELPED and noun_phrase(lack.rest, lack.tags))

    def _is_call(self, lack: _Lack) -> bool:
        return lack.verb in self._data.undone_verbs.calls and (not lack.rest or lack.rest[0] == "me" or lack.rest[0] in _NO_FRESH_CALL)

    # ---------------------------------------------------------------- what the writer goes without

    def _for_the_writer(self, lack: _Lack) -> Telling | None:
        """The lack from the writer's side: no call, no help, nothing given, not being told; None where it is not of that kind."""
        if self._is_help(lack):
            return self.no_help(lack.rest, lack.tags, lack.written, once=lack.once, group=lack.group)
        if self._is_call(lack):
            return self._no_call(lack)
        if lack.rest[:1] != ["me"]:
            return None
        if lack.verb == "give" and len(lack.rest) > 1:
            return lack.told(["i", *lack.not_, "get", *_one(lack.rest[1:])])
        if lack.verb == "let" and len(lack.rest) > 1:
            if lack.rest[1] == "know":
                return lack.told(["i", "was" if lack.once else "am", "not", "told", *lack.rest[2:]])
            return lack.told(["i", "could" if lack.once else "can", "not", *lack.rest[1:]])
        if lack.verb in self._data.undone_verbs.with_me:
            return None
        clause = lack.clause
        if clause.verb != lack.verb:
            clause = Clause(clause.subject, lack.verb, clause.time, negative=True, rest=clause.rest, tags=clause.tags)
        told = self._me_passive(clause, lack.written, past=lack.once, negative=True)
        wish = "" if lack.verb in self._data.lists.mind_verbs else lack.wish
        return Telling(told.text, "that" if lack.perfect else "when", lack.once, wish=wish, weight=2)

    def _no_call(self, lack: _Lack) -> Telling:
        noun = {"ring": "call", "phone": "call"}.get(lack.verb, lack.verb)
        to_me = lack.rest[:1] == ["me"]
        tail = lack.rest[1:] if to_me else lack.rest
        words = ["i", "have", "not", "had", "a", noun] if to_me and lack.perfect else ["i", *lack.not_, "get", "a", noun]
        wish = lack.wish if to_me or lack.rest[:1] == ["back"] else surface([lack.verb, "me", *lack.rest], lack.written)
        return lack.told([*words, *tail], wish=wish)

    # ---------------------------------------------------------------- what the other leaves undone

    def _of_the_other(self, lack: _Lack) -> Telling | None:
        """The lack as what is not done; None where it is a state of the other's mind."""
        if lack.verb in self._data.undone_verbs.of_the_mind:
            return None
        knows = lack.verb == "know" and bool(lack.rest) and lack.rest[0] in _QUESTIONS
        if lack.verb in self._data.lists.mind_verbs and lack.verb != "try" and not knows:
            return None
        return self._left_to_me(lack) or self._not_done(lack) or self._plainly(lack)

    def _left_to_me(self, lack: _Lack) -> Telling | None:
        """Work named by its verb: "the washing up is left to me"."""
        noun = self._data.work.get(lack.verb)
        if noun is None or not (not lack.rest or lack.rest[0] in _ALONE_AFTER_WORK or lack.tags[0] == "AVP"):
            return None
        noun += " up" if lack.rest[:1] == ["up"] else ""
        tail = lack.rest[1:] if lack.rest[:1] in (["up"], ["anything"], ["dinner"]) else lack.rest
        return lack.told([noun, "was" if lack.once else "is", "left", "to", "me", *tail])

    def _not_done(self, lack: _Lack) -> Telling | None:
        """The thing that stays undone, without naming who leaves it; only for what is plainly a job."""
        verbs, (particle, rest, tags) = self._data.undone_verbs, _parted(lack)
        size = noun_phrase(rest, tags)
        thing, tail = rest[:size], rest[size:]
        if not size or "you" in rest or any(tag in _VERBAL for tag in tags[size:]):
            return None
        done = self._grammar.inflect(lack.verb, "VBN")
        if thing[:1] in _ANY:
            if len(thing) == 1 or lack.verb not in verbs.a_kind_of:
                return None
            return lack.told(["no", *thing[1:], "was" if lack.once else "is", done, *particle, *tail])
        if lack.verb not in verbs.jobs or thing[0][0].isdigit():
            return None
        plural = self._plural(thing, tags[:size])
        if lack.perfect:
            be = ["have" if plural else "has", "not", "been"]
        elif lack.once:
            be = ["were" if plural else "was", "not"]
        else:
            be = ["are" if plural else "is", "not"]
        return lack.told([*thing, *be, done, *particle, *tail], "that" if lack.perfect else "when")

    def _plainly(self, lack: _Lack) -> Telling:
        if lack.group:
            return lack.told(["this", "is", "left", "to", "me"], weight=1)
        if lack.perfect:
            return lack.told(["you", "have", "not", self._grammar.inflect(lack.verb, "VBN"), *lack.rest], "that", past=False, weight=1.5)
        return lack.told(["you", *self._finite(lack.verb, "past" if lack.once else "pres", negative=True), *lack.rest], weight=1.5)

    def _not_being(self, lack: _Lack) -> Telling | None:
        """A state that is missing: not on time, not there."""
        if found := self._missing_state(" ".join(lack.rest)):
            start, now, then = found
            wish = lack.wish if start in ("on time", "ready") else ""
            return Telling(then if lack.once else now, "when", lack.once, wish=wish, sure=False, weight=1.5)
        head = lack.rest[0] if lack.rest else ""
        if head in PREPOSITIONS or head in self._data.lists.plain_states or head in ("there", "here"):
            return lack.told(["you", *self._finite("be", "past" if lack.once else "pres", negative=True), *lack.rest], weight=1.5)
        return None

    def _order(self, wish: str, rest: list[str], tags: list[str], written: Mapping[str, str]) -> Telling | None:
        """What an order is about; the wish is the order itself."""
        start = next((at for at in range(len(rest)) if noun_phrase(rest[at:], tags[at:])), None)
        if start is None:
            return None
        end = start + noun_phrase(rest[start:], tags[start:])
        thing = rest[start:end]
        if not start and (where := _away_from(rest[end:])) and noun_phrase(where[1:], tags[-len(where) + 1 :]):
            be = "are" if self._plural(thing, tags[start:end]) else "is"
            return Telling(surface([*thing, be, *where], written), "when", past=False, weight=2)
        if thing[:1] in (["a"], ["an"]):
            thing = ["the", *thing[1:]]
        return Telling(surface(thing, written), "about", past=False, wish=wish, weight=1.45)

    def _missing_special(self, record: Mapping[str, str], lack: _Lack) -> Telling:
        """The lack in the words that the lexicon has for it, with the time or occasion that follows."""
        verbs, rest = self._data.undone_verbs, lack.rest
        size = noun_phrase(rest, lack.tags)
        key = "once" if lack.once else "habit"
        pattern = record["object_once" if lack.once else "object"] if size and "object" in record else record[key]
        tail = rest
        if "{o" in pattern:
            tail = rest[size:]
            pattern = pattern if size else pattern.replace("{o}", "it")
        elif lack.verb in verbs.short_objects:
            tail = _after_object(rest)
        plural = self._plural(rest[:size], lack.tags[:size])
        text = pattern.format(
            o=surface(rest[:size], lack.written),
            o_get="get" if plural else "gets",
            o_was="were" if plural else "was",
            o_go="go" if plural else "goes",
        )
        towards = tail[:1] and tail[0] in ("about", "for", "on", "at") and lack.verb in ("care", "love", "trust")
        if tail and tail[0] in _WHENS and not towards:
            text += " " + surface(tail, lack.written)
        wish = "" if lack.verb in verbs.vague else surface([lack.verb, *rest], lack.written)
        return Telling(text, "when", lack.once, wish=wish, sure=lack.verb not in ("care", "love", "respect", "try"), weight=1.2)


def _parted(lack: _Lack) -> tuple[list[str], list[str], list[str]]:
    """A particle before its thing, the rest and its tags: "out" and "the bins" of "take out the bins"."""
    if lack.rest[:1] and lack.rest[0] in _PARTICLES and noun_phrase(lack.rest[1:], lack.tags[1:]):
        return lack.rest[:1], lack.rest[1:], lack.tags[1:]
    return [], lack.rest, lack.tags


def _counted(rest: Sequence[str]) -> bool:
    return bool(rest) and (rest[0][0].isdigit() or rest[0] in NUMBER_WORDS or rest[0] in ("a", "any"))


def bare_order(clause: Clause) -> bool:
    """Whether a clause is an order or a wish without a time of its own."""
    return clause.words[:1] != ("you",) and not clause.shared


def _away_from(rest: list[str]) -> list[str]:
    """Where a thing is that is to be taken away: "on the table" for "off the table"."""
    if rest[:1] == ["off"]:
        return ["on", *(rest[2:] if rest[1:2] == ["of"] else rest[1:])]
    return ["in", *rest[2:]] if rest[:2] == ["out", "of"] else []


def _one(words: list[str]) -> list[str]:
    return ["a", *words[1:]] if words and words[0] in ("any", "a", "one", "some") and words[0] != "any" else words


def _after_object(rest: list[str]) -> list[str]:
    """What follows a short object such as "to me" or "for anything"."""
    out = list(rest)
    if out[:1] and out[0] in ("to", "for", "me", "with") and out[1:2] != ["the"]:
        out = (
            out[2:]
            if out[0] in ("to", "with") and out[1:2] and out[1] in ("me", "us", "a", "anything", "my")
            else out[1:]
            if out[0] == "me"
            else out
        )
    return out
