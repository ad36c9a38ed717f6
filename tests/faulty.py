"""Run by test_fault.py with fault.c loaded: builds a site again and again, and has one call of each build fail.

Arguments: the compiled fault.c, a folder with `before` (a site as it was built), `content` (what it is to become) and `right`
(what a clean build makes of that), then errno, whether only one call fails, and every how manyth call is tried. Prints the
number of builds, and what went wrong.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import shutil
import sys
import traceback
from pathlib import Path

from campus_news import (  # so that every child begins with all of it loaded
    cli,
    gallery,
    photos,
    pipeline,
    search,
)

assert gallery
assert photos
assert pipeline
assert search

NOW = "2026-03-01 12:00"
SAYS = ("写不进去，请检查磁盘空间和权限：", "站内搜索的索引编不成，网站没有改动")


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder but a stage, which is empty but for its lock where that could not be removed."""
    found = (
        path for path in folder.rglob("*") if path.is_file() and path.parts[-2:] != (".building", "lock")
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def build(root: Path) -> tuple[int, str]:
    """Exit code and what was complained of."""
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        code = cli.main(["--root", str(root), "--now", NOW, "--jobs", "1", "--no-search"])
    return code, said.getvalue()


def reset(work: Path, root: Path) -> None:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(work / "before", root)
    shutil.rmtree(root / "content")
    shutil.copytree(work / "content", root / "content")


def wrong(work: Path, root: Path, code: int, said: str) -> str | None:
    """What is wrong after a build in which a call failed, and after the next one; None if nothing is."""
    before, right, there = (files(one) for one in (work / "before/public", work / "right", root / "public"))
    # A stage that could not be removed is left to the next build.
    there = {path: data for path, data in there.items() if not path.startswith(".building/")}
    if code not in (0, 1) or "Traceback" in said:
        return f"exit {code}: {said}"
    if code == 1 and not (said.startswith(SAYS) and said.count("\n") == 1):
        return f"said {said!r}"
    halves = [path for path, data in there.items() if data not in (before.get(path), right.get(path))]
    if halves:
        return f"neither old nor new: {halves}"
    if (
        code == 0
        and {path: data for path, data in there.items() if not path.startswith(".building/")} != right
    ):
        return "said to be done, and is not"
    again = build(root)
    if again[0] != 0 or files(root / "public") != right:
        return f"the next build: {again}, {sorted(files(root / 'public').items() ^ right.items())[:3]}"
    return None


def attempt(library: ctypes.CDLL, work: Path, nth: int, number: int, once: int) -> tuple[int, str]:
    """How many calls there were, and what went wrong."""
    root = work / "site"
    reset(work, root)
    library.fault_arm(os.fsencode(root), nth, number, once)
    code, said = build(root)
    calls = library.fault_calls()
    library.fault_arm(os.fsencode(root), 0, 0, 0)
    return calls, wrong(work, root, code, said) or ""


def in_child(library: ctypes.CDLL, work: Path, nth: int, number: int, once: int) -> tuple[int, str]:
    """The same in a process of its own, so that nothing is remembered."""
    read, write = os.pipe()
    if os.fork() == 0:
        try:
            calls, why = attempt(library, work, nth, number, once)
            os.write(write, f"{calls}\n{why}"[:4000].encode("utf-8", "replace"))
        except BaseException:  # noqa: BLE001 - whatever it is, it is told
            os.write(write, f"0\n{traceback.format_exc()}"[-4000:].encode("utf-8", "replace"))
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        calls, _, why = pipe.read().decode("utf-8", "replace").partition("\n")
    os.wait()
    return int(calls), why


def say(words: str) -> None:
    sys.stdout.write(words + "\n")


def main() -> None:
    library, work = ctypes.CDLL(sys.argv[1]), Path(sys.argv[2])
    number, once, step = map(int, sys.argv[3:])
    total, why = in_child(library, work, 0, 0, 0)
    say(f"calls {total} {why}")
    for nth in range(1, total + 1, step):
        _, why = in_child(library, work, nth, number, once)
        if why:
            say(f"call {nth}: {why}")
    say(f"builds {len(range(1, total + 1, step))}")


main()
