"""`mend eval --url`: the same suites against a running service, and a plain word where nobody answers."""

import json
from pathlib import Path

from typer.testing import CliRunner

from evals import command
from service.cli.exits import Exit
from service.domain.errors import ConfigurationError
from service.wiring import Services
from tests.integration.live import LiveApp
from tests.integration.processes import free_port
from tests.integration.talk import CHORES, VIOLENCE


def test_a_running_service_is_measured_over_http_in_order(quick_services: Services, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    texts = [f"{VIOLENCE if n % 2 else CHORES} {n}" for n in range(9)]
    lines = [{"id": f"c{n}", "text": text, "level": "acute" if n % 2 else "none"} for n, text in enumerate(texts)]
    file.write_text("\n".join(json.dumps(line) for line in lines))

    with LiveApp(quick_services) as live:
        arguments = ["safety", "--cases", str(file), "--url", live.address, "--parallel", "3", "--out", str(tmp_path / "out"), "--json"]
        result = CliRunner().invoke(command.app, arguments)
    record = json.loads(result.stdout)

    assert result.exit_code == Exit.OK
    assert record["target"] == live.address
    assert record["made_by"]["rules"] == quick_services.classifier.version
    assert [outcome["case"] for outcome in record["suites"][0]["outcomes"]] == [line["id"] for line in lines]
    assert record["suites"][0]["figures"][0]["value"] == 1


def test_nobody_at_the_address_is_a_matter_of_configuration(tmp_path: Path) -> None:
    result = CliRunner().invoke(command.app, ["scope", "--url", f"http://127.0.0.1:{free_port()}", "--out", str(tmp_path / "out")])

    assert isinstance(result.exception, ConfigurationError)
