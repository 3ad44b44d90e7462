"""Counts of calls in memory, for limits; the library's own start a thread for every call."""

import threading
import time

from limits.storage import Storage

SWEEP_SECONDS = 60


class CallCounts(Storage):
    """How often each key was counted in its window; each process counts for itself."""

    STORAGE_SCHEME = ["counts"]  # noqa: RUF012 - the library's own form

    def __init__(self, uri: str | None = None, *, wrap_exceptions: bool = False, **_: str) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[int, float]] = {}  # count, and when the window ends
        self._next_sweep = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        """Memory fails nobody."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count a call, in a window of ``expiry`` seconds from the first."""
        at = time.time()
        with self._lock:
            self._sweep(at)
            count, end = self._windows.get(key, (0, 0.0))
            if end <= at:
                count, end = 0, at + expiry
            self._windows[key] = count + amount, end
            return count + amount

    def get(self, key: str) -> int:
        """Return the count of the running window."""
        count, end = self._windows.get(key, (0, 0.0))
        return count if end > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """Return when the window ends."""
        return self._windows.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget all counts; return how many there were."""
        with self._lock:
            count = len(self._windows)
            self._windows.clear()
        return count

    def clear(self, key: str) -> None:
        """Forget a count."""
        with self._lock:
            self._windows.pop(key, None)

    def _sweep(self, at: float) -> None:
        """Drop the windows that have ended, now and then."""
        if at >= self._next_sweep:
            self._next_sweep = at + SWEEP_SECONDS
            self._windows = {key: each for key, each in self._windows.items() if each[1] > at}
