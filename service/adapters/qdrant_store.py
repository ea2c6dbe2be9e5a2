"""The passage store on Qdrant: embedded in the process by default, a server by address, one code path for both."""

import hashlib
import uuid
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.domain.corpus import Passage, ScoredPassage
from service.domain.errors import StoreUnavailableError
from service.ports import Vectors

if TYPE_CHECKING:
    from qdrant_client import QdrantClient
    from qdrant_client.models import FieldCondition, PointStruct

_NAMESPACE = uuid.UUID("6a1f4c1e-9a0f-5f0e-8c1b-2f3f0c7d9e11")
_BATCH = 256
_TIMEOUT_SECONDS = 10
EMBEDDED_LIMIT = 50_000
"""Passages up to which the store in the process is a good choice; `python -m evals.scale` shows why."""


class QdrantStore:
    """One collection a corpus version; connects when it is filled, as the client takes seconds to import.

    The embedded store lives in memory and is filled from the vector cache, so any number of workers may run side by
    side; a server is filled once and shared.
    """

    def __init__(self, url: str | None = None, *, api_key: str | None = None) -> None:
        self._url = url
        self._api_key = api_key
        self._client: QdrantClient | None = None
        self._collection = ""
        self._held: Mapping[str, Passage] = {}

    def fill(self, passages: Sequence[Passage], vectors: Vectors, *, version: str) -> None:
        """Hold exactly these passages, with their unit vectors; does nothing where this version is complete already.

        Raises:
            StoreUnavailableError: the server does not answer.
        """
        from qdrant_client import models

        name, held = f"mend-{version}", {_point_id(passage): passage for passage in passages}
        with _translated():
            client = self._connected()
            content = _content(passages)
            if not _complete(client, name, content, len(passages)):
                if not client.collection_exists(name):
                    # For unit vectors the product is the cosine; the embedded store would norm them all again for each cosine.
                    client.create_collection(name, models.VectorParams(size=vectors.shape[1], distance=models.Distance.DOT))
                for batch in _points(passages, vectors, content):
                    client.upsert(name, batch, wait=True)
                client.delete(name, models.FilterSelector(filter=models.Filter(must_not=[_made_of(content)])), wait=True)
        self._collection, self._held = name, held

    def nearest(self, vector: Vectors, *, limit: int) -> list[ScoredPassage]:
        """The passages nearest to a unit vector, best first, at most `limit`.

        Raises:
            StoreUnavailableError: the server does not answer.
        """
        with _translated():
            # Only ids come back: the passages are at hand, and the embedded store would copy every payload.
            found = self._connected().query_points(self._collection, query=vector.tolist(), limit=limit, with_payload=False)
        # A server may hold others by now, where a newer process fills the same version.
        held = ((self._held.get(str(point.id)), float(point.score)) for point in found.points)
        return [ScoredPassage(passage, score) for passage, score in held if passage is not None]

    def close(self) -> None:
        """Close the connection; the embedded store forgets everything."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _connected(self) -> "QdrantClient":
        if self._client is None:
            from qdrant_client import QdrantClient

            if self._url:
                self._client = QdrantClient(url=self._url, api_key=self._api_key, timeout=_TIMEOUT_SECONDS, check_compatibility=False)
            else:
                # The client has a limit of its own; ours is told where an operator sees it, with what to do.
                warnings.filterwarnings("ignore", message="Local mode is not recommended")
                self._client = QdrantClient(":memory:")
        return self._client


def _content(passages: Sequence[Passage]) -> str:
    """A hash of the passages, which each point carries: a collection of as many others is not taken for complete."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update("\0".join((passage.id, passage.section, passage.kind.value, passage.text)).encode("utf-8", "replace") + b"\1")
    return digest.hexdigest()[:16]


def _made_of(content: str) -> "FieldCondition":
    from qdrant_client.models import FieldCondition, MatchValue

    return FieldCondition(key="content", match=MatchValue(value=content))


def _complete(client: "QdrantClient", name: str, content: str, count: int) -> bool:
    from qdrant_client.models import Filter

    if not client.collection_exists(name):
        return False
    ours = client.count(name, count_filter=Filter(must=[_made_of(content)]), exact=True).count
    return ours == count == client.count(name, exact=True).count


def _points(passages: Sequence[Passage], vectors: Vectors, content: str) -> Iterator[list["PointStruct"]]:
    from qdrant_client.models import PointStruct

    for start in range(0, len(passages), _BATCH):
        yield [
            PointStruct(
                id=_point_id(passage),
                vector=vector.tolist(),
                payload={
                    "id": passage.id,
                    "section": passage.section,
                    "kind": passage.kind.value,
                    "text": passage.text,
                    "content": content,
                },
            )
            for passage, vector in zip(passages[start : start + _BATCH], vectors[start : start + _BATCH], strict=True)
        ]


def _point_id(passage: Passage) -> str:
    return str(uuid.uuid5(_NAMESPACE, passage.id))


@contextmanager
def _translated() -> Iterator[None]:
    import httpx
    from qdrant_client.http.exceptions import ApiException

    try:
        yield
    except (ApiException, httpx.HTTPError, OSError) as error:
        raise StoreUnavailableError(f"the Qdrant server named by MEND_QDRANT_URL does not answer: {type(error).__name__}") from error
