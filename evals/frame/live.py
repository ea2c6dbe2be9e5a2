"""A running service as the system: its public routes over HTTP, with patience for a busy one."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from evals.frame.system import Record, Turn
from evals.judging import Reader
from service.domain.errors import ConfigurationError

_TRIES = 4
_WAIT = 0.5
_TIMEOUT = 120.0
_BUSY = frozenset({429, 502, 503, 504})
_KEY = "MEND_EVAL_API_KEY"


class LiveSystem:
    """Calls the routes; safe for several threads. Answers come from elsewhere, so a fault costs one case."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.reader: Reader | None = None
        self.made_by: dict[str, Any] = {}

    def check(self, messages: Sequence[Turn]) -> Record:
        """`/v1/check`."""
        return self._post("/v1/check", {"messages": list(messages)})

    def search(self, query: str, k: int) -> Record:
        """`/v1/search`."""
        return self._post("/v1/search", {"query": query, "k": k})

    def chat(self, messages: Sequence[Turn], *, country: str | None = None, check_in: str | None = None) -> Record:
        """`/v1/chat`."""
        optional = {"country": country, "check_in": check_in}
        return self._post("/v1/chat", {"messages": list(messages)} | {name: value for name, value in optional.items() if value})

    def rewrite(self, statement: str) -> Record:
        """`/v1/rewrite`."""
        return self._post("/v1/rewrite", {"statement": statement})

    def patiently(self, send: Callable[[httpx.Client], httpx.Response]) -> httpx.Response:
        """A request that is made again while the service is busy or cannot be reached."""
        for wait in [_WAIT * 2**attempt for attempt in range(_TRIES - 1)]:
            try:
                response = send(self.client)
                if response.status_code not in _BUSY:
                    return response
                time.sleep(min(_after(response, wait), _TIMEOUT))
            except httpx.TransportError:
                time.sleep(wait)
        return send(self.client)

    def _post(self, path: str, body: Record) -> Record:
        found: Record = self.patiently(lambda client: client.post(path, json=body)).raise_for_status().json()
        return found


@contextmanager
def live_system(url: str) -> Iterator[LiveSystem]:
    """The service at an address; `MEND_EVAL_API_KEY` is sent as its key where it is set.

    Raises:
        ConfigurationError: nobody answers there, or it is not this service.
    """
    key = os.environ.get(_KEY)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    with httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=_TIMEOUT) as client:
        system = LiveSystem(client)
        try:
            client.get("/health/live").raise_for_status()
            verdict = system.check([{"role": "user", "content": "hello"}])
            guides = client.get("/v1/guides").raise_for_status().json()["guides"]
            system.made_by = {
                "target": "a running service",
                "rules": verdict["classifier"],
                "guides": ", ".join(f"{guide['id']} edition {guide['edition']}" for guide in guides),
            }
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
            raise ConfigurationError(f"--url: no Mend service answers there ({type(error).__name__})") from error
        yield system


def _after(response: httpx.Response, default: float) -> float:
    told = response.headers.get("Retry-After", "")
    return float(told) if told.isdigit() else default
