"""Learns the words that a brief disclosure is told in, and writes `service/safety/meaning/words.json`.

python -m evals.meaning.train_words           # learn and write: two minutes on one core
python -m evals.meaning.train_words --check   # only tell how it does on exemplars left out, alone

It learns from the exemplars and their twins, but for the tenth that training leaves out, and from messages to send: `kinds.v1` to
`.v4` and `rewrite_work.v1` and `.v2`. Of these, the messages to route disclose, all others are harmless. No case of `safety.v1`
and none of a test split is read.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.datasets import cases
from evals.meaning.material import held_out
from service.adapters.data_files import meaning_folder, rules_folder
from service.safety.loader import load_language
from service.safety.meaning.exemplars import load_exemplars
from service.safety.meaning.plain_form import load_plain_form
from service.safety.meaning.words import WordReader, runs

_OUT = meaning_folder() / "words.json"
_SENT = ("kinds.v1", "kinds.v2", "kinds.v3", "kinds.v4", "rewrite_work.v1", "rewrite_work.v2")
_FEWEST, _MOST_RUNS, _STRENGTH = 4, 20_000, 4.0
_SPOKEN, _TO_SEND = 2.0, 3.0
_YOU = frozenset({"you", "your", "yours"})


@dataclass(frozen=True, slots=True)
class Line:
    """One text in plain form; `weight` tells how much it counts."""

    text: str
    disclosed: bool
    weight: float


def main() -> int:
    """Learn, or tell how well it goes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    learnt, left_out = _lines()
    bias, weights = _learn(learnt)
    reader = WordReader(bias, weights, "")
    print(f"{len(learnt)} lines, {len(weights)} runs; area under the curve on {len(left_out)} left out: {_area(reader, left_out):.3f}")
    if not arguments.check:
        _OUT.write_text(json.dumps({"bias": bias, "weights": weights}, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return 0


def _lines() -> tuple[list[Line], list[Line]]:
    """What is learnt from, and what is left out."""
    language = load_language(rules_folder())
    plain = load_plain_form(meaning_folder(), language)

    def line(text: str, *, disclosed: bool, weight: float | None = None) -> Line:
        words = plain(language.normalise(text)).words
        return Line(" ".join(words), disclosed, weight or (1.0 if _YOU.isdisjoint(words) else _SPOKEN))

    learnt: list[Line] = []
    left_out: list[Line] = []
    for exemplar in load_exemplars(meaning_folder() / "exemplars"):
        into = left_out if held_out(exemplar) else learnt
        into.append(line(exemplar.text, disclosed=not exemplar.harmless))
        if exemplar.twin:
            into.append(line(exemplar.twin, disclosed=False))
    sent = (case for name in _SENT for case in cases(name))
    learnt += [line(case["statement"], disclosed=case.get("kind") == "route", weight=_TO_SEND) for case in sent]
    return learnt, left_out


def _learn(lines: list[Line]) -> tuple[float, dict[str, float]]:
    """The weights of the runs that tell most, learnt a second time without the others."""
    vectors, model = _fitted(lines, None)
    first = dict(zip(vectors.get_feature_names_out().tolist(), model.coef_[0].tolist(), strict=True))
    vectors, model = _fitted(lines, sorted(first, key=lambda run: (-abs(first[run]), run))[:_MOST_RUNS])
    weights = dict(zip(vectors.get_feature_names_out().tolist(), model.coef_[0].tolist(), strict=True))
    return round(float(model.intercept_[0]), 3), {run: round(weights[run], 2) for run in sorted(weights)}


def _fitted(lines: list[Line], known: Sequence[str] | None) -> tuple[Any, Any]:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import normalize

    vectors = CountVectorizer(analyzer=runs, min_df=1 if known else _FEWEST, vocabulary=sorted(known) if known else None, binary=True)
    matrix = normalize(vectors.fit_transform([line.text for line in lines]))
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", random_state=0)
    return vectors, model.fit(matrix, [line.disclosed for line in lines], sample_weight=[line.weight for line in lines])


def _area(reader: WordReader, lines: list[Line]) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score([line.disclosed for line in lines], [reader.score(line.text) for line in lines]))


if __name__ == "__main__":
    raise SystemExit(main())
