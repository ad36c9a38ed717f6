"""Work that two processes share; the second one begins while this one is still at something else."""

from __future__ import annotations

import marshal
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Final, Generic, TypeVar

from campus_news import digest
from campus_news.interrupt import held_back

T = TypeVar("T")

_PAYS_FROM: Final = 1_000
"""Things fewer than this (files to be read, at 10 microseconds each) are soon done: a second process costs 3 ms."""
_PARTS: Final = 256
"""As many as there are bytes."""
_OTHER, _SAME = b"!", b"."
"""What the second process says first: as soon as a result is another one than before, or at its end."""


@contextmanager
def shared(
    function: Callable[[T], bytes], things: Sequence[T], before: Sequence[bytes], jobs: int
) -> Iterator[Shared[T]]:
    """`function` of all `things`, begun by a second process where there may be one; `before` is what that gave once."""
    with ExitStack() as stack:
        work = Shared(function, things, before)
        if jobs > 1 and len(things) >= _PAYS_FROM and hasattr(os, "fork"):
            with held_back():  # the second process never hears of Ctrl-C: this one decides what it means
                work.begin(stack)
        yield work


class Shared(Generic[T]):
    """The numbers of the parts lie in a pipe, from which each process takes the next one: neither waits for the other
    before the last part. Should the second process be lost, what it took is done here.
    """

    def __init__(self, function: Callable[[T], bytes], things: Sequence[T], before: Sequence[bytes]) -> None:
        self._function, size = function, -(-len(things) // _PARTS) or 1
        self._parts = [things[i : i + size] for i in range(0, len(things), size)]
        self._before = [before[i : i + size] for i in range(0, len(things), size)]
        self._done: dict[int, Sequence[bytes]] = {}
        self._numbers = iter(range(len(self._parts)))
        self._answer: int | None = None
        self._said = b""

    def begin(self, stack: ExitStack) -> None:
        """Begins the second process, which ends with the `stack`."""
        self._numbers = _piped(len(self._parts), stack)
        self._answer, here = os.pipe()
        stack.callback(os.close, self._answer)
        parent = os.getpid()
        try:
            helper = os.fork()
        except OSError:  # no memory, or too many processes
            helper = -1
        if helper == 0:
            try:  # nothing of what this process has open may be closed or flushed by that one
                self._help(here, parent)
            finally:
                os._exit(0)
        os.close(here)
        if helper > 0:
            stack.callback(_end, helper)

    def differs(self) -> bool:
        """Does parts until a result is not what it was before; whether any is."""
        for number in self._numbers:
            if self._do(number) or self._hear(wait=False) == _OTHER:
                return True
        return self.results() != [one for part in self._before for one in part]

    def results(self) -> list[bytes]:
        """Does what is left: all results, in order."""
        for number in self._numbers:
            self._do(number)
        self._done |= self._answered()
        for number in range(len(self._parts)):
            if number not in self._done:
                self._do(number)
        return [one for number in range(len(self._parts)) for one in self._done[number]]

    def _do(self, number: int) -> bool:
        """Does one part; whether a result is not what it was."""
        found = self._done[number] = [self._function(one) for one in self._parts[number]]
        return found != self._before[number]

    def _help(self, here: int, parent: int) -> None:
        """Does parts, as long as anybody waits for them: files that are open there, locks too, stay so till this ends."""
        said = b""
        for number in self._numbers:
            if os.getppid() != parent:
                return
            if self._do(number) and not said:
                said = _OTHER
                os.write(here, said)
        data = marshal.dumps(self._done)
        with open(here, "wb") as answer:
            answer.write((b"" if said else _SAME) + digest.of_bytes(data) + data)

    def _hear(self, *, wait: bool) -> bytes:
        """What the second process says first."""
        import select

        if (
            self._answer is not None
            and not self._said
            and (wait or select.select([self._answer], [], [], 0)[0])
        ):
            self._said = os.read(self._answer, 1) or _SAME
        return self._said

    def _answered(self) -> dict[int, Sequence[bytes]]:
        """What the second process has done; nothing if it is lost, or there is none."""
        if self._answer is None:
            return {}
        self._hear(wait=True)
        with open(self._answer, "rb", closefd=False) as answer:
            data = answer.read()
        if digest.of_bytes(data[digest.SIZE :]) != data[: digest.SIZE]:
            return {}
        done: dict[int, Sequence[bytes]] = marshal.loads(data[digest.SIZE :])
        return done


def _piped(count: int, stack: ExitStack) -> Iterator[int]:
    """The numbers below `count`, each for whichever process asks first."""
    taken, given = os.pipe()
    stack.callback(os.close, taken)
    os.write(given, bytes(range(count)))
    os.close(given)
    return (number[0] for number in iter(lambda: os.read(taken, 1), b""))


def _end(helper: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(helper, signal.SIGKILL)
    os.waitpid(helper, 0)
