"""Which act a message is, by meaning: a thank-you, a goodbye, a wish for words.

Patterns know the wordings that were thought of. This learns from lines when the index is made ready, with the means of
`Discriminant`: every act is a class, and so is every section and every outside subject, so that a message which brings a
matter of its own is taken for that.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from service.domain.corpus import Passage, PassageKind
from service.ports import Vectors
from service.retrieval.discriminant import Discriminant

# How far an act must be ahead of every matter, in log-odds. Once the coach has answered, short acts are far more common, and
# a mistake costs less. Chosen on lines and asks that were left out of the learning: see docs/decisions/0067.
_SURELY_AHEAD = 6.0
_AHEAD = 0.0
# Of a very large corpus, this many questions tell enough.
_MOST_ASKS = 20_000
MATTER = ""
"""The act of a line that brings a matter of its own."""


@dataclass(frozen=True, slots=True)
class ActLine:
    """One message as people type it, and the id of the act that it is; `MATTER` where it is none."""

    act: str
    text: str


class Acts:
    """Recognises acts; knows none until `learn` has read the lines. `aside` are sections whose passages overlap with acts."""

    def __init__(self, lines: Sequence[ActLine], aside: Collection[str] = ()) -> None:
        self.lines = tuple(lines)
        self._aside = frozenset(aside)
        self._names = tuple(sorted({line.act for line in lines if line.act != MATTER}))
        self._learnt: Discriminant | None = None

    def learn(self, vectors: Vectors, passages: Sequence[Passage], around: Vectors) -> None:
        """Learn from the vectors of the lines, in order, and of the passages around them; takes well under a second."""
        if not self._names:
            return
        places = {name: number for number, name in enumerate((*self._names, MATTER))}
        asks = [n for n, p in enumerate(passages) if p.kind is PassageKind.ASK and p.section not in self._aside]
        asks = asks[:: max(len(asks) // _MOST_ASKS, 1)]
        owners = [places[line.act] for line in self.lines]
        owners += [places.setdefault(f"section {passages[number].section}", len(places)) for number in asks]
        self._learnt = Discriminant(np.vstack([vectors, around[asks]]), owners, len(places))

    def of(self, vector: Vectors, among: Collection[str], *, surely: bool) -> str | None:
        """The act of a message, out of those that make sense now, or None where it brings a matter of its own.

        `surely` asks for a wide lead, where a matter is likely.
        """
        if self._learnt is None:
            return None
        scores = self._learnt.scores(vector)
        possible = [(float(scores[number]), name) for number, name in enumerate(self._names) if name in among]
        if not possible:
            return None
        best, name = max(possible)
        ahead = best - float(scores[len(self._names) :].max())
        return name if ahead >= (_SURELY_AHEAD if surely else _AHEAD) else None
