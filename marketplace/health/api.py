"""Liveness and readiness."""

from flask import Blueprint, Response, jsonify

from marketplace.database import session
from marketplace.health import services

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """Answer whenever the process lives."""
    return jsonify({"status": "ok"})


@health.get("/readyz")
def readyz() -> Response:
    """Answer when the database can be asked; a failure is a 503 problem."""
    services.check_database(session())
    return jsonify({"status": "ok", "database": "ok"})
