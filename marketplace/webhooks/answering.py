"""Read what a server answers, bounded in time and in bytes."""

import io
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

MOST_BYTES = 64_000  # read of an answer


class Answering(io.RawIOBase):
    """A connection as the reader of an answer wants it: bounded in time and in bytes."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection, self._deadline, self._room = connection, deadline, MOST_BYTES

    def makefile(self, *_: object, **__: object) -> io.BufferedReader:
        """Return what is read from, as a socket does."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - as RawIOBase has it
        """Read what is there; at the end of the room there is nothing more."""
        if self._room <= 0:
            return 0
        self._connection.settimeout(seconds_left(self._deadline))
        count = self._connection.recv_into(memoryview(buffer)[: self._room])
        self._room -= count
        return count


def seconds_left(deadline: float) -> float:
    """Return the seconds that are left.

    Raises:
        TimeoutError: none are.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def retry_moment(text: str | None, at: datetime) -> datetime | None:
    """Return when a receiver wants to be asked again: in seconds, or at a date (RFC 9110)."""
    if text is None:
        return None
    number = text.strip()
    if number.isascii() and number.isdigit():
        return at + timedelta(seconds=min(int(number[:9]), 1_000_000))
    try:
        told = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return told if told.tzinfo is not None else told.replace(tzinfo=UTC)
