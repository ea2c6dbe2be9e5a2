"""Ranks sections for a question, from the passages that lie near, from its vector and from its words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.domain.corpus import Found, Passage, PassageKind, ScoredPassage, SearchResult, Section
from service.ports import Vectors
from service.retrieval.breadth import Floats, Relatives, in_order
from service.retrieval.discriminant import Discriminant
from service.retrieval.lexical import Lexicon
from service.retrieval.passages import OUTSIDE
from service.retrieval.scope import Frontier, ScopeModel

# Chosen on the dev splits of evals/datasets/retrieval.v1 and v2, see docs/decisions/0040; `python -m evals.retrieval` measures them.
_ASKS, _TEXT, _VECTOR, _WORDS = 0.7, 0.3, 0.01, 0.06
_ASKS_AVERAGED = 3
# Small makes the best section sure of itself, large lets many share.
_TEMPERATURE = 0.06
_CANDIDATES = 40
# Brings a worth to the scale of a similarity: two sections that answer as well stand close, a hanger-on well below.
_SCORE_POWER = 0.12
# From this similarity to a counter-example on, its subject is named; below, it would be a guess.
_NAMES_A_TOPIC = 0.4


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the words and their vector."""

    text: str
    vector: Vectors


class Ranker:
    """Turns near passages into ranked sections and a scope decision.

    It ranks by nearness alone until `learn` has read the passages. The same question gives the same rows.
    """

    def __init__(self, sections: Mapping[str, Section], scope: ScopeModel, related: Mapping[str, Sequence[str]] | None = None) -> None:
        self._sections = sections
        self._names = tuple(sorted(sections))
        self._place = {section: number for number, section in enumerate(self._names)}
        self._scope = scope
        self._relatives = Relatives.of(related or {})
        self._learnt: _Learnt | None = None

    def learn(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Learn words, directions and numbers of asks from the passages of the index; takes well under a second."""
        owners = [self._place.get(passage.section, -1) for passage in passages]
        asks = np.zeros(len(self._names), dtype=np.intp)
        for owner, passage in zip(owners, passages, strict=True):
            if owner >= 0 and passage.kind is PassageKind.ASK:
                asks[owner] += 1
        self._learnt = _Learnt(
            Lexicon(passages, self._names),
            Discriminant(vectors, owners, len(self._names)),
            Frontier(vectors, [not passage.section.startswith(OUTSIDE) for passage in passages]),
            asks,
        )

    def rank(self, near: Sequence[ScoredPassage], *, limit: int, question: Question | None = None) -> SearchResult:
        """Sections, best first, at most `limit`; `near` must be ordered best first.

        A passage that is not among `near` counts as just as near as the last of them.
        """
        inside = [scored for scored in near if not scored.passage.section.startswith(OUTSIDE)]
        outside = [scored for scored in near if scored.passage.section.startswith(OUTSIDE)]
        side = self._learnt.frontier.side(question.vector) if self._learnt and question is not None else 0.0
        confidence = self._scope.confidence([s.score for s in inside], [s.score for s in outside], side)
        named = outside and outside[0].score >= _NAMES_A_TOPIC
        return SearchResult(
            in_scope=confidence >= self._scope.threshold,
            confidence=confidence,
            rows=self._rows(inside, near[-1].score, limit, question) if inside else (),
            outside_topic=outside[0].passage.section.removeprefix(OUTSIDE) if named else None,
        )

    def _rows(self, inside: Sequence[ScoredPassage], floor: float, limit: int, question: Question | None) -> tuple[Found, ...]:
        groups: dict[str, list[ScoredPassage]] = defaultdict(list)
        for scored in inside:
            if scored.passage.section in self._sections:
                groups[scored.passage.section].append(scored)
        asked = self._learnt.asks if self._learnt else None
        nearness = np.full(len(self._names), floor)
        for section, group in groups.items():
            place = self._place[section]
            nearness[place] = _nearness(group, floor, _ASKS_AVERAGED if asked is None else min(_ASKS_AVERAGED, int(asked[place])))
        scores = nearness.copy()
        if self._learnt and question is not None:
            scores += _VECTOR * self._learnt.discriminant.scores(question.vector)
            scores += _WORDS * self._learnt.lexicon.scores(question.text)
        ordered = [(name, worth) for name, worth in self._ordered(np.round(scores, 4)) if self._learnt or name in groups]
        if not ordered:
            return ()
        first, most = ordered[0]
        top = min(max(float(nearness[self._place[first]]), 0.0), 1.0)
        return tuple(
            Found(self._sections[name], round(top * (worth / most) ** _SCORE_POWER, 6), tuple(groups.get(name, ())))
            for name, worth in ordered[:limit]
        )

    def _ordered(self, scores: Floats) -> list[tuple[str, float]]:
        """All sections with their worth: first the likely ones and their relatives, best first, then the rest by score."""
        by_score = [self._names[number] for number in np.argsort(-scores, kind="stable")]
        candidates = [n for n in self._relatives.joined(by_score[:_CANDIDATES]) if n in self._place]
        chances = np.exp((scores - scores.max(initial=-np.inf)) / _TEMPERATURE)
        likely = (chances / chances.sum())[[self._place[name] for name in candidates]]
        chosen = in_order(likely, self._relatives.among(candidates))
        taken = set(candidates)
        least = chosen[-1][1]
        return [(candidates[number], worth) for number, worth in chosen] + [(name, least) for name in by_score if name not in taken]


@dataclass(frozen=True, slots=True)
class _Learnt:
    lexicon: Lexicon
    discriminant: Discriminant
    frontier: Frontier
    asks: NDArray[np.intp]


def _nearness(group: Sequence[ScoredPassage], floor: float, averaged: int) -> float:
    """How near a section lies: its nearest asks, as many as it has up to three, and its text."""
    asks = [scored.score for scored in group if scored.passage.kind is PassageKind.ASK][:averaged]
    text = max((scored.score for scored in group if scored.passage.kind is PassageKind.TEXT), default=floor)
    if not averaged:
        return text
    return _ASKS * (sum(asks) + floor * (averaged - len(asks))) / averaged + _TEXT * text
