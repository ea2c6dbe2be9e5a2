"""Clears a sentence of what is no fact: claims of every time, insults, comparisons, verdicts and other heat."""

import re

from service.ports import Grammar
from service.rewriting.records import Lists

_EVERY = re.compile(r"\b(?:every (?:single |damn )?time|each (?:and every )?time|whenever)(?= (?:i|you|we|it|he|she|my|the|your)\b)")
_NOT_SAID = "(?<!say)(?<!said)(?<!says)(?<!saying)(?<!means)(?<!is)(?<!not)(?<!be)(?<!was)(?<!all)"
_NO_TIME = "(?<!by)(?<!until)(?<!till)(?<!since)(?<!before)(?<!back)(?<!from)(?<!and)(?<!just)"
_SPOILT = (
    ("your mess", "the mess"),
    ("your shit", "your things"),
    ("your crap", "your things"),
    ("your junk", "your things"),
    ("all your", "your"),
    ("so much money", "money"),
    ("so damn", "so"),
    ("your lordship", "you"),
    ("the shit", "the things"),
    ("this shit", "this"),
    ("that shit", "that"),
    ("one single", "one"),
    ("a single", "a"),
    ("give a", "care"),
    ("muggins(?: here)?", "me"),
    ("get of the", "get off the"),
    ("pulling your weight", "sharing the work"),
    ("pull your weight", "share the work"),
    ("pulled your weight", "shared the work"),
    ("us two", "we"),
)
_TOLD_NO = re.compile(r"\b(?:tell|told|telling|answer|answered) [^,]*\bno$")
_HARMS = frozenset({"upset", "hurt", "annoy", "disappoint", "see", "watch", "let", "lose", "make", "starve", "die", "eat"})
"""What somebody is said to prefer in scorn, so that only what they leave out is a fact."""


class Clearer:
    """Clears sentences of clean words."""

    def __init__(self, lists: Lists, grammar: Grammar) -> None:
        self._lists, self._grammar = lists, grammar
        insults = "|".join(re.escape(i) for i in sorted(lists.insults, key=len, reverse=True))
        self._vocative = re.compile(
            rf"(?:^|,| )(?:(?:,? ?)you (?:absolute |total |complete |big |little |lying |cheating |stupid |fat |old |"
            rf"inconsiderate |arrogant |ungrateful |rude |spoilt |thoughtless |careless |cold |"
            rf"heartless )*(?:{insults})s?)(?= ,|$| you | i | my | we | the )"
        )
        self._label = re.compile(
            rf"\byou are (?:(?:just|such|being|so|really|always|like) )*(?:an? |the )?(?:\w+ )??(?:{insults})s?"
            rf"(?: (?:with|about|over|at|when it comes to))?\b"
        )
        self._called = re.compile(rf"^you (?:\w+ ){{0,3}}?(?:{insults})s? ,? ?(?=(?:you|i|my|we|the|that|it|this) )")
        self._named_only = re.compile(rf"^(?:{insults})s? ,? ?(?=\w+(?:ed|ook|ade|ent|old|ost|eft|ut|ove|ote|ang)\b)")
        self._noun = re.compile(rf"\b(?:{insults})s? (?=of a )|^(?:{insults}) ,? ?")

    def turned(self, text: str) -> str:
        """The sentence with the reviewed turns made, before anything is read."""
        for pattern, instead in self._lists.turns:
            text = re.sub(r"\s+", " ", pattern.sub(lambda found, instead=instead: found.expand(instead), text)).strip()  # type: ignore[misc]
        return text

    def _preferred(self, text: str) -> str:
        """The sentence with what somebody would rather do told as done, and what they leave as left out."""
        rather = re.search(r"\byou (?:would|will) rather (.+?) than (\w+)\b", text)
        if not rather:
            return text
        told = ""
        if rather[1].split(maxsplit=1)[0] in _HARMS:
            told = f"you do not {rather[2]}"
        elif self._grammar.lemma(rather[2], "VERB") == rather[2] and not rather[1].startswith("be "):
            told = f"you {rather[1]} instead of {self._grammar.inflect(rather[2], 'VBG')}"
        return text[: rather.start()] + told + text[rather.end() :] if told else text

    def clear(self, text: str) -> tuple[str, bool]:
        """The sentence without claims of every time, insults, comparisons and verdicts; and whether it claimed every time."""
        text, times = _EVERY.subn("when", text)
        often = bool(times)
        for phrase in self._lists.globaliser_phrases:
            if phrase in text:
                changed = re.sub(rf"(?:(?<= )|^)(?:, )?{re.escape(phrase)}(?= |$)", "", text)
                often = often or changed != text
                text = changed
        text = re.sub(r"\s+", " ", text).strip(" ,")
        for before, after in _SPOILT:
            text = re.sub(rf"\b{before}\b", after, text)
        text = re.sub(r"(?: and| ,)?(?: then)?(?: you)? act(?:ed|s|ing)? (?:like|as if) [^,]*", "", text)
        for cut in self._lists.cuts:
            text = cut.sub(" ", text)
        text = re.sub(r"\s+", " ", text).strip(" ,")
        text = self._called.sub("", text)
        text = self._vocative.sub(" ", self._label.sub(" ", text))
        text = self._noun.sub("", self._named_only.sub("you ", text))
        text = text.replace(" to my face", "")
        text = re.sub(
            r" (?:like|as if) (?:it|i|we|you) (?:was|is|were|am|are|meant|did|do) (?:nothing|no big deal|not there|invisible|"
            r"a joke|nobody|not exist|rubbish|a child|stupid|an idiot)$",
            "",
            text,
        )
        text = self._preferred(text)
        text = (
            re.sub(r" like an? (?:\w+ )?(?!this|that)\w+(?= ,| and |$)", "", text)
            if text.startswith(("you ", "then ")) and "feel like" not in text and "look like" not in text
            else text
        )
        return re.sub(r"\s+", " ", self._without_tails(text)).strip(" ,"), often

    def _without_tails(self, text: str) -> str:
        """The sentence without words that say nothing at the end of a clause."""
        for _ in range(3):
            shorter = text
            for tail in self._lists.tails:
                if tail in shorter and not (tail == "no" and _TOLD_NO.search(shorter)):
                    said = _NOT_SAID if tail in ("no", "right", "ok", "okay") else _NO_TIME if tail == "then" else ""
                    shorter = re.sub(rf"(?:^|{said}(?: ,)? ){re.escape(tail)}(?= ,| and | but | because |$)", "", shorter)
            if shorter == text:
                break
            text = shorter
        return text
