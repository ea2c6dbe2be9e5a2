"""Sentences that a marker chose from the writer's words; the marker of these tests chooses what it is told to."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pytest

from service.adapters.hanover_grammar import HanoverGrammar
from service.language.matching import Language
from service.ports import Marking, Phrasing
from service.rewriting.engine import Rewriter
from service.rewriting.records import RewritingData
from service.rewriting.understand import Understander
from tests.unit.rewriting.wordings import first


class Marks:
    """Marks the words of some sentences, the first of each as an opening."""

    version = "told"

    def __init__(
        self,
        *sentences: str,
        topics: tuple[tuple[str, float], ...] = (),
        share: float = 0.95,
        behind: Mapping[str, str] = MappingProxyType({}),
        needs: tuple[Phrasing, ...] = (),
        requests: tuple[Phrasing, ...] = (),
    ) -> None:
        self._sentences, self._topics, self._share = sentences, topics, share
        self._behind, self._needs, self._requests = behind, needs, requests

    def mark(self, words: Sequence[str]) -> Marking:
        told, opens = [1 - self._share] * len(words), [0.0] * len(words)
        at = 0
        for sentence in self._sentences:
            for number, word in enumerate(sentence.split()):
                at = words.index(word, at)
                told[at], opens[at] = self._share, float(number == 0)
                at += 1
        return Marking(
            told=tuple(told),
            opens=tuple(opens),
            added=("",) * len(words),
            marks=tuple(self._behind.get(word, "") for word in words),
            feelings=(("lonely", 0.6),),
            topics=self._topics,
            needs=self._needs,
            requests=self._requests,
            reached=len(words),
        )


def worded(data: RewritingData, language: Language, marks: Marks, statement: str) -> str:
    return first(Rewriter(data, language, HanoverGrammar(), marks), statement)


def test_what_is_marked_is_told_and_the_rest_is_not(data: RewritingData, language: Language) -> None:
    said = "typical you, I cooked for six on friday and you walked in at ten stinking of beer, some host you are"
    told = worded(data, language, Marks("i cooked for six on friday and you walked in at ten"), said)
    assert "I cooked for six on Friday and you walked in at ten" in told
    assert "beer" not in told


def test_the_marked_feeling_is_offered(data: RewritingData, language: Language) -> None:
    assert "lonely" in worded(data, language, Marks("you left the party at nine"), "you left the party at nine, you always do that")


def test_a_sentence_that_would_lose_its_not_is_left_out(data: RewritingData, language: Language) -> None:
    said = "you did not ring the vet on Monday, useless"
    assert "you did ring" not in worded(data, language, Marks("you did ring the vet on monday"), said).lower()


@pytest.mark.parametrize("marked", ["you were rude to my mum", "you always leave the plates", "the plates"])
def test_blame_and_scraps_are_not_told_however_marked(data: RewritingData, marked: str) -> None:
    said = "you were rude to my mum, you always leave the plates"
    assert Understander(data, HanoverGrammar(), Marks(marked)).read(said).marked == ()


def test_unsure_marks_are_not_followed(data: RewritingData, language: Language) -> None:
    said = "you never think, I waited at the station from six to eight with the bags"
    marks = Marks("i waited at the station", share=0.6)
    assert "from six to eight" in worded(data, language, marks, said)


def test_the_need_follows_a_topic_that_the_marker_is_sure_of(data: RewritingData, language: Language) -> None:
    said = "you always run off. you left the party at nine and I cleaned the whole hall with my mum"
    topic = next(topic for topic in data.topics if topic.id == "support")
    told = worded(data, language, Marks("you left the party at nine", topics=(("support", 0.9),)), said)
    assert any(need in told for need in topic.needs)


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("you stole the money", "I never said you stole the money, idiot"),
        ("you had come to my graduation", "I wish you had come to my graduation"),
        ("you kissed my sister", "Tom says you kissed my sister"),
        ("you take twenty quid from my purse", "did you take twenty quid from my purse?"),
        ("you left wet towels on my bed", "if you left wet towels on my bed I would scream"),
        ("you refuse to pay the rent pick up lily", "you refuse to pay the rent and you failed to pick up Lily"),
    ],
)
def test_what_a_word_before_or_inside_turns_round_is_not_told(data: RewritingData, marked: str, said: str) -> None:
    assert Understander(data, HanoverGrammar(), Marks(marked)).read(said).marked == ()


def test_a_word_that_passes_for_a_feeling_beside_a_marked_deed(data: RewritingData, language: Language) -> None:
    said = "I feel unheard. Could you explain why you booked it on friday and laughed?"
    rewriter = Rewriter(data, language, HanoverGrammar(), Marks("you booked it on friday", topics=(("decisions", 0.9),)))
    assert rewriter.rewrite(said).kind


def test_what_the_marker_leaves_out_is_still_given_to_be_checked(data: RewritingData, language: Language) -> None:
    said = "you always do this, you left the party at nine, you threw my phone in the river on Friday"
    rewriter = Rewriter(data, language, HanoverGrammar(), Marks("you left the party at nine"))
    assert "my phone" in rewriter.rewrite(said).unshown[0]


def test_a_full_stop_that_was_left_out_is_set(data: RewritingData, language: Language) -> None:
    said = "you ate my leftovers they had my name on the lid you always do that"
    marks = Marks("you ate my leftovers they had my name on the lid", behind={"leftovers": "."})
    assert "you ate my leftovers. They had my name on the lid." in worded(data, language, marks, said)


def test_a_sentence_is_not_cut_where_a_part_cannot_stand(data: RewritingData, language: Language) -> None:
    said = "you left my bike in the rain all night you idiot"
    marks = Marks("you left my bike in the rain all night", behind={"bike": "."})
    assert "you left my bike in the rain all night" in worded(data, language, marks, said)


def test_what_somebody_said_keeps_its_quotation_marks(data: RewritingData, language: Language) -> None:
    said = 'I cooked for two hours and you said "is there no dessert", you are so ungrateful'
    marks = Marks("i cooked for two hours and you said is there no dessert")
    assert "you said “is there no dessert”" in worded(data, language, marks, said)


def test_a_need_and_a_request_that_fit_are_offered(data: RewritingData, language: Language) -> None:
    need = Phrasing("I need my food to be left for me", (), 0.8)
    request = Phrasing("Would you ask me before you eat my leftovers?", ("leftover",), 0.8)
    told = worded(data, language, Marks("you ate my leftovers", needs=(need,), requests=(request,)), "you ate my leftovers, typical")
    assert need.text in told
    assert told.endswith(request.text)


@pytest.mark.parametrize(("things", "fit"), [(("sister",), 0.9), ((), 0.1)])
def test_a_request_that_names_something_else_or_hardly_fits_is_not(
    data: RewritingData, language: Language, things: tuple[str, ...], fit: float
) -> None:
    request = Phrasing("Would you tell me what troubles you about my sister?", things, fit)
    told = worded(data, language, Marks("you ate my leftovers", requests=(request,)), "you ate my leftovers, typical")
    assert request.text not in told


@pytest.mark.parametrize(
    ("said", "marked", "told"),
    [
        ("pick your boxers up, I've stepped over them since monday", "i have stepped over them since monday", "stepped over your boxers"),
        (
            "pick dad up on thursday you said, he waited in the cold for an hour",
            "he waited in the cold for an hour",
            "dad waited in the cold",
        ),
        ("she rang on sunday, she is 91, you live next door", "she is 91", "she's 91"),
    ],
)
def test_a_pronoun_whose_thing_is_not_told_is_named(data: RewritingData, said: str, marked: str, told: str) -> None:
    assert told in Understander(data, HanoverGrammar(), Marks(marked)).read(said).marked[0].telling.text


def test_a_pronoun_whose_thing_is_told_stays(data: RewritingData, language: Language) -> None:
    said = "you left your boxers on the stairs, I stepped over them all week, typical"
    told = worded(data, language, Marks("you left your boxers on the stairs", "i stepped over them all week"), said)
    assert "stepped over them" in told


@pytest.mark.parametrize("marked", ["can you read", "my oat milk and put the carton back", "second i mentioned the letter"])
def test_questions_and_pieces_are_not_told_however_marked(data: RewritingData, marked: str) -> None:
    said = f"{marked}, you always do this"
    assert Understander(data, HanoverGrammar(), Marks(marked)).read(said).marked == ()


def test_what_a_word_waits_for_is_told_with_it(data: RewritingData, language: Language) -> None:
    told = worded(data, language, Marks("you had time to", "last night"), "you had time to ring your mother last night, selfish")
    assert "time to last night" not in told
