"""The shipped exemplars are whole, and a broken line says where it is."""

from pathlib import Path

import pytest

from service.adapters.data_files import meaning_folder
from service.domain.errors import RuleError
from service.safety.meaning.exemplars import load_exemplars


def test_there_are_thousands_each_with_a_place_of_its_own() -> None:
    exemplars = load_exemplars(meaning_folder() / "exemplars")

    assert len(exemplars) > 2000
    assert len({exemplar.id for exemplar in exemplars}) == len(exemplars)


def test_nearly_every_disclosure_has_a_harmless_twin_that_differs() -> None:
    disclosures = [e for e in load_exemplars(meaning_folder() / "exemplars") if not e.harmless]

    assert all(exemplar.twin and exemplar.twin != exemplar.text for exemplar in disclosures)


def test_a_broken_line_stops_the_start_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "some.jsonl").write_text('{"code": "MONEY", "level": "none"}\n', encoding="utf-8")

    with pytest.raises(RuleError, match=r"some\.jsonl:1"):
        load_exemplars(tmp_path)
