"""Gives back what the person said in their own words, seen from the other side; or says nothing where that could go wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.composing.choose import variant
from service.composing.scripting import direct_speech
from service.language.matching import Language
from service.language.normalise import NormalText

_FEWEST, _MOST = 4, 20
_MOST_TOGETHER = 24
_LIST_ITEM = 4
_SWAPS = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "am": "are",
    "we": "the two of you", "us": "the two of you", "our": "your", "ours": "yours", "ourselves": "yourselves",
}  # fmt: skip
_SUBJECTS = frozenset({"i", "we", "my", "he", "she", "they", "our"})
_QUESTION = frozenset(
    "how what why when where who which should can could do does did is are am will would was were has have shall may must if".split()  # noqa: SIM905
)
_DROPPED_FIRST = frozenset("and but so well ok okay hi hello hey because honestly basically look yes no right also then like just".split())  # noqa: SIM905
# Words that judge or swear, that speak to the coach, or that cannot be turned round safely.
_LEFT_ALONE = frozenset(
    "you your yours yourself u lazy selfish narcissist narcissistic toxic idiot stupid liar crazy psycho mental bitch bastard asshole "  # noqa: SIM905
    "arsehole gaslight gaslighting manipulative useless pathetic disgusting fuck fucking fucked shit crap hate evil horrible awful cruel "
    "abusive abuse dumb moron cheap slut whore pig monster please help lol lmao tbh idk btw wtf omg".split()
)
_JUDGED = frozenset({"always", "never", "nothing", "everything", "nobody", "everyone"})
_THIRD = frozenset({"he", "she", "it"})
_OTHERS = frozenset({"he", "she", "they"})
_PLAIN_TO_THIRD = {"do": "does", "have": "has", "are": "is", "were": "was"}
_THIRD_TO_PLAIN = {"does": "do", "has": "have", "is": "are", "was": "were"}
# Forms that need a helping verb before them; without one the sentence has slipped.
_PARTICIPLES = frozenset({"done", "seen", "been", "gone", "written", "broken", "spoken", "taken", "given", "drunk", "begun", "chosen"})
_BARE = frozenset(
    "go want make say keep need think feel get give come take love know tell look mean try ask work stay listen talk call text leave "  # noqa: SIM905
    "cheat lie want refuse forget ignore shout cry help care play spend come".split()
)
_DONE = r"(?:been|had|tried|told|said|done|got|found|lost|made|felt|kept|never|always|both|just|\w+ed)\b"
_SHORT = (
    (re.compile(r"\b(do|does|did|is|are|was|were|have|has|had|would|could|should) not\b"), r"\1n't"),
    (re.compile(r"\bwill not\b"), "won't"),
    (re.compile(r"\b(?:can not|cannot)\b"), "can't"),
    (re.compile(r"(?<!of )\b(you|they) are\b(?= \w)"), r"\1're"),
    (re.compile(r"\b(he|she|it|that|there) is\b(?= \w)"), r"\1's"),
    (re.compile(rf"(?<!of )\b(you|they) have (?={_DONE})"), r"\1've "),
    (re.compile(rf"\b(he|she) has (?={_DONE})"), r"\1's "),
    (re.compile(r"\byou you\b"), "you that you"),
)  # fmt: skip
# What may stand before the subject of a second clause without a mark; elsewhere two sentences have run together.
_BEFORE_SUBJECT = frozenset(
    "and but or so that because when while if as than until before after since although what how why who which think thinks know knows "  # noqa: SIM905
    "say says said feel feels hope wish see mean told way time times day things thing reason everything anything something all".split()
)
_STARTED_AGAIN = frozenset({"i", "he", "she", "we", "they", "its"})
# A clause that began with one of these and runs into a new subject has a mark missing.
_AFTER_SUBJECT = frozenset({"just", "only", "still", "even", "really", "simply"})
_HELD_BACK = (["i", "guess"], ["i", "think"], ["i", "suppose"], ["i", "mean"], ["i", "reckon"])
_HANGING = frozenset({"though", "tho", "anyway"})
_NAMED = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november december "  # noqa: SIM905
    "christmas easter".split()
)
_SAYING = frozenset({"say", "says", "said", "tell", "tells", "told"})
_STOP = "."


@dataclass(frozen=True, slots=True)
class Frames:
    """Sentences with {} for what was said: about the person, or about what somebody else did."""

    about_you: Sequence[str]
    about_them: Sequence[str]


class Retelling:
    """Turns a person's own sentence round; `known` are the words that are surely spelt right."""

    def __init__(self, language: Language, frames: Frames, known: frozenset[str]) -> None:
        self._normalise = language.normalise
        self._frames = frames
        self._known = known

    def tell(self, text: str, said: str) -> str | None:
        """One sentence that gives back what `text` tells, or None; `said` holds what the coach said before."""
        told = self._sentences(self._normalise(text), text)
        if not told:
            return None
        first = told[0]
        turned = _turned(first)
        if turned in said:
            return None
        if len(told) > 1 and len(first) + len(told[1]) <= _MOST_TOGETHER:
            turned = f"{turned}, and {_turned(told[1])}"
        frames = self._frames.about_them if first[0] in _OTHERS or _JUDGED & set(first) else self._frames.about_you
        plain = [frame for frame in frames if not (_SAYING & set(first) and _SAYING & set(frame.lower().split()))]
        return variant([frame for frame in plain if frame.split("{")[0] not in said] or plain, text).format(turned)

    def script(self, text: str) -> str | None:
        """The sentence that a person could say, where they ask how to tell somebody of a wish or a feeling."""
        normal = self._normalise(text)
        sentence = direct_speech(normal.tokens)
        if sentence is None or _LEFT_ALONE & set(normal.tokens) - {"please"} or _JUDGED & set(sentence.split()):
            return None
        return sentence if all(self._spelt_right(word) for word in normal.tokens if word in sentence.split()) else None

    def _sentences(self, normal: NormalText, text: str) -> list[list[str]]:
        """The first sentence that can be turned round, with the one right after it if that can be too."""
        found: list[list[str]] = []
        for words, end in _split(normal, text):
            usable = None if end == "?" else self._usable(words)
            if usable is not None:
                found.append(usable)
            if found and (usable is None or len(found) > 1):
                break
        return found

    def _usable(self, words: list[str]) -> list[str] | None:
        words = _main_part(words)
        while words and (words[0] in _DROPPED_FIRST or words[0] == ","):
            words = words[1:]
        words = _unhedged(words)
        plain = [word for word in words if word != ","]
        if not _FEWEST <= len(plain) <= _MOST or words[0] not in _SUBJECTS or words[0] in _QUESTION:
            return None
        lowered = {word.lower() for word in plain}
        if lowered & _LEFT_ALONE or not all(self._spelt_right(word) for word in plain):
            return None
        mended = [_agreed(words, place) for place in range(len(words))]
        return None if _slips(mended) else mended

    def _spelt_right(self, word: str) -> bool:
        return word in self._known or word[:1].isupper()


