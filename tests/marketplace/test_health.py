from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from marketplace import create_app
from tests.conftest import make_config


def test_a_good_service_is_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.json == {
        "status": "ok",
        "database": "ok",
        "index": {"roles": 0, "candidates": 0},
    }


def test_without_a_database_it_is_alive_and_not_ready(tmp_path: Path) -> None:
    app: Flask = create_app(make_config(f"sqlite:///{tmp_path / 'none' / 'x.db'}", tmp_path))
    assert app.test_client().get("/healthz").status_code == 200
    refused = app.test_client().get("/readyz")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    app.extensions["database"].engine.dispose()


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    for path in ("/", "/api/v1/roles", "/nowhere", "/api/v1/docs", "/api/v1/roles?limit=0"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"].split("style-src")[0]
        assert headers["X-Request-Id"]
