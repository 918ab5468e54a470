"""Blocking work off the event loop, one piece at a time: who comes first is served first, the others wait and are told so."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from ingest.errors import BusyError

Work = Callable[[Callable[[Any], None], threading.Event], None]  # gets what to hand each item to, and the event that cancels it
_END = object()


class Turns:
    """A line of work with one thread. At most `longest` pieces may be in it; the next gets BusyError."""

    def __init__(self, what: str, longest: int) -> None:
        self.what, self.longest = what, longest
        self._thread = ThreadPoolExecutor(1, f"sitrep-{what}")
        self._line: list[Turn] = []
        self._lock = threading.Lock()

    def take(self, work: Work) -> Turn:
        """Queue `work`; must be called on the event loop. Raises BusyError."""
        with self._lock:
            if len(self._line) >= self.longest:
                raise BusyError(f"{len(self._line)} {self.what}s are under way already; try again later")
            turn = Turn(self, work)
            self._line.append(turn)
            turn.future = self._thread.submit(turn.run)
        return turn

    def ahead(self, turn: Turn) -> int:
        """How many pieces of work come before this one."""
        with self._lock:
            return self._line.index(turn) if turn in self._line else 0

    def leave(self, turn: Turn) -> None:
        """Take it out of the line."""
        with self._lock:
            if turn in self._line:
                self._line.remove(turn)

    def close(self) -> None:
        """Cancel everything and take no more."""
        with self._lock:
            for turn in self._line:
                turn.cancel.set()
        self._thread.shutdown(wait=False, cancel_futures=True)


class Turn:
    """One piece of work in the line, and what it has handed out so far."""

    def __init__(self, turns: Turns, work: Work) -> None:
        self.cancel = threading.Event()
        self.future: Future[None] | None = None
        self._turns, self._work = turns, work
        self._loop = asyncio.get_running_loop()
        self._out: asyncio.Queue[Any] = asyncio.Queue()

    def run(self) -> None:
        """Do the work, in the thread of the line."""
        try:
            if not self.cancel.is_set():
                self._work(self._put, self.cancel)
        except Exception as error:  # whatever it is, it belongs to the one who waits
            self._put(error)
        finally:
            self._turns.leave(self)
            self._put(_END)

    async def items(self, every: float) -> AsyncGenerator[Any, None]:
        """What the work hands out, as it comes; None each time `every` seconds pass without. Leaving early cancels the work."""
        try:
            while True:
                try:
                    item = await asyncio.wait_for(self._out.get(), every)
                except TimeoutError:
                    yield None
                    continue
                if item is _END:
                    return
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            self.drop()

    @property
    def ahead(self) -> int:
        """How many pieces of work come before this one."""
        return self._turns.ahead(self)

    def then(self, after: Callable[[], None]) -> None:
        """Do `after` when the work is over, or dropped before it began."""
        assert self.future is not None
        self.future.add_done_callback(lambda _: after())

    def drop(self) -> None:
        """Cancel the work; if it has not begun it never will."""
        self.cancel.set()
        if self.future is not None and self.future.cancel():
            self._turns.leave(self)

    def _put(self, item: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the server went away and nobody is left to tell
            self._loop.call_soon_threadsafe(self._out.put_nowait, item)
