"""Fits the support model of the sentence guard and writes `service/guarding/support.json`.

Weights come from the train split, the two thresholds from the out-of-fold chances of train and from dev; test is not read.

python -m evals.calibrate_guard [--dry-run]
"""

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from evals.guard_cases import GuardCase, entailment, guard_cases, remembering, shipped
from service.domain.generation import GivenPassage
from service.guarding.sentence_guard import EvidenceGuard
from service.guarding.support import SupportModel

_TARGET = Path(__file__).parent.parent / "service" / "guarding" / "support.json"
_INVERSE_REGULARISATION = 0.05
# Beside the entailment model the other features mostly tell the same again; these add something on sections unseen.
_WEIGHED = ("similarity", "covered", "opposite", "duty", "strong", "times", "turned_close", "entails")
# Of the good sentences the support check may lose this share. The limit is 8 %, the other checks lose two or three, and on new
# sections another three to four were lost each time that it was looked at.
_LOST = 0.03
# Of sentences that a passage does not support, this share may be taken to rest on it where it was not cited.
_WRONGLY_REPAIRED = 0.02
_OTHER_CHECKS = frozenset({"plain", "markup", "language"})
Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Features of sentence and passage, whether it supports it, whether it is the sentence's own, and its section."""

    inputs: Table
    supported: NDArray[np.bool_]
    own: NDArray[np.bool_]
    train: NDArray[np.bool_]
    groups: NDArray[np.str_]


def main() -> int:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry-run", action="store_true", help="do not write the weights")
    arguments = parser.parse_args()
    corpus, knowledge = shipped()
    with remembering() as embedder:
        guard = EvidenceGuard(knowledge, embedder, SupportModel({}, 0.0, 0.5, 0.5), entailment())
        pairs = _pairs([c for split in ("train", "dev") for c in guard_cases(corpus, split)], guard)
    model = _fitted(pairs)
    for name, weight in sorted(model.weights.items(), key=lambda item: -abs(item[1])):
        print(f"  {name:15} {weight:+.3f}")
    print(f"  threshold {model.threshold}, repair {model.repair}")
    if not arguments.dry_run:
        _TARGET.write_text(json.dumps(asdict(model), indent=1) + "\n", encoding="utf-8")
        print(f"written: {_TARGET.relative_to(Path.cwd())}")
    return 0


def _pairs(found: list[GuardCase], guard: EvidenceGuard) -> Pairs:
    rows = [
        (features, p.n == c.own and c.label in ("supported", "miscited"), p.n == c.own, c)
        for c in found
        if c.kind not in _OTHER_CHECKS and c.label != "harmful"
        for looked_at in [_looked_at(c, guard)]
        for p, features in zip(looked_at, guard.features(c.text, looked_at), strict=True)
    ]
    return Pairs(
        inputs=np.array([[features[name] for name in _WEIGHED] for features, *_ in rows]),
        supported=np.array([supported for _, supported, _, _ in rows]),
        own=np.array([own for *_, own, _ in rows]),
        train=np.array([case.split == "train" for *_, case in rows]),
        groups=np.array([case.section for *_, case in rows]),
    )


def _looked_at(case: GuardCase, guard: EvidenceGuard) -> list[GivenPassage]:
    """The sentence's own passage, and of the others the one that the guard would try first."""
    others = [p for p in case.passages if p.n != case.own]
    return [next(p for p in case.passages if p.n == case.own), *guard.nearest(case.text, others)[:1]]


def _fitted(pairs: Pairs) -> SupportModel:
    centre, spread = pairs.inputs[pairs.train].mean(axis=0), pairs.inputs[pairs.train].std(axis=0) + 1e-9
    scaled = (pairs.inputs - centre) / spread
    chances = _chances(pairs, scaled)
    fitted = _logistic().fit(scaled[pairs.train & pairs.own], pairs.supported[pairs.train & pairs.own])
    weights = fitted.coef_[0] / spread
    bias = float(fitted.intercept_[0] - weights @ centre)
    threshold = float(np.quantile(chances[pairs.supported], _LOST))
    repair = float(np.quantile(chances[~pairs.own], 1 - _WRONGLY_REPAIRED))
    for name, rows in (("train, out of fold", pairs.train), ("dev", ~pairs.train)):
        own = rows & pairs.own
        kept = chances >= threshold
        print(f"{name}: area under the curve {roc_auc_score(pairs.supported[own], chances[own]):.3f}")
        print(f"  supported kept {kept[own & pairs.supported].mean():.3f}, unsupported kept {kept[own & ~pairs.supported].mean():.3f}")
    return SupportModel(
        weights={name: round(float(w), 4) for name, w in zip(_WEIGHED, weights, strict=True) if abs(w) > 1e-6},
        bias=round(bias, 4),
        threshold=round(threshold, 4),
        repair=round(max(repair, threshold), 4),
    )


def _chances(pairs: Pairs, scaled: Table) -> Table:
    """The chance of every pair by a model that did not see its section."""
    learn = pairs.train & pairs.own
    chances = _logistic().fit(scaled[learn], pairs.supported[learn]).predict_proba(scaled)[:, 1]
    for seen, held in GroupKFold(n_splits=5).split(scaled, groups=pairs.groups):
        inside = np.zeros_like(pairs.train)
        inside[seen] = True
        rows = held[pairs.train[held]]
        chances[rows] = _logistic().fit(scaled[learn & inside], pairs.supported[learn & inside]).predict_proba(scaled[rows])[:, 1]
    return np.asarray(chances, dtype=np.float64)


def _logistic() -> LogisticRegression:
    return LogisticRegression(C=_INVERSE_REGULARISATION, max_iter=2000)


if __name__ == "__main__":
    raise SystemExit(main())
