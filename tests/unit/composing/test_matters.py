"""Replies to matters: a card's words in the turn in which it comes up, others in a later one, none twice."""

import pytest

from service.adapters.data_files import data_folder, rules_folder
from service.adapters.reply_files import ReplyFiles
from service.composing.matters import MatterReplies, sayings_of
from service.composing.wording import Turn
from service.domain.answers import AnswerKind, Draft, Purpose, Sentence
from service.domain.corpus import Brought, Saying
from service.safety.loader import load_language
from service.wiring import Services
from tests.builders import coaching_texts, matter, section

SORRY = matter(
    "sorry",
    openers=("Saying sorry again and again is tiring.",),
    near=("A sorry does not always land.",),
    first=(Saying("Name the one thing that you did.", ("guide#1",)), Saying("I forgot the day.", ("guide#1",), aloud=True)),
    then=(Saying("Let what you do now show it.", ("guide#1",)),),
)
REPLIES = MatterReplies(coaching_texts(), {"guide#1": section()})


def reply(said: str = "", share: float = 0.9) -> Draft | None:
    return REPLIES.draft(Brought(SORRY, share), Turn("I forgot her birthday", said, None), said, ())


def purposes(draft: Draft | None) -> list[Purpose]:
    assert draft is not None
    return [sentence.purpose for sentence in draft.sentences]


def test_a_matter_is_heard_answered_and_closed_with_a_step_and_a_question() -> None:
    assert purposes(reply()) == [Purpose.REFLECTION, Purpose.ADVICE, Purpose.SAYING, Purpose.ACTION, Purpose.QUESTION]


def test_a_matter_that_is_only_close_is_opened_without_its_story() -> None:
    draft = reply(share=0.2)
    assert draft is not None
    assert draft.sentences[0].text == "A sorry does not always land."


def test_words_to_say_are_led_in_and_quoted() -> None:
    draft = reply()
    assert draft is not None
    assert draft.sentences[2].text == "It could sound like: “I forgot the day.”"


def test_a_later_turn_goes_on_without_a_second_opening() -> None:
    first = reply()
    assert first is not None
    assert purposes(reply("\n".join(s.text for s in first.sentences)))[0] is Purpose.ADVICE


def test_a_later_turn_ends_with_nothing_of_another_subject() -> None:
    later = reply("Name the one thing that you did.")
    assert later is not None
    assert [sentence.text for sentence in later.sentences[-2:]] == ["One of these is enough.", "Which of this fits?"]


def test_a_card_that_has_been_told_gives_way() -> None:
    told = "Name the one thing that you did.\nLet what you do now show it."
    assert reply(told) is None
    assert REPLIES.told(SORRY, told)
    assert not REPLIES.told(SORRY, "Name the one thing that you did.")


def test_every_sign_that_a_shipped_card_goes_with_is_known(quick_services: Services) -> None:
    known = {sign.id for sign in ReplyFiles(data_folder("prompts"), load_language(rules_folder())).conversation().signs}
    named = {name for one in quick_services.coach.corpus.matters.values() for name in one.goes_with}
    assert named
    assert named <= known


def test_sayings_are_known_by_the_section_they_rest_on() -> None:
    assert "Let what you do now show it." in sayings_of({"sorry": SORRY})["guide#1"]


@pytest.mark.parametrize("later", [False, True])
def test_every_shipped_card_passes_the_guard(quick_services: Services, *, later: bool) -> None:
    coach = quick_services.coach
    replies = MatterReplies(coach.texts, coach.corpus.sections)
    for one in coach.corpus.matters.values():
        said = "\n".join(saying.text for saying in one.first) if later else ""
        draft = replies.draft(Brought(one, 1.0), Turn(one.asks[0], said, None), said, ())
        assert draft is not None
        assert (one.id, coach.guard.check(draft, AnswerKind.COACHING)) == (one.id, ())


def test_no_opening_of_a_card_says_what_is_never_said(quick_services: Services) -> None:
    coach = quick_services.coach
    for one in coach.corpus.matters.values():
        openings = Draft(tuple((Sentence(line, Purpose.REFLECTION),) for line in (*one.openers, *one.near)))
        assert (one.id, coach.guard.check(openings, AnswerKind.COACHING)) == (one.id, ())
