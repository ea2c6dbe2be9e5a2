"""The entailment model of the sentence guard on onnxruntime: a small transformer that reads each part of a passage once."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.adapters.onnx_weights import Shipped, open_session
from service.domain.errors import DataError

_TOKENS = "tokenizer.json"
# About 30 KB each.
_REMEMBERED = 2_000
# Where nothing is given, nothing is supported.
_NOTHING = -6.0
_DIGITS = 2


class OnnxEntailment(Shipped["_Loaded"]):
    """Loads `folder` on first use; thread-safe. `threads` is fixed, whatever the machine has.

    Parts are read alone and without padding, so that a score does not depend on what was read beside it.
    Only texts of the corpus are remembered, never a sentence.

    Raises:
        DataError: a file is missing, which would otherwise be noticed with the first sentence.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        super().__init__(folder, "the entailment model", lambda manifest: _Loaded(folder, manifest, threads))
        for name in self._files:
            if not (folder / name).is_file():
                raise DataError(f"{folder / name}, a file of the entailment model, is missing")

    def prepare(self, parts: Iterable[str]) -> None:
        """Read parts ahead.

        Raises:
            DataError: as `load`.
        """
        loaded = self._ready()
        for part in parts:
            loaded.known(part)

    def read(self, sentence: str) -> "OnnxSentence":
        """A sentence to be laid beside parts; see `service.ports.Entailment`.

        Raises:
            DataError: as `load`.
        """
        loaded = self._ready()
        return OnnxSentence(loaded, loaded.read(sentence))


class OnnxSentence:
    """A sentence with its states."""

    def __init__(self, loaded: "_Loaded", read: "_Read") -> None:
        self._loaded, self._read = loaded, read

    def score(self, parts: Sequence[str]) -> float:
        """Log-odds that the parts support it."""
        return self._loaded.score(self._read, parts)


class _Loaded:
    """The running parts, with what was read of the corpus."""

    def __init__(self, folder: Path, manifest: dict[str, Any], threads: int) -> None:
        from tokenizers import Tokenizer

        self._reader = open_session(folder, threads, graph="reader.onnx", weights="reader.npz")
        self._comparison = open_session(folder, threads, graph="comparison.onnx", weights="comparison.npz")
        self._tokens: Tokenizer = Tokenizer.from_file(str(folder / _TOKENS))
        self._tokens.enable_truncation(manifest["tokens"])
        self._negations, self._ends = frozenset(manifest["negations"]), frozenset(manifest["ends"])
        self._reach: int = manifest["reach"]
        self._known: OrderedDict[str, _Read] = OrderedDict()
        self._lock = Lock()

    def known(self, part: str) -> "_Read":
        with self._lock:
            if part in self._known:
                self._known.move_to_end(part)
                return self._known[part]
        found = self.read(part)
        with self._lock:
            self._known[part] = found
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found

    def score(self, said: "_Read", parts: Sequence[str]) -> float:
        if not parts:
            return _NOTHING
        given = [self.known(part) for part in sorted(parts)]
        texts = {"said": said.states[None], "given": np.concatenate([g.states for g in given])[None]}
        marks = {"said_sign": said.signs[None], "given_sign": np.concatenate([g.signs for g in given])[None]}
        (logit,) = self._comparison.run(None, {**{name: states.astype(np.float32) for name, states in texts.items()}, **marks})
        return round(float(logit[0]), _DIGITS)

    def read(self, text: str) -> "_Read":
        encoded = self._tokens.encode(text)
        (states,) = self._reader.run(None, {"ids": np.array([encoded.ids], dtype=np.int64)})
        return _Read(states[0].astype(np.float16), np.array(self._signs(encoded.tokens), dtype=np.int64))

    def _signs(self, words: Sequence[str]) -> list[int]:
        """1 for each word piece that a negation before it reaches; as in training."""
        left, found = 0, []
        for word in words:
            if word in self._negations:
                left = self._reach
            elif word in self._ends:
                left = 0
            found.append(int(left > 0))
            left = max(left - 1, 0)
        return found


class _Read(NamedTuple):
    """A text as the comparison takes it."""

    states: NDArray[np.float16]
    signs: NDArray[np.int64]