def _split(normal: NormalText, text: str) -> list[tuple[list[str], str]]:
    """The sentences of a text as words, each with the mark that ended it; names keep their capitals."""
    sentences: list[tuple[list[str], str]] = []
    words: list[str] = []
    for token, origin in zip(normal.tokens, normal.origins, strict=True):
        typed = text[origin.start : origin.end]
        if token == _STOP:
            sentences.append((words, "?" if "?" in typed else _STOP))
            words = []
            continue
        name = bool(words) and typed[:1].isupper() and typed[1:].islower() and typed.lower() == token
        words.append(typed if name else token)
    if words:
        sentences.append((words, "?" if words[0] in _QUESTION else _STOP))
    return [(found, "?" if found[0] in _QUESTION else end) for found, end in sentences if found]


def _main_part(words: list[str]) -> list[str]:
    """The words up to where a question or a third part is hung on with a comma."""
    commas = [place for place, word in enumerate(words) if word == ","]
    ends = [place for place in commas if words[place + 1 : place + 2] and words[place + 1] in _QUESTION] + commas[1:2]
    if len(commas) > 1 and commas[1] - commas[0] <= _LIST_ITEM:
        ends.append(commas[0])  # "the kids, the food, the bills" is a list, and half of it would read oddly
    return words[: min(ends, default=len(words))]


def _agreed(words: Sequence[str], place: int) -> str:
    """The word at a place, with `she do` and `we was` put right."""
    word, before = words[place], words[place - 1] if place else ""
    earlier = words[place - 2] if place > 1 else ""
    if (
        word == "its"
        and place + 1 < len(words)
        and words[place + 1] in {"over", "not", "a", "the", "all", "been", "hard", "my", "his", "her"}
    ):
        return "it is"
    if before in _THIRD and earlier not in {"does", "did", "do", "and", "is", "was", "make", "let", "makes"}:
        return _PLAIN_TO_THIRD.get(word, word)
    if before in {"we", "they"} and earlier not in {"did", "do", "does"}:
        return _THIRD_TO_PLAIN.get(word, word)
    return word


def _unhedged(words: list[str]) -> list[str]:
    """The words without "I guess" before them and "though" after them."""
    if words[:2] in _HELD_BACK and words[2:3] and words[2] in _SUBJECTS:
        words = words[2:]
    return words[:-1] if words and words[-1] in _HANGING else words


def _runs_on(words: Sequence[str]) -> bool:
    """Whether a second sentence begins without a mark: "he is not a bad man he just does not do feelings"."""
    for place in range(2, len(words) - 1):
        before, word, after = words[place - 1], words[place], words[place + 1]
        if word in _STARTED_AGAIN and before != "," and before not in _BEFORE_SUBJECT and (after in _AFTER_SUBJECT or word == "its"):
            return True
    return False


def _slips(words: Sequence[str]) -> bool:
    """Whether a sentence shows a slip that cannot be mended; such words are not given back."""
    if _runs_on(words):
        return True
    for before, word in pairwise(words):
        if before in {*_THIRD, "i", "we", "they"} and word in _PARTICIPLES:
            return True
        if before in {"he", "she"} and word in _BARE:
            return True
        if before in {"could", "should", "would", "must"} and word == "of":
            return True
        if before in _SAYING and word in _BARE | {"what", "how", "why", "not", "stop", "drop", "no", "yes"}:
            return True  # words that were quoted without marks
    return False


def _turned(words: Sequence[str]) -> str:
    """The sentence seen from the other side, without a mark at its end."""
    out: list[str] = []
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        if word == "was" and ("i" in words[max(0, place - 2) : place]):
            out.append("were")
        elif word in {"we", "us"} and _SWAPS["we"] in out:
            out.append("you" if word == "we" else "you both")
        elif word == "i" and before == ",":
            out.append("you")
        else:
            out.append(word.title() if word in _NAMED else _SWAPS.get(word, word))
    turned = " ".join(out).replace(" ,", ",").strip(", ")
    for pattern, short in _SHORT:
        turned = pattern.sub(short, turned)
    return turned
