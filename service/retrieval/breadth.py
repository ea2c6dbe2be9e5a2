"""Orders sections so that the first few together answer, and not five times from the same corner.

The guides repeat each other: a question about trust is answered in three of them. So a section is worth what it is likely
to answer itself and what its relatives are likely to answer, and a further section from the same family is worth less
the surer the family is served already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Chosen on the dev splits, see docs/decisions/0041.
_OF_RELATIVES = 0.4
_OF_COVERING = 1.5
# How likely the first relative answers what its section answers, and how it falls along the list.
_FIRST_RELATIVE, _FALL = 0.8, 0.25


@dataclass(frozen=True, slots=True)
class Relatives:
    """For each section the share, 0 to 1, to which each other one answers the same questions."""

    shares: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, related: Mapping[str, Sequence[str]]) -> "Relatives":
        """From lists of related sections, nearest first."""
        return cls({one: {other: 1 / (1 + _FALL * rank) for rank, other in enumerate(others)} for one, others in related.items()})

    def among(self, sections: Sequence[str]) -> Floats:
        """The shares among some sections as a square table; a row holds those of one section."""
        place = {section: number for number, section in enumerate(sections)}
        table = np.zeros((len(sections), len(sections)))
        for section, row in place.items():
            for other, share in self.shares.get(section, {}).items():
                if other in place:
                    table[row, place[other]] = share
        return table

    def joined(self, sections: Sequence[str]) -> list[str]:
        """The sections and all their relatives, each once, in this order."""
        further = (other for section in sections for other in self.shares.get(section, {}))
        return list(dict.fromkeys([*sections, *further]))


def in_order(likely: Floats, shares: Floats) -> list[tuple[int, float]]:
    """Numbers of all candidates, best first, each with its worth from 0 to 1, which never rises along the list.

    `likely` is the probability that a candidate is the best answer, `shares` the table of `Relatives.among`.
    """
    own = likely + _OF_RELATIVES * (likely @ shares)
    serves = np.eye(len(likely)) + np.minimum(shares * _FIRST_RELATIVE, _FIRST_RELATIVE)
    open_need = likely.copy()
    left = np.ones(len(likely), dtype=bool)
    chosen: list[tuple[int, float]] = []
    for _ in range(len(likely)):
        worth = np.where(left, np.round(own + _OF_COVERING * (open_need @ serves), 6), -1.0)
        best = int(np.argmax(worth))
        chosen.append((best, float(worth[best]) / (1 + _OF_RELATIVES + _OF_COVERING)))
        left[best] = False
        open_need *= 1 - serves[:, best]
    return chosen
