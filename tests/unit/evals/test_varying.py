"""New short texts for a larger encoder to give its opinion of."""

import random

from evals.meaning.varying import Varying

LINES = ("He keeps my bank card", "He keeps my loyalty card", "He hides my bank card")


def test_a_word_gives_way_to_one_that_stands_between_the_same_neighbours() -> None:
    varied = {Varying(LINES, random.Random(seed))("He keeps my bank card") for seed in range(20)}
    assert varied == {"He keeps my loyalty card", "He hides my bank card", "He hides my loyalty card"}


def test_a_text_without_neighbours_elsewhere_stays_as_it_is() -> None:
    assert Varying(LINES, random.Random(1))("Nothing fits here") == "Nothing fits here"
