"""Addresses of pages, as templates write them: those without values are looked up once."""

from flask import Flask, request


def install_addresses(app: Flask) -> None:
    """Give templates ``url_for``, which keeps the addresses that nothing changes."""
    kept: dict[tuple[str | None, str], str] = {}

    def url_for(endpoint: str, **values: object) -> str:
        """Return the address of an endpoint."""
        # Whoever stands before the application may have put it under a path, for one request.
        if values or not request or request.root_path:
            return app.url_for(endpoint, **values)  # type: ignore[arg-type]
        named = request.blueprint if endpoint.startswith(".") else None, endpoint
        return kept.get(named) or kept.setdefault(named, app.url_for(endpoint))

    app.jinja_env.globals["url_for"] = url_for
