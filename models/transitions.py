"""What goes wrong when a status may not change as asked."""

from collections.abc import Iterable
from enum import StrEnum


class InvalidTransition(Exception):
    """A move that the table of transitions does not have.

    Attributes:
        current: where the thing stands.
        wanted: where it should have gone.
        legal: where it may go.
    """

    def __init__(self, current: StrEnum, wanted: StrEnum, legal: Iterable[StrEnum]) -> None:
        self.current = current
        self.wanted = wanted
        self.legal = tuple(legal)
        allowed = ", ".join(self.legal) or "nowhere: this is final"
        super().__init__(f"{current} cannot become {wanted}; from here it may go to: {allowed}")
