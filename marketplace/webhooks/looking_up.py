"""Names are looked up beside the deliveries, and none is waited for longer than it may take."""

from concurrent.futures import Future
from threading import BoundedSemaphore, Thread

from marketplace.webhooks.addresses import UNANSWERED_NAME, Found, Resolve, Unreachable, look_up

SECONDS = 5.0  # for one name
MOST = 64  # look-ups at once; those that nobody waits for any more count too


class LookUp:
    """Looks names up, each in a thread of its own: the system's look-up cannot be broken off.

    Who keeps us waiting, keeps such a thread for as long as the system asks, and no delivery.
    """

    def __init__(
        self, resolve: Resolve = look_up, *, seconds: float = SECONDS, most: int = MOST
    ) -> None:
        self._resolve, self._seconds = resolve, seconds
        self._room = BoundedSemaphore(most)

    def __call__(self, host: str, port: int) -> Found:
        """Return the addresses of a name.

        Raises:
            Unreachable: it has none, or none was found in time.
        """
        found: Future[Found] = Future()
        if not self._room.acquire(timeout=self._seconds):
            raise Unreachable(UNANSWERED_NAME)
        try:
            Thread(target=self._look, args=(host, port, found), name="look-up", daemon=True).start()
        except RuntimeError:  # the system gives us no more threads
            self._room.release()
            raise Unreachable(UNANSWERED_NAME) from None
        try:
            return found.result(self._seconds)
        except TimeoutError:
            raise Unreachable(UNANSWERED_NAME) from None

    def _look(self, host: str, port: int, found: "Future[Found]") -> None:
        try:
            found.set_result(self._resolve(host, port))
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            found.set_exception(error)
        finally:
            self._room.release()
