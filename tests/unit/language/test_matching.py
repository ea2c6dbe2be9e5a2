from service.language.matching import PatternIndex
from tests.builders import language


def test_records_come_in_their_own_order_and_not_in_that_of_the_text() -> None:
    words = language()
    index = PatternIndex([(name, [words.compiler.compile(name)]) for name in ("late", "early")])

    assert [name for name, _ in index.matches(words.normalise("early or late"))] == ["late", "early"]


def test_a_record_with_two_patterns_is_found_by_either() -> None:
    words = language()
    index = PatternIndex([("it", [words.compiler.compile("cold"), words.compiler.compile("warm*")])])

    assert [name for name, _ in index.matches(words.normalise("warmer"))] == ["it"]


def test_a_pattern_is_compiled_only_when_one_of_its_words_occurs() -> None:
    words = language()
    seen, unseen = words.compiler.compile("he left"), words.compiler.compile("she stayed")
    list(PatternIndex([("it", [seen, unseen])]).matches(words.normalise("he left")))

    assert seen._compiled is not None
    assert unseen._compiled is None


def test_the_rarest_word_is_the_one_looked_for() -> None:
    assert language().compiler.compile("he was (strangled|choked) by him").anchors == {"strangled", "choked"}


def test_an_empty_text_matches_nothing() -> None:
    words = language()

    assert not list(PatternIndex([("it", [words.compiler.compile("he")])]).matches(words.normalise("")))
