"""What stands in front of a language model: a few places, a short queue, and a breaker that rests after failures."""

import time
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import anyio

from service.domain.errors import ModelUnavailableError

# Faults that say the server is in trouble or set up wrongly. What it merely words badly says nothing of the next reply.
_TROUBLE = frozenset(
    {"unreachable", "silent", "too_slow", "server_error", "overloaded", "broken_off", "key_refused", "not_found", "refused"}
)


class Breaker:
    """Opens after `failures` in a row; after `rest` seconds one trial decides whether it closes again.

    Use it from one thread: each trial that is admitted must end in `succeeded`, `failed` or `abandoned`.
    """

    def __init__(self, *, failures: int = 5, rest: float = 10.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._rest, self._clock = failures, rest, clock
        self._failures = 0
        self._opened: float | None = None
        self._trying = False

    def admits(self) -> bool:
        """Whether a request may go on now."""
        if self._opened is None:
            return True
        if self._trying or self._clock() - self._opened < self._rest:
            return False
        self._trying = True
        return True

    def succeeded(self) -> None:
        """A request went well."""
        self._failures, self._opened, self._trying = 0, None, False

    def failed(self) -> None:
        """A request failed."""
        self._failures += 1
        self._trying = False
        if self._opened is not None or self._failures >= self._limit:
            self._opened = self._clock()

    def abandoned(self) -> None:
        """A request ended without telling anything, as when the caller left."""
        self._trying = False


class Gate:
    """Lets `places` requests work at once and `queue` more wait; everybody else is told at once that it is full."""

    def __init__(self, *, places: int, queue: int, breaker: Breaker) -> None:
        self._places, self._queue, self._breaker = places, queue, breaker
        self._busy = 0
        self._waiting: deque[anyio.Event] = deque()

    @property
    def busy(self) -> int:
        """How many work now."""
        return self._busy

    @asynccontextmanager
    async def place(self, until: float) -> AsyncGenerator[None, None]:
        """Hold a place; waits for one at most until this time of the event loop's clock.

        Raises:
            ModelUnavailableError: `resting`, `queue_full` or `too_slow`.
        """
        if self._busy >= self._places and len(self._waiting) >= self._queue:
            raise ModelUnavailableError("queue_full")
        if not self._breaker.admits():
            raise ModelUnavailableError("resting")
        settle = self._breaker.abandoned
        try:
            await self._enter(until)
            try:
                yield
                settle = self._breaker.succeeded
            except ModelUnavailableError as error:
                settle = self._breaker.failed if error.reason in _TROUBLE else self._breaker.succeeded
                raise
            finally:
                self._leave()
        finally:
            settle()

    async def _enter(self, until: float) -> None:
        if self._busy < self._places:
            self._busy += 1
            return
        turn = anyio.Event()
        self._waiting.append(turn)
        try:
            with anyio.move_on_at(until):
                await turn.wait()
        except BaseException:
            self._give_up(turn)
            raise
        if not turn.is_set():
            self._give_up(turn)
            raise ModelUnavailableError("too_slow")

    def _give_up(self, turn: anyio.Event) -> None:
        if turn.is_set():
            self._leave()  # the place was handed over in the same moment
        else:
            self._waiting.remove(turn)

    def _leave(self) -> None:
        """Hand the place to who waits longest."""
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self._busy -= 1
