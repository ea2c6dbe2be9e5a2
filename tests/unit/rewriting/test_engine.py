"""What a writer gets back, told by single statements."""

import json
from collections import Counter
from pathlib import Path
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.rewriting import RewriteKind, Tone
from service.rewriting.engine import Rewriter
from tests.unit.rewriting.wordings import first

STATEMENTS = [json.loads(line) for line in (Path(__file__).parent / "statements.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("statement", "fact"),
    [
        ("You idiot, you left the stove on again.", "you left the stove on again"),
        ("u said ud be home by 7 and u rolled in at half 11", "you said you'd be home by 7 and came in at half 11"),
        ("you never take the bins out", "the bins aren't taken out"),
        ("He never introduces me to his friends", "I'm not introduced to your friends"),
        ("WHY DO YOU LEAVE YOUR WET TOWELS ON THE BED", "you leave your wet towels on the bed"),
        ("You forgot our anniversary, typical", "our anniversary was forgotten"),
        ("You made me wait an hour in the rain", "I had to wait an hour in the rain"),
        ("My roommate's a pig, the bin hasn't been emptied in two weeks.", "the bin hasn't been emptied in two weeks"),
        ("How hard is it to text me when you're late?", "I don't get a text when you're late"),
        ("I feel ignored when you game all night.", "you game all night"),
        ("You lied about where you were on Thursday", "where you were on Thursday"),
        ("You borrowed £600 from my savings", "£600"),
    ],
)
def test_the_writers_own_event_is_told_without_the_charge(rewriter: Rewriter, statement: str, fact: str) -> None:
    assert fact in first(rewriter, statement)


def test_development_statements_get_their_kind(rewriter: Rewriter) -> None:
    wordings = [(record, rewriter.rewrite(record["statement"])) for record in STATEMENTS]

    wrong = {record["id"] for record, wording in wordings if record["kind"] != ("refuse" if wording.refused else wording.kind.value)}
    assert wrong <= {"rw-dev-129", "rw-dev-148", "rw-dev-282"}


def test_nearly_every_first_wording_passes_the_hard_checks(rewriter: Rewriter) -> None:
    failed = []
    for record in STATEMENTS:
        wording = rewriter.rewrite(record["statement"])
        if wording.suggestions and not rewriter.rubric.passes(record["statement"], wording.suggestions[0].text):
            failed.append(record["id"])

    assert len(failed) <= 12, failed


def test_different_statements_get_different_words(rewriter: Rewriter) -> None:
    texts = Counter(w.suggestions[0].text for r in STATEMENTS if (w := rewriter.rewrite(r["statement"])).suggestions)

    repeated = sum(count - 1 for count in texts.values())
    assert repeated / sum(texts.values()) < 0.05


def test_a_feeling_that_the_writer_names_is_kept(rewriter: Rewriter) -> None:
    wording = rewriter.rewrite("I'm so lonely, you play golf every Sunday")

    assert wording.suggestions[0].feeling.endswith("lonely")
    assert "lonely" not in wording.suggestions[0].guessed


def test_the_feeling_that_is_chosen_is_owned(rewriter: Rewriter) -> None:
    assert rewriter.rewrite("You never listen", feeling="tired").suggestions[0].feeling == "tired"


def test_a_chosen_word_that_judges_the_other_becomes_a_genuine_feeling(rewriter: Rewriter) -> None:
    assert rewriter.rewrite("You never listen", feeling="ignored").suggestions[0].feeling == "lonely"


def test_direct_comes_short_first(rewriter: Rewriter) -> None:
    assert rewriter.rewrite("You never listen", tone=Tone.DIRECT).suggestions[0].shape == "short"


def test_without_an_event_there_is_a_blank_and_it_counts_as_guessed(rewriter: Rewriter) -> None:
    wording = rewriter.rewrite("You're such a liar")

    assert "[what was said and what I found out]" in wording.suggestions[0].text
    assert wording.suggestions[0].guessed[0].startswith("[")
    assert "blank" in wording.note


def test_a_limit_stays_a_limit(rewriter: Rewriter) -> None:
    text = first(rewriter, "Either you talk to me or I'm going to my mum's")

    assert "If not, I'm going to my mum's." in text


def test_the_side_of_the_other_stands_only_where_the_writer_gave_it(rewriter: Rewriter) -> None:
    given_it = rewriter.rewrite("I know you're tired from work but you never help with bath time")

    assert given_it.suggestions[0].text.startswith("I know you're tired from work, and ")
    assert "I know" not in first(rewriter, "You never help with bath time")


def test_marks_point_into_the_statement(rewriter: Rewriter) -> None:
    statement = "You NEVER listen, you selfish pig"

    for mark in rewriter.rewrite(statement).blame:
        assert statement[mark.span.start : mark.span.end] == mark.text


@pytest.mark.parametrize(
    ("statement", "joined"),
    [
        ("You always take the last slot and I end up working Boxing Day", "when you take the last slot and I end up working Boxing Day"),
        ("you told your mates what i earn and then you laughed about it", "when you told your mates what I earn and laughed about it"),
        ("you never put the lid back and now theres ants in the cupboard", "isn't put back and there's ants in the cupboard"),
        ("YOU NEVER TURN THE HEATING DOWN THE BILL WAS £340", "the heating isn't turned down and the bill was £340"),
    ],
)
def test_two_events_stand_in_one_clause_in_the_writers_order(rewriter: Rewriter, statement: str, joined: str) -> None:
    assert joined in first(rewriter, statement)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("You've not once come to a scan with me", "you haven't come to a scan"),
        ("You're so unreliable, the boiler man came and nobody was in", "nobody was in"),
        ("Every Sunday you go to the allotment and I'm left with the kids", "you go to the allotment on Sundays"),
    ],
)
def test_a_no_stays_a_no_and_a_time_stays_a_time(rewriter: Rewriter, statement: str, told: str) -> None:
    assert told in first(rewriter, statement)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("You told the plumber Thursday and I'm away Thursday.", "I'm away Thursday."),
        (
            "You forgot the cat all weekend. You left the gate open. You were at the football.",
            "It got to me when you were at the football.",
        ),
        ("He sulked all evening because I danced with Marco.", "I danced with Marco"),
        ("You don't care that I've got a migraine, you had the drill going at eight.", "I've got a migraine."),
        ("I feel as though you've replaced me with that podcast, you record it every evening until midnight.", "record that podcast"),
    ],
)
def test_a_fact_that_stands_nowhere_yet_gets_a_sentence_of_its_own(rewriter: Rewriter, statement: str, told: str) -> None:
    text = first(rewriter, statement)

    assert told in text, text


