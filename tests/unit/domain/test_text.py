import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.text import well_formed


@pytest.mark.parametrize(
    ("text", "clean"), [("a\0b", "a\ufffdb"), ("\ud83d x", "\ufffd x"), ("\udfff\ud800", "\ufffd\ufffd"), ("é 🔪", "é 🔪")]
)
def test_what_is_no_character_is_replaced(text: str, clean: str) -> None:
    assert well_formed(text) == clean


@given(st.text(st.characters(codec=None)))
def test_the_length_stays_and_the_result_can_be_written(text: str) -> None:
    clean = well_formed(text)

    assert len(clean) == len(text)
    assert "\0" not in clean.encode("utf-8").decode("utf-8")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_good_text_stays_as_it_is(text: str) -> None:
    assert well_formed(text) == text
