"""Trains the marker of observations: `python -m evals.observations.train --out marker.pt` (a quarter of an hour on two cores).

Rows of the files named with `--held` are only measured on.
"""

import argparse
import itertools
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn

from evals.observations import asks, marks, measuring
from evals.observations.asks import Phrasings
from evals.observations.losses import loss_of_lines, losses_of_rows
from evals.observations.marks import MarkedLine
from evals.observations.material import FOLDER, Material, Row, additions
from evals.observations.network import Names, Network, restored, save
from service.adapters.data_files import meaning_folder, rewriting_folder, rules_folder
from service.adapters.hanover_grammar import HanoverGrammar
from service.adapters.rewriting_files import load_rewriting
from service.rewriting.words import Reader

_RATE, _HEAD_RATE = 1e-4, 2e-3
_TOKENS_A_STEP, _SORTED_TOGETHER, _WARM = 700, 240, 40
_LINES_EVERY, _MOST_LINES, _LINES_HELD = 2, 20000, 300
_KEPT = 0.985
Some = TypeVar("Some", Row, MarkedLine)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a training learns from."""

    rows: Sequence[Row]
    lines: Sequence[MarkedLine]
    asks: Sequence[Phrasings]


def material() -> Material:
    """The reader of rows, as the service reads."""
    return Material(load_rewriting(rewriting_folder(), rules_folder() / "spelling.yaml").lists, HanoverGrammar())


def lines(reader: Reader) -> list[MarkedLine]:
    """Lines of the safety exemplars whose writers set marks, some thousand of them."""
    chance = random.Random(3)  # noqa: S311  nothing secret
    texts = marks.texts(sorted((meaning_folder() / "exemplars").glob("lines_*.jsonl")))
    return list(marks.marked_lines(chance.sample(texts, min(_MOST_LINES, len(texts))), reader, chance))


def train(network: Network, learnt: Learnt, names: Names, wanted: argparse.Namespace) -> None:
    """Fit the upper layers and the heads; what is left are the running means of the weights."""
    torch.manual_seed(wanted.seed)
    chance = random.Random(wanted.seed)  # noqa: S311  nothing secret
    plan = [batch for _ in range(wanted.epochs) for batch in _batches(learnt.rows, chance)]
    lines = itertools.cycle(_batches(learnt.lines, chance)) if learnt.lines else None
    learning = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = list(network.head.parameters())
    optimiser = torch.optim.AdamW([{"params": learning, "lr": wanted.rate}, {"params": heads, "lr": _HEAD_RATE}], weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1, (step + 1) / _WARM) * max(0.02, 1 - step / len(plan)))
    every = [*learning, *heads]
    mean = [parameter.detach().clone() for parameter in every]
    begun, losses = time.monotonic(), list[float]()
    network.train()
    for step, batch in enumerate(plan, 1):
        loss = losses_of_rows(network, batch, names, learnt.asks)
        if lines and step % _LINES_EVERY == 0:
            loss = loss + loss_of_lines(network, next(lines))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(every, 1.0)
        optimiser.step()
        rate.step()
        torch._foreach_lerp_(mean, [parameter.detach() for parameter in every], max(1 - _KEPT, 1 / (step + 1)))
        losses.append(float(loss.detach()))
        if step % 50 == 0:
            print(f"step {step} of {len(plan)}, loss {sum(losses[-50:]) / 50:.3f}, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    with torch.no_grad():
        for parameter, smooth in zip(every, mean, strict=True):
            parameter.copy_(smooth)
    network.eval()


def _names(rows: Sequence[Row]) -> Names:
    return {
        "added": additions(rows),
        "feelings": sorted({feeling for row in rows for feeling in row.feelings}),
        "topics": sorted({row.topic for row in rows} - {"none"}),
    }


def _batches(rows: Sequence[Some], chance: random.Random) -> list[list[Some]]:
    order = chance.sample(rows, len(rows))
    out: list[list[Some]] = []
    for start in range(0, len(order), _SORTED_TOGETHER):
        part = sorted(order[start : start + _SORTED_TOGETHER], key=lambda row: len(row.words))
        batches: list[list[Some]] = [[]]
        for row in part:
            batches[-1].append(row)
            if sum(len(r.words) for r in batches[-1]) >= _TOKENS_A_STEP:
                batches.append([])
        chance.shuffle(batches)
        out += [batch for batch in batches if batch]
    return out


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, nargs="+", default=sorted(FOLDER.glob("rows*.jsonl")))
    parser.add_argument("--held", nargs="*", default=[], help="names of files among them that are only measured on")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--begin", type=Path, help="go on from these weights, with their names")
    parser.add_argument("--rate", type=float, default=_RATE)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    reading = material()
    rows = reading.rows(wanted.rows)
    learnt = [row for row in rows if row.source not in wanted.held]
    held = [row for row in rows if row.source in wanted.held]
    marked = lines(reading.reader)
    known = [asks.phrasings(texts) for texts in asks.of_rows(learnt)]
    if wanted.begin:
        network, names = restored(wanted.begin)
    else:
        network = Network(names := _names(learnt))
    train(network, Learnt(learnt, marked[_LINES_HELD:], known), names, wanted)
    save(network, names, wanted.out)
    print("learnt:", measuring.of_words(network, learnt[:300], names))
    print("marks:", measuring.of_marks(network, marked[:_LINES_HELD]))
    if held:
        print("held:", measuring.of_words(network, held, names))
        print("held:", measuring.of_asks(network, held, known))
    return 0


if __name__ == "__main__":
    sys.exit(main())
