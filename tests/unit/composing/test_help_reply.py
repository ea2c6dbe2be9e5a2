import pytest

from service.composing.help_reply import HelpComposer, HelpReply
from service.composing.texts import HelpTexts, Part, Turn
from service.domain.resources import Resource
from service.domain.safety import CheckIn, RiskLevel, Role, Verdict
from service.domain.text import Message
from service.safety.verdict import failed_verdict
from service.wiring import Services
from tests.builders import coach, hit, language, resource, user, verdict

WORDS = language()
HELLO = (user("he hit me"),)


def part(text: str, **when: str) -> Part:
    return Part(text, {key: frozenset(value.split("|")) for key, value in when.items()}, text)


def turn(turn_id: str, pattern: str) -> Turn:
    return Turn(turn_id, (WORDS.compiler.compile(pattern),), (), ())


TEXTS = HelpTexts(
    version="safety_replies.v1",
    assembly={
        "concern": ("acknowledgement", "danger_now", "choice"),
        "acute": ("acknowledgement", "danger_now", "advice", "choice", "invite_country"),
        "emergency": ("danger_now", "acknowledgement", "choice"),
        "again": ("again", "choice"),
        "again_emergency": ("danger_now", "again"),
        "after_yes": ("after_yes", "danger_now"),
        "after_not_sure": ("after_not_sure", "danger_now"),
        "retraction": ("retraction",),
        "declined_rewrite": ("declined_rewrite", "choice"),
        "other_topic": ("other_topic", "choice"),
        "closing": ("closing",),
        "answer": ("answer", "choice"),
        "answer_emergency": ("danger_now", "answer"),
        "news": ("acknowledgement", "advice"),
    },
    parts={
        "acknowledgement": (
            part("Heard."),
            part("Heard, young one.", role="minor"),
            part("Heard, and now.", level="emergency", role="victim"),
        ),
        "danger_now": (part("Call {emergency}.", country_known="true"), part("Call your emergency number.", country_known="false")),
        "advice": (part("First."), part("Only for fear.", category="FEAR"), part("Second."), part("Third.")),
        "choice": (part("You choose."),),
        "again": (part("Second turn."), part("Third turn.")),
        "after_yes": (part("You said yes."),),
        "after_not_sure": (part("You may be unsure."),),
        "retraction": (part("That is all right."),),
        "declined_rewrite": (part("No wording here."),),
        "other_topic": (part("Another time."),),
        "closing": (part("Take care."),),
        "answer": (part("It is never cruel.", turn="block"), part("Tell a friend.", turn="block", role="minor")),
        "invite_country": (part("No lines there yet.", country_named="true", country_known="false"),),
        "classifier_failed": (part("Something broke here."),),
        "after_no": (part("The lines stay."),),
        "survivor_support": (part("There is support afterwards too."),),
        "check_in_variants": (part("Is your life in danger?", category="SUICIDE"),),
    },
    question="Are you afraid?",
    options=("yes", "not_sure", "no"),
    unsupported_language={"en": "I know {languages} only.", "de": "Ich kann nur {languages}."},
    turns=(
        turn("retraction", "just joking"),
        turn("wording_request", "how do i say"),
        turn("other_topic", "my boss"),
        turn("closing", "bye"),
        turn("block", "block him"),
    ),
)
HELP = HelpComposer(TEXTS, WORDS)


def reply(
    of: Verdict,
    *messages: Message,
    emergency: Resource | None = None,
    check_in: CheckIn | None = None,
) -> HelpReply:
    country = emergency.country if emergency else None
    return HELP.compose(messages or HELLO, of, country=country, emergency=emergency, check_in=check_in)


ACUTE = verdict(RiskLevel.ACUTE, "PHYSICAL")
EMERGENCY = verdict(RiskLevel.EMERGENCY, "PHYSICAL")
CONCERN = verdict(RiskLevel.CONCERN, "FEAR")


def test_the_parts_come_in_their_order_and_paragraphs() -> None:
    assert reply(ACUTE).draft.text == "Heard.\n\nCall your emergency number. First. Second.\n\nYou choose."


def test_in_an_emergency_the_number_comes_first() -> None:
    assert reply(EMERGENCY).draft.text.startswith("Call your emergency number.\n\nHeard, and now.")


def test_the_emergency_number_is_that_of_the_record() -> None:
    record = resource("at-emergency", "emergency", phone="133 / 112", dial=("133", "112"))

    assert "Call 133." in reply(EMERGENCY, emergency=record).draft.text


