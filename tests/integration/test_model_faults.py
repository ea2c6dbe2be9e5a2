"""Whatever a language model does wrong, a person gets a useful reply in time, and the answer names the fault."""

import gzip
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from litestar.testing import TestClient

from service.adapters.data_files import data_folder, rules_folder
from service.adapters.gate import Breaker, Gate
from service.adapters.guard_files import sentence_guard
from service.adapters.memory import HashEmbedder
from service.adapters.openai_writer import Limits, OpenAIWriter
from service.adapters.prompt_files import PromptFiles
from service.adapters.prompt_templates import load_template
from service.generating.prompt import COACH_VARIABLES, CoachPrompt
from service.safety.loader import load_language
from service.usecases.stream import Generation
from service.web.app import create_app
from service.wiring import Services
from tests.integration.processes import free_port
from tests.integration.stub_model import Behaviour, Exchange, StubModel, good
from tests.integration.talk import CHORES, Client, chat

# Only what is slow is cut off by a clock; everything else must be told apart on a machine that is busy too.
PATIENT = Limits(connect=30, silence=60, total=90, tries=2, backoff=0.01)
HASTY = Limits(connect=0.5, silence=0.5, total=1.2, tries=2, backoff=0.01)
IN_TIME = 20
GERMAN = "Wir streiten uns jeden Tag und ich weiß nicht mehr weiter."
BABBLE = "Zorblat fends the quibbling marn under a glimmering sputnik of the wharf."


def writer(
    url: str, limits: Limits = PATIENT, *, places: int = 4, queue: int = 4, failures: int = 1_000, model: str = "stub"
) -> OpenAIWriter:
    gate = Gate(places=places, queue=queue, breaker=Breaker(failures=failures))
    return OpenAIWriter(base_url=url, model=model, api_key="a-key", gate=gate, limits=limits)


def with_model(services: Services, by: OpenAIWriter) -> Services:
    """The service with this model in place of none."""
    prompt = CoachPrompt(load_template(data_folder("prompts"), "coach", COACH_VARIABLES))
    prompts = PromptFiles(data_folder("prompts"), load_language(rules_folder()))
    guard = sentence_guard(prompts, services.corpus, HashEmbedder(), services.detector.foreign)
    return replace(services, generation=Generation(by, prompt, guard))


@pytest.fixture(scope="module")
def modelled(quick_services: Services, stub: StubModel) -> Iterator[Client]:
    """The app in process, with the stub as its model."""
    served = with_model(quick_services, writer(stub.url))
    with TestClient(create_app(served.settings, served)) as client:
        yield client


@pytest.fixture(scope="module")
def hasty(quick_services: Services, stub: StubModel) -> Iterator[Client]:
    """The same with little patience."""
    served = with_model(quick_services, writer(stub.url, HASTY))
    with TestClient(create_app(served.settings, served)) as client:
        yield client


def status(line: str, more: str = "") -> Behaviour:
    return lambda exchange: exchange.answer(line, '{"error": {"message": "zorblat"}}', more=f"Connection: close\r\n{more}")


def stream(*steps: Callable[[Exchange], object]) -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.head()
        for step in steps:
            step(exchange)

    return behave


def says(*pieces: str) -> Behaviour:
    return lambda exchange: exchange.reply(*pieces)


def event(record: object) -> Callable[[Exchange], None]:
    return lambda exchange: exchange.event(record)


def raw(data: bytes) -> Callable[[Exchange], None]:
    return lambda exchange: exchange.raw(data)


def delta(**fields: object) -> dict[str, object]:
    return {"id": "x", "choices": [{"index": 0, "delta": fields}]}


def drip(exchange: Exchange) -> None:
    exchange.head()
    letters = iter("Somewhere the words of this reply come one letter at a time and never get to their end " * 99)
    exchange.until_left(lambda: exchange.say(next(letters)))


def slow_head(exchange: Exchange) -> None:
    letters = iter("HTTP/1.1 200 OK\r\nX-Long: " + "z" * 9_999)
    exchange.until_left(lambda: exchange.raw(next(letters).encode()))


def packed(exchange: Exchange) -> None:
    exchange.head(more="Content-Encoding: gzip\r\n")
    exchange.raw(gzip.compress(b"z" * 9_999))


def silent(exchange: Exchange) -> None:
    exchange.until_left()


