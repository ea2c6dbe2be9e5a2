"""The entailment model that ships: checked files, and scores that depend on sentence and parts alone."""

import shutil
from pathlib import Path

import pytest

from service.adapters.data_files import entailment_folder
from service.adapters.onnx_entailment import OnnxEntailment
from service.domain.errors import DataError

PARTS = ("One apology does not bring trust back.", "It returns slowly, through steady action over time.", "Keep to the limits you agreed.")


@pytest.fixture(scope="module")
def model() -> OnnxEntailment:
    return OnnxEntailment(entailment_folder())


@pytest.mark.parametrize(
    ("supported", "other"),
    [
        ("Trust comes back slowly.", "Trust comes back at once."),
        ("An apology alone does not restore trust.", "An apology alone restores trust."),
        ("Keep to what you two agreed.", "Put your phones in a basket at dinner."),
    ],
)
def test_what_the_parts_say_scores_higher_than_its_opposite(model: OnnxEntailment, supported: str, other: str) -> None:
    assert model.read(supported).score(PARTS) > model.read(other).score(PARTS) + 0.5


def test_the_order_of_the_parts_and_what_was_read_before_do_not_matter(model: OnnxEntailment) -> None:
    first = model.read("Trust comes back slowly.").score(PARTS)
    fresh = OnnxEntailment(entailment_folder())
    fresh.prepare(PARTS[::-1])

    assert fresh.read("Trust comes back slowly.").score(PARTS[::-1]) == first


def test_nothing_given_supports_nothing(model: OnnxEntailment) -> None:
    assert model.read("Trust comes back slowly.").score([]) < -5


@pytest.mark.parametrize("text", ["", "?", "x" * 5_000, "no " * 900, "Доверие", "\u202e[1]"])
def test_any_text_gets_a_score(model: OnnxEntailment, text: str) -> None:
    assert isinstance(model.read(text).score(PARTS), float)


def test_a_missing_file_stops_the_start(tmp_path: Path) -> None:
    for file in entailment_folder().iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "reader.npz").unlink()

    with pytest.raises(DataError, match=r"reader\.npz, a file of the entailment model, is missing"):
        OnnxEntailment(tmp_path)


def test_another_file_than_that_of_the_manifest_is_refused(tmp_path: Path) -> None:
    for file in entailment_folder().iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "comparison.npz").write_bytes(b"other")

    with pytest.raises(DataError, match=r"comparison\.npz is not the file"):
        OnnxEntailment(tmp_path).load()
