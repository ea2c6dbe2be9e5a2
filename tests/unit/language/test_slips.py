from hypothesis import given
from hypothesis import strategies as st

from service.language.slips import Slips, one_slip_away

SLIPS = Slips({"strangled", "suicide", "hit", "kicked", "licked"})
WORDS = st.text(alphabet="abcd", min_size=1, max_size=8)


def test_a_letter_left_out_added_changed_or_swapped_is_a_slip() -> None:
    typed = ("strngled", "strangleed", "strengled", "srtangled")

    assert [SLIPS.meant(word) for word in typed] == ["strangled"] * 4


def test_two_slips_are_too_many() -> None:
    assert SLIPS.meant("sucde") is None


def test_the_first_letter_is_never_the_slip() -> None:
    assert SLIPS.meant("cicked") is None


def test_short_words_have_too_many_neighbours() -> None:
    assert SLIPS.meant("hitt") is None


@given(WORDS, WORDS)
def test_a_slip_goes_both_ways(one: str, other: str) -> None:
    assert one_slip_away(one, other) == one_slip_away(other, one)


@given(WORDS)
def test_no_word_is_a_slip_of_itself(word: str) -> None:
    assert not one_slip_away(word, word)
