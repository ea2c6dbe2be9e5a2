"""What a message does in a conversation, known by its meaning; none of these wordings stands in a file."""

import pytest

from service.domain.answers import Answer, AnswerKind
from service.domain.text import Message, Speaker
from service.usecases.answer import Request
from service.wiring import Services

QUARREL = "we keep fighting about money and nobody gives in"


def answer(services: Services, *texts: str) -> Answer:
    """The answer to the last of the texts; the coach's own replies stand between them."""
    messages: list[Message] = []
    for text in texts:
        messages.append(Message(Speaker.USER, text))
        reply = services.coach.answer(Request(tuple(messages)))
        messages.append(Message(Speaker.ASSISTANT, reply.draft.text))
    return reply


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("how kind of you, thank you for all of this", "You are welcome|Glad"),
        ("it's getting late, I'm off to sleep, good night", "care|Goodbye|best"),
        ("you know me better than any friend I have got", "software"),
        ("you are telling me the same over and over", "missed|Fair|straight"),
    ],
)
def test_a_short_act_gets_a_short_answer(services: Services, text: str, word: str) -> None:
    reply = answer(services, QUARREL, text)

    assert (reply.kind, reply.citations) == (AnswerKind.COACHING, ())
    assert any(part in reply.draft.text for part in word.split("|"))


@pytest.mark.parametrize(
    "text", ["thank you, but my husband still hides his debts from me", "he went to bed without saying good night to me again"]
)
def test_a_message_that_only_sounds_like_one_is_heard(services: Services, text: str) -> None:
    assert answer(services, QUARREL, text).citations


@pytest.mark.parametrize("text", ["where can he get treatment for drinking?", "do you know a good couples therapist near Cardiff?"])
def test_a_question_for_somebody_else_is_passed_on_from_any_thread(services: Services, text: str) -> None:
    reply = answer(services, QUARREL, text)

    assert reply.kind is AnswerKind.OUT_OF_SCOPE
    assert reply.citations == ()


def test_what_was_passed_on_is_not_leant_on(services: Services) -> None:
    reply = answer(services, QUARREL, "which savings account pays the most interest this year?", "and what if she calls me mean again")

    assert reply.kind is AnswerKind.COACHING


@pytest.mark.parametrize("text", ["and if that doesn't help us?", "what if nothing changes at all"])
def test_a_way_that_may_fail_is_followed_to_its_end(services: Services, text: str) -> None:
    assert "fixing-broken-relationship#14" in {c.section for c in answer(services, QUARREL, text).citations}


@pytest.mark.parametrize("text", ["yes exactly", "can you word it for me please", "sorry, I don't follow you there"])
def test_what_goes_on_stays_with_the_thread(services: Services, text: str) -> None:
    first, second = answer(services, QUARREL), answer(services, QUARREL, text)

    assert {c.section for c in first.citations} & {c.section for c in second.citations}


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("he had an affair with my friend", "is it my fault?"),
        ("he laughs at me in front of his friends", "am i the problem?"),
        ("he laughs at me in front of his friends", "what is wrong with me?"),
    ],
)
def test_whoever_was_hurt_is_not_sent_to_look_for_their_share(services: Services, told: str, asked: str) -> None:
    reply = answer(services, told, asked).draft.text

    assert not any(blame in reply for blame in ("your own moves", "pull away", "your own part", "after the quarrel"))
    assert "theirs to answer for" in reply


@pytest.mark.parametrize("text", ["my mum thinks i'm stupid", "my son says i'm an idiot"])
def test_an_insult_is_no_opinion_to_listen_to(services: Services, text: str) -> None:
    assert "what they have noticed" not in answer(services, text).draft.text


@pytest.mark.parametrize("texts", [("tell me more", "yes"), ("tell me more", "no"), ("one", "three"), ("money", "go on")])
def test_a_word_or_two_after_another_message_alarms_nobody(services: Services, texts: tuple[str, str]) -> None:
    assert answer(services, *texts).kind is not AnswerKind.RESOURCES


def test_to_look_somebody_in_the_eye_is_no_spying(services: Services) -> None:
    reply = answer(services, "my wife slept with a colleague, she told me on Friday", "I don't know if I can even look at her")

    assert "somebody's phone" not in reply.draft.text
    assert reply.citations


@pytest.mark.parametrize("text", ["is there a trick to see who he is messaging", "should I put a tracker in her car"])
def test_a_wish_to_watch_is_refused_however_much_was_told(services: Services, text: str) -> None:
    reply = answer(services, "my wife slept with a colleague, she told me on Friday", text)

    refusals = services.coach.courtesies.named("watching-somebody")
    assert refusals
    assert reply.kind is AnswerKind.RESOURCES or reply.draft.text in refusals.replies
