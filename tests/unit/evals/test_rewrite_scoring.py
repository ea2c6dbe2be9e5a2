"""The scores of single rewrites say what a reader would say."""

import pytest

from evals.rewrite_scoring import forbidden_found, lost_facts, shared, skeleton


@pytest.mark.parametrize(
    ("stems", "text", "kept"),
    [
        (["pan"], "four pans in the sink", True),
        (["pan"], "the panel in the sink", False),
        (["wash"], "when the washing waits", True),
        (["4", "four"], "I found 4 pans", True),
        (["4", "four"], "I found 40 pans", False),
        (["5am", "5 am"], "with the tablet at 5 am", True),
        (["mum"], "at your mum’s", True),
        (["12"], "a 12-hour shift", True),
        (["200"], "£200", True),
    ],
)
def test_a_fact_is_kept_by_any_of_its_stems(stems: list[str], text: str, kept: bool) -> None:
    assert (lost_facts([stems], text) == []) is kept


def test_a_lost_fact_is_named_by_its_first_stem() -> None:
    assert lost_facts([["sunday"], ["dish", "plate"]], "I feel tired since Sunday.") == ["dish"]


@pytest.mark.parametrize(
    ("entry", "text", "found"),
    [
        ("don't care", "it seems you dont care", True),
        ("slob", "two slobs", True),
        ("ex", "for example", False),
        ("every time", "Every time I call", True),
    ],
)
def test_a_forbidden_entry_matches_whole_words(entry: str, text: str, found: bool) -> None:
    assert (forbidden_found([entry], text) == [entry]) is found


def test_one_template_with_other_facts_has_one_skeleton() -> None:
    first = skeleton("You left the wet towels on the bed", "I feel tired about the wet towels on the bed. Could we talk?")
    second = skeleton("your rusty bike in my hall again", "I feel tired about your rusty bike in my hall. Could we talk?")

    assert first == second == "i feel tired about _ could we talk"


def test_another_feeling_is_another_skeleton() -> None:
    statement = "You left the wet towels on the bed"

    assert skeleton(statement, "I feel sad about the towels.") != skeleton(statement, "I feel cross about the towels.")


def test_slots_and_numbers_are_holes() -> None:
    assert skeleton("whatever", "I feel sad about [what happened] at 9.") == "i feel sad about _"


def test_small_words_copied_along_with_the_facts_are_part_of_the_hole() -> None:
    statement = "I feel ignored, she was on it through our whole anniversary meal"

    assert skeleton(statement, "I feel sad about it through our whole anniversary meal.") == "i feel sad about _"


def test_shared_counts_every_member_of_a_group() -> None:
    assert shared(["a", "a", "b", "c", "c", "c"]) == 5
