"""`mend serve` as a process of its own, spoken to over a socket."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from service.adapters.data_files import rules_folder
from tests.integration.processes import READY, RUNNING, Background, Server, free_port, mend
from tests.integration.talk import CHORES, VIOLENCE, Client, Json, chat, turn


@pytest.fixture(scope="module")
def caller(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, timeout=60) as caller:
        yield caller


def events(caller: httpx.Client, text: str, **fields: object) -> list[tuple[str, Json]]:
    """Names and data of the events of one streamed answer, in the order in which they came."""
    found: list[tuple[str, Json]] = []
    with caller.stream("POST", "/v1/chat", json=turn(text, stream=True, **fields)) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        name = ""
        for line in response.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                found.append((name, json.loads(line.removeprefix("data: "))))
    return found


def test_a_live_server_is_live_and_ready(caller: httpx.Client) -> None:
    assert caller.get("/health/live").status_code == 200
    assert caller.get("/health/ready").json()["ready"] is True


@pytest.mark.parametrize("text", [CHORES, VIOLENCE])
def test_another_process_gives_the_same_answer_apart_from_the_id(caller: httpx.Client, client: Client, text: str) -> None:
    there = caller.post("/v1/chat", json=turn(text, country="GB")).json()
    here = chat(client, text, country="GB")

    assert there.keys() == here.keys()
    assert {name for name in here if here[name] != there[name]} == {"id"}


def test_coaching_streams_verdict_sources_sentences_and_the_whole(caller: httpx.Client) -> None:
    streamed = events(caller, CHORES)
    names = [name for name, _ in streamed]
    whole = streamed[-1][1]

    assert names == ["verdict", "sources", *["sentence"] * len(whole["reply"]["sentences"]), "done"]
    assert streamed[0][1] == whole["verdict"]
    assert streamed[1][1] == whole["citations"]
    assert [data for name, data in streamed if name == "sentence"] == whole["reply"]["sentences"]


def test_a_disclosure_streams_resources_and_no_sources(caller: httpx.Client) -> None:
    streamed = events(caller, VIOLENCE, country="GB")
    names = [name for name, _ in streamed]

    assert (names[0], names[-2:]) == ("verdict", ["resources", "done"])
    assert "sources" not in names
    assert streamed[-2][1] == streamed[-1][1]["resources"]


def test_the_streamed_whole_is_the_answer_without_a_stream(caller: httpx.Client) -> None:
    streamed = events(caller, CHORES, country="GB")[-1][1]
    plain = caller.post("/v1/chat", json=turn(CHORES, country="GB")).json()

    assert {name for name in plain if plain[name] != streamed[name]} == {"id"}


def test_a_bad_request_for_a_stream_is_a_plain_problem(caller: httpx.Client) -> None:
    response = caller.post("/v1/chat", json={"messages": [], "stream": True})

    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")


def test_two_workers_answer_side_by_side(cache_dir: Path) -> None:
    with Server("--workers", "2", MEND_CACHE_DIR=str(cache_dir), MEND_EMBEDDER="words") as server:
        server.wait_for(READY, times=2)
        answers = [httpx.post(f"{server.address}/v1/check", json={"text": VIOLENCE}, timeout=60) for _ in range(20)]

        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1


def test_control_c_stops_the_server(cache_dir: Path) -> None:
    with Server(MEND_CACHE_DIR=str(cache_dir), MEND_EMBEDDER="words") as server:
        server.wait_for(RUNNING)

        assert server.interrupt() == 0
        assert "Application shutdown complete" in server.printed
        assert "Traceback" not in server.printed


def test_a_broken_rule_file_stops_the_start_with_file_line_and_reason(tmp_path: Path, cache_dir: Path) -> None:
    rules = Path(shutil.copytree(rules_folder(), tmp_path / "rules"))
    (rules / "signals" / "physical.yaml").write_text("category: PHYSICAL\nsource: x\nrules:\n  - id: physical.one\n    level: very bad\n")

    result = mend("serve", "--port", str(free_port()), MEND_CACHE_DIR=str(cache_dir), MEND_RULES_DIR=str(rules))

    assert (result.returncode, result.stdout) == (3, "")
    assert "physical.yaml:4: level is 'very bad'; allowed are cue, concern, acute, emergency" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("MEND_PORT", "70000"), ("MEND_PORT", "eighty"), ("MEND_EMBEDDER", "best"), ("MEND_COUNTRY", "Wales")]
)
def test_a_wrong_setting_stops_the_start_and_is_named(name: str, value: str) -> None:
    result = mend("serve", **{name: value})

    assert result.returncode == 3
    assert (name in result.stderr, value in result.stderr, "Traceback" in result.stderr) == (True, True, False)


def test_a_port_that_is_taken_stops_the_start(server: Server) -> None:
    with Background("serve", "--port", server.address.rsplit(":", 1)[1], MEND_EMBEDDER="words") as second:
        second.wait_for("address already in use")
