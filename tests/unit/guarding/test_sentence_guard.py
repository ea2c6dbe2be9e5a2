"""The guard with its shipped knowledge and entailment model, and an embedder of word hashes, which needs no loading."""

import re

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from service.adapters.corpus_files import load_corpus
from service.adapters.data_files import data_folder, entailment_folder, rules_folder
from service.adapters.guard_files import guard_knowledge, support_model
from service.adapters.memory import HashEmbedder
from service.adapters.onnx_entailment import OnnxEntailment
from service.adapters.prompt_files import PromptFiles
from service.domain.generation import Decision, GivenPassage
from service.guarding.guard import whole_text
from service.guarding.knowledge import Principle
from service.guarding.sentence_guard import EvidenceGuard
from service.safety.loader import load_language

CORPUS = load_corpus(data_folder("corpus"))
KNOWLEDGE = guard_knowledge(PromptFiles(data_folder("prompts"), load_language(rules_folder())), CORPUS)
ENTAILMENT = OnnxEntailment(entailment_folder())
GUARD = EvidenceGuard(KNOWLEDGE, HashEmbedder(), support_model(), ENTAILMENT)
LISTEN = GivenPassage(
    1,
    "guide#1",
    "Listening first",
    "Listen for 20 minutes without a defence. Before you answer, say back what you heard. Patience does not mean bearing insults.",
)
PAUSE = GivenPassage(
    2, "guide#2", "A pause", "When a quarrel gets heated, take a pause and name a time when you will come back to the talk."
)


def check(text: str, *cited: int, said: tuple[str, ...] = ()) -> Decision:
    return GUARD.check(text, cited, [LISTEN, PAUSE], said=said)


@pytest.mark.parametrize(
    "text",
    ["Try to listen for 20 minutes without a defence.", "Before you answer, you could say back what you heard."],
)
def test_what_the_cited_passage_says_is_kept_with_its_number(text: str) -> None:
    assert check(text, 1) == Decision(kept=True, reason="", text=text, cited=(1,))


def test_a_true_sentence_under_a_wrong_number_gets_the_right_one() -> None:
    assert check("When a quarrel gets heated, take a pause and name a time to come back to the talk.", 1).cited == (2,)


def test_a_true_sentence_without_a_number_gets_one() -> None:
    assert check("When a quarrel gets heated, take a pause and name a time to come back to the talk.").cited == (2,)


@pytest.mark.parametrize("text", ["That sounds painful.", "What would you like them to understand?", "I'm sorry this hurts."])
def test_feeling_with_somebody_and_asking_need_no_source(text: str) -> None:
    assert check(text) == Decision(kept=True, reason="", text=text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Write them a long poem and read it aloud at breakfast.", "support"),
        ("Try to listen for 45 minutes without a defence.", "number"),
        ("As John Lind says, listen without a defence.", "entity"),
        ("Listen without a defence, and call 0800 123 4567.", "phone"),
        ("Listen without a defence; see www.example.com.", "link"),
        ("Studies show that listening without a defence works.", "never_say"),
        ("Listen without a defence, and they will come back to you.", "never_say"),
        ("Listen without a defence, because he is a narcissist.", "never_say"),
        ("**Listen** without a defence.", "markup"),
        ("Listen to her without a defence.", "gender"),
        ("If you're afraid, listening together is still a good step.", "harm"),
        ("The one who caused it sets the pace.", "principle"),
        ("Попробуйте слушать.", "language"),
    ],
)
def test_what_may_not_be_shown_is_dropped_with_its_reason(text: str, reason: str) -> None:
    decision = check(text, 1)

    assert (decision.kept, decision.text, decision.check) == (False, "", reason)


def test_passages_whose_vectors_were_learnt_are_not_encoded_again() -> None:
    texts = GUARD.needs([LISTEN])
    fresh = EvidenceGuard(KNOWLEDGE, HashEmbedder(), support_model(), ENTAILMENT)
    fresh.learn(texts, HashEmbedder().embed(texts))

    assert fresh.check("Try to listen without a defence.", (1,), [LISTEN]).kept


def test_a_number_that_was_not_given_is_no_source() -> None:
    assert check("Listen without a defence.", 7).reason == "citation: not given"


def test_advice_without_any_source_is_dropped() -> None:
    assert check("Leave a note on their pillow.").check == "citation"


def test_words_of_the_person_may_be_reflected() -> None:
    assert check("You say the greenhouse was the last straw.", said=("the greenhouse was the last straw",)).kept
    assert not check("You say the greenhouse was the last straw.").kept


def test_a_gender_that_the_person_named_may_be_used() -> None:
    assert check("Try to listen to her for 20 minutes without a defence.", 1, said=("my wife is upset",)).kept


@given(st.text(min_size=1, max_size=80))
def test_no_text_breaks_it_and_a_reason_never_holds_the_text(text: str) -> None:
    decision = check(text, 1)

    assert decision.kept == (decision.reason == "") == bool(decision.text)
    assert len(text) < 12 or text not in decision.reason


@pytest.mark.parametrize("record", KNOWLEDGE.words.principles, ids=lambda record: record.id)
def test_every_principle_holds_its_own_examples(record: Principle) -> None:
    pattern, unless = (re2.compile(f"(?i){text}") for text in (record.pattern, record.unless))
    found = {t: bool(pattern.search(t)) and not unless.search(t) for t in (*record.must_catch, *record.must_pass)}

    assert found == dict.fromkeys(record.must_catch, True) | dict.fromkeys(record.must_pass, False)


def test_the_rules_let_nearly_all_sentences_of_the_guides_pass() -> None:
    texts = [t for s in CORPUS.sections.values() for t in re.split(r"(?<=[.?])\s+|\n", whole_text(s)) if t.endswith((".", "?"))]
    stopped = [t for t in texts if next(GUARD._said_never(t), None)]

    assert len(stopped) <= 0.02 * len(texts)
