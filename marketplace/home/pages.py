"""The front page."""

from flask import Blueprint, render_template

home = Blueprint("home", __name__)


@home.get("/")
def show_home() -> str:
    """Say what this is and where the API is."""
    return render_template("home/home.html")
