from dataclasses import replace

from service.composing.extractive import ExtractiveComposer
from service.composing.reflection import Reflector
from service.composing.texts import Situation, Slot
from service.domain.answers import Draft, Purpose
from service.domain.corpus import Found, Section, Side
from tests.builders import coach, coaching_texts, found, language, section, step, user

WORDS = language()
HURT = Situation(
    "hurt", Slot.SITUATION, frozenset({"trust"}), (WORDS.compiler.compile("cheated"),), ("You were cheated on.",), (), (), Side.HURT
)
TEXTS = coaching_texts(HURT)
SORRY = section(
    "guide#1",
    step("Name the thing that you did.", say="I read your letters."),
    step("Ask whether this is a good moment."),
    step("Promise nothing that you cannot keep."),
    next_action="Write down one promise.",
    question="What would a fair apology hold?",
)
LISTEN = section(
    "guide#2",
    step("Listen to the whole story without a defence.", say="Tell me more."),
    step("Repeat it back in your own words."),
    next_action="Set aside ten quiet minutes.",
    question="Who listens to you?",
)


def compose(*rows: Found, said: str = "I am unsure", before: tuple[str, ...] = ()) -> Draft | None:
    earlier = [turn for reply in before for turn in (user("and then"), coach(reply))]
    return ExtractiveComposer(TEXTS, Reflector(TEXTS, WORDS)).compose([*earlier, user(said)], rows)


def advice(draft: Draft | None) -> list[str]:
    assert draft is not None
    return [sentence.text for sentence in draft.sentences if sentence.purpose is Purpose.ADVICE]


def test_a_reply_reflects_advises_and_closes() -> None:
    draft = compose(found(SORRY, 0.6), found(LISTEN, 0.58))

    assert draft is not None
    assert draft.text == (
        "One piece at a time.\n\n"
        "To begin with, name the thing that you did. It could sound like: “I read your letters.” "
        "After that, ask whether this is a good moment. And finally, listen to the whole story without a defence.\n\n"
        "A small thing: write down one promise. What would a fair apology hold?"
    )


def test_what_gives_advice_cites_its_section_and_nothing_else_does() -> None:
    draft = compose(found(SORRY, 0.6), found(LISTEN, 0.58))

    assert draft is not None
    assert all(bool(sentence.sections) is sentence.purpose.needs_citation for sentence in draft.sentences)


def test_the_same_input_gives_the_same_reply() -> None:
    assert compose(found(SORRY, 0.6), found(LISTEN, 0.58)) == compose(found(SORRY, 0.6), found(LISTEN, 0.58))


def test_the_steps_nearest_to_the_question_are_chosen_and_keep_their_order() -> None:
    assert advice(compose(found(SORRY, 0.6, step_2=0.9, step_1=0.8))) == [
        "To begin with, ask whether this is a good moment.",
        "After that, promise nothing that you cannot keep.",
    ]


def test_a_section_that_lies_much_further_does_not_join() -> None:
    assert len(advice(compose(found(SORRY, 0.6), found(LISTEN, 0.3)))) == 2


def test_a_section_on_another_matter_does_not_join() -> None:
    assert len(advice(compose(found(SORRY, 0.6), found(replace(LISTEN, topics=("money",)), 0.6)))) == 2


def test_an_assessment_does_not_join() -> None:
    assert len(advice(compose(found(SORRY, 0.6), found(replace(LISTEN, kind="assessment"), 0.59)))) == 2


def test_the_same_advice_from_two_guides_is_given_once() -> None:
    twin = replace(SORRY, id="other#1", steps=(step("Ask whether this moment is a good one."),))

    assert advice(compose(found(SORRY, 0.6), found(twin, 0.6))) == advice(compose(found(SORRY, 0.6)))


def test_a_section_on_the_topic_that_was_named_is_preferred_among_near_ones() -> None:
    other = replace(LISTEN, topics=("money",))

    assert advice(compose(found(other, 0.60), found(SORRY, 0.59), said="I was cheated on"))[0].endswith("name the thing that you did.")


