"""Makes new short texts out of written ones, for a larger encoder to give its opinion of; nobody labels them."""

import random
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

_PLACES = 2


class Varying:
    """Changes a word or two of a text for words that stand between the same neighbours elsewhere.

    "He keeps my bank card" may become "He keeps my loyalty card" or "He hides my bank card": some of it dangerous, some harmless,
    some nonsense.
    """

    def __init__(self, texts: Iterable[str], chance: random.Random) -> None:
        self._chance = chance
        self._after: dict[str, set[str]] = defaultdict(set)
        self._before: dict[str, set[str]] = defaultdict(set)
        for text in texts:
            words = _bounded(text)
            for left, right in pairwise(words):
                self._after[left.lower()].add(right)
                self._before[right.lower()].add(left)

    def __call__(self, text: str) -> str:
        """The text with up to two words changed; the same text where nothing fits."""
        words = _bounded(text)
        places = list(range(1, len(words) - 1))
        self._chance.shuffle(places)
        left = self._chance.randint(1, _PLACES)
        for place in places:
            fitting = self._after[words[place - 1].lower()] & self._before[words[place + 1].lower()] - {words[place]}
            if fitting:
                words[place] = self._chance.choice(sorted(fitting))
                left -= 1
            if not left:
                break
        return " ".join(words[1:-1])


def _bounded(text: str) -> list[str]:
    return ["", *text.split(), ""]
