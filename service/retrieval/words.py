"""Words as the lexical part compares them: lower case, without apostrophes at their ends, brought together by their stems."""

import re
from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
_WORD = re.compile(r"[a-z']+|\d+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})


def stems(text: str) -> list[str]:
    """The stems of all words of a text in order; never raises."""
    return [_stem(word) for raw in _WORD.findall(text.lower().translate(_APOSTROPHES)) if (word := raw.strip("'"))]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))
