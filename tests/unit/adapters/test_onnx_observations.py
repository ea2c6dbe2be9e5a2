"""The marker of observations with its shipped weights."""

import shutil
from pathlib import Path

import pytest

from service.adapters.data_files import observations_folder
from service.adapters.onnx_observations import OnnxObservationMarker
from service.domain.errors import DataError

WORDS = "you are so selfish , you left the party at nine and i cleaned the hall alone .".split()  # noqa: SIM905


@pytest.fixture(scope="module")
def marker() -> OnnxObservationMarker:
    return OnnxObservationMarker(observations_folder())


def test_what_happened_is_told_sooner_than_a_verdict(marker: OnnxObservationMarker) -> None:
    told = dict(zip(WORDS, marker.mark(WORDS).told, strict=True))
    assert min(told["party"], told["cleaned"]) > told["selfish"]


def test_the_same_words_get_the_same_marks(marker: OnnxObservationMarker) -> None:
    assert marker.mark(WORDS) == OnnxObservationMarker(observations_folder()).mark(WORDS)


@pytest.mark.parametrize("words", [[], ["."], ["\U0001f600"], ["x" * 300], ["дом", ","], ["you"] * 5000])
def test_any_words_get_a_mark_each(marker: OnnxObservationMarker, words: list[str]) -> None:
    marking = marker.mark(words)
    assert len(marking.told) == len(marking.opens) == len(marking.added) == len(words)
    assert marking.reached <= len(words)


def test_feelings_and_topics_come_likeliest_first(marker: OnnxObservationMarker) -> None:
    for named in (marker.mark(WORDS).feelings, marker.mark(WORDS).topics):
        assert [share for _, share in named] == sorted((share for _, share in named), reverse=True)


def test_another_file_than_that_of_the_manifest_is_refused(tmp_path: Path) -> None:
    copy = shutil.copytree(observations_folder(), tmp_path / "observations")
    (copy / "weights.npz").write_bytes(b"other")
    with pytest.raises(DataError, match=r"weights\.npz is not the file"):
        OnnxObservationMarker(copy).load()
