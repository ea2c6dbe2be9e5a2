"""Trains what words and phrases add to the reader of brief messages: `python -m evals.meaning.train_words --posts posts.jsonl`.

A logistic regression on hashed words, pairs and triples, on the same texts that the encoder learns from. It is written
beside the encoder's weights; run `evals.meaning.export` without weights afterwards, so that the manifest names it.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

from evals.meaning.material import Bag, Material
from service.adapters.data_files import meaning_folder
from service.adapters.word_weights import places

_SIZE, _WIDEST, _PASSES, _REGULAR = 1 << 18, 127, 12, 1e-6


def matrix(texts: Sequence[str]) -> csr_matrix:
    """A row a text: its grams, of length one together."""
    found = [places(text, _SIZE) for text in texts]
    ends = np.cumsum([0, *map(len, found)])
    values = np.concatenate([np.full(len(row), 1 / np.sqrt(max(len(row), 1))) for row in found])
    return csr_matrix((values, np.concatenate(found).astype(np.int64), ends), shape=(len(texts), _SIZE))


def once(bags: Sequence[Bag]) -> list[Bag]:
    """The bags of a single window, each text and label once."""
    kept = {(bag.windows[0], bag.disclosed): bag for bag in reversed(bags) if len(bag.windows) == 1 and bag.windows[0]}
    return list(reversed(kept.values()))


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=meaning_folder() / "weights_brief" / "words.npz")
    parser.add_argument("--share", type=float, default=0.3, help="how much they count beside the encoder")
    parser.add_argument("--seed", type=int, default=11)
    wanted = parser.parse_args()
    bags = once(Material().brief(wanted.posts, wanted.seed))
    learner = SGDClassifier(loss="log_loss", alpha=_REGULAR, max_iter=_PASSES, tol=None, random_state=0, class_weight="balanced")
    learner.fit(matrix([bag.windows[0] for bag in bags]), [bag.disclosed for bag in bags], sample_weight=[bag.weight for bag in bags])
    weights = learner.coef_[0]
    scale = float(np.abs(weights).max() / _WIDEST)
    np.savez_compressed(
        wanted.out, weights=np.round(weights / scale).astype(np.int8), scale=scale, bias=float(learner.intercept_[0]), share=wanted.share
    )
    print(f"{len(bags)} texts; written to {wanted.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
