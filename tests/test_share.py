"""Work that two processes share gives what one would, whatever becomes of the second one."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from campus_news.share import shared

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes and open files in /proc")


def result(number: int) -> bytes:
    return str(number).encode()


def opened() -> set[str]:
    return {file.name for file in Path("/proc/self/fd").iterdir()}


def children() -> set[int]:
    """The processes that this one has, those of other tests among them."""
    return {
        int(one)
        for task in Path("/proc/self/task").iterdir()
        for one in (task / "children").read_text().split()
    }


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """No process and no open file outlives the work; what other tests left may go meanwhile."""
    files, processes = opened(), children()
    yield
    assert opened() <= files
    assert children() <= processes


@pytest.fixture
def second() -> Callable[[], None]:
    """Waits until the second process has ended."""
    others = children()

    def ended() -> None:
        (helper,) = children() - others
        os.waitid(os.P_PID, helper, os.WEXITED | os.WNOWAIT)

    return ended


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 255, 999, 1000, 1001, 4321])
def test_results_are_those_of_one_process_in_order(count, jobs):
    right = [result(number) for number in range(count)]
    with shared(result, range(count), right, jobs) as work:
        assert not work.differs()
        assert work.results() == right
    with shared(result, range(count), [b""] * count, jobs) as work:
        assert work.results() == right


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("at", [0, 2500, 4320])
def test_one_result_that_is_another_is_told_before_all_is_done(at, jobs):
    before = [result(number) for number in range(4321)]
    before[at] = b"other"
    with shared(result, range(4321), before, jobs) as work:
        assert work.differs()
        assert work.results() == [result(number) for number in range(4321)]


def test_the_second_process_does_its_part(second):
    def who(_: int) -> bytes:
        return str(os.getpid()).encode()

    with shared(who, range(2000), [b""] * 2000, 2) as work:
        second()  # it need not wait for this one
        assert str(os.getpid()).encode() not in set(work.results())


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fails() -> None:
    raise MemoryError


@pytest.mark.parametrize("end", [killed, fails])
@pytest.mark.parametrize("at", [0, 700, 1999])
@pytest.mark.parametrize("asks", [True, False])
def test_what_a_lost_process_took_is_done_here(end, at, asks, second, capfd):
    here = os.getpid()

    def dies(number: int) -> bytes:
        if os.getpid() != here and number >= at:
            end()
        return result(number)

    right = [result(number) for number in range(2000)]
    with shared(dies, range(2000), right, 2) as work:
        second()
        assert not (asks and work.differs())
        assert work.results() == right
    assert capfd.readouterr() == ("", "")


def test_without_room_for_a_process_there_is_none(monkeypatch):
    def no_room() -> int:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", no_room)
    right = [result(number) for number in range(2000)]
    with shared(result, range(2000), right, 2) as work:
        assert not work.differs()
        assert work.results() == right


def test_it_ends_with_what_it_was_begun_for():
    here = os.getpid()

    def waits(number: int) -> bytes:
        if os.getpid() != here:
            signal.pause()
        return result(number)

    with pytest.raises(KeyboardInterrupt), shared(waits, range(2000), [b""] * 2000, 2):
        raise KeyboardInterrupt


def test_it_ends_with_who_began_it():
    script = """
import os, time
from campus_news.share import shared
def slow(number):
    time.sleep(0.01)
    return b""
with shared(slow, range(5000), [b""] * 5000, 2):
    print(open(f"/proc/self/task/{os.getpid()}/children").read(), flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as first:
        second = Path("/proc") / first.stdout.readline().strip()
        assert second.is_dir()
        first.kill()
        first.stdout.read()  # ends when neither of them has it open any more
    assert any(ended(second) for _ in range(1000))


def ended(process: Path) -> bool:
    """Whether it is gone, or only waits to be counted; if not, a moment later."""
    try:
        if (process / "stat").read_text().rpartition(")")[2].split()[0] in "ZX":
            return True
    except OSError:
        return True
    time.sleep(0.01)
    return False