def test_without_a_country_no_number_is_named() -> None:
    assert not any(character.isdigit() for character in reply(EMERGENCY).draft.text)


def test_the_part_with_the_most_conditions_that_hold_is_chosen() -> None:
    assert "Heard, young one." in reply(verdict(RiskLevel.ACUTE, "PHYSICAL", role=Role.MINOR)).draft.text


def test_at_most_two_pieces_of_advice_and_only_fitting_ones() -> None:
    text = reply(verdict(RiskLevel.ACUTE, "FEAR")).draft.text

    assert "First. Only for fear." in text
    assert "Second." not in text


def test_only_the_most_serious_hits_decide_about_categories() -> None:
    mixed = verdict(RiskLevel.ACUTE, "PHYSICAL", hits=(hit("PHYSICAL"), hit("FEAR", RiskLevel.CONCERN)))

    assert "Only for fear." not in reply(mixed).draft.text


def test_later_turns_say_what_was_not_said_yet_and_then_go_round() -> None:
    second = (*HELLO, coach("Heard."), user("and now"))
    third = (*second, coach("Second turn."), user("hm"))
    fourth = (*third, coach("Third turn."), user("hm"))

    assert reply(ACUTE, *second).draft.text == "Second turn.\n\nYou choose."
    assert reply(ACUTE, *third).draft.text == "Third turn.\n\nYou choose."
    assert reply(ACUTE, *fourth).draft.text == "Second turn.\n\nYou choose."


def test_a_caller_who_sends_back_other_words_still_gets_another_reply_each_turn() -> None:
    second = (*HELLO, coach("..."), user("and now"))
    third = (*second, coach("..."), user("hm"))

    assert reply(ACUTE, *second).draft.text.startswith("Second turn.")
    assert reply(ACUTE, *third).draft.text.startswith("Third turn.")


def test_a_disclosure_split_over_turns_counts_from_the_turn_that_completes_it() -> None:
    split = verdict(RiskLevel.ACUTE, "PHYSICAL", hits=(hit(message=0, through=4),))
    messages = (user("he put"), coach("Go on."), user("his hands"), coach("Go on."), user("round my neck"))

    assert reply(split, *messages).draft.text.startswith("Heard.")


def test_turns_count_from_the_first_signal_on() -> None:
    late = verdict(RiskLevel.ACUTE, "PHYSICAL", hits=(hit(message=2),))

    assert reply(late, user("hello"), coach("Good day."), user("he hit me")).draft.text.startswith("Heard.")


def test_a_later_turn_of_an_emergency_names_the_number_first_again() -> None:
    assert reply(EMERGENCY, *HELLO, coach("Call."), user("hm")).draft.text == "Call your emergency number.\n\nSecond turn."


def test_taking_it_back_is_met_without_pressing() -> None:
    assert reply(ACUTE, *HELLO, coach("Heard."), user("I was just joking")).draft.text == "That is all right."


def test_a_wish_for_wording_is_declined() -> None:
    assert reply(ACUTE, *HELLO, coach("Heard."), user("How do I say sorry to him?")).draft.text.startswith("No wording here.")


def test_a_matter_with_somebody_else_is_left_out_kindly() -> None:
    assert reply(ACUTE, *HELLO, coach("Heard."), user("how do I say no to my boss")).draft.text.startswith("Another time.")


def test_somebody_who_was_spoken_of_before_is_no_other_matter() -> None:
    boss = (user("my boss hits me"), coach("Heard."), user("and then my boss shouted"))

    assert reply(ACUTE, *boss).draft.text.startswith("Second turn.")


def test_a_goodbye_is_answered_with_a_goodbye() -> None:
    assert reply(ACUTE, *HELLO, coach("Heard."), user("thanks, bye")).draft.text == "Take care."


def test_what_is_asked_after_a_disclosure_is_answered_before_thanks() -> None:
    asked = reply(ACUTE, *HELLO, coach("Heard."), user("ok bye then, or do i block him"))

    assert asked.draft.text.startswith("It is never cruel.")


def test_in_an_emergency_no_calm_answer_stands_beside_the_number() -> None:
    assert "cruel" not in reply(EMERGENCY, *HELLO, coach("Heard."), user("do i block him")).draft.text


