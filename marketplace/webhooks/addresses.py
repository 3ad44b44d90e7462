"""Where deliveries may go: public addresses alone, so that nobody reaches our own network."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from marketplace.messages import Message

URL = r'^https?://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?(?:[/?][!-"$-~]*)?$'  # no fragment
_URL = re.compile(URL)
_TLS, _PLAIN = "https", "http"
_PORTS = {_TLS: 443, _PLAIN: 80}
MOST_TRIED = 4  # addresses of one name
# Global by the registries, and yet a way into somebody's network, or a cloud's own service.
_CLOSED = tuple(
    ipaddress.ip_network(each)
    for each in (
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # a cloud's metadata
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",
        "2001::/23",  # Teredo and other protocol assignments
        "2002::/16",  # 6to4
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
    )
)
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")  # mapped, compatible, local and multicast lie outside

NO_ADDRESS = Message("not an address such as https://example.org/hooks")
NO_PORT = Message("not a port from 1 to 65535")
NOT_ENCRYPTED = Message("only https addresses get deliveries")
NOT_PUBLIC = Message("not a public address")
NO_PUBLIC_NAME = Message("not a public name")
UNKNOWN_NAME = Message("the name has no address")
UNANSWERED_NAME = Message("the name was not found in time")
LEADS_INSIDE = Message("the name leads to an address that is not public")
REFUSALS = (
    NO_ADDRESS,
    NO_PORT,
    NOT_ENCRYPTED,
    NOT_PUBLIC,
    NO_PUBLIC_NAME,
    UNKNOWN_NAME,
    UNANSWERED_NAME,
    LEADS_INSIDE,
)

Found = Sequence[tuple[socket.AddressFamily, str]]  # addresses of a name
Resolve = Callable[[str, int], Found]


class Unreachable(Exception):
    """A delivery may not go there; ``why`` says why, for the webhook's owner."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address of the web, taken apart."""

    host: str
    port: int
    path: str  # with its query
    is_encrypted: bool

    @property
    def authority(self) -> str:
        """What the Host header says."""
        usual = _PORTS[_TLS if self.is_encrypted else _PLAIN]
        return self.host if self.port == usual else f"{self.host}:{self.port}"


def target_of(url: str, *, allow_local: bool) -> Target:
    """Return an address taken apart.

    Args:
        allow_local: whether this machine, its network and http will do, as for development.

    Raises:
        Unreachable: it is no such address, or a name or a number that no delivery may go to.
    """
    parts = urlsplit(url)
    if not _URL.fullmatch(url) or parts.hostname is None:
        raise Unreachable(NO_ADDRESS)
    try:
        port = parts.port or _PORTS[parts.scheme]
    except ValueError:
        raise Unreachable(NO_PORT) from None
    if not allow_local:
        _check_public(parts.scheme, parts.hostname)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host=parts.hostname, port=port, path=path, is_encrypted=parts.scheme == _TLS)


def _check_public(scheme: str, host: str) -> None:
    """Refuse what is no name of the public internet, before anything is asked of it."""
    if scheme != _TLS:
        raise Unreachable(NOT_ENCRYPTED)
    name = host.rstrip(".")
    number = _as_number(name)
    if number is not None and not is_public(number):
        raise Unreachable(NOT_PUBLIC)
    if number is None and ("." not in name or name.endswith((".localhost", ".local", ".internal"))):
        raise Unreachable(NO_PUBLIC_NAME)


def _as_number(host: str) -> str | None:
    """Return the address that a host spells as a number in any of the ways that are read."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def is_public(address: str) -> bool:
    """Whether an address lies in the public internet, and is no tunnel into another network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found not in _GLOBAL_V6:
        return False
    if not found.is_global or found.is_multicast or found.is_reserved:
        return False
    return not any(found in network for network in _CLOSED if network.version == found.version)


def look_up(host: str, port: int) -> Found:
    """Return the addresses of a name, as the system resolves it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(UNKNOWN_NAME) from None
    return [(family, str(place[0])) for family, _kind, _protocol, _name, place in found]


def checked_addresses(target: Target, resolve: Resolve, *, allow_local: bool) -> Found:
    """Return the addresses to connect to; the connection goes to one of these and nowhere else.

    Raises:
        Unreachable: the name has none, or one that is not public.
    """
    found = resolve(target.host, target.port)
    if not allow_local and not all(is_public(address) for _family, address in found):
        raise Unreachable(LEADS_INSIDE)
    return found[:MOST_TRIED]
