"""`mend eval`: files of a user's own, exit codes, and a report that opens anywhere."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from evals import command, session
from evals.frame import gates, running
from evals.frame.local import ScriptedWriter
from evals.frame.system import LocalSystem, Record, Turn
from service.adapters.memory import HashEmbedder
from service.cli.exits import Exit
from service.wiring import Services
from tests.integration.talk import CHORES, VIOLENCE

GOOD = ({"id": "a", "text": CHORES, "level": "none"}, {"id": "b", "text": VIOLENCE, "level": "acute", "source": "letters"})


@pytest.fixture
def folder(tmp_path: Path, quick_services: Services, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the service without its large encoder, built once."""

    @contextmanager
    def built(*_: object, **__: object) -> Iterator[LocalSystem]:
        yield LocalSystem(quick_services, HashEmbedder(), ScriptedWriter())

    monkeypatch.setattr(session, "local_system", built)
    return tmp_path


def evaluated(folder: Path, *cases: object, more: tuple[str, ...] = ()) -> tuple[int, str]:
    file = folder / "mine.jsonl"
    file.write_text("\n".join(case if isinstance(case, str) else json.dumps(case) for case in cases), encoding="utf-8")
    result = CliRunner().invoke(command.app, ["safety", "--cases", str(file), "--out", str(folder / "out"), *more])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def report(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "out" / "report.json").read_text(encoding="utf-8"))
    return found


class Seen(HTMLParser):
    """What a page would fetch, and whether its tags are balanced."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [
            str(value) for name, value in attrs if name in ("src", "href", "srcset", "data") and not str(value).startswith("#")
        ]
        if tag not in ("meta", "link", "br", "hr", "img", "rect", "circle", "line", "polyline"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_file_of_ones_own_is_measured(folder: Path) -> None:
    code, told = evaluated(folder, *GOOD)

    assert code == Exit.OK
    assert "100.0% (1/1)" in told
    assert {path.name for path in (folder / "out").iterdir()} == {"report.html", "report.json", "report.md", "junit.xml", "outcomes.jsonl"}
    assert ET.parse(folder / "out" / "junit.xml").getroot().get("name") == "mend eval"


def test_a_bad_line_is_told_by_number_and_the_rest_is_run(folder: Path) -> None:
    code, told = evaluated(folder, GOOD[0], "no json", GOOD[1])

    assert code == Exit.USAGE
    assert "line 2 left out" in told
    assert "100.0% (1/1)" in told


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["--cases", "nowhere"], ["safety", "--cases", "nowhere"], ["--baseline", "nowhere", "scope"]]
)
def test_what_makes_no_sense_is_a_matter_of_usage(folder: Path, arguments: list[str]) -> None:
    result = CliRunner().invoke(command.app, arguments)

    assert type(result.exception).__name__ == "InvalidInputError"


def test_a_report_needs_nothing_beside_it(folder: Path) -> None:
    evaluated(folder, *GOOD, {"id": "c", "text": "<script>alert(1)</script> he said", "level": "acute"})
    page = (folder / "out" / "report.html").read_text(encoding="utf-8")
    seen = Seen()
    seen.feed(page)

    assert seen.open == []
    assert not [address for address in seen.fetched if not address.startswith("#")]
    assert "<script" not in page
    assert not re.search(r"@import|url\(", page)


def test_texts_of_ones_own_can_be_kept_out_and_are_never_in_the_log(folder: Path) -> None:
    missed = {"id": "c", "text": "a quiet quartzmoth evening", "level": "acute"}
    evaluated(folder, *GOOD, missed)
    with_texts = (folder / "out" / "report.html").read_text(encoding="utf-8")
    log = (folder / "out" / "outcomes.jsonl").read_text(encoding="utf-8")
    evaluated(folder, *GOOD, missed, more=("--no-inputs",))
    without = "".join(path.read_text(encoding="utf-8") for path in (folder / "out").iterdir())

    assert "quartzmoth" in with_texts
    assert "quartzmoth" not in log
    assert "quartzmoth" not in without


def test_worse_than_an_earlier_run_is_a_regression(folder: Path) -> None:
    many = [{"id": f"v{i}", "text": f"{VIOLENCE} {i}", "level": "acute"} for i in range(8)]
    baseline = folder / "before.json"
    assert evaluated(folder, *many, more=("--save-baseline", str(baseline)))[0] == Exit.OK

    code, told = evaluated(folder, *[case | {"text": CHORES} for case in many], more=("--baseline", str(baseline)))

    assert code == Exit.REGRESSION
    assert "worse beyond noise (8 lost, 0 gained" in told


def test_a_broken_gate_is_told_the_same_everywhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = folder / "gates.yaml"
    strict.write_text("gates: [{suite: scope, measure: covered, at_least: 1.1, why: Nobody can.}]")
    monkeypatch.setattr(gates, "SHIPPED", strict)
    result = CliRunner().invoke(command.app, ["scope", "--split", "dev", "--baseline", "none", "--out", str(folder / "out")])

    assert result.exit_code == Exit.GATE_FAILED
    assert report(folder)["verdict"] == "Broken"
    assert report(folder)["exit_code"] == 1
    assert result.stdout.count("Broken") == 2
    assert "gate broken: scope.covered" in result.stdout
    assert ET.parse(folder / "out" / "junit.xml").getroot()[0].get("failures") == "1"


def test_an_interrupted_run_leaves_a_report_and_goes_on_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [{"id": f"c{i}", "text": f"{VIOLENCE} {i}", "level": "acute"} for i in range(6)]
    add = running.OutcomeLog.add

    def interrupted(log: running.OutcomeLog, suite: str, case: str, outcomes: object) -> None:
        if case == "c3":
            raise KeyboardInterrupt
        add(log, suite, case, outcomes)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(running.OutcomeLog, "add", interrupted)
        code, told = evaluated(folder, *cases)
    assert code == Exit.INTERRUPTED
    assert "interrupted" in told
    assert "interrupted" in (folder / "out" / "report.html").read_text(encoding="utf-8")

    asked: list[object] = []
    check = LocalSystem.check

    def counted(system: LocalSystem, messages: Sequence[Turn]) -> Record:
        asked.append(messages)
        return check(system, messages)

    monkeypatch.setattr(LocalSystem, "check", counted)
    assert evaluated(folder, *cases, more=("--resume",))[0] == Exit.OK
    assert len(asked) == 3


def test_the_suites_are_listed_with_the_fields_of_their_files() -> None:
    told = CliRunner().invoke(command.app, ["--list"]).stdout

    assert "safety: Is danger seen" in told
    assert "label (or route, coach, borderline" in told
