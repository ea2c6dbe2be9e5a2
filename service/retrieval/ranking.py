"""Ranks sections by the passages that lie near a question."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from service.domain.corpus import Found, PassageKind, ScoredPassage, SearchResult, Section
from service.retrieval.passages import OUTSIDE
from service.retrieval.scope import ScopeModel

# Chosen on the dev split of evals/datasets/retrieval.v1.jsonl; `python -m evals.retrieval` measures them.
_WEIGHTS = {PassageKind.ASK: 0.55, PassageKind.TEXT: 0.25, PassageKind.STEP: 0.2}
_ASKS_AVERAGED = 2
# From this similarity to a counter-example on, its subject is named; below, it would be a guess.
_NAMES_A_TOPIC = 0.4


@dataclass(frozen=True, slots=True)
class Ranker:
    """Turns near passages into ranked sections and a scope decision; pure."""

    sections: Mapping[str, Section]
    scope: ScopeModel

    def rank(self, near: Sequence[ScoredPassage], *, limit: int) -> SearchResult:
        """Sections by fused score, best first, at most `limit`; `near` must be ordered best first.

        A kind of passage that a section has none of among `near` counts as just below the last of `near`.
        """
        inside = [scored for scored in near if not scored.passage.section.startswith(OUTSIDE)]
        outside = [scored for scored in near if scored.passage.section.startswith(OUTSIDE)]
        floor = near[-1].score if near else 0.0
        groups: dict[str, list[ScoredPassage]] = defaultdict(list)
        for scored in inside:
            groups[scored.passage.section].append(scored)
        rows = [
            Found(self.sections[section], _fused(group, floor), tuple(group))
            for section, group in groups.items()
            if section in self.sections
        ]
        rows.sort(key=lambda row: (-row.score, row.section.id))
        confidence = self.scope.confidence([s.score for s in inside], [s.score for s in outside])
        named = outside and outside[0].score >= _NAMES_A_TOPIC
        topic = outside[0].passage.section.removeprefix(OUTSIDE) if named else None
        return SearchResult(
            in_scope=confidence >= self.scope.threshold,
            confidence=confidence,
            rows=tuple(rows[:limit]),
            outside_topic=topic,
        )


def _fused(group: Sequence[ScoredPassage], floor: float) -> float:
    scores: dict[PassageKind, list[float]] = defaultdict(list)
    for scored in group:
        scores[scored.passage.kind].append(scored.score)
    asks = (scores[PassageKind.ASK] + [floor] * _ASKS_AVERAGED)[:_ASKS_AVERAGED]
    best = {kind: max(found, default=floor) for kind, found in scores.items()} | {PassageKind.ASK: fmean(asks)}
    fused = sum(weight * best.get(kind, floor) for kind, weight in _WEIGHTS.items())
    return round(max(fused, 0.0), 6)
