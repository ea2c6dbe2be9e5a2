"""Which matter a message brings: what the reader finds, cleared of what does not fit the conversation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from service.domain.corpus import Brought, Matter, Relation
from service.ports import MatterReader, MatterReading
from service.retrieval.passages import OUTSIDE

CARD, SECTION, ACT = "card:", "section:", "act:"
"""Prefixes of the classes of the reader: a matter's card, a section of a guide, an act; outside subjects have their own."""
# What a card for other people, or for the other side, may have left of its share.
_OTHERS = 0.4
_FEW_WORDS = 4
# From this share on a message is for somebody else, whichever of them; see docs/decisions/0085 and 0088.
_SURELY_OUTSIDE, _NAMED = 0.5, 0.3
# So much of what it may bring is the coach's, and so little somebody else's, where it surely is for the coach.
_SURELY_INSIDE, _HARDLY_OUTSIDE = 0.5, 0.05
_SURELY_ABOUT = 0.7


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message may bring, likeliest first, and whom it is surely about.

    `elsewhere` says that a message is surely for somebody else, with its subject in `outside` where one is likely; `inside` that
    it is surely for the coach.
    """

    brought: tuple[Brought, ...] = ()
    relation: Relation | None = None
    outside: str | None = None
    elsewhere: bool = False
    inside: bool = False

    def surely(self, share: float) -> tuple[Brought, ...]:
        """The matters with at least this share."""
        return tuple(one for one in self.brought if one.share >= share)


class Matters:
    """Finds matters; knows none where there are no cards."""

    def __init__(self, matters: Mapping[str, Matter], reader: MatterReader) -> None:
        self._matters, self._reader = matters, reader

    def load(self) -> None:
        """Load the reader.

        Raises:
            DataError: its weights are missing or not the expected ones.
        """
        if self._matters:
            self._reader.load()

    def heard(self, texts: Sequence[str], fits: Callable[[Matter], bool] = lambda _: True) -> Heard:
        """What the last message may bring; `fits` tells what may be used in the conversation.

        Raises:
            DataError: the weights of the reader are missing or not the expected ones.
        """
        if not self._matters:
            return Heard()
        reading = self._reader.read(texts[-1], told_before(texts))
        people, surely = reading.relations[0]
        relation = Relation(people) if surely >= _SURELY_ABOUT else None
        outside, outside_share = next((one for one in reading.classes if one[0].startswith(OUTSIDE)), ("", 0.0))
        if (away := _share(reading, OUTSIDE)) >= _SURELY_OUTSIDE:
            return Heard((), relation, outside.removeprefix(OUTSIDE) if outside_share >= _NAMED else None, elsewhere=True)
        inside = away <= _HARDLY_OUTSIDE and _share(reading, CARD, SECTION) >= _SURELY_INSIDE
        cards = ((self._matters.get(name.removeprefix(CARD)), share) for name, share in reading.classes if name.startswith(CARD))
        found = [
            Brought(matter, round(share * _of_people(matter, reading), 4))
            for matter, share in cards
            if matter is not None and share > outside_share and fits(matter)
        ]
        return Heard(tuple(sorted(found, key=lambda one: -one.share)), relation, inside=inside)


def told_before(texts: Sequence[str]) -> str:
    """What was told before the last message, in order; what is only a few words tells nothing."""
    return "\n".join(text for text in texts[:-1] if len(text.split()) > _FEW_WORDS)


def _share(reading: MatterReading, *beginnings: str) -> float:
    """What all classes of these kinds have together, of those that the reading shows."""
    return sum(share for name, share in reading.classes if name.startswith(beginnings))


def _of_people(matter: Matter, reading: MatterReading) -> float:
    """How well a card fits whom the message is about and on which side its writer is: from little to 1."""
    fit = 1.0
    if matter.relation is not Relation.ANY:
        fit *= _OTHERS + (1 - _OTHERS) * dict(reading.relations).get(matter.relation, 0.0)
    if matter.side is not None:
        fit *= _OTHERS + (1 - _OTHERS) * dict(reading.sides).get(matter.side, 0.0)
    return fit
