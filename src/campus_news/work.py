"""Work on many things at once, in processes; the same function in this one where that would not pay."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

PAYS_FROM: Final = 200
"""Things fewer than this are done sooner in one process: starting workers takes as long (measured on two cores)."""
_CHUNK: Final = 64

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
    spawned, `shared` and every thing are pickled.
    """
    chunks = [things[i : i + chunk] for i in range(0, len(things), chunk)]
    if jobs < 2 or len(things) < pays_from:
        state = shared()
        for some in chunks:
            yield from function(state, some)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(jobs, context, _begin, (shared,)) as pool:
        try:
            for results in pool.map(_do, [function] * len(chunks), chunks):
                yield from results
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin(shared: Callable[[], Any]) -> None:
    """Ctrl-C reaches the whole group of processes; only the first of them decides what it means."""
    global _shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shared = shared()


def _do(function: Callable[[Any, Sequence[T]], Sequence[R]], things: Sequence[T]) -> Sequence[R]:
    return function(_shared, things)