def test_a_further_charge_is_left_out_and_not_glued_on(rewriter: Rewriter) -> None:
    text = first(rewriter, "You walked out, you slammed the gate and you left me with the bill, and you laughed about it")

    assert text.count("you ") <= 4
    assert "also" not in text


@pytest.mark.parametrize(("statement", "name"), [("Mum you keep moving my pots", "Mum"), ("Jen you left the car on empty", "Jen")])
def test_the_one_who_is_called_by_name_is_called_so_again(rewriter: Rewriter, statement: str, name: str) -> None:
    assert first(rewriter, statement).startswith(f"{name}, I ")


@pytest.mark.parametrize("statement", ["I feel anxious when you see your friends, so I need you to stay home", "You'll regret this"])
def test_control_and_threat_get_no_wording(rewriter: Rewriter, statement: str) -> None:
    wording = rewriter.rewrite(statement)

    assert wording.refused is not None
    assert wording.suggestions == ()


def test_most_wordings_are_left_alone_when_they_come_back(rewriter: Rewriter) -> None:
    texts = [w.suggestions[0].text for r in STATEMENTS[:80] if (w := rewriter.rewrite(r["statement"])).suggestions]

    again = [text for text in texts if "[" not in text and rewriter.rewrite(text).kind is RewriteKind.REWRITE]
    assert len(again) <= len(texts) * 0.15


def test_hearing_gives_the_event_back_from_the_other_side(rewriter: Rewriter) -> None:
    wording = rewriter.hear("You left me waiting for an hour in the rain")

    assert "you were left waiting for an hour in the rain" in wording.suggestions[0].text
    assert not any(word in wording.suggestions[0].text.lower() for word in ("sorry", "should", "but "))


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(rewriter: Rewriter, text: str) -> None:
    wording = rewriter.rewrite(text)

    assert all(len(suggestion.text.split()) <= 70 for suggestion in wording.suggestions)
    assert all(0 <= mark.span.start < mark.span.end <= len(text) for mark in wording.blame)
    rewriter.hear(text)


def test_thirty_words_take_a_few_milliseconds(rewriter: Rewriter) -> None:
    statement = " ".join(["You never help with the kids and you came home at two again and did not text me"] * 2)
    rewriter.rewrite(statement)
    times = []
    for number in range(20):
        start = thread_time()
        rewriter.rewrite(f"{statement} {number}")
        times.append(thread_time() - start)

    assert min(times) < 0.05


def test_single_changes_have_their_places(rewriter: Rewriter) -> None:
    statement = "I feel ignored when you always hog the charger"
    changes = rewriter.rewrite(statement).receipt.changes

    assert [(c.before, c.after) for c in changes] == [("ignored", "lonely"), ("always", ""), ("hog", "used")]
    assert all(statement[c.span.start : c.span.end] == c.before for c in changes)


@pytest.mark.parametrize(
    ("statement", "facts"),
    [
        ("ur such a slob theres been crisp packets on the stairs since friday", ("crisp packets", "stairs", "Friday")),
        ("Lovely, soup for the third night.", ("soup", "third night")),
        ("My ex could at least change a tyre.", ("tyre",)),
        ("Either that drum kit goes or I do.", ("drum kit",)),
        ("one more comment about my hair and i'm sleeping at my sister's", ("my hair", "my sister's")),
        ("You ruined Easter by inviting your boss without asking", ("Easter", "your boss", "without asking")),
    ],
)
def test_facts_stay_where_no_event_can_be_told(rewriter: Rewriter, statement: str, facts: tuple[str, ...]) -> None:
    text = first(rewriter, statement)

    assert all(fact in text for fact in facts), text


def test_a_word_that_is_no_feeling_leaves_the_feeling_a_guess(rewriter: Rewriter) -> None:
    suggestion = rewriter.rewrite("you never help with the kids", feeling="purple").suggestions[0]
    assert suggestion.feeling in suggestion.guessed
