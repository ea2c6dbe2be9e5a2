"""What can be measured between a sentence and a passage; the support model weighs it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.guarding.contradiction import opposed, turned
from service.guarding.evidence import Evidence, Reader
from service.guarding.words import Words
from service.ports import ReadSentence, Vectors

_NEAREST = 3
# The entailment model reads one more: the nearest part is not always the one that says it.
_READ = 4
# Log-odds beyond this say no more.
_MOST = 6.0
_DUTIES = frozenset({"must", "need", "owe", "ought", "should", "oblig", "duti", "requir", "alway", "onc", "immedi", "straight", "only"})
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
    "turned_close",
    "negation_close",
    "duty",
    "strong",
    "generic",
    "times",
    "entails",
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
        stem = reader.vocabulary.stem
        self._stem_opposites = {stem(w): frozenset(stem(o) for o in others) for w, others in lists.opposites.items()}

    def __call__(self, words: Words, vector: Vectors, evidence: Evidence) -> dict[str, float]:
        """Every feature by its name, but for `entails`, which costs more."""
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
            "turned": float(turned(words, near_words, evidence.part_words)),
            "opposite": float(opposed(words, near_words, evidence.part_words, self._stem_opposites)),
            "turned_close": float(turned(words, near_words[:1], evidence.part_words)) * max(ranked[0], 0.0),
            "negation_close": float(bool(words.negations) != any(part.negations for part in near_words[:1])) * max(ranked[0], 0.0),
            "duty": self._duty(words, near_words),
            "strong": self._foreign(words, evidence.words, self._lists.strong),
            "generic": self._foreign(words, evidence.words, self._lists.generic),
            "times": self._foreign(words, evidence.words, self._lists.times),
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

    def _duty(self, words: Words, near: Sequence[Words]) -> float:
        """Duties that the sentence lays on somebody and the nearest parts do not."""
        there = {mark for part in near for mark in part.marks}
        return float(sum(mark.stem in _DUTIES and mark.sign > 0 and mark not in there for mark in words.marks))

    def _foreign(self, words: Words, whole: Words, listed: frozenset[str]) -> float:
        return float(len((set(words.tokens) & listed) - set(whole.tokens)))


def entails(sentence: ReadSentence, vector: Vectors, evidence: Evidence) -> float:
    """What the entailment model makes of a sentence beside the parts that lie nearest."""
    near = np.argsort(-(evidence.vectors @ vector), kind="stable")[:_READ]
    return max(-_MOST, min(_MOST, sentence.score([evidence.parts[n] for n in near])))


def _share(weights: Sequence[float], held: Sequence[bool], total: float) -> float:
    return sum(w for w, h in zip(weights, held, strict=True) if h) / total if weights else 1.0


def opposites_of(pairs: Sequence[Sequence[str]]) -> dict[str, frozenset[str]]:
    """Each word with all of its opposites, both ways."""
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}
