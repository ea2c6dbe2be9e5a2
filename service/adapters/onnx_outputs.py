"""What the adapters of small networks make of outputs and stored vectors."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEPS = 127.0
"""Unit vectors are stored as 8-bit numbers: each part times this."""
_DIGITS = 3


def likeliest(names: Sequence[str], logits: NDArray[np.float32], shown: int) -> tuple[tuple[str, float], ...]:
    """The likeliest names with their shares, rounded, likeliest first."""
    shares = np.exp(logits - logits.max())
    shares = np.round(shares / shares.sum(), _DIGITS)
    order = np.lexsort((np.arange(len(names)), -shares))[:shown]
    return tuple((names[n], float(shares[n])) for n in order)


def unit_vectors(stored: NDArray[Any]) -> NDArray[np.float32]:
    """Vectors that were stored as 8-bit numbers."""
    return stored.astype(np.float32) / np.float32(STEPS)


def stored_vectors(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Unit vectors as 8-bit numbers."""
    return (vectors * STEPS).round().astype(np.int8)
