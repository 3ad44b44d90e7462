"""Read and try the API in a browser; every asset is ours."""

from flask import Blueprint, render_template

documentation = Blueprint("documentation", __name__)


@documentation.get("/api/v1/docs")
def show_documentation() -> str:
    """Draw the OpenAPI document."""
    return render_template("documentation/docs.html")
