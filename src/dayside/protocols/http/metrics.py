"""Counts and times for Prometheus, one registry an application."""

from __future__ import annotations

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from starlette.requests import Request
from starlette.responses import Response

from dayside.protocols.http.frame import Exchange

AREAS = frozenset(
    {"api", "hapi", "app", "datasets", "parameters", "static", "assets", "health", "metrics"}
)
"""First parts of paths counted apart; a label of free text would grow without end."""


def area_of(exchange: Exchange) -> str:
    """Return the area an exchange is counted in; ``pages`` is all that is none of `AREAS`."""
    return exchange.area if exchange.area in AREAS else "pages"


class Metrics:
    """What is counted, and the page that tells it."""

    def __init__(self, version: str) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        Gauge("dayside_info", "Version of Dayside.", ["version"], registry=self._registry).labels(
            version
        ).set(1)
        self._requests = Counter(
            "dayside_requests",
            "Requests answered.",
            ["area", "method", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "dayside_request_seconds",
            "Time from the request to the last byte.",
            ["area"],
            registry=self._registry,
        )
        self._bytes = Counter(
            "dayside_response_bytes", "Bytes of answers sent.", ["area"], registry=self._registry
        )

    def observe(self, exchange: Exchange) -> None:
        """Count one exchange."""
        scope = exchange.scope
        area = area_of(exchange)
        known = scope["method"] in {"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"}
        method = scope["method"] if known else "other"
        self._requests.labels(area, method, str(exchange.status)).inc()
        self._seconds.labels(area).observe(exchange.seconds)
        self._bytes.labels(area).inc(exchange.sent)

    def page(self, _: Request) -> Response:
        """Return all counts in Prometheus's text format."""
        return Response(
            generate_latest(self._registry),
            headers={"content-type": CONTENT_TYPE_LATEST, "cache-control": "no-store"},
        )
