"""Figures out of outcomes: rates with Wilson intervals, means with bootstrap intervals, whole and by slice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from evals.frame.agreement import FEWEST, agreement
from evals.frame.records import Measure, Outcome, Suite

_CONFIDENCE = 0.95
_RESAMPLES = 2000
_MOST_VALUES = 40


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with what it rests on; `slice` is empty for all cases of the split."""

    measure: str
    split: str
    slice: tuple[str, str] | None
    n: int
    value: float
    low: float
    high: float
    hits: int = 0
    unscored: int = 0

    @property
    def few(self) -> bool:
        """Whether there are too few cases to say."""
        return self.n < FEWEST


@dataclass(frozen=True, slots=True)
class SuiteFigures:
    """All figures of a suite: for each split the whole, and slices of the measures that are sliced."""

    whole: tuple[Figure, ...]
    slices: tuple[Figure, ...]

    def find(self, measure: str, split: str, slice_: tuple[str, str] | None = None) -> Figure | None:
        """One figure; None where no case applied."""
        found = self.slices if slice_ else self.whole
        return next((f for f in found if f.measure == measure and f.split == split and f.slice == slice_), None)


def figures(suite: Suite, outcomes: Sequence[Outcome]) -> SuiteFigures:
    """Everything that is measured."""
    whole: list[Figure] = []
    slices: list[Figure] = []
    for split in sorted({outcome.split for outcome in outcomes}):
        of_split = [outcome for outcome in outcomes if outcome.split == split]
        for measure in suite.measures:
            chosen = [outcome for outcome in of_split if measure.id in outcome.scores]
            if not chosen:
                continue
            whole.append(_figure(measure, split, None, chosen))
            if measure.sliced:
                slices += [_figure(measure, split, slice_, part) for slice_, part in _parts(chosen, suite.slices)]
    return SuiteFigures(tuple(whole), tuple(slices))


def worst(figure: Figure, measure: Measure) -> float:
    """The end of the interval that is bad news."""
    return figure.low if measure.better == "higher" else figure.high


@cache
def wilson(hits: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a rate."""
    from scipy.stats import binomtest

    if not count:
        return 0.0, 1.0
    found = binomtest(hits, count).proportion_ci(_CONFIDENCE, method="wilson")
    return max(float(found.low), 0.0), min(float(found.high), 1.0)


def bootstrapped(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of a mean, by resampling; always the same for the same values."""
    from scipy.stats import bootstrap

    if len(values) < 2 or len(set(values)) == 1:
        return (float(values[0]), float(values[0])) if values else (0.0, 0.0)
    found = bootstrap(
        (np.array(values),),
        np.mean,
        confidence_level=_CONFIDENCE,
        n_resamples=_RESAMPLES,
        method="percentile",
        rng=np.random.default_rng(0),
    )
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def _figure(measure: Measure, split: str, slice_: tuple[str, str] | None, chosen: Sequence[Outcome]) -> Figure:
    scores = [outcome.scores[measure.id] for outcome in chosen]
    values = [float(score) for score in scores if score is not None]
    unscored = len(scores) - len(values)
    if measure.kind == "kappa":
        return _agreement(measure, split, slice_, chosen)
    if measure.kind == "rate":
        hits = sum(value >= 1 for value in values)
        value = hits / len(values) if values else 0.0
        return Figure(measure.id, split, slice_, len(values), value, *wilson(hits, len(values)), hits, unscored)
    value = float(np.mean(values)) if values else 0.0
    return Figure(measure.id, split, slice_, len(values), value, *bootstrapped(values), unscored=unscored)


def _agreement(measure: Measure, split: str, slice_: tuple[str, str] | None, chosen: Sequence[Outcome]) -> Figure:
    """Kappa of the two readers; where it says nothing, the interval is all that it could be."""
    one, other = measure.readers
    both = [outcome.numbers for outcome in chosen if {one, other} <= outcome.numbers.keys()]
    found = agreement([str(n[one]) for n in both], [str(n[other]) for n in both])
    unscored = len(chosen) - len(both)
    if found.kappa is None:
        return Figure(measure.id, split, slice_, found.n, 0.0, -1.0, 1.0, found.agreed, unscored)
    return Figure(measure.id, split, slice_, found.n, found.kappa, found.low, found.high, found.agreed, unscored)


def _parts(chosen: Sequence[Outcome], names: Iterable[str]) -> list[tuple[tuple[str, str], list[Outcome]]]:
    """Slices with their outcomes; a field with very many values is no slice."""
    found = []
    for name in names:
        groups: dict[str, list[Outcome]] = {}
        for outcome in chosen:
            if value := outcome.slices.get(name):
                groups.setdefault(value, []).append(outcome)
        if len(groups) <= _MOST_VALUES:
            found += [((name, value), groups[value]) for value in sorted(groups)]
    return found


def plain_slices(case: Mapping[str, object], names: Iterable[str]) -> dict[str, str]:
    """The fields of a case that slice it, as text; empty ones are left out."""
    return {
        name: str(case[name]).lower() if isinstance(case[name], bool) else str(case[name]) for name in names if case.get(name) is not None
    }
