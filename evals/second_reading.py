"""A second pair of eyes: prints cases without their labels, and tells how far a second reading of them agrees.

python -m evals.second_reading safety.v2 > cases.txt              # sixty dev cases in a random order that is always the same
python -m evals.second_reading safety.v2 --labels read.txt        # lines of `id label`; agreement and where it ends
python -m evals.second_reading safety.v2 --split test --count 400 > cases.txt   # for a reader who builds nothing

Whoever works on the engine reads no texts of the test split: there, cases on which the readings part are named by id alone.
"""

import argparse
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.datasets import cases
from evals.frame.agreement import agreement
from evals.report.showing import case_text

Case = Mapping[str, Any]
_LABELS = {"safety.v2": "level", "scope.v1": "in_scope", "rewrite.v1": "kind"}


def main() -> int:
    """Print cases, or the agreement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", choices=sorted(_LABELS))
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="which cases; dev unless told")
    parser.add_argument("--count", type=int, default=60, metavar="N", help="how many cases; 60 unless told")
    parser.add_argument("--seed", type=int, default=7, help="which random order; 7 unless told")
    parser.add_argument("--labels", type=Path, metavar="FILE", help="the second reading: lines of an id and a label")
    arguments = parser.parse_args()
    chosen = drawn(cases(arguments.dataset, arguments.split), arguments.count, arguments.seed)
    if arguments.labels is None:
        print("\n\n".join(f"{case['id']}\n{' / '.join(case_text(case))}" for case in chosen))
        return 0
    read = dict(line.split(maxsplit=1) for line in arguments.labels.read_text(encoding="utf-8").splitlines() if line.strip())
    labels = {case: label.strip() for case, label in read.items()}
    for line in compared(chosen, labels, _LABELS[arguments.dataset], shown=arguments.split == "dev"):
        print(line)
    return 0


def drawn(found: Sequence[Case], count: int, seed: int) -> list[Case]:
    """So many cases in an order that only the seed decides."""
    return random.Random(seed).sample(list(found), min(count, len(found)))  # noqa: S311  nothing secret


def compared(chosen: Sequence[Case], read: Mapping[str, str], label: str, *, shown: bool = True) -> list[str]:
    """The agreement of the labels with a second reading, and the cases on which they part, with their texts where `shown`."""
    both = [(case, str(case[label]).lower(), read[case["id"]].lower()) for case in chosen if case["id"] in read]
    found = agreement([first for _, first, _ in both], [second for _, _, second in both])
    parted = [
        f"{case['id']}: {first}, read as {second}" + (f": {' / '.join(case_text(case))}" if shown else "")
        for case, first, second in both
        if first != second
    ]
    missing = [f"not read: {case['id']}" for case in chosen if case["id"] not in read]
    return [found.words, *parted, *missing]


if __name__ == "__main__":
    raise SystemExit(main())
