"""The same event gives the same words, whoever did it."""

import pytest

from service.adapters.data_files import meaning_folder, rules_folder
from service.domain.errors import RuleError
from service.language.matching import Language
from service.safety.loader import load_language
from service.safety.meaning.plain_form import PlainForm, PlainWords, load_plain_form, windows


@pytest.fixture(scope="module")
def language() -> Language:
    return load_language(rules_folder())


@pytest.fixture(scope="module")
def plain(language: Language) -> PlainForm:
    return load_plain_form(meaning_folder(), language)


def words(plain: PlainForm, language: Language, text: str) -> tuple[str, ...]:
    return plain(language.normalise(text)).words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He took my keys.", "SHE took my keys!!!"),
        ("my husband counts his money", "my wife counts her money"),
        ("they have locked me out", "he has locked me out"),
        ("Priya follows me", "Tom follows me"),
        ("my dad and his brother", "my mum and her sister"),
        ("he reads my post", "maybe he reads my post, it's probably nothing lol"),
    ],
)
def test_who_it_was_and_how_small_it_is_made_change_nothing(plain: PlainForm, language: Language, one: str, other: str) -> None:
    assert words(plain, language, one) == words(plain, language, other)


def test_the_words_know_which_tokens_they_came_from(plain: PlainForm, language: Language) -> None:
    normal = language.normalise("Well, he left. Lol")
    found = plain(normal)

    assert [normal.tokens[token] for token in found.tokens] == ["well", "he", "left"]


def test_windows_overlap_and_reach_the_end() -> None:
    text = PlainWords(tuple(f"w{i}" for i in range(25)), tuple(range(25)))
    found = windows(text, 10, 7)

    assert [(window.first, window.last) for window in found] == [(0, 9), (7, 16), (14, 23), (21, 24)]


def test_a_short_text_is_one_window_and_an_empty_one_is_none() -> None:
    assert len(windows(PlainWords(("one", "two"), (0, 1)), 10, 7)) == 1
    assert not windows(PlainWords((), ()), 10, 7)


def test_a_missing_list_stops_the_start(tmp_path, language: Language) -> None:
    with pytest.raises(RuleError, match=r"plain_form\.yaml"):
        load_plain_form(tmp_path, language)
