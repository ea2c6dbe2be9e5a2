"""Whether a told event is sound English and free of blame: what is not is dropped, and its facts are told in a plainer shape."""

import re
from itertools import pairwise, zip_longest

from service.ports import Grammar
from service.rewriting.phrases import Telling
from service.rewriting.records import Judging, Lists

_EXPANDED = (
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'m\b"), " am"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'d\b"), " would"),
    (re.compile(r"\b(there|here|it|that|this|he|she|what|who|where)'s\b"), r"\1 is"),
)
_HANGING = frozenset("a an the my your our and or but because so of if when than as that is are i not no".split())  # noqa: SIM905
_SAID = (["said"], ["say"], ["says"], ["saying"])
_TELLING = frozenset({"tell", "told", "answer", "answered"})
_DOUBLED_WELL = frozenset({"had", "that"})
_BE_LIKE = re.compile(r"\b(?<!feel )(?<!feels )(?<!look )(?<!would )(?<!not )(?<!and )like (?:a|an|my|your|his|her|some|the) \w+")
_AUXILIARY = frozenset(
    "do did are were have had will would can could might not still also already again only barely hardly rarely then both all put let "  # noqa: SIM905
    "never said told left came went got".split()
)
_POINTERS = frozenset({"my", "your", "our", "the", "a", "an", "his", "her", "their", "this", "that"})
"""Behind a word in -ing these open what is done: "cutting my hours" is no verdict."""
_HELPERS = frozenset({"do", "did", "have", "had", "are", "were"})


class Sound:
    """Looks at told events."""

    def __init__(self, lists: Lists, judging: Judging, grammar: Grammar) -> None:
        self._lists, self._grammar = lists, grammar
        self._ends_as_judging = judging.ends_as_judging
        phrases = [word for word in judging.words | lists.verdicts | lists.insults if " " in word]
        self._phrases: dict[str, list[str]] = {}
        for phrase in phrases:
            self._phrases.setdefault(phrase.split(maxsplit=1)[0], []).append(phrase)
        self._named_so = (lists.insults | judging.words) - lists.also_things
        self._judging = ((lists.insults | judging.words) - lists.also_things) | lists.verdicts

    def passes(self, telling: Telling) -> bool:
        """Whether the event can be told as it stands."""
        text = expanded(telling.text)
        words = text.split()
        if (
            not words
            or (words[-1] in _HANGING and words[-2:-1] not in _SAID and not (words[-1] == "no" and _TELLING & set(words)))
            or any(a == b and a not in _DOUBLED_WELL for a, b in pairwise(words))
        ):
            return False
        if self._lists.broken.search(text) or _BE_LIKE.search(text) or self._blames(text, words):
            return False
        if words[0] == "you" and len(words) > 2 and words[1] in _HELPERS and self._grammar.lemma(words[2], "VERB") is not None:
            return True
        tags = self._grammar.tag(words)
        if telling.link == "about":
            return words[0] not in ("i", "you", "we", "he", "she", "they")
        if words[0] == "you":
            return self._is_verb(words, tags, 1)
        return any(tag.startswith("V") for tag in tags) and not tags[0].startswith(("VVG", "VVI", "VHB"))

    def blames(self, text: str, *, of_things: bool) -> bool:
        """Whether clean words hold a verdict or a comparison; names such as "lump" are things where nobody is said to be one."""
        words = [
            w for w, after in zip_longest(text.split(), text.split()[1:], fillvalue="") if not (w.endswith("ing") and after in _POINTERS)
        ]
        if of_things and not any(w in self._named_so or self._ends_as_judging(w) for w in words):
            return _BE_LIKE.search(text) is not None or self._lists.blaming.search(text) is not None
        return _BE_LIKE.search(text) is not None or self._blames(text, words)

    def _blames(self, text: str, words: list[str]) -> bool:
        if self._lists.blaming.search(text) or self._holds_phrase(text, words):
            return True
        return any(word in self._judging or self._ends_as_judging(word) for word in words)

    def _holds_phrase(self, text: str, words: list[str]) -> bool:
        padded = f" {text} "
        return any(f" {phrase} " in padded or f" {phrase}s " in padded for word in words for phrase in self._phrases.get(word, ()))

    def _is_verb(self, words: list[str], tags: list[str], at: int) -> bool:
        while at < len(words) and words[at] in _AUXILIARY:
            if at + 1 == len(words):
                return True
            at += 1
        if at >= len(words):
            return False
        if tags[at].startswith("V") or words[at] in ("be", "been", "and"):
            return True
        after = words[at + 1] if at + 1 < len(words) else ""
        return at > 1 or (self._grammar.lemma(words[at], "VERB") is not None and bool(after) and after not in ("and", ",", "you"))


def expanded(text: str) -> str:
    """The words of a told event in lower case, contractions written out."""
    text = text.lower().replace("can't", "can not").replace("won't", "will not")
    for pattern, long in _EXPANDED:
        text = pattern.sub(long, text)
    return " ".join(re.findall(r"[\w£$€₹'/.:-]+", text))
