"""One command -> its time and memory, all its processes counted. Needs Linux: memory is read from /proc."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PERIOD: Final = 0.02
"""Seconds between two looks at the memory."""
_SHARE: Final = 0.1
"""The part of a processor that looking may take: the page table of a big process is long to read."""


class Failed(Exception):
    """A command that did not do its work; the message is fit for a table's cell."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Wall and processor time in seconds; peak memory in bytes, of the largest process and of all together."""

    wall: float
    cpu: float
    largest: int
    together: int


def run(command: Sequence[str], folder: Path, limit: float) -> Usage:
    """Runs `command` in `folder`; raises `Failed` if it fails or takes longer than `limit` seconds."""
    log = folder.with_suffix(".log")
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=_environment(), stdout=output, stderr=output, start_new_session=True
        )
        watch = _Watch(process.pid, started + limit)
        watch.start()
        try:  # waits, and leaves it to be reaped: until then no other process can get its number
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
            wall = time.perf_counter() - started
        except KeyboardInterrupt:
            watch.kill()
            raise
        finally:
            watch.stop()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if watch.overdue:
        raise Failed(f"over {limit:g} s")
    if process.returncode:
        print(log.read_text("utf-8", "replace")[-2000:])
        raise Failed(f"exit code {process.returncode}")
    return Usage(wall, used.ru_utime + used.ru_stime, watch.largest, watch.together)


def _environment() -> dict[str, str]:
    """As a user's: some machines are told not to keep compiled Python, which costs every start of ours 0.1 s."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _Watch(threading.Thread):
    """Looks at the processes of a session until stopped, and kills them all at the deadline."""

    def __init__(self, session: int, deadline: float) -> None:
        super().__init__()
        self.largest = self.together = 0
        self.overdue = False
        self._session, self._deadline = session, deadline
        self._over = threading.Event()

    def run(self) -> None:
        pause = 0.0
        while not self._over.wait(pause):
            started = time.perf_counter()
            if started > self._deadline:
                self.overdue = True
                self.kill()
                return
            self._look()
            pause = max(_PERIOD, (time.perf_counter() - started) / _SHARE)

    def kill(self) -> None:
        os.killpg(self._session, signal.SIGKILL)

    def stop(self) -> None:
        self._over.set()
        self.join()

    def _look(self) -> None:
        processes = list(_processes(self._session))
        peaks = [_memory(process / "status", "VmHWM") for process in processes]
        self.largest = max(self.largest, *peaks, 0)
        if len(processes) == 1:
            self.together = max(self.together, *peaks)
        else:  # the proportional size counts shared pages once, but is slow to read
            sizes = [_memory(process / "smaps_rollup", "Pss") for process in processes]
            self.together = max(self.together, sum(sizes))


def _processes(session: int) -> Iterator[Path]:
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            with suppress(ProcessLookupError):
                if os.getsid(int(process.name)) == session:
                    yield process


def _memory(file: Path, field: str) -> int:
    """A field of a file of /proc, in bytes; 0 once the process has ended."""
    with suppress(OSError):
        for line in file.read_text("ascii").splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) * 1024
    return 0
