"""Leaves out what only judges: scornful openings and tails, likenesses, and pieces that say no more than what somebody is.

What judges is data: `data/judging.yaml`. A piece that holds anything beside its judgement is left to those who read clauses.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from service.rewriting.records import Judging

_MOST = 4
_JOINS_THE_SAME = frozenset({"and", "or", "then", "just", "exactly", "almost", "all", "more", "basically"})
_NO_LIKENESS_AFTER = frozenset(
    "feel feels felt feeling look looks looked looking sound sounds sounded smell smells smelt taste tastes seem seems seemed would do "  # noqa: SIM905
    "did does not things stuff something anything someone somebody people i we they he she is are was were be being been who will might "
    "act acts acted acting behave behaves behaved behaving really always never only places days times".split()
)
_KEPT_BEHIND = frozenset({"that", "this", "it", "me", "to", "most", "usual", "before"})
_ITS_TIME = frozenset({"time", "day", "night", "one", "way", "other", "rest", "last"})
_AGREED = frozenset("promised said agreed used did asked wanted normally planned told always usually would had".split())  # noqa: SIM905
_WHO = frozenset({"i", "you", "we", "he", "she", "they", "it", "nothing", "nobody", "everyone", "everything", "there", "your", "my"})
_NEXT_CLAUSE = frozenset({",", "and", "but", "then", "so", "because", "when", "while", "every", "whenever", "until", "or"})
_HANGS_ON = _NEXT_CLAUSE | frozenset(
    "in on at for since with instead to all this last from after before during today yesterday about over".split()  # noqa: SIM905
)
_OPENS_A_CLAUSE = frozenset({"you", "i", "we", "he", "she", "they", "my", "your", "now", "then", "the"})
_SPOKEN = frozenset("talk talks talking talked speak speaks speaking spoke treat treats treating treated look looked".split())  # noqa: SIM905
_MOST_OF_A_THING = 5
_MOST_IN_A_NAME = 4
_BEFORE_A_NAME = frozenset(
    [
        "absolute",
        "total",
        "complete",
        "utter",
        "proper",
        "right",
        "massive",
        "great",
        "stupid",
        "daft",
        "lazy",
        "selfish",
        "lying",
        "cheating",
        "miserable",
        "big",
    ]
)
_YOU_BEHIND = frozenset(
    [
        "do",
        "did",
        "are",
        "were",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "should",
        "why",
        "how",
        "when",
        "if",
        "that",
        "as",
        "than",
        "for",
        "to",
        "with",
        "of",
        "about",
        "at",
        "on",
    ]
)
_SAID_OF_YOU = re.compile(
    r"^(?:and |so |well |because |plus )?(?:you are|you is|you were|you have been|you can be|you always were|your|what an?|such an?|you)"
    r"(?: being| getting| become| turning into| nothing| all)*(?: |$)"
)
_SOMEBODY_ELSE = frozenset({"he", "she", "they"})
_OTHER_SUBJECTS = frozenset({"it", "that", "this", "the"})
_SMALL = frozenset(
    "so such too very just really absolutely totally completely utterly always never still a an the bit lot little and or of such some "  # noqa: SIM905
    "as ever sometimes at times honestly proper right real total complete absolute utter big old fat lying cheating pure plain you are "
    "being nothing more than no better beyond what is it that one kind sort mate babe person man woman human thing".split()
)
_MEASURED = re.compile(r"\bwhy (?:can|could|will|would) (?:not you|you not) (?:just )?be [^,]*?like \w+(?: \w+)?$")
_KIND_OF = re.compile(r"^(?:and |so )?what (?:kind|sort|type) of (?:an? )?(?:\w+ )??(\w+) (?=(?:just |even |actually )?\w+s )")
OWN_SPOUSE = r"\b(?:his|her|their) (?:own )?(?:wife|husband|partner|girlfriend|boyfriend|missus|other half)\b"
"""Where somebody else's partner stands for the writer."""


