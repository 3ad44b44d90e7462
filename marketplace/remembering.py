"""What a process remembers stays bounded."""

from contextlib import suppress
from typing import TypeVar

_Name = TypeVar("_Name")
_Kept = TypeVar("_Kept")


def make_room(kept: dict[_Name, _Kept], most: int) -> None:
    """Drop a tenth of what is kept, the oldest, where there is too much of it."""
    if len(kept) >= most:
        for name in list(kept)[: max(most // 10, 1)]:
            with suppress(KeyError):  # another thread did
                del kept[name]
