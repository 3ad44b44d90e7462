"""What a monitor reads of the service: requests answered, mail waiting, the index's state."""

import os
from collections.abc import Iterator, Mapping

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from marketplace.database import SAFE_METHODS
from marketplace.http.openapi import METHODS

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where the processes of one server share their counts
KNOWN_METHODS = METHODS | SAFE_METHODS
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

_ANSWERS = Counter(
    "kvisa_http_answers",
    "Requests answered, by address, method and status.",
    ("rule", "method", "status"),
)
_DURATION = Histogram(
    "kvisa_http_duration_seconds", "How long the answers took.", ("rule",), buckets=SECONDS
)


def count_answer(rule: str | None, method: str, status: int, seconds: float) -> None:
    """Count an answer; addresses that lead nowhere, and odd methods, are counted as one."""
    named = rule or "none"
    _ANSWERS.labels(named, method if method in KNOWN_METHODS else "other", status).inc()
    _DURATION.labels(named).observe(seconds)


class _Standing(Collector):
    """What was counted at this moment, as gauges."""

    def __init__(self, found: Mapping[tuple[str, str], float]) -> None:
        self.found = found

    def collect(self) -> Iterator[Metric]:
        for (name, told), value in self.found.items():
            yield GaugeMetricFamily(f"kvisa_{name}", told, value)


def write_metrics(standing: Mapping[tuple[str, str], float]) -> bytes:
    """Return everything in Prometheus' text format.

    Args:
        standing: by name and explanation, what was counted at this moment.
    """
    registry = REGISTRY
    if FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    now = CollectorRegistry()
    now.register(_Standing(standing))
    return generate_latest(registry) + generate_latest(now)
