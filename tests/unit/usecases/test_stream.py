"""The path of a reply event by event, with a scripted model."""

from collections.abc import Iterator, Sequence
from contextlib import aclosing
from typing import Any

import anyio
import pytest
from hypothesis import given, settings, strategies

from service.adapters.data_files import data_folder
from service.adapters.memory import ScriptedWriter
from service.adapters.prompt_templates import load_template
from service.domain.answers import Answer
from service.domain.errors import ModelUnavailableError
from service.domain.events import Event, Finished, Judged, SourcesFound, Spoken
from service.domain.generation import Decision, GivenPassage
from service.generating.prompt import COACH_VARIABLES, CoachPrompt
from service.usecases.answer import Request
from service.usecases.stream import Generation, StreamingCoach
from service.wiring import Services
from tests.builders import user

CHORES = "We keep having the same fight about chores and I do not know how to start talking again."
PROMPT = CoachPrompt(load_template(data_folder("prompts"), "coach", COACH_VARIABLES))
GOOD = [
    "Talk once a week when both of you are calm. [1] ",
    "Choose one single thing each time. [1] ",
    "Then stop and rest. [1] ",
]
ODD = ["This is bad. [1] ", "Why? ", "Half a", "\n\n", "[9] ", "More here. [9] "]


class Words:
    """Keeps every sentence, but for those that hold `bad`; breaks on those that hold `break`."""

    version = "words"

    def load(self) -> None:
        pass

    def preparing(self, passages: Sequence[GivenPassage]) -> Iterator[None]:
        yield from ()

    def check(self, sentence: str, cited: Sequence[int], passages: Sequence[GivenPassage], **_: Any) -> Decision:
        if "break" in sentence:
            raise ValueError(sentence)
        bad = "bad" in sentence
        return Decision(not bad, "claim: bad" if bad else "", "" if bad else sentence, tuple(cited))


def talk(services: Services, *pieces: str | Exception) -> tuple[StreamingCoach, ScriptedWriter]:
    writer = ScriptedWriter(pieces)
    return StreamingCoach(services.coach, Generation(writer, PROMPT, Words())), writer


def events(coach: StreamingCoach, text: str = CHORES) -> list[Event]:
    async def all_of_them() -> list[Event]:
        async with aclosing(coach.events(Request((user(text),)))) as found:
            return [event async for event in found]

    return anyio.run(all_of_them)


def answer(coach: StreamingCoach, text: str = CHORES) -> Answer:
    return anyio.run(coach.answer, Request((user(text),)))


def test_the_verdict_is_known_before_the_model_is_called(quick_services: Services) -> None:
    coach, writer = talk(quick_services, *GOOD)

    async def first() -> Event:
        async with aclosing(coach.events(Request((user(CHORES),)))) as found:
            return await anext(found)

    assert isinstance(anyio.run(first), Judged)
    assert writer.prompts == []


def test_what_is_told_is_what_the_answer_holds(quick_services: Services) -> None:
    told = events(talk(quick_services, *GOOD)[0])
    whole = told[-1]

    assert [type(event) for event in told] == [Judged, SourcesFound, Spoken, Spoken, Spoken, Finished]
    assert isinstance(whole, Finished)
    assert [event.sentence for event in told if isinstance(event, Spoken)] == list(whole.answer.draft.sentences)
    assert (whole.answer.composer.name, whole.answer.composer.prompt) == ("llm", "coach.v1")


def test_a_dropped_sentence_leaves_its_reason_and_no_detail(quick_services: Services) -> None:
    composer = answer(talk(quick_services, *GOOD, "This is bad. [1]")[0]).composer

    assert (composer.name, composer.fallback, composer.dropped) == ("llm", None, ("claim",))


@pytest.mark.parametrize(
    ("pieces", "fallback", "dropped"),
    [
        (["This is bad. [1] "], "too_little_left", ("claim",)),
        (["This will break it. [1] "], "too_little_left", ("guard",)),
        (["Only this. [1] "], "too_little_left", ()),
        (["I hear that the chores weigh on the two of you and that you want to talk about them again. "], "too_little_left", ()),
        ([ModelUnavailableError("silent")], "silent", ()),
        ([ValueError("a bug")], "unreadable", ()),
        ([GOOD[2], GOOD[2], GOOD[2]], "too_little_left", ("repetition", "repetition")),
        (["Talk once a week when you are calm and"], "too_little_left", ("unfinished",)),
    ],
)
def test_where_too_little_is_left_the_reply_is_the_composed_one(
    quick_services: Services, pieces: list[str | Exception], fallback: str, dropped: tuple[str, ...]
) -> None:
    got = answer(talk(quick_services, *pieces)[0])
    composed = quick_services.coach.answer(Request((user(CHORES),)))

    assert (got.composer.name, got.composer.fallback, got.composer.dropped) == ("extractive", fallback, dropped)
    assert (got.draft, got.citations) == (composed.draft, composed.citations)


def test_bad_sentences_without_end_are_not_read_to_the_end(quick_services: Services) -> None:
    coach, writer = talk(quick_services, *[f"This is bad number {word}. [1] " for word in "abcdefghijklmnop"])

    assert len(answer(coach).composer.dropped) == 8
    assert writer.open == 0


def test_leaving_closes_the_model(quick_services: Services) -> None:
    coach, writer = talk(quick_services, *GOOD)

    async def leave_early() -> int:
        async with aclosing(coach.events(Request((user(CHORES),)))) as found:
            async for event in found:
                if isinstance(event, Spoken):
                    return writer.open
        return -1

    assert anyio.run(leave_early) == 1
    assert writer.open == 0


def test_a_reply_that_breaks_off_keeps_what_has_left(quick_services: Services) -> None:
    got = answer(talk(quick_services, GOOD[0], GOOD[1], ModelUnavailableError("broken_off"))[0])

    assert (got.composer.name, got.composer.fallback) == ("llm", "broken_off")
    assert got.draft.sentences[0].text == "Talk once a week when both of you are calm."
    assert sum(bool(sentence.sections) for sentence in got.draft.sentences) >= 3


@pytest.mark.parametrize("text", ["He punched me in the face.", "hello", "Wir streiten uns jeden Tag und ich weiß nicht mehr weiter."])
def test_nothing_but_coaching_calls_the_model(quick_services: Services, text: str) -> None:
    coach, writer = talk(quick_services, *GOOD)

    assert answer(coach, text) == quick_services.coach.answer(Request((user(text),)))
    assert writer.prompts == []


@settings(max_examples=40)
@given(strategies.lists(strategies.sampled_from([*GOOD, *ODD]), max_size=12))
def test_whatever_a_model_says_the_stream_and_the_answer_agree(quick_services: Services, pieces: list[str]) -> None:
    told = events(talk(quick_services, *pieces)[0])
    whole = told[-1]
    assert isinstance(whole, Finished)
    sources = {c.n for event in told if isinstance(event, SourcesFound) for c in event.citations}

    assert [event.sentence for event in told if isinstance(event, Spoken)] == list(whole.answer.draft.sentences)
    assert {n for event in told if isinstance(event, Spoken) for n in event.cited} == {c.n for c in whole.answer.citations} <= sources
    assert not any("bad" in sentence.text for sentence in whole.answer.draft.sentences)
