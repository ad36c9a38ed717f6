"""What is released is the same bytes whoever makes it, and has in it what a site needs."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest

from conftest import REPO

LOCKS = ["requirements.lock", ".ci/release.lock"]
SHIPPED = ["pyproject.toml", "README.md", "LICENSE", ".gitignore", "build.py", "src", "templates", "static"]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_library_has_its_version_and_hash(lock):
    text = re.sub(r"^ *#.*\n", "", (REPO / lock).read_text("utf-8"), flags=re.M).replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) > 10
    assert not [line for line in lines if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)]


@pytest.mark.slow
def test_the_same_bytes_are_made_elsewhere_later_by_somebody_else(tmp_path):
    made = [
        _made(tmp_path / "a", 0o022, "UTC"),
        _made(tmp_path / "longer-name" / "b", 0o077, "Asia/Shanghai"),
    ]
    assert made[0] == made[1]
    assert sorted(name.rpartition("-")[2] for name in made[0]) == ["0.1.0.tar.gz", "any.whl"]


@pytest.mark.slow
def test_the_wheel_and_the_archive_are_whole(tmp_path):
    _made(tmp_path / "a", 0o022, "UTC")
    (wheel,) = (tmp_path / "a" / "dist").glob("*.whl")
    (archive,) = (tmp_path / "a" / "dist").glob("*.tar.gz")
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"campus_news/_{one.relative_to(REPO).as_posix()}" for one in _files("templates", "static")}
    wanted |= {one.relative_to(REPO / "src").as_posix() for one in _files("src")}
    assert wanted <= packed
    with tarfile.open(archive) as opened:
        inner = {name.partition("/")[2] for name in opened.getnames()}
    assert {one.relative_to(REPO).as_posix() for one in _files("src", "templates", "static")} <= inner
    assert not [name for name in packed | inner if name.startswith(("tests/", "content/"))]


def _files(*folders):
    found = (one for folder in folders for one in (REPO / folder).rglob("*"))
    return [one for one in found if one.is_file() and "__pycache__" not in one.parts and one.suffix != ".pyc"]


def _made(folder, mask, zone):
    """Copies what a release is made of, makes it, and gives each file's digest."""
    folder.mkdir(parents=True)
    for name in SHIPPED:
        if (REPO / name).is_dir():
            shutil.copytree(REPO / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(REPO / name, folder / name)
    before = os.umask(mask)
    try:
        command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist", "."]
        environment = {**os.environ, "TZ": zone, "PYTHONSAFEPATH": "1"}
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    finally:
        os.umask(before)
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in (folder / "dist").iterdir()}
