from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from service.adapters.memory import HashEmbedder
from service.adapters.vector_cache import VectorCache
from service.ports import Vectors


class ListeningEmbedder(HashEmbedder):
    """Remembers which texts it was given; fails at a text that says so."""

    def __init__(self) -> None:
        super().__init__(dimensions=8)
        self.heard: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        if "fail" in texts:
            raise OSError("the weights are gone")
        self.heard += texts
        return super().embed(texts)


def test_the_vectors_come_in_the_order_of_the_texts(tmp_path: Path) -> None:
    vectors = VectorCache(tmp_path).vectors(["two", "one", "two"], ListeningEmbedder(), version="1")

    assert np.array_equal(vectors, HashEmbedder(8).embed(["two", "one", "two"]))


def test_what_is_kept_is_not_embedded_again(tmp_path: Path) -> None:
    first = VectorCache(tmp_path).vectors(["one", "two"], ListeningEmbedder(), version="1")
    embedder = ListeningEmbedder()

    assert np.array_equal(VectorCache(tmp_path).vectors(["one", "two"], embedder, version="1"), first)
    assert embedder.heard == []


def test_a_new_version_embeds_only_what_no_older_one_holds(tmp_path: Path) -> None:
    VectorCache(tmp_path).vectors(["one", "two"], ListeningEmbedder(), version="1")
    embedder = ListeningEmbedder()
    VectorCache(tmp_path).vectors(["two", "three"], embedder, version="2")

    assert embedder.heard == ["three"]


def test_a_text_that_stands_twice_is_embedded_once(tmp_path: Path) -> None:
    embedder = ListeningEmbedder()
    VectorCache(tmp_path).vectors(["one", "one"], embedder, version="1")

    assert embedder.heard == ["one"]


def test_vectors_of_another_embedder_are_not_taken(tmp_path: Path) -> None:
    VectorCache(tmp_path).vectors(["one"], ListeningEmbedder(), version="1")
    other = ListeningEmbedder()
    other.name = "another"
    VectorCache(tmp_path).vectors(["one"], other, version="1")

    assert other.heard == ["one"]


def test_an_error_leaves_no_file_behind(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="the weights are gone"):
        VectorCache(tmp_path).vectors(["one", "fail"], ListeningEmbedder(), version="1")

    assert list(tmp_path.iterdir()) == []


def test_an_error_while_writing_leaves_no_file_behind(tmp_path: Path) -> None:
    VectorCache(tmp_path).vectors(["one"], HashEmbedder(8), version="1")
    with pytest.raises(ValueError, match="same shape"):
        VectorCache(tmp_path).vectors(["one", "two"], HashEmbedder(4), version="2")

    assert [file.name for file in tmp_path.iterdir()] == ["vectors-words-hashed-1.npz"]


def test_an_error_leaves_the_older_file_as_it_was(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path)
    cache.vectors(["one"], ListeningEmbedder(), version="1")
    before = cache.file("words-hashed", "1").read_bytes()
    with pytest.raises(OSError, match="the weights are gone"):
        cache.vectors(["one", "fail"], ListeningEmbedder(), version="1")

    assert cache.file("words-hashed", "1").read_bytes() == before


@pytest.mark.parametrize("broken", ["empty", "text", "cut short", "other arrays", "unequal arrays"])
def test_a_broken_file_is_made_again(tmp_path: Path, broken: str) -> None:
    cache = VectorCache(tmp_path)
    whole = cache.vectors(["one", "two"], ListeningEmbedder(), version="1")
    file = cache.file("words-hashed", "1")
    kept = file.read_bytes()
    match broken:
        case "empty":
            file.write_bytes(b"")
        case "text":
            file.write_text("not vectors", encoding="utf-8")
        case "cut short":
            file.write_bytes(kept[: len(kept) // 2])
        case "other arrays":
            np.savez(file, other=np.zeros(3))
        case "unequal arrays":
            np.savez(file, embedder="words-hashed", keys=np.array(["one"]), vectors=np.zeros((2, 8)))

    assert np.array_equal(cache.vectors(["one", "two"], ListeningEmbedder(), version="1"), whole)
    assert file.read_bytes() == kept


def test_several_writers_leave_one_whole_file(tmp_path: Path) -> None:
    texts = [f"text number {number}" for number in range(300)]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: VectorCache(tmp_path).vectors(texts, ListeningEmbedder(), version="1"), range(4)))

    assert [file.name for file in tmp_path.iterdir()] == ["vectors-words-hashed-1.npz"]
    assert all(np.array_equal(result, results[0]) for result in results)


def test_whether_an_index_is_there(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "new")
    assert not cache.has(["one"], "words-hashed", "1")
    cache.vectors(["one"], ListeningEmbedder(), version="1")

    assert cache.has(["one"], "words-hashed", "1")
    assert not cache.has(["one", "two"], "words-hashed", "1")


@pytest.mark.parametrize("given", ["another encoder's file", "another corpus's file", "no vectors", "text"])
def test_a_file_that_only_has_the_right_name_is_no_index(tmp_path: Path, given: str) -> None:
    cache, other = VectorCache(tmp_path), ListeningEmbedder()
    cache.vectors(["one"], ListeningEmbedder(), version="1")
    file = cache.file("words-hashed", "1")
    match given:
        case "another encoder's file":
            other.name = "another"
            cache.vectors(["one"], other, version="1")
            cache.file("another", "1").replace(file)
        case "another corpus's file":
            cache.vectors(["two"], ListeningEmbedder(), version="2")
            cache.file("words-hashed", "2").replace(file)
        case "no vectors":
            np.savez(file, embedder="words-hashed", keys=np.load(file)["keys"], vectors=np.zeros((0, 8)))
        case "text":
            file.write_text("not vectors", encoding="utf-8")
    embedder = ListeningEmbedder()

    assert not cache.has(["one"], "words-hashed", "1")
    assert np.array_equal(cache.vectors(["one"], embedder, version="1"), HashEmbedder(8).embed(["one"]))
    assert embedder.heard == ["one"]


def test_progress_counts_what_is_missing(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    VectorCache(tmp_path).vectors(
        [f"text {n}" for n in range(300)], ListeningEmbedder(), version="1", progress=lambda *at: heard.append(at)
    )

    assert heard == [(256, 300), (300, 300)]
