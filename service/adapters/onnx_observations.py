"""The marker of observations on onnxruntime: a small fine-tuned transformer with outputs for every word."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.adapters.onnx_outputs import likeliest, unit_vectors
from service.adapters.onnx_weights import WEIGHTS, Shipped, open_session
from service.ports import Marking, Phrasing

_TOKENS = "tokenizer.json"
_TOLD, _OPENS, _MARKS, _FIRST_ADDED = 0, 1, slice(2, 5), 5
_COMMA, _STOP = ",", "."
_SURE_OF_A_MARK = 0.6
_SHOWN, _NEAREST, _SHARPNESS = 6, 48, 12.0
_PHRASINGS = ("needs", "requests")
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
        stored = np.load(folder / WEIGHTS)
        self._phrasings = [_Phrasings(folder / f"{name}.txt", stored[f"directions.{name}"], stored[f"plain.{name}"]) for name in _PHRASINGS]

    def mark(self, words: Sequence[str]) -> Marking:
        encoded = self._tokens.encode(list(words), is_pretokenized=True)
        by_token, whole, *asked = self._session.run(None, {"ids": np.array([encoded.ids], dtype=np.int64)})
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
            marks=tuple(_mark(row) for row in rows),
            feelings=likeliest(self._feelings, whole[0, :middle], _SHOWN),
            topics=likeliest(self._topics, whole[0, middle:], _SHOWN),
            needs=self._phrasings[0].fitting(asked[0][0]),
            requests=self._phrasings[1].fitting(asked[1][0]),
            reached=max(firsts, default=-1) + 1,
        )


class _Phrasings:
    """Needs or requests with a direction each, near that of the messages they fit, and a plain embedding.

    Of the nearest ones that fits best which says what most of them say: one that lies near by chance says something else.
    """

    def __init__(self, file: Path, directions: NDArray[np.int8], plain: NDArray[np.int8]) -> None:
        lines = file.read_text("utf-8").splitlines()
        parts = [line.split("\t") for line in lines if line and not line.startswith("#")]
        self._texts = [(text, tuple(things[0].split()) if things else ()) for text, *things in parts]
        self._directions, self._plain = unit_vectors(directions), unit_vectors(plain)

    def fitting(self, direction: NDArray[np.float32]) -> tuple[Phrasing, ...]:
        """The nearest ones, best first, each with how much of what the others say it says: a mean cosine."""
        near = np.round(self._directions @ direction, _DIGITS)
        order = np.lexsort((np.arange(len(near)), -near))[:_NEAREST]
        shares = np.exp((near[order] - near[order[0]]) * _SHARPNESS)
        fits = np.round(self._plain[order] @ (shares / shares.sum() @ self._plain[order]), _DIGITS)
        best = np.lexsort((order, -fits))
        offered = ((*self._texts[order[place]], float(fits[place])) for place in best)
        return tuple(Phrasing(text, things, fit) for text, things, fit in offered)


def _mark(row: NDArray[np.float32] | None) -> str:
    """The mark that is missing behind a word, where it is sure."""
    if row is None:
        return ""
    shares = np.exp(row[_MARKS] - row[_MARKS].max())
    none, comma, stop = (float(share) for share in np.round(shares / shares.sum(), _DIGITS))
    if 1 - none < _SURE_OF_A_MARK:
        return ""
    return _COMMA if comma > stop else _STOP


def _share(row: NDArray[np.float32] | None, place: int) -> float:
    return 0.0 if row is None else round(float(1 / (1 + np.exp(-row[place]))), _DIGITS)
