"""What the engines and use cases need from outside; each has a real adapter and an in-memory twin."""

from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from service.domain.corpus import Passage, ScoredPassage
from service.domain.generation import Decision, GivenPassage, Prompt
from service.domain.importing import Source
from service.domain.resources import CountryPage, Resource

Vectors = NDArray[np.float32]
"""Unit vectors, one a row."""


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Model and fingerprint of its weights; vectors of different names do not mix."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, in order.

        Raises:
            DataError: the weights are missing or not the expected ones.
        """
        ...


class PassageStore(Protocol):
    """Keeps embedded passages and finds the nearest."""

    def fill(self, passages: Sequence[Passage], vectors: Vectors, *, version: str) -> None:
        """Hold exactly these passages, a unit vector each; a store that already holds this version does nothing.

        Raises:
            StoreUnavailableError: the store does not answer.
        """
        ...

    def nearest(self, vector: Vectors, *, limit: int) -> list[ScoredPassage]:
        """The passages nearest to a unit vector, best first, at most `limit`.

        Raises:
            StoreUnavailableError: the store does not answer.
        """
        ...

    def close(self) -> None:
        """Let go of what is held open."""
        ...


@dataclass(frozen=True, slots=True)
class MeaningScore:
    """What the encoder of the second safety tier says of one window of text.

    `signal` is the log-odds of a disclosure, not rounded yet; `group` and `voice` are the likeliest of the names the weights
    were trained on; `nearest` are the exemplars closest to it, nearest first.
    """

    signal: float
    group: str
    voice: str
    nearest: tuple[str, ...]


class MeaningEncoder(Protocol):
    """Scores windows of plain words by their meaning; the same windows always get the same scores."""

    @property
    def version(self) -> str:
        """Fingerprint of the weights."""
        ...

    def score(self, windows: Sequence[str]) -> list[MeaningScore]:
        """One score a window, in order, whatever stands beside it.

        Raises:
            DataError: the weights are missing or not the expected ones.
        """
        ...


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A need or request that passed the rubric, with the things it names, as `service.rewriting.records.AskWords` knows them.

    `fit` is how much of what the other near ones say it says: a mean cosine, the better the higher.
    """

    text: str
    things: tuple[str, ...]
    fit: float


@dataclass(frozen=True, slots=True)
class Marking:
    """What of a message can be told as an observation, a value for each of its words.

    `told` is how likely the word is told and `opens` how likely it is the first of a told sentence, both from 0 to 1; `added`
    is what is put before it, and `marks` the mark that its writer may have left out behind it: a comma, a full stop, mostly
    nothing. `feelings` and `topics` are the likeliest, likeliest first, each with its share; `needs` and `requests` those that
    fit best, best first.
    """

    told: tuple[float, ...]
    opens: tuple[float, ...]
    added: tuple[str, ...]
    marks: tuple[str, ...]
    feelings: tuple[tuple[str, float], ...]
    topics: tuple[tuple[str, float], ...]
    needs: tuple[Phrasing, ...]
    requests: tuple[Phrasing, ...]
    reached: int
    """How many words were read; of a very long message the rest is not."""


@dataclass(frozen=True, slots=True)
class MatterReading:
    """What a message brings, each with its share from 0 to 1, likeliest first.

    `classes` are cards, sections, outside subjects and acts, named as in `service.retrieval.matters`; `relations` tell whom it is
    about and `sides` on which side of a hurt its writer is.
    """

    classes: tuple[tuple[str, float], ...]
    relations: tuple[tuple[str, float], ...]
    sides: tuple[tuple[str, float], ...]


class MatterReader(Protocol):
    """Reads what a message brings; the same messages always get the same reading."""

    @property
    def version(self) -> str:
        """Fingerprint of the weights."""
        ...

    def load(self) -> None:
        """Check and load the weights.

        Raises:
            DataError: they are missing or not the expected ones.
        """
        ...

    def read(self, text: str, before: str = "") -> MatterReading:
        """What a message brings; `before` is what the person told before it, which counts less.

        Raises:
            DataError: the weights are missing or not the expected ones.
        """
        ...


