"""Tells a sentence as its writer put it, where nothing in it blames: what is not touched cannot be broken."""

import re
from collections.abc import Mapping, Sequence

from service.ports import Grammar
from service.rewriting.clause_words import ATTACHED, SUBJECTS
from service.rewriting.clauses import Clause, ClauseReader
from service.rewriting.observe import deed_of
from service.rewriting.phrases import Telling
from service.rewriting.records import RewritingData
from service.rewriting.sound import Sound
from service.rewriting.story import Told, things_of
from service.rewriting.wellformed import WellFormed
from service.rewriting.words import PREPOSITIONS, Reading, surface

_LEAST_WORDS = 3
_PARTS = re.compile(r" (?:,|and|but|because|so|then|cause) ")
_HANGING = frozenset(
    "is are was were am be of the a an my your to and or with for but because so if when than as "  # noqa: SIM905
    "said say told asked by at from since about".split()
)
_CUT_OFF = re.compile(
    r"\b(?:till|until|at|from|of|the|a|an|my|your|our) (?:and|but|or|so|because|,)(?: |$)"
    r"|\byou only \w+(?: (?:me|us|to me))?$"
)
"""Where a word that wants another has lost it."""
_CAUSED = re.compile(r"\byou (?:\w+ )?(?:embarrassed|humiliated|hurt|upset|annoyed|disappointed|shamed|insulted|disrespected) me\b")
_POINTING = frozenset("the a an my your our his her their".split())  # noqa: SIM905
_JOINED_TO = frozenset({"and", "or", "that", "which", "who", "but"})
_POINTS_OF_TIME, _PARTICLE = frozenset({"second", "minute", "moment", "time", "way"}), "AVP"
_ASKED_BACK = re.compile(
    r"(?<=\w) (?:, )?(?:do|does|did|are|is|was|were|have|has|can|could|would|will)(?: not)? (?:you|i|it|we|she|he|they)$"
)
_NOT_SAID = ("CJ", "PRP", "PRF")
_BENT_WRONG = re.compile(r"\byou (?:is|was|has)\b|\bi (?:is|are|has)\b")
_LEADING, _FEWEST_LED = frozenset({"when", "while", "because", "since", "although", "after", "before"}), 2
_RELATING = frozenset({"that", "which", "who", "if", "whether"})
_BE, _ASKING = frozenset({"is", "are", "was", "were", "am"}), frozenset({"where", "what", "who", "how", "which"})
_ENDLESS = frozenset("of a an the my your our his her their to and or with for but because so if than as by at from".split())  # noqa: SIM905
_NO_HEAD = ("V", "PRP", "PRF", "CRD", "CJ")
_TAGGED = re.compile(
    r"\b(?:do not|did not|are not|is not|was not|were not|have not|can not|could not|would not|do|did|are) (?:you|i|it|we)$"
    r"|\b(?:did|do|does|had|have|has|could|would|can)(?: not)?$"
)
_MODALS = frozenset({"can", "could", "will", "would", "may", "might", "shall", "should", "must", "ought"})
_TIMES = frozenset(
    "yesterday today now then tonight this last each on at in once and night week weekend month year morning evening afternoon monday "  # noqa: SIM905
    "tuesday wednesday thursday friday saturday sunday christmas easter my your our the birthday".split()
)
_MOST_BEFORE = 4
_MOST_OF_A_NAME = 5
_BE_OR_HAVE = frozenset("are were have had do did will would can could not".split())  # noqa: SIM905
_OPENING = frozenset({"and", "but", "so", "then", "because", "cause", "plus", "also", "well"})
_LIKENED = re.compile(
    r"(?:^| )(?:as if|as though|like(?= (?:that is|it is|you|i am|we are)\b)(?! (?:you|we) (?:said|asked|agreed|promised|told)\b))\b"
)
_MOST_PARTS = 6
_MOST_OF_YOURS = 2
_YOU = frozenset({"you", "your", "yours", "yourself"})
_HEADS = frozenset({"the", "my", "our", "his", "her", "their", "he", "she", "they", "it", "we", "i", "this", "that", "there"})
_FINITE = frozenset({"VVD", "VVZ", "VBD", "VBZ", "VBB", "VHD", "VHZ", "VDD", "VDZ", "VM0"})
_PLACES = PREPOSITIONS | {"here", "there", "back"}
_PAST = ("past", "plup", "pprog")


