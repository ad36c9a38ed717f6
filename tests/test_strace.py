"""What a build asks of the system, as strace tells: it writes only what is its own, and reads nothing that is nobody's business.

Paths are taken as the system resolved them, so a link that leads elsewhere would be seen.
"""

from __future__ import annotations

import codecs
import os
import re
import shutil
import site as python_site
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import hostile_file
from conftest import REPO, Place, jpeg

STRACE = shutil.which("strace")
pytestmark = pytest.mark.skipif(STRACE is None, reason="strace is not installed")

CHANGES = re.compile(
    "creat|mkdir|rename|unlink|rmdir|symlink|link(?:at)?$|mknod|chmod|fchmodat|chown|fchownat|utime|futimesat|truncate|setxattr"
)
ASKS = re.compile("l?stat|newfstatat|statx|readlink|access|faccessat|getcwd|statfs")
LIBRARIES = (
    "/usr", "/lib", "/lib64", "/bin", "/etc", "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/filesystems", "/sys/fs/cgroup",
    "/sys/devices/system/cpu", "/dev/null", "/dev/urandom", "/dev/random",
)  # fmt: skip
PROGRAM = (
    sys.prefix, sys.base_prefix, *python_site.getsitepackages(), *filter(None, sys.path), str(REPO / "build.py"), str(REPO / "src"), str(REPO / "templates"), str(REPO / "static"),
)  # fmt: skip

SEMAPHORE = re.compile(r"/dev/shm/sem\.[\w-]+")
"""What processes wait for each other with: Python makes a few and takes their names away at once."""

_LINE = re.compile(r"(\w+)\((.*)\) += (-?\d+|\?)(?:<((?:[^>\\]|\\.)*)>)?")
_PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<((?:[^>\\]|\\.)*)>, )?"((?:[^"\\]|\\.)*)"')
_ONE = re.compile("readlink|execve|symlink")
"""Calls of which only one text is a path."""


class Call(NamedTuple):
    """One call: its paths as they were asked for, that of the file it opened, and whether that was to write."""

    name: str
    paths: tuple[str, ...]
    opened: str | None
    writes: bool
    line: str


def text(escaped: str) -> str:
    return os.fsdecode(codecs.escape_decode(escaped.encode("latin-1"))[0])


def calls(folder: Path, home: Path) -> Iterator[Call]:
    """All that `strace -ff -y -o FOLDER/x` wrote; what was asked for is relative to `home`."""
    for file in folder.glob("x.*"):
        for line in file.read_text("latin-1").splitlines():
            match = _LINE.match(line)
            if match is None:
                assert re.match(r"\+\+\+|---|\w+\(.*(?:<unfinished|= \?)|exit", line), line
                continue
            name, words, result, to = match.groups()
            found = [str(Path(text(at or ""), text(path))) for at, path in _PATH.findall(words)]
            if _ONE.match(name):
                found = found[1:2] if name.startswith("symlink") else found[:1]
            opens = name in ("open", "openat", "openat2")
            writes = opens and re.search("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND", words) is not None
            there = text(to) if opens and to is not None and int(result) >= 0 else None
            yield Call(
                name,
                tuple(str(home / one) for one in found),
                there,
                writes or bool(CHANGES.match(name)),
                line,
            )


def real(path: str) -> str:
    """Where a name stands; a link of that name is not followed."""
    folder, name = os.path.split(os.path.normpath(path))
    return str(Path(os.path.realpath(folder), name))


def below(path: str, *folders: str | Path) -> bool:
    return any(path == str(one) or path.startswith(f"{one}/") for one in folders)


def traced(place: Place, out: Path, jobs: int, folder: Path) -> tuple[int, list[Call]]:
    """Exit code of a build in a folder of its own, and all its calls."""
    home = folder / "home"
    for one in (home, folder / "trace"):
        one.mkdir()
    ours = [
        "build",
        "--root",
        str(place.root),
        "--out",
        str(out),
        "--jobs",
        str(jobs),
        "--no-search",
    ]
    words = [
        STRACE,
        "-ff",
        "-y",
        "-s",
        "9999",
        "--seccomp-bpf",
        "-e",
        "trace=%file",
        "-o",
        str(folder / "trace/x"),
        sys.executable,
        "-B",
        str(REPO / "build.py"),
    ]
    surroundings = os.environ | {"PYTHONPATH": str(REPO / "src"), "HOME": str(home), "TMPDIR": str(home)}
    done = subprocess.run(
        [*words, *ours], cwd=home, env=surroundings, capture_output=True, text=True, check=False, timeout=120
    )
    assert "Traceback" not in done.stderr
    found = list(calls(folder / "trace", home))
    assert sum(call.name == "execve" for call in found) >= 1, done.stderr
    return done.returncode, found