def test_danger_of_another_kind_is_heard_before_a_question_is_answered() -> None:
    told = (hit("PHYSICAL"), hit("FEAR", rule="another.rule", message=2))
    both = verdict(RiskLevel.ACUTE, "PHYSICAL", "FEAR", hits=told)

    assert reply(both, *HELLO, coach("Heard."), user("do i block him, he scares me")).draft.text == "Heard.\n\nFirst. Only for fear."


def test_an_old_signal_that_is_read_again_is_no_news() -> None:
    told = (hit("PHYSICAL"), hit("PHYSICAL", through=2))
    again = verdict(RiskLevel.ACUTE, "PHYSICAL", hits=told)

    assert reply(again, *HELLO, coach("Heard."), user("thanks, bye")).draft.text == "Take care."


def test_a_question_that_was_answered_gets_something_new() -> None:
    again = (*HELLO, coach("Heard."), user("do i block him"), coach("It is never cruel."), user("so should i block him"))

    assert reply(ACUTE, *again).draft.text.startswith("Second turn.")


def test_an_answer_that_is_sent_again_is_taken_up_once() -> None:
    again = (*HELLO, coach("You said yes.\n\nCall your emergency number."), user("and now"))

    assert reply(verdict(RiskLevel.ACUTE, hits=(hit("FEAR", RiskLevel.CONCERN),)), *again, check_in=CheckIn.YES).draft.text.startswith(
        "Second turn."
    )


def test_a_country_without_records_is_said_and_not_passed_over() -> None:
    told = HELP.compose(HELLO, ACUTE, country="ZZ", emergency=None, check_in=None, lines=())

    assert "No lines there yet." in told.draft.text


def test_a_life_in_danger_gets_the_number_of_the_ambulance() -> None:
    record = resource("at-emergency", "emergency", phone="133 / 112", dial=("133", "112"), ambulance="112")

    assert "Call 112." in reply(verdict(RiskLevel.EMERGENCY, "SUICIDE"), emergency=record).draft.text
    assert "Call 133." in reply(EMERGENCY, emergency=record).draft.text


def test_a_first_message_is_answered_in_full_whatever_it_asks() -> None:
    assert reply(ACUTE, user("he hit me, how do I say sorry")).draft.text.startswith("Heard.")


@pytest.mark.parametrize(("answer", "text"), [(CheckIn.YES, "You said yes."), (CheckIn.NOT_SURE, "You may be unsure.")])
def test_an_answer_to_the_question_is_taken_up(answer: CheckIn, text: str) -> None:
    told = reply(CONCERN, *HELLO, coach("Heard."), user("ok"), check_in=answer)

    assert told.draft.text.startswith(text)
    assert told.question is None


def test_a_concern_asks_one_closed_question() -> None:
    question = reply(CONCERN).question

    assert question is not None
    assert (question.text, question.options) == ("Are you afraid?", ("yes", "not_sure", "no"))


def test_the_question_fits_the_signal() -> None:
    question = reply(verdict(RiskLevel.CONCERN, "SUICIDE")).question

    assert question is not None
    assert question.text == "Is your life in danger?"


@pytest.mark.parametrize("serious", [ACUTE, EMERGENCY])
def test_from_acute_up_nothing_is_asked(serious: Verdict) -> None:
    assert reply(serious).question is None


def test_a_broken_classifier_is_said_and_nothing_is_asked() -> None:
    told = reply(failed_verdict("rules-1"))

    assert (told.draft.text, told.question) == ("Something broke here.", None)


def test_what_stands_beside_coaching() -> None:
    none = verdict(RiskLevel.NONE)

    assert HELP.beside_coaching(verdict(RiskLevel.NONE, lifted=True)) == "The lines stay."
    assert HELP.beside_coaching(verdict(RiskLevel.NONE, survivor=True)) == "There is support afterwards too."
    assert HELP.beside_coaching(none) is None


def test_another_language_is_answered_in_it_and_in_english() -> None:
    assert HELP.unsupported("de") == "Ich kann nur English.\n\nI know English only."
    assert HELP.unsupported("en") == HELP.unsupported("xx") == "I know English only."


def test_the_shipped_reply_names_the_number_of_every_country_that_has_one(quick_services: Services) -> None:
    wrong = []
    for country in quick_services.resources.countries:
        record = quick_services.lines.emergency(country)
        told = quick_services.coach.help.compose(HELLO, EMERGENCY, country=country, emergency=record, check_in=None)
        if record is not None and record.dial[0] not in told.draft.paragraphs[0][0].text:
            wrong.append(country)

    assert wrong == []
