"""Work on many things at once, in processes; the same function in this one where that would not pay."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from campus_news.outcome import LostWorker

T = TypeVar("T")
R = TypeVar("R")

PAYS_FROM: Final = 200
"""Things fewer than this are done sooner in one process: starting workers takes as long (measured on two cores)."""
_CHUNK: Final = 64
_PATIENCE: Final = 5
"""Seconds in which a process ends that was told to."""

_shared: Any = None


def spread(
    function: Callable[[Any, Sequence[T]], Sequence[R]],
    shared: Callable[[], Any],
    things: Sequence[T],
    jobs: int,
    *,
    pays_from: int = PAYS_FROM,
    chunk: int = _CHUNK,
) -> Iterator[R]:
    """`function(state, some)` for all of `things`, `chunk` at a time, in their order; each worker makes its state by `shared()`.

    Where processes fork, workers begin with all that this one knows, and nothing is copied to them; where they are
    spawned, `shared` and every thing are pickled. Raises `LostWorker` if one of them is killed; no other outlives this one.
    """
    chunks = [things[i : i + chunk] for i in range(0, len(things), chunk)]
    if jobs < 2 or len(things) < pays_from:
        state = shared()
        for some in chunks:
            yield from function(state, some)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(jobs, context, _begin, (shared,)) as pool:
        try:
            with _held_back():
                # Not `map`: it cancels what is left when it is broken off, at which the pool's own thread then stumbles.
                asked = deque(pool.submit(_do, function, some) for some in chunks)
            while asked:
                yield from asked.popleft().result()
        except BrokenProcessPool as error:
            raise LostWorker from error
        except BaseException:
            pool.shutdown(wait=False)
            end()  # what they are at would take them seconds
            raise


def end() -> None:
    """Ends all workers, whatever they are at: nothing that they write comes later.

    For an exception where their results are used: what iterates over these is closed only when nobody looks at that any more.
    """
    there = sys.modules.get("multiprocessing")
    workers = there.active_children() if there else []
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(_PATIENCE)


@contextmanager
def _held_back() -> Iterator[None]:
    """Ctrl-C comes when this is over: a worker that it met while it starts would complain of it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(shared: Callable[[], Any]) -> None:
    """Ctrl-C reaches the whole group of processes; only the first of them decides what it means."""
    global _shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _shared = shared()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever, and hold what it holds."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(function: Callable[[Any, Sequence[T]], Sequence[R]], things: Sequence[T]) -> Sequence[R]:
    return function(_shared, things)
