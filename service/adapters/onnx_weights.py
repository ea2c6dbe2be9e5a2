"""Weights stored as 8-bit numbers beside a graph that holds none: checked, widened, and run on a fixed number of threads.

Widening to 32 bits keeps a score from depending on what else is in a batch or on which integer instructions a processor has.
"""

import hashlib
import json
from collections.abc import Callable, Container, Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from service.domain.errors import DataError

if TYPE_CHECKING:
    import onnxruntime

T = TypeVar("T")
MANIFEST, GRAPH, WEIGHTS = "manifest.json", "graph.onnx", "weights.npz"


def read_manifest(folder: Path, what: str) -> dict[str, Any]:
    """What the folder says of its files; `what` names the model in messages.

    Raises:
        DataError: it is missing or broken.
    """
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{folder / MANIFEST}: the weights of {what} cannot be read: {error}") from error
    return found


def check_files(folder: Path, expected: Mapping[str, str]) -> None:
    """Compare every file with the hash that the manifest names.

    Raises:
        DataError: a file is missing or another one.
    """
    for name, digest in expected.items():
        file = folder / name
        if not file.is_file():
            raise DataError(f"{file} is missing")
        found = hashlib.sha256(file.read_bytes()).hexdigest()
        if found != digest:
            raise DataError(f"{file} is not the file that {MANIFEST} names: SHA-256 {found[:12]}…, expected {digest[:12]}…")


class LoadedOnce(Generic[T]):
    """What is loaded from a folder at the first call and kept; its files are checked before. Thread-safe."""

    def __init__(self, folder: Path, expected: Mapping[str, str], load: Callable[[], T]) -> None:
        self._folder, self._expected, self._load = folder, expected, load
        self._lock = Lock()
        self._loaded: T | None = None

    def __call__(self) -> T:
        """The loaded parts.

        Raises:
            DataError: as `check_files`.
        """
        with self._lock:
            if self._loaded is None:
                check_files(self._folder, self._expected)
                self._loaded = self._load()
            return self._loaded


class Shipped(Generic[T]):
    """Weights of a folder behind a manifest, checked and loaded on first use; thread-safe. `version` is their fingerprint.

    `what` names the model in messages; `build` makes the running parts from the manifest.

    Raises:
        DataError: the manifest is missing or broken.
    """

    def __init__(self, folder: Path, what: str, build: Callable[[dict[str, Any]], T]) -> None:
        manifest = read_manifest(folder, what)
        self.version: str = manifest["version"]
        self._files: dict[str, str] = manifest["sha256"]
        self._ready = LoadedOnce(folder, self._files, lambda: build(manifest))

    def load(self) -> None:
        """Check the files against their hashes and load them; well under a second.

        Raises:
            DataError: a file is missing or not the one that the manifest names.
        """
        self._ready()


def widened_weights(
    folder: Path, *, weights: str = WEIGHTS, shared: Path | None = None, named: Container[str] | None = None
) -> dict[str, NDArray[np.float32]]:
    """The weights by name as 32-bit numbers; those the folder does not hold itself come from the folder `shared`.

    `named` are those that are wanted, where the folders hold others as well.
    """
    found: dict[str, NDArray[np.float32]] = {}
    for file in (folder / weights, shared / weights) if shared else (folder / weights,):
        stored = np.load(file)
        names = (name for name in stored.files if not name.endswith(":scale") and name not in found)
        found |= {name: _widened(stored, name) for name in names if named is None or name in named}
    return found


def open_session(  # noqa: PLR0913  names of files and weights, all but the folder with a usual value
    folder: Path,
    threads: int,
    *,
    graph: str = GRAPH,
    weights: str = WEIGHTS,
    shared: Path | None = None,
    named: Container[str] | None = None,
) -> "onnxruntime.InferenceSession":
    """A graph of the folder with its weights, ready to run; `shared` and `named` as in `widened_weights`."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    found = widened_weights(folder, weights=weights, shared=shared, named=named)
    options.add_external_initializers(list(found), [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in found.values()])
    return onnxruntime.InferenceSession(str(folder / graph), options, providers=["CPUExecutionProvider"])


def _widened(stored: Any, name: str) -> NDArray[np.float32]:
    value: NDArray[Any] = stored[name]
    scale = f"{name}:scale"
    return value.astype(np.float32) * stored[scale] if scale in stored.files else value.astype(np.float32)
