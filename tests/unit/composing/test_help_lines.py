from datetime import date, timedelta

import pytest

from service.adapters.memory import MemoryResourceBook
from service.composing.help_lines import HelpLines, Needs
from service.domain.resources import Evidence, Resource
from service.domain.safety import RiskLevel, Role, Verdict
from service.wiring import Services
from tests.builders import CHECKED, page, resource, verdict

NEEDS = Needs(
    by_role={"minor": ("child_helpline",)},
    by_category={"PHYSICAL": ("domestic_violence", "victim_support"), "SUICIDE": ("suicide_crisis",)},
    otherwise=("domestic_violence",),
)
EMERGENCY = resource("gb-emergency", "emergency")
FINDER = resource("xx-finder", "directory", phone=None, dial=())
PHYSICAL = verdict(RiskLevel.ACUTE, "PHYSICAL")


def lines(*records: Resource, today: date = CHECKED) -> HelpLines:
    book = MemoryResourceBook(page("XX", resource("xx-emergency", "emergency"), FINDER), {"GB": page("GB", *records)})
    return HelpLines(book, NEEDS, lambda: today)


def shown(*records: Resource, of: Verdict = PHYSICAL, country: str | None = "GB", today: date = CHECKED) -> list[str]:
    return [record.id for record in lines(*records, today=today).for_verdict(of, country)]


def test_from_acute_up_the_emergency_number_comes_first() -> None:
    records = (resource("gb-one"), resource("gb-two"), EMERGENCY)

    assert shown(*records) == ["gb-emergency", "gb-one", "gb-two"]
    assert shown(*records, of=verdict(RiskLevel.CONCERN, "PHYSICAL")) == ["gb-one", "gb-two", "gb-emergency"]


def test_where_lines_are_few_the_finder_comes_last() -> None:
    assert shown(EMERGENCY, resource("gb-one")) == ["gb-emergency", "gb-one", "xx-finder"]


@pytest.mark.parametrize("country", [None, "ZZ", "XX", ""])
def test_an_unknown_country_gives_the_finder_and_nobodys_number(country: str | None) -> None:
    assert shown(EMERGENCY, resource("gb-one"), resource("gb-two"), country=country) == ["xx-finder"]


@pytest.mark.parametrize("country", [None, "ZZ"])
def test_the_shipped_records_give_no_number_of_any_country_where_it_is_unknown(quick_services: Services, country: str | None) -> None:
    records = quick_services.lines.for_verdict(PHYSICAL, country)

    assert {record.country for record in records} == {"XX"}
    assert all(record.category == "directory" and not record.dial for record in records)


def test_a_line_is_of_a_kind_that_serves_the_signal() -> None:
    assert shown(resource("gb-crisis", "suicide_crisis"), resource("gb-one"), resource("gb-two")) == ["gb-one", "gb-two"]


def test_what_a_role_needs_comes_before_what_a_category_needs() -> None:
    child = resource("gb-child", "child_helpline")

    assert shown(resource("gb-one"), resource("gb-two"), child, of=verdict(RiskLevel.ACUTE, "PHYSICAL", role=Role.MINOR))[0] == "gb-child"


def test_a_signal_that_names_no_need_gets_the_general_kind() -> None:
    assert shown(resource("gb-one"), resource("gb-two"), of=verdict(RiskLevel.ACUTE, "OTHER")) == ["gb-one", "gb-two"]


def test_lines_for_everybody_come_before_lines_for_some() -> None:
    women = resource("gb-women", audience=frozenset({"women"}))

    assert shown(women, resource("gb-one"), resource("gb-two")) == ["gb-one", "gb-two"]
    assert shown(women)[0] == "gb-women"


def test_lines_of_the_regions_stay_together() -> None:
    regional = [resource(f"gb-{region}", scope=region) for region in ("wales", "scotland", "england")]

    assert shown(*regional) == ["gb-wales", "gb-scotland", "gb-england"]


def test_a_few_choices_stand_beside_the_emergency_number() -> None:
    national = [resource(f"gb-{number}") for number in range(9)]
    further = [resource(f"gb-victim-{number}", "victim_support") for number in range(9)]

    assert shown(EMERGENCY, *national, *further) == ["gb-emergency", "gb-0", "gb-1", "gb-victim-0"]


def test_the_lines_of_all_regions_come_whole_or_not_at_all() -> None:
    regional = [resource(f"gb-victim-{number}", "victim_support", scope=str(number)) for number in range(4)]

    assert shown(EMERGENCY, resource("gb-1"), *regional)[2:] == [record.id for record in regional]
    assert shown(EMERGENCY, resource("gb-1"), resource("gb-2"), *regional) == ["gb-emergency", "gb-1", "gb-2"]


def test_a_stale_line_is_hidden_but_emergency_number_and_finder_stay() -> None:
    later = CHECKED + timedelta(days=184)

    assert shown(EMERGENCY, resource("gb-one"), resource("gb-two"), today=later) == ["gb-emergency", "xx-finder"]


def test_a_line_checked_half_a_year_ago_is_still_shown() -> None:
    assert "gb-one" in shown(resource("gb-one"), today=CHECKED + timedelta(days=183))


def test_a_line_that_one_directory_names_is_hidden_even_for_an_emergency() -> None:
    doubtful = [resource("gb-one", confirmed=1), resource("gb-emergency", "emergency", confirmed=1)]

    assert shown(*doubtful) == ["xx-finder"]


def test_a_line_read_off_its_operators_page_needs_no_second_source() -> None:
    assert "gb-one" in shown(resource("gb-one", confirmed=1, evidence=Evidence.OPERATOR_PAGE))


def test_the_emergency_record_is_that_of_a_known_country() -> None:
    assert lines(EMERGENCY).emergency("GB") == EMERGENCY
    assert lines(EMERGENCY).emergency("ZZ") is None
    assert lines().emergency("GB") is None


def test_a_list_may_be_narrowed_to_a_kind_and_falls_back_to_the_finder() -> None:
    records = lines(EMERGENCY, resource("gb-one"), resource("gb-hidden", confirmed=1))

    assert [r.id for r in records.listed("GB", None)] == ["gb-emergency", "gb-one"]
    assert [r.id for r in records.listed("GB", "domestic_violence")] == ["gb-one"]
    assert [r.id for r in records.listed("GB", "elder_abuse")] == ["xx-finder"]
    assert [r.id for r in records.listed(None, None)] == ["xx-emergency", "xx-finder"]
