"""What a use case raises; the edge turns each into a problem answer."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from marketplace.messages import Message


class MarketplaceError(Exception):
    """The base of all refusals.

    Attributes:
        detail: what, which and what is allowed, for the caller.
        errors: one ``{pointer, detail}`` per field at fault.
    """

    status = 400
    title: ClassVar[str] = Message("Bad request")
    headers: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def __init__(self, detail: str, errors: Sequence[Mapping[str, str]] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = list(errors)


class Malformed(MarketplaceError):
    """The request cannot be read."""


class NotSignedIn(MarketplaceError):
    """The request says not who sends it, or its token is no longer good."""

    status, title = 401, Message("Not signed in")
    headers = MappingProxyType({"WWW-Authenticate": 'Bearer realm="marketplace"'})


class NotAllowed(MarketplaceError):
    """The caller is known and may not do this."""

    status, title = 403, Message("Not allowed")


class NotFound(MarketplaceError):
    """The thing does not exist, or the caller may not know that it does."""

    status, title = 404, Message("Not found")

    def __init__(self) -> None:
        super().__init__(Message("There is nothing here that you may see."))


class Conflict(MarketplaceError):
    """The thing is in a state that does not allow this."""

    status, title = 409, Message("Conflict")


class Gone(MarketplaceError):
    """The thing was public once and has ended."""

    status, title = 410, Message("Gone")

    def __init__(self, detail: str, extra: Mapping[str, object]) -> None:
        super().__init__(detail)
        self.extra = dict(extra)


class Stale(MarketplaceError):
    """The thing has changed since the caller read it."""

    status, title = 412, Message("Changed meanwhile")


class TooLarge(MarketplaceError):
    """The request's body is over the limit."""

    status, title = 413, Message("Too large")


class WrongMediaType(MarketplaceError):
    """The request's body is of a type that this call does not read."""

    status, title = 415, Message("Unsupported media type")


class Invalid(MarketplaceError):
    """The request can be read and makes no sense: ``errors`` name the fields."""

    status, title = 422, Message("Invalid")

    @classmethod
    def at(cls, pointer: str, detail: str) -> "Invalid":
        """Return the refusal of one field."""
        return cls(Message("One field is not valid."), [{"pointer": pointer, "detail": detail}])


class PreconditionRequired(MarketplaceError):
    """The change needs the entity tag of what it changes."""

    status, title = 428, Message("Precondition required")


class TooMany(MarketplaceError):
    """The caller asks too often."""

    status, title = 429, Message("Too many requests")


class Unavailable(MarketplaceError):
    """The service cannot answer just now."""

    status, title = 503, Message("Unavailable")
    headers = MappingProxyType({"Retry-After": "5"})


class Preparing(Unavailable):
    """The answer rests on what is being made ready: the detail says how far it is."""
