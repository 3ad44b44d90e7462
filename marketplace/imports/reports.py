"""What became of each line, and the sums."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from marketplace.errors import MarketplaceError

CREATED, UPDATED, UNCHANGED, REFUSED = STATUSES = ("created", "updated", "unchanged", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReport:
    """What became of one line."""

    line: int
    status: str
    id: UUID | None = None  # of the role or candidate; null also where a dry run would make it
    notes: Sequence[str] = ()
    errors: Sequence[Mapping[str, str]] = field(default=())

    def as_plain(self) -> dict[str, Any]:
        """Return it as JSON can write it."""
        return asdict(self) | {"id": None if self.id is None else str(self.id)}


def refusal(line: int, error: MarketplaceError) -> LineReport:
    """Return the report of a line that a refusal stopped."""
    errors = error.errors or [{"pointer": "#", "detail": error.detail}]
    return LineReport(line=line, status=REFUSED, errors=errors)


def summarise(lines: Iterable[LineReport], *, dry_run: bool) -> dict[str, Any]:
    """Return how many lines there were, and what became of them."""
    counts = Counter(line.status for line in lines)
    return {
        "lines": counts.total(),
        **{status: counts[status] for status in STATUSES},
        "dry_run": dry_run,
    }
