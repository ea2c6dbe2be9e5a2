from pathlib import Path

import numpy as np
import pytest

from service.adapters.sentence_embedder import WEIGHTS_SHA256, SentenceEmbedder, check_weights, packaged_weights
from service.domain.errors import DataError
from service.wiring import Services


def test_the_packaged_weights_are_the_original_ones() -> None:
    check_weights(packaged_weights())


def test_other_weights_are_refused_with_both_hashes(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")

    with pytest.raises(DataError) as refused:
        SentenceEmbedder(folder=tmp_path).embed(["hello"])
    assert str(tmp_path / "model.safetensors") in str(refused.value)
    assert WEIGHTS_SHA256 in str(refused.value)


def test_missing_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"model\.safetensors: the encoder's weights are missing"):
        SentenceEmbedder(folder=tmp_path).load()


def test_the_name_tells_the_weights() -> None:
    assert SentenceEmbedder().name == f"all-MiniLM-L6-v2-{WEIGHTS_SHA256[:12]}"


def test_no_text_needs_no_model(tmp_path: Path) -> None:
    assert SentenceEmbedder(folder=tmp_path).embed([]).shape == (0, 384)


def test_texts_of_one_meaning_lie_nearer_than_others(services: Services) -> None:
    embedder = services.retriever._embedder
    sorry, apology, bread = embedder.embed(["how do I say sorry", "what makes a good apology", "which flour for bread"])

    assert float(sorry @ apology) > float(sorry @ bread) + 0.2


def test_a_text_has_the_same_vector_alone_and_among_others(services: Services) -> None:
    embedder = services.retriever._embedder
    alone = embedder.embed(["we argue about money"])[0]
    among = embedder.embed(["hello", "we argue about money", "a much longer text about a long and winding road " * 5])[1]

    assert np.allclose(alone, among, atol=1e-5)
