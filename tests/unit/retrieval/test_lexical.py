import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.domain.corpus import Passage, PassageKind
from service.retrieval.lexical import Lexicon


def passage(section: str, text: str) -> Passage:
    return Passage(f"{section}/{text}", section, PassageKind.ASK, text)


SECTIONS = ("money#1", "trust#1", "trust#2")
LEXICON = Lexicon(
    [
        passage("money#1", "we quarrel about the rent"),
        passage("trust#1", "we quarrel about his phone"),
        passage("trust#2", "we quarrel"),
        passage("elsewhere#1", "rent"),
    ],
    SECTIONS,
)


def best(question: str) -> str:
    return SECTIONS[int(np.argmax(LEXICON.scores(question)))]


def test_a_rare_word_counts_more_than_common_ones() -> None:
    assert best("do we quarrel about rent") == "money#1"


def test_forms_of_one_word_are_one_word() -> None:
    assert best("phones") == "trust#1"


def test_of_two_sections_with_the_same_words_the_shorter_is_nearer() -> None:
    assert best("quarrelling") == "trust#2"


def test_words_that_no_section_knows_score_nothing() -> None:
    assert LEXICON.scores("zebra crossing").tolist() == [0, 0, 0]


def test_saying_it_twice_changes_nothing() -> None:
    assert np.array_equal(LEXICON.scores("rent rent"), LEXICON.scores("rent"))


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    assert np.isfinite(LEXICON.scores(text)).all()
