"""The addresses that problem types point to."""

from flask import Blueprint, render_template

from marketplace.errors import NotFound
from marketplace.http.problems import EXPLANATIONS

problems = Blueprint("problems", __name__, url_prefix="/problems")


@problems.get("/<slug>")
def explain(slug: str) -> str:
    """Explain one kind of refusal."""
    if slug not in EXPLANATIONS:
        raise NotFound
    return render_template("problems/explain.html", slug=slug, text=EXPLANATIONS[slug])
