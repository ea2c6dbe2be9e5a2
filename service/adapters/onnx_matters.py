"""The reader of matters on onnxruntime: a small fine-tuned transformer with a direction a class."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from service.adapters.onnx_outputs import likeliest, unit_vectors
from service.adapters.onnx_weights import WEIGHTS, Shipped, open_session
from service.ports import MatterReading

_TOKENS = "tokenizer.json"
# The most tokens of a message, of what was told before it, and of both: the graph knows so many places.
_OF_LAST, _OF_BEFORE, _OF_BOTH = 104, 80, 144
# The share of what is kept of a long text that is its beginning.
_HEAD = 0.4
SHARPNESS = 20.0
"""How much likelier a class is whose direction lies nearer: the cosine is multiplied by it."""
_SHOWN = 24
CLASSES = "directions.classes"
"""The name of the classes' directions among the weights."""


def joined(last: Sequence[int], before: Sequence[int]) -> list[int]:
    """The tokens of a message and of what was told before it as one row, both given with their first and last mark.

    Of either, where it is long, the beginning and the end are kept.
    """
    kept = _ends(last, _OF_LAST)
    return [*kept, *_ends(before[1:], min(_OF_BEFORE, _OF_BOTH - len(kept)))]


def _ends(tokens: Sequence[int], most: int) -> Sequence[int]:
    head = round(most * _HEAD)
    return tokens if len(tokens) <= most else [*tokens[:head], *tokens[len(tokens) - (most - head) :]]


class OnnxMatterReader(Shipped["_Loaded"]):
    """Loads `folder` on first use; thread-safe. `threads` is fixed, whatever the machine has.

    The tokeniser and the lowest layers are read from the folder that the manifest names as shared.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        super().__init__(folder, "the reader of matters", lambda manifest: _Loaded(folder, manifest, threads))

    def read(self, text: str, before: str = "") -> MatterReading:
        """See `service.ports.MatterReader`.

        Raises:
            DataError: the weights are missing or not the expected ones.
        """
        return self._ready().read(text, before)


class _Loaded:
    """The running parts."""

    def __init__(self, folder: Path, manifest: dict[str, Any], threads: int) -> None:
        from tokenizers import Tokenizer

        shared = folder.parent / manifest["shared"]
        self._session = open_session(folder, threads, shared=shared, named=manifest["weights"])
        self._tokens: Tokenizer = Tokenizer.from_file(str(shared / _TOKENS))
        self._classes: list[str] = manifest["classes"]
        self._relations: list[str] = manifest["relations"]
        self._sides: list[str] = manifest["sides"]
        self._directions = unit_vectors(np.load(folder / WEIGHTS)[CLASSES])

    def read(self, text: str, before: str) -> MatterReading:
        last, earlier = (self._tokens.encode(part).ids if part else [] for part in (text, before))
        ids = joined(last or self._tokens.encode("").ids, earlier)
        direction, people = self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})
        middle = len(self._relations)
        return MatterReading(
            classes=likeliest(self._classes, self._directions @ direction[0] * SHARPNESS, _SHOWN),
            relations=likeliest(self._relations, people[0, :middle], middle),
            sides=likeliest(self._sides, people[0, middle:], len(self._sides)),
        )
