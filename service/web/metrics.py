"""Counters for operators, in Prometheus text form: numbers and fixed names only, never words, ids or addresses of a person.

Labels take a small fixed set of values each: routes of the service, statuses, kinds, levels, and the one-word reasons of
faults. Moments of creation are left out, as the first counter of a level would tell when somebody disclosed something.
"""

import os
from collections.abc import Mapping

from litestar import Response, get
from litestar.di import NamedDependency
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from service import __version__

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where several server processes of one service add up their counters; the library reads this variable itself."""
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 60.0)
_NONE = "none"
Fields = Mapping[str, object]


class Metrics:
    """The counters of one application."""

    def __init__(self, *, corpus: str, classifier: str) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        self._requests = self._counter("requests", "Requests that have ended.", "route", "status", "kind")
        self._verdicts = self._counter("verdicts", "Safety verdicts by level.", "level")
        self._alarms = self._counter("classifier_errors", "Failures of the safety classifier, each answered with help.", "error")
        self._fallbacks = self._counter("model_fallbacks", "Replies that the model did not word, or not to the end.", "reason")
        self._dropped = self._counter("model_sentences_dropped", "Sentences of the model that were not shown.", "reason")
        self._seconds = Histogram("mend_request_seconds", "How long requests took.", ["route"], buckets=_SECONDS, registry=self._registry)
        names = ["version", "corpus", "classifier"]
        info = Gauge("mend_info", "What runs; always 1.", names, registry=self._registry, multiprocess_mode="max")
        info.labels(__version__, corpus, classifier).set(1)

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"mend_{name}", meaning, labels, registry=self._registry)

    def classifier_failed(self, error: str) -> None:
        """Count a failure of the classifier, by the class of its error."""
        self._alarms.labels(error).inc()

    def request_ended(self, route: str, status: int, seconds: float, fields: Fields) -> None:
        """Count one request; `fields` are those of its log line."""
        self._requests.labels(route, str(status), str(fields.get("kind") or _NONE)).inc()
        self._seconds.labels(route).observe(seconds)
        if level := fields.get("risk"):
            self._verdicts.labels(str(level)).inc()
        if reason := fields.get("fallback"):
            self._fallbacks.labels(str(reason)).inc()
        dropped = fields.get("dropped")
        for reason, count in dropped.items() if isinstance(dropped, Mapping) else ():
            self._dropped.labels(str(reason)).inc(count)

    def text(self) -> bytes:
        """All counters; of all processes of the service where they share a folder."""
        registry = self._registry
        if os.environ.get(SHARED_FOLDER):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


@get("/metrics", summary="Counters for operators", tags=["health"], sync_to_thread=True)
def metrics_page(metrics: NamedDependency[Metrics]) -> Response[bytes]:
    """Counts by route, status, kind and level, times, and failures, in Prometheus text form; see docs/metrics.md."""
    return Response(metrics.text(), headers={"Content-Type": CONTENT_TYPE})
