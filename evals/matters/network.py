"""The reader of matters: MiniLM whose mean over the tokens lies near the direction of what the message is an example of."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from evals.meaning.network import WIDTH
from evals.tuned import Names, Tuned, in_parts, mean_state
from service.adapters.onnx_matters import SHARPNESS, joined

_BATCH, _SCALE = 48, 4.0
Pair = tuple[str, str]
"""A message and the one before it, which may be empty."""


class Heads(nn.Module):
    """A direction a class, and from the mean state whom a message is about and on which side its writer is."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.classes = nn.Parameter(torch.zeros(len(names["classes"]), WIDTH))
        self.people = nn.Linear(WIDTH, len(names["relations"]) + len(names["sides"]))
        nn.init.zeros_(self.people.weight)
        nn.init.zeros_(self.people.bias)

    def forward(self, mean: Tensor) -> tuple[Tensor, Tensor]:
        """The unit direction of each mean state, and its logits of relations and sides."""
        unit = normalize(mean, dim=1)
        return unit, self.people(unit * _SCALE)

    def scores(self, direction: Tensor) -> Tensor:
        """Logits of the classes."""
        return direction @ normalize(self.classes, dim=1).T * SHARPNESS


class Network(Tuned):
    """The whole network; `names` are those of classes, relations and sides."""

    def __init__(self, names: Names) -> None:
        super().__init__(names, Heads(names))

    def means(self, pairs: Sequence[Pair], drop: float = 0.0) -> Tensor:
        """The mean state of each pair."""
        ids = [self._ids(pair) for pair in pairs]
        longest = max(map(len, ids))
        padded = torch.tensor([[*row, *[0] * (longest - len(row))] for row in ids])
        mask = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in ids])
        return mean_state(self.states(padded, mask, drop), mask)

    def all_means(self, pairs: Sequence[Pair]) -> Tensor:
        """The mean states of many pairs; not for training."""
        lengths = [len(last) + len(before) for last, before in pairs]
        return in_parts(lengths, lambda part: self.means([pairs[n] for n in part]), _BATCH)

    def _ids(self, pair: Pair) -> list[int]:
        last, before = (self.tokens(text, truncation=False)["input_ids"] if text else [] for text in pair)
        return joined(last, before)
