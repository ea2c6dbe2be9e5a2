"""How far two readers agree beyond chance: Cohen's kappa with its interval, and words for it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FEWEST = 20
"""With fewer cases than this, a share or an agreement is too uncertain to be read as one."""
_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two readers of the same cases came to; `kappa` is None where one of them, or both, gave a single answer throughout."""

    n: int
    agreed: int
    kappa: float | None
    low: float
    high: float

    @property
    def words(self) -> str:
        """The agreement in a line."""
        told = f"agreed on {self.agreed} of {self.n}"
        if self.kappa is None:
            return f"{told}; kappa says nothing, as a reader gave one answer throughout"
        few = ", too few to say" if self.n < FEWEST else ""
        return f"{told}; kappa {self.kappa:.2f} ({self.low:.2f} to {self.high:.2f}{few})"


def agreement(one: Sequence[str], other: Sequence[str]) -> Agreement:
    """The agreement of two readers, the same case at the same place, with a bootstrap 95 % interval over cases."""
    agreed = sum(a == b for a, b in zip(one, other, strict=True))
    if len(set(one)) < 2 or len(set(other)) < 2:
        return Agreement(len(one), agreed, None, 0.0, 0.0)
    labels = sorted({*one, *other})
    first, second = (np.array([labels.index(label) for label in reader]) for reader in (one, other))
    chance = np.random.default_rng(0)
    resampled = [_kappa(first[rows], second[rows]) for rows in chance.integers(0, len(first), (_RESAMPLES, len(first)))]
    low, high = np.nanpercentile(resampled, [2.5, 97.5])
    return Agreement(len(one), agreed, _kappa(first, second), float(low), float(high))


def _kappa(one: "np.ndarray[tuple[int], np.dtype[np.int64]]", other: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> float:
    """As in the textbook; scikit-learn's gives the same, and is too slow for thousands of resamples."""
    count = int(max(one.max(), other.max())) + 1
    expected = float((np.bincount(one, minlength=count) * np.bincount(other, minlength=count)).sum()) / len(one) ** 2
    return float("nan") if expected == 1 else (float((one == other).mean()) - expected) / (1 - expected)