class ObservationMarker(Protocol):
    """Marks what of a message a camera could have seen; the same words always get the same marks."""

    @property
    def version(self) -> str:
        """Fingerprint of the weights."""
        ...

    def mark(self, words: Sequence[str]) -> Marking:
        """The marks of a message, given as clean words with a mark behind each sentence; words beyond its reach are not told.

        Raises:
            DataError: the weights are missing or not the expected ones.
        """
        ...


class Entailment(Protocol):
    """Judges whether parts of a passage support a sentence; the same texts always get the same score."""

    @property
    def version(self) -> str:
        """Fingerprint of the weights."""
        ...

    def load(self) -> None:
        """Get ready.

        Raises:
            DataError: the weights are missing or not the expected ones.
        """
        ...

    def prepare(self, parts: Iterable[str]) -> None:
        """Read parts of the corpus ahead, so that a sentence does not wait for it.

        Raises:
            DataError: as `load`.
        """
        ...

    def read(self, sentence: str) -> "ReadSentence":
        """A sentence, read once, to be laid beside parts of several passages; nothing of it is remembered.

        Raises:
            DataError: as `load`.
        """
        ...


class ReadSentence(Protocol):
    """A sentence that the entailment model has read."""

    def score(self, parts: Sequence[str]) -> float:
        """Log-odds that the parts together say what the sentence says, rounded; the order of the parts does not matter."""
        ...


class Grammar(Protocol):
    """Tells what words do in an English sentence, and bends them."""

    def tag(self, words: Sequence[str]) -> list[str]:
        """One C5 tag a word (`VVD`, `NN2`, `AJ0`, ...), read in the context of the sentence."""
        ...

    def lemma(self, word: str, kind: str) -> str | None:
        """The base form of a word read as `VERB`, `NOUN` or `ADJ`; None where it is not known as one."""
        ...

    def inflect(self, lemma: str, form: str) -> str:
        """A base form bent to a Penn tag, such as `VBD` or `VBN`."""
        ...


class ResourceBook(Protocol):
    """The professional-help records."""

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO codes of the countries with records of their own."""
        ...

    def page(self, country: str | None) -> CountryPage | None:
        """The records of a country; None where there are none."""
        ...

    @property
    def international(self) -> CountryPage:
        """The records that hold everywhere: the finders."""
        ...

    def all(self) -> tuple[Resource, ...]:
        """Every record, shown or not."""
        ...


class DocumentReader(Protocol):
    """Opens a file that an operator brings."""

    def read(self, file: Path) -> Source:
        """The pieces of a file in reading order.

        Raises:
            InvalidInputError: there is no such file, or its kind is not known.
            DocumentError: it cannot be read, with the reason.
        """
        ...


class Writer(Protocol):
    """A language model that writes a reply, piece by piece."""

    @property
    def name(self) -> str:
        """The model's name, for the answer's record."""
        ...

    def write(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """The reply in pieces as they come; closing the generator ends the request and frees what it held.

        Raises:
            ModelUnavailableError: while iterating; its `reason` names the fault, and pieces given before it stand.
        """
        ...

    async def close(self) -> None:
        """Let go of what is held open."""
        ...


class SentenceGuard(Protocol):
    """Decides on each sentence of a model's reply before anybody sees it; never raises, and threads may share it."""

    @property
    def version(self) -> str:
        """Which checks and thresholds decide."""
        ...

    def load(self) -> None:
        """Get ready, so that the first sentence does not wait.

        Raises:
            DataError: something that the guard needs is missing or broken.
        """
        ...

    def preparing(self, passages: Sequence[GivenPassage]) -> Iterator[None]:
        """Read passages ahead, while the model is thinking, in small steps that can be broken off."""
        ...

    def check(  # noqa: PLR0913  the facts about one sentence, by name
        self,
        sentence: str,
        cited: Sequence[int],
        passages: Sequence[GivenPassage],
        *,
        said: Sequence[str] = (),
        before: Sequence[str] = (),
        resources: Sequence[Resource] = (),
    ) -> Decision:
        """Whether one sentence may be shown.

        `sentence` comes without its marks, in one line; `cited` are the numbers that the model put after it and may
        name passages that were not given. `said` are the person's own messages, `before` the sentences kept so far,
        and `resources` the help lines shown with the reply, whose numbers and links alone may appear.
        """
        ...
