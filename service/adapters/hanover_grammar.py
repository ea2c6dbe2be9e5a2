"""Grammar with HanTa for tags and lemminflect for forms; both carry their data in the package."""

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

_MODEL = "morphmodel_en.pgz"
_KNOWN_FORMS = {
    ("cancel", "VBD"): "cancelled",
    ("cancel", "VBN"): "cancelled",
    ("cancel", "VBG"): "cancelling",
    ("be", "VBN"): "been",
    ("be", "VBG"): "being",
    ("text", "VBD"): "texted",
    ("text", "VBN"): "texted",
    ("wake", "VBN"): "woken",
    ("get", "VBN"): "got",
}
_NEW_VERBS = {
    "texting": "text",
    "texted": "text",
    "texts": "text",
    "text": "text",
    "vape": "vape",
    "vaping": "vape",
    "dm": "dm",
    "dming": "dm",
    "facetimed": "facetime",
    "googled": "google",
    "googling": "google",
    "gaming": "game",
}


class HanoverGrammar:
    """Loads its model on first use, which takes about a third of a second; thread-safe."""

    def __init__(self) -> None:
        self._tagger: Any = None
        self._lock = Lock()

    def load(self) -> None:
        """Load the model now."""
        with self._lock:
            if self._tagger is None:
                from HanTa.HanoverTagger import HanoverTagger

                self._tagger = HanoverTagger(_MODEL)

    def tag(self, words: Sequence[str]) -> list[str]:
        """One C5 tag a word."""
        if not words:
            return []
        self.load()
        with self._lock:  # the tagger keeps a cache of its own
            return [str(tag) for _, _, tag in self._tagger.tag_sent(list(words))]

    def lemma(self, word: str, kind: str) -> str | None:
        """The base form of a word read as `VERB`, `NOUN` or `ADJ`; None where it is not known as one."""
        return _lemma(word, kind)

    def inflect(self, lemma: str, form: str) -> str:
        """A base form bent to a Penn tag."""
        return _inflected(lemma, form)


@lru_cache(maxsize=20_000)
def _lemma(word: str, kind: str) -> str | None:
    from lemminflect import getAllLemmas

    if kind == "VERB" and word in _NEW_VERBS:
        return _NEW_VERBS[word]
    found: tuple[str, ...] = getAllLemmas(word, upos=kind).get(kind, ())
    return found[0] if found else None


@lru_cache(maxsize=20_000)
def _inflected(lemma: str, form: str) -> str:
    from lemminflect import getInflection

    found: tuple[str, ...] = getInflection(lemma, tag=form)
    return _KNOWN_FORMS.get((lemma, form)) or (found[0] if found else lemma)
