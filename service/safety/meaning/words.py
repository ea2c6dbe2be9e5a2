"""Weighs the words of a brief message: what an encoder of meaning hears too softly, since it learnt from few texts.

A bag of words, pairs and triples with a weight each, learnt from the exemplars, their twins and messages of the rewriter by
`python -m evals.meaning.train_words`. It sees no order beyond three words, so it only adds to what the encoder says.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from service.domain.errors import RuleError

_FILE = "words.json"
_LONGEST = 3


@dataclass(frozen=True, slots=True)
class WordReader:
    """`score` gives log-odds that words in plain form disclose harm; `version` is the fingerprint of the weights."""

    bias: float
    weights: Mapping[str, float]
    version: str

    def score(self, text: str) -> float:
        """Log-odds of one text: the weights of the known runs of words in it, less the longer it is."""
        known = [self.weights[run] for run in set(runs(text)) if run in self.weights]
        # Summed in one order, so that the last digit is the same in every process.
        return self.bias + (sum(sorted(known)) / sqrt(len(known)) if known else 0.0)


def runs(text: str) -> Iterator[str]:
    """Every run of up to three words."""
    words = text.split()
    for size in range(1, _LONGEST + 1):
        yield from (" ".join(words[i : i + size]) for i in range(len(words) - size + 1))


def load_words(folder: Path) -> WordReader:
    """The weights that lie in `folder`.

    Raises:
        RuleError: the file is missing or broken.
    """
    try:
        content = (folder / _FILE).read_bytes()
        record = json.loads(content)
        return WordReader(float(record["bias"]), record["weights"], hashlib.sha256(content).hexdigest()[:4])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RuleError(f"{folder / _FILE}: {error!r}") from error
