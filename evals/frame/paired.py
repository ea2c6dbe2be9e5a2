"""Two runs on the same cases: whether one is better, or whether the difference is within noise."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evals.frame.records import Measure

_ALPHA = 0.05
_RESAMPLES = 4000

Scores = Mapping[str, float]
"""Score by outcome key."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one measure on the cases that both runs scored.

    `chance` is how likely a difference at least as bad is when nothing but luck decides which cases turn; `lost` and
    `gained` are the keys that turned.
    """

    measure: str
    split: str
    n: int
    before: float
    after: float
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    chance: float
    worse: bool
    better: bool

    @property
    def words(self) -> str:
        """The change in words."""
        if not self.lost and not self.gained:
            return "no case changed"
        counts = f"{len(self.lost)} lost, {len(self.gained)} gained"
        if self.worse:
            return f"worse beyond noise ({counts}, p = {self.chance:.3f})"
        if self.better:
            return f"better beyond noise ({counts})"
        return f"within noise ({counts})"


def compare(measure: Measure, split: str, before: Scores, after: Scores) -> Change | None:
    """The change of one measure; None where the runs share no case."""
    keys = sorted(before.keys() & after.keys())
    if not keys:
        return None
    sign = 1 if measure.better == "higher" else -1
    gains = np.array([sign * (after[key] - before[key]) for key in keys])
    worse, better = _mcnemar(gains) if measure.kind == "rate" else _resampled(gains)
    return Change(
        measure=measure.id,
        split=split,
        n=len(keys),
        before=float(np.mean([before[key] for key in keys])),
        after=float(np.mean([after[key] for key in keys])),
        lost=tuple(key for key, gain in zip(keys, gains, strict=True) if gain < 0),
        gained=tuple(key for key, gain in zip(keys, gains, strict=True) if gain > 0),
        chance=worse,
        worse=worse < _ALPHA,
        better=better < _ALPHA,
    )


def _mcnemar(gains: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> tuple[float, float]:
    """Exact one-sided McNemar tests, for worse and for better: the cases that turned are coin flips when nothing changed."""
    from scipy.stats import binomtest

    lost, gained = int((gains < 0).sum()), int((gains > 0).sum())
    if not lost + gained:
        return 1.0, 1.0
    worse = binomtest(lost, lost + gained, alternative="greater").pvalue
    better = binomtest(gained, lost + gained, alternative="greater").pvalue
    return float(worse), float(better)


def _resampled(gains: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> tuple[float, float]:
    """The paired bootstrap: how often the mean gain of a resample is not below, and not above, nothing."""
    if not gains.any():
        return 1.0, 1.0
    chance = np.random.default_rng(0)
    means = gains[chance.integers(0, len(gains), (_RESAMPLES, len(gains)))].mean(axis=1)
    return float((means >= 0).mean()), float((means <= 0).mean())
