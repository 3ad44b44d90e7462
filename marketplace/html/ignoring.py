"""What an address holds that its page leaves out, said to whoever typed it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from marketplace.http.parameters import nearest

# By the choice of a language, and by those through whom addresses are passed on.
HARMLESS = frozenset({"lang", "from", "isappinstalled", "fbclid", "gclid"})
MOST = 5  # that a page names
_LONGEST = 80  # characters

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something that was left out; what may have been meant, and the address that asks for it."""

    given: str
    meant: str | None = None
    url: str | None = None


def ignored_names(
    args: Mapping[str, Sequence[str]],
    known: Iterable[str],
    url: Callable[[list[Pair]], str],
) -> list[Ignored]:
    """Return the parameters that a page does not know, up to as many as it can name.

    Args:
        url: the address of what is asked, with some pairs more.
    """
    names = list(known)
    unknown = [name for name in args if name not in names and not _is_harmless(name)]
    return [_ignored(name, args[name], names, url) for name in unknown[:MOST]]


def ignored_value(
    name: str, value: str, codes: Iterable[str], url: Callable[[list[Pair]], str]
) -> Ignored:
    """Return a value that its parameter does not take."""
    meant = nearest(value.lower(), codes)
    given = f"{name}={value}"[:_LONGEST]
    if meant is None:
        return Ignored(given)
    return Ignored(given, f"{name}={meant}", url([(name, meant)]))


def _ignored(
    name: str, values: Iterable[str], known: list[str], url: Callable[[list[Pair]], str]
) -> Ignored:
    meant, stated = nearest(name, known), [value for value in values if value]
    if meant is None or not stated:
        return Ignored(name[:_LONGEST], meant)
    return Ignored(name[:_LONGEST], meant, url([(meant, value) for value in stated]))


def _is_harmless(name: str) -> bool:
    return name in HARMLESS or name.startswith("utm_")
