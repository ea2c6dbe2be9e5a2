"""Which section a question's vector speaks for, learnt from the vectors of all passages when the index is made ready.

Linear discriminant analysis with one covariance for all sections, drawn towards a sphere. It knows which directions tell
sections apart and which only say "couple" or "argument", what a plain cosine does not.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.ports import Vectors

# How far the covariance is drawn towards a sphere; chosen on dev, with little change between 0.2 and 0.5.
_SHRINKAGE = 0.3
# Below this the vectors tell nothing apart, as when there is one section with one passage.
_TINY = 1e-9
_CHUNK = 4096


class Discriminant:
    """Scores every section for a vector; `owners` holds the number of the section of each vector, or -1 for none."""

    def __init__(self, vectors: Vectors, owners: Sequence[int], sections: int) -> None:
        owner = np.asarray(owners, dtype=np.intp)
        known = np.flatnonzero(owner >= 0)
        counts = np.bincount(owner[known], minlength=sections).astype(np.float64)
        means = np.zeros((sections, vectors.shape[1]))
        np.add.at(means, owner[known], vectors[known])
        means /= np.maximum(counts, 1)[:, None]
        covariance: NDArray[np.float64] = _within(vectors, owner, known, means)
        size = float(np.trace(covariance)) / max(len(covariance), 1)
        covariance = (1 - _SHRINKAGE) * covariance + (_SHRINKAGE * size + _TINY) * np.eye(len(covariance))
        # Without any spread inside sections there is no direction to prefer, and nearness to the means is left.
        self._weights = means if size <= _TINY else np.linalg.solve(covariance, means.T).T.astype(np.float64)
        self._bias = -0.5 * np.sum(self._weights * means, axis=1)

    def scores(self, vector: Vectors) -> NDArray[np.float64]:
        """One log-odds a section up to a common constant, rounded so that the last bits of an encoder do not matter."""
        scores: NDArray[np.float64] = np.round(self._weights @ vector.astype(np.float64) + self._bias, 3)
        return scores


def _within(vectors: Vectors, owner: NDArray[np.intp], known: NDArray[np.intp], means: NDArray[np.float64]) -> NDArray[np.float64]:
    scatter = np.zeros((vectors.shape[1], vectors.shape[1]))
    for start in range(0, len(known), _CHUNK):
        rows = known[start : start + _CHUNK]
        apart = vectors[rows] - means[owner[rows]]
        scatter += apart.T @ apart
    return scatter / max(len(known), 1)
