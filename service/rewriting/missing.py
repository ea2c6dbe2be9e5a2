"""Tells a wished-for deed that is missing: what the writer goes without, and the wish itself."""

from collections.abc import Mapping, Sequence

from service.rewriting.chunks import NUMBER_WORDS
from service.rewriting.clauses import Clause
from service.rewriting.helping import HelpTeller
from service.rewriting.noun_phrases import noun_phrase
from service.rewriting.phrases import Telling
from service.rewriting.words import PREPOSITIONS, surface

_PARTICLES = frozenset({"out", "up", "off", "away", "down", "on", "over", "back", "in"})
_CALLS = frozenset({"text", "call", "ring", "message", "phone"})
_OBJECTS = {"remember": (True,), "notice": (True,), "thank": (False,)}
"""Whether these are told in their own way with an object, or without one; the others in both cases."""
_POSITIVE = {"nothing": "anything", "nobody": "anybody", "nowhere": "anywhere", "no": "any"}


class MissingTeller(HelpTeller):
    """Tells deeds that are missing."""

    def missed(self, clause: Clause, written: Mapping[str, str], *, once: bool) -> Telling | None:
        """What is missing as an observation; `once` for one time, else a habit. None where nothing can be seen."""
        if (
            clause.verb in ("grow", "man", "deal", "kid", "joke")
            or (
                clause.verb == "learn"
                and clause.rest[:1] not in (("my",), ("the",), ("our",))
                and clause.rest[1:2] not in (("i",), ("my",))
                and not _counted(clause.rest)
            )
            or (clause.verb == "change" and not clause.rest)
            or (clause.verb == "do" and clause.rest[:1] in (("what",), ("whatever",)))
        ):
            return None
        if clause.verb == "take" and "side" in clause.rest:
            return Telling(
                "I stood alone with it" if once else "I stand alone with it",
                "when",
                once,
                wish=surface(["take", *clause.rest], written),
                sure=False,
            )
        spoken = clause.verb == "say" and clause.rest[:1] == ("no",)
        verb, rest, tags = clause.verb, [w if spoken else _POSITIVE.get(w, w) for w in clause.rest], list(clause.tags)
        if verb.endswith("ing") and (base := self._grammar.lemma(verb, "VERB")):
            verb = base
        wish = surface([verb, *rest], written)
        group = clause.subject == ("nobody",)
        once = once or bool({"was", "were"} & set(rest))
        if bare_order(clause) and "<wish>" not in clause.marks and not (verb == "get" and rest[:1] in (["off"], ["out"])):
            return self._order(wish, rest, tags, written)
        if verb == "be":
            state = " ".join(rest)
            for start, (now, then) in self._missing.items():
                if state.startswith(start):
                    return Telling(
                        then if once else now, "when", once, wish=wish if start in ("on time", "ready") else "", sure=False, weight=1.5
                    )
            if rest and (rest[0] in PREPOSITIONS or rest[0] in self._data.lists.plain_states or rest[0] in ("there", "here")):
                return Telling(
                    surface(["you", *self._finite("be", "past" if once else "pres", negative=True), *rest], written),
                    "when",
                    once,
                    wish=wish,
                    weight=1.5,
                )
            return None
        if verb == "get" and rest[:1] in (["off"], ["out"]) and len(rest) > 1 and bare_order(clause):
            where = ["on", *rest[1:]] if rest[0] == "off" else ["in", *[w for w in rest[1:] if w != "of"]]
            return Telling(surface(["you", "are", *where], written), "when", past=False, weight=2)
        if verb == "help" and not (rest and rest[0] not in ("me", "us", "out", "more", "enough") and noun_phrase(rest, tags)):
            return self.no_help(rest, tags, written, once=once, group=group)
        if verb in _CALLS and rest[:1] == ["me"]:
            noun = {"ring": "call", "phone": "call"}.get(verb, verb)
            tail = rest[1:]
            text = ["i", *(["did", "not"] if once else ["do", "not"]), "get", "a", noun, *tail]
            if clause.time == "perf":
                text = ["i", "have", "not", "had", "a", noun, *tail]
            return Telling(surface(text, written), "when", once, wish=wish, weight=2)
        if verb in _CALLS and (not rest or rest[0] in ("back", "when", "to", "if", "first", "before", "until")):
            noun = {"ring": "call", "phone": "call"}.get(verb, verb)
            return Telling(
                surface(["i", *(["did", "not"] if once else ["do", "not"]), "get", "a", noun, *rest], written),
                "when",
                once,
                wish=surface([verb, "me", *rest], written) if rest[:1] != ["back"] else wish,
                weight=2,
            )
        if (record := self._data.undone.get(verb)) is not None and bool(noun_phrase(rest, tags)) in _OBJECTS.get(verb, (True, False)):
            if verb in ("try", "trust") and rest[:1] == ["to"]:
                return None
            return self._missing_special(record, verb, rest, tags, written, once=once)
        if verb == "give" and rest[:1] == ["me"] and len(rest) > 1:
            return Telling(
                surface(["i", *(["did", "not"] if once else ["do", "not"]), "get", *_one(rest[1:])], written),
                "when",
                once,
                wish=wish,
                weight=2,
            )
        if rest[:1] == ["me"] and verb not in (
            "let",
            "drive",
            "visit",
            "join",
            "kiss",
            "hug",
            "hold",
            "meet",
            "feed",
            "help",
            "want",
            "love",
            "see",
            "know",
            "make",
            "have",
            "hear",
            "like",
            "get",
            "cook",
            "believe",
            "take",
        ):
            known = (
                clause
                if clause.verb == verb
                else Clause(clause.subject, verb, clause.time, negative=True, rest=clause.rest, tags=clause.tags)
            )
            told = self._me_passive(known, written, past=once, negative=True)
            return Telling(
                told.text,
                "that" if clause.time == "perf" else "when",
                once,
                wish=wish if verb not in self._data.lists.mind_verbs else "",
                weight=2,
            )
        if verb == "let" and rest[:1] == ["me"] and len(rest) > 1:
            if rest[1] == "know":
                return Telling(
                    surface(["i", *(["was"] if once else ["am"]), "not", "told", *rest[2:]], written), "when", once, wish=wish, weight=2
                )
            return Telling(surface(["i", *(["could"] if once else ["can"]), "not", *rest[1:]], written), "when", once, wish=wish, weight=2)
        knows = verb == "know" and rest[:1] and rest[0] in ("what", "who", "where", "when", "how", "which")
        if verb in self._data.lists.mind_verbs and verb not in ("want", "bother", "try") and not knows:
            return None
        if verb in ("bother", "want", "seem"):
            return None
        if verb in self._work and (
            not rest or rest[0] in ("up", "after", "for", "in", "or", "and", "anything", "dinner") or tags[0] == "AVP"
        ):
            noun = self._work[verb] + (" up" if rest[:1] == ["up"] else "")
            tail = rest[1:] if rest[:1] in (["up"], ["anything"], ["dinner"]) else rest
            return Telling(
                surface([noun, "was" if once else "is", "left", "to", "me", *tail], written), "when", once, wish=wish, weight=2, group=group
            )
        particle: list[str] = []
        if rest[:1] and rest[0] in _PARTICLES and noun_phrase(rest[1:], tags[1:]):
            particle, rest, tags = rest[:1], rest[1:], tags[1:]
        size = noun_phrase(rest, tags)
        thing, tail, tail_tags = rest[:size], rest[size:], tags[size:]
        messy = any(t in ("VVG", "VVD", "VVZ", "VVB", "VVI", "TO0", "VBD") for t in tail_tags) or "you" in rest
        if (
            thing[:1] in (["a"], ["an"], ["any"])
            and len(thing) > 1
            and not messy
            and verb
            in (
                "plan",
                "organise",
                "buy",
                "book",
                "cook",
                "make",
                "leave",
                "pay",
                "suggest",
                "arrange",
                "fix",
                "wash",
                "clean",
                "send",
                "wear",
                "set",
            )
        ):
            return Telling(
                surface(["no", *thing[1:], "got" if once else "gets", self._grammar.inflect(verb, "VBN"), *particle, *tail], written),
                "when",
                once,
                wish=wish,
                weight=2,
            )
        if (
            rest[:1] in (["it"], ["that"], ["this"])
            and verb in ("do", "fix", "pay", "finish", "book", "send", "clean", "wash")
            and not messy
        ):
            done = self._grammar.inflect(verb, "VBN")
            group_words = (
                ["it", "has", "not", "been", done] if clause.time == "perf" else ["it", "did" if once else "does", "not", "get", done]
            )
            return Telling(surface([*group_words, *rest[1:]], written), "that", clause.time != "perf" and once, weight=1.5)
        if (
            size
            and not messy
            and thing[:1] not in (["a"], ["an"], ["any"])
            and verb
            not in (
                "ring",
                "phone",
                "call",
                "visit",
                "meet",
                "hug",
                "kiss",
                "say",
                "have",
                "be",
                "come",
                "go",
                "want",
                "see",
                "like",
                "know",
                "get",
                "sit",
                "talk",
                "spend",
                "hold",
                "stay",
                "eat",
                "watch",
                "show",
                "keep",
                "think",
                "reach",
                "own",
                "follow",
                "speak",
                "chip",
                "pitch",
                "owe",
                "join",
                "face",
                "miss",
            )
        ):
            plural = self._plural(thing, tags[:size])
            participle = self._grammar.inflect(verb, "VBN")
            if clause.time == "perf":
                be = ["have" if plural else "has", "not", "been"]
            elif once:
                be = ["did", "not", "get"]
            else:
                be = ["do" if plural else "does", "not", "get"]
            return Telling(
                surface([*thing, *be, participle, *particle, *tail], written),
                "that" if clause.time == "perf" else "when",
                once,
                wish=wish,
                weight=2,
                group=group,
            )
        if group:
            return Telling(surface(["this", "is", "left", "to", "me"], written), "when", once, wish=wish, weight=1)
        if clause.time == "perf":
            return Telling(
                surface(["you", "have", "not", self._grammar.inflect(verb, "VBN"), *particle, *rest], written),
                "that",
                past=False,
                wish=wish,
                weight=1.5,
            )
        return Telling(
            surface(["you", *self._finite(verb, "past" if once else "pres", negative=True), *particle, *rest], written),
            "when",
            once,
            wish=wish,
            weight=1.5,
        )

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

    def _missing_special(
        self, record: Mapping[str, str], verb: str, rest: list[str], tags: list[str], written: Mapping[str, str], *, once: bool
    ) -> Telling:
        size = noun_phrase(rest, tags)
        key = "once" if once else "habit"
        pattern = record[key]
        tail = rest
        if size and ("object" in record):
            pattern = record["object_once" if once else "object"]
        if "{o" in pattern and not size:
            pattern = pattern.replace("{o}", "it")
        if "{o" in pattern:
            tail = rest[size:]
        elif verb in (
            "listen",
            "respond",
            "reply",
            "apologise",
            "apologize",
            "answer",
            "care",
            "thank",
            "appreciate",
            "understand",
            "defend",
            "support",
        ):
            tail = _after_object(rest)
        plural = self._plural(rest[:size], tags[:size])
        text = pattern.format(
            o=surface(rest[:size], written),
            o_get="get" if plural else "gets",
            o_was="were" if plural else "was",
            o_go="go" if plural else "goes",
        )
        when = (
            tail[0] in ("when", "while", "in", "at", "during", "on", "after", "last", "this", "yesterday", "about", "until", "for")
            if tail
            else False
        )
        if when and not (tail[0] in ("about", "for", "on", "at") and verb in ("care", "love", "trust")):
            text += " " + surface(tail, written)
        vague = verb in (
            "care",
            "love",
            "respect",
            "understand",
            "appreciate",
            "support",
            "try",
            "trust",
            "listen",
            "contribute",
            "compliment",
            "thank",
            "initiate",
        )
        return Telling(
            text,
            "when",
            once,
            wish="" if vague else surface([verb, *rest], written),
            sure=verb not in ("care", "love", "respect", "try"),
            weight=1.2,
        )


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
