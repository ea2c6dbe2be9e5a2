"""The reader of matters with its shipped weights."""

import shutil
from pathlib import Path

import pytest

from service.adapters.data_files import matters_folder
from service.adapters.onnx_matters import OnnxMatterReader, joined
from service.domain.errors import DataError

TEXT = "I have said sorry to my girlfriend ten times for forgetting her birthday and she still answers in one word"


@pytest.fixture(scope="module")
def reader() -> OnnxMatterReader:
    return OnnxMatterReader(matters_folder())


def test_the_same_messages_get_the_same_reading(reader: OnnxMatterReader) -> None:
    assert reader.read(TEXT, "hello") == OnnxMatterReader(matters_folder()).read(TEXT, "hello")


def test_everything_comes_likeliest_first(reader: OnnxMatterReader) -> None:
    reading = reader.read(TEXT)
    for named in (reading.classes, reading.relations, reading.sides):
        assert [share for _, share in named] == sorted((share for _, share in named), reverse=True)


def test_it_tells_a_partner_from_a_friend(reader: OnnxMatterReader) -> None:
    assert reader.read(TEXT).relations[0][0] == "partner"
    assert reader.read("my best friend has stopped answering me since the party").relations[0][0] == "friend"


@pytest.mark.parametrize("text", ["", ".", "\U0001f600", "x" * 300, "дом", "you " * 5000])
def test_any_text_is_read(reader: OnnxMatterReader, text: str) -> None:
    assert reader.read(text, text).classes


def test_of_a_long_message_both_ends_are_kept() -> None:
    row = joined(range(1000), range(2000, 2500))
    assert (row[0], row[103], row[104], row[-1]) == (0, 999, 2001, 2499)
    assert len(row) == 144


def test_a_short_message_leaves_room_for_what_was_told() -> None:
    row = joined(range(8), range(2000, 2500))
    assert (len(row), row[7], row[8], row[39], row[40], row[-1]) == (88, 7, 2001, 2032, 2452, 2499)
    assert joined(range(8), ()) == list(range(8))


def test_other_weights_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "matters"
    shutil.copytree(matters_folder(), folder)
    (folder / "weights.npz").write_bytes(b"other")
    with pytest.raises(DataError, match=r"weights\.npz"):
        OnnxMatterReader(folder).load()
