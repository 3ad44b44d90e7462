"""The pay of a role: which ranges make sense."""

from marketplace.messages import Message

PARTS = ("min", "max", "currency", "period")


def range_fault(minimum: int | None, maximum: int | None) -> str | None:
    """Return what is wrong with a range of pay, to be said at its ``min``."""
    if minimum is None or maximum is None or minimum <= maximum:
        return None
    return Message("min ({low}) is above max ({high}).", low=minimum, high=maximum)
