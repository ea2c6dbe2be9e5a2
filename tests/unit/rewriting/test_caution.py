"""A wording goes to the one it speaks of, so less than a finding holds it back."""

import pytest

from service.language.matching import Language
from service.rewriting.caution import Doubts
from service.rewriting.records import RewritingData


@pytest.fixture
def doubts(data: RewritingData, language: Language) -> Doubts:
    return Doubts(data.caution, language)


def test_a_small_sign_lets_the_second_tier_stay_further_below_its_line(doubts: Doubts, data: RewritingData) -> None:
    doubt = doubts.of("I'm careful what I say at dinner.")

    assert doubt.allowance == data.caution.beside_sign > data.caution.alone
    assert doubt.sign is not None
    assert (doubt.sign.form, doubt.sign.text) == ("appeasing", "careful what")


def test_without_a_sign_it_needs_as_much_as_in_a_chat(doubts: Doubts, data: RewritingData) -> None:
    assert doubts.of("You left the bins out again.").allowance == data.caution.alone == 0.0


def test_a_long_message_needs_as_much_as_in_a_chat(doubts: Doubts, data: RewritingData) -> None:
    assert doubts.of("I'm careful what I say at dinner. " * 5).allowance == data.caution.longer == 0.0
