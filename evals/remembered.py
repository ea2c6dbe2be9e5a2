"""An embedder that remembers vectors on disk, so that evals and calibration encode each text once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from service.ports import Embedder, Vectors


class RememberingEmbedder:
    """Passes on what it has not seen; `save` writes everything to the file given."""

    def __init__(self, embedder: Embedder, file: Path) -> None:
        self._embedder, self._file = embedder, file
        self._vectors: dict[str, Vectors] = {}
        if file.is_file():
            with np.load(file, allow_pickle=False) as held:
                self._vectors = dict(zip(held["texts"].tolist(), held["vectors"], strict=True))

    @property
    def name(self) -> str:
        """That of the embedder behind it."""
        return self._embedder.name

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors in order; only new texts are encoded."""
        if new := list(dict.fromkeys(text for text in texts if text not in self._vectors)):
            self._vectors.update(zip(new, self._embedder.embed(new), strict=True))
        return np.array([self._vectors[text] for text in texts], dtype=np.float32).reshape(len(texts), -1)

    def save(self) -> None:
        """Keep what was encoded for the next run."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        texts = list(self._vectors)
        np.savez_compressed(self._file, texts=np.array(texts), vectors=np.array([self._vectors[t] for t in texts]))