class WholeTeller:
    """Tells sentences in which no list of blame finds anything."""

    def __init__(self, data: RewritingData, reader: ClauseReader, grammar: Grammar, sound: Sound) -> None:
        self._data, self._reader, self._tagger, self._sound = data, reader, grammar, sound
        self._wellformed = WellFormed(data.sentences, grammar)
        lists = data.lists
        self._claims = lists.globalisers | lists.scorn | lists.insults - lists.also_things | data.judging.doubts

    def told(self, sentence: Sequence[str], written: Mapping[str, str]) -> list[Told]:
        """The longest runs of the sentence's parts that can stand as they are, in order; nothing where none can."""
        parts = [part for part in _parts(sentence) if not self._names_somebody(part)]
        fine = [self._innocent(" ".join(part), part) and not _TAGGED.search(" ".join(part)) for part in parts]
        out: list[Told] = []
        at = 0
        while at < len(parts):
            ends = [end for end in range(min(len(parts), at + _MOST_PARTS), at, -1) if all(fine[at:end])]
            found, at = next(((told, end) for end in ends if (told := self._stands(parts[at:end], written))), (None, at + 1))
            out += [found] if found else []
        return out

    def marked(self, words: Sequence[str], reading: Reading) -> Told | None:
        """A sentence that a marker chose; None where a list finds blame in it, or where nobody does anything in it."""
        words = _ASKED_BACK.sub("", " ".join(_without_opening(words))).split()
        if len(words) < _LEAST_WORDS or words[-1] in _ENDLESS or not self._innocent(" ".join(words), words) or self._orders(words):
            return None
        if _CUT_OFF.search(" ".join(words)) or _CAUSED.search(" ".join(words)) or self._only_names(words):
            return None
        if _BENT_WRONG.search(" ".join(words)) or not self._wellformed.stands(words):
            return None
        clauses = self._reader.read(_from_subject(words), frozenset())
        said = any(clause.verb and clause.subject for clause in clauses) or self._says_something(words)
        if (
            words[0] in _RELATING
            or (words[0] in _LEADING and len(clauses) < _FEWEST_LED)
            or (words[-1] in _BE and not _ASKING & set(words))
        ):
            return None
        return self._told(words, clauses, reading.written) if clauses and said else None

    def _names_somebody(self, part: Sequence[str]) -> bool:
        """Whether a part only says what the other is: "you lazy lump"."""
        if part[0] != "you" or len(part) > _MOST_OF_A_NAME:
            return False
        tags = self._tagger.tag(list(part))
        return not any(tag.startswith("V") or word in _BE_OR_HAVE for word, tag in zip(part[1:], tags[1:], strict=True))

    def _stands(self, parts: Sequence[Sequence[str]], written: Mapping[str, str]) -> Told | None:
        """The parts as a sentence; None where they blame, order, guess or hang in the air."""
        words = _without_opening([word for part in parts for word in (",", *part)][1:])
        if len(words) < _LEAST_WORDS or words[-1] in _HANGING or not self._innocent(" ".join(words), words):
            return None
        if not self._wellformed.stands(words):
            return None
        clauses = self._reader.read(_from_subject(words), frozenset())
        if not clauses or len(_deeds(clauses)) > _MOST_OF_YOURS or not all(self._fact(clause) for clause in clauses):
            return None
        if not self._begins(_from_subject(words), clauses[0]) and not self._of_others(words):
            return None
        return self._told(words, clauses, written)

    def _told(self, words: Sequence[str], clauses: Sequence[Clause], written: Mapping[str, str]) -> Told:
        yours = _deeds(clauses)
        deed = yours[0] if yours else clauses[0]
        telling = Telling(
            self._data.judging.soften(surface(words, written)),
            "when" if yours and deed.time in ("pres", "past", "pprog") and not deed.negative else "that",
            deed.time in _PAST,
            own=clauses[0].subject == ("i",),
            weight=1.5,
            deed=deed_of(deed),
        )
        things = frozenset().union(*(things_of(clause, written) for clause in clauses))
        return Told(telling, fragment=False, things=things, whole=len(clauses))

    def _begins(self, words: Sequence[str], first: Clause) -> bool:
        """Whether the sentence begins with who does what."""
        return bool(first.verb and first.subject) and tuple(words[: len(first.subject)]) == first.subject and not first.marks

    def _of_others(self, words: Sequence[str]) -> bool:
        """Whether the sentence is about others alone, so that a wrong reading of it charges the other with nothing: "the kids noticed"."""
        return not _YOU & set(words) and words[0] in _HEADS and self._says_something(words)

    def _only_names(self, words: Sequence[str]) -> bool:
        """Whether the words begin with a thing or a time of which nothing is said: "week since we moved in", "my milk and put it back"."""
        tags = self._tagger.tag([word if word != "i" else "I" for word in words])
        verbs = [at for at, tag in enumerate(tags) if at and tag in _FINITE]
        if tags[0] in ("NN1", "NN2") and tags[1].startswith(_NOT_SAID) and words[0] not in _TIMES:
            return all(words[at - 1] in SUBJECTS for at in verbs)
        if words[1] in SUBJECTS and (words[0] in _POINTS_OF_TIME or tags[0] == _PARTICLE):
            return True
        if words[0] in _POINTING and not set(words) & SUBJECTS:
            return all(words[at - 1] in _JOINED_TO for at in verbs)
        first = next((at for at, word in enumerate(words) if word in SUBJECTS), 0)
        return words[0] in PREPOSITIONS - _LEADING and first > 0 and words[first - 1] in _LEADING | _RELATING

    def _orders(self, words: Sequence[str]) -> bool:
        """Whether the words begin with a verb, so that nobody does anything: "play drums till eleven"."""
        return self._tagger.tag([word if word != "i" else "I" for word in words])[0].startswith("V")

    def _says_something(self, words: Sequence[str]) -> bool:
        """Whether a verb follows on words that may say who does it."""
        tags = self._tagger.tag([word if word != "i" else "I" for word in words])
        return not tags[0].startswith(_NO_HEAD) and any(tag in _FINITE for tag in tags[1:])

    def _innocent(self, text: str, words: Sequence[str]) -> bool:
        if self._claims & set(words) or self._sound.blames(text, of_things=True):
            return False
        return not any(self._data.story.charges(part) for part in (text, *_PARTS.split(text)))

    def _fact(self, clause: Clause) -> bool:
        """Whether a clause tells what a camera could have seen."""
        lists = self._data.lists
        if clause.marks or set(clause.subject) & (lists.verdicts | lists.insults) - lists.also_things:
            return False
        if clause.verb == "go" and not clause.rest:
            return False  # what somebody said follows without a mark
        if clause.subject != ("you",):
            return True
        if clause.verb in lists.mind_verbs or (clause.link not in ATTACHED and _MODALS & set(clause.words[:3])):
            return False
        state = clause.rest[0] if clause.rest else ""
        return clause.verb != "be" or clause.link in ATTACHED or state in _PLACES or state in lists.plain_states


def _deeds(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that say what the other did."""
    return [clause for clause in clauses if clause.subject == ("you",) and clause.link not in ATTACHED]


def _parts(sentence: Sequence[str]) -> list[list[str]]:
    """The sentence cut where a writer sets a mark; of a part that likens what happened to something, what stands before that."""
    return [part.split() for cut in " ".join(sentence).split(" , ") if (part := _LIKENED.split(cut)[0]).strip()]


def _from_subject(words: Sequence[str]) -> list[str]:
    """The words without a time that stands before who does what: "last night you came home"."""
    at = next((at for at, word in enumerate(words) if word not in _TIMES), 0)
    return list(words[at:] if at <= _MOST_BEFORE and words[at] in SUBJECTS else words)


def _without_opening(words: Sequence[str]) -> list[str]:
    at = next((at for at, word in enumerate(words) if word not in _OPENING), len(words))
    return list(words[at:])
