"""Work on many things at once, in processes; the same function in this one where that would not pay."""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, cast

from campus_news.interrupt import held_back
from campus_news.outcome import LostWorker

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

    _Line = Connection["int | None", "_Answer"]
    """On which this process asks."""

T = TypeVar("T")
R = TypeVar("R")

PAYS_FROM: Final = 200
"""Things fewer than this are done sooner in one process: starting workers takes as long (measured on two cores)."""
_CHUNK: Final = 64
_AHEAD: Final = 2
"""Chunks that a worker has been asked for: so it need not wait while the first of them is looked at."""
_PATIENCE: Final = 5
"""Seconds in which a process ends that was told to."""


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
    spawned, `shared` and the things are pickled. Raises `LostWorker` if one of them is killed; no other outlives this one.

    The pools of Python's library have threads that wait for ever if a worker is lost, or Ctrl-C comes, while they send
    (seen in one build of 150 that were interrupted; https://github.com/python/cpython/issues/94777): here there are none.
    """
    chunks = [things[i : i + chunk] for i in range(0, len(things), chunk)]
    if jobs < 2 or len(things) < pays_from:
        state = shared()
        for some in chunks:
            yield from function(state, some)
        return
    with _crew(min(jobs, len(chunks)), function, shared, chunks) as lines:
        yield from _in_order(lines, len(chunks))


@contextmanager
def _crew(size: int, *job: Any) -> Iterator[Sequence[_Line]]:
    """The lines to `size` workers, which are gone afterwards."""
    import multiprocessing

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    crew: list[_Worker] = []
    try:
        with held_back():  # a worker that it met while it starts would complain of it
            for _ in range(size):
                crew.append(_started(context, [worker.line for worker in crew], *job))
        yield [worker.line for worker in crew]
        for worker in crew:
            with _lost():
                worker.line.send(None)
            worker.process.join()
    except BaseException:
        end()  # what they are at would take them seconds
        raise
    finally:
        for worker in crew:
            worker.line.close()


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


class _Worker(NamedTuple):
    """A process, and the line on which it is asked for chunks by their numbers and answers."""

    process: BaseProcess
    line: _Line


@contextmanager
def _lost() -> Iterator[None]:
    """A line that ends tells that a worker did."""
    try:
        yield
    except (EOFError, OSError) as error:
        raise LostWorker from error


class _Answer(NamedTuple):
    number: int
    made: Sequence[Any]
    error: Exception | None = None


def _started(context: BaseContext, others: Sequence[_Line], *job: Any) -> _Worker:
    """A worker, which alone has the other end of its line, so that this ends with either of the two processes."""
    ours, theirs = context.Pipe()
    inherited = (ours, *others) if context.get_start_method() == "fork" else ()
    process = context.Process(target=_work, args=(theirs, inherited, *job), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _in_order(lines: Sequence[_Line], count: int) -> Iterator[Any]:
    """What the workers make of `count` chunks, in the order of these."""
    from multiprocessing.connection import wait

    left, done = iter(range(count)), dict[int, Sequence[Any]]()

    def ask(line: _Line) -> None:
        number = next(left, None)
        if number is not None:  # to send it never waits, however busy the worker: a line holds far more
            line.send(number)

    with _lost():
        for line in [*lines] * _AHEAD:
            ask(line)
    for number in range(count):
        while number not in done:
            for line in cast("list[_Line]", wait(lines)):
                with _lost():
                    answer = line.recv()
                    ask(line)
                if answer.error:
                    raise answer.error
                done[answer.number] = answer.made
        yield from done.pop(number)


def _work(
    line: Connection[_Answer, int | None],
    inherited: Sequence[_Line],
    function: Callable[[Any, Sequence[T]], Sequence[R]],
    shared: Callable[[], Any],
    chunks: Sequence[Sequence[T]],
) -> None:
    """Ctrl-C reaches the whole group of processes; only the first of them decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:
        other.close()
    state = cache(shared)
    with suppress(EOFError, ConnectionError):  # who asked was killed
        for number in iter(line.recv, None):
            try:
                answer = _Answer(number, function(state(), chunks[number]))
            except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
                error.add_note(traceback.format_exc())
                answer = _Answer(number, (), error)
            line.send(answer)
