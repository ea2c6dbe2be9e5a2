import numpy as np

from service.domain.corpus import Passage, PassageKind
from service.retrieval.ranking import Question, Ranker
from service.retrieval.scope import ScopeModel
from tests.builders import scored, section

ASK, TEXT, STEP = PassageKind.ASK, PassageKind.TEXT, PassageKind.STEP
SECTIONS = {row.id: row for row in (section("guide#1"), section("guide#2"), section("guide#3"))}
EVERYTHING = ScopeModel(inside=0.0, outside=0.0, bias=5.0, threshold=0.5)
NEARER_INSIDE = ScopeModel(inside=20.0, outside=-20.0, bias=0.0, threshold=0.5)
RANKER = Ranker(SECTIONS, EVERYTHING)


def ranked(*near: tuple[str, float, PassageKind], limit: int = 9) -> list[str]:
    passages = sorted((scored(*one) for one in near), key=lambda one: -one.score)
    return [row.section.id for row in RANKER.rank(passages, limit=limit).rows]


def test_the_nearest_section_comes_first() -> None:
    assert ranked(("guide#1", 0.4, ASK), ("guide#2", 0.6, ASK)) == ["guide#2", "guide#1"]


def test_a_section_has_one_row_however_many_of_its_passages_are_near() -> None:
    assert ranked(("guide#1", 0.9, ASK), ("guide#1", 0.8, ASK), ("guide#1", 0.7, STEP), ("guide#2", 0.1, ASK)) == ["guide#1", "guide#2"]


def test_questions_and_text_together_beat_one_question_that_is_a_little_nearer() -> None:
    together = [("guide#1", 0.60, ASK), ("guide#1", 0.60, ASK), ("guide#1", 0.60, TEXT)]

    assert ranked(*together, ("guide#2", 0.65, ASK), ("guide#3", 0.1, ASK)) == ["guide#1", "guide#2", "guide#3"]


def test_two_near_questions_count_more_than_one() -> None:
    assert ranked(("guide#1", 0.6, ASK), ("guide#2", 0.6, ASK), ("guide#2", 0.59, ASK), ("guide#3", 0.1, ASK))[0] == "guide#2"


def test_a_row_keeps_its_passages_best_first() -> None:
    near = [scored("guide#1", 0.9), scored("guide#2", 0.8), scored("guide#1", 0.7, STEP)]
    rows = RANKER.rank(near, limit=9).rows

    assert [[passage.score for passage in row.passages] for row in rows] == [[0.9, 0.7], [0.8]]


def test_equal_sections_stand_in_the_order_of_their_ids() -> None:
    assert ranked(("guide#2", 0.5, ASK), ("guide#1", 0.5, ASK)) == ["guide#1", "guide#2"]


def test_no_more_rows_than_asked_for() -> None:
    assert len(ranked(("guide#1", 0.5, ASK), ("guide#2", 0.4, ASK), ("guide#3", 0.3, ASK), limit=2)) == 2


def test_a_score_lies_between_0_and_1() -> None:
    rows = RANKER.rank([scored("guide#1", 1.0), scored("guide#2", -0.9)], limit=9).rows

    assert all(0 <= row.score <= 1 for row in rows)


def test_a_passage_of_a_section_that_the_corpus_does_not_hold_is_left_out() -> None:
    assert ranked(("gone#1", 0.9, ASK), ("guide#1", 0.5, ASK)) == ["guide#1"]


def test_counter_examples_are_no_rows_but_name_the_outside_topic() -> None:
    result = RANKER.rank([scored("outside:divorce-law", 0.9), scored("outside:pets", 0.8), scored("guide#1", 0.5)], limit=9)

    assert [row.section.id for row in result.rows] == ["guide#1"]
    assert result.outside_topic == "divorce-law"


def test_a_counter_example_that_lies_far_names_no_topic() -> None:
    assert RANKER.rank([scored("guide#1", 0.5), scored("outside:pets", 0.3)], limit=9).outside_topic is None


def test_without_a_counter_example_there_is_no_outside_topic() -> None:
    assert RANKER.rank([scored("guide#1", 0.5)], limit=9).outside_topic is None


def test_a_question_nearer_to_the_guides_than_to_counter_examples_is_in_scope() -> None:
    ranker = Ranker(SECTIONS, NEARER_INSIDE)

    assert ranker.rank([scored("guide#1", 0.6), scored("outside:pets", 0.2)], limit=9).in_scope
    assert not ranker.rank([scored("outside:pets", 0.6), scored("guide#1", 0.2)], limit=9).in_scope


def test_nothing_near_gives_no_rows() -> None:
    assert RANKER.rank([], limit=9).rows == ()


def test_words_decide_where_vectors_do_not() -> None:
    asks = [Passage(f"guide#{n}/ask/0", f"guide#{n}", ASK, text) for n, text in ((1, "he is late"), (2, "he is at the pub"))]
    vectors = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    ranker = Ranker(SECTIONS, EVERYTHING)
    ranker.learn(asks, vectors)
    near = [scored("guide#1", 0.5), scored("guide#2", 0.5)]

    for text, first in (("late again", "guide#1"), ("the pub again", "guide#2")):
        question = Question(text, np.array([0.7, 0.7], dtype=np.float32))
        assert ranker.rank(near, limit=1, question=question).rows[0].section.id == first


def test_a_relative_of_the_best_section_comes_next_though_none_of_its_passages_is_near() -> None:
    ranker = Ranker(SECTIONS, EVERYTHING, {"guide#1": ["guide#3"]})
    asks = [Passage(f"guide#{n}/ask/0", f"guide#{n}", ASK, "late") for n in (1, 2)]
    ranker.learn(asks, np.eye(2, dtype=np.float32))
    rows = ranker.rank([scored("guide#1", 0.9), scored("guide#2", 0.3)], limit=3).rows

    assert [row.section.id for row in rows] == ["guide#1", "guide#3", "guide#2"]
    assert rows[1].passages == ()
