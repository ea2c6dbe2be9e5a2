"""Trains the second tier: `python -m evals.meaning.train --posts posts.jsonl --out weights.pt` (about half an hour on two cores).

`--posts` is what `evals.meaning.gather` wrote. `--measure` names other posts, which are only measured on. `--brief` trains the
reader of brief messages instead: on everything short, with each exemplar beside its harmless twin.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from evals.meaning.material import GROUPS, VOICES, Bag, Material
from evals.meaning.network import FIRST_GROUP, Network, averaged, weights_of

_RATE, _HEAD_RATE, _DROP = 5e-5, 2e-3, 0.12
_TOKENS_A_STEP, _BAGS_A_STEP, _SORTED_TOGETHER = 3600, 48, 480
_YES, _NO = 0.97, 0.02
_WEIGHT_OF_YES = torch.tensor(1.5)
_KEPT = 0.995
_EXEMPLAR_SHARE, _GROUP_SHARE, _VOICE_SHARE, _PAIR_SHARE = 0.4, 0.15, 0.1, 0.5
_WARM = 40


def train(network: Network, bags: Sequence[Bag], epochs: int, seed: int) -> None:
    """Fit the upper layers and the head to the bags; what is left are the running means of the weights."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311  nothing secret
    kept = network.low(bags)
    units = _units(bags)
    plan = [batch for _ in range(epochs) for batch in _batches(units, kept, chance)]
    learning = [p for p in network.encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": learning, "lr": _RATE}, {"params": network.head.parameters(), "lr": _HEAD_RATE}], weight_decay=0.01
    )
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1, (step + 1) / _WARM) * max(0.02, 1 - step / len(plan)))
    learnt = [*learning, *network.head.parameters()]
    mean = [parameter.detach().clone() for parameter in learnt]
    begun, losses = time.monotonic(), []
    for step, batch in enumerate(plan, 1):
        rows = network.high([kept[i] for i in batch], drop=_DROP)
        loss = _loss(rows, [bags[i] for i in batch])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        rate.step()
        torch._foreach_lerp_(mean, [parameter.detach() for parameter in learnt], 1 - _KEPT)
        losses.append(float(loss))
        if step % 40 == 0:
            print(f"step {step} of {len(plan)}, loss {np.mean(losses[-40:]):.3f}, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    with torch.no_grad():
        for parameter, smooth in zip(learnt, mean, strict=True):
            parameter.copy_(smooth)


def report(name: str, rows: Any, bags: Sequence[Bag], column: int = 0) -> str:
    """Recall of one output at given shares of false alarms, as one line."""
    scores, truth = rows[:, column], np.array([bag.disclosed for bag in bags])
    parts = [f"{np.mean(scores[truth] > np.quantile(scores[~truth], 1 - share)):.1%} at {share:.0%}" for share in (0.01, 0.03, 0.05)]
    return f"{name}: {truth.sum()} disclosures, {(~truth).sum()} others; found {', '.join(parts)} false"


def _units(bags: Sequence[Bag]) -> list[list[int]]:
    """Which bags stay together: the two of a pair; any other is alone."""
    together: dict[str, list[int]] = {}
    for i, bag in enumerate(bags):
        together.setdefault(bag.pair or f"alone {i}", []).append(i)
    return list(together.values())


def _batches(units: Sequence[list[int]], kept: Sequence[Sequence[Tensor]], chance: random.Random) -> Iterator[list[int]]:
    order = list(units)
    chance.shuffle(order)
    for start in range(0, len(order), _SORTED_TOGETHER):
        part = sorted(order[start : start + _SORTED_TOGETHER], key=lambda unit: max((len(s), len(kept[i])) for i in unit for s in kept[i]))
        batches: list[list[int]] = [[]]
        tokens = 0
        for unit in part:
            batches[-1] += unit
            tokens += sum(len(state) for i in unit for state in kept[i])
            if tokens >= _TOKENS_A_STEP or len(batches[-1]) >= _BAGS_A_STEP:
                batches.append([])
                tokens = 0
        chance.shuffle(batches)
        yield from (batch for batch in batches if batch)


def _loss(rows: Tensor, bags: Sequence[Bag]) -> Tensor:
    truth = torch.tensor([_YES if bag.disclosed else _NO for bag in bags])
    loss = torch.zeros(())
    for column, share, part in (
        (0, 1.0, [bag.weight * bag.post for bag in bags]),
        (1, _EXEMPLAR_SHARE, [bag.weight * bag.exemplar for bag in bags]),
    ):
        each = nn.functional.binary_cross_entropy_with_logits(rows[:, column], truth, reduction="none", pos_weight=_WEIGHT_OF_YES)
        loss = loss + share * (each * torch.tensor(part)).mean()
    loss = loss + _PAIR_SHARE * _apart(rows[:, 0], bags)
    middle = FIRST_GROUP + len(GROUPS)
    for names, known, logits, share in (
        (GROUPS, [bag.group for bag in bags], rows[:, FIRST_GROUP:middle], _GROUP_SHARE),
        (VOICES, [bag.voice for bag in bags], rows[:, middle:], _VOICE_SHARE),
    ):
        places = [i for i, name in enumerate(known) if name is not None]
        if places:
            wanted = torch.tensor([names.index(name) for name in known if name is not None])
            loss = loss + share * nn.functional.cross_entropy(logits[places], wanted)
    return loss


def _apart(scores: Tensor, bags: Sequence[Bag]) -> Tensor:
    """What it costs that a disclosure does not score above its harmless twin; nothing where there are no pairs for this output."""
    sides: dict[str, dict[bool, int]] = {}
    for i, bag in enumerate(bags):
        if bag.pair and bag.post:
            sides.setdefault(bag.pair, {})[bag.disclosed] = i
    found = [(side[True], side[False]) for side in sides.values() if len(side) == 2]
    if not found:
        return torch.zeros(())
    above, below = (torch.tensor(column) for column in zip(*found, strict=True))
    return nn.functional.softplus(scores[below] - scores[above]).sum() / len(bags)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=Path, required=True)
    parser.add_argument("--measure", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--brief", action="store_true", help="train the reader of brief messages")
    parser.add_argument("--begin", type=Path, nargs="+", default=[], help="go on from the mean of these weights")
    parser.add_argument("--fresh", nargs="+", default=[], help="with --brief: beginnings of the ids of exemplars not yet learnt")
    parser.add_argument("--again", type=float, default=1.0, help="with --fresh: the share of everything else to go over again")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    material, network = Material(), averaged(wanted.begin) if wanted.begin else Network()
    if wanted.brief:
        bags = material.brief(wanted.posts, wanted.seed, fresh=tuple(wanted.fresh), again=wanted.again)
    else:
        bags = material.training(wanted.posts, wanted.seed)
    train(network, bags, wanted.epochs, wanted.seed)
    torch.save(weights_of(network), wanted.out)
    print(report("held-out exemplars", network.scores(material.checks()), material.checks(), 0 if wanted.brief else 1))
    if wanted.measure:
        posts = material.posts(wanted.measure)
        print(report("posts to measure on", network.scores(posts), posts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
