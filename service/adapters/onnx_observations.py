"""The marker of observations on onnxruntime: a small fine-tuned transformer with outputs for every word."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.adapters.onnx_weights import Shipped, open_session
from service.ports import Marking

_TOKENS = "tokenizer.json"
_TOLD, _OPENS, _FIRST_ADDED = 0, 1, 2
_SHOWN = 6
_DIGITS = 3


class OnnxObservationMarker(Shipped["_Loaded"]):
    """Loads `folder` on first use; thread-safe. `threads` is fixed, whatever the machine has.

    The tokeniser and the lowest layers are read from the folder that the manifest names as shared.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        super().__init__(folder, "the marker of observations", lambda manifest: _Loaded(folder, manifest, threads))

    def mark(self, words: Sequence[str]) -> Marking:
        """See `service.ports.ObservationMarker`.

        Raises:
            DataError: the weights are missing or not the expected ones.
        """
        return self._ready().mark(words)


class _Loaded:
    """The running parts."""

    def __init__(self, folder: Path, manifest: dict[str, Any], threads: int) -> None:
        from tokenizers import Tokenizer

        shared = folder.parent / manifest["shared"]
        self._session = open_session(folder, threads, shared=shared, named=manifest["weights"])
        self._tokens: Tokenizer = Tokenizer.from_file(str(shared / _TOKENS))
        self._tokens.enable_truncation(manifest["tokens"])
        self._added: list[str] = manifest["added"]
        self._feelings: list[str] = manifest["feelings"]
        self._topics: list[str] = manifest["topics"]

    def mark(self, words: Sequence[str]) -> Marking:
        encoded = self._tokens.encode(list(words), is_pretokenized=True)
        by_token, whole = self._session.run(None, {"ids": np.array([encoded.ids], dtype=np.int64)})
        firsts: dict[int, int] = {}
        for at, word in enumerate(encoded.word_ids):
            if word is not None:
                firsts.setdefault(word, at)
        rows = [by_token[0, firsts[n]] if n in firsts else None for n in range(len(words))]
        middle = len(self._feelings)
        return Marking(
            told=tuple(_share(row, _TOLD) for row in rows),
            opens=tuple(_share(row, _OPENS) for row in rows),
            added=tuple("" if row is None else self._added[int(np.argmax(np.round(row[_FIRST_ADDED:], 2)))] for row in rows),
            feelings=_likeliest(self._feelings, whole[0, :middle]),
            topics=_likeliest(self._topics, whole[0, middle:]),
            reached=max(firsts, default=-1) + 1,
        )


def _share(row: NDArray[np.float32] | None, place: int) -> float:
    return 0.0 if row is None else round(float(1 / (1 + np.exp(-row[place]))), _DIGITS)


def _likeliest(names: Sequence[str], logits: NDArray[np.float32]) -> tuple[tuple[str, float], ...]:
    shares = np.exp(logits - logits.max())
    shares = np.round(shares / shares.sum(), _DIGITS)
    order = sorted(range(len(names)), key=lambda n: (-shares[n], n))[:_SHOWN]
    return tuple((names[n], float(shares[n])) for n in order)
