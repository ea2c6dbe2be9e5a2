from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from evals.chat import Turns, run
from evals.datasets import cases
from evals.mirror import run as run_pairs
from service.domain.answers import Answer, AnswerKind, Citation, Composer, Draft, Purpose, Sentence
from service.domain.safety import RiskLevel, Role, Verdict
from service.public import chat_out

VERDICT = Verdict(RiskLevel.NONE, (), (), (), Role.VICTIM, "rules")
CITED = Citation(1, "guide#1", "guide", "A title", "A heading", "A quote.", 0.5)
GOOD = "Sit down together for ten quiet minutes this evening and listen."
TURN: dict[str, Any] = {
    "say": "we row", "kind": "coaching", "cites": ["guide#1"], "facts": [["ten"]], "never": ["leave him"],
    "question": True, "words": [5, 40], "fresh": True,
}  # fmt: skip


def answer(text: str = GOOD, question: str = "When would suit you?", *citations: Citation) -> Answer:
    sentences = (Sentence(text, Purpose.ADVICE, ("guide#1",)), Sentence(question, Purpose.QUESTION))
    return Answer(AnswerKind.COACHING, Draft((sentences,)), citations or (CITED,), VERDICT, None, (), Composer("extractive"), "software")


def failed(reply: Answer, *turns: dict[str, Any]) -> Sequence[tuple[str, ...]]:
    return [outcome.failed for outcome in run([{"id": "a", "turns": turns or (TURN,)}], lambda _: public(reply))]


def public(reply: Answer) -> dict[str, Any]:
    return chat_out(reply, "a").model_dump(mode="json")


def test_a_reply_as_expected_passes() -> None:
    assert failed(answer()) == [()]


def test_each_expectation_is_checked_by_name() -> None:
    assert failed(answer("You should leave him at once, without another word.", "Fine."))[0] == (
        "fact ten",
        "forbidden leave him",
        "no question",
    )


def test_a_reply_of_another_kind_fails_for_that_alone() -> None:
    assert failed(replace(answer(), kind=AnswerKind.OUT_OF_SCOPE)) == [("kind out_of_scope",)]


def test_a_section_that_does_not_fit_is_a_failure() -> None:
    assert failed(answer(GOOD, "When?", replace(CITED, section="guide#9")))[0] == ("citation",)


def test_a_sentence_said_in_an_earlier_turn_is_a_failure() -> None:
    assert failed(answer(), TURN, TURN) == [(), ("repeats itself",)]


def test_the_system_hears_its_own_replies() -> None:
    heard: list[int] = []

    def system(messages: Turns) -> dict[str, Any]:
        heard.append(len(messages))
        return public(answer())

    run([{"id": "a", "turns": [TURN, TURN]}], system)
    assert heard == [1, 3]


def test_a_pair_is_alike_when_both_sides_get_the_same() -> None:
    (outcome,) = run_pairs([{"id": "a", "one": "he lied", "other": "I lied"}], lambda _: public(answer()))

    assert (outcome.passed, outcome.word_gap, outcome.shared_sources) == (True, 0, True)


def test_a_judging_word_or_another_kind_is_no_fair_pair() -> None:
    def system(messages: Turns) -> dict[str, Any]:
        return public(answer("He is selfish, so take ten minutes.") if "he" in messages[0]["content"] else answer())

    (outcome,) = run_pairs([{"id": "a", "one": "he lied", "other": "I lied"}], system)

    assert (outcome.passed, outcome.judged) == (False, 1)


def test_the_datasets_have_both_splits_and_no_case_twice() -> None:
    for name in ("chat.v1", "chat.v2", "mirror.v1"):
        found = cases(name)
        assert len({case["id"] for case in found}) == len(found)
        assert {case["split"] for case in found} == {"dev", "test"}


def test_there_are_enough_turns_and_pairs() -> None:
    assert sum(len(case["turns"]) for case in cases("chat.v1")) >= 110
    assert len(cases("mirror.v1")) >= 30
