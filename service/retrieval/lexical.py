"""Which sections use the rare words of a question: BM25 over everything that is known of a section."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from service.domain.corpus import Passage
from service.retrieval.words import stems

# The usual constants of BM25: how soon a repeated word stops counting, and how much a long section is held back.
_SATURATION, _LENGTH = 1.2, 0.75


class Lexicon:
    """Scores every section by the words it shares with a question; learnt from passages, pure afterwards.

    `sections` gives the order of the scores; passages of other sections are passed over.
    """

    def __init__(self, passages: Sequence[Passage], sections: Sequence[str]) -> None:
        place = {section: number for number, section in enumerate(sections)}
        counts = [Counter[str]() for _ in sections]
        for passage in passages:
            if passage.section in place:
                counts[place[passage.section]].update(stems(passage.text))
        self._size = len(sections)
        lengths = np.array([count.total() for count in counts], dtype=np.float64)
        held_back = 1 - _LENGTH + _LENGTH * lengths / max(float(lengths.mean()) if len(lengths) else 0.0, 1.0)
        self._idf, self._weights = _weights(counts, held_back)

    def scores(self, question: str) -> NDArray[np.float64]:
        """One score a section, 0 where no word is shared; a longer question does not score higher for its length."""
        scores = np.zeros(self._size)
        known = [stem for stem in sorted(set(stems(question))) if stem in self._weights]
        for stem in known:
            rows, weights = self._weights[stem]
            scores[rows] += weights
        return scores / math.sqrt(max(sum(self._idf[stem] for stem in known), 1.0))


_Postings = dict[str, tuple[NDArray[np.intp], NDArray[np.float64]]]


def _weights(counts: Sequence[Mapping[str, int]], held_back: NDArray[np.float64]) -> tuple[dict[str, float], _Postings]:
    rows: dict[str, list[int]] = defaultdict(list)
    for number, count in enumerate(counts):
        for stem in count:
            rows[stem].append(number)
    idf = {stem: math.log(1 + (len(counts) - len(where) + 0.5) / (len(where) + 0.5)) for stem, where in rows.items()}
    postings: _Postings = {}
    for stem, where in rows.items():
        found = np.array([counts[number][stem] for number in where], dtype=np.float64)
        weights = idf[stem] * found * (_SATURATION + 1) / (found + _SATURATION * held_back[where])
        postings[stem] = (np.array(where), weights)
    return idf, postings
