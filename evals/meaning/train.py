"""Trains the second tier: `python -m evals.meaning.train --posts posts.jsonl --out weights.pt` (about half an hour on two cores).

`--posts` is what `evals.meaning.gather` wrote. `--measure` names other posts, which are only measured on.
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
from evals.meaning.network import FIRST_GROUP, Network

_RATE, _HEAD_RATE, _DROP = 5e-5, 2e-3, 0.12
_TOKENS_A_STEP, _BAGS_A_STEP, _SORTED_TOGETHER = 3600, 32, 320
_YES, _NO, _WEIGHT_OF_YES = 0.97, 0.02, 1.5
_ACUTE, _MILD = 0.95, 0.03
_ACUTE_SHARE, _GROUP_SHARE, _VOICE_SHARE = 0.3, 0.15, 0.1
_WARM = 40


def train(network: Network, bags: Sequence[Bag], epochs: int, seed: int) -> None:
    """Fit the upper layers and the head to the bags."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311  nothing secret
    kept = network.low(bags)
    plan = [batch for _ in range(epochs) for batch in _batches(kept, chance)]
    learning = [p for p in network.encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": learning, "lr": _RATE}, {"params": network.head.parameters(), "lr": _HEAD_RATE}], weight_decay=0.01
    )
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1, (step + 1) / _WARM) * max(0.02, 1 - step / len(plan)))
    begun, losses = time.monotonic(), []
    for step, batch in enumerate(plan, 1):
        rows = network.high([kept[i] for i in batch], drop=_DROP)
        loss = _loss(rows, [bags[i] for i in batch])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        rate.step()
        losses.append(float(loss))
        if step % 40 == 0:
            print(f"step {step} of {len(plan)}, loss {np.mean(losses[-40:]):.3f}, {time.monotonic() - begun:.0f} s", file=sys.stderr)


def report(name: str, rows: Any, bags: Sequence[Bag]) -> str:
    """Recall at given shares of false alarms, as one line."""
    scores, truth = rows[:, 0], np.array([bag.disclosed for bag in bags])
    parts = [f"{np.mean(scores[truth] > np.quantile(scores[~truth], 1 - share)):.1%} at {share:.0%}" for share in (0.01, 0.03, 0.05)]
    return f"{name}: {truth.sum()} disclosures, {(~truth).sum()} others; found {', '.join(parts)} false"


def _batches(kept: Sequence[Sequence[Tensor]], chance: random.Random) -> Iterator[list[int]]:
    order = list(range(len(kept)))
    chance.shuffle(order)
    for start in range(0, len(order), _SORTED_TOGETHER):
        part = sorted(order[start : start + _SORTED_TOGETHER], key=lambda i: (max(len(s) for s in kept[i]), len(kept[i])))
        batches: list[list[int]] = [[]]
        tokens = 0
        for i in part:
            batches[-1].append(i)
            tokens += sum(len(state) for state in kept[i])
            if tokens >= _TOKENS_A_STEP or len(batches[-1]) >= _BAGS_A_STEP:
                batches.append([])
                tokens = 0
        chance.shuffle(batches)
        yield from (batch for batch in batches if batch)


def _loss(rows: Tensor, bags: Sequence[Bag]) -> Tensor:
    truth = torch.tensor([_YES if bag.disclosed else _NO for bag in bags])
    weight = torch.tensor([bag.weight for bag in bags])
    each = nn.functional.binary_cross_entropy_with_logits(rows[:, 0], truth, reduction="none", pos_weight=torch.tensor(_WEIGHT_OF_YES))
    loss = (each * weight).mean()
    middle = FIRST_GROUP + len(GROUPS)
    rated = [i for i, bag in enumerate(bags) if bag.acute is not None]
    if rated:
        severe = torch.tensor([_ACUTE if bags[i].acute else _MILD for i in rated])
        loss = loss + _ACUTE_SHARE * nn.functional.binary_cross_entropy_with_logits(rows[rated, 1], severe)
    for names, known, logits, share in (
        (GROUPS, [bag.group for bag in bags], rows[:, FIRST_GROUP:middle], _GROUP_SHARE),
        (VOICES, [bag.voice for bag in bags], rows[:, middle:], _VOICE_SHARE),
    ):
        places = [i for i, name in enumerate(known) if name is not None]
        if places:
            wanted = torch.tensor([names.index(name) for name in known if name is not None])
            loss = loss + share * nn.functional.cross_entropy(logits[places], wanted)
    return loss


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=Path, required=True)
    parser.add_argument("--measure", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    material, network = Material(), Network()
    train(network, material.training(wanted.posts, wanted.seed), wanted.epochs, wanted.seed)
    torch.save({"enc": network.encoder.state_dict(), "head": network.head.state_dict()}, wanted.out)
    print(report("held-out exemplars", network.scores(material.checks()), material.checks()))
    if wanted.measure:
        posts = material.posts(wanted.measure)
        print(report("posts to measure on", network.scores(posts), posts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
