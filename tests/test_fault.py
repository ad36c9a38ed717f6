"""A full disk and a broken one: every single call that writes, makes, moves or removes a file fails once, or from there on."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import REPO, Place, jpeg

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """fault.c, compiled."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not sys.platform.startswith("linux") or compiler is None:
        pytest.skip("needs Linux and a C compiler")
    file = tmp_path_factory.mktemp("shim") / "fault.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", file, HERE / "fault.c", "-ldl"], check=True)
    return file


@pytest.fixture
def changed(place: Place) -> Path:
    """A site as it was built, and content in which a report is new, one is gone, and one has another text and picture."""
    work = place.root.parent
    place.write("content/photos/1.jpg", jpeg())
    place.report("2022-09-29-a", title="甲", attendees="[方致远]", photos="{file: 1.jpg, caption: 现场}")
    place.report("2022-09-30-b", title="乙")
    place.report("2023-01-05-c", title="丙")
    before = Place(work / "before")
    shutil.copytree(place.root, before.root)
    # Built where it will be used: the memo knows the output by its whole path.
    place.build()
    shutil.rmtree(before.root)
    place.root.rename(before.root)
    shutil.copytree(before.root / "content", work / "next/content")
    after = Place(work / "next")
    after.write("content/photos/1.jpg", jpeg(810))
    after.report("2022-09-29-a", title="甲甲", attendees="[陈立言]", photos="{file: 1.jpg, caption: 现场}")
    (after.root / "content/reports/2023/2023-01-05-c.md").unlink()
    after.report("2024-05-06-d", title="丁")
    shutil.copytree(after.root / "content", work / "content")
    after.build()
    after.out.rename(work / "right")
    return work


def faults(shim: Path, work: Path, number: int, once: bool, step: int) -> tuple[int, list[str]]:
    """How many builds there were, and what went wrong."""
    words = [str(one) for one in (shim, work, number, int(once), step)]
    env = {**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": str(REPO / "src")}
    done = subprocess.run(
        [sys.executable, HERE / "faulty.py", *words], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    first, *wrong, last = done.stdout.splitlines()
    calls = re.fullmatch(r"calls (\d+) ", first)
    assert calls, first
    assert int(calls[1]) > 100
    return int(last.removeprefix("builds ")), wrong


KINDS = [(errno.ENOSPC, False), (errno.EIO, True), (errno.EIO, False)]


@pytest.mark.parametrize(("number", "once"), KINDS[:1])
def test_some_calls_that_fail(shim, changed, number, once):
    builds, wrong = faults(shim, changed, number, once, 40)
    assert wrong == []
    assert builds > 3


@pytest.mark.slow
@pytest.mark.parametrize(("number", "once"), [*KINDS, (errno.ENOSPC, True)])
def test_every_call_that_fails(shim, changed, number, once):
    builds, wrong = faults(shim, changed, number, once, 1)
    assert wrong == []
    assert builds > 100
