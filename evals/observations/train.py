"""Trains the marker of observations: `python -m evals.observations.train --out marker.pt` (a quarter of an hour on two cores).

Rows of the files named with `--held` are only measured on.
"""

import argparse
import itertools
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor

from evals.observations import asks, marks, measuring
from evals.observations.asks import Phrasings
from evals.observations.losses import loss_of_lines, losses_of_rows
from evals.observations.marks import MarkedLine
from evals.observations.material import FOLDER, Material, Row, additions
from evals.observations.network import Network
from evals.tuned import RATE, Names, fit, restored, save
from service.adapters.data_files import meaning_folder, rewriting_folder, rules_folder
from service.adapters.hanover_grammar import HanoverGrammar
from service.adapters.rewriting_files import load_rewriting
from service.rewriting.words import Reader

_TOKENS_A_STEP, _SORTED_TOGETHER = 700, 240
_LINES_EVERY, _MOST_LINES, _LINES_HELD = 2, 20000, 300
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


def train(network: Network, learnt: Learnt, wanted: argparse.Namespace) -> None:
    """Fit the network to rows, and every other step to lines as well."""
    torch.manual_seed(wanted.seed)
    chance = random.Random(wanted.seed)  # noqa: S311  nothing secret
    plan = [batch for _ in range(wanted.epochs) for batch in _batches(learnt.rows, chance)]
    lines = itertools.cycle(_batches(learnt.lines, chance)) if learnt.lines else None

    def loss_of(step: int) -> Tensor:
        loss = losses_of_rows(network, plan[step - 1], network.names, learnt.asks)
        return loss + loss_of_lines(network, next(lines)) if lines and step % _LINES_EVERY == 0 else loss

    fit(network, len(plan), loss_of, wanted.rate)


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
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    reading = material()
    rows = reading.rows(wanted.rows)
    learnt = [row for row in rows if row.source not in wanted.held]
    held = [row for row in rows if row.source in wanted.held]
    marked = lines(reading.reader)
    known = [asks.phrasings(texts) for texts in asks.of_rows(learnt)]
    network = restored(Network, wanted.begin) if wanted.begin else Network(_names(learnt))
    names = network.names
    train(network, Learnt(learnt, marked[_LINES_HELD:], known), wanted)
    save(network, wanted.out)
    print("learnt:", measuring.of_words(network, learnt[:300], names))
    print("marks:", measuring.of_marks(network, marked[:_LINES_HELD]))
    if held:
        print("held:", measuring.of_words(network, held, names))
        print("held:", measuring.of_asks(network, held, known))
    return 0


if __name__ == "__main__":
    sys.exit(main())
