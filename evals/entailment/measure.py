"""How well the entailment model alone tells supported sentences of `guard.v1` from others.

python -m evals.entailment.measure weights.pt [--misses]
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from evals.entailment.material import Group
from evals.entailment.network import Comparison, Reader
from evals.entailment.train import States, judged
from evals.guard_cases import GuardCase, guard_cases, remembering, shipped
from service.guarding.evidence import split_parts
from service.ports import Embedder

_NEAREST = 4
_KINDS = ("polarity", "antonym", "role", "fact", "number", "modality", "scope", "entity")


def groups_of(found: Sequence[GuardCase], embedder: Embedder) -> list[Group]:
    """Each case with the parts of its own passage that lie nearest."""
    groups = []
    for case in found:
        passage = next(p for p in case.passages if p.n == case.own)
        parts = split_parts(f"{passage.heading}.\n{passage.text}")
        near = np.argsort(-(embedder.embed(parts) @ embedder.embed([case.text])[0]), kind="stable")[:_NEAREST]
        groups.append(Group(tuple(parts[i] for i in sorted(near)), (case.text,), (case.good,), (1.0,)))
    return groups


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--misses", action="store_true", help="show the sentences judged worst")
    wanted = parser.parse_args()
    corpus, _ = shipped()
    network, states = Comparison(), States(Reader())
    network.load_state_dict(torch.load(wanted.weights))
    for split in ("train", "dev"):
        found = [c for c in guard_cases(corpus, split) if c.kind == "paraphrase" or (c.label == "unsupported" and c.kind in _KINDS)]
        with remembering() as embedder:
            scores = judged(network, states, groups_of(found, embedder))
        good = np.array([c.good for c in found])
        print(f"{split}: n {len(found)}, area under the curve {roc_auc_score(good, scores):.3f}")
        bar = float(np.quantile(scores[good], 0.05))
        for kind in _KINDS:
            of = np.array([c.kind == kind for c in found])
            if of.any():
                print(f"  {kind}: {int((scores[of] >= bar).sum())} of {int(of.sum())} above the bar that keeps 95 % of the good")
        if wanted.misses and split == "dev":
            for i in np.argsort(scores):
                if good[i] and scores[i] < bar + 1:
                    print(f"low good {scores[i]:.2f} {found[i].text}")
            for i in np.argsort(-scores):
                if not good[i] and scores[i] >= bar:
                    print(f"high {found[i].kind} {scores[i]:.2f} {found[i].text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
