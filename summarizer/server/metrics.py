"""What the server counts about itself, in the text form that Prometheus scrapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import Scope

__all__ = ["METRICS_TYPE", "Metrics"]

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.4, 1.0, 2.5, 10.0, 30.0)


class Metrics:
    """Counters of one server, in a registry of its own; no label ever holds what a client sent."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry(auto_describe=True)
        self._requests = Counter(
            "summarizer_http_requests", "Requests answered.", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "summarizer_http_request_seconds",
            "Seconds from request to the end of its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._records = Counter(
            "summarizer_records", "Records made for POST requests.", ["status"], registry=self._registry
        )
        self._cost = Counter("summarizer_cost_usd", "US dollars paid for them.", registry=self._registry)
        self._jobs = Gauge("summarizer_jobs", "Jobs by state.", ["state"], registry=self._registry)

    def count(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one request; addresses that no route has are counted together."""
        route = getattr(scope.get("route"), "path", None) or "(none)"
        method = scope["method"] if scope["method"] in _METHODS else "(other)"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def count_record(self, status: str, spent_usd: float | None) -> None:
        """Count one record that was made here, and what was paid for it."""
        self._records.labels(status).inc()
        self._cost.inc(spent_usd or 0.0)

    def watch_jobs(self, states: Callable[[], Mapping[str, int]], names: tuple[str, ...]) -> None:
        """Take the number of jobs in each state from ``states`` whenever the metrics are read."""
        for name in names:
            self._jobs.labels(name).set_function(lambda name=name: states().get(name, 0))  # type: ignore[misc]

    def text(self) -> bytes:
        """Return every number as Prometheus reads it."""
        return generate_latest(self._registry)


_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
