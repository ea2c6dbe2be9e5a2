"""What can be measured between a sentence and a passage; the support model weighs it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.guarding.evidence import Evidence, Reader
from service.guarding.words import Words
from service.ports import Vectors

_NEAREST = 3
NAMES = (
    "similarity",
    "second",
    "window",
    "covered",
    "covered_near",
    "soft_covered",
    "strangest",
    "uncovered",
    "pairs",
    "negation",
    "turned",
    "opposite",
    "strong",
    "generic",
    "times",
    "length",
    "entailed",
)


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists behind some features; stems, or words as they stand."""

    opposites: Mapping[str, frozenset[str]]
    strong: frozenset[str]
    generic: frozenset[str]
    times: frozenset[str]
    weights: Mapping[str, float]
    """How much a stem tells: the inverse of how many sections hold it."""


class Measure:
    """Measures sentences against evidence."""

    def __init__(self, reader: Reader, lists: Lists) -> None:
        self._reader = reader
        self._lists = lists

    def __call__(self, words: Words, vector: Vectors, evidence: Evidence, entailed: float = 0.0) -> dict[str, float]:
        """Every feature by its name."""
        near = np.argsort(-(scores := evidence.vectors @ vector))[:_NEAREST]
        ranked = [float(scores[n]) for n in near] + [0.0] * _NEAREST
        near_words = [evidence.part_words[n] for n in near]
        stems = list(dict.fromkeys(words.stems))
        near_stems = {stem for part in near_words for stem in part.stems}
        soft = self._soft(stems, evidence)
        weights = [self._lists.weights.get(stem, max(self._lists.weights.values(), default=1.0)) for stem in stems]
        total = sum(weights) or 1.0
        missing = [stem for stem in stems if stem not in evidence.words.signs]
        return {
            "similarity": ranked[0],
            "second": ranked[1],
            "window": self._window(evidence, vector, int(near[0]) if len(near) else 0),
            "covered": _share(weights, [stem in evidence.words.signs for stem in stems], total),
            "covered_near": _share(weights, [stem in near_stems for stem in stems], total),
            "soft_covered": sum(w * s for w, s in zip(weights, soft, strict=True)) / total if stems else 1.0,
            "strangest": 1 - min(soft, default=1.0),
            "uncovered": math.log1p(len(missing)),
            "pairs": len(words.pairs & evidence.words.pairs) / max(len(words.pairs), 1),
            "negation": float(bool(words.negations) != any(part.negations for part in near_words[:1])),
            "turned": self._turned(words, near_words, evidence.words),
            "opposite": self._opposite(words, near_words[:2], evidence.words),
            "strong": self._foreign(words, evidence.words, self._lists.strong),
            "generic": self._foreign(words, evidence.words, self._lists.generic),
            "times": self._foreign(words, evidence.words, self._lists.times),
            "length": math.log1p(len(words.tokens)),
            "entailed": entailed,
        }

    def _soft(self, stems: Sequence[str], evidence: Evidence) -> list[float]:
        """How well each stem is covered, 1 where it stands in the passage, else by its nearest word there."""
        if not stems or not evidence.stems:
            return [0.0] * len(stems)
        nearest = (self._reader.stem_vectors(stems) @ evidence.stem_vectors.T).max(axis=1)
        return [1.0 if stem in evidence.words.signs else float(n) for stem, n in zip(stems, nearest, strict=True)]

    def _window(self, evidence: Evidence, vector: Vectors, best: int) -> float:
        """The similarity to the best part together with a neighbour, since a sentence often sums up two."""
        found = [0.0]
        for other in (best - 1, best + 1):
            if 0 <= other < len(evidence.parts):
                both = evidence.vectors[best] + evidence.vectors[other]
                found.append(float(both @ vector / np.linalg.norm(both)))
        return max(found)

    def _turned(self, words: Words, near: Sequence[Words], whole: Words) -> float:
        """Shared stems that a negation turns round on one side only."""
        turned = 0
        for stem, signs in words.signs.items():
            there = frozenset(sign for part in near for sign in part.signs.get(stem, ()))
            if there and not signs & there and not signs & whole.signs.get(stem, frozenset()):
                turned += 1
        return float(turned)

    def _opposite(self, words: Words, near: Sequence[Words], whole: Words) -> float:
        """Words whose opposite stands in the nearest parts while they do not stand in the passage."""
        there = {token for part in near for token in part.tokens}
        everywhere = set(whole.tokens)
        return float(sum(bool(self._lists.opposites.get(t, frozenset()) & there) for t in set(words.tokens) - everywhere))

    def _foreign(self, words: Words, whole: Words, listed: frozenset[str]) -> float:
        return float(len((set(words.tokens) & listed) - set(whole.tokens)))


def _share(weights: Sequence[float], held: Sequence[bool], total: float) -> float:
    return sum(w for w, h in zip(weights, held, strict=True) if h) / total if weights else 1.0


def opposites_of(pairs: Sequence[Sequence[str]]) -> dict[str, frozenset[str]]:
    """Each word with all of its opposites, both ways."""
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}
