"""What a process remembers stays bounded."""

from collections.abc import Callable
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


def once(kept: dict[_Name, _Kept], name: _Name, make: Callable[[], _Kept], *, most: int) -> _Kept:
    """Return what is kept under a name; what is not is made, and kept beside the others."""
    if name not in kept:
        make_room(kept, most)
        kept[name] = make()
    return kept[name]
