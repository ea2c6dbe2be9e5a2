"""Which of the shipped lines fit the person and the signal."""

import pytest

from service.domain.safety import RiskLevel, Role, Verdict
from service.wiring import Services
from tests.builders import user, verdict

ACUTE = RiskLevel.ACUTE
HIT, RAPED = verdict(ACUTE, "PHYSICAL"), verdict(ACUTE, "SEXUAL")
SUICIDAL = verdict(ACUTE, "SUICIDE", role=Role.SUICIDAL)
HARMING = verdict(ACUTE, "PERPETRATOR", role=Role.PERSON_USING_HARM)
SEEN_BY_ALL = "something happened"


def ids(services: Services, text: str, of: Verdict, country: str) -> list[str]:
    groups = services.coach.audiences.of([user(text)])
    return [record.id for record in services.lines.for_verdict(of, country, groups)]


@pytest.mark.parametrize(
    ("text", "of", "country", "first_line"),
    [
        (SEEN_BY_ALL, RAPED, "US", "us-rainn-national-sexual-assault-hotline"),
        (SEEN_BY_ALL, RAPED, "GB", "gb-rape-crisis-england-wales-24-7-line"),
        (SEEN_BY_ALL, verdict(ACUTE, "STALK"), "GB", "gb-national-stalking-helpline"),
        (SEEN_BY_ALL, SUICIDAL, "US", "us-988-suicide-crisis-lifeline"),
        (SEEN_BY_ALL, HARMING, "GB", "gb-respect-phoneline"),
        (SEEN_BY_ALL, HARMING, "US", "us-national-domestic-violence-hotline"),
        (SEEN_BY_ALL, verdict(ACUTE, "CHILD", role=Role.THIRD_PARTY), "GB", "gb-nspcc-helpline"),
        (SEEN_BY_ALL, verdict(ACUTE, "CHILD", role=Role.MINOR), "GB", "gb-childline"),
        (SEEN_BY_ALL, verdict(ACUTE, "CHILD", "PERPETRATOR", role=Role.PERSON_USING_HARM), "GB", "gb-nspcc-helpline"),
        (SEEN_BY_ALL, verdict(ACUTE, "TEEN_DV", role=Role.MINOR), "US", "us-love-is-respect"),
        (SEEN_BY_ALL, verdict(ACUTE, "ELDER_DEPENDENT", role=Role.ELDER), "GB", "gb-hourglass"),
        ("I am gay and my boyfriend hits me", HIT, "GB", "gb-galop-national-lgbt-abuse-helpline"),
        ("I'm a man and my wife hits me", HIT, "GB", "gb-mens-advice-line"),
        ("as a husband I am ashamed", HIT, "DE", "de-hilfetelefon-gewalt-an-maennern"),
    ],
)
def test_the_first_line_is_of_the_kind_that_fits(quick_services: Services, text: str, of: Verdict, country: str, first_line: str) -> None:
    assert ids(quick_services, text, of, country)[1] == first_line


@pytest.mark.parametrize("country", ["FR", "DE", "AT", "IE"])
def test_a_man_is_not_sent_to_a_line_for_women(quick_services: Services, country: str) -> None:
    groups = quick_services.coach.audiences.of([user("I am a man")])
    lines = quick_services.lines.for_verdict(HIT, country, groups)

    assert [line.id for line in lines if line.audience == {"women"}] == []
    assert len(lines) > 1


def test_a_line_for_a_group_is_shown_only_to_who_names_it(quick_services: Services) -> None:
    limited = {"men", "lgbtq", "trans", "indigenous", "deaf"}
    wrong = [
        line.id
        for country in quick_services.resources.countries
        for of in (HIT, RAPED, SUICIDAL, HARMING)
        for line in quick_services.lines.for_verdict(of, country)
        if line.audience and line.audience <= limited
    ]

    assert wrong == []


@pytest.mark.parametrize("of", [HIT, RAPED, SUICIDAL, HARMING])
def test_whoever_the_person_is_some_line_takes_their_call(quick_services: Services, of: Verdict) -> None:
    """A country whose only line is for women shows the finder as well."""
    closed = [
        country
        for country in quick_services.resources.countries
        if all(line.audience or line.category == "emergency" for line in quick_services.lines.for_verdict(of, country))
    ]

    assert closed == []


def test_never_more_than_three_choices_and_the_regions_of_one_of_them(quick_services: Services) -> None:
    for country in quick_services.resources.countries:
        for of in (HIT, RAPED, SUICIDAL, HARMING, verdict(ACUTE, "STALK"), verdict(ACUTE, "CHILD", role=Role.MINOR)):
            lines = [x for x in quick_services.lines.for_verdict(of, country) if x.category not in ("emergency", "directory")]
            national = [line for line in lines if line.scope is None]

            assert len(national) <= 3, country
            assert len(lines) <= 5, country


def test_the_examples_of_every_group_hold(quick_services: Services) -> None:
    audiences = quick_services.coach.audiences
    missed = [(group.id, text) for group in audiences.groups for text in group.fires if group.id not in audiences.said_in(text)]
    wrong = [(group.id, text) for group in audiences.groups for text in group.silent if group.id in audiences.said_in(text)]

    assert (missed, wrong) == ([], [])
