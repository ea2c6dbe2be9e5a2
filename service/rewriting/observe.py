"""Tells an event in the writer's own words and without a charge: what a camera saw, or what it meant for the writer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from service.ports import Grammar
from service.rewriting.clauses import ATTACHED, Clause, noun_phrase
from service.rewriting.records import RewritingData
from service.rewriting.words import surface

_PARTICLES = frozenset({"out", "up", "off", "away", "down", "on", "over", "back", "in"})
_CARE = frozenset({"kid", "kids", "child", "children", "baby", "dog", "cat", "mum", "mom", "son", "daughter", "twins", "toddler", "puppy", "boys", "girls", "animals", "wean", "weans"})
_JOBS = frozenset({"dishes", "laundry", "housework", "chores", "cooking", "cleaning", "shopping", "ironing", "washing", "homework", "school run", "garden", "bins", "house"})
_NOT_PASSIVE = frozenset(
    "have be get want go come say see hear like know need talk look sit lie wait work sleep ask tell try stay live become seem feel help let make "  # noqa: SIM905
    "stop start keep walk stand run play watch drink eat text call turn show think spend take give bring love hate meet marry date act roll pick "
    "treat bother check win lose use chew hold leave buy drop use wear smoke swear promise agree".split()
)
_CALLS = frozenset({"text", "call", "ring", "message", "phone"})
_WORDS_IN = ("for", "about", "with", "to", "on", "at", "in", "of", "from", "into", "until", "till", "by", "during", "through", "over", "after", "before", "without", "since")


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


class Teller:
    """Tells clauses as observations."""

    def __init__(self, data: RewritingData, grammar: Grammar) -> None:
        self._data, self._grammar = data, grammar
        self._missing, self._work = data.missing_state, data.work

    def tell(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        """The clause as an observation; None where it holds no event."""
        if not clause.verb:
            return None
        if clause.subject in (("you",), ("nobody",), ("he",), ("she",), ("they",)):
            if "<wish>" in clause.marks:
                return self._missed(clause, written, once="<past>" in clause.marks or clause.time in ("past",) and not bare_order(clause))
            if clause.subject != ("you",) and clause.subject != ("nobody",):
                return self._fact(clause, written)
            if clause.verb == "be":
                return self._state(clause, written)
            if clause.negative:
                return self._missed(clause, written, once=clause.time in ("past", "plup", "pprog"))
            return self._deed(clause, written)
        if clause.subject == ("i",):
            return self._own(clause, written)
        return self._fact(clause, written)

    # ---------------------------------------------------------------- states

    def _state(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        rest = list(clause.rest)
        while rest and rest[0] in ("so", "too", "very", "such", "still", "again", "back", "all", "always", "over") and len(rest) > 1 and rest[0] != "back":
            if rest[0] in ("still", "over"):
                break
            rest = rest[1:]
        if not rest:
            return None
        head = rest[0]
        past = clause.time in ("past", "plup", "pprog")
        if "late" in rest[:6] and not clause.negative:
            verb = "arrived" if past else "arrive"
            return Telling(f"you {verb} {surface(rest, written)}", "when", past, weight=2)
        if "about" in rest[1:4] and head not in _WORDS_IN and not clause.negative:
            topic = rest[rest.index("about") + 1 :]
            return Telling(surface(topic, written), "about", past, weight=1.6) if topic else None
        plain = head in self._data.lists.plain_states or head in _WORDS_IN or head[0].isdigit() or head in ("still", "nowhere", "half", "two", "three", "an", "over")
        if not plain:
            return None
        if clause.negative:
            for start, (now, once) in self._missing.items():
                if " ".join(rest).startswith(start):
                    return Telling(once if past else now, "when", past, sure=False)
        words = [*("you",), *self._finite("you", "be", "past" if past else clause.time, negative=clause.negative), *rest]
        if clause.time == "perf":
            words = ["you", "have", *(["not"] if clause.negative else []), "been", *rest]
            return Telling(surface(words, written), "when", past=False, weight=2)
        return Telling(surface(words, written), "when", past, weight=2)

    # ---------------------------------------------------------------- deeds done

    def _deed(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        verb, rest, tags = clause.verb, list(clause.rest), list(clause.tags)
        if "<deed>" in clause.marks and clause.time == "prog":
            clause = replace(clause, time="past" if "<past>" in clause.marks else "pres")
        past = clause.time in ("past", "plup", "pprog")
        if verb in self._data.lists.mind_verbs and verb not in ("want", "need", "suck"):
            return None
        if verb in ("want", "need", "suck", "act", "behave", "expect") or (verb in ("get", "drive", "sleep", "dress", "eat", "live", "talk", "look") and not rest):
            return None
        if verb == "make" and rest[:1] == ["me"]:
            return self._made_me(rest[1:], tags[1:], written, past=past)
        if verb == "call" and rest[:1] == ["me"] and len(rest) > 1 and rest[1] not in ("back", "at", "in", "when", "from", "on", "after", "by"):
            return self._called_me(rest[1:], written, past=past)
        if verb == "treat":
            return Telling("I was spoken to in that way" if past else "I'm spoken to in that way", "when", past, sure=False, weight=0.5)
        if verb == "do" and (not rest or rest[0] in ("this", "that", "it", "so")):
            return None
        if verb == "complain" and rest[:1] and rest[0] not in ("about", "that", "at", "to", "when"):
            return Telling(surface(["i", "heard" if past else "hear", "that", *rest], written), "when", past, instead=self._data.done["complain"].instead, weight=2)
        if verb in ("judge", "criticise", "criticize", "mock", "tease") and rest[:2] == ["me", "for"]:
            return Telling(surface(["there", "were" if past else "are", "comments", "about", "me", *rest[2:]], written), "when", past, weight=2)
        if verb == "dismiss" and rest[:1] != ["me"] and (size := noun_phrase(rest, tags)):
            return Telling(surface([*rest[:size], "was" if past else "is", "passed", "over", *rest[size:]], written), "when", past, instead=self._data.done["dismiss"].instead, weight=2)
        special = self._data.done.get(verb)
        if special:
            if (told := self._special(clause, special.habit, special.once, written, past=past)) is not None:
                return told
        if verb in ("swear", "promise") or (verb in ("say", "tell", "agree") and self._has_clause(rest)):
            return self._active(clause, written, past=past)
        if rest[:1] == ["me"] and verb not in ("give", "let", "have", "get", "see", "want", "make", "text", "call", "phone", "love", "hate", "know", "cost", "owe"):
            return self._me_passive(clause, written, past=past)
        size = noun_phrase(rest, tags)
        tail, tail_tags = rest[size:], tags[size:]
        if rest[:1] in (["a"], ["an"]):
            size = 0
        tail, tail_tags = rest[size:], tags[size:]
        clean = size and not any(t in ("VVG", "VVD", "VVZ", "VVB", "VVI", "TO0", "VBD", "VDD") for t in tail_tags) and "and" not in tail and "you" not in rest
        if clean and verb not in _NOT_PASSIVE and clause.time in ("pres", "past", "perf") and "your" not in rest[:1]:
            return self._passive(clause, rest[:size], tags[:size], tail, written, past=past)
        return self._active(clause, written, past=past)

    def _special(self, clause: Clause, habit: str, once: str, written: Mapping[str, str], *, past: bool) -> Telling | None:
        rest, tags = list(clause.rest), list(clause.tags)
        pattern = once if past or clause.time == "perf" else habit
        size = noun_phrase(rest, tags)
        if not size and rest[:1] and rest[0] in ("me", "us", "it", "that", "them", "everything", "him", "her"):
            size = 1
        if clause.verb == "forget" and rest[:1] and rest[0] in ("to",):
            return None
        if clause.verb == "compare" and rest[:1] == ["me"] and len(rest) > 1:
            return None
        if "{o" in pattern and not size:
            return None
        thing, tail = rest[:size], rest[size:]
        if not size and clause.verb in ("cheat", "lie", "flirt", "shout", "yell", "scream", "snap", "nag") and tail[:1] in (["at"], ["on"], ["to"]):
            tail = tail[2:] if tail[1:2] in (["me"], ["us"]) else tail
        if clause.verb in ("lie",) and tail[:1] == ["about"]:
            about = surface(tail[1:], written)
            return Telling(f"what I {'was' if past else 'am'} told about {about} and what I {'found' if past else 'find'} out {'were' if past else 'are'} different".replace("I am", "I'm"), "when", past, instead=self._data.done["lie"].instead, weight=2)
        if clause.verb in ("lie",) and tail[:1] and tail[0] in ("in", "on", "around", "there", "down", "about"):
            return None
        if clause.verb == "miss" and thing and thing[0] in ("me", "the", "you") and "train" in thing:
            return None
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
        tail = [w for w in rest]
        place = next((i for i, w in enumerate(tail) if w in ("in", "at", "on", "when", "while", "yesterday", "last", "because", "over", "this") and i), len(tail))
        name, where = tail[:place], tail[place:]
        if name and name[0] in ("a", "an", "the"):
            said = "a name"
        else:
            said = surface(name, written) if name and not hard or name and name[0] in ("lazy", "selfish", "fat", "crazy", "dramatic", "needy", "stupid") else "a name"
        verb = "was" if past else "am"
        text = f"I {verb} called {said}" + (f" {surface(where, written)}" if where else "")
        return Telling(text.replace("I am", "I'm"), "when", past, weight=2, instead="Would you tell me what bothers you without that word?")

    def _me_passive(self, clause: Clause, written: Mapping[str, str], *, past: bool, negative: bool = False) -> Telling:
        participle = self._participle(clause)
        tail = [w for w in clause.rest[1:]]
        if clause.verb in ("tell", "promise", "show", "warn") and tail[:1] and tail[0] in ("you", "i", "we", "he", "she", "they", "it", "the", "your", "my") and len(tail) > 1 and "about" not in tail[:1] and tail[0] not in ("the", "your", "my"):
            tail = ["that", *tail]
        if clause.verb == "leave" and tail[:1] and tail[0] in ("to", "with", "in", "on", "at", "out", "alone", "waiting") or tail:
            pass
        if past:
            group = ["i", "was", *(["not"] if negative else []), participle]
        elif clause.time == "perf":
            group = ["i", "have", *(["not"] if negative else []), "been", participle]
        else:
            group = ["i", "am", *(["not"] if negative else []), participle]
        return Telling(surface([*group, *tail], written), "when", past, weight=2)

    def _passive(self, clause: Clause, thing: list[str], tags: list[str], tail: list[str], written: Mapping[str, str], *, past: bool) -> Telling:
        participle = self._participle(clause)
        plural = self._plural(thing, tags)
        if clause.time == "perf":
            be = ["have" if plural else "has", "been"]
        elif past:
            be = ["were" if plural else "was"]
        else:
            be = ["are" if plural else "is"]
        adverbs = [a for a in clause.adverbs if a in ("still", "also", "already", "again")]
        return Telling(surface([*thing, *be, *adverbs, participle, *tail], written), "when", past, weight=2)

    def _active(self, clause: Clause, written: Mapping[str, str], *, past: bool) -> Telling:
        verb = self._data.plain_verbs.get(clause.verb, clause.verb)
        rest = list(clause.rest)
        if clause.verb in ("show", "turn", "rock", "roll") and rest[:1] == ["up"]:
            verb, rest = "arrive", rest[1:]
        if clause.verb in ("roll", "rock") and rest[:1] in (["in"], ["home"]):
            verb = "come"
        if clause.verb == "storm":
            verb = "walk"
        keep = [a for a in clause.adverbs if a in ("still", "also", "already", "again", "only", "all", "barely", "hardly", "rarely")]
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

    # ---------------------------------------------------------------- deeds missing

    def _missed(self, clause: Clause, written: Mapping[str, str], *, once: bool) -> Telling | None:  # noqa: C901, PLR0911, PLR0912
        if clause.verb in ("grow", "man", "learn", "deal", "change", "kid", "joke") or (clause.verb == "do" and clause.rest[:1] in (("what",), ("whatever",))):
            return None
        if clause.verb == "take" and "side" in clause.rest:
            return Telling("I stood alone with it" if once else "I stand alone with it", "when", once, wish=surface(["take", *clause.rest], written), sure=False)
        verb, rest, tags = clause.verb, [_POSITIVE.get(w, w) for w in clause.rest], list(clause.tags)
        if verb.endswith("ing") and (base := self._grammar.lemma(verb, "VERB")):
            verb = base
        wish = surface([verb, *rest], written)
        group = clause.subject == ("nobody",)
        if verb == "be":
            state = " ".join(rest)
            for start, (now, then) in self._missing.items():
                if state.startswith(start):
                    return Telling(then if once else now, "when", once, wish=wish if start in ("on time", "ready") else "", sure=False, weight=1.5)
            if rest and (rest[0] in _WORDS_IN or rest[0] in self._data.lists.plain_states or rest[0] in ("there", "here")):
                return Telling(surface(["you", *self._finite("you", "be", "past" if once else "pres", negative=True), *rest], written), "when", once, wish=wish, weight=1.5)
            return None
        if verb == "get" and rest[:1] in (["off"], ["out"]) and len(rest) > 1 and bare_order(clause):
            where = ["on", *rest[1:]] if rest[0] == "off" else ["in", *[w for w in rest[1:] if w != "of"]]
            return Telling(surface(["you", "are", *where], written), "when", past=False, weight=2)
        if verb == "help" and not (rest and rest[0] not in ("me", "us", "out", "more", "enough") and noun_phrase(rest, tags)):
            return self._no_help(rest, tags, written, once=once, group=group)
        if verb in _CALLS and rest[:1] == ["me"]:
            noun = {"ring": "call", "phone": "call"}.get(verb, verb)
            tail = rest[1:]
            text = ["i", *(["did", "not"] if once else ["do", "not"]), "get", "a", noun, *tail]
            if clause.time == "perf":
                text = ["i", "have", "not", "had", "a", noun, *tail]
            return Telling(surface(text, written), "when", once, wish=wish, weight=2)
        if verb in _CALLS and (not rest or rest[0] in ("back", "when", "to", "if", "first", "before", "until")):
            noun = {"ring": "call", "phone": "call"}.get(verb, verb)
            return Telling(surface(["i", *(["did", "not"] if once else ["do", "not"]), "get", "a", noun, *rest], written), "when", once, wish=surface([verb, "me", *rest], written) if rest[:1] != ["back"] else wish, weight=2)
        if (record := self._data.undone.get(verb)) is not None and not (verb in ("remember", "notice") and not noun_phrase(rest, tags)):
            if verb in ("try", "trust") and rest[:1] == ["to"]:
                return None
            return self._missing_special(record, verb, rest, tags, written, once=once)
        if verb == "give" and rest[:1] == ["me"] and len(rest) > 1:
            return Telling(surface(["i", *(["did", "not"] if once else ["do", "not"]), "get", *_one(rest[1:])], written), "when", once, wish=wish, weight=2)
        if rest[:1] == ["me"] and verb not in ("let", "want", "love", "see", "know", "make", "have", "hear", "like", "get", "cook", "believe", "take"):
            base = clause if clause.verb == verb else Clause(clause.subject, verb, clause.time, negative=True, rest=clause.rest, tags=clause.tags)
            told = self._me_passive(base, written, past=once, negative=True)
            return Telling(told.text, "that" if clause.time == "perf" else "when", once, wish=wish if verb not in self._data.lists.mind_verbs else "", weight=2)
        if verb == "let" and rest[:1] == ["me"] and len(rest) > 1:
            if rest[1] == "know":
                return Telling(surface(["i", *(["was"] if once else ["am"]), "not", "told", *rest[2:]], written), "when", once, wish=wish, weight=2)
            return Telling(surface(["i", *(["could"] if once else ["can"]), "not", *rest[1:]], written), "when", once, wish=wish, weight=2)
        if verb in self._data.lists.mind_verbs and verb not in ("want", "bother", "try"):
            return None
        if verb in ("bother", "want", "seem"):
            return None
        if verb in self._work and (not rest or rest[0] in ("up", "after", "for", "in", "or", "and", "anything", "dinner") or tags[0] == "AVP"):
            noun = self._work[verb] + (" up" if rest[:1] == ["up"] else "")
            tail = rest[1:] if rest[:1] in (["up"], ["anything"], ["dinner"]) else rest
            return Telling(surface([noun, "was" if once else "is", "left", "to", "me", *tail], written), "when", once, wish=wish, weight=2, group=group)
        particle: list[str] = []
        if rest[:1] and rest[0] in _PARTICLES and noun_phrase(rest[1:], tags[1:]):
            particle, rest, tags = rest[:1], rest[1:], tags[1:]
        size = noun_phrase(rest, tags)
        thing, tail, tail_tags = rest[:size], rest[size:], tags[size:]
        messy = any(t in ("VVG", "VVD", "VVZ", "VVB", "VVI", "TO0", "VBD") for t in tail_tags) or "you" in rest
        if thing[:1] in (["a"], ["an"], ["any"]) and len(thing) > 1 and not messy and verb in ("plan", "organise", "buy", "book", "cook", "make", "leave", "pay", "suggest", "arrange", "fix", "wash", "clean", "send", "wear", "set"):
            return Telling(surface(["no", *thing[1:], "got" if once else "gets", self._grammar.inflect(verb, "VBN"), *particle, *tail], written), "when", once, wish=wish, weight=2)
        if rest[:1] in (["it"], ["that"], ["this"]) and verb in ("do", "fix", "pay", "finish", "book", "send", "clean", "wash") and not messy:
            done = self._grammar.inflect(verb, "VBN")
            group_words = ["it", "has", "not", "been", done] if clause.time == "perf" else ["it", "did" if once else "does", "not", "get", done]
            return Telling(surface([*group_words, *rest[1:]], written), "that", clause.time != "perf" and once, weight=1.5)
        if size and not messy and thing[:1] not in (["a"], ["an"], ["any"]) and verb not in ("say", "have", "be", "come", "go", "want", "see", "like", "know", "get", "sit", "talk", "spend", "hold", "stay", "eat", "watch", "show", "keep", "think", "reach", "own", "follow", "speak"):
            plural = self._plural(thing, tags[:size])
            participle = self._grammar.inflect(verb, "VBN")
            if clause.time == "perf":
                be = ["have" if plural else "has", "not", "been"]
            elif once:
                be = ["did", "not", "get"]
            else:
                be = ["do" if plural else "does", "not", "get"]
            return Telling(surface([*thing, *be, participle, *particle, *tail], written), "that" if clause.time == "perf" else "when", once, wish=wish, weight=2, group=group)
        if group:
            return Telling(surface(["this", "is", "left", "to", "me"], written), "when", once, wish=wish, weight=1)
        if clause.time == "perf":
            return Telling(surface(["you", "have", "not", self._grammar.inflect(verb, "VBN"), *particle, *rest], written), "that", past=False, wish=wish, weight=1.5)
        return Telling(surface(["you", *self._finite("you", verb, "past" if once else "pres", negative=True), *particle, *rest], written), "when", once, wish=wish, weight=1.5)

    def _missing_special(self, record: Mapping[str, str], verb: str, rest: list[str], tags: list[str], written: Mapping[str, str], *, once: bool) -> Telling:
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
        elif verb in ("listen", "respond", "reply", "apologise", "apologize", "answer", "care", "thank", "appreciate", "understand", "defend", "support"):
            tail = _after_object(rest)
        plural = self._plural(rest[:size], tags[:size])
        text = pattern.format(
            o=surface(rest[:size], written), o_get="get" if plural else "gets", o_was="were" if plural else "was", o_go="go" if plural else "goes"
        )
        when = tail[0] in ("when", "while", "in", "at", "during", "on", "after", "last", "this", "yesterday", "about", "until", "for") if tail else False
        if when and not (tail[0] in ("about", "for", "on", "at") and verb in ("care", "love", "trust")):
            text += " " + surface(tail, written)
        vague = verb in ("care", "love", "respect", "understand", "appreciate", "support", "try", "trust", "listen", "contribute", "compliment", "thank", "initiate")
        return Telling(text, "when", once, wish="" if vague else surface([verb, *rest], written), sure=bool(size) or verb not in ("care", "love", "respect", "try"), weight=1.2)

    def _no_help(self, rest: list[str], tags: list[str], written: Mapping[str, str], *, once: bool, group: bool) -> Telling:
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
                verb = ("looked" if once else "look", "after") if care else (("did" if once else "do"),) if job else ("dealt" if once else "deal", "with")
                words = ["i", *verb, *thing]
            return Telling(surface([*words, "on", "my", "own"], written), "when", once, wish=wish, weight=2, group=group)
        if head in ("around", "in", "at") and rest[1:]:
            return Telling(surface(["i", "did" if once else "do", "the", "work", *rest, "on", "my", "own"], written), "when", once, wish=wish, weight=2, group=group)
        if head and self._grammar.lemma(head, "VERB") == head and len(rest) > 1:
            return Telling(surface(["i", self._grammar.inflect(head, "VBD") if once else head, *rest[1:], "on", "my", "own"], written), "when", once, wish=wish, weight=2, group=group)
        tail = surface(rest, written)
        return Telling(("I did things on my own" if once else "I do things on my own") + (f" {tail}" if tail else ""), "when", once, wish=wish, sure=False, group=group)

    # ---------------------------------------------------------------- own clauses and plain facts

    def _own(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        rest = list(clause.rest)
        genuine = self._data.feelings.genuine
        if clause.verb in ("hate", "dread") and rest and rest[0] not in ("you", "it", "when", "that", "how", "your", "this", "being", "the", "him", "her"):
            return Telling(surface(rest, written), "about", past=False, weight=1.4)
        if clause.verb in ("hate", "swear", "guess", "suppose", "regret", "wish", "want", "give", "bet", "know", "think", "mean", "need", "love", "deserve", "like"):
            return None
        if clause.verb in ("be", "feel", "get") and (not rest or any(w in genuine or w in self._data.lists.heat for w in rest[:5]) or rest[0] in ("done", "sick", "over", "so", "out", "not", "like", "going", "leaving", "gone", "through")):
            return None
        if clause.verb in ("can", "do") and not rest:
            return None
        past = clause.time in ("past", "plup", "pprog")
        return Telling(surface(self._unclaimed(clause), written), "when", past, own=True, weight=1.3)

    def _fact(self, clause: Clause, written: Mapping[str, str]) -> Telling | None:
        words = self._unclaimed(clause)
        past = clause.time in ("past", "plup", "pprog")
        if clause.subject in (("it",), ("this",), ("that",)) and (len(clause.rest) < 2 or any(w in self._data.lists.insults or w in self._data.lists.heat for w in clause.rest) or clause.verb in ("be", "hurt", "upset", "drive", "make", "kill", "break", "feel", "annoy", "bother", "matter", "suck", "stop", "need", "have", "end")):
            return None
        if clause.subject == ("everyone",) and clause.verb in ("know", "think", "say", "see", "laugh"):
            return None
        if clause.subject[:1] == ("your",) and any(w in self._data.lists.insults for w in clause.words):
            return None
        if clause.who.startswith("your ") and clause.verb in ("be", "come") and clause.rest and (set(clause.rest[:4]) & {"important", "first", "before"}):
            plural = clause.subject[-1].endswith("s") or "and" in clause.subject
            return Telling(f"{surface(clause.subject, written)} come{'' if plural else 's'} first", "when", past=False, weight=1.8)
        if clause.who.startswith("your ") and clause.verb in ("have", "need") and clause.rest[-1:] and clause.rest[-1] in ("stop", "end", "change"):
            return Telling(surface(["the", *clause.subject[1:]], written), "about", past=False, weight=1.8)
        if clause.who.startswith("your ") and clause.verb == "be" and clause.rest and (clause.rest[0] in ("out", "not", "awful", "terrible", "unacceptable", "disgusting", "ridiculous", "a", "killing", "ruining", "never") or clause.negative) and clause.subject[-1] not in ("mum", "mom", "mother", "dad", "father", "sister", "brother", "family", "friends", "mates", "parents"):
            return Telling(surface(["the", *clause.subject[1:]], written), "about", past=False, weight=1.8)
        if clause.who.startswith("your ") and clause.verb == "be" and clause.rest and clause.rest[0] in ("more", "so", "all", "always", "your", "the", "everything", "too", "just", "not"):
            return None
        if "nothing" in clause.who or "everything" in clause.who:
            return None
        lonely = clause.subject == ("we",)
        return Telling(surface(words, written), "when" if (clause.often or lonely) and not past else "that", past, weight=1.6)

    # ---------------------------------------------------------------- small parts

    def _unclaimed(self, clause: Clause) -> list[str]:
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
        return clause.form if verb == clause.verb and clause.form.endswith("ed") else self._grammar.inflect(verb, "VBD")

    def _participle(self, clause: Clause) -> str:
        verb = self._data.plain_verbs.get(clause.verb, clause.verb)
        return clause.form if verb == clause.verb and clause.form.endswith("ed") else self._grammar.inflect(verb, "VBN")

    def _finite(self, subject: str, verb: str, time: str, *, negative: bool) -> list[str]:
        if verb == "be":
            form = {"pres": "are", "past": "were"}.get(time, "are")
            return [form, "not"] if negative else [form]
        if negative:
            return ["did" if time == "past" else "do", "not", verb]
        return [self._grammar.inflect(verb, "VBD") if time == "past" else verb]

    def _plural(self, words: Sequence[str], tags: Sequence[str]) -> bool:
        if not words:
            return False
        if "and" in words or words[-1] in ("dishes", "clothes", "socks", "bins", "kids", "keys", "people"):
            return True
        end = next((i for i, w in enumerate(words) if w == "of"), len(words))
        head = words[end - 1] if end else words[0]
        tag = tags[end - 1] if end else tags[0]
        return tag == "NN2" or (head.endswith("s") and self._grammar.lemma(head, "NOUN") not in (None, head) and tag != "NN1")

    def _has_clause(self, rest: Sequence[str]) -> bool:
        return any(w in ("you", "i", "it", "we", "that", "not", "to") for w in rest)


_POSITIVE = {"nothing": "anything", "nobody": "anybody", "nowhere": "anywhere", "no": "any"}


def bare_order(clause: Clause) -> bool:
    """Whether a clause is an order or a wish without a time of its own."""
    return clause.words[:1] != ("you",)


def _one(words: list[str]) -> list[str]:
    return ["a", *words[1:]] if words and words[0] in ("any", "a", "one", "some") and words[0] != "any" else words


def _after_object(rest: list[str]) -> list[str]:
    """What follows a short object such as "to me" or "for anything"."""
    out = list(rest)
    if out[:1] and out[0] in ("to", "for", "me", "with") and not out[1:2] == ["the"]:
        out = out[2:] if out[0] in ("to", "with") and out[1:2] and out[1] in ("me", "us", "a", "anything", "my") else out[1:] if out[0] == "me" else out
    return out
