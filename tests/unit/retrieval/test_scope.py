import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.retrieval.scope import ScopeModel, features

MODEL = ScopeModel(inside=10.0, outside=-5.0, bias=0.0, threshold=0.5)
SCORES = st.lists(st.floats(-1, 1), max_size=8)


def test_the_features_are_the_means_of_the_nearest_five_and_three() -> None:
    assert features([0.5, 0.5, 0.5, 0.5, 0.5, -1.0], [0.3, 0.2, 0.1, -1.0]) == pytest.approx((0.5, 0.2))


def test_without_scores_the_features_are_zero() -> None:
    assert features([], []) == (0.0, 0.0)


def test_nearer_guides_give_more_confidence_and_nearer_counter_examples_less() -> None:
    assert MODEL.confidence([0.6], [0.2]) > MODEL.confidence([0.5], [0.2]) > MODEL.confidence([0.5], [0.4])


@given(inside=SCORES, outside=SCORES, weight=st.floats(-1e6, 1e6))
def test_a_confidence_is_always_a_probability(inside: list[float], outside: list[float], weight: float) -> None:
    assert 0 <= ScopeModel(weight, -weight, weight, 0.5).confidence(inside, outside) <= 1
