"""`GET /metrics`: counters that tell how the service does, and nothing about anybody."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from litestar.testing import TestClient

from service.domain.safety import Verdict
from service.safety.verdict import Classifier
from service.settings import Settings
from service.usecases.check import SafeClassifier
from service.web.app import create_app
from service.web.metrics import SHARED_FOLDER
from service.wiring import Services
from tests.integration.processes import environment, mend
from tests.integration.talk import CHORES, VIOLENCE, Client, chat, turn

MARK = "quartzmoth"


@pytest.fixture
def fresh(quick_services: Services) -> Iterator[Client]:
    """An app of its own, so that its counters begin at nought."""
    with TestClient(create_app(quick_services.settings, quick_services)) as client:
        yield client


def counted(client: Client, name: str) -> dict[str, float]:
    """The samples of one counter, by their labels."""
    text = client.get("/metrics").text
    return {labels: float(value) for labels, value in re.findall(rf"^{name}{{(.*)}} (\S+)$", text, re.MULTILINE)}


def test_requests_are_counted_by_route_status_and_kind(fresh: Client) -> None:
    chat(fresh, VIOLENCE)
    chat(fresh, VIOLENCE)
    fresh.get("/v1/chat")

    requests = counted(fresh, "mend_requests_total")
    assert requests['kind="resources",route="/v1/chat",status="200"'] == 2
    assert requests['kind="none",route="unknown",status="405"'] == 1


def test_verdicts_are_counted_by_level_streams_included(fresh: Client) -> None:
    chat(fresh, VIOLENCE)
    fresh.post("/v1/chat", json=turn(VIOLENCE, stream=True))
    fresh.post("/v1/check", json={"text": CHORES})

    assert counted(fresh, "mend_verdicts_total") == {'level="acute"': 2, 'level="none"': 1}


def test_times_are_kept_by_route(fresh: Client) -> None:
    fresh.get("/health/live")

    assert counted(fresh, "mend_request_seconds_count")['route="/health/live"'] == 1


class BrokenClassifier(Classifier):
    """A classifier that fails on every text."""

    def classify(self, *_: object) -> Verdict:
        raise ZeroDivisionError(MARK)


def test_a_failing_classifier_shows_help_and_raises_the_alarm_counter(quick_services: Services) -> None:
    broken = SafeClassifier(BrokenClassifier(quick_services.engine), quick_services.alarm)
    services = replace(quick_services, classifier=broken, coach=replace(quick_services.coach, classifier=broken))
    with TestClient(create_app(services.settings, services)) as client:
        answer = chat(client, CHORES, country="GB")

        assert (answer["kind"], answer["verdict"]["failed"]) == ("resources", True)
        assert answer["resources"]
        assert counted(client, "mend_classifier_errors_total") == {'error="ZeroDivisionError"': 1}


def test_nothing_that_a_caller_sends_becomes_a_label(fresh: Client) -> None:
    fresh.get(f"/{MARK}")
    fresh.request(MARK.upper(), "/v1/chat")
    fresh.get(f"/v1/guides/{MARK}")
    fresh.get("/health/live", headers={"X-Request-Id": f"{MARK}-{MARK}"})
    chat(fresh, f"{MARK} {CHORES}", language=MARK, country="ZZ")

    assert MARK not in fresh.get("/metrics").text.lower()


def test_no_moment_of_any_request_is_told(fresh: Client) -> None:
    chat(fresh, VIOLENCE)

    assert "_created" not in fresh.get("/metrics").text


def test_an_operator_may_switch_it_off(quick_services: Services) -> None:
    settings = Settings(cache_dir=quick_services.settings.cache_dir, embedder="words", metrics=False)
    with TestClient(create_app(settings, replace(quick_services, settings=settings))) as client:
        assert client.get("/metrics").status_code == 404


def test_processes_that_share_a_folder_add_up(tmp_path: Path) -> None:
    """In a process of its own, as the library looks for the folder when it is first imported."""
    script = "; ".join(
        [
            "from service.web.metrics import Metrics",
            "metrics = Metrics(corpus='c', classifier='r')",
            "metrics.request_ended('/v1/chat', 200, 0.1, {'kind': 'coaching', 'risk': 'none'})",
            "print(metrics.text().decode())",
        ]
    )
    texts = [run_python(script, tmp_path) for _ in range(2)]

    assert 'mend_verdicts_total{level="none"} 1.0' in texts[0]
    assert 'mend_verdicts_total{level="none"} 2.0' in texts[1]


def run_python(script: str, shared: Path) -> str:
    surroundings = environment({SHARED_FOLDER: str(shared)})
    return subprocess.run([sys.executable, "-c", script], env=surroundings, capture_output=True, text=True, check=True).stdout


def test_an_unknown_setting_is_warned_about_and_stops_nothing() -> None:
    result = mend("doctor", "--settings", MEND_CONTRY="GB", MEND_ZORBLAT="1", MEND_LOG_LEVEL="info")

    assert result.returncode == 0
    assert "MEND_CONTRY is no setting and changes nothing; is MEND_COUNTRY meant?" in result.stderr
    assert "MEND_ZORBLAT is no setting and changes nothing\n" in result.stderr
    assert "MEND_LOG_LEVEL" not in result.stderr
