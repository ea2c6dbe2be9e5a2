import numpy as np
import pytest

from service.adapters.memory import HashEmbedder
from service.domain.corpus import Passage, PassageKind
from service.retrieval.acts import MATTER, ActLine, Acts

LINES = (
    ActLine("thanks", "thank you kindly"),
    ActLine("thanks", "thank you very much"),
    ActLine("words", "give me a sentence"),
    ActLine("words", "a sentence for tonight"),
    ActLine(MATTER, "thank you but he still shouts"),
)
ASKS = ("we shout about money", "money again", "he shouts at night")
PASSAGES = tuple(Passage(f"g#1/ask/{n}", "g#1", PassageKind.ASK, text) for n, text in enumerate(ASKS))
EVERYTHING = ("thanks", "words")


@pytest.fixture
def acts() -> Acts:
    learnt = Acts(LINES)
    learnt.learn(HashEmbedder().embed([line.text for line in LINES]), PASSAGES, HashEmbedder().embed(list(ASKS)))
    return learnt


def act_of(acts: Acts, text: str, *among: str) -> str | None:
    return acts.of(HashEmbedder().embed([text])[0], among or EVERYTHING, surely=False)


@pytest.mark.parametrize(("text", "act"), [("thank you so much", "thanks"), ("a sentence please", "words")])
def test_an_act_is_known_by_lines_like_it(acts: Acts, text: str, act: str) -> None:
    assert act_of(acts, text) == act


@pytest.mark.parametrize("text", ["he shouts about money", "thank you but he still shouts at night"])
def test_a_matter_of_its_own_is_no_act(acts: Acts, text: str) -> None:
    assert act_of(acts, text) is None


def test_an_act_that_makes_no_sense_now_is_not_taken(acts: Acts) -> None:
    assert act_of(acts, "give me a sentence", "thanks") is None


def test_before_it_has_learnt_nothing_is_an_act() -> None:
    assert Acts(LINES).of(np.ones(4, dtype=np.float32), EVERYTHING, surely=False) is None
