"""Send one delivery: signed, to a checked address, without patience for slow or big answers."""

import io
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import Any
from uuid import UUID

from standardwebhooks import Webhook as Signer

from marketplace.webhooks.addresses import (
    Resolve,
    Target,
    Unreachable,
    checked_addresses,
    target_of,
)
from marketplace.webhooks.failures import TOO_LATE, UNCONNECTED, UNREAD, UNTRUSTED
from marketplace.webhooks.looking_up import LookUp

DEADLINE_SECONDS = 15.0  # for one attempt, from the first look-up to the answer's headers
MOST_BYTES = 64_000  # read of an answer
AGENT = "k-visa-marketplace-webhooks/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to deliver."""

    delivery_id: UUID
    webhook_id: UUID
    event_id: UUID
    url: str
    body: bytes
    secrets: tuple[str, ...]  # the newest first; during a rotation two


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of an attempt."""

    status: int | None  # null: there was no answer
    failure: str | None  # null: it is delivered
    seconds: float = 0.0
    retry_after: str | None = None  # as the receiver wrote it


def headers_of(attempt: Attempt, at: datetime) -> dict[str, str]:
    """Return the headers that say what is delivered and prove who sends it."""
    moment, told = at.astimezone(UTC), attempt.body.decode()
    signatures = (
        Signer(each).sign(str(attempt.event_id), moment, told) for each in attempt.secrets
    )
    return {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": str(attempt.event_id),
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


class Poster:
    """Sends attempts; one may serve many threads.

    Attributes:
        allow_local: whether deliveries may go to this machine and its network.
    """

    def __init__(
        self,
        *,
        allow_local: bool,
        resolve: Resolve | None = None,
        seconds: float = DEADLINE_SECONDS,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.allow_local = allow_local
        self._resolve, self._seconds = resolve or LookUp(), seconds
        self._trust = trust or ssl.create_default_context()

    def __call__(self, attempt: Attempt, at: datetime) -> Answer:
        """Send an attempt; whatever goes wrong is an answer too."""
        began = time.monotonic()
        try:
            status, retry_after = self._send(attempt, at, began + self._seconds)
        except Unreachable as refusal:
            return _failed(refusal.why, began)
        except TimeoutError:
            return _failed(TOO_LATE, began)
        except ssl.SSLError:
            return _failed(UNTRUSTED, began)
        except OSError as error:
            return _failed(f"{UNCONNECTED} ({type(error).__name__})", began)
        except (HTTPException, ValueError):
            return _failed(UNREAD, began)
        return Answer(
            status=status,
            failure=None if 200 <= status < 300 else f"answered {status}",
            seconds=time.monotonic() - began,
            retry_after=retry_after,
        )

    def _send(self, attempt: Attempt, at: datetime, deadline: float) -> tuple[int, str | None]:
        target = target_of(attempt.url, allow_local=self.allow_local)
        with self._connect(target, deadline) as connection:
            connection.settimeout(_left(deadline))
            connection.sendall(_request(target, headers_of(attempt, at), attempt.body))
            response = HTTPResponse(_Answering(connection, deadline))  # type: ignore[arg-type]
            response.begin()  # of the body nothing is read: nothing in it is for us
            retry_after = response.headers.get("Retry-After")
            response.close()
            return response.status, retry_after

    def _connect(self, target: Target, deadline: float) -> socket.socket:
        """Return a connection to one of the addresses that were checked."""
        found = checked_addresses(target, self._resolve, allow_local=self.allow_local)
        refusal: OSError = ConnectionError()
        for family, address in found:
            connection = socket.socket(family, socket.SOCK_STREAM)
            try:
                connection.settimeout(_left(deadline))
                connection.connect((address, target.port))
                if not target.is_encrypted:
                    return connection
                connection.settimeout(_left(deadline))
                # The name stands in SNI and is what the certificate has to be for.
                return self._trust.wrap_socket(connection, server_hostname=target.host)
            except OSError as error:
                connection.close()
                refusal = error
        raise refusal


class _Answering(io.RawIOBase):
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
        self._connection.settimeout(_left(self._deadline))
        count = self._connection.recv_into(memoryview(buffer)[: self._room])
        self._room -= count
        return count


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


def _request(target: Target, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [
        f"POST {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        *(f"{name}: {value}" for name, value in headers.items()),
        f"Content-Length: {len(body)}",
        "Connection: close",
        "\r\n",
    ]
    return "\r\n".join(lines).encode("ascii") + body


def _left(deadline: float) -> float:
    """Return the seconds that are left.

    Raises:
        TimeoutError: none are.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _failed(why: str, began: float) -> Answer:
    return Answer(status=None, failure=str(why), seconds=time.monotonic() - began)
