"""A stream from a live server, with a model that is slow, waits, or dies."""

import json
import socket
from collections.abc import Callable, Iterator
from queue import Queue
from threading import Event, Thread
from typing import Any

import httpx
import pytest

from service.adapters.gate import Gate
from service.adapters.openai_writer import OpenAIWriter
from service.domain.errors import NotReadyError
from service.usecases.stream import Generation
from service.web import sse
from service.wiring import Services
from tests.integration.live import LiveApp
from tests.integration.stub_model import Exchange, StubModel, good
from tests.integration.talk import CHORES, VIOLENCE, Json, turn
from tests.integration.test_model_faults import PATIENT, with_model, writer


@pytest.fixture(scope="module")
def modelled(quick_services: Services, stub: StubModel) -> Services:
    return with_model(quick_services, writer(stub.url, PATIENT, places=1, queue=0))


@pytest.fixture(scope="module")
def live(modelled: Services) -> Iterator[httpx.Client]:
    with LiveApp(modelled) as app, httpx.Client(base_url=app.address, timeout=120) as caller:
        yield caller


def gate_of(services: Services) -> Gate:
    assert isinstance(services.generation, Generation)
    assert isinstance(services.generation.writer, OpenAIWriter)
    return services.generation.writer._gate


def events(lines: Iterator[str]) -> Iterator[tuple[str, Json]]:
    """Names and data of events, each as soon as it is there; a comment has no name."""
    name = ""
    for line in lines:
        if line.startswith(":"):
            yield "", {}
        elif line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def soon(condition: Callable[[], bool]) -> bool:
    """Whether something becomes true in time."""
    never = Event()
    return any(condition() or never.wait(0.02) for _ in range(3_000))


def test_each_sentence_leaves_before_the_model_goes_on(live: httpx.Client, stub: StubModel) -> None:
    arrived: Queue[str] = Queue()

    def waits_for_the_reader(exchange: Exchange) -> None:
        exchange.head()
        for number, sentence in enumerate(exchange.good_sentences(4)):
            exchange.say(f"{sentence}")
            if number > 0:  # the first may wait until there is enough for a reply
                arrived.get(timeout=60)
        exchange.stop()

    stub.behaviour = waits_for_the_reader
    names = []
    with live.stream("POST", "/v1/chat", json=turn(CHORES, stream=True)) as response:
        for name, data in events(response.iter_lines()):
            names.append(name)
            if name == "sentence" and names.count("sentence") > 1:
                arrived.put(data["text"])

    assert names == ["verdict", "sources", *["sentence"] * 4, "done"]


def test_the_verdict_comes_while_the_model_is_silent_and_leaving_frees_everything(
    live: httpx.Client, stub: StubModel, modelled: Services
) -> None:
    asked, left = Event(), Event()

    def silent(exchange: Exchange) -> None:
        asked.set()
        exchange.head()
        if exchange.until_left():
            left.set()

    stub.behaviour = silent
    with live.stream("POST", "/v1/chat", json=turn(CHORES, stream=True)) as response:
        coming = events(response.iter_lines())  # held, as letting go of it would hang up
        first = next(coming)
        assert asked.wait(60)

    assert (first[0], first[1]["level"]) == ("verdict", "none")
    assert left.wait(60)
    assert soon(lambda: gate_of(modelled).busy == 0)


