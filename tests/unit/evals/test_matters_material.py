"""What the reader of matters learns from, and what the second safety tier takes from it."""

import random

import pytest

from evals.matters.material import Befores, Example, brought, examples
from service.domain.corpus import Relation


def test_messages_of_cards_are_brought() -> None:
    alone = {one.text for one in examples() if one.label == "card:always-me-who-apologises" and not (one.before or one.answers)}
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
    written = [one for one in examples() if one.relation is not None and not one.answers]
    assert {one.label for one in written} == {one.label for one in written if one.held}


def test_of_the_cards_that_answer_a_turn_the_best_gets_most() -> None:
    turn = Example("and now?", "card:a", answers=("card:a", "card:b"), near=("card:c",))
    assert list(turn.shares) == ["card:c", "card:a", "card:b"]
    assert sum(turn.shares.values()) == pytest.approx(1)
    assert turn.shares["card:a"] > turn.shares["card:b"] > turn.shares["card:c"] > 0


def test_turns_are_measured_on_or_learnt_from() -> None:
    held = {one.source: one.held for one in examples() if one.answers}
    assert {source for source, is_held in held.items() if is_held} == {"turns_chosen", "turns_held", "turns_held-anew"}
    assert len(held) > 2


def test_a_turn_is_read_behind_what_was_told_and_nothing_else() -> None:
    turn = Example("and now?", "card:a", before="we had a row", answers=("card:a",))
    assert Befores([Example("another story", "card:b", Relation.PARTNER)]).of(turn, random.Random(1)) == "we had a row"
