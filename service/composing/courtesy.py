"""Short right answers to messages that want no passage: a greeting, thanks, a goodbye, "are you human"."""

from collections.abc import KeysView, Sequence

from service.composing.choose import variant
from service.composing.texts import Courtesy
from service.language.matching import Language, PatternIndex

_MARKS = frozenset({".", ","})


class Courtesies:
    """Recognises such messages by reviewed patterns."""

    def __init__(self, courtesies: Sequence[Courtesy], language: Language) -> None:
        self._normalise = language.normalise
        self._index: PatternIndex[Courtesy] = PatternIndex((c, c.patterns) for c in courtesies)
        self._named = {c.id: c for c in courtesies}
        self._wordless = next((c for c in courtesies if c.id == "wordless"), None)

    def find(self, text: str) -> Courtesy | None:
        """The courtesy that a message is, or None; a longer message that only begins politely is none."""
        normal = self._normalise(text)
        words = [token for token in normal.tokens if token not in _MARKS]
        if not any(character.isalpha() for character in text):
            return self._wordless
        for courtesy, _ in self._index.matches(normal):
            if not courtesy.whole or len(words) <= courtesy.max_words:
                return courtesy
        return None

    @property
    def ids(self) -> KeysView[str]:
        """The ids of all courtesies."""
        return self._named.keys()

    def named(self, name: str) -> Courtesy | None:
        """The courtesy of an id."""
        return self._named.get(name)

    def names_it(self, name: str, text: str) -> bool:
        """Whether a text holds one of the words of a courtesy; one that lists none asks for none."""
        courtesy = self._named.get(name)
        return courtesy is None or not courtesy.names or not courtesy.names.isdisjoint(self._normalise(text).tokens)

    def reply(self, courtesy: Courtesy, seed: str, said: str) -> str:
        """One of its replies, not one that was given before."""
        return variant(courtesy.replies, seed, said)
