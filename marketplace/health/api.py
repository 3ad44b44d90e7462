"""Liveness and readiness."""

from flask import Blueprint, Response, jsonify

from marketplace.database import session
from marketplace.health import services
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
