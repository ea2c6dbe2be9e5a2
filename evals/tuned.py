"""What the trainings share that fit the upper layers of MiniLM and heads of their own: the network, its file, and the fitting."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from evals.meaning.network import FROZEN, WIDTH, tunable

Names = Mapping[str, Sequence[str]]
N = TypeVar("N", bound="Tuned")
RATE = 1e-4
_HEAD_RATE, _WARM, _KEPT = 2e-3, 40, 0.985
_TOLD_EVERY = 50


class Tuned(nn.Module):
    """MiniLM whose lowest layers stay as they are, with a head; each kind is made of its `names`."""

    def __init__(self, names: Names, head: nn.Module) -> None:
        super().__init__()
        self.names = names
        self.tokens, self.encoder = tunable()
        self.head: Any = head

    def states(self, ids: Tensor, mask: Tensor, drop: float) -> Tensor:
        """The states of all tokens; `drop` of those above the frozen layers are left out in training."""
        hidden = (1.0 - mask[:, None, None, :]) * -1e9
        states: Tensor = self.encoder.embeddings(input_ids=ids)
        for number, layer in enumerate(self.encoder.encoder.layer):
            found = layer(states, attention_mask=hidden)
            states = found[0] if isinstance(found, tuple) else found
            if number == FROZEN - 1:
                states = nn.functional.dropout(states.detach(), drop, self.training)
        return states


def mean_state(states: Tensor, mask: Tensor) -> Tensor:
    """The mean over the tokens of each text."""
    return (states * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)


def in_parts(lengths: Sequence[int], means: Callable[[list[int]], Tensor], size: int) -> Tensor:
    """The vectors of many texts, those of one length read together; `means` gives the vectors of some, by number."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    out = torch.zeros(len(lengths), WIDTH)
    for start in range(0, len(order), size):
        part = order[start : start + size]
        with torch.no_grad():
            out[part] = means(part)
    return out


def restored(kind: Callable[[Names], N], file: Path) -> N:
    """A trained network from its file."""
    found: dict[str, Any] = torch.load(file)
    network = kind(found["names"])
    network.encoder.load_state_dict(found["enc"])
    network.head.load_state_dict(found["head"])
    return network.eval()


def averaged(kind: Callable[[Names], N], files: Sequence[Path]) -> N:
    """The mean of the weights of trainings that went on from one another; they must know the same names."""
    networks = [restored(kind, file) for file in files]
    mean = networks[0]
    with torch.no_grad():
        for same in zip(*(network.parameters() for network in networks), strict=True):
            same[0].copy_(torch.stack(same).mean(0))
    return mean


def save(network: Tuned, file: Path) -> None:
    """Write what `restored` reads."""
    torch.save({"enc": network.encoder.state_dict(), "head": network.head.state_dict(), "names": network.names}, file)


def fit(network: Tuned, steps: int, loss_of: Callable[[int], Tensor], rate: float = RATE) -> None:
    """Fit the upper layers and the head in so many steps, numbered from 1; what is left are the running means of the weights."""
    learning = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = list(network.head.parameters())
    optimiser = torch.optim.AdamW([{"params": learning, "lr": rate}, {"params": heads, "lr": _HEAD_RATE}], weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1, (step + 1) / _WARM) * max(0.02, 1 - step / steps))
    every = [*learning, *heads]
    mean = [parameter.detach().clone() for parameter in every]
    begun, losses = time.monotonic(), list[float]()
    network.train()
    for step in range(1, steps + 1):
        loss = loss_of(step)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(every, 1.0)
        optimiser.step()
        pace.step()
        torch._foreach_lerp_(mean, [parameter.detach() for parameter in every], max(1 - _KEPT, 1 / (step + 1)))
        losses.append(float(loss.detach()))
        if step % _TOLD_EVERY == 0:
            lately = sum(losses[-_TOLD_EVERY:]) / _TOLD_EVERY
            print(f"step {step} of {steps}, loss {lately:.3f}, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    with torch.no_grad():
        for parameter, smooth in zip(every, mean, strict=True):
            parameter.copy_(smooth)
    network.eval()
