"""What a call costs in a process of its own: forked from this one, which has loaded everything."""

from __future__ import annotations

import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

SECONDS = 2.0
MEGABYTES = 300
_LONGEST = 60


class Toll(NamedTuple):
    """`code`: what was returned, or minus the signal that ended it. `megabytes`: the most memory, above this process's own."""

    code: int
    said: str
    seconds: float
    megabytes: float


def toll(work: Callable[[], int], file: Path) -> Toll:
    """Carries `work` out; `file` takes what it prints. Whatever hangs is ended after a minute of the clock."""
    own = _resident()
    child = os.fork()
    if not child:
        code = 99
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(_LONGEST)
            with file.open("w", encoding="utf-8", errors="strict") as sys.stdout:
                sys.stderr = sys.stdout
                try:
                    code = work()
                except BaseException:  # noqa: BLE001 - whatever it is, the parent tells it
                    traceback.print_exc()
        finally:
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    said = file.read_text("utf-8") if file.exists() else ""
    most = used.ru_maxrss * 1024 - own
    return Toll(os.waitstatus_to_exitcode(status), said, used.ru_utime + used.ru_stime, most / 1e6)


def _resident() -> int:
    """Bytes of memory that this process has now, and a child begins with."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
