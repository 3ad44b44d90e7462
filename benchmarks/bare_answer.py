"""The least that Flask answers with JSON, and the answers of a service by nothing but Flask."""

import json
import os
from pathlib import Path

from flask import Flask, Response, jsonify

FOLDER = "ANSWERS"  # a variable: where files with answers lie, if anywhere
ANSWERS = {
    file.stem: json.loads(file.read_bytes())
    for folder in filter(None, [os.environ.get(FOLDER)])
    for file in Path(folder).glob("*.json")
}

app = Flask(__name__)


@app.get("/")
@app.get("/healthz")
def answer() -> Response:
    """Answer."""
    return jsonify({"data": "hello", "page": None})


@app.get("/answers/<name>")
def repeat(name: str) -> Response:
    """Answer what a service answered once, from memory."""
    return jsonify(ANSWERS[name])
