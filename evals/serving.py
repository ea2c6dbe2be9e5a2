"""A service of its own as a process, so that a measurement sees what it prints, counts and stores."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

import service

_ROOT = Path(service.__file__).resolve().parent.parent
_PATIENCE = 240.0


@contextmanager
def _held_back() -> Iterator[list[int]]:
    """Requests to end, noted for later: one that comes while a process is being started would leave it without an owner."""
    heard: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    before = [signal.signal(number, lambda got, _: heard.append(got)) for number in numbers]
    try:
        yield heard
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


class ServingProcess:
    """`mend serve` with everything it logs, in an empty home; `close` ends it and removes what it left."""

    def __init__(self, cache_dir: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mend-eval-")
        self.home = Path(self._folder.name)
        self._log = self.home / "printed.log"
        self._cache, self._begun = cache_dir, time.time()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        surroundings = {
            **os.environ,
            **dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), str(self.home)),
            "PYTHONPATH": str(_ROOT),
            "PYTHONUNBUFFERED": "1",
            "MEND_LOG_LEVEL": "debug",
            "MEND_CACHE_DIR": str(cache_dir),
            "MEND_HOST": "127.0.0.1",
            "MEND_PORT": str(port),
            "MEND_WORKERS": "1",
        }
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=_PATIENCE)
        with self._log.open("wb") as out, _held_back() as heard:
            command = [sys.executable, "-m", "service", "serve"]
            self._process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=self.home, env=surroundings)  # noqa: S603
        if heard:
            self.close()
            raise KeyboardInterrupt
        try:
            self._wait_until_ready()
        except BaseException:  # an interrupt too must leave nothing running
            self.close()
            raise

    @property
    def printed(self) -> str:
        """Everything it printed so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, text: str) -> bool:
        """Whether a text is printed within some seconds."""
        for _ in range(200):
            if text in self.printed:
                return True
            time.sleep(0.05)
        return False

    def stored(self, mark: str) -> list[str]:
        """Names of the files it wrote that hold a mark, what it printed aside."""
        sought = mark.encode()
        files = [path for path in self.home.rglob("*") if path != self._log and path.is_file()]
        files += [path for path in self._cache.rglob("*") if path.is_file() and path.stat().st_mtime > self._begun]
        return [path.name for path in files if sought in path.read_bytes()]

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.client.close()
        self._folder.cleanup()

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            try:
                if self.client.get("/health/ready", timeout=5).json().get("ready"):
                    return
            except (httpx.TransportError, ValueError):
                pass
            time.sleep(0.3)
        raise RuntimeError("the service did not get ready")
