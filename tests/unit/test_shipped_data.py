"""The data that ships with the service: everything is there, and every check that an operator can run finds it well."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from service.adapters.data_files import data_folder
from service.adapters.resource_files import FileResourceBook
from service.diagnosis import Finding, examine, help_lines
from service.settings import Settings
from service.wiring import Services, build
from tests.builders import user


@pytest.fixture(scope="module")
def findings(services: Services) -> dict[str, Finding]:
    """What `mend doctor` finds; the services only make sure that the index is there."""
    return {finding.what: finding for finding in examine(Settings(cache_dir=services.settings.cache_dir))}


@pytest.mark.parametrize(
    "what", ["rules", "guides", "claims", "reply texts", "help replies", "help lines", "encoder weights", "reader of matters", "index"]
)
def test_nothing_that_ships_is_broken(findings: dict[str, Finding], what: str) -> None:
    assert (findings[what].status, findings[what].detail) == ("ok", findings[what].detail)


def test_every_section_of_the_manifest_is_there(quick_services: Services) -> None:
    manifest = yaml.safe_load((data_folder("corpus") / "manifest.yaml").read_text(encoding="utf-8"))
    wanted = []
    for guide, entry in manifest["guides"].items():
        first, last = (int(number) for number in entry["sections"].split("-"))
        wanted += [f"{guide}#{number}" for number in range(first, last + 1) if number not in entry.get("left_out", [])]

    assert sorted(quick_services.corpus.sections) == sorted(wanted)


def test_the_dialled_digits_of_every_record_are_the_printed_ones(quick_services: Services) -> None:
    assert [record.id for record in quick_services.resources.all() if not record.digits_agree] == []


def test_no_record_carries_a_number_known_to_be_wrong(quick_services: Services) -> None:
    assert quick_services.guard.wrong_numbers(quick_services.resources.all()) == ()


def test_every_record_belongs_to_the_country_of_its_file_and_names_a_source(quick_services: Services) -> None:
    book = quick_services.resources
    pages = [book.international, *(page for country in book.countries if (page := book.page(country)))]

    assert all(record.country == page.country and record.sources for page in pages for record in page.records)


def test_no_record_was_checked_in_the_future(quick_services: Services) -> None:
    latest = max(record.checked_on for record in quick_services.resources.all())

    assert latest <= date.today() + timedelta(days=1)  # noqa: DTZ011  a day's difference between time zones is allowed


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("We keep arguing about the dishes.", "none"),
        ("My husband hit me last night.", "acute"),
        ("He is outside my door with a knife right now.", "emergency"),
        ("I want to kill myself tonight.", "emergency"),
    ],
)
def test_very_plain_sentences_are_read_as_they_should_be(quick_services: Services, text: str, level: str) -> None:
    assert quick_services.classifier.classify([user(text)]).level.label == level


def test_doctor_fails_once_a_shown_line_was_not_checked_for_six_months(cache_dir: Path) -> None:
    later = max(r.checked_on for r in FileResourceBook(data_folder("corpus") / "resources").all()) + timedelta(days=184)
    services = build(Settings(cache_dir=cache_dir, embedder="words"), today=lambda: later)
    finding = help_lines(services)

    assert finding.status == "broken"
    assert "days ago" in finding.detail