def judged(found: list[Call], place: Place, out: Path, outside: Path, home: Path) -> None:
    """Nothing is changed or opened that is not the build's business."""
    root, cache = place.root.resolve(), place.root.resolve() / ".cache"
    register = re.compile(rf"{re.escape(str(root))}/content/(urls\.txt|\.urls-\w+)")
    for call in found:
        wheres = [call.opened] if call.opened is not None else [real(path) for path in call.paths]
        if call.writes:
            for where in wheres:
                own = below(where, out, cache, "/dev/null") or register.fullmatch(where)
                assert own or SEMAPHORE.fullmatch(where), call.line
        elif call.opened is not None:
            assert below(call.opened, root, out, *LIBRARIES, *PROGRAM, home), call.line
        if not ASKS.match(call.name):
            assert not any(below(where, outside) for where in wheres), call.line


def site(folder: Path) -> Place:
    """A right site: pictures, a link beside its file."""
    place = hostile_file.harmless(Place(folder / "site"))
    place.write("content/photos/2022-09-30-b/1.png", hostile_file.picture("PNG", 900, 700))
    place.report("2022-09-30-b", title="乙会", photos="1.png")
    (place.root / "content/photos/2022-09-29-a/2.jpg").symlink_to("1.jpg")
    hostile_file.neighbour(folder / "outside")
    return place


LINKS = {
    "content/reports/2022/2022-10-01-a.md": "secret",
    "content/reports/2021": "folder",
    "content/photos/2022-10-02-b": "",
    "content/photos/2.jpg": "secret.jpg",
    "content/wording.yaml": "secret",
    "static": "folder",
    "templates/home.html": "secret",
}


def hostile(place: Place, outside: Path) -> None:
    """Links and names that lead out, in every place."""
    for path, to in LINKS.items():
        hostile_file.link(path, to)(place, outside)
    names = ["../../../outside/secret.jpg", str(outside / "secret.jpg"), "..", "2.jpg", "secret.jpg"]
    for i, name in enumerate(names, 2):
        place.report(f"2022-10-0{i}-b", photos=f"'{name}'", slug="'../../out'")
    place.write("content/site.yaml", hostile_file.SITE + "emblem: ../../outside/secret\n")


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_build_writes_only_what_is_its_own(tmp_path, jobs):
    place, out = site(tmp_path), tmp_path / "out"
    if jobs > 1:
        for i in range(40):
            place.write(f"content/photos/2022-08-{i % 28 + 1:02}-p{i}/1.jpg", jpeg(900 + i, 700))
            place.report(f"2022-08-{i % 28 + 1:02}-p{i}", photos="1.jpg")
    code, found = traced(place, out, jobs, tmp_path)
    assert (code, (out / "index.html").is_file(), (place.root / "content/urls.txt").is_file()) == (
        0,
        True,
        True,
    )
    assert {"openat", "mkdir", "rename"} <= {call.name for call in found if call.writes}
    assert any(call.opened == str(place.root / "content/leaders.yaml") for call in found)
    assert (len(list((tmp_path / "trace").iterdir())) > 1) == (jobs > 1), "one file for each process"
    judged(found, place, out, tmp_path / "outside", tmp_path / "home")
    assert not list((tmp_path / "home").iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_links_and_names_that_lead_out_are_not_followed(tmp_path, jobs):
    place, out = site(tmp_path), tmp_path / "out"
    hostile(place, tmp_path / "outside")
    code, found = traced(place, out, jobs, tmp_path)
    assert (code, out.exists()) in ((1, False), (2, False))
    judged(found, place, out, tmp_path / "outside", tmp_path / "home")


def test_a_call_that_does_harm_would_be_seen(tmp_path):
    place, out, outside = site(tmp_path), tmp_path / "out", tmp_path / "outside"
    home = str(tmp_path)
    for line in (
        f'openat(AT_FDCWD<{home}>, "site/content/x", O_RDONLY|O_CLOEXEC) = 3<{outside}/secret>',
        f'openat(AT_FDCWD<{home}>, "x", O_WRONLY|O_CREAT, 0666) = 3<{home}/x>',
        f'openat(AT_FDCWD<{home}>, "{place.root}/content/x", O_RDWR|O_CREAT, 0666) = -1 ENOENT (No such file or directory)',
        f'rename("{out}/a", "../a")       = 0',
        f'unlinkat(4<{out}>, "../outside/secret", 0) = 0',
        f'mkdir("{place.root}/content/reports/x", 0777) = 0',
        'openat(AT_FDCWD</>, "/home/somebody/.netrc", O_RDONLY) = 3</home/somebody/.netrc>',
    ):  # fmt: skip
        (tmp_path / "x.1").write_text(line + "\n")
        found = list(calls(tmp_path, tmp_path / "home"))
        assert len(found) == 1
        with pytest.raises(AssertionError, match=re.escape(line[:20])):
            judged(found, place, out, outside, tmp_path / "home")
