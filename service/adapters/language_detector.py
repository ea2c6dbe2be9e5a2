"""Tells in which language a message is written, with py3langid and some telling words; only as surely as routing needs it."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from service.adapters.data_files import read_yaml
from service.domain.errors import CorpusError

SUPPORTED = "en"
# The languages told apart: those of the helpline countries and the large ones. More would only blur short messages.
LANGUAGES = (
    "ar", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja",
    "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
# On 1,942 short English questions this calls two foreign, both random letters; on 4,200 posts none.
_UNLIKELY_ENGLISH = 0.05
_VERY_UNLIKELY_ENGLISH = 0.02
_LIKELY = 0.5
_FEWEST_WORDS = 3
_FEWEST_MARKS = 2
_OTHER_SCRIPT_SHARE = 0.5
_ENGLISH_SHARE = 1 / 3
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\w*\d\w*[^\W\d_]\w*")


@dataclass(frozen=True, slots=True)
class _Words:
    english: frozenset[str]
    phrases: tuple[str, ...]
    marks: dict[str, frozenset[str]]


class LanguageDetector:
    """Loads its model on first use, which takes about a second; thread-safe."""

    def __init__(self) -> None:
        self._identifier: Any = None
        self._lock = Lock()
        self._words = _telling_words(Path(__file__).parent / "language_words.yaml")

    def load(self) -> None:
        """Load the model now."""
        with self._lock:
            if self._identifier is None:
                from py3langid.langid import MODEL_FILE, LanguageIdentifier

                identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
                identifier.set_languages(list(LANGUAGES))
                self._identifier = identifier

    def foreign(self, text: str, declared: str | None = None) -> str | None:
        """The ISO code of a language other than English that the text is surely written in, else None.

        `declared` is a language that the caller named: it decides where the text itself tells too little.
        """
        letters = [character for character in text if character.isalpha()]
        if not letters:
            return None
        if sum(not _latin(letter) for letter in letters) > _OTHER_SCRIPT_SHARE * len(letters):
            return self._best(text)[0]
        words = self._plain_words(text)
        english = sum(word in self._words.english for word in words)
        if words and (marked := self._marked(text, words, english)):
            return marked
        if not words or english >= _ENGLISH_SHARE * len(words):
            return None
        best, likely_english = self._best(text)
        if declared not in (None, SUPPORTED) and (best != SUPPORTED or not english):
            return declared
        unlikely = _UNLIKELY_ENGLISH if len(words) >= _FEWEST_WORDS else _VERY_UNLIKELY_ENGLISH if len(words) > 1 else 0.0
        return best if best != SUPPORTED and likely_english <= unlikely else None

    def telling(self, text: str) -> bool:
        """Whether a text is long enough to tell a language by."""
        return len(self._plain_words(text)) >= _FEWEST_WORDS or any(
            not unicodedata.name(c, "LATIN").startswith("LATIN") for c in text if c.isalpha()
        )

    def _marked(self, text: str, words: list[str], english: int) -> str | None:
        """The language that frequent words of it tell, where they outweigh English ones."""
        counts = {code: sum(word in marks for word in words) for code, marks in self._words.marks.items()}
        most = max(counts.values())
        if most <= english or most < min(_FEWEST_MARKS, len(words)):
            return None
        ranks = self._ranks(text)
        best = max(ranks, key=lambda code: ranks[code])
        if most < len(words) and best != SUPPORTED and ranks[best] >= _LIKELY:
            return str(best)
        return max((code for code, count in counts.items() if count == most), key=lambda code: ranks[code])

    def _plain_words(self, text: str) -> list[str]:
        folded = unicodedata.normalize("NFKD", text.translate({0x2019: "'", 0x2018: "'"})).casefold()
        plain = " ".join(_WORD.findall("".join(c for c in folded if not unicodedata.combining(c))))
        for phrase in self._words.phrases:
            plain = re.sub(rf"\b{re.escape(phrase)}\b", " ", plain)
        return plain.split()

    def _best(self, text: str) -> tuple[str, float]:
        ranks = self._ranks(text)
        return str(max(ranks, key=lambda code: ranks[code])), ranks[SUPPORTED]

    def _ranks(self, text: str) -> dict[str, float]:
        self.load()
        return dict(self._identifier.rank(text))


def _latin(letter: str) -> bool:
    return unicodedata.name(letter, "LATIN").startswith("LATIN")


def _telling_words(file: Path) -> _Words:
    data = read_yaml(file, CorpusError)
    marks = {code: frozenset(str(words).split()) for code, words in data["marks"].items()}
    return _Words(frozenset(str(data["english"]).split()), tuple(data["phrases"]), marks)
