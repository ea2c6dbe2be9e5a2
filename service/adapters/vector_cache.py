"""Keeps computed vectors on disk, so that only new or changed passages are embedded again.

A file says itself which encoder made it and holds the hash of each text, so a renamed or outdated file is noticed.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from service.domain.errors import ConfigurationError
from service.ports import Embedder, Vectors

_CHUNK = 256
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, BadZipFile)
Progress = Callable[[int, int], None]


class VectorCache:
    """One file an embedder and corpus version; written whole or not at all, so that workers may share the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file(self, embedder_name: str, version: str) -> Path:
        """Where the vectors of one corpus version lie."""
        return self._folder / f"vectors-{embedder_name}-{version}.npz"

    def has(self, texts: Sequence[str], embedder_name: str, version: str) -> bool:
        """Whether a whole file for this version is there, made by this encoder and holding every one of these texts."""
        return {_key(text) for text in texts} <= _keys(self.file(embedder_name, version), embedder_name)

    def vectors(self, texts: Sequence[str], embedder: Embedder, *, version: str, progress: Progress | None = None) -> Vectors:
        """The vectors of all texts, in order; what is missing is embedded and the file is written.

        `progress` hears how many of how many missing texts are done.
        """
        file = self.file(embedder.name, version)
        known = _read(file, embedder.name)
        keys = [_key(text) for text in texts]
        if all(key in known for key in keys):
            return np.stack([known[key] for key in keys])
        for older in sorted(self._folder.glob(f"vectors-{embedder.name}-*.npz")):
            known = _read(older, embedder.name) | known
        self._make_folder()
        # By length, because an encoder pads what it reads together: one long text makes all beside it as long.
        missing = sorted({k: text for k, text in zip(keys, texts, strict=True) if k not in known}.items(), key=lambda m: (len(m[1]), m[0]))
        for start in range(0, len(missing), _CHUNK):
            chunk = missing[start : start + _CHUNK]
            embedded = embedder.embed([text for _, text in chunk])
            known.update(zip((key for key, _ in chunk), embedded, strict=True))
            if progress is not None:
                progress(min(start + _CHUNK, len(missing)), len(missing))
        self._write(file, embedder.name, {key: known[key] for key in keys})
        return np.stack([known[key] for key in keys])

    def _make_folder(self) -> None:
        """Find out that the folder cannot be written before minutes of work, not after."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(f"MEND_CACHE_DIR is {self._folder}: it cannot be made: {error.strerror}") from error
        if not os.access(self._folder, os.W_OK):
            raise ConfigurationError(f"MEND_CACHE_DIR is {self._folder}: it cannot be written")

    def _write(self, file: Path, embedder_name: str, vectors: dict[str, Vectors]) -> None:
        handle, temporary = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as out:
                np.savez(out, embedder=embedder_name, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
            Path(temporary).replace(file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _read(file: Path, embedder_name: str) -> dict[str, Vectors]:
    """What a cache file holds; a broken, missing or foreign one counts as empty, since it can be made again."""
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as data:
            # A file from before encoders were written into it is taken at its name once, and written anew.
            if "embedder" in data and str(data["embedder"]) != embedder_name:
                return {}
            return dict(zip(data["keys"].tolist(), data["vectors"], strict=True))
    except _UNREADABLE:
        return {}


def _keys(file: Path, embedder_name: str) -> set[str]:
    """The hashes of the texts that a file holds, or none where it is broken, missing or foreign."""
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as data:
            keys: list[str] = data["keys"].tolist()
            whole = str(data["embedder"]) == embedder_name and len(data["vectors"]) == len(keys)
            return set(keys) if whole else set()
    except _UNREADABLE:
        return set()


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
