import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from service.retrieval.breadth import Relatives, in_order

SECTIONS = ["trust#1", "trust#2", "trust#3", "money#1"]
RELATIVES = Relatives.of({"trust#1": ["trust#2", "trust#3"], "trust#2": ["trust#1"]})


def order(*likely: float) -> list[str]:
    return [SECTIONS[number] for number, _ in in_order(np.array(likely), RELATIVES.among(SECTIONS))]


def test_relatives_of_a_sure_section_follow_it_nearest_first() -> None:
    assert order(0.9, 0.0, 0.0, 0.1) == ["trust#1", "trust#2", "trust#3", "money#1"]


def test_a_second_subject_comes_before_more_of_a_family_that_is_served() -> None:
    assert order(0.35, 0.15, 0.15, 0.35)[:2] == ["trust#1", "money#1"]


def test_sections_without_relatives_stand_by_their_chance() -> None:
    chosen = in_order(np.array([0.1, 0.6, 0.3]), np.zeros((3, 3)))

    assert [number for number, _ in chosen] == [1, 2, 0]


def test_all_relatives_of_the_likely_sections_are_candidates_once() -> None:
    assert RELATIVES.joined(["trust#2", "money#1"]) == ["trust#2", "money#1", "trust#1"]


@given(arrays(float, 4, elements=st.floats(0.01, 1)))
def test_every_candidate_comes_once_and_worth_never_rises(likely: np.ndarray) -> None:
    chosen = in_order(likely / likely.sum(), RELATIVES.among(SECTIONS))
    worths = [worth for _, worth in chosen]

    assert sorted(number for number, _ in chosen) == [0, 1, 2, 3]
    assert worths == sorted(worths, reverse=True)
    assert all(0 <= worth <= 1 for worth in worths)
