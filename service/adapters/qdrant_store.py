"""The passage store on Qdrant: embedded in the process by default, a server by address, one code path for both."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ApiException

from service.domain.corpus import Passage, PassageKind, ScoredPassage
from service.domain.errors import StoreUnavailableError
from service.ports import Vectors

_NAMESPACE = uuid.UUID("6a1f4c1e-9a0f-5f0e-8c1b-2f3f0c7d9e11")
_BATCH = 256
_TIMEOUT_SECONDS = 10


class QdrantStore:
    """One collection a corpus version.

    The embedded store lives in memory and is filled from the vector cache, so any number of workers may run side by
    side; a server is filled once and shared.
    """

    def __init__(self, url: str | None = None, *, api_key: str | None = None) -> None:
        self._url = url
        with _translated(url):
            self._client = (
                QdrantClient(url=url, api_key=api_key, timeout=_TIMEOUT_SECONDS, check_compatibility=False)
                if url
                else QdrantClient(":memory:")
            )
        self._collection = ""

    def fill(self, passages: Sequence[Passage], vectors: Vectors, *, version: str) -> None:
        """Hold exactly these passages; does nothing where this version is complete already.

        Raises:
            StoreUnavailableError: the server does not answer.
        """
        name = f"mend-{version}"
        with _translated(self._url):
            if not self._complete(name, len(passages)):
                if not self._client.collection_exists(name):
                    self._client.create_collection(name, models.VectorParams(size=vectors.shape[1], distance=models.Distance.COSINE))
                    if self._url:
                        self._client.create_payload_index(name, "section", models.PayloadSchemaType.KEYWORD)
                for batch in _points(passages, vectors):
                    self._client.upsert(name, batch, wait=True)
        self._collection = name

    def nearest(self, vector: Vectors, *, limit: int) -> list[ScoredPassage]:
        """The passages nearest to a unit vector, best first, at most `limit`.

        Raises:
            StoreUnavailableError: the server does not answer.
        """
        with _translated(self._url):
            found = self._client.query_points(self._collection, query=vector.tolist(), limit=limit)
        return [_scored(point) for point in found.points]

    def close(self) -> None:
        """Close the connection; the embedded store forgets everything."""
        self._client.close()

    def _complete(self, name: str, count: int) -> bool:
        return self._client.collection_exists(name) and self._client.count(name, exact=True).count == count


def _points(passages: Sequence[Passage], vectors: Vectors) -> Iterator[list[models.PointStruct]]:
    for start in range(0, len(passages), _BATCH):
        yield [
            models.PointStruct(
                id=str(uuid.uuid5(_NAMESPACE, passage.id)),
                vector=vector.tolist(),
                payload={"id": passage.id, "section": passage.section, "kind": passage.kind, "text": passage.text},
            )
            for passage, vector in zip(passages[start : start + _BATCH], vectors[start : start + _BATCH], strict=True)
        ]


def _scored(point: models.ScoredPoint) -> ScoredPassage:
    payload = point.payload or {}
    kind = PassageKind(payload["kind"])
    return ScoredPassage(Passage(payload["id"], payload["section"], kind, payload["text"]), float(point.score))


@contextmanager
def _translated(url: str | None) -> Iterator[None]:
    try:
        yield
    except (ApiException, httpx.HTTPError, OSError) as error:
        raise StoreUnavailableError(f"the Qdrant server at {url} does not answer: {type(error).__name__}") from error
