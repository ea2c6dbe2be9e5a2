"""Whether the guides cover a question: a calibrated decision on how near it lies to what they answer."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from service.ports import Vectors
from service.retrieval.discriminant import Discriminant

NEAREST = 5


@dataclass(frozen=True, slots=True)
class ScopeModel:
    """A logistic model of three numbers; fitted by `python -m evals.calibrate_scope`, never by hand.

    `inside` weighs the mean of the five nearest passages of the guides, `outside` the mean of the three nearest
    counter-examples, and `apart` the side of the line between all passages and all counter-examples on which the
    question lies. A question is covered from `threshold` up.
    """

    inside: float
    outside: float
    bias: float
    threshold: float
    apart: float = 0.0

    def confidence(self, inside: Sequence[float], outside: Sequence[float], apart: float = 0.0) -> float:
        """The probability, 0 to 1, that the guides cover the question; scores best first, `apart` as of `Frontier`."""
        near, far = features(inside, outside)
        score = self.inside * near + self.outside * far + self.apart * apart + self.bias
        # In steps, so that the last bits of an encoder, which differ between machines, do not show.
        return round(1 / (1 + math.exp(-max(-40.0, min(40.0, round(score, 3))))), 6)


class Frontier:
    """The line between what the guides hold and what they do not, learnt from the vectors of both."""

    def __init__(self, vectors: Vectors, covered: Sequence[bool]) -> None:
        self._line = Discriminant(vectors, [int(one) for one in covered], 2) if any(covered) and not all(covered) else None

    def side(self, vector: Vectors) -> float:
        """Above zero on the side of the guides, in tenths of a log-odds; zero where there are no counter-examples."""
        if self._line is None:
            return 0.0
        outside, inside = self._line.scores(vector)
        return float(inside - outside) / 10


def features(inside: Sequence[float], outside: Sequence[float]) -> tuple[float, float]:
    """How near the guides and the counter-examples lie."""
    return fmean(inside[:NEAREST] or [0.0]), fmean(outside[:3] or [0.0])
