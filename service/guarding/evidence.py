"""What a passage gives a sentence to rest on: its parts with their words and vectors."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from service.domain.generation import GivenPassage
from service.guarding.words import Vocabulary, Words
from service.ports import Embedder, Vectors

# A part is a sentence, an item of a list or a quoted line; shorter ones join the part before.
_PART = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'])|\n+|\s+-\s+(?=\S)")
_SHORTEST = 3
_KEPT = 512


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage, read: its parts, their words, and a unit vector of each part and of each content stem."""

    text: str
    parts: tuple[str, ...]
    part_words: tuple[Words, ...]
    vectors: Vectors
    words: Words
    stems: tuple[str, ...]
    stem_vectors: Vectors


class Reader:
    """Reads passages once and remembers them; thread-safe, because the worst that can happen is reading one twice."""

    def __init__(self, embedder: Embedder, vocabulary: Vocabulary) -> None:
        self._embedder = embedder
        self.vocabulary = vocabulary
        self._read = lru_cache(maxsize=_KEPT)(self._evidence)
        self._known: dict[str, Vectors] = {}

    def evidence(self, passage: GivenPassage) -> Evidence:
        """The passage as evidence."""
        return self._read(passage.heading, passage.text)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts, not remembered."""
        return self._embedder.embed(texts)

    def stem_vectors(self, stems: Sequence[str]) -> Vectors:
        """A vector of each stem, remembered, because the same words come again and again."""
        if missing := [stem for stem in stems if stem not in self._known]:
            self.learn(missing, self._embedder.embed(missing))
        return np.array([self._known[stem] for stem in stems], dtype=np.float32)

    def needs(self, passages: Iterable[GivenPassage]) -> tuple[str, ...]:
        """The texts whose vectors reading these passages takes: their parts and their stems."""
        wanted: dict[str, None] = {}
        for passage in passages:
            wanted |= dict.fromkeys(split_parts(f"{passage.heading}.\n{passage.text}"))
            wanted |= dict.fromkeys(self.vocabulary(f"{passage.heading}. {passage.text}").stems)
        return tuple(wanted)

    def learn(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Remember vectors, so that these texts need no encoding; of texts of the corpus only."""
        self._known.update(zip(texts, vectors, strict=True))

    def _evidence(self, heading: str, text: str) -> Evidence:
        parts = split_parts(f"{heading}.\n{text}")
        words = self.vocabulary(f"{heading}. {text}")
        stems = tuple(dict.fromkeys(words.stems))
        return Evidence(
            text=f"{heading}. {text}",
            parts=parts,
            part_words=tuple(self.vocabulary(part) for part in parts),
            vectors=self._part_vectors(parts),
            words=words,
            stems=stems,
            stem_vectors=self.stem_vectors(stems),
        )

    def _part_vectors(self, parts: Sequence[str]) -> Vectors:
        if all(part in self._known for part in parts):
            return np.array([self._known[part] for part in parts], dtype=np.float32)
        return self._embedder.embed(parts)


def split_parts(text: str) -> tuple[str, ...]:
    """The parts of a passage: its sentences, items and quoted lines."""
    parts: list[str] = []
    for part in (piece.strip(" -\n") for piece in _PART.split(text)):
        if parts and len(part.split()) < _SHORTEST:
            parts[-1] = f"{parts[-1]} {part}"
        elif part:
            parts.append(part)
    return tuple(parts)
