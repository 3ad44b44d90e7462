"""Liveness, readiness and figures for a monitor."""

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST

from marketplace.clock import now
from marketplace.database import session
from marketplace.health import services
from marketplace.health.metrics import write_metrics
from marketplace.matches.catalogue import catalogue

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """Answer whenever the process lives."""
    return jsonify({"status": "ok"})


@health.get("/readyz")
def readyz() -> Response:
    """Answer when the database and the match index can be asked; a failure is a 503 problem."""
    services.check_database(session())
    with catalogue().reading(session()) as state:
        found = {"roles": len(state.roles), "candidates": len(state.candidates)}
    return jsonify({"status": "ok", "database": "ok", "index": found})


@health.get("/metrics")
def metrics() -> Response:
    """Answer the operator with figures in Prometheus' text format."""
    standing = services.count_standing(session(), catalogue(), now())
    return Response(write_metrics(standing), content_type=CONTENT_TYPE_LATEST)
