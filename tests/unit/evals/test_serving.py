"""The process that the privacy suite starts never outlives it."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from evals.serving import ServingProcess

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