def test_leaving_without_a_stream_ends_the_models_work(live: httpx.Client, stub: StubModel, modelled: Services) -> None:
    asked, left = Event(), Event()

    def silent(exchange: Exchange) -> None:
        asked.set()
        if exchange.until_left():
            left.set()

    stub.behaviour = silent
    body = json.dumps(turn(CHORES)).encode()
    with socket.create_connection((live.base_url.host, live.base_url.port or 80)) as caller:
        caller.sendall(b"POST /v1/chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
        caller.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        assert asked.wait(60)

    assert left.wait(60)
    assert soon(lambda: gate_of(modelled).busy == 0)


def test_a_full_queue_means_the_composed_reply_at_once(live: httpx.Client, stub: StubModel) -> None:
    asked, enough = Event(), Event()

    def holds_its_place(exchange: Exchange) -> None:
        asked.set()
        enough.wait(60)
        good(exchange)

    stub.behaviour = holds_its_place
    answers: list[Json] = []
    first = Thread(target=lambda: answers.append(live.post("/v1/chat", json=turn(CHORES)).json()))
    first.start()
    assert asked.wait(60)
    second = live.post("/v1/chat", json=turn(CHORES)).json()
    enough.set()
    first.join()

    assert (second["composer"]["name"], second["composer"]["fallback"]) == ("extractive", "queue_full")
    assert (answers[0]["composer"]["name"], answers[0]["composer"]["fallback"]) == ("llm", None)


def test_a_waiting_caller_hears_that_somebody_is_there(live: httpx.Client, stub: StubModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse.chat_events, "__defaults__", (0.05,))
    heard = Event()

    def waits(exchange: Exchange) -> None:
        heard.wait(60)
        good(exchange)

    stub.behaviour = waits
    names = []
    with live.stream("POST", "/v1/chat", json=turn(CHORES, stream=True)) as response:
        for name, _ in events(response.iter_lines()):
            names.append(name)
            if name == "":
                heard.set()

    assert "" in names
    assert next(name for name in names if name) == "verdict"
    assert names[-1] == "done"


def test_a_stream_ends_with_the_answer_that_comes_without_one(live: httpx.Client, stub: StubModel) -> None:
    stub.behaviour = good
    with live.stream("POST", "/v1/chat", json=turn(CHORES, stream=True)) as response:
        streamed = list(events(response.iter_lines()))
    plain = live.post("/v1/chat", json=turn(CHORES)).json()
    whole = streamed[-1][1]
    sources: Any = dict(streamed)["sources"]

    assert {name for name in plain if plain[name] != whole[name]} == {"id"}
    assert [data for name, data in streamed if name == "sentence"] == whole["reply"]["sentences"]
    assert {citation["n"] for citation in whole["citations"]} <= {source["n"] for source in sources}


def test_a_model_that_dies_in_mid_stream_costs_no_reply(live: httpx.Client, stub: StubModel) -> None:
    def dies(exchange: Exchange) -> None:
        exchange.head()
        for sentence in exchange.good_sentences(2):
            exchange.say(f"{sentence} ")
        exchange.reset()

    stub.behaviour = dies
    with live.stream("POST", "/v1/chat", json=turn(CHORES, stream=True)) as response:
        streamed = list(events(response.iter_lines()))

    assert (streamed[-1][0], streamed[-1][1]["composer"]["fallback"]) == ("done", "broken_off")
    assert [data for name, data in streamed if name == "sentence"] == streamed[-1][1]["reply"]["sentences"]


def test_a_disclosure_streams_help_and_calls_no_model(live: httpx.Client, stub: StubModel) -> None:
    before = len(stub.requests)
    with live.stream("POST", "/v1/chat", json=turn(VIOLENCE, stream=True, country="GB")) as response:
        names = [name for name, _ in events(response.iter_lines())]

    assert (names[0], names[-2:], "sources" in names) == ("verdict", ["resources", "done"], False)
    assert len(stub.requests) == before


def test_what_breaks_after_the_start_is_told_in_the_stream(live: httpx.Client, modelled: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_ready() -> None:
        raise NotReadyError("the encoder still loads")

    monkeypatch.setattr(type(modelled.retriever), "search", lambda *_, **__: not_ready())
    with live.stream("POST", "/v1/chat", json=turn(CHORES, stream=True)) as response:
        streamed = list(events(response.iter_lines()))

    assert [name for name, _ in streamed] == ["verdict", "problem"]
    assert (streamed[1][1]["status"], streamed[1][1]["detail"]) == (503, "the encoder still loads")
