"""What one import remembers while it goes through a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.errors import Conflict, Invalid, MarketplaceError
from marketplace.imports.readings import Content, Reading
from marketplace.imports.reports import LineReport, refusal
from marketplace.messages import Message
from marketplace.permissions import Caller


@dataclass(slots=True, kw_only=True)
class Run:
    """One import: who sends it, on which day, and what it has met so far."""

    caller: Caller
    day: date
    dry_run: bool = False
    basis: str | None = None  # how the operator knows that these people consent to matching
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)  # identity → its line
    made: set[UUID] = field(default_factory=set)  # employers that this import made

    def meet(self, identity: tuple[str, ...], line: int) -> None:
        """Remember an identity.

        Raises:
            Invalid: an earlier line has it: two versions in one file would undo each other.
        """
        earlier = self.seen.setdefault(identity, line)
        if earlier != line:
            raise Invalid.at(
                "#",
                Message("Line {line} has the same identity; keep one of the two.", line=earlier),
            )


def write_each(
    session: Session,
    batch: Sequence[Reading[Content]],
    write: Callable[[Reading[Content], Content], LineReport],
) -> list[LineReport]:
    """Write every line that could be read, each undone by itself where it is refused."""
    return [_written(session, reading, write) for reading in batch]


def _written(
    session: Session,
    reading: Reading[Content],
    write: Callable[[Reading[Content], Content], LineReport],
) -> LineReport:
    content = reading.content
    if isinstance(content, MarketplaceError):
        return refusal(reading.line, content)
    try:
        with session.begin_nested():
            return write(reading, content)
    except MarketplaceError as error:
        return refusal(reading.line, error)
    except IntegrityError:
        return refusal(reading.line, Conflict("Another import wrote it just now; send it again."))
