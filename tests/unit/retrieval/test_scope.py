import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.retrieval.scope import Frontier, ScopeModel, features

MODEL = ScopeModel(inside=10.0, outside=-5.0, bias=0.0, threshold=0.5)
SCORES = st.lists(st.floats(-1, 1), max_size=8)


def test_the_features_are_the_means_of_the_nearest_five_and_three() -> None:
    assert features([0.5, 0.5, 0.5, 0.5, 0.5, -1.0], [0.3, 0.2, 0.1, -1.0]) == pytest.approx((0.5, 0.2))


def test_without_scores_the_features_are_zero() -> None:
    assert features([], []) == (0.0, 0.0)


def test_nearer_guides_give_more_confidence_and_nearer_counter_examples_less() -> None:
    assert MODEL.confidence([0.6], [0.2]) > MODEL.confidence([0.5], [0.2]) > MODEL.confidence([0.5], [0.4])


def test_the_side_of_the_line_tells_where_nearness_does_not() -> None:
    vectors = np.array([[1, 0.3], [0.2, 0.3], [1, -0.3], [0.2, -0.3]], dtype=np.float32)
    frontier = Frontier(vectors, [True, True, False, False])
    model = ScopeModel(inside=0.0, outside=0.0, bias=0.0, threshold=0.5, apart=1.0)
    chances = [model.confidence([0.5], [0.5], frontier.side(np.array([0.6, y], dtype=np.float32))) for y in (0.2, -0.2)]

    assert chances[0] > 0.5 > chances[1]


def test_without_counter_examples_there_is_no_line() -> None:
    assert Frontier(np.eye(2, dtype=np.float32), [True, True]).side(np.ones(2, dtype=np.float32)) == 0.0


@given(inside=SCORES, outside=SCORES, weight=st.floats(-1e6, 1e6))
def test_a_confidence_is_always_a_probability(inside: list[float], outside: list[float], weight: float) -> None:
    assert 0 <= ScopeModel(weight, -weight, weight, 0.5).confidence(inside, outside) <= 1
