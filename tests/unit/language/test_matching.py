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


def test_a_pattern_needs_a_word_of_each_of_its_parts_the_rarest_first() -> None:
    needs = language().compiler.compile("he [once] was (strangled|choked) by him").needs

    assert needs[0] == {"strangled", "choked"}
    assert set(needs[1:]) == {frozenset({word}) for word in ("he", "was", "by", "him")}


def test_a_pattern_runs_only_where_all_its_words_are() -> None:
    words = language()
    pattern = words.compiler.compile("he (left|went)")
    list(PatternIndex([("it", [pattern])]).matches(words.normalise("she left")))

    assert pattern._compiled is None


def test_an_empty_text_matches_nothing() -> None:
    words = language()

    assert not list(PatternIndex([("it", [words.compiler.compile("he")])]).matches(words.normalise("")))
