"""Tells what the other did, without a charge: in the passive, by what it meant for the writer, or plainly."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.rewriting.clauses import Clause
from service.rewriting.noun_phrases import noun_phrase
from service.rewriting.phrases import Phrases, Telling
from service.rewriting.words import PREPOSITIONS, surface

_NOT_PASSIVE = frozenset(
    "have be get want go come say see hear like know need talk look sit lie wait work sleep ask tell try stay live "  # noqa: SIM905
    "become seem feel help let make "
    "stop start keep walk stand run play watch drink eat text call turn show think spend take give bring love hate "
    "meet marry date act roll pick "
    "reckon claim insist decide suggest assume pretend scream notice feed lend hand teach offer owe cost pay serve promise "
    "treat bother check win lose use chew hold leave buy drop use wear smoke swear promise agree".split()
)


_KEPT_ADVERBS = frozenset({"still", "also", "already", "again", "only", "all", "barely", "hardly", "rarely", "apparently"})
"""Without "apparently" what somebody was told would be told as a fact."""
_LOUD = frozenset({"snap", "shout", "yell", "scream"})
"""Told as what the writer heard only where the writer was meant."""
_WHOLE_THINGS = frozenset({"delete", "open", "lose", "eat", "sell", "throw", "bin", "read", "wear", "break", "ruin"})
"""Verbs behind which "from" belongs to the thing: "the photos from Corfu"."""


class DeedTeller(Phrases):
    """Tells deeds that were done."""

    def deed(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        """A deed of the other as an observation; None where it is a guess at their mind."""
        verb, rest, tags = clause.verb, list(clause.rest), list(clause.tags)
        if "<deed>" in clause.marks and clause.time == "prog":
            clause = replace(clause, time="past" if "<past>" in clause.marks else "pres")
        past = clause.time in ("past", "plup", "pprog")
        if verb in self._data.lists.mind_verbs and verb not in ("want", "need", "suck") and not (verb == "like" and past):
            return None
        if verb in ("want", "need", "suck", "act", "behave", "expect") or (
            verb in ("get", "drive", "sleep", "dress", "eat", "live", "talk", "look") and not rest
        ):
            return None
        if verb == "make" and rest[:1] == ["me"]:
            return self._made_me(rest[1:], tags[1:], written, past=past)
        if (
            verb == "call"
            and rest[:1] == ["me"]
            and len(rest) > 1
            and rest[1] not in ("back", "at", "in", "when", "from", "on", "after", "by")
        ):
            return self._called_me(rest[1:], written, past=past)
        if verb == "treat" and rest[:1] != ["me"]:
            size = noun_phrase(rest, tags)
            return (
                Telling(surface(["the", "way", "you", "treat", *rest[:size]], written), "about", past=False, weight=1.6) if size else None
            )
        if verb == "treat":
            return Telling("I was spoken to in that way" if past else "I'm spoken to in that way", "when", past, sure=False, weight=0.5)
        if verb == "do" and (not rest or rest[0] in ("this", "that", "it", "so")):
            return None
        if verb == "complain" and rest[:1] and rest[0] not in ("about", "that", "at", "to", "when"):
            return Telling(
                surface(["i", "heard" if past else "hear", "that", *rest], written),
                "when",
                past,
                instead=self._data.done["complain"].instead,
                weight=2,
            )
        if verb in ("judge", "criticise", "criticize", "mock", "tease") and rest[:2] == ["me", "for"]:
            return Telling(
                surface(["there", "were" if past else "are", "comments", "about", "me", *rest[2:]], written), "when", past, weight=2
            )
        if verb == "dismiss" and rest[:1] != ["me"] and (size := noun_phrase(rest, tags)):
            return Telling(
                surface([*rest[:size], "was" if past else "is", "passed", "over", *rest[size:]], written),
                "when",
                past,
                instead=self._data.done["dismiss"].instead,
                weight=2,
            )
        special = self._data.done.get(verb)
        if special and (told := self._special(clause, special.habit, special.once, written, past=past)) is not None:
            return told
        if verb in ("swear", "promise") or (verb in ("say", "tell", "agree") and self._has_clause(rest)):
            return self._active(clause, written, past=past)
        if rest[:1] == ["me"] and verb not in (
            "give",
            "let",
            "have",
            "get",
            "see",
            "want",
            "make",
            "text",
            "call",
            "phone",
            "love",
            "hate",
            "know",
            "cost",
            "owe",
        ):
            return self._me_passive(clause, written, past=past)
        size = noun_phrase(rest, tags)
        tail, tail_tags = rest[size:], tags[size:]
        if rest[:1] in (["a"], ["an"]):
            size = 0
        tail, tail_tags = rest[size:], tags[size:]
        if size and tail[:1] == ["from"] and verb in _WHOLE_THINGS:
            size, tail, tail_tags = len(rest), [], []
        clean = (
            size
            and not any(t in ("VVG", "VVD", "VVZ", "VVB", "VVI", "TO0", "VBD", "VDD") for t in tail_tags)
            and "and" not in tail
            and "you" not in rest
        )
        if clean and verb not in _NOT_PASSIVE and clause.time in ("pres", "past", "perf") and "your" not in rest[:1]:
            return self._passive(clause, rest[:size], tags[:size], tail, written, past=past)
        return self._active(clause, written, past=past)

    def _special(self, clause: Clause, habit: str, once: str, written: Mapping[str, str], *, past: bool) -> Telling | None:
        rest, tags = list(clause.rest), list(clause.tags)
        pattern = once if past or clause.time == "perf" else habit
        size = noun_phrase(rest, tags)
        if not size and rest[:1] and rest[0] in ("me", "us", "it", "that", "them", "everything", "him", "her"):
            size = 1
        if clause.verb == "disappear" and rest[:1] and rest[0] in ("to", "off", "into", "for", "with"):
            return None
        if clause.verb == "forget" and (rest[:1] == ["to"] or rest[:2] == ["it", "is"]):
            return None
        if clause.verb == "compare" and rest[:1] == ["me"] and len(rest) > 1:
            return None
        if "{o" in pattern and not size:
            return None
        if clause.verb == "cheat" and rest[:1] in (["at"], ["in"]):
            return None
        if clause.verb in _LOUD and rest[:1] == ["at"] and rest[1:2] not in (["me"], ["us"]):
            return None
        if clause.verb in ("ruin", "spoil") and rest[size : size + 1] and rest[size] in ("back", "home", "together", "off"):
            size += 1
        thing, tail = rest[:size], rest[size:]
        if (
            not size
            and clause.verb in ("cheat", "lie", "flirt", "shout", "yell", "scream", "snap", "nag")
            and tail[:1] in (["at"], ["on"], ["to"])
        ):
            tail = tail[2:] if tail[1:2] in (["me"], ["us"]) else tail
            tail = ["about", *tail[1:]] if tail[:1] == ["for"] else tail
        if clause.verb == "lie" and tail[:1] == ["about"]:
            end = tail.index(",") if "," in tail else len(tail)
            about, more = surface(tail[1:end], written), surface(tail[end + 1 :], written)
            about += f" ({more})" if more else ""
            return Telling(
                f"what I was told about {about} and what I found out were different"
                if past
                else f"what I'm told about {about} and what I find out are different",
                "when",
                past,
                instead=self._data.done["lie"].instead,
                weight=2,
            )
        if clause.verb == "lie" and tail[:1] and tail[0] in ("in", "on", "around", "there", "down", "about"):
            return None
        if clause.verb == "miss" and tail and tail[0] not in PREPOSITIONS and tail[0] not in ("again", "last", "yesterday"):
            return None
        if clause.verb == "miss" and thing and thing[0] in ("me", "the", "you") and "train" in thing:
            return None
        if clause.verb == "sulk" and tail[:1] == ["since"]:
            return Telling(surface(["it", "has", "been", "quiet", "between", "us", *tail], written), "that", past=False, weight=2)
        if clause.verb == "nag":
            topic = surface(tail[1:], written) if tail[:1] in (["about"], ["over"]) else "the same thing"
            tail = []
        else:
            topic = ""
        plural = self._plural(thing, tags[:size])
        text = pattern.format(
            o=surface(thing, written), r=(" " + surface(tail, written)) if tail else "", t=topic,
            o_get="get" if plural else "gets", o_was="were" if plural else "was", o_go="go" if plural else "goes",
        )  # fmt: skip
        if thing[:1] == ["me"]:
            text = text.replace("comments on me", "comments on what I do").replace("jokes about me", "jokes at my expense")
            text = text.removesuffix(" for everything")
        record = self._data.done[clause.verb]
        return Telling(text.strip(), "when", past or clause.time == "perf", instead=record.instead, weight=2)

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
