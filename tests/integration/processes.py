"""Real processes of the command line, for tests that need one."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Thread
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
_PATIENCE = 180
READY = '"event": "ready"'
RUNNING = "Uvicorn running on"


def command(*arguments: str) -> list[str]:
    """How the command line is started here."""
    return [sys.executable, "-m", "service", *arguments]


def environment(settings: dict[str, str]) -> dict[str, str]:
    """The surroundings of the test run with these settings added."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "120", **settings}


def mend(*arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end; `settings` are environment variables."""
    return subprocess.run(
        command(*arguments), input=stdin, capture_output=True, text=True, env=environment(settings), timeout=_PATIENCE, check=False
    )


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Background:
    """A process that runs beside the test; what it prints on both channels is kept line by line."""

    def __init__(self, *arguments: str, **settings: str) -> None:
        self._process = subprocess.Popen(
            command(*arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment(settings),
            # A test run that was itself started in the background would hand on that it ignores interrupts.
            preexec_fn=_hear_interrupts,  # noqa: PLW1509
        )
        self._printed: list[str] = []
        self._ended = False
        self._news = Condition()
        self._reader = Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.interrupt()

    @property
    def printed(self) -> str:
        """Everything printed so far."""
        with self._news:
            return "".join(self._printed)

    def wait_for(self, text: str, *, times: int = 1) -> None:
        """Wait until a text has been printed so many times."""
        self._wait(lambda: sum(text in line for line in self._printed) >= times or self._ended)
        assert self.printed.count(text) >= times, f"{text!r} was not printed:\n{self.printed}"

    def interrupt(self) -> int:
        """Press Ctrl-C, and give the exit code."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        try:
            return self._process.wait(timeout=_PATIENCE)
        finally:
            self._process.kill()
            self._process.wait()
            self._reader.join()
            for channel in (self._process.stdin, self._process.stdout):
                if channel is not None:
                    channel.close()

    def _wait(self, condition: Callable[[], bool]) -> None:
        with self._news:
            self._news.wait_for(condition, timeout=_PATIENCE)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._news:
                self._printed.append(line)
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()


class Server(Background):
    """`mend serve` on a free port."""

    def __init__(self, *arguments: str, **settings: str) -> None:
        self.address = f"http://127.0.0.1:{(port := free_port())}"
        super().__init__("serve", "--port", str(port), *arguments, **settings)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
