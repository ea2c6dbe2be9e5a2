from service.composing.choose import said_before, user_texts, variant
from tests.builders import coach, user

OPTIONS = ("one", "two", "three")


def test_the_same_seed_gives_the_same_variant() -> None:
    assert variant(OPTIONS, "a seed") == variant(list(OPTIONS), "a seed")


def test_other_seeds_give_other_variants() -> None:
    assert {variant(OPTIONS, f"seed {number}") for number in range(30)} == set(OPTIONS)


def test_what_was_said_is_not_said_again() -> None:
    assert {variant(OPTIONS, f"seed {number}", "well, one and three") for number in range(30)} == {"two"}


def test_where_all_were_said_one_is_said_again() -> None:
    assert variant(OPTIONS, "seed", "one two three") in OPTIONS


def test_a_seed_may_hold_what_is_no_character() -> None:
    assert variant(OPTIONS, "\ud800") in OPTIONS


def test_a_conversation_is_read_by_speaker() -> None:
    conversation = [user("hello"), coach("Good day."), user("thanks"), coach("Go on.")]

    assert user_texts(conversation) == ["hello", "thanks"]
    assert said_before(conversation) == "Good day.\nGo on."
