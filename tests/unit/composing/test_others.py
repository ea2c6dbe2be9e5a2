"""Whom a reply speaks of: the person's own word for somebody who is no partner."""

import pytest

from service.composing.others import Others
from service.domain.answers import Draft, Purpose, Sentence
from service.domain.corpus import Relation
from tests.builders import coach, user

OTHERS = Others({"brother", "sister", "friend"})
DRAFT = Draft(((Sentence("Ask your partner what your partner's day was like.", Purpose.PLAIN),),))


@pytest.mark.parametrize(
    ("text", "relation", "word"),
    [
        ("my little brother owes me money", Relation.FAMILY, "brother"),
        ("My friend has gone quiet", Relation.FRIEND, "friend"),
        ("my brother fell out with my sister", Relation.FAMILY, None),
        ("my brother thinks my wife is cold", Relation.PARTNER, None),
        ("my friend says my ex is better off", Relation.EX, None),
        ("we have gone quiet", Relation.FAMILY, None),
        ("my brother owes me money", None, None),
    ],
)
def test_the_word_is_the_persons_own_where_one_person_is_meant(text: str, relation: Relation | None, word: str | None) -> None:
    assert OTHERS.word([text], relation) == word


def test_the_word_stands_in_the_place_of_partner() -> None:
    assert OTHERS.told(DRAFT, "brother").sentences[0].text == "Ask your brother what your brother's day was like."
    assert OTHERS.told(DRAFT, None) == DRAFT


def test_what_was_said_of_the_brother_counts_as_said_of_the_partner() -> None:
    messages = (user("my brother owes me money"), coach("Ask your brother first."))
    assert "Ask your partner first." in OTHERS.remembered(messages, "brother")[1].content
    assert OTHERS.remembered(messages, "brother")[0] == messages[0]