class Verdicts:
    """Finds what judges in sentences of clean words."""

    def __init__(self, judging: Judging) -> None:
        self._data = judging
        self._openings = tuple(re.compile(f"^(?:{pattern})") for pattern in judging.openings)
        self._mocked = re.compile(f"^(?:{judging.mocked})")
        self._alone = re.compile("|".join(f"(?:{pattern})" for pattern in judging.alone))
        self._of_somebody = judging.words | judging.of_you

    def opened(self, text: str) -> str:
        """The sentence without openings that only judge, and "what kind of man leaves" read as said of a partner."""
        return _settled(self._mocked.sub("you ", text, count=1), self._without_openings)

    def _without_openings(self, text: str) -> str:
        for pattern in self._openings:
            text = pattern.sub("", text, count=1)
        return text

    def judged(self, text: str) -> str:
        """The sentence without likenesses, tails and pieces that only judge; empty where nothing is left."""
        text = _settled(" ".join(self._not_called_names(self._without_likeness(text.split()))), self._without_tails)
        pieces = [piece.strip() for piece in text.split(" , ")]
        return " , ".join(piece for piece in pieces if piece and not self.only_judges(piece))

    def _without_tails(self, text: str) -> str:
        for tail in self._data.tails:
            text = tail.sub("", text)
        return text.strip(" ,")

    def only_judges(self, piece: str) -> bool:
        """Whether a piece says no more than what somebody is, or how the writer finds it.

        In "you are cold, mean" both words judge, in "it is cold" the last does not.
        """
        if self._alone.fullmatch(piece):
            return True
        opened = _SAID_OF_YOU.sub("", piece)
        words = [word for word in opened.split() if word not in _SMALL]
        if not words:
            return opened != piece and bool(opened)
        of_the_other = opened != piece or not _OTHER_SUBJECTS & set(piece.split())
        known = self._of_somebody if of_the_other else self._data.words
        return all(word in known or self._data.ends_as_judging(word) for word in words)

    def _judges(self, word: str) -> bool:
        return word in self._of_somebody or self._data.ends_as_judging(word)

    def _not_called_names(self, words: list[str]) -> list[str]:
        """The words without a name for the other at their end: "you absolute plank"."""
        place = max((at for at, word in enumerate(words) if word == "you"), default=0)
        named = words[place + 1 :]
        if not place or not named or len(named) > _MOST_IN_A_NAME or words[place - 1] in _YOU_BEHIND or "," in named:
            return words
        heated = named[0] in _BEFORE_A_NAME and len(named) > 1
        return words[:place] if heated or (self._judges(named[-1]) and all(map(self._judges_or_small, named))) else words

    def _judges_or_small(self, word: str) -> bool:
        return word in _SMALL or self._judges(word)

    def _without_likeness(self, words: list[str]) -> list[str]:
        at = 1
        while at < len(words):
            size = _likeness_word(words, at)
            if not size or words[at - 1] in _NO_LIKENESS_AFTER:
                at += 1
                continue
            end = _likeness_end(words, at, size)
            if end == at:
                at += 1
                continue
            start = at
            while start > 1 and words[start - 1] in _JOINS_THE_SAME:
                start -= 1
            instead = ["in", "that", "way"] if set(words[max(0, start - 4) : start]) & _SPOKEN else []
            words = [*words[:start], *instead, *words[end:]]
            at = start + 1
        return words


def _settled(text: str, shorten: Callable[[str], str]) -> str:
    """The text shortened again until nothing more goes, a few times at most."""
    for _ in range(_MOST):
        shorter = shorten(text)
        if shorter == text:
            break
        text = shorter
    return text


def asked_of_a_kind(sentence: Sequence[str]) -> list[str]:
    """A question what kind of person does a thing, read as said of a partner: "my partner leaves"."""
    text = " ".join(sentence)
    if not (found := _KIND_OF.match(text)):
        return list(sentence)
    return re.sub(OWN_SPOUSE, "me", "my partner " + text[found.end() :]).split()


def unmeasured(sentences: Sequence[Sequence[str]], written: Mapping[str, str]) -> list[int]:
    """The places of the sentences that stay: what goes on about one by whom the other was measured goes, if it holds no name or number."""
    kept: list[int] = []
    measured = False
    for place, sentence in enumerate(sentences):
        if (
            measured
            and sentence[:1]
            and sentence[0] in _SOMEBODY_ELSE
            and not any(w == "you" or w in written or w[0].isdigit() for w in sentence)
        ):
            continue
        measured = _MEASURED.search(" ".join(sentence)) is not None
        kept.append(place)
    return kept


def _likeness_word(words: Sequence[str], at: int) -> int:
    """How many words open a likeness here: "like", or "as if"."""
    if words[at] == "like":
        return 1
    return 2 if words[at] == "as" and words[at + 1 : at + 2] and words[at + 1] in ("if", "though") else 0


def _likeness_end(words: Sequence[str], at: int, size: int) -> int:
    """One past the likeness that begins at `at`; `at` itself where it is none."""
    first = at + size
    second = words[first + 1] if first + 1 < len(words) else ""
    if first >= len(words) or (words[first] in _KEPT_BEHIND and (second in _HANGS_ON or not second)):
        return at
    if size == 1 and (second in _AGREED or (words[first] in ("the", "you") and second in _ITS_TIME)):
        return at
    clause = size > 1 or (words[first] in _WHO and second not in ("", ","))
    end = first + 1
    while end < len(words):
        if words[end] == "," or (not clause and (words[end] in _HANGS_ON or end - first >= _MOST_OF_A_THING)):
            break
        if clause and words[end] in _NEXT_CLAUSE and words[end + 1 : end + 2] and words[end + 1] in _OPENS_A_CLAUSE and end > first + 1:
            break
        end += 1
    return end
