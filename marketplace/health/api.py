"""Liveness and readiness."""

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify

from marketplace.database import session

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """Answer whenever the process lives."""
    return jsonify({"status": "ok"})


@health.get("/readyz")
def readyz() -> Response:
    """Answer when the database can be asked; a failure is a 503 problem."""
    session().execute(sa.select(1))
    return jsonify({"status": "ok", "database": "ok"})
