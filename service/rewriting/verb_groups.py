"""Reads the verb of a clause with all that helps it: which time, said to be missing or done, claimed of every time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.ports import Grammar
from service.rewriting.clause_words import ADVERBS, BASE_IS_PAST, BE, DO, HAVE, MODALS
from service.rewriting.records import Lists

_LEAST_OF_A_PAST = 6
_DENYING = frozenset({"not", "never"})
_NOT_KEPT = frozenset({"ever", "finally", "literally", "clearly", "probably"})
"""Adverbs that are left out of what is told."""
_UNDERWAY = {"pres": "prog", "past": "pprog", "perf": "perfprog"}
_WHOSE_BASE = {"left": "leave", "lay": "lie"}
"""Forms that a grammar may take for another verb."""
_OPENS_A_THING = frozenset({"AT0", "DPS", "PRP", "PNP", "CRD"})
_POINTERS = frozenset({"no", "a", "the", "my", "your"})
_PARTICIPLES = frozenset({"been", "done", "had", "gone"})
_DAYS_GONE = frozenset({"yesterday", "last", "ago"})


@dataclass(slots=True)
class VerbGroup:
    """The verb of a clause as far as it has been read; `at` is where the next word stands."""

    words: Sequence[str]
    tags: Sequence[str]
    at: int
    subject: tuple[str, ...]
    bare: bool
    """Whether the clause begins with its verb, as a wish or an order does."""
    negative: bool
    time: str = ""
    often: bool = False
    verb: str = ""
    adverbs: list[str] = field(default_factory=list)
    auxiliary: bool = False
    passive: bool = False

    @property
    def word(self) -> str:
        """The word that is read next."""
        return self.words[self.at]

    @property
    def next_word(self) -> str:
        """The word behind that one; empty where none follows."""
        return self.words[self.at + 1] if self.at + 1 < len(self.words) else ""

    @property
    def last(self) -> str:
        """The last word that was read; empty where there is none."""
        return self.words[self.at - 1] if self.at else ""

    def helped(self, time: str) -> None:
        """Takes the time from a helping verb."""
        self.time, self.auxiliary = time, True


class VerbGroupReader:
    """Reads verb groups with the help of a grammar."""

    def __init__(self, grammar: Grammar, lists: Lists) -> None:
        self._grammar, self._globalisers = grammar, lists.globalisers

    def read(self, group: VerbGroup) -> None:
        """Reads the group to its end, so that `at` stands behind the verb."""
        while group.at < len(group.words) and self._goes_on(group):
            group.at += 1

    def _goes_on(self, group: VerbGroup) -> bool:
        """Reads the next word; false where the group ends with it or before it."""
        word, follows = group.word, self._verb_follows(group.words, group.tags, group.at + 1)
        if self._claims(group, follows) or _helps(group, follows):
            return True
        if word in BE or word == "be" or (word == "been" and group.auxiliary):
            return self._being(group, follows)
        if word == "to" and group.auxiliary:
            return True
        self._main_verb(group)
        return False

    def _claims(self, group: VerbGroup, follows: str) -> bool:
        """Whether a word denies, claims every time or says how."""
        word = group.word
        if word in _DENYING:
            group.negative, group.often = True, group.often or word == "never"
            return True
        if word in self._globalisers:
            group.often = True
            return True
        if word not in ADVERBS or (word in ("all", "both") and not follows) or not group.next_word:
            return False
        if word not in _NOT_KEPT:
            group.adverbs.append(word)
        return True

    def _being(self, group: VerbGroup, follows: str) -> bool:
        """Reads a form of "be": a helping verb, behind which the group goes on, or the verb itself."""
        time = BE.get(group.word, group.time or "pres")
        going_to = group.next_word == "going" and "to" in group.words[group.at + 2 : group.at + 3]
        if follows == "gerund" and not going_to:
            group.helped(_UNDERWAY.get(time, "prog"))
            return True
        if follows == "participle" and group.subject not in (("you",), ("we",)):
            group.helped(time)
            group.passive = True
            return True
        group.verb, group.time = "be", time
        group.at += 1
        while group.at < len(group.words) and (group.word in _DENYING or group.word in self._globalisers):
            group.negative, group.often = group.negative or group.word in _DENYING, group.often or group.word != "not"
            group.at += 1
        return False

    def _main_verb(self, group: VerbGroup) -> None:
        word, tag = group.word, group.tags[group.at]
        lemma = self._verb(word)
        if lemma is None and not group.auxiliary and not group.bare and not tag.startswith("V"):
            return
        group.verb = _WHOSE_BASE.get(word, lemma or word)
        group.time = group.time or self._plain_time(word, group.verb, tag, group)
        group.at += 1

    def _verb(self, word: str) -> str | None:
        """The base form; of a past form that no dictionary knows, such as "unfriended", what stands before its ending."""
        lemma = "ring" if word == "rung" else self._grammar.lemma(word, "VERB")
        unknown = lemma in (None, word) and word.endswith("ed") and not word.endswith("eed") and len(word) > _LEAST_OF_A_PAST
        return word.removesuffix("ed") if unknown else lemma

    def _plain_time(self, word: str, lemma: str, tag: str, group: VerbGroup) -> str:
        """The time of a verb that nothing helps."""
        if word in BASE_IS_PAST:
            past = not group.often and (tag in ("VVD", "VVN") or not _DAYS_GONE.isdisjoint(group.words))
            return "past" if past else "pres"
        if word == lemma or tag == "VVZ" or (word.endswith("s") and self._grammar.inflect(lemma, "VBZ") == word):
            return "pres"
        return "prog" if word.endswith("ing") else "past"

    def _verb_follows(self, words: Sequence[str], tags: Sequence[str], at: int) -> str:
        """Which form of a verb comes next, past adverbs: "gerund", "participle" or "base"; empty where none does."""
        while at < len(words) and (words[at] in ADVERBS or words[at] in self._globalisers):
            at += 1
        if at >= len(words):
            return ""
        word, tag = words[at], tags[at]
        if word == "been":
            return "participle"
        lemma = self._grammar.lemma(word, "VERB")
        if word.endswith("ing") and lemma is not None and lemma != word:
            return "gerund"
        if (lemma is None and word not in ("be", "have", "do")) or tag in _OPENS_A_THING or word in _POINTERS:
            return ""
        return self._form_of(word, tag, lemma)

    def _form_of(self, word: str, tag: str, lemma: str | None) -> str:
        if word in _PARTICIPLES:
            return "participle"
        is_participle = lemma is not None and self._grammar.inflect(lemma, "VBN") == word
        if is_participle and (lemma != word or tag in ("VVN", "VVD")):
            return "participle"
        return "base" if lemma == word else ""


def _helps(group: VerbGroup, follows: str) -> bool:
    """Whether a word is a helping verb other than "be", whose time the group takes."""
    word = group.word
    if word in DO and follows == "base":
        group.helped(DO[word])
    elif word in HAVE and follows == "participle":
        group.helped(HAVE[word])
    elif word in MODALS:
        not_done = word in ("would", "could") and (group.negative or group.next_word == "not")
        group.helped("past" if not_done else "pres" if word in ("will", "can") else "modal")
    else:
        return False
    return True
