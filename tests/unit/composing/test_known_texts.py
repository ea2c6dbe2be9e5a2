"""Known texts in a reply: long and short ones, each group by its first place."""

from service.composing.known_texts import KnownTexts

KNOWN = KnownTexts([["Take a slow breath.", "Sit down."], ["Write one line about today."], ["Sit down."], []])


def test_a_group_stands_where_the_first_of_its_texts_does() -> None:
    assert KNOWN.places("Sit down. Then take it slowly. Take a slow breath.") == {0: 0, 2: 0}
    assert KNOWN.places("Write one line about today. Take a slow breath.") == {1: 0, 0: 28}


def test_what_only_begins_alike_is_not_there() -> None:
    assert KNOWN.places("Take a slow walk.") == {}
    assert KNOWN.places("") == {}
