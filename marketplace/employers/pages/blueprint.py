"""Where the pages of employers hang, and what all of them need."""

from collections.abc import Mapping, Sequence, Sized
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from marketplace.errors import NotFound

employer_pages = Blueprint("employer", __name__)
_CHOOSING = {name: name for name in ("show_pipeline", "list_applications")}


def back_to(endpoint: str, **values: Any) -> Response:  # noqa: ANN401 - as url_for
    """Go on to a page, by GET."""
    return redirect(url_for(f".{endpoint}", **values), 303)


def to_greenhouse(role_id: UUID, codes: Sequence[str]) -> Response:
    """Go on to where people are sent to the employer's Greenhouse."""
    return redirect(url_for("greenhouse.new_push", role_id=role_id, who=list(codes)), 303)


def asked_page(name: str = "page") -> int:
    """Return which page of a list is asked for; what is no number is the first."""
    text = request.args.get(name, "")
    return max(1, int(text)) if text.isdecimal() and text.isascii() and len(text) < 6 else 1


def code_in(codes: Mapping[str, Any], text: str) -> Any:  # noqa: ANN401 - whatever they map to
    """Return what a code of a form stands for.

    Raises:
        NotFound: there is no such code; no page of ours sends it.
    """
    if text not in codes:
        raise NotFound
    return codes[text]


def chosen_on(usual: str) -> str:
    """Return the page on which applications were chosen, to go back to.

    Raises:
        NotFound: there is no such page.
    """
    page: str = code_in(_CHOOSING, request.form.get("back") or usual)
    return page


def tell_left_out(chosen: Sized, found: Sized) -> None:
    """Say how many of those who were chosen are not there, if any."""
    if lacking := len(chosen) - len(found):
        told = ngettext(
            "%(num)d of the candidates whom you chose is left out: their profile cannot be shown"
            " here.",
            "%(num)d of the candidates whom you chose are left out: their profiles cannot be shown"
            " here.",
            lacking,
        )
        flash(told, "warning")
