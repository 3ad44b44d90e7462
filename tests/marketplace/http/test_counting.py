"""Counts of calls: windows begin with their first call and end by themselves."""

import threading

import pytest

from marketplace.http import counting
from marketplace.http.counting import SWEEP_SECONDS, CallCounts


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that counts go by."""
    made = Clock()
    monkeypatch.setattr(counting, "time", made)
    return made


def test_a_window_ends_and_another_begins(clock: Clock) -> None:
    counts = CallCounts()
    assert [counts.incr("ada", 60) for _ in range(3)] == [1, 2, 3]
    assert (counts.get("ada"), counts.get_expiry("ada")) == (3, 1_060.0)
    clock.now += 60
    assert counts.get("ada") == 0
    assert counts.incr("ada", 60, amount=2) == 2
    assert counts.get_expiry("ada") == 1_120.0


def test_counts_are_forgotten(clock: Clock) -> None:
    counts = CallCounts()
    counts.incr("ada", 60)
    counts.incr("ben", 2 * SWEEP_SECONDS)
    counts.clear("nobody")
    clock.now += SWEEP_SECONDS
    counts.incr("cem", 60)
    assert counts.reset() == 2  # ada's window had ended
    assert counts.check()
    counts.incr("cem", 60)
    counts.clear("cem")
    assert (counts.get("cem"), counts.get_expiry("cem")) == (0, clock.now)


def test_no_thread_is_started_and_no_call_is_lost() -> None:
    counts, running = CallCounts(), threading.active_count()
    threads = [
        threading.Thread(target=lambda: [counts.incr("ada", 60) for _ in range(500)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts.get("ada") == 2_000
    assert threading.active_count() == running
