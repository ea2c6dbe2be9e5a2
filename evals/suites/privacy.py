"""`privacy`: whether marked words that people write ever come out in logs, errors, headers, metrics or files of a running service."""

import atexit
import json
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from evals.frame.records import Case, Measure, Outcome, Suite
from evals.frame.system import System, inside
from evals.serving import ServingProcess

Send = Callable[[httpx.Client, str, dict[str, str]], httpx.Response]


def _turn(text: str, **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}], **more}


_JSON = {"Content-Type": "application/json"}
_ROUTES: dict[str, Send] = {
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

    def judge(self, case: Case, system: System) -> Sequence[Outcome]:
        """One request, and every place where its words could have gone."""
        process = self._running(system)
        name = str(case["id"])
        asked = f"privacy-{name}"  # a shorter one would not be taken over into the log
        response = _ROUTES[case["route"]](process.client, case["text"], {"X-Request-Id": asked})
        refused = response.status_code >= 400
        logged = process.wait_for(asked)
        mark = str(case["mark"])
        places = {
            "headers": repr(response.headers.raw),
            "logs": process.printed,
            "metrics": process.client.get("/metrics").text,
            **({"errors": response.text} if refused else {}),
        }
        leaks = [place for place, text in places.items() if mark in text or json.dumps(mark)[1:-1] in text]
        leaks += [f"file {file}" for file in process.stored(mark)]
        scores: dict[str, float | None] = {"kept": float(not leaks), "logged": float(logged)}
        return [
            Outcome(
                case=name,
                split=str(case["split"]),
                expected="no trace",
                got=", ".join(leaks) or "no trace",
                scores=scores,
                slices={"route": str(case["route"]), "kind": str(case["kind"])},
                reason=f"status {response.status_code}",
            )
        ]

    def finish(self, _: Sequence[Outcome]) -> Sequence[Outcome]:
        """End the service."""
        self.close()
        return ()

    def close(self) -> None:
        """End the service, also where a run was interrupted."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def _running(self, system: System) -> ServingProcess:
        if self._process is None:
            self._process = ServingProcess(inside(system).services.settings.cache_dir)
            atexit.register(self.close)
        return self._process


_watched = _Watched()

SUITE = Suite(
    name="privacy",
    title="Privacy",
    question="Do people's words stay out of logs, errors, metrics and files?",
    dataset="privacy.v1",
    judge=_watched.judge,
    finish=_watched.finish,
    live=False,
    fast=34,
    slices=("route",),
    measures=(
        Measure("kept", "Marked messages that leave no trace"),
        Measure("logged", "Requests whose log line was found, so that there was something to look at", fails=False, sliced=False),
    ),
    notes=("A service of its own is started with the most talkative log. Memory, swap and what a proxy keeps are not looked at.",),
)
