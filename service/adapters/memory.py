"""Small in-memory twins of the ports, for tests, evals and a first look without anything installed."""

import hashlib
import re
from collections.abc import AsyncGenerator, Mapping, Sequence

import numpy as np
from anyio.lowlevel import checkpoint

from service.domain.corpus import Passage, ScoredPassage
from service.domain.errors import ModelUnavailableError
from service.domain.generation import Prompt
from service.domain.resources import CountryPage, Resource
from service.ports import MeaningScore, Vectors

_WORD = re.compile(r"\w+")


class WordMeaning:
    """A meaning encoder without a model: a window scores what its highest-scoring word does, or `otherwise`.

    `calls` keeps the batches it was asked for.
    """

    version = "words"

    def __init__(self, scores: Mapping[str, float], *, group: str = "control", voice: str = "victim", nearest: Sequence[str] = ()) -> None:
        self._scores = scores
        self._group, self._voice, self._nearest = group, voice, tuple(nearest)
        self.otherwise = -5.0
        self.calls: list[tuple[str, ...]] = []

    def score(self, windows: Sequence[str]) -> list[MeaningScore]:
        """One score a window, in order."""
        self.calls.append(tuple(windows))
        found = [max((self._scores.get(word, self.otherwise) for word in window.split()), default=self.otherwise) for window in windows]
        return [MeaningScore(signal, self._group, self._voice, self._nearest) for signal in found]


class HashEmbedder:
    """An embedder without a model: each word adds a fixed direction, so texts that share words are near.

    `calls` counts the batches embedded.
    """

    name = "words-hashed"

    def __init__(self, dimensions: int = 384) -> None:
        self._dimensions = dimensions
        self.calls = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, in order."""
        self.calls += 1
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in _WORD.findall(text.lower()) or [text]:
                vectors[
                    row, int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=4).digest()) % self._dimensions
                ] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


class MemoryPassageStore:
    """A passage store that compares with every passage."""

    def __init__(self) -> None:
        self._passages: tuple[Passage, ...] = ()
        self._vectors: Vectors = np.zeros((0, 1), dtype=np.float32)

    def fill(self, passages: Sequence[Passage], vectors: Vectors, *, version: str) -> None:  # noqa: ARG002  part of the port
        """Hold exactly these passages."""
        self._passages, self._vectors = tuple(passages), vectors

    def nearest(self, vector: Vectors, *, limit: int) -> list[ScoredPassage]:
        """The passages nearest to a unit vector, best first, at most `limit`."""
        scores: Vectors = self._vectors @ vector
        order = np.argsort(-scores, kind="stable")[:limit]
        return [ScoredPassage(self._passages[index], float(scores[index])) for index in order]

    def close(self) -> None:
        """Nothing is held open."""


class MemoryResourceBook:
    """A resource book over pages given in a test."""

    def __init__(self, international: CountryPage, pages: Mapping[str, CountryPage] | None = None) -> None:
        self._international = international
        self._pages = dict(pages or {})

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries given."""
        return tuple(sorted(self._pages))

    @property
    def international(self) -> CountryPage:
        """The page given for everywhere."""
        return self._international

    def page(self, country: str | None) -> CountryPage | None:
        """The page of a country, if one was given."""
        return self._pages.get(country or "")

    def all(self) -> tuple[Resource, ...]:
        """Every record of every page."""
        return tuple(record for page in (self._international, *self._pages.values()) for record in page.records)


class ScriptedWriter:
    """A writer that says what a test wrote for it: each reply is a list of pieces, in which an error is raised.

    `prompts` keeps what it was asked; with no reply left it raises `empty`.
    """

    def __init__(self, *replies: Sequence[str | Exception], name: str = "scripted") -> None:
        self._replies = list(replies)
        self.name = name
        self.prompts: list[Prompt] = []
        self.open = 0

    async def write(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """The next reply of the script."""
        self.prompts.append(prompt)
        self.open += 1
        try:
            for piece in self._replies.pop(0) if self._replies else [ModelUnavailableError("empty")]:
                if isinstance(piece, Exception):
                    raise piece
                await checkpoint()
                yield piece
        finally:
            self.open -= 1

    async def close(self) -> None:
        """Nothing is held open."""
