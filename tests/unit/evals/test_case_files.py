"""Files of a user's own are read line by line; the shipped ones hold to their schema."""

import json
from pathlib import Path

import pytest

from evals.frame.cases import own, shipped, subset
from evals.suites.all import ALL, BY_NAME
from service.domain.errors import InvalidInputError

SAFETY = BY_NAME["safety"]


def written(folder: Path, *lines: str) -> Path:
    file = folder / "cases.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_bad_lines_are_told_by_number_and_the_rest_is_read(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        '{"id": "a", "text": "we argue", "level": "none"}',
        "not json at all, with private words",
        "",
        '{"id": "b", "text": "", "level": "none"}',
        '{"id": "c", "level": "none"}',
        '{"id": "d", "text": "x", "level": "severe"}',
        '{"id": "a", "text": "again"}',
        '["a list"]',
        '{"text": "no id", "label": "coach"}',
    )
    found = own(SAFETY, file)

    assert [(case["id"], case["split"]) for case in found.cases] == [("a", "own"), ("line 9", "own")]
    assert [bad.number for bad in found.bad] == [2, 4, 5, 6, 7, 8]
    assert not any("private" in bad.reason or "severe" in bad.reason for bad in found.bad)


def test_fields_that_are_not_known_are_kept_to_slice_by(tmp_path: Path) -> None:
    (case,) = own(SAFETY, written(tmp_path, '{"id": 7, "text": "x", "label": "route", "severity": "acute", "source": "letters"}')).cases

    assert (case["id"], case["source"]) == ("7", "letters")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]\n"])
def test_a_file_without_a_readable_line_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cases.jsonl").write_bytes(content)

    with pytest.raises(InvalidInputError):
        own(SAFETY, tmp_path / "cases.jsonl")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError):
        own(SAFETY, tmp_path / "nowhere.jsonl")


@pytest.mark.parametrize("suite", ALL, ids=lambda suite: suite.name)
def test_every_shipped_data_set_holds_to_its_schema(suite) -> None:
    found = shipped(suite)

    assert found.cases
    assert {case["split"] for case in found.cases} <= {"train", "dev", "test"}


def test_a_part_is_the_same_in_every_run_and_spread_over_its_kinds() -> None:
    cases = [{"id": f"c{i}", "level": "none" if i % 10 else "acute"} for i in range(100)]
    few = subset(cases, 10, ["level"])

    assert few == subset(cases, 10, ["level"])
    assert json.dumps(few).count("acute") == 5
