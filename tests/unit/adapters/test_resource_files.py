from pathlib import Path
from typing import Any

import pytest
import yaml

from service.adapters.resource_files import FileResourceBook
from service.domain.errors import CorpusError

RECORD: dict[str, Any] = {
    "id": "gb-line",
    "category": "domestic_violence",
    "name": "A line",
    "phone": "0800 111",
    "dial": ["0800111"],
    "sms": {"keyword": "HI", "number": "85258", "text": "Text HI to 85258"},
    "chat_url": None,
    "url": None,
    "hours": "24/7",
    "languages": ["en"],
    "scope": None,
    "audience": ["women"],
    "confirmed": 2,
    "evidence": "directories_only",
    "checked_on": "2026-11-20",
    "sources": ["a source"],
    "note": None,
}


def write(folder: Path, name: str, *records: dict[str, Any], **page: Any) -> None:
    data = {"country": name[:2], "name": "A country", "records": list(records)} | page
    (folder / name).write_text(yaml.safe_dump(data), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "XX.yaml", RECORD | {"id": "xx-finder", "category": "directory"})
    (tmp_path / "never_use.yaml").write_text("entries: []\n", encoding="utf-8")
    return tmp_path


def refusal(folder: Path) -> str:
    with pytest.raises(CorpusError) as refused:
        FileResourceBook(folder)
    return str(refused.value)


def test_a_record_is_read_whole(folder: Path) -> None:
    write(folder, "GB.yaml", RECORD)
    page = FileResourceBook(folder).page("GB")

    assert page is not None
    (record,) = page.records
    assert (record.country, record.dial, record.audience, record.trusted) == ("GB", ("0800111",), frozenset({"women"}), True)
    assert record.sms is not None
    assert (record.sms.number, record.sms.keyword) == ("85258", "HI")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({key: value for key, value in RECORD.items() if key != "phone"}, "records.0.phone: Field required"),
        (RECORD | {"fone": "1"}, "records.0.fone: Extra inputs are not permitted"),
        (RECORD | {"confirmed": 0}, "records.0.confirmed: Input should be greater than or equal to 1"),
        (RECORD | {"evidence": "hearsay"}, "records.0.evidence: Input should be"),
        (RECORD | {"checked_on": "yesterday"}, "records.0.checked_on"),
        (RECORD | {"dial": [800111]}, "records.0.dial.0: Input should be a valid string"),
    ],
)
def test_a_broken_record_is_refused_with_file_and_reason(folder: Path, record: dict[str, Any], reason: str) -> None:
    write(folder, "GB.yaml", record)

    assert refusal(folder).startswith(f"{folder / 'GB.yaml'}: {reason}")


@pytest.mark.parametrize(
    "change",
    [
        {"phone": "0800 112"},
        {"dial": ["0800111", "112"]},
        {"phone": "0800 111 / 112"},
        {"sms": {"keyword": "HI", "number": "85258", "text": "Text HI to 85259"}},
    ],
)
def test_what_is_printed_must_be_what_is_dialled(folder: Path, change: dict[str, Any]) -> None:
    write(folder, "GB.yaml", RECORD | change)

    assert "gb-line: what is printed is not what is dialled" in refusal(folder)


def test_an_ambulance_number_must_be_one_of_those_dialled(folder: Path) -> None:
    write(folder, "GB.yaml", RECORD | {"ambulance": "112"})

    assert "gb-line: ambulance is 112, which is not in dial" in refusal(folder)


@pytest.mark.parametrize("change", [{}, {"sms": {"keyword": None, "number": "0800111", "text": "0800 111"}, "phone": None, "dial": []}])
def test_a_record_with_a_number_known_to_be_wrong_stops_the_start(folder: Path, change: dict[str, Any]) -> None:
    entry = "{country: GB, digits: ['0800111'], right: 0800 222, where: a list}"
    (folder / "never_use.yaml").write_text(f"entries: [{entry}]\n", encoding="utf-8")
    write(folder, "GB.yaml", RECORD | change)

    assert refusal(folder) == f"{folder / 'GB.yaml'}: gb-line: 0800111 is known to be wrong; right is 0800 222"


def test_nor_may_a_note_hold_one(folder: Path) -> None:
    (folder / "never_use.yaml").write_text("entries: [{country: GB, digits: ['0800999'], right: x, where: y}]\n", encoding="utf-8")
    write(folder, "GB.yaml", RECORD, emergency_note="Text 0800 999 instead.")

    assert "emergency_note" in refusal(folder)


def test_a_country_that_is_not_that_of_its_file_is_refused(folder: Path) -> None:
    write(folder, "GB.yaml", RECORD, country="IE")

    assert refusal(folder) == f"{folder / 'GB.yaml'}: country is IE, the file name says GB"


def test_two_records_with_one_id_are_refused(folder: Path) -> None:
    write(folder, "GB.yaml", RECORD)
    write(folder, "IE.yaml", RECORD)

    assert refusal(folder) == f"{folder}: two records have the id gb-line"


def test_without_the_international_finders_nothing_starts(folder: Path) -> None:
    (folder / "XX.yaml").unlink()

    assert refusal(folder) == f"{folder}: XX.yaml with the international finders is missing"


def test_a_file_that_is_no_yaml_is_named_with_its_line(folder: Path) -> None:
    (folder / "GB.yaml").write_text("country: GB\nrecords: [\n", encoding="utf-8")

    assert refusal(folder).startswith(f"{folder / 'GB.yaml'}:3: not YAML")


def test_a_file_that_is_not_utf8_is_named(folder: Path) -> None:
    (folder / "GB.yaml").write_bytes("name: Café".encode("latin-1"))

    assert refusal(folder).startswith(f"{folder / 'GB.yaml'}: cannot be read")


def test_wrong_numbers_are_read_and_a_missing_file_is_named(folder: Path) -> None:
    entry = "{country: GB, digits: ['0800999'], right: 0800 111, where: a list}"
    (folder / "never_use.yaml").write_text(f"entries: [{entry}]\n", encoding="utf-8")
    assert FileResourceBook(folder).never_use[0].digits == ("0800999",)

    (folder / "never_use.yaml").unlink()
    assert refusal(folder) == f"{folder / 'never_use.yaml'}: cannot be read: No such file or directory"


def test_an_entry_of_wrong_numbers_without_digits_is_refused(folder: Path) -> None:
    (folder / "never_use.yaml").write_text("entries: [{country: GB, right: x, where: y}]\n", encoding="utf-8")

    assert refusal(folder) == f"{folder / 'never_use.yaml'}: digits: Field required"
