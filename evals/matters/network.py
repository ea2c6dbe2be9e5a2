"""The reader of matters: MiniLM whose mean over the tokens lies near the direction of what the message is an example of."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from evals.meaning.network import FROZEN, WIDTH, tunable
from service.adapters.onnx_matters import joined

SHARPNESS = 20.0
"""How much likelier a class is whose direction lies nearer: the cosine is multiplied by it."""
_BATCH, _SCALE = 48, 4.0
Names = Mapping[str, Sequence[str]]
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


class Network(nn.Module):
    """The whole network; the lowest layers stay as they are."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.tokens, self.encoder = tunable()
        self.head = Heads(names)

    def means(self, pairs: Sequence[Pair], drop: float = 0.0) -> Tensor:
        """The mean state of each pair."""
        ids = [self._ids(pair) for pair in pairs]
        longest = max(map(len, ids))
        padded = torch.tensor([[*row, *[0] * (longest - len(row))] for row in ids])
        mask = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in ids])
        hidden = (1.0 - mask[:, None, None, :]) * -1e9
        states: Tensor = self.encoder.embeddings(input_ids=padded)
        for number, layer in enumerate(self.encoder.encoder.layer):
            found = layer(states, attention_mask=hidden)
            states = found[0] if isinstance(found, tuple) else found
            if number == FROZEN - 1:
                states = nn.functional.dropout(states.detach(), drop, self.training)
        return (states * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)

    def all_means(self, pairs: Sequence[Pair]) -> Tensor:
        """The mean states of many pairs; not for training."""
        order = sorted(range(len(pairs)), key=lambda n: len(pairs[n][0]) + len(pairs[n][1]))
        out = torch.zeros(len(pairs), WIDTH)
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            with torch.no_grad():
                out[part] = self.means([pairs[n] for n in part])
        return out

    def _ids(self, pair: Pair) -> list[int]:
        last, before = (self.tokens(text, truncation=False)["input_ids"] if text else [] for text in pair)
        return joined(last, before)


def restored(file: Path) -> tuple[Network, Names]:
    """A trained network from its file, and its names."""
    found: dict[str, Any] = torch.load(file)
    network = Network(found["names"])
    network.encoder.load_state_dict(found["enc"])
    network.head.load_state_dict(found["head"])
    return network.eval(), found["names"]


def save(network: Network, names: Names, file: Path) -> None:
    """Write what `restored` reads."""
    torch.save({"enc": network.encoder.state_dict(), "head": network.head.state_dict(), "names": names}, file)
