"""Which words read as a whole sentence."""

import pytest

from service.adapters.hanover_grammar import HanoverGrammar
from service.rewriting.engine import Rewriter
from service.rewriting.records import RewritingData
from service.rewriting.wellformed import WellFormed
from service.rewriting.words import surface
from tests.unit.rewriting.wordings import first


@pytest.fixture(scope="module")
def wellformed(data: RewritingData) -> WellFormed:
    return WellFormed(data.sentences, HanoverGrammar())


@pytest.mark.parametrize(
    "sentence",
    ["you were in the pub with kev", "i had the flu and you went to golf", "we had one evening", "the bins were full on sunday"],
)
def test_a_whole_sentence_stands(wellformed: WellFormed, sentence: str) -> None:
    assert wellformed.stands(sentence.split())


@pytest.mark.parametrize(
    "scrap",
    ["back your gym buddy", "to tell me it was moved to 5", "soup and did a whole pharmacy run", "counselling is coupled"],
)
def test_what_lacks_its_doer_or_its_verb_does_not(wellformed: WellFormed, scrap: str) -> None:
    assert not wellformed.stands(scrap.split())


def test_a_scrap_is_not_told(rewriter: Rewriter) -> None:
    told = first(rewriter, "Did you really just like my message and then go back to fantasy football. Your sister rang me twice on Monday.")
    assert "your sister rang me twice on Monday" in told
    assert "Go back" not in told


@pytest.mark.parametrize(
    ("words", "shown"),
    [("you promised it in march", "in March"), ("i think this may sound odd", "this may"), ("what i believe in may be gone", "in may be")],
)
def test_a_month_is_one_only_where_it_says_when(words: str, shown: str) -> None:
    assert shown in surface(words.split(), {})
