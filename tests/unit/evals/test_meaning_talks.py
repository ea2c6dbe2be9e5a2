"""What the second safety tier learns from conversations."""

import pytest

from evals.meaning import talks

TURNS = [
    {"say": "we had a row about the dog", "level": "none"},
    {"say": "i keep my voice down", "level": "check_in"},
    {"say": "or she takes my key", "level": "concern", "group": "control", "voice": "victim"},
    {"say": "so what do i say tonight", "level": "concern"},
    {"say": "last time she had me by the throat", "level": "acute", "group": "physical", "voice": "victim"},
]


def test_a_turn_is_learnt_in_the_forms_in_which_the_service_reads_it() -> None:
    of_telling = [one.text for one in talks.spoken(TURNS[:3]) if one.disclosed]

    assert of_telling[0] == "or she takes my key"
    assert of_telling[1] == "we had a row about the dog i keep my voice down or she takes my key"


def test_what_may_be_either_and_what_only_leans_on_a_disclosure_are_left_out() -> None:
    alone = [one.text for one in talks.spoken(TURNS)]

    assert "i keep my voice down" not in alone
    assert "so what do i say tonight" not in alone
    assert "last time she had me by the throat" in alone


@pytest.mark.parametrize("turns", [TURNS[:1], TURNS])
def test_only_a_turn_that_tells_is_a_disclosure(turns: list[dict[str, str]]) -> None:
    assert {one.group for one in talks.spoken(turns) if not one.disclosed} == {None}
    assert any(one.disclosed for one in talks.spoken(turns)) is (len(turns) > 1)
