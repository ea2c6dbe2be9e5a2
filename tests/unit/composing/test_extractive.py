from dataclasses import replace

from service.composing.extractive import ExtractiveComposer, ReplyTexts
from service.composing.reflection import Reflector
from service.composing.texts import Situation, Slot
from service.domain.answers import Draft, Purpose
from service.domain.corpus import Advice, Found, Side
from tests.builders import (
    coach,
    coaching_texts,
    conversation_texts,
    corpus,
    counsel,
    direct_texts,
    fact,
    found,
    language,
    section,
    step,
    user,
)

WORDS = language()
HURT = Situation(
    "hurt", Slot.SITUATION, frozenset({"trust"}), (WORDS.compiler.compile("cheated"),), ("You were cheated on.",), (), (), Side.HURT
)
SORRY = section(
    "guide#1",
    next_action="Write down one promise.",
    question="What would a fair apology hold?",
    counsel=counsel(
        first=("Name the thing that you did, as plainly as you can, and leave out every reason for it.", Advice("I did it.", aloud=True)),
        then=("Promise nothing that you cannot keep, and keep the little that you promise from then on.",),
        next_action="Choose one small promise.",
        question="Which promise is small enough?",
        why="A reason sounds like an excuse.",
        joins="An apology needs no reasons.",
    ),
)
LISTEN = section(
    "guide#2",
    next_action="Set aside ten quiet minutes.",
    question="Who listens to you?",
    counsel=counsel(first=("Listen to the whole story.",), then=("Repeat it back.",), why="It calms.", joins="Being heard calms."),
)


AM_I = replace(fact("am i to blame", "Look at your own part.", "guide#2"), alone=True, openers=("That is a hard question.",))


def composer(*, facts: bool = False) -> ExtractiveComposer:
    direct = direct_texts(fact("how long ~3 take", "It takes weeks.", "guide#2"), AM_I) if facts else direct_texts()
    coaching = coaching_texts(HURT)
    texts = ReplyTexts(coaching, conversation_texts(), direct)
    return ExtractiveComposer(texts, Reflector(coaching, WORDS), WORDS, corpus(SORRY, LISTEN))


def compose(*rows: Found, said: str = "I am unsure", before: tuple[str, ...] = (), facts: bool = False) -> Draft | None:
    earlier = [turn for reply in before for turn in (user("something"), coach(reply))]
    return composer(facts=facts).compose([*earlier, user(said)], rows)


def text_of(draft: Draft | None) -> str:
    assert draft is not None
    return draft.text


def test_a_reply_reflects_counsels_and_closes() -> None:
    assert text_of(compose(found(SORRY, 0.6))) == (
        "One piece at a time.\n\n"
        "Name the thing that you did, as plainly as you can, and leave out every reason for it. It could sound like: “I did it.” "
        "Promise nothing that you cannot keep, and keep the little that you promise from then on.\n\n"
        "A small thing: write down one promise. What would a fair apology hold?"
    )


def test_what_gives_advice_cites_its_section_and_nothing_else_does() -> None:
    draft = compose(found(SORRY, 0.6), found(LISTEN, 0.58))

    assert draft is not None
    assert all(bool(sentence.sections) is sentence.purpose.needs_citation for sentence in draft.sentences)


def test_the_same_input_gives_the_same_reply() -> None:
    assert compose(found(SORRY, 0.6), found(LISTEN, 0.58)) == compose(found(SORRY, 0.6), found(LISTEN, 0.58))


def test_a_near_section_on_the_same_matter_adds_one_sentence() -> None:
    assert "Being heard calms." in text_of(compose(found(SORRY, 0.6), found(LISTEN, 0.58)))


def test_a_section_that_lies_much_further_does_not_join() -> None:
    assert "Being heard calms." not in text_of(compose(found(SORRY, 0.6), found(LISTEN, 0.3)))


def test_a_section_on_another_matter_does_not_join() -> None:
    assert "Being heard" not in text_of(compose(found(SORRY, 0.6), found(replace(LISTEN, topics=("money",)), 0.6)))


def test_an_assessment_does_not_join() -> None:
    assert "Being heard" not in text_of(compose(found(SORRY, 0.6), found(replace(LISTEN, kind="assessment"), 0.59)))


def test_a_section_on_the_topic_that_was_named_is_preferred_among_near_ones() -> None:
    other = replace(LISTEN, topics=("money",))

    assert "Name the thing" in text_of(compose(found(other, 0.60), found(SORRY, 0.59), said="I was cheated on"))


def test_more_of_the_same_goes_on_where_the_first_turn_ended() -> None:
    second = text_of(compose(found(LISTEN, 0.6), said="tell me more", before=("Listen to the whole story.",)))

    assert second.startswith("From there.\n\nRepeat it back.")


