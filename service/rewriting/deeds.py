"""Tells what the other did, without a charge: in the passive, by what it meant for the writer, or plainly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from service.rewriting.clauses import Clause
from service.rewriting.noun_phrases import noun_phrase
from service.rewriting.phrases import Phrases, Telling
from service.rewriting.records import DeedWords
from service.rewriting.words import PREPOSITIONS, surface

_KEPT_ADVERBS = frozenset({"still", "also", "already", "again", "only", "all", "barely", "hardly", "rarely", "apparently"})
"""Without "apparently" what somebody was told would be told as a fact."""
_CALLED_WHEN = frozenset({"back", "at", "in", "when", "from", "on", "after", "by"})
"""Behind "call me" the start of a time or a reason, and no name."""
_POINTERS = frozenset({"me", "us", "it", "that", "them", "everything", "him", "her"})
_AT_ME = (["me"], ["us"])
_FINITE = frozenset({"VVG", "VVD", "VVZ", "VVB", "VVI", "TO0", "VBD", "VDD"})
_AWAY = frozenset({"to", "off", "into", "for", "with"})
_LYING_DOWN = frozenset({"in", "on", "around", "there", "down", "about"})
_TIMES = PREPOSITIONS | {"again", "last", "yesterday"}


@dataclass(frozen=True, slots=True)
class _Deed:
    """A deed that was done: its clause, what follows its verb, and whether it is over."""

    clause: Clause
    rest: list[str]
    tags: list[str]
    written: Mapping[str, str]
    past: bool

    @property
    def verb(self) -> str:
        """The verb as a base form."""
        return self.clause.verb

    @property
    def to_me(self) -> bool:
        """Whether it was done to the writer."""
        return self.rest[:1] == ["me"]

    @property
    def happened(self) -> bool:
        """Whether it was one time, now or then."""
        return self.past or self.clause.time == "perf"

    def told(self, words: Sequence[str], *, instead: str = "") -> Telling:
        """The deed in these words."""
        return Telling(surface(words, self.written), "when", self.past, instead=instead, weight=2)


class DeedTeller(Phrases):
    """Tells deeds that were done."""

    def deed(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        """A deed of the other as an observation; None where it is a guess at their mind."""
        if "<deed>" in clause.marks and clause.time == "prog":
            clause = replace(clause, time="past" if "<past>" in clause.marks else "pres")
        past = clause.time in ("past", "plup", "pprog")
        deed = _Deed(clause, list(clause.rest), list(clause.tags), written, past)
        if self._unseen(deed):
            return None
        if deed.verb == "make" and deed.to_me:
            return self._made_me(deed.rest[1:], deed.tags[1:], written, past=past)
        return self._in_its_own_way(deed) or self._in_the_words_of_the_lexicon(deed) or self._plainly(deed)

    # ---------------------------------------------------------------- what is read

    def _unseen(self, deed: _Deed) -> bool:
        """Whether no camera saw it: a guess at the other's mind, or no deed at all."""
        verb, rest, verbs = deed.verb, deed.rest, self._data.deed_verbs
        if verb in verbs.guessed or (verb in self._data.lists.mind_verbs and not (verb == "like" and deed.past)):
            return True
        if verb == "treat":
            return not deed.to_me and not noun_phrase(rest, deed.tags)
        if verb == "do":
            return not rest or rest[0] in ("this", "that", "it", "so")
        return verb in verbs.bare and not rest

    def _in_another_sense(self, deed: _Deed) -> bool:
        """Whether the verb is not meant in the sense that the lexicon has words for: to disappear off to a match."""
        verb, rest = deed.verb, deed.rest
        if verb in self._data.deed_verbs.loud:
            return rest[:1] == ["at"] and rest[1:2] not in _AT_ME
        if verb == "disappear":
            return bool(rest) and rest[0] in _AWAY
        if verb == "forget":
            return rest[:1] == ["to"] or rest[:2] == ["it", "is"]
        if verb == "compare":
            return deed.to_me and len(rest) > 1
        return verb == "cheat" and rest[:1] in (["at"], ["in"])

    def _parted(self, deed: _Deed) -> tuple[list[str], list[str]]:
        """The thing that it was done to, and what follows, without the one that it was aimed at."""
        rest = deed.rest
        size = noun_phrase(rest, deed.tags)
        if not size and rest[:1] and rest[0] in _POINTERS:
            size = 1
        if size and deed.verb in ("ruin", "spoil") and rest[size : size + 1] and rest[size] in ("back", "home", "together", "off"):
            size += 1
        thing, tail = rest[:size], rest[size:]
        if not size and deed.verb in self._data.deed_verbs.towards and tail[:1] in (["at"], ["on"], ["to"]):
            tail = tail[2:] if tail[1:2] in _AT_ME else tail
            tail = ["about", *tail[1:]] if tail[:1] == ["for"] else tail
        return thing, tail

    # ---------------------------------------------------------------- how it is told

    def _in_its_own_way(self, deed: _Deed) -> Telling | None:
        """The deed where its verb has a way of its own; None where it has none."""
        rest, past, verbs = deed.rest, deed.past, self._data.deed_verbs
        if deed.verb == "call" and deed.to_me and len(rest) > 1 and rest[1] not in _CALLED_WHEN:
            return self._called_me(rest[1:], deed.written, past=past)
        if deed.verb == "treat":
            return self._treated(deed)
        if deed.verb == "complain" and rest[:1] and rest[0] not in ("about", "that", "at", "to", "when"):
            return deed.told(["i", "heard" if past else "hear", "that", *rest], instead=self._data.done["complain"].instead)
        if deed.verb in verbs.judging and rest[:2] == ["me", "for"]:
            return deed.told(["there", "were" if past else "are", "comments", "about", "me", *rest[2:]])
        if deed.verb == "dismiss" and not deed.to_me and (size := noun_phrase(rest, deed.tags)):
            words = [*rest[:size], "was" if past else "is", "passed", "over", *rest[size:]]
            return deed.told(words, instead=self._data.done["dismiss"].instead)
        return None

    def _treated(self, deed: _Deed) -> Telling:
        if deed.to_me:
            text = "I was spoken to in that way" if deed.past else "I'm spoken to in that way"
            return Telling(text, "when", deed.past, sure=False, weight=0.5)
        thing = deed.rest[: noun_phrase(deed.rest, deed.tags)]
        return Telling(surface(["the", "way", "you", "treat", *thing], deed.written), "about", past=False, weight=1.6)

    def _in_the_words_of_the_lexicon(self, deed: _Deed) -> Telling | None:
        """A deed with a loaded verb in the words that the lexicon has for it; None where they do not fit."""
        words = self._data.done.get(deed.verb)
        if words is None or self._in_another_sense(deed):
            return None
        thing, tail = self._parted(deed)
        if "{o" in (words.once if deed.happened else words.habit) and not thing:
            return None
        if deed.verb == "lie" and tail[:1] == ["about"]:
            return self._lied_about(deed, tail, words)
        if deed.verb == "lie" and tail[:1] and tail[0] in _LYING_DOWN:
            return None
        if deed.verb == "miss" and _missed_no_event(thing, tail):
            return None
        if deed.verb == "sulk" and tail[:1] == ["since"]:
            quiet = surface(["it", "has", "been", "quiet", "between", "us", *tail], deed.written)
            return Telling(quiet, "that", past=False, weight=2)
        return Telling(self._filled(deed, words, thing, tail), "when", deed.happened, instead=words.instead, weight=2)

    def _filled(self, deed: _Deed, words: DeedWords, thing: list[str], tail: list[str]) -> str:
        """The words of the lexicon with the thing and what follows in their places."""
        topic = ""
        if deed.verb == "nag":
            topic = surface(tail[1:], deed.written) if tail[:1] in (["about"], ["over"]) else "the same thing"
            tail = []
        plural = self._plural(thing, deed.tags[: len(thing)])
        text = (words.once if deed.happened else words.habit).format(
            o=surface(thing, deed.written),
            r=(" " + surface(tail, deed.written)) if tail else "",
            t=topic,
            o_get="get" if plural else "gets",
            o_was="were" if plural else "was",
            o_go="go" if plural else "goes",
        )
        if thing[:1] == ["me"]:
            text = text.replace("comments on me", "comments on what I do").replace("jokes about me", "jokes at my expense")
            text = text.removesuffix(" for everything")
        return text.strip()

    def _lied_about(self, deed: _Deed, tail: list[str], words: DeedWords) -> Telling:
        """What the writer was told beside what came out, with a number or an aside in brackets."""
        end = tail.index(",") if "," in tail else len(tail)
        about, more = surface(tail[1:end], deed.written), surface(tail[end + 1 :], deed.written)
        about += f" ({more})" if more else ""
        now = f"what I'm told about {about} and what I find out are different"
        then = f"what I was told about {about} and what I found out were different"
        return Telling(then if deed.past else now, "when", deed.past, instead=words.instead, weight=2)

    def _plainly(self, deed: _Deed) -> Telling:
        """A deed that needs no words of its own: what was said, what was done to the writer or to a thing, or what was done."""
        clause, verb, verbs = deed.clause, deed.verb, self._data.deed_verbs
        if verb in ("swear", "promise") or (verb in ("say", "tell", "agree") and self._has_clause(deed.rest)):
            return self._active(clause, deed.written, past=deed.past)
        if deed.to_me and verb not in verbs.with_me:
            return self._me_passive(clause, deed.written, past=deed.past)
        size = self._size_of_thing(deed)
        if size and verb not in verbs.never_passive and clause.time in ("pres", "past", "perf") and deed.rest[0] != "your":
            return self._passive(clause, deed.rest[:size], deed.tags[:size], deed.rest[size:], deed.written, past=deed.past)
        return self._active(clause, deed.written, past=deed.past)

    def _size_of_thing(self, deed: _Deed) -> int:
        """How many words name the thing that it was done to; none where no passive can be made of it."""
        rest = deed.rest
        if rest[:1] in (["a"], ["an"]) or "you" in rest:
            return 0
        size = noun_phrase(rest, deed.tags)
        if size and rest[size : size + 1] == ["from"] and deed.verb in self._data.deed_verbs.whole_things:
            return len(rest)
        return 0 if "and" in rest[size:] or any(tag in _FINITE for tag in deed.tags[size:]) else size

    def _made_me(self, rest: list[str], tags: list[str], written: Mapping[str, str], *, past: bool) -> Telling | None:
        if rest[:1] == ["look"] and (where := next((i for i, w in enumerate(rest) if w in ("in", "at", "when", "while")), None)):
            return Telling(f"how I {'came' if past else 'come'} across {surface(rest[where:], written)}", "about", past, weight=2)
        if not rest or self._grammar.lemma(rest[0], "VERB") != rest[0] or tags[0].startswith("AJ"):
            return None
        if rest[0] in ("feel", "look", "seem", "cry", "want", "hate", "sick", "crazy", "mad"):
            return None
        words = ["i", "had" if past else "have", "to", *rest]
        return Telling(surface(words, written), "when", past, weight=2)

    def _called_me(self, rest: list[str], written: Mapping[str, str], *, past: bool) -> Telling:
        hard = any(w in self._data.lists.insults or w in self._data.lists.heat for w in rest) or len(rest) == 1
        tail = list(rest)
        place = next(
            (
                i
                for i, w in enumerate(tail)
                if w in ("in", "at", "on", "when", "while", "yesterday", "last", "because", "over", "this") and i
            ),
            len(tail),
        )
        name, where = tail[:place], tail[place:]
        if name and name[0] in ("a", "an", "the"):
            said = "a name"
        else:
            said = (
                surface(name, written)
                if (name and not hard) or (name and name[0] in ("lazy", "selfish", "fat", "crazy", "dramatic", "needy", "stupid"))
                else "a name"
            )
        verb = "was" if past else "am"
        text = f"I {verb} called {said}" + (f" {surface(where, written)}" if where else "")
        return Telling(text.replace("I am", "I'm"), "when", past, weight=2, instead="Would you tell me what bothers you without that word?")

    def _passive(
        self, clause: Clause, thing: list[str], tags: list[str], tail: list[str], written: Mapping[str, str], *, past: bool
    ) -> Telling:
        participle = self._participle(clause)
        plural = self._plural(thing, tags)
        if clause.time == "perf":
            be = ["have" if plural else "has", "been"]
        elif past:
            be = ["were" if plural else "was"]
        else:
            be = ["are" if plural else "is"]
        adverbs = [a for a in clause.adverbs if a in ("still", "also", "already", "again", "apparently")]
        return Telling(surface([*thing, *be, *adverbs, participle, *tail], written), "when", past, weight=2)

    def _active(self, clause: Clause, written: Mapping[str, str], *, past: bool) -> Telling:
        verb = self._data.plain_verbs.get(clause.verb, clause.verb)
        rest = list(clause.rest)
        if verb == "talk" and rest[:1] and rest[0] in ("the", "my", "your", "i", "you", "we", "it", "he", "she", "they", "that", "there"):
            verb = "say"
        if clause.verb in ("show", "turn", "rock", "roll") and rest[:1] == ["up"]:
            verb, rest = "arrive", rest[1:]
        if clause.verb in ("roll", "rock") and rest[:1] in (["in"], ["home"]):
            verb = "come"
        if clause.verb == "storm":
            verb = "walk"
        keep = [a for a in clause.adverbs if a in _KEPT_ADVERBS]
        if clause.time in ("prog", "pprog"):
            group = ["are" if clause.time == "prog" else "were", *keep, self._grammar.inflect(verb, "VBG")]
            if clause.often:
                group = [*keep, verb]
        elif clause.time == "perfprog":
            group = ["have", "been", *keep, self._grammar.inflect(verb, "VBG")]
        elif clause.time == "perf":
            group = ["have", *keep, self._grammar.inflect(verb, "VBN")]
        elif clause.time == "plup":
            group = ["had", *keep, self._grammar.inflect(verb, "VBN")]
        elif clause.time == "modal":
            group = [*keep, verb]
        else:
            group = [*keep, self._past(clause, verb) if past else verb]
        return Telling(surface(["you", *group, *rest], written), "when", past, weight=1.5)

    def _has_clause(self, rest: Sequence[str]) -> bool:
        return any(w in ("you", "i", "it", "we", "that", "not", "to") for w in rest)


def _missed_no_event(thing: Sequence[str], tail: Sequence[str]) -> bool:
    """Whether what was missed is no event that went on without the other: a train, or somebody."""
    if tail and tail[0] not in _TIMES:
        return True
    return bool(thing) and thing[0] in ("me", "the", "you") and "train" in thing
