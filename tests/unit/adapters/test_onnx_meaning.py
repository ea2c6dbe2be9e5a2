"""The real encoder of the second safety tier: checked files, and scores that depend on the window alone."""

import json
import shutil
from pathlib import Path

import pytest

from service.adapters.data_files import meaning_folder
from service.adapters.onnx_meaning import OnnxMeaningEncoder
from service.domain.errors import DataError

WEIGHTS = meaning_folder() / "weights"
WINDOWS = ("she went to the shop", "i want to die and i have the pills", "we argue about dishes " * 18)


@pytest.fixture(scope="module")
def encoder() -> OnnxMeaningEncoder:
    return OnnxMeaningEncoder(WEIGHTS)


def test_a_disclosure_scores_higher_than_a_trip_to_the_shop(encoder: OnnxMeaningEncoder) -> None:
    shop, pills, _ = encoder.score(WINDOWS)

    assert pills.signal > shop.signal + 2
    assert pills.group == "self_harm"
    assert pills.nearest


def test_a_score_does_not_depend_on_what_else_is_in_the_batch(encoder: OnnxMeaningEncoder) -> None:
    alone = [encoder.score([window])[0].signal for window in WINDOWS]
    together = [score.signal for score in encoder.score(WINDOWS)]

    assert together == pytest.approx(alone, abs=1e-4)


def test_nothing_asked_is_nothing_answered(encoder: OnnxMeaningEncoder) -> None:
    assert encoder.score([]) == []


def test_a_file_that_is_not_the_one_of_the_manifest_is_refused(tmp_path: Path) -> None:
    for file in WEIGHTS.iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "tokenizer.json").write_text(json.dumps({"other": 1}), encoding="utf-8")

    with pytest.raises(DataError, match=r"tokenizer\.json is not the file"):
        OnnxMeaningEncoder(tmp_path).load()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        OnnxMeaningEncoder(tmp_path / "nowhere")