def test_what_do_you_mean_says_it_more_plainly() -> None:
    second = text_of(compose(found(SORRY, 0.6), said="what do you mean", before=("Listen to the whole story.",)))

    assert second.startswith("More plainly.\n\nIt calms.")


def test_action_and_question_are_not_repeated_in_a_second_turn() -> None:
    first = text_of(compose(found(SORRY, 0.6)))
    second = text_of(compose(found(SORRY, 0.6), found(LISTEN, 0.58), before=(first,)))

    assert "Write down one promise" not in second
    assert "What would a fair apology hold?" not in second


def test_a_message_without_a_thread_is_no_follow_up() -> None:
    assert not composer().goes_on([user("tell me more")])
    assert composer().goes_on([user("hm"), coach("Being heard calms."), user("tell me more")])


def test_a_question_for_a_fact_is_answered_by_that_fact() -> None:
    draft = compose(found(SORRY, 0.6), said="how long will it take", facts=True)

    assert draft is not None
    assert draft.paragraphs[0][0].text == "It takes weeks."
    assert draft.paragraphs[0][0].sections == ("guide#2",)


def test_counsel_for_a_few_words_waits_where_more_was_told() -> None:
    bare = compose(found(SORRY, 0.6), said="am i to blame", facts=True)
    told = compose(found(SORRY, 0.6), said="he cheated on me, am i to blame", facts=True)

    assert text_of(bare).startswith("That is a hard question.\n\nLook at your own part.")
    assert "Look at your own part." not in text_of(told)


def test_a_thin_way_on_is_filled_from_its_section() -> None:
    draft = composer().compose([user("I am unsure"), coach("Being heard calms."), user("tell me more")], [])

    assert [s.text for s in draft.sentences if s.purpose is Purpose.ADVICE] == ["Repeat it back.", "It calms."] if draft else False


def test_where_nothing_lies_near_what_suits_anyhow_comes_first() -> None:
    near, far = compose(found(SORRY, 0.6), found(LISTEN, 0.57)), compose(found(SORRY, 0.3), found(LISTEN, 0.27))

    assert text_of(near).split("\n\n")[1].startswith("Name the thing")
    assert text_of(far).split("\n\n")[1].startswith("Listen to the whole story.")


def test_what_is_to_be_avoided_is_left_out() -> None:
    draft = composer().compose([user("I am unsure")], [found(SORRY, 0.6)], avoid="A small thing: write down one promise.")

    assert "write down one promise" not in text_of(draft)


def test_where_everything_was_said_there_is_no_draft() -> None:
    worded = SORRY.counsel
    assert worded is not None
    said = " ".join(one.text for one in (*worded.first, *worded.then))

    assert compose(found(SORRY, 0.6), before=(said,)) is None


def test_without_rows_there_is_no_draft() -> None:
    assert compose() is None


SIDED = section(
    "guide#3",
    counsel=counsel(
        first=(
            Advice("Ask for the truth when you want it.", side=Side.HURT),
            Advice("Tell the truth unasked.", side=Side.RESPONSIBLE),
            "Keep the evenings calm.",
        ),
        then=("Go slowly.",),
    ),
)


def test_advice_for_one_side_reaches_only_a_person_on_that_side() -> None:
    told = text_of(compose(found(SIDED, 0.6), said="he cheated on me"))

    assert "Ask for the truth" in told
    assert "Tell the truth" not in told


def test_a_person_who_does_not_say_on_which_side_they_are_gets_neither() -> None:
    told = text_of(compose(found(SIDED, 0.6)))

    assert "the truth" not in told
    assert "Keep the evenings calm." in told


def test_a_section_that_nobody_worded_speaks_through_its_steps() -> None:
    plain = section("guide#4", step("Take a slow breath.", say="One moment."), step("Come back later."), step("Thank them."))
    told = text_of(compose(found(plain, 0.6)))

    assert "Take a slow breath. It could sound like: “One moment.” Come back later." in told


def test_at_most_one_thing_to_say_aloud() -> None:
    speaking = replace(
        SORRY, counsel=counsel(first=("Name it.", Advice("I did it.", aloud=True), Advice("Me.", aloud=True)), then=("Wait.",))
    )
    draft = compose(found(speaking, 0.6))

    assert draft is not None
    assert sum(sentence.purpose is Purpose.SAYING for sentence in draft.sentences) == 1


def test_a_long_reply_loses_its_last_sentences() -> None:
    wordy = tuple(" ".join([word] * 60) + "." for word in ("alpha", "beta", "gamma"))
    draft = compose(found(replace(SORRY, counsel=counsel(first=wordy, then=("Wait.",))), 0.6))

    assert len(text_of(draft).split()) < 180


def test_the_topics_of_a_text_come_from_its_own_words() -> None:
    assert composer().topics("he cheated") == {"trust"}
    assert composer().topics("hello") == frozenset()
