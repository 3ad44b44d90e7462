"""Addresses of pages, as templates write them: each is built once."""

from collections.abc import Mapping
from uuid import UUID

from flask import Flask, request

from marketplace.remembering import make_room

MOST = 10_000  # addresses that are kept
PLAIN = frozenset({str, int, UUID})  # equal values of one of these are written alike


def install_addresses(app: Flask) -> None:
    """Give templates ``url_for``, which keeps what it built."""
    kept: dict[tuple[object, ...], str] = {}

    def url_for(endpoint: str, **values: object) -> str:
        """Return the address of an endpoint."""
        # Whoever stands before the application may have put it under a path, for one request.
        if not request or request.root_path or not _are_plain(values):
            return app.url_for(endpoint, **values)  # type: ignore[arg-type]
        named = request.blueprint if endpoint.startswith(".") else None, endpoint, *values.items()
        found = kept.get(named)
        if found is None:
            make_room(kept, MOST)
            found = kept[named] = app.url_for(endpoint, **values)  # type: ignore[arg-type]
        return found

    app.jinja_env.globals["url_for"] = url_for


def _are_plain(values: Mapping[str, object]) -> bool:
    """Whether an address is made of plain values alone: no host, no scheme, no list."""
    return all(type(value) in PLAIN and not name.startswith("_") for name, value in values.items())
