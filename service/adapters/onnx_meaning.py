"""The encoder of the second safety tier: a small fine-tuned transformer on onnxruntime.

The graph holds no weights; they lie beside it as 8-bit numbers with a scale a row and are widened to 32 bits when loaded.
So a score does not depend on what else is in the batch, nor on which integer instructions a processor has.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.adapters.onnx_outputs import unit_vectors
from service.adapters.onnx_weights import Shipped, open_session
from service.adapters.word_weights import WordWeights
from service.ports import MeaningScore

_TOKENS, _EXEMPLARS, WORDS = "tokenizer.json", "exemplars.npz", "words.npz"
_NEAREST = 7
_BATCH = 16


class OnnxMeaningEncoder(Shipped["_Loaded"]):
    """Loads `folder` on first use; thread-safe. `threads` is fixed, whatever the machine has.

    A manifest may name a folder beside its own as `shared`: tokeniser and lower layers are then read from there. Where it
    names weights of words, they add to every score.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        super().__init__(folder, "the second safety tier", lambda manifest: _Loaded(folder, manifest, threads))

    def score(self, windows: Sequence[str]) -> list[MeaningScore]:
        """One score a window, in order, whatever stands beside it.

        Raises:
            DataError: the weights are missing or not the expected ones.
        """
        loaded = self._ready()
        by_length = sorted(range(len(windows)), key=lambda i: len(windows[i]))
        scores: dict[int, MeaningScore] = {}
        for start in range(0, len(by_length), _BATCH):
            chosen = by_length[start : start + _BATCH]
            scores |= dict(zip(chosen, loaded.score([windows[i] for i in chosen]), strict=True))
        return [scores[i] for i in range(len(windows))]

    def vectors(self, windows: Sequence[str]) -> NDArray[np.float32]:
        """The unit vector of each window, a row each; exemplars are compared by them."""
        loaded = self._ready()
        return np.concatenate([loaded.run(windows[i : i + _BATCH])[1] for i in range(0, len(windows), _BATCH)])


class _Loaded:
    """The running parts."""

    def __init__(self, folder: Path, manifest: dict[str, Any], threads: int) -> None:
        from tokenizers import Tokenizer

        shared = folder.parent / manifest["shared"] if "shared" in manifest else None
        self._session = open_session(folder, threads, shared=shared)
        self._tokens: Tokenizer = Tokenizer.from_file(str((shared or folder) / _TOKENS))
        self._tokens.enable_truncation(manifest["tokens"])
        self._tokens.enable_padding()
        self._groups: list[str] = manifest["groups"]
        self._voices: list[str] = manifest["voices"]
        self._words = WordWeights(folder / WORDS) if WORDS in manifest["sha256"] else lambda _: 0.0
        exemplars = np.load(folder / _EXEMPLARS)
        self._names: list[str] = exemplars["ids"].tolist()
        self._vectors: NDArray[np.float32] = unit_vectors(exemplars["vectors"])

    def run(self, windows: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        encoded = self._tokens.encode_batch(list(windows))
        ids = np.array([e.ids for e in encoded], dtype=np.int64)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.float32)
        logits, vectors = self._session.run(None, {"ids": ids, "mask": mask})
        return logits, vectors

    def score(self, windows: Sequence[str]) -> list[MeaningScore]:
        logits, vectors = self.run(windows)
        near = [_highest(row, _NEAREST) for row in np.round(vectors @ self._vectors.T, 3)]
        groups = 1 + len(self._groups)
        return [
            MeaningScore(
                signal=float(row[0]) + self._words(window),
                group=self._groups[int(np.argmax(np.round(row[1:groups], 2)))],
                voice=self._voices[int(np.argmax(np.round(row[groups:], 2)))],
                nearest=tuple(self._names[i] for i in order),
            )
            for window, row, order in zip(windows, logits, near, strict=True)
        ]


def _highest(values: NDArray[np.float32], most: int) -> NDArray[np.intp]:
    """Where the highest values stand, highest first, and of equal ones the first first; without sorting the rest."""
    if len(values) > most:
        least = np.partition(values, -most)[-most]
        found = np.flatnonzero(values >= least)
    else:
        found = np.arange(len(values))
    return found[np.argsort(-values[found], kind="stable")][:most]
