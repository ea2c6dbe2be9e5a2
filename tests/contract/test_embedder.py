"""What every embedder does, the real one and its twin."""

import numpy as np
import pytest

from service.adapters.memory import HashEmbedder
from service.ports import Embedder
from service.wiring import Services

TEXTS = ["how do I say sorry", "we argue about money", "?!", "🙂", "", "word " * 2_000, "привет"]


@pytest.fixture(params=["sentences", "words"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "words":
        return HashEmbedder()
    services: Services = request.getfixturevalue("services")
    found: Embedder = services.retriever._embedder
    return found


def test_one_vector_a_text_of_single_precision(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)

    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.dtype(np.float32)


def test_every_vector_has_length_one(embedder: Embedder) -> None:
    assert np.linalg.norm(embedder.embed(TEXTS), axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_the_vectors_stand_in_the_order_of_the_texts(embedder: Embedder) -> None:
    forward, backward = embedder.embed(TEXTS[:2]), embedder.embed(TEXTS[1::-1])

    assert np.allclose(forward, backward[::-1], atol=1e-5)


def test_the_same_text_gives_the_same_vector(embedder: Embedder) -> None:
    assert np.array_equal(embedder.embed(TEXTS[:1]), embedder.embed(TEXTS[:1]))


def test_texts_that_share_words_lie_nearer_than_others(embedder: Embedder) -> None:
    sorry, again, money = embedder.embed(["how do I say sorry", "how do I say sorry again", "my bank account"])

    assert float(sorry @ again) > float(sorry @ money)


def test_the_name_is_fit_for_a_file(embedder: Embedder) -> None:
    assert embedder.name
    assert not set(embedder.name) & set("/\\ :")
