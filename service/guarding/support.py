"""The calibrated decision whether a sentence rests on a passage: a logistic model of the features."""

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SupportModel:
    """Weights by feature name; fitted by `python -m evals.calibrate_guard`, never by hand.

    A sentence rests on the passage that it cites from `threshold` up, and on another one from `repair` up, which is
    higher, because among several passages one is easily near by chance.
    """

    weights: Mapping[str, float]
    bias: float
    threshold: float
    repair: float

    def chance(self, features: Mapping[str, float]) -> float:
        """The probability, 0 to 1, that the passage supports the sentence."""
        score = self.bias + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, score))))
