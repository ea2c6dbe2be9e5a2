"""`mend eval --url`: the same suites against a running service, and a plain word where nobody answers."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals import command
from evals.datasets import cases
from evals.frame import running
from evals.frame.live import LiveSystem, live_system
from evals.frame.records import Outcome
from evals.frame.system import Record, Turn
from evals.suites import privacy
from evals.suites.all import BY_NAME
from service.cli.exits import Exit
from service.domain.errors import ConfigurationError, InvalidInputError
from service.wiring import Services
from tests.integration.live import LiveApp
from tests.integration.processes import free_port
from tests.integration.talk import CHORES, VIOLENCE


@pytest.fixture(scope="module")
def address(quick_services: Services) -> Iterator[str]:
    """Where a service without its large encoder listens."""
    with LiveApp(quick_services) as live:
        yield live.address


def test_a_running_service_is_measured_over_http_in_order(quick_services: Services, address: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    texts = [f"{VIOLENCE if n % 2 else CHORES} {n}" for n in range(9)]
    lines = [{"id": f"c{n}", "text": text, "level": "acute" if n % 2 else "none"} for n, text in enumerate(texts)]
    file.write_text("\n".join(json.dumps(line) for line in lines))

    arguments = ["safety", "--cases", str(file), "--url", address, "--parallel", "3", "--out", str(tmp_path / "out"), "--json"]
    result = CliRunner().invoke(command.app, arguments)
    record = json.loads(result.stdout)

    assert result.exit_code == Exit.OK
    assert record["target"] == address
    assert record["made_by"]["rules"] == quick_services.classifier.version
    assert [outcome["case"] for outcome in record["suites"][0]["outcomes"]] == [line["id"] for line in lines]
    assert record["suites"][0]["figures"][0]["value"] == 1


@pytest.mark.parametrize(
    ("suite", "measures"),
    [
        ("chat", {"turn", "conversation"}),
        ("mirror", {"alike", "unjudged"}),
        ("privacy", {"kept"}),
        ("ending", {"let_go"}),
        ("claims", {"silent"}),
        ("sections", {"says", "reached"}),
    ],
)
def test_what_the_public_routes_show_is_measured_over_http(address: str, suite: str, measures: set[str]) -> None:
    first = next(case for case in cases(BY_NAME[suite].dataset, "dev"))
    with live_system(address) as system:
        scores = {name: score for outcome in BY_NAME[suite].judge(first, system) for name, score in outcome.scores.items()}

    assert measures <= scores.keys()
    assert not scores.keys() & {"logged", "worded", "dropped", "free"}


def test_a_leak_in_an_error_is_seen_over_http(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setitem(privacy.ROUTES, "chat", lambda client, text, _: client.get("/v1/guides/" + text, headers={"X-Request-Id": text}))
    case = {"id": "x", "split": "dev", "route": "chat", "kind": "plain", "mark": "quartzmoth-quartzmoth", "text": "quartzmoth-quartzmoth"}
    with live_system(address) as system:
        (outcome,) = BY_NAME["privacy"].judge(case, system)

    assert (outcome.got, dict(outcome.scores)) == ("headers, errors", {"kept": 0.0})


def test_what_no_address_can_show_is_said_by_name(tmp_path: Path) -> None:
    result = CliRunner().invoke(command.app, ["safety", "guard", "--url", "http://127.0.0.1:1", "--out", str(tmp_path)])

    assert isinstance(result.exception, InvalidInputError)
    assert "guard cannot be run against an address: it judges a model's sentences inside" in str(result.exception)


def test_an_interrupted_run_over_http_goes_on_where_it_stood(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add = running.OutcomeLog.add
    kept: list[str] = []

    def interrupted(log: running.OutcomeLog, suite: str, case: str, outcomes: Sequence[Outcome]) -> None:
        if len(kept) == 5:
            raise KeyboardInterrupt
        kept.append(case)
        add(log, suite, case, outcomes)

    arguments = ["ending", "--url", address, "--split", "dev", "--baseline", "none", "--out", str(tmp_path), "--json"]
    with monkeypatch.context() as patch:
        patch.setattr(running.OutcomeLog, "add", interrupted)
        cut = CliRunner().invoke(command.app, arguments)
    before = json.loads(cut.stdout)["suites"][0]
    sent: list[str] = []
    monkeypatch.setattr(LiveSystem, "chat", counting(sent, LiveSystem.chat))
    after = json.loads(CliRunner().invoke(command.app, [*arguments, "--resume"]).stdout)["suites"][0]

    assert (cut.exit_code, before["verdict"]) == (Exit.INTERRUPTED, "Unfinished")
    assert after["cases"]["run"] == after["cases"]["planned"] == len(sent) + 5


def counting(sent: list[str], chat: Callable[..., Record]) -> Callable[..., Record]:
    def counted(system: LiveSystem, messages: Sequence[Turn], **more: str | None) -> Record:
        sent.append(messages[-1]["content"])
        return chat(system, messages, **more)

    return counted


def test_nobody_at_the_address_is_a_matter_of_configuration(tmp_path: Path) -> None:
    result = CliRunner().invoke(command.app, ["scope", "--url", f"http://127.0.0.1:{free_port()}", "--out", str(tmp_path / "out")])

    assert isinstance(result.exception, ConfigurationError)
