"""A candidate as they were read, with what follows from it for whoever may not see all of it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from marketplace.candidates.anonymity import in_short
from marketplace.candidates.blanking import Blanked, blank, blanked
from marketplace.candidates.naming import Names, names_of
from models import Candidate


@dataclass(frozen=True)
class ReadCandidate:
    """A candidate's row, which is read and never written; what follows is worked out once."""

    row: Candidate
    _short: dict[date, dict[str, Any]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def names(self) -> Names:
        """Return by what the candidate could be found."""
        return names_of(self.row)

    @cached_property
    def texts(self) -> Blanked:
        """Return their texts where they are masked."""
        return blanked(self.row, self.names)

    @cached_property
    def masked_headline(self) -> str | None:
        """Return their headline where it is masked."""
        headline = self.row.headline
        return None if headline is None else blank(headline, self.names)

    def in_short(self, day: date) -> dict[str, Any]:
        """Return what a table says of the profile: what anybody anonymous shows too."""
        if day not in self._short:
            self._short.clear()
            self._short[day] = in_short(self.row, day)
        return self._short[day]
