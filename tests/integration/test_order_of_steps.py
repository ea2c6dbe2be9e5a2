"""What happens before what: safety before retrieval, answering danger before the encoder is there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from litestar.testing import TestClient

from service.adapters.memory import HashEmbedder
from service.adapters.sentence_embedder import SentenceEmbedder
from service.alarm import Alarm
from service.domain.errors import DataError
from service.domain.safety import CheckIn, Verdict
from service.domain.text import Message
from service.ports import Vectors
from service.settings import Settings
from service.usecases.check import SafeClassifier
from service.web.app import create_app
from service.wiring import Services, build
from tests.integration.talk import CHORES, CONTROL, VIOLENCE, Client, chat, turn


class Counting(SentenceEmbedder):
    """The real encoder; it keeps what it was asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        return super().embed(texts)


class Waiting(HashEmbedder):
    """An encoder that takes until `loaded` is set to load."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded = Event()

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.loaded.wait()
        return super().embed(texts)


class Missing(HashEmbedder):
    """An encoder whose weights are not there."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        raise DataError("model.safetensors: the encoder's weights are missing")


class Broken:
    """A rule engine that fails on everything."""

    version = "rules-broken"

    def classify(self, messages: Sequence[Message], check_in: CheckIn | None = None) -> Verdict:
        raise ZeroDivisionError(messages[-1].content)


@pytest.fixture(scope="module")
def counting(cache_dir: Path) -> Iterator[tuple[Client, Counting]]:
    embedder = Counting()
    services = build(Settings(cache_dir=cache_dir), embedder=embedder)
    services.warm_up()
    with TestClient(create_app(services.settings, services)) as client:
        yield client, embedder
    services.close()


@contextmanager
def starting(cache_dir: Path) -> Iterator[tuple[Client, Waiting, Services]]:
    """A service whose encoder still loads; it finishes loading at the end."""
    embedder = Waiting()
    services = build(Settings(cache_dir=cache_dir), embedder=embedder)
    try:
        with TestClient(create_app(services.settings, services)) as client:
            yield client, embedder, services
    finally:
        embedder.loaded.set()
        services.warm_up()
        services.close()


@pytest.fixture(scope="module")
def loading(cache_dir: Path) -> Iterator[Client]:
    """A service whose encoder loads as long as the tests of this file last."""
    with starting(cache_dir) as (client, _, _):
        yield client


@pytest.mark.parametrize("text", [CONTROL, VIOLENCE, f"{CHORES} {VIOLENCE}"])
def test_a_routed_message_is_never_embedded(counting: tuple[Client, Counting], text: str) -> None:
    client, embedder = counting
    embedder.seen.clear()

    answer = chat(client, text)

    assert answer["kind"] == "resources"
    assert embedder.seen == []


def test_a_coaching_message_is_embedded_once(counting: tuple[Client, Counting]) -> None:
    client, embedder = counting
    embedder.seen.clear()

    answer = chat(client, CHORES)

    assert answer["kind"] == "coaching"
    assert embedder.seen == [CHORES]


def test_a_check_embeds_nothing(counting: tuple[Client, Counting]) -> None:
    client, embedder = counting
    embedder.seen.clear()

    assert client.post("/v1/check", json={"text": CHORES}).status_code == 200
    assert embedder.seen == []


def test_a_starting_service_is_live_but_not_ready(loading: Client) -> None:
    ready = loading.get("/health/ready")

    assert loading.get("/health/live").status_code == 200
    assert (ready.status_code, ready.json()["ready"], ready.json()["encoder"]) == (503, False, False)


def test_a_disclosure_is_answered_before_the_encoder_is_there(loading: Client) -> None:
    answer = chat(loading, VIOLENCE, country="GB")

    assert (answer["kind"], answer["verdict"]["level"]) == ("resources", "acute")


@pytest.mark.parametrize(("path", "body"), [("/v1/chat", turn(CHORES)), ("/v1/search", {"query": CHORES})])
def test_what_needs_the_encoder_is_told_to_come_back(loading: Client, path: str, body: dict[str, object]) -> None:
    response = loading.post(path, json=body)

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "still loading" in response.json()["detail"]


def test_a_started_service_is_ready_and_searches(cache_dir: Path) -> None:
    with starting(cache_dir) as (client, embedder, services):
        embedder.loaded.set()
        services.warm_up()  # waits for the loading that goes on already

        assert client.get("/health/ready").status_code == 200
        assert client.post("/v1/search", json={"query": CHORES}).status_code == 200


def test_a_service_without_weights_still_answers_a_disclosure_and_says_why_it_is_not_ready(tmp_path: Path) -> None:
    services = build(Settings(cache_dir=tmp_path), embedder=Missing())
    with pytest.raises(DataError):
        services.warm_up()
    with TestClient(create_app(services.settings, services)) as client:
        assert chat(client, VIOLENCE)["kind"] == "resources"
        assert client.post("/v1/chat", json=turn(CHORES)).status_code == 503
    services.close()


def test_a_broken_classifier_shows_help_and_is_counted(quick_services: Services) -> None:
    alarm = Alarm()
    classifier = SafeClassifier(Broken(), alarm)  # type: ignore[arg-type]
    services = replace(quick_services, classifier=classifier, coach=replace(quick_services.coach, classifier=classifier))

    with TestClient(create_app(services.settings, services)) as client:
        answer = chat(client, CHORES)

    assert (answer["kind"], answer["verdict"]["level"], answer["verdict"]["failed"]) == ("resources", "concern", True)
    assert answer["resources"]
    assert alarm.counts == {"ZeroDivisionError": 1}
