"""The least that Flask answers with JSON: what a whole request is compared with."""

from flask import Flask, Response, jsonify

app = Flask(__name__)


@app.get("/")
@app.get("/healthz")
def answer() -> Response:
    """Answer."""
    return jsonify({"data": "hello", "page": None})