TOOL = [{"index": 0, "id": "c", "type": "function", "function": {"name": "zorblat", "arguments": "{}"}}]
FAULTS: dict[str, tuple[Behaviour, str]] = {
    "500": (status("500 Internal Server Error"), "server_error"),
    "503": (status("503 Service Unavailable"), "server_error"),
    "429": (status("429 Too Many Requests"), "overloaded"),
    "429 for an hour": (status("429 Too Many Requests", "Retry-After: 3600\r\n"), "overloaded"),
    "401": (status("401 Unauthorized"), "key_refused"),
    "403": (status("403 Forbidden"), "key_refused"),
    "404": (status("404 Not Found"), "not_found"),
    "400": (status("400 Bad Request"), "refused"),
    "a redirect": (status("302 Found", "Location: http://127.0.0.1:9/\r\n"), "refused"),
    "reset before the head": (Exchange.reset, "broken_off"),
    "reset after the head": (stream(Exchange.reset), "broken_off"),
    "reset in mid-stream": (stream(lambda e: e.say("You could start"), Exchange.reset), "broken_off"),
    "closed in mid-stream": (stream(lambda e: e.say("You could start with one thing. And")), "broken_off"),
    "cut short": (raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 999\r\n\r\ndata: "), "broken_off"),
    "no HTTP": (raw(b"SSH-2.0-zorblat\r\n\r\n"), "broken_off"),
    "an empty stream": (stream(), "empty"),
    "only the end": (stream(Exchange.stop), "empty"),
    "only blanks": (says("  ", "\n\n"), "too_little_left"),
    "random bytes": (stream(raw(bytes(range(256)) * 40)), "unreadable"),
    "broken UTF-8": (stream(raw(b'data: {"choices": [{"delta": {"content": "\xff\xfe"}}]}\n\n')), "unreadable"),
    "invalid JSON": (stream(raw(b'data: {"choices": [{"delta": {"cont\n\n')), "unreadable"),
    "other JSON": (stream(*map(event, (None, [], "zorblat", 3, {"choices": 7}, {"choices": ["z"]})), Exchange.stop), "empty"),
    "content of other types": (stream(event(delta(content=["zorblat"])), event(delta(content=7)), Exchange.stop), "empty"),
    "a page with status 200": (lambda e: e.answer("200 OK", "<html>zorblat</html>", kind="text/html"), "not_a_stream"),
    "a page that says it is a stream": (lambda e: e.answer("200 OK", "<html>zorblat</html>", kind="text/event-stream"), "empty"),
    "packed bytes": (packed, "unreadable"),
    "200 KB at once": (says(f"{BABBLE} [1] " * 2_600), "too_long"),
    "200 KB in pieces": (says(*([BABBLE] * 2_600)), "too_little_left"),
    "a line without an end": (stream(raw(b"data: " + b"z" * 2_000_000)), "too_long"),
    "an error inside": (stream(event({"error": {"message": "zorblat"}})), "server_error"),
    "a tool call": (stream(event(delta(tool_calls=TOOL))), "tool_call"),
    "a filter": (stream(lambda e: e.stop("content_filter")), "withheld"),
    "thoughts without an end": (says("<think>", "Zorblat wants chores. [1] " * 30), "too_little_left"),
    "another language": (says(*["Deberías hablar con tu pareja sobre las tareas de la casa cada semana. [1] "] * 3), "too_little_left"),
    "babble": (says(*[f"{BABBLE} [1] "] * 9), "too_little_left"),
    "one word for ever": (says("ha " * 3_000), "too_little_left"),
    "text turned around": (says("\u202eTalk about the chores once a week at a calm time.\u202c [1] "), "too_little_left"),
    "markup": (says("**Talk** about `chores` <b>once</b>. [1] ", "# A plan [1]\n", "| talk | chores | [1]\n"), "too_little_left"),
    "sources that were not given": (says("Talk about the chores once a week, at a calm time. [77] "), "too_little_left"),
    "no sources": (says("Zorblat couples always need a weekly quibbling meeting about it. "), "too_little_left"),
}  # fmt: skip


SLOW: dict[str, tuple[Behaviour, str]] = {
    "no answer at all": (silent, "silent"),
    "a head that never ends": (slow_head, "silent"),
    "silence after the head": (stream(Exchange.until_left), "silent"),
    "silence after some words": (stream(lambda e: e.say("You could start"), Exchange.until_left), "silent"),
    "a slow drip": (drip, "too_slow"),
}


@pytest.mark.parametrize(("behaviour", "reason"), FAULTS.values(), ids=FAULTS)
def test_a_fault_costs_the_model_its_reply_and_the_person_nothing(
    modelled: Client, stub: StubModel, behaviour: Behaviour, reason: str
) -> None:
    stub.behaviour = behaviour
    started = time.perf_counter()
    answer = chat(modelled, CHORES)

    assert time.perf_counter() - started < IN_TIME
    assert (answer["kind"], answer["composer"]["name"], answer["composer"]["fallback"]) == ("coaching", "extractive", reason)
    assert sum(bool(sentence["citations"]) for sentence in answer["reply"]["sentences"]) >= 2
    assert "zorblat" not in answer["reply"]["text"].lower()


@pytest.mark.parametrize(("behaviour", "reason"), SLOW.values(), ids=SLOW)
def test_a_slow_model_is_not_waited_for(hasty: Client, stub: StubModel, behaviour: Behaviour, reason: str) -> None:
    stub.behaviour = behaviour
    started = time.perf_counter()
    answer = chat(hasty, CHORES)

    assert (answer["kind"], answer["composer"]["name"], answer["composer"]["fallback"]) == ("coaching", "extractive", reason)
    assert any(sentence["citations"] for sentence in answer["reply"]["sentences"])
    assert time.perf_counter() - started < IN_TIME


def test_a_good_reply_is_the_models(modelled: Client, stub: StubModel) -> None:
    stub.behaviour = good
    answer = chat(modelled, CHORES)

    assert answer["composer"] == {"name": "llm", "model": "stub", "prompt": "coach.v1", "fallback": None, "dropped": []}
    assert len(answer["reply"]["sentences"]) == 5
    assert all(sentence["citations"] == [1] for sentence in answer["reply"]["sentences"][1:])
    assert [citation["section"] for citation in answer["citations"]] == [stub_section(stub)]


def test_what_failed_once_is_tried_again(modelled: Client, stub: StubModel) -> None:
    def first_fails(exchange: Exchange) -> None:
        stub.behaviour = good
        exchange.answer("503 Service Unavailable", more="Connection: close\r\n")

    stub.behaviour = first_fails
    before = len(stub.requests)

    assert chat(modelled, CHORES)["composer"]["fallback"] is None
    assert len(stub.requests) == before + 2


def test_nothing_is_tried_again_once_words_have_come(modelled: Client, stub: StubModel) -> None:
    stub.behaviour = stream(lambda e: e.say("You could"), Exchange.reset)
    before = len(stub.requests)
    chat(modelled, CHORES)

    assert len(stub.requests) == before + 1


def test_a_reply_that_breaks_off_is_filled_up_from_the_guides(modelled: Client, stub: StubModel) -> None:
    def breaks_off(exchange: Exchange) -> None:
        exchange.head()
        for sentence in exchange.good_sentences(2):
            exchange.say(f"{sentence} ")
        exchange.reset()

    stub.behaviour = breaks_off
    answer = chat(modelled, CHORES)
    numbers = {citation["n"] for citation in answer["citations"]}

    assert (answer["composer"]["name"], answer["composer"]["fallback"]) == ("llm", "broken_off")
    assert len(answer["reply"]["sentences"]) >= 4
    assert {n for sentence in answer["reply"]["sentences"] for n in sentence["citations"]} == numbers


def test_bad_sentences_are_left_out_and_counted(modelled: Client, stub: StubModel) -> None:
    stub.behaviour = lambda e: e.reply(f"{BABBLE} [1] ", *(f"{s} " for s in e.good_sentences(3)), "Call 0800 123 456 today. [1]")
    answer = chat(modelled, CHORES)

    assert (answer["composer"]["name"], answer["composer"]["fallback"]) == ("llm", None)
    assert answer["composer"]["dropped"] == ["support", "phone"]
    assert len(answer["reply"]["sentences"]) == 3


def test_a_disclosure_calls_no_model(modelled: Client, stub: StubModel) -> None:
    before = len(stub.requests)
    answers = [chat(modelled, text) for text in ("He punched me in the face last night.", "hello", GERMAN)]

    assert [answer["kind"] for answer in answers] == ["resources", "coaching", "out_of_scope"]
    assert len(stub.requests) == before


def test_nobody_listening_is_named(quick_services: Services) -> None:
    served = with_model(quick_services, writer(f"http://127.0.0.1:{free_port()}/v1"))
    with TestClient(create_app(served.settings, served)) as client:
        assert chat(client, CHORES)["composer"]["fallback"] == "unreachable"


def test_after_failures_the_model_is_left_alone(quick_services: Services) -> None:
    with StubModel(status("500 Internal Server Error")) as stub:
        served = with_model(quick_services, writer(stub.url, replace(PATIENT, tries=1), failures=2))
        with TestClient(create_app(served.settings, served)) as client:
            reasons = [chat(client, CHORES)["composer"]["fallback"] for _ in range(4)]

        assert reasons == ["server_error", "server_error", "resting", "resting"]
        assert len(stub.requests) == 2


def stub_section(stub: StubModel) -> str:
    """The first section that the model was given last."""
    prompt = str(stub.requests[-1]["messages"][1]["content"])
    return prompt.split("[1] ")[1].split(" — ", maxsplit=1)[0]
