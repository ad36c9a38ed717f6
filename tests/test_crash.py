"""Two builds at once, workers that die, Ctrl-C, output taken away: nothing is harmed, and the next build equals a clean one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from campus_news import lock, output, pages, work
from campus_news.outcome import Busy, CannotWrite, LostWorker
from conftest import REPO, Place

NOW = "2026-03-01 12:00"
PYTHON = [sys.executable, REPO / "build.py"]


def started(place: Place, *words: str, **more: object) -> subprocess.Popen[str]:
    """A build in a process group of its own, as a shell starts it."""
    command = [*PYTHON, *words, "--root", place.root, "--now", NOW, "--jobs", "2"]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **more
    )  # type: ignore[call-overload,no-any-return]


def clean(place: Place, search: bool = False) -> dict[str, bytes]:
    """What a build from nothing, elsewhere, makes of the same content."""
    other = Place(place.root.parent / "clean")
    shutil.rmtree(other.root, ignore_errors=True)
    other.root.mkdir()
    for name in ("content", "templates", "static"):
        if (place.root / name).exists():
            shutil.copytree(place.root / name, other.root / name)
    other.build(search=search)
    return other.files()


def stage_is_gone(place: Place) -> bool:
    """A lock may be left, where a run ended while it was about to take it."""
    return not any(one.name != "lock" for one in place.out.glob(".building/*"))


@pytest.fixture
def many(place: Place) -> Place:
    """Enough reports for workers."""
    for number in range(work.PAYS_FROM + 20):
        day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
        place.report(f"{day}-r{number}", title=f"第{number}次会议", body="**重点**。\n" * 5)
    return place


@pytest.fixture
def small(place: Place) -> Place:
    for day in ("2022-09-29", "2022-09-30", "2022-10-08"):
        place.report(f"{day}-a", title="例会", attendees="[方致远, 陈立言]")
    return place


# Two at once


def test_a_second_build_waits_and_says_so(many):
    first = started(many, "--no-search")
    until(lambda: (many.root / ".cache/lock").exists())
    second = started(many, "--no-search")
    assert [one.wait() for one in (first, second)] == [0, 0]
    said = (first.communicate()[1], second.communicate()[1])
    assert sorted(said) == ["", "另一个程序正在生成或检查这个网站，等它结束……\n"]
    assert many.files() == clean(many)


@pytest.mark.slow
def test_builds_and_checks_at_once_harm_nothing(many):
    runs = [started(many, *words) for words in ((), ("--clean",), ("check",), ("--no-search",), ("audit",))]
    for one in runs:
        _, said = one.communicate()
        assert (
            one.returncode == 0 or "audit" in one.args
        )  # which looks at whatever the others have done by then
        assert set(said.splitlines()) <= {"另一个程序正在生成或检查这个网站，等它结束……"}
    many.build()
    assert many.files() == clean(many)


def test_two_sites_do_not_write_into_one_folder_at_the_same_time(small, monkeypatch):
    """Whoever has the stage is alone in the folder, whatever site it is of."""
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    heard: list[str] = []
    with output.staging(small.out, heard.append):
        (small.out / ".building/new.html").write_text("half")
        with pytest.raises(Busy):
            small.build(say=heard.append)
        assert (small.out / ".building/new.html").read_text() == "half"
    assert heard == ["另一个程序正在生成或检查这个网站，等它结束……"]
    assert small.build().pages > 0


def test_who_waits_too_long_leaves_with_a_clear_line(small, cli, monkeypatch):
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    with lock.held(small.root / ".cache/lock", print):
        code, _, err = cli("--root", small.root)
    assert code == 1
    assert err.splitlines()[1:] == [
        "另一个程序一直在生成或检查这个网站，没有再等；网站没有改动。请等它结束，再运行一次。"
    ]


def test_only_one_holds_a_lock_though_its_file_comes_and_goes(tmp_path):
    inside, seen = [0], []

    def work() -> None:
        for _ in range(30):
            with lock.held(tmp_path / "there/lock", lambda _: None):
                inside[0] += 1
                seen.append(inside[0])
                time.sleep(0.001)
                inside[0] -= 1
                shutil.rmtree(tmp_path / "there", ignore_errors=True)  # the next one may be in it

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert seen == [1] * 120


def test_a_check_of_typed_text_does_not_wait(small):
    """An editor's program asks at every pause, also while the site is built."""
    small.build()
    path = "content/reports/2022/2022-09-29-a.md"
    with lock.held(small.root / ".cache/lock", lambda _: None):
        typed = {path: (small.root / path).read_bytes()}
        assert small.check(typed=typed, only=(path,)).findings == ()


