"""The filters of a list of people that are on, in words, each with the address without it."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from marketplace.html.formats import label
from marketplace.matches.asking import Asking
from marketplace.matches.filters import FLAGS, NOT

KINDS = ("band", "sector", "hub", "degree", "stage")  # of codes
Options = Sequence[tuple[str, str]]


def chips_of(asks: Asking, offered: Mapping[str, Options]) -> list[tuple[str, str]]:
    """Return what each filter in force says, with the address without it.

    Args:
        offered: what the filters that are no codes offer, by their name.
    """
    return [(_text(name, value, offered), url) for name, value, url in asks.chips()]


def _text(name: str, value: str, offered: Mapping[str, Options]) -> str:
    if name.startswith(NOT):
        wanted = _text(name.removeprefix(NOT), value, offered)
        return str(gettext("Without: %(value)s", value=wanted))
    if name in FLAGS:
        return str(gettext(": ").join((label(name, "flag"), label(value, "outcome"))))
    if name in KINDS:
        return label(value, name)
    return dict(offered.get(name, ())).get(value, value)
