"""Learns what each cue of a statement says about its kind, and writes `service/rewriting/data/kinds.json`.

python -m evals.train_kinds            # learn and write
python -m evals.train_kinds --folds 8  # only tell how well it does on cases left out, by source

The cases are the development split of `rewrite.v1`, `kinds.v1` to `.v4`, `rewrite_work.v1` and `.v2`,
and the engine's own test statements.
No case of a test split is read. Statements to route are left out: the safety classifier has the first word on them.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.datasets import cases
from service.adapters.data_files import rewriting_folder
from service.settings import load_settings
from service.wiring import build

_OUT = rewriting_folder() / "kinds.json"
_STATEMENTS = Path(__file__).resolve().parent.parent / "tests" / "unit" / "rewriting" / "statements.jsonl"
_EXPECTED = {"rewrite": 0.71, "leave": 0.155, "affirm": 0.135}
"""How often each kind is expected in use, as far as anybody can tell: most who come want to have blame reworded."""
_STRENGTH = 0.5
_RARE = 2
Row = tuple[str, str, frozenset[str]]


def main() -> int:
    """Learn, or tell how well it goes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=0, metavar="N", help="only measure, with N parts left out in turn")
    arguments = parser.parse_args()
    rows = _rows()
    if arguments.folds:
        _measure(rows, arguments.folds)
        return 0
    kinds, bias, weights = _learn(rows)
    record = {"kinds": kinds, "bias": bias, "cues": weights}
    _OUT.write_text(json.dumps(record, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(rows)} statements, {len(weights)} cues: {_OUT.name}")
    return 0


def _rows() -> list[Row]:
    """Source, kind and cues of every statement to learn from."""
    statements = [json.loads(line) for line in _STATEMENTS.read_text(encoding="utf-8").splitlines()]
    sources = {
        "rewrite.v1 dev": cases("rewrite.v1", "dev"),
        **{name: cases(name) for name in ("kinds.v1", "kinds.v2", "kinds.v3", "kinds.v4", "rewrite_work.v1", "rewrite_work.v2")},
        "test statements": statements,
    }
    services = build(load_settings())
    try:
        cues = services.wordings.rewriter.cues
        return [
            (name, case["kind"], cues(case["statement"])) for name, found in sources.items() for case in found if case["kind"] in _EXPECTED
        ]
    finally:
        services.close()


def _learn(rows: Sequence[Row]) -> tuple[list[str], list[float], dict[str, list[float]]]:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(cue for _, _, found in rows for cue in found)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{cue: 1 for cue in sorted(found) if counts[cue] >= _RARE} for _, _, found in rows])
    labels = [kind for _, kind, _ in rows]
    model: Any = LogisticRegression(C=_STRENGTH, max_iter=5000).fit(matrix, labels)
    kinds = [str(kind) for kind in model.classes_]
    bias = [round(float(model.intercept_[i]) + _shift(kind, labels), 3) for i, kind in enumerate(kinds)]
    weights = {
        str(cue): [round(float(model.coef_[i][place]), 3) for i in range(len(kinds))] for cue, place in sorted(vectors.vocabulary_.items())
    }
    return kinds, bias, weights


def _shift(kind: str, labels: Sequence[str]) -> float:
    """Half of the way from the mix of the cases to the mix that is expected: the whole of it would reword too many plain messages."""
    from math import log

    return 0.5 * log(_EXPECTED[kind] / (labels.count(kind) / len(labels)))


def _measure(rows: Sequence[Row], folds: int) -> None:
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for fold in range(folds):
        kinds, bias, weights = _learn([row for number, row in enumerate(rows) if number % folds != fold])
        for source, kind, found in rows[fold::folds]:
            sums = [b + sum(weights[cue][i] for cue in found if cue in weights) for i, b in enumerate(bias)]
            of[source] += 1
            right[source] += kinds[sums.index(max(sums))] == kind
    for source, count in of.items():
        print(f"{source}: {right[source]}/{count} = {right[source] / count:.1%}")


if __name__ == "__main__":
    raise SystemExit(main())
