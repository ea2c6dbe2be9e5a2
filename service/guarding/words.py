"""Words as the guard compares them: stems of content words, with the sign that a negation gives them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[.,;:!?]")
_NOT = re.compile(r"(\w+?)n't\b")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_SPELT_OUT = {"can't": "can not", "won't": "will not", "cannot": "can not", "shan't": "shall not", "needn't": "need not"}
_CLITIC = re.compile(r"'(?:s|re|ve|ll|d|m)\b")
NEGATIONS = frozenset("not no never nobody none nothing neither nor without hardly instead rather than".split())  # noqa: SIM905  a text is easier to edit
# How many words after a negation it still turns round.
_REACH = 4
_SCOPE_ENDS = frozenset(". ; : ! ? , but and so because while if".split())  # noqa: SIM905
STOPWORDS = frozenset(
    """a about after again all also am an and any are as at be been before being both but by can could did do does doing down each
    either else even ever every few for from further get gets getting go goes going got had has have having he her here hers
    herself him himself his how i if in into is it its itself just let lets like lot may me might mine more most much must my
    myself no nobody nor not nothing now of off on once one ones only or other others our ours out over own per perhaps quite
    rather really same shall she should since so some somebody someone something soon still such than that the their theirs them
    themselves then there these they thing things this those though through to too two under until up upon us very was way we
    well were what when where whether which while who whom whose why will with within without would yet you your yours yourself
    yourselves maybe might first bit couple kind sort okay fine sure try trying help helps helping start partner partners
    worth decent actually simply tends tend often sometimes easier goes land lands better useful wise wiser
    good idea possible fine honestly truly picture consider considering case point place matter matters seem seems mean means feel feels
    useful whole instead neither none never anyone anybody anything everyone everything another else""".split()  # noqa: SIM905
)


# Words that only hold a sentence together; every other one can be turned round by a negation.
FUNCTION_WORDS = frozenset(
    """a an and any as at be been being but by did do does doing for from had has have having he her him his how i if in into is are was
    were it its itself just let lets like me my of on once or our out over own per quite rather really she so some than that the their
    them then there these they this those though through to too up us very we well what when where whether which while who whom whose
    why with within would yet you your yours yourself might may could can shall will also both each either other another things thing
    not no never nobody none nothing neither nor without hardly instead""".split()  # noqa: SIM905
)


class Mark(NamedTuple):
    """One word that carries meaning: its stem and the sign that a negation before it gives."""

    stem: str
    sign: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text: `stems` of its content words in order, `signs` of each stem, `tokens` as they stand.

    A stem's sign is -1 where a negation stands shortly before it, else 1; one stem may stand with both. `marks` are the
    signed words in order, the small ones such as `same`, `need` and `enough` included.
    """

    tokens: tuple[str, ...]
    stems: tuple[str, ...]
    signs: Mapping[str, frozenset[int]]
    negations: int
    marks: tuple[Mark, ...] = ()

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring content stems."""
        return frozenset(zip(self.stems, self.stems[1:], strict=False))


class Vocabulary:
    """Turns texts into `Words`; `irregular` maps forms that the stemmer does not bring together."""

    def __init__(self, irregular: Mapping[str, str]) -> None:
        self._irregular = irregular

    def __call__(self, text: str) -> Words:
        """The words of a text; never raises."""
        tokens = tuple(_TOKEN.findall(plain(text)))
        stems: list[str] = []
        signs: dict[str, set[int]] = {}
        marks: list[Mark] = []
        for word, sign in _signed(tokens):
            if word not in FUNCTION_WORDS:
                marks.append(Mark(self.stem(word), sign))
            if word in STOPWORDS or (len(word) < 3 and not word.isdigit()):
                continue
            stem = self.stem(word)
            stems.append(stem)
            signs.setdefault(stem, set()).add(sign)
        found = {stem: frozenset(both) for stem, both in signs.items()}
        return Words(tokens, tuple(stems), found, sum(token in NEGATIONS for token in tokens), tuple(marks))

    def stem(self, word: str) -> str:
        """The stem of one lower-case word."""
        return _stem(self._irregular.get(word, word))


def plain(text: str) -> str:
    """Lower case, straight apostrophes, contractions written out as far as negations need it."""
    text = text.lower().translate(_APOSTROPHES)
    for short, full in _SPELT_OUT.items():
        text = text.replace(short, full)
    return _CLITIC.sub("", _NOT.sub(r"\1 not", text))


def _signed(tokens: Sequence[str]) -> Iterator[tuple[str, int]]:
    left = 0
    for token in tokens:
        if token in NEGATIONS:
            left = _REACH
        elif token in _SCOPE_ENDS:
            left = 0
        elif token[0].isalnum():
            yield token, -1 if left else 1
            left = max(left - 1, 0)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))
