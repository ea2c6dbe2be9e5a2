"""What every resource book does: the one over the shipped files, and its twin over the same pages."""

import pytest

from service.adapters.data_files import data_folder
from service.adapters.memory import MemoryResourceBook
from service.adapters.resource_files import FileResourceBook
from service.ports import ResourceBook

FILES = FileResourceBook(data_folder("corpus") / "resources")
TWIN = MemoryResourceBook(FILES.international, {country: page for country in FILES.countries if (page := FILES.page(country))})
pytestmark = pytest.mark.parametrize("book", [FILES, TWIN], ids=["files", "memory"])


def test_the_countries_are_sorted_and_without_the_international_page(book: ResourceBook) -> None:
    assert list(book.countries) == sorted(set(book.countries))
    assert "XX" not in book.countries
    assert "GB" in book.countries


def test_every_country_named_has_a_page_of_its_own(book: ResourceBook) -> None:
    assert all((page := book.page(country)) is not None and page.country == country for country in book.countries)


@pytest.mark.parametrize("country", [None, "", "ZZ", "XX", "gb"])
def test_another_country_has_no_page(book: ResourceBook, country: str | None) -> None:
    assert book.page(country) is None


def test_the_international_page_holds_the_finders(book: ResourceBook) -> None:
    assert any(record.category == "directory" for record in book.international.records)


def test_all_records_are_those_of_all_pages(book: ResourceBook) -> None:
    pages = [book.international, *(page for country in book.countries if (page := book.page(country)))]

    assert sorted(record.id for record in book.all()) == sorted(record.id for page in pages for record in page.records)


def test_no_two_records_share_an_id(book: ResourceBook) -> None:
    ids = [record.id for record in book.all()]

    assert len(ids) == len(set(ids))