# Workers that die


def until(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "that did not happen"
        time.sleep(0.005)


def children(process: subprocess.Popen[str] | int) -> list[int]:
    """The processes that a process has started and that still run."""
    pid = process if isinstance(process, int) else process.pid
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if int(parent) == pid and state != "Z":
                found.append(int(stat.parent.name))
    return found


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


def lose_a_worker(place: Place, chance: random.Random) -> bool:
    """A build one of whose workers is killed; whether there was one to be killed in time."""
    build = started(place, "--clean", "--no-search")
    before = place.files() if place.out.exists() else {}
    killed = False
    while build.poll() is None and not killed:
        for worker in children(build)[:1]:
            time.sleep(chance.uniform(0, 0.15))
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
                killed = True
        time.sleep(0.002)
    _, said = build.communicate(timeout=20)
    if build.returncode == 1:
        assert said.startswith("有一个工作进程中途被系统结束了（多半是内存不够），网站没有改动。"), said
        assert said.count("\n") == 1
        assert place.files() == before
    else:  # it had done all it was to do
        assert (build.returncode, said) == (0, "")
    assert stage_is_gone(place)
    return build.returncode == 1


@linux
def test_a_lost_worker_is_one_clear_line_and_harms_nothing(many):
    many.build(search=False)
    chance = random.Random(3)
    assert sum(lose_a_worker(many, chance) for _ in range(2)) > 0
    assert many.build().written == 0


@linux
@pytest.mark.slow
def test_many_lost_workers(many):
    many.build()
    chance = random.Random(4)
    assert sum(lose_a_worker(many, chance) for _ in range(100)) > 50
    many.build()
    assert many.files() == clean(many)


def test_a_worker_that_ends_is_told_by_its_own_exception():
    with pytest.raises(LostWorker):
        list(work.spread(_end, int, range(work.PAYS_FROM), 2))


def _end(_: object, things: object) -> list[object]:
    os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    return []


@linux
def test_workers_end_with_a_parent_that_is_killed(many):
    """Else they would hold its lock, and the next build would wait for ever."""
    build = started(many, "--no-search")
    workers: list[int] = []
    until(lambda: workers.extend(children(build)) or workers)
    workers += children(build)
    build.kill()
    build.communicate()
    until(lambda: not any(alive(one) for one in workers), 5)
    many.build()
    assert many.files() == clean(many)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# Ctrl-C


def interrupt(place: Place, delay: float, whole: bool, *words: str) -> bool:
    """A build stopped `delay` seconds after it began, as a terminal does (`whole` group) or `kill -INT`; whether it was."""
    (place.root / ".cache/lock").unlink(missing_ok=True)
    build = started(place, *words)
    until(lambda: (place.root / ".cache/lock").exists() or build.poll() is not None)
    time.sleep(delay)
    workers = children(build)
    begun = time.monotonic()
    if build.poll() is None:
        (os.killpg if whole else os.kill)(build.pid, signal.SIGINT)
    _, said = build.communicate(timeout=30)
    took = time.monotonic() - begun
    until(lambda: not any(map(alive, workers)), 5)
    assert (build.returncode, said) in (
        (0, ""),
        (130, "已中止。再运行一次，就会把没有做完的做完。\n"),
        (-signal.SIGINT, ""),  # it was over, and Python about to end
    ), said
    if build.returncode == 130:
        assert took < 2
        assert stage_is_gone(place)
    return build.returncode == 130


def halves(place: Place, right: dict[str, bytes], before: dict[str, bytes]) -> list[str]:
    """The files that are neither as they were nor as they will be, but for a lock (`stage_is_gone`)."""
    there = [one for one in place.files().items() if one[0] != ".building/lock"]
    return [path for path, data in there if data not in (right.get(path), before.get(path))]


@linux
@pytest.mark.parametrize("whole", [True, False], ids=["group", "parent"])
def test_ctrl_c_is_clean_and_quick(many, whole):
    right = clean(many)
    chance = random.Random(5)
    stopped = 0
    for _ in range(2):
        shutil.rmtree(many.out, ignore_errors=True)
        shutil.rmtree(many.root / ".cache", ignore_errors=True)
        stopped += interrupt(many, chance.uniform(0, 0.4), whole, "--no-search")
        assert not many.out.exists() or halves(many, right, {}) == []
    assert stopped > 0
    many.build()
    assert many.files() == right


@linux
@pytest.mark.slow
@pytest.mark.parametrize("whole", [True, False], ids=["group", "parent"])
def test_ctrl_c_at_any_moment(many, whole):
    many.build(search=True)
    chance = random.Random(6)
    stopped = 0
    for number in range(75):
        before = many.files()
        many.report("2024-05-05-x", title=f"第{number}稿")
        right = clean(many, search=True)
        words = ["--clean"] if number % 2 else []
        stopped += interrupt(many, chance.uniform(0, 1.2 if words else 0.5), whole, *words)
        assert halves(many, right, before) == []
        if number % 3 == 2:
            many.build(search=True)
            assert many.files() == right
    assert stopped > 35


# Output taken away, replaced, read-only


def meanwhile(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object], at: str) -> None:
    """Does something once in the middle of the next build: before it plans, or between staging and putting in place."""
    owner, name = {"plan": (pages, "plan"), "put": (output.Output, "commit")}[at]
    real = getattr(owner, name)

    def busy(*args: object) -> object:
        monkeypatch.setattr(owner, name, real)
        deed()
        return real(*args)

    monkeypatch.setattr(owner, name, busy)


