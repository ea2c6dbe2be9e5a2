"""What single words and short phrases say beside an encoder: a weight for each, found by a hash.

A small encoder learns the drift of a sentence and passes over telling phrases that it has met but a few times; counting
phrases does the reverse. Their sum is right more often than either.
"""

from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_LONGEST = 3


def places(text: str, size: int) -> list[int]:
    """Where the words, pairs and triples of a text stand among `size` weights, a power of two; each once, in order."""
    words = text.split()
    grams = (" ".join(words[at : at + n]) for n in range(1, _LONGEST + 1) for at in range(len(words) - n + 1))
    return sorted({crc32(gram.encode()) & (size - 1) for gram in grams})


class WordWeights:
    """Loads the weights from a file; `share` is how much they count beside the encoder's log-odds."""

    def __init__(self, file: Path) -> None:
        with np.load(file, allow_pickle=False) as held:
            self._weights: NDArray[np.int8] = held["weights"]
            self._scale, self._bias, self._share = (float(held[name]) for name in ("scale", "bias", "share"))

    def __call__(self, text: str) -> float:
        """What the words of a text in plain form add to its log-odds."""
        found = places(text, len(self._weights))
        if not found:
            return self._share * self._bias
        told = int(self._weights[found].astype(np.int64).sum())
        return self._share * (self._scale * told / float(np.sqrt(len(found))) + self._bias)
