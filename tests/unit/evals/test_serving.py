"""The process that the privacy suite starts never outlives it."""

import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from evals.datasets import cases
from evals.frame.local import ScriptedWriter
from evals.frame.system import LocalSystem
from evals.serving import ServingProcess
from evals.suites import privacy
from evals.suites.all import BY_NAME
from service.adapters.memory import HashEmbedder
from service.settings import Settings
from service.wiring import Services

SLEEPING = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_end_while_it_is_started_leaves_nothing_running(
    number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def interrupted(_command: object, **more: Any) -> subprocess.Popen[bytes]:
        started.append(start(SLEEPING, **more))
        signal.raise_signal(number)
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ServingProcess(tmp_path)

    assert started[0].poll() is not None


def test_a_service_that_does_not_start_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Path] = []

    def unwilling(cache_dir: Path) -> ServingProcess:
        tried.append(cache_dir)
        raise RuntimeError("the service did not get ready")

    monkeypatch.setattr(privacy, "ServingProcess", unwilling)
    suite, system = (
        BY_NAME["privacy"],
        LocalSystem(cast("Services", SimpleNamespace(settings=Settings())), HashEmbedder(), ScriptedWriter()),
    )
    for case in cases(suite.dataset, "dev")[:3]:
        with pytest.raises(RuntimeError, match="did not get ready"):
            suite.judge(case, system)
    suite.close()

    assert len(tried) == 1