DEEDS: dict[str, Callable[[Path], object]] = {
    "removed": lambda out: shutil.rmtree(out),
    "a file": lambda out: (shutil.rmtree(out), out.write_text("x")),
    "another folder": lambda out: (shutil.rmtree(out), out.mkdir()),
    "a link that leads nowhere": lambda out: (shutil.rmtree(out), out.symlink_to("nowhere")),
    "its stage removed": lambda out: shutil.rmtree(out / ".building"),
}


@pytest.mark.parametrize("at", ["plan", "put"])
@pytest.mark.parametrize("deed", DEEDS)
def test_output_taken_away_in_the_middle(small, monkeypatch, deed, at):
    small.build()
    small.report("2022-10-09-b", title="新")
    meanwhile(monkeypatch, lambda: DEEDS[deed](small.out), at)
    with pytest.raises(CannotWrite, match=r"public"):
        small.build()
    if small.out.is_file() or small.out.is_symlink():
        small.out.unlink()
    small.build()
    assert small.files() == clean(small)


@pytest.mark.parametrize("at", ["plan", "put"])
def test_the_cache_taken_away_in_the_middle(small, monkeypatch, at):
    small.build()
    small.report("2022-10-09-b", title="新")
    meanwhile(monkeypatch, lambda: shutil.rmtree(small.root / ".cache"), at)
    with suppress(CannotWrite):
        small.build()
    small.build()
    assert small.files() == clean(small)


@pytest.fixture
def unprivileged(place: Place) -> Iterator[list[str]]:
    """What a command has to begin with so that permissions count for it."""
    if os.name != "posix":
        pytest.skip("needs POSIX permissions")
    if os.geteuid() != 0:
        yield []
    elif shutil.which("setpriv"):
        yield ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    else:
        pytest.skip("root may write everywhere, and there is no setpriv to give that up")


@pytest.mark.parametrize("where", ["public", "public/2022/09", ".cache"])
def test_a_place_without_permission_is_told_and_nothing_changes(small, unprivileged, where):
    small.build()
    before = small.files()
    small.report("2022-10-09-b", title="新")
    small.report("2022-09-29-a", title="改")
    folder = small.root / where
    if where == ".cache":  # what is in it could still be written
        shutil.rmtree(folder)
        folder.mkdir()
    folder.chmod(0o500)
    try:
        words = [*unprivileged, *PYTHON, "--root", small.root, "--now", NOW, "--no-search"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    finally:
        folder.chmod(0o700)
    assert done.returncode == 1
    assert done.stderr.startswith("写不进去，请检查磁盘空间和权限：")
    assert done.stderr.count("\n") == 1
    assert "没有权限" in done.stderr or "打不开" in done.stderr or "只读" in done.stderr
    if (
        where == "public/2022/09"
    ):  # that is found out only while things are put in place: what stands there is whole
        assert halves(small, clean(small), before) == []
    else:
        assert small.files() == before
    small.build()
    assert small.files() == clean(small)


# The clock


def test_a_clock_that_is_set_back(small):
    """Nothing is decided by comparing times of files with the clock."""
    small.report("2026-01-10-later", title="到时候才发", published="2026-02-20 08:00")
    small.build()
    future = time.time() + 10**7
    for file in [*small.root.rglob("*")]:
        if file.is_file():
            os.utime(file, (future, future))
    small.build()
    assert small.files() == clean(small)
