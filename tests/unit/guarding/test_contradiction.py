import pytest

from service.guarding.contradiction import opposed, turned
from service.guarding.features import opposites_of
from service.guarding.words import Vocabulary, Words

READ = Vocabulary({"broken": "break"})
OPPOSITES = {READ.stem(w): frozenset(map(READ.stem, o)) for w, o in opposites_of([["before", "after"], ["warm", "cold"]]).items()}


def both(sentence: str, passage: str) -> tuple[int, int]:
    words, part = READ(sentence), [READ(passage)]
    return turned(words, part, part), opposed(words, part, part, OPPOSITES)


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Patience doesn't mean bearing harm.", "Patience does not mean bearing harm."),
        ("Agree on rules before the talk.", "Before the talk, agree on some rules."),
        ("Nobody owes forgiveness.", "Nobody owes forgiveness, and it has no deadline."),
    ],
)
def test_the_same_said_otherwise_is_no_contradiction(sentence: str, passage: str) -> None:
    assert both(sentence, passage) == (0, 0)


def test_a_negation_on_one_side_only_turns_words_round() -> None:
    assert both("Patience means bearing harm.", "Patience does not mean bearing harm.")[0] >= 1


def test_an_opposite_beside_the_same_matter_is_found() -> None:
    assert both("Agree on rules after the talk.", "Agree on rules before the talk.")[1] == 1


def test_an_opposite_about_another_matter_is_not() -> None:
    assert both("Eat together after work.", "Before bed, write one line.")[1] == 0


def test_contractions_and_irregular_forms_are_read() -> None:
    words: Words = READ("It can't be broken.")

    assert [(mark.stem, mark.sign) for mark in words.marks] == [("break", -1)]
