import pytest

from service.language.spelling import Speller, Spelling

SPELLER = Speller(
    Spelling(
        rewrites={"he's": ("he", "is"), "b4": ("before",)},
        watched=frozenset({"kill", "hit", "strangled", "stop"}),
        ordinary=frozenset({"my", "husband", "night", "good", "god", "stoop", "sam", "the", "too"}),
    )
)


def words(typed: str) -> str:
    return " ".join(SPELLER.words(typed))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hu5b4nd", "husband"),
        ("n16ht", "night"),
        ("k1ll", "kill"),
        ("ki11", "kill"),
        ("5tr4ngl3d", "strangled"),
        ("hu5b4nddddd", "husband"),
        ("husbandddd", "husband"),
        ("gooood", "good"),
        ("stooop", "stop"),
        ("he'ssss", "he is"),
        ("hitt", "hit"),
        ("strangeld", "strangled"),
        ("b4", "before"),
    ],
)
def test_a_disguise_is_undone_where_the_word_is_known(typed: str, meant: str) -> None:
    assert words(typed) == meant


@pytest.mark.parametrize("typed", ["5am", "100", "7th", "mp3", "covid19", "x5", "quux", "g00gle"])
def test_amounts_codes_and_names_stay_as_they_are(typed: str) -> None:
    assert words(typed) == typed


@pytest.mark.parametrize("word", ["too", "god", "stoop"])
def test_a_word_that_is_known_stays_though_it_looks_like_another(word: str) -> None:
    assert words(word) == word
