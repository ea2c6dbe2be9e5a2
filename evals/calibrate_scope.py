"""Fits the scope model on the dev splits of the scope and retrieval sets and prints what it reaches on dev and test.

python -m evals.calibrate_scope            # fit, print, write service/retrieval/scope.json
python -m evals.calibrate_scope --dry-run  # fit and print only
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from evals.datasets import cases
from service.adapters.corpus_files import load_corpus
from service.adapters.data_files import data_folder
from service.adapters.sentence_embedder import SentenceEmbedder
from service.adapters.vector_cache import VectorCache
from service.ports import Vectors
from service.retrieval.passages import OUTSIDE, passages_of
from service.retrieval.scope import NEAREST, Frontier, ScopeModel, features
from service.settings import load_settings

# Strong regularisation would flatten the contrast of two similarities that lie close together.
_INVERSE_REGULARISATION = 100.0
# A covered question that is refused is the worse mistake, so few of those are allowed on dev.
_REFUSED_ON_DEV = 0.02
_EVEN = 0.5
_TARGET = Path(__file__).parent.parent / "service" / "retrieval" / "scope.json"


def main() -> int:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry-run", action="store_true", help="do not write the model")
    arguments = parser.parse_args()
    rows, inputs = _inputs()
    dev = np.array([row["split"] == "dev" for row in rows])
    covered = np.array([row["in_scope"] for row in rows])
    fitted = LogisticRegression(C=_INVERSE_REGULARISATION).fit(inputs[dev], covered[dev])
    bias = float(fitted.intercept_[0])
    chances = fitted.predict_proba(inputs)[:, 1]
    threshold = min(_EVEN, float(np.quantile(chances[dev & covered], _REFUSED_ON_DEV)))
    inside, outside, apart = (round(float(weight), 3) for weight in fitted.coef_[0])
    model = ScopeModel(inside, outside, round(bias, 3), round(threshold, 3), apart)
    for split in ("dev", "test"):
        _report(split, [(row, chance) for row, chance in zip(rows, chances, strict=True) if row["split"] == split], threshold)
    if not arguments.dry_run:
        _TARGET.write_text(json.dumps({name: getattr(model, name) for name in model.__slots__}) + "\n", encoding="utf-8")
        print(f"written: {_TARGET.relative_to(Path.cwd())}")
    return 0


def _inputs() -> tuple[list[dict[str, Any]], Vectors]:
    settings = load_settings()
    corpus = load_corpus(settings.corpus_dir or data_folder("corpus"))
    embedder = SentenceEmbedder()
    passages = passages_of(corpus)
    texts = [passage.text for passage in passages]
    vectors = VectorCache(settings.cache_dir).vectors(texts, embedder, version=corpus.version)
    outside = np.array([passage.section.startswith(OUTSIDE) for passage in passages])
    questions = [{**row, "in_scope": True, "kind": "question"} for name in ("retrieval.v1", "retrieval.v2") for row in cases(name)]
    rows = [*cases("scope.v1"), *cases("scope.v2"), *questions]
    asked = embedder.embed([row["query"] for row in rows])
    frontier = Frontier(vectors, [not one for one in outside])
    return rows, np.array([_features(vector, vectors, outside, frontier) for vector in asked], dtype=np.float32)


def _features(vector: Vectors, vectors: Vectors, outside: NDArray[np.bool_], frontier: Frontier) -> tuple[float, ...]:
    scores = vectors @ vector
    near, far = (np.sort(scores[part])[::-1][:NEAREST].tolist() for part in (~outside, outside))
    return (*features(near, far), frontier.side(vector))


def _report(split: str, scored: list[tuple[dict[str, Any], float]], threshold: float) -> None:
    print(f"{split}:")
    for kind in ("inside", "question", "near", "far"):
        of_kind = [chance for row, chance in scored if row["kind"] == kind]
        said_outside = sum(chance < threshold for chance in of_kind)
        print(f"  {kind:8} said to be outside: {said_outside}/{len(of_kind)}")


if __name__ == "__main__":
    raise SystemExit(main())
