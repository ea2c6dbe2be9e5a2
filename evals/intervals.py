"""Rates and means with their 95 % intervals, in words for a report."""

import math
from collections.abc import Sequence

from evals.frame.figures import wilson

_Z = 1.96


def share(hits: int, count: int) -> str:
    """A rate with its Wilson interval, such as `9/10 = 90.0% (59.6% to 98.2%)`."""
    if not count:
        return "0/0"
    low, high = wilson(hits, count)
    return f"{hits}/{count} = {hits / count:.1%} ({low:.1%} to {high:.1%})"


def mean(values: Sequence[float]) -> tuple[float, float]:
    """The mean and half the width of its 95 % interval."""
    average = sum(values) / len(values)
    variance = sum((value - average) ** 2 for value in values) / max(len(values) - 1, 1)
    return average, _Z * math.sqrt(variance / len(values))
