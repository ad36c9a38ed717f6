"""Ctrl-C where Python would lose it: in an import, and in what is called where exceptions are ignored.

There the run would go on as if nobody had asked, or hang, since a lock is kept for ever (both seen, of 75 builds that were
stopped at random moments). So `KeyboardInterrupt` comes a moment later.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_IMPORTLIB: Final = "<frozen importlib"
_LOGGING: Final = "/logging/__init__.py"
"""Called at every fork, to let go of its lock."""
_SOON: Final = 0.01
"""Seconds."""


@contextmanager
def heeded() -> Iterator[None]:
    """Within this Ctrl-C is never lost, where the system can call again later."""
    ours = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    hook, sys.unraisablehook = sys.unraisablehook, _ignored
    alarm = signal.signal(signal.SIGALRM, _interrupt)
    signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGALRM, alarm)
        sys.unraisablehook = hook


@contextmanager
def held_back() -> Iterator[None]:
    """Ctrl-C comes when this is over: for what must not be left half done, and takes no time."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGALRM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _interrupt(_number: int, frame: FrameType | None) -> None:
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(_IMPORTLIB) or file.endswith(_LOGGING):
            signal.setitimer(signal.ITIMER_REAL, _SOON)
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def _ignored(what: sys.UnraisableHookArgs) -> None:
    if issubclass(what.exc_type, KeyboardInterrupt):
        signal.setitimer(signal.ITIMER_REAL, _SOON)
    else:
        sys.__unraisablehook__(what)
