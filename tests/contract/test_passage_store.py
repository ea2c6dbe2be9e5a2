"""What every passage store does: the twin in memory, the embedded Qdrant, and a Qdrant server where one is named."""

import os
import uuid
from collections.abc import Iterator

import numpy as np
import pytest

from service.adapters.memory import HashEmbedder, MemoryPassageStore
from service.adapters.qdrant_store import QdrantStore
from service.domain.corpus import Passage, PassageKind
from service.domain.errors import StoreUnavailableError
from service.ports import PassageStore

SERVER = os.environ.get("MEND_TEST_QDRANT_URL")
NEEDS_SERVER = pytest.mark.skipif(not SERVER, reason="MEND_TEST_QDRANT_URL names no Qdrant server")
TEXTS = ["we argue about money", "how do I say sorry", "he is distant", "a night apart"]
PASSAGES = [Passage(f"guide#{n}/ask/0", f"guide#{n}", PassageKind.ASK, text) for n, text in enumerate(TEXTS, start=1)]
EMBEDDER = HashEmbedder(64)
VECTORS = EMBEDDER.embed(TEXTS)


@pytest.fixture
def version() -> str:
    return f"test-{uuid.uuid4().hex}"


@pytest.fixture(params=["memory", "embedded", pytest.param("server", marks=NEEDS_SERVER)])
def store(request: pytest.FixtureRequest, version: str) -> Iterator[PassageStore]:
    stores: dict[str, PassageStore] = {"memory": MemoryPassageStore(), "embedded": QdrantStore(), "server": QdrantStore(SERVER)}
    chosen = stores[request.param]
    yield chosen
    chosen.close()
    if request.param == "server":
        _forget(version)


def test_the_nearest_passage_comes_first_and_whole(store: PassageStore, version: str) -> None:
    store.fill(PASSAGES, VECTORS, version=version)

    (nearest,) = store.nearest(EMBEDDER.embed(["how do I say sorry"])[0], limit=1)
    assert nearest.passage == PASSAGES[1]
    assert nearest.score == pytest.approx(1.0, abs=1e-5)


def test_the_passages_come_best_first_with_their_cosine(store: PassageStore, version: str) -> None:
    store.fill(PASSAGES, VECTORS, version=version)
    query = EMBEDDER.embed(["we argue and how"])[0]
    found = store.nearest(query, limit=10)

    assert [one.score for one in found] == pytest.approx(sorted((float(s) for s in VECTORS @ query), reverse=True), abs=1e-5)


def test_no_more_than_the_limit(store: PassageStore, version: str) -> None:
    store.fill(PASSAGES, VECTORS, version=version)

    assert len(store.nearest(VECTORS[0], limit=2)) == 2


def test_filling_the_same_version_twice_changes_nothing(store: PassageStore, version: str) -> None:
    store.fill(PASSAGES, VECTORS, version=version)
    before = store.nearest(VECTORS[0], limit=10)
    store.fill(PASSAGES, VECTORS, version=version)

    assert store.nearest(VECTORS[0], limit=10) == before


def test_a_new_version_replaces_what_was_held(store: PassageStore, version: str) -> None:
    store.fill(PASSAGES, VECTORS, version=version)
    store.fill(PASSAGES[:2], VECTORS[:2], version=f"{version}-next")

    assert {one.passage.section for one in store.nearest(VECTORS[3], limit=10)} == {"guide#1", "guide#2"}


def test_as_many_other_passages_under_one_version_are_noticed(store: PassageStore, version: str) -> None:
    others = [Passage(f"other#{n}/ask/0", f"other#{n}", PassageKind.ASK, passage.text) for n, passage in enumerate(PASSAGES)]
    store.fill(others, VECTORS, version=version)
    store.fill(PASSAGES, VECTORS, version=version)

    assert {one.passage for one in store.nearest(VECTORS[0], limit=10)} == set(PASSAGES)


def test_more_passages_than_one_batch_are_all_held(store: PassageStore, version: str) -> None:
    many = [Passage(f"guide#{n}/ask/0", f"guide#{n}", PassageKind.ASK, f"passage {n}") for n in range(600)]
    store.fill(many, EMBEDDER.embed([passage.text for passage in many]), version=version)

    assert len(store.nearest(VECTORS[0], limit=1_000)) == 600


def test_closing_twice_does_no_harm(store: PassageStore) -> None:
    store.close()
    store.close()


def test_a_server_that_does_not_answer_is_told_without_its_address_or_password() -> None:
    store = QdrantStore("http://somebody:secret@127.0.0.1:1")

    with pytest.raises(StoreUnavailableError, match="MEND_QDRANT_URL does not answer") as told:
        store.fill(PASSAGES, VECTORS, version="1")
    assert "secret" not in str(told.value)
    store.close()


@NEEDS_SERVER
def test_a_server_that_was_left_half_filled_is_completed(version: str) -> None:
    first, second = QdrantStore(SERVER), QdrantStore(SERVER)
    first.fill(PASSAGES[:2], VECTORS[:2], version=version)
    second.fill(PASSAGES, VECTORS, version=version)

    assert len(second.nearest(np.asarray(VECTORS[0]), limit=10)) == 4
    first.close()
    second.close()
    _forget(version)


def _forget(version: str) -> None:
    from qdrant_client import QdrantClient

    client = QdrantClient(url=SERVER, check_compatibility=False)
    for collection in client.get_collections().collections:
        if version in collection.name:
            client.delete_collection(collection.name)
    client.close()
