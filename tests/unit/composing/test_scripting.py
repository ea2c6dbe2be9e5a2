import pytest

from service.composing.scripting import direct_speech


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("so how do i tell him i miss him and not make it a complaint", "I miss you"),
        ("how can i let my wife know that i am lonely without blaming her", "I'm lonely"),
        ("how do i tell her i do not want another child", "I don't want another child"),
        ("how do i tell him i feel like i miss my old life", "I feel like I miss my old life"),
        ("how do i tell my partner i miss him", "I miss you"),
        ("how would i tell them that i would like more time with them", "I would like more time with you"),
    ],
)
def test_a_wish_becomes_the_sentence_to_say(asked: str, said: str) -> None:
    assert direct_speech(asked.split()) == said


@pytest.mark.parametrize(
    "asked",
    [
        "how do i tell him i cheated",
        "how do i tell her i want her mother to leave",
        "how do i tell him i want a divorce",
        "how do i tell her she talks too much",
        "he never tells me i am loved",
        "i told him i miss him",
    ],
)
def test_deeds_endings_and_blame_are_left_alone(asked: str) -> None:
    assert direct_speech(asked.split()) is None


@pytest.mark.parametrize(
    "asked",
    [
        "how do i tell him i love her",
        "how do i tell my husband i miss her",
        "how do i tell her i want more time with them",
        "how do i tell my partner i want him to like her",
    ],
)
def test_what_is_felt_for_somebody_else_is_not_said_to_the_person_told(asked: str) -> None:
    assert direct_speech(asked.split()) is None
