"""`privacy`: whether marked words that people write ever come out in logs, errors, headers, metrics or files of a running service."""

import atexit
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx

from evals.frame.live import LiveSystem
from evals.frame.records import Case, Measure, Outcome, Suite
from evals.frame.system import System, inside
from evals.serving import ServingProcess

Send = Callable[[httpx.Client, str, dict[str, str]], httpx.Response]


def _turn(text: str, **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}], **more}


_JSON = {"Content-Type": "application/json"}
ROUTES: dict[str, Send] = {
    "chat": lambda c, t, h: c.post("/v1/chat", json=_turn(t), headers=h),
    "stream": lambda c, t, h: c.post("/v1/chat", json=_turn(t, stream=True), headers=h),
    "check": lambda c, t, h: c.post("/v1/check", json={"text": t}, headers=h),
    "search": lambda c, t, h: c.post("/v1/search", json={"query": t}, headers=h),
    "rewrite": lambda c, t, h: c.post("/v1/rewrite", json={"statement": t}, headers=h),
    "completions": lambda c, t, h: c.post("/v1/chat/completions", json=_turn(t, model="mend"), headers=h),
    "broken JSON": lambda c, t, h: c.post("/v1/chat", content=f'{{"messages": [{{"content": "{t}'.encode(), headers=h | _JSON),
    "wrong role": lambda c, t, h: c.post("/v1/chat", json={"messages": [{"role": t, "content": t}]}, headers=h),
    "too large": lambda c, t, h: c.post("/v1/chat", json=_turn(f"{t} " * 40_000), headers=h),
    "unknown path": lambda c, t, h: c.get(f"/v1/{t.split()[0]}", headers=h),
    "wrong country": lambda c, t, h: c.post("/v1/chat", json=_turn(t, country=t), headers=h),
    "query string": lambda c, t, h: c.get("/v1/resources", params={"category": t}, headers=h),
}


class _Watched:
    """The service that is watched, started with the first case and ended after the last."""

    def __init__(self) -> None:
        self._process: ServingProcess | None = None
        self._failed: RuntimeError | None = None

    def judge(self, case: Case, system: System) -> Sequence[Outcome]:
        """One request, and every place that can be seen where its words could have gone."""
        asked = f"privacy-{case['id']}"  # a shorter one would not be taken over into the log

        def send(client: httpx.Client) -> httpx.Response:
            return ROUTES[case["route"]](client, case["text"], {"X-Request-Id": asked})

        if isinstance(system, LiveSystem):
            response = system.patiently(send)
            leaks = _leaks(str(case["mark"]), _told(response) | _counted(system.client))
            return [_outcome(case, response, leaks, {})]
        process = self._running(system)
        response = send(process.client)
        logged = process.wait_for(asked)
        mark = str(case["mark"])
        leaks = _leaks(mark, _told(response) | _counted(process.client) | {"logs": process.printed})
        return [_outcome(case, response, leaks + [f"file {file}" for file in process.stored(mark)], {"logged": float(logged)})]

    def close(self) -> None:
        """End the service."""
        self._failed = None
        if self._process is not None:
            self._process.close()
            self._process = None

    def _running(self, system: System) -> ServingProcess:
        if self._failed is not None:  # once is enough: every further case would wait as long
            raise self._failed
        if self._process is None:
            try:
                self._process = ServingProcess(inside(system).services.settings.cache_dir)
            except RuntimeError as error:
                self._failed = error
                raise
            atexit.register(self.close)
        return self._process


def _told(response: httpx.Response) -> dict[str, str]:
    """What comes back beside the answer itself: headers, and the text of an error."""
    return {"headers": repr(response.headers.raw)} | ({"errors": response.text} if response.status_code >= 400 else {})


def _counted(client: httpx.Client) -> dict[str, str]:
    """The metrics, where the service shows them."""
    found = client.get("/metrics")
    return {"metrics": found.text} if found.is_success else {}


def _leaks(mark: str, places: Mapping[str, str]) -> list[str]:
    return [place for place, text in places.items() if mark in text or json.dumps(mark)[1:-1] in text]


def _outcome(case: Case, response: httpx.Response, leaks: Sequence[str], scores: Mapping[str, float | None]) -> Outcome:
    return Outcome(
        case=str(case["id"]),
        split=str(case["split"]),
        expected="no trace",
        got=", ".join(leaks) or "no trace",
        scores={"kept": float(not leaks), **scores},
        slices={"route": str(case["route"]), "kind": str(case["kind"])},
        reason=f"status {response.status_code}",
    )


_watched = _Watched()

SUITE = Suite(
    name="privacy",
    title="Privacy",
    question="Do people's words stay out of logs, errors, metrics and files?",
    dataset="privacy.v1",
    judge=_watched.judge,
    close=_watched.close,
    live_note="headers, errors and metrics are looked at; its log and its files cannot be seen from there",
    searches=False,  # the service that is watched does it for itself
    fast=34,
    slices=("route",),
    measures=(
        Measure("kept", "Marked messages that leave no trace"),
        Measure("logged", "Requests whose log line was found, so that there was something to look at", fails=False, sliced=False),
    ),
    notes=("A service of its own is started with the most talkative log. Memory, swap and what a proxy keeps are not looked at.",),
)