def test_steps_are_not_repeated_in_a_second_turn() -> None:
    first = compose(found(SORRY, 0.6), found(LISTEN, 0.58))
    assert first is not None
    second = compose(found(SORRY, 0.6), found(LISTEN, 0.58), before=(first.text,))

    assert advice(second) == [
        "To begin with, promise nothing that you cannot keep.",
        "After that, repeat it back in your own words.",
    ]


def test_action_and_question_are_not_repeated_in_a_second_turn() -> None:
    first = compose(found(SORRY, 0.6), found(LISTEN, 0.58))
    assert first is not None
    second = compose(found(SORRY, 0.6), found(LISTEN, 0.58), before=(first.text,))

    assert second is not None
    assert [sentence.text for sentence in second.paragraphs[-1]] == ["A small thing: set aside ten quiet minutes.", "Who listens to you?"]


def test_what_is_to_be_avoided_is_left_out() -> None:
    composer = ExtractiveComposer(TEXTS, Reflector(TEXTS, WORDS))
    draft = composer.compose([user("I am unsure")], [found(SORRY, 0.6)], avoid="To begin with, name the thing that you did.")

    assert advice(draft)[0] == "To begin with, ask whether this is a good moment."


def test_the_side_told_in_an_earlier_turn_still_holds() -> None:
    composer = ExtractiveComposer(TEXTS, Reflector(TEXTS, WORDS))
    draft = composer.compose([user("he cheated on me"), coach("Heard."), user("what now")], [found(sided(), 0.6)])

    assert advice(draft)[0] == "To begin with, ask for the truth when you want it."


def test_where_everything_was_said_there_is_no_draft() -> None:
    said = " ".join(one.do for one in SORRY.steps)

    assert compose(found(SORRY, 0.6), before=(said,)) is None


def test_without_rows_there_is_no_draft() -> None:
    assert compose() is None


def sided() -> Section:
    return replace(
        SORRY,
        steps=(
            step("Ask for the truth when you want it.", side=Side.HURT),
            step("Tell the truth unasked.", side=Side.RESPONSIBLE),
            step("Keep the evenings calm."),
        ),
    )


def test_advice_for_one_side_reaches_only_a_person_on_that_side() -> None:
    assert advice(compose(found(sided(), 0.6), said="he cheated on me")) == [
        "To begin with, ask for the truth when you want it.",
        "After that, keep the evenings calm.",
    ]


def test_a_person_who_does_not_say_on_which_side_they_are_gets_neither() -> None:
    assert advice(compose(found(sided(), 0.6))) == ["To begin with, keep the evenings calm."]


def test_at_most_one_thing_to_say_aloud() -> None:
    speaking = replace(SORRY, steps=(step("Name it.", say="I did it."), step("Then wait quietly.", say="Take your time.")))
    draft = compose(found(speaking, 0.6))

    assert draft is not None
    assert sum(sentence.purpose is Purpose.SAYING for sentence in draft.sentences) == 1


def test_a_long_reply_loses_its_last_step() -> None:
    wordy = [step(" ".join([word] * 50) + ".") for word in ("alpha", "beta", "gamma")]
    draft = compose(found(replace(SORRY, steps=tuple(wordy[:2])), 0.6), found(replace(LISTEN, steps=(wordy[2],)), 0.6))

    assert len(advice(draft)) == 2
    assert draft is not None
    assert len(draft.text.split()) < 165


def test_a_step_that_begins_with_i_keeps_its_capital() -> None:
    assert advice(compose(found(replace(SORRY, steps=(step("I is a good word to begin with."),)), 0.6))) == [
        "To begin with, I is a good word to begin with."
    ]


def test_the_topics_of_a_text_come_from_its_own_words() -> None:
    composer = ExtractiveComposer(TEXTS, Reflector(TEXTS, WORDS))

    assert composer.topics("he cheated") == {"trust"}
    assert composer.topics("hello") == frozenset()
