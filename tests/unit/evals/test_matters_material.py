"""What the reader of matters learns from, and what the second safety tier takes from it."""

import pytest

from evals.matters.material import brought, examples


def test_messages_of_cards_are_brought() -> None:
    alone = {one.text for one in examples() if one.label == "card:always-me-who-apologises" and not one.before}
    assert alone
    assert alone <= set(brought())


@pytest.mark.parametrize("card", ["ex-will-not-leave-me-alone", "miss-one-who-frightened-me"])
def test_messages_of_cards_that_may_tell_of_danger_are_not(card: str) -> None:
    messages = {one.text for one in examples() if one.label == f"card:{card}"}
    assert messages
    assert messages.isdisjoint(brought())


def test_questions_about_spying_are_not() -> None:
    spying = {one.text for one in examples() if one.label.endswith("spying-and-hacking")}
    assert spying
    assert spying.isdisjoint(brought())


def test_every_card_has_messages_held_back_to_measure_on() -> None:
    cards = {one.label for one in examples() if one.relation is not None}
    assert cards == {one.label for one in examples() if one.held}
