import pytest
from hypothesis import given, strategies

from service.generating.characters import has_odd_characters, without_odd_characters
from service.generating.reading import refusal
from service.generating.sentences import Written


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Take a pause before you answer.", None),
        ("Ça va, “really” – 5 × 3 🙂?", None),
        ("Take a \u202epause\u202c now.", "characters"),
        ("Take a pa\u200buse now.", "characters"),
        ("Take a pause\x07 now.", "characters"),
        ("Take a \ufffd now.", "characters"),
        ("ha ha ha ha ha ha ha ha.", "repetition"),
        ("Talk once a week, at a calm time.", "repetition"),
        (" ".join(f"word{n}" for n in range(120)), "too_long"),
    ],
)
def test_what_cannot_be_shown_is_named(text: str, reason: str | None) -> None:
    assert refusal(Written(text.strip(), (), new_paragraph=False), ["Talk once a week at a calm time."]) == reason


def test_half_a_sentence_cannot_be_shown() -> None:
    assert refusal(Written("Take a", (), new_paragraph=False, ended=False), []) == "unfinished"


@given(strategies.text())
def test_nothing_odd_is_left_after_tidying(text: str) -> None:
    assert not has_odd_characters(without_odd_characters(text))
