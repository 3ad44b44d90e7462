"""What codes are called in the language of the reader."""

from collections.abc import Mapping

from flask import Flask
from flask_babel import gettext

from marketplace.http.languages import asked_language
from marketplace.taxonomies.codes import taxonomy

IN_TAXONOMIES = ("sectors", "hubs", "employer_kinds", "degree_levels", "provinces", "languages")


def labels(name: str) -> Mapping[str, str]:
    """Return the codes of a list with what they are called, in the order of the list."""
    if name in IN_TAXONOMIES:
        language = asked_language()
        return {entry["code"]: entry["label"][language] for entry in taxonomy(name)}
    return _of_roles()[name]


def label(code: str | None, name: str) -> str:
    """Return what a code of a list is called; one that the list lacks stays as it is."""
    return labels(name).get(code, code) if code else ""


def _of_roles() -> Mapping[str, Mapping[str, str]]:
    return {
        "work_modes": {
            "on_site": gettext("On site"),
            "hybrid": gettext("Hybrid"),
            "remote": gettext("Remote"),
        },
        "role_kinds": {
            "job": gettext("Job"),
            "postdoc": gettext("Postdoctoral position"),
            "exchange": gettext("Academic exchange"),
            "startup": gettext("Place in a startup"),
        },
        "employment_types": {
            "full_time": gettext("Full time"),
            "part_time": gettext("Part time"),
            "contract": gettext("Fixed-term contract"),
            "internship": gettext("Internship"),
        },
        "outcomes": {
            "met": gettext("Looks eligible"),
            "unknown": gettext("Cannot be confirmed"),
            "not_met": gettext("Does not meet"),
        },
    }


def install_labels(app: Flask) -> None:
    """Give templates the names of codes."""
    app.jinja_env.filters["label"] = label
    app.jinja_env.globals["labels"] = labels
