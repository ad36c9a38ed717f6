"""One run at a time: a lock on a file, which the system lets go when whoever holds it ends, in whatever way."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from campus_news.outcome import Busy

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


PATIENCE: Final = 600
"""Seconds to wait for another run: the longest build that was measured takes a third of that."""
_PAUSE: Final = 0.05
_TAKEN: Final = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)


class Lock:
    """What is held. `stands` tells whether the file is still where it was, or was taken away with its folder."""

    def __init__(self, file: Path, descriptor: int) -> None:
        self._file, self._descriptor = file, descriptor

    def stands(self) -> bool:
        """Whether the file that is locked is the one that others would find."""
        with suppress(OSError):
            return os.path.samestat(os.fstat(self._descriptor), self._file.stat())
        return False


@contextmanager
def held(file: Path, say: Callable[[str], None]) -> Iterator[Lock]:
    """Holds the lock `file`, its folder made if need be; waits while another run has it, and says so.

    Raises `Busy` if that takes too long, and OSError if there can be no such file. Where a file system knows no locks,
    there is none.
    """
    until = time.monotonic() + PATIENCE
    waits = False
    while True:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        except FileNotFoundError:  # whoever had it has just taken away the folder
            continue
        try:
            lock = Lock(file, descriptor)
            # Whoever had it may have removed it meanwhile: then the next one may hold another file of that name.
            if _taken(descriptor) and lock.stands():
                yield lock
                return
        finally:
            os.close(descriptor)
        if time.monotonic() > until:
            raise Busy(str(file))
        if not waits:
            say("另一个程序正在生成或检查这个网站，等它结束……")
            waits = True
        time.sleep(_PAUSE)


def _taken(descriptor: int) -> bool:
    """Whether the lock could be had, or there is no such thing here."""
    try:
        _lock(descriptor)
    except OSError as error:
        return error.errno not in _TAKEN
    return True
