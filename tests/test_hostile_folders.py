"""What stands in public/ and .cache/ instead of what was made: nothing is written through a link, nothing is a traceback."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import hostile_file
from conftest import Place

NOW = ("--now", "2026-03-01 12:00", "--no-search")


def emptied(path: Path) -> Path:
    """`path`, with nothing there any more."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    return path


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    """The harmless site, built, beside a copy of its own output: what a link may lead to. Not to be changed."""
    folder = tmp_path_factory.mktemp("good")
    place = hostile_file.harmless(Place(folder / "site"))
    assert place.build(jobs=1).pages
    hostile_file.neighbour(folder / "outside")
    shutil.copytree(place.out, folder / "outside/public")
    return folder


@pytest.fixture
def site(good, tmp_path) -> Place:
    shutil.copytree(good, tmp_path / "here", symlinks=True)
    return Place(tmp_path / "here/site")


@pytest.fixture
def build(cli, site) -> Callable[[], tuple[int, str]]:
    """Builds by the command: the exit code and all that was printed."""

    def run() -> tuple[int, str]:
        code, out, err = cli("build", "--root", site.root, *NOW, "--jobs", "1")
        assert "Traceback" not in out + err
        return code, out + err

    return run


def everything(folder: Path) -> dict[str, bytes | str]:
    """All files in `folder` and where links lead."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file())
    return {str(path): str(path.readlink()) if path.is_symlink() else path.read_bytes() for path in found}


LINKED = ["2022", "2022/09/29", "2022/09/29/a", "photos", "static", "leaders", "data"]


@pytest.mark.parametrize("folder", LINKED)
@pytest.mark.parametrize("known", [True, False], ids=["built before", "not built before"])
def test_nothing_is_written_or_removed_behind_a_linked_folder(site, build, folder, known):
    outside = site.root.parent / "outside"
    if not known:
        shutil.rmtree(site.root / ".cache")
    elif folder == "2022/09/29/a":
        (site.root / "content/reports/2022/2022-09-29-a.md").unlink()  # its page is to go
    else:
        build()
    place = emptied(site.out / folder)
    place.symlink_to(outside / "public" / folder)
    site.report("2022-09-30-b", title="另一个题目")
    site.write("content/photos/2022-09-29-a/1.jpg", hostile_file.jpeg(colour="olive"))
    site.write("static/site.css", "body{color:red}")
    site.write("content/leaders.yaml", hostile_file.LEADERS.replace("校长", "院长"))
    before = everything(outside)
    code, said = build()
    assert everything(outside) == before
    assert (code, "这是一个链接" in said) in ((1, True), (0, False))
    assert code == 1 or known, said


@pytest.mark.parametrize("file", ["index.html", "2022/09/30/b/index.html", "robots.txt"])
def test_a_linked_file_is_replaced_and_what_it_leads_to_stays(site, build, file):
    outside = site.root.parent / "outside"
    right = (site.out / file).read_bytes()
    emptied(site.out / file).symlink_to(outside / "secret")
    before = everything(outside)
    assert build()[0] == 0
    assert everything(outside) == before
    assert not (site.out / file).is_symlink()
    assert (site.out / file).read_bytes() == right


def test_a_linked_file_that_holds_the_same_is_replaced_too(site, build):
    outside = site.root.parent / "outside/public/index.html"
    emptied(site.out / "index.html").symlink_to(outside)
    assert build()[0] == 0
    assert not (site.out / "index.html").is_symlink()


@pytest.mark.parametrize("name", ["pipe", "folder"])
def test_what_is_no_file_in_the_place_of_a_page(site, build, name):
    place = emptied(site.out / "index.html")
    (os.mkfifo if name == "pipe" else os.mkdir)(place)
    code, said = build()
    assert (code == 0 and place.is_file()) or (code == 1 and "写不进去" in said)
    assert (code == 0) == (name == "pipe")


@pytest.mark.parametrize("name", ["link", "pipe", "file"])
def test_the_folder_of_a_build_in_progress(site, build, name):
    outside = site.root.parent / "outside"
    place, before = site.out / ".building", everything(outside)
    if name == "link":
        place.symlink_to(outside)
    elif name == "pipe":
        os.mkfifo(place)
    else:
        place.write_text("x")
    site.report("2022-09-30-b", title="另一个题目")
    code, said = build()
    assert (code, "写不进去" in said) == (1, True)
    assert everything(outside) == before


def garbage(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    emptied(path).write_bytes(bytes(range(256)) * 400)


def in_all(folder: Path, spoil: Callable[[Path], object]) -> None:
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        spoil(path)


CACHES: dict[str, tuple[Callable[[Path], object], bool]] = {
    "gone": (shutil.rmtree, True),
    "a file": (garbage, False),
    "a pipe": (lambda cache: os.mkfifo(emptied(cache)), False),
    "memo of garbage": (lambda cache: garbage(cache / "memo.sqlite"), True),
    "memo emptied": (lambda cache: os.truncate(cache / "memo.sqlite", 0), True),
    "memo cut": (lambda cache: os.truncate(cache / "memo.sqlite", 5000), True),
    "memo of 200 MB": (lambda cache: os.truncate(cache / "memo.sqlite", 200_000_000), True),
    "memo a folder": (lambda cache: emptied(cache / "memo.sqlite").mkdir(), False),
    "memo a pipe": (lambda cache: os.mkfifo(emptied(cache / "memo.sqlite")), True),
    "photos a file": (lambda cache: garbage(cache / "photos"), False),
    "photos of garbage": (lambda cache: in_all(cache / "photos", garbage), True),
    "photos cut": (lambda cache: in_all(cache / "photos", lambda one: os.truncate(one, 40)), True),
    "photos emptied": (lambda cache: in_all(cache / "photos", lambda one: os.truncate(one, 0)), True),
    "photos of pipes": (lambda cache: in_all(cache / "photos", lambda one: os.mkfifo(emptied(one))), True),
    "odd photos": (lambda cache: garbage(cache / "photos" / f"{'0' * 20}-99999x99999-000.webp"), True),
    "templates a file": (lambda cache: garbage(cache / "templates"), True),
    "templates of garbage": (lambda cache: in_all(cache / "templates", garbage), True),
    "templates of pipes": (
        lambda cache: in_all(cache / "templates", lambda one: os.mkfifo(emptied(one))),
        True,
    ),
}


@pytest.mark.parametrize("name", CACHES)
def test_a_cache_of_garbage_is_made_again_or_told(site, build, name):
    spoil, mends = CACHES[name]
    right = site.files()
    spoil(site.root / ".cache")
    shutil.rmtree(site.out)
    code, said = build()
    assert (code, "写不进去" in said) == ((0, False) if mends else (1, True)), said
    if mends:
        assert site.files() == right
