"""Log lines as JSON: what happened, never what a person wrote."""

import sys
from typing import Any

import orjson
import structlog


def install_logs() -> None:
    """Write each event as one JSON line to standard error, with the request's id."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,  # no local variables: they hold personal data
            structlog.processors.JSONRenderer(serializer=_written),
        ],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _written(event: Any, **options: Any) -> str:  # noqa: ANN401 - structlog's form
    return orjson.dumps(event, default=options["default"]).decode()
