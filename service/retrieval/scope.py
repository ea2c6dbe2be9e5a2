"""Whether the guides cover a question: a calibrated decision on how near it lies to what they answer."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

NEAREST = 5


@dataclass(frozen=True, slots=True)
class ScopeModel:
    """A logistic model of two similarities; fitted by `python -m evals.calibrate_scope`, never by hand.

    `inside` weighs the mean of the five nearest passages of the guides, `outside` the mean of the three nearest
    counter-examples. A question is covered from `threshold` up.
    """

    inside: float
    outside: float
    bias: float
    threshold: float

    def confidence(self, inside: Sequence[float], outside: Sequence[float]) -> float:
        """The probability, 0 to 1, that the guides cover the question; scores best first."""
        near, far = features(inside, outside)
        score = self.inside * near + self.outside * far + self.bias
        return round(1 / (1 + math.exp(-max(-40.0, min(40.0, score)))), 6)


def features(inside: Sequence[float], outside: Sequence[float]) -> tuple[float, float]:
    """How near the guides and the counter-examples lie."""
    return fmean(inside[:NEAREST] or [0.0]), fmean(outside[:3] or [0.0])
