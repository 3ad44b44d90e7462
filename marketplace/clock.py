"""What day it is where the law is made."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """Return the day in Shanghai; only the edge asks, everything below is told."""
    return day_of(datetime.now(SHANGHAI))


def day_of(moment: datetime) -> date:
    """Return the day in Shanghai of a moment."""
    return moment.astimezone(SHANGHAI).date()


def now() -> datetime:
    """Return this moment; only the edge asks, everything below is told."""
    return datetime.now(SHANGHAI)
