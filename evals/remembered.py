"""Encoders that remember what they computed, so that evals and calibration encode each text once.

Texts are kept as hashes, since a text may be somebody's own.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

import numpy as np

from service.ports import Embedder, Entailment, MeaningEncoder, MeaningScore, Vectors


class RememberingEmbedder:
    """Passes on what it has not seen; `save` writes everything to the file given, if any."""

    def __init__(self, embedder: Embedder, file: Path | None) -> None:
        self._embedder, self._file = embedder, file
        self._new = False
        self.awake = True
        self._vectors: dict[str, Vectors] = {}
        if file is not None and file.is_file():
            try:
                with np.load(file, allow_pickle=False) as held:
                    if str(held["name"]) == embedder.name:
                        self._vectors = dict(zip(held["keys"].tolist(), held["vectors"], strict=True))
            except (OSError, ValueError, KeyError, EOFError, BadZipFile):
                self._vectors = {}

    @property
    def name(self) -> str:
        """That of the embedder behind it."""
        return self._embedder.name

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors in order; only new texts are encoded, or all where it is not `awake`."""
        if not self.awake:
            return self._embedder.embed(texts)
        keys = [_key(text) for text in texts]
        if missing := {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}:
            self._vectors.update(zip(missing, self._embedder.embed(list(missing.values())), strict=True))
            self._new = True
        return np.array([self._vectors[key] for key in keys], dtype=np.float32).reshape(len(texts), -1)

    def save(self) -> None:
        """Keep what was encoded for the next run."""
        if self._file is None or not self._new:
            return
        keys, vectors = list(self._vectors), list(self._vectors.values())
        _written(self._file, lambda out: np.savez(out, name=np.array(self.name), keys=np.array(keys), vectors=np.array(vectors)))


class RememberingMeaning:
    """The encoder of the second safety tier, with a memory of the same kind."""

    def __init__(self, encoder: MeaningEncoder, file: Path | None) -> None:
        self._encoder, self._file = encoder, file
        self._new = False
        self.awake = True
        self._scores: dict[str, MeaningScore] = {}
        if file is not None and file.is_file():
            try:
                held = json.loads(file.read_text(encoding="utf-8"))
                if held["version"] == encoder.version:
                    self._scores = {key: MeaningScore(**s | {"nearest": tuple(s["nearest"])}) for key, s in held["scores"].items()}
            except (OSError, ValueError, KeyError, TypeError):
                self._scores = {}

    @property
    def version(self) -> str:
        """That of the encoder behind it."""
        return self._encoder.version

    def score(self, windows: Sequence[str]) -> list[MeaningScore]:
        """One score a window, in order; only new windows are encoded, or all where it is not `awake`."""
        if not self.awake:
            return self._encoder.score(windows)
        keys = [_key(window) for window in windows]
        if missing := {key: window for key, window in zip(keys, windows, strict=True) if key not in self._scores}:
            self._scores.update(zip(missing, self._encoder.score(list(missing.values())), strict=True))
            self._new = True
        return [self._scores[key] for key in keys]

    def save(self) -> None:
        """Keep what was encoded for the next run."""
        if self._file is None or not self._new:
            return
        record = {"version": self.version, "scores": {key: asdict(score) for key, score in self._scores.items()}}
        _written(self._file, lambda out: out.write(json.dumps(record).encode()))


def _written(file: Path, write: Callable[[IO[bytes]], Any]) -> None:
    """Write a file whole or not at all, since runs may share the folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            write(out)
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class RememberingEntailment:
    """Passes on what it has not judged; with it, judging the same cases again with other checks costs little."""

    def __init__(self, model: Entailment) -> None:
        self._model = model
        self._scores: dict[tuple[str, tuple[str, ...]], float] = {}
        self.version = model.version

    def load(self) -> None:
        """Get ready."""
        self._model.load()

    def prepare(self, parts: Iterable[str]) -> None:
        """Read parts ahead."""
        self._model.prepare(parts)

    def read(self, sentence: str) -> "RememberedSentence":
        """A sentence whose scores are remembered."""
        return RememberedSentence(sentence, self._model, self._scores)


class RememberedSentence:
    """A sentence that is read only where a score is not known."""

    def __init__(self, sentence: str, model: Entailment, scores: dict[tuple[str, tuple[str, ...]], float]) -> None:
        self._sentence, self._model, self._scores = sentence, model, scores

    def score(self, parts: Sequence[str]) -> float:
        """As the model's."""
        key = (self._sentence, tuple(sorted(parts)))
        if key not in self._scores:
            self._scores[key] = self._model.read(self._sentence).score(parts)
        return self._scores[key]
