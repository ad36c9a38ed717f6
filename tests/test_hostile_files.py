"""A file that means harm is told of in Chinese, at once; the last good site stays, and nothing beside the site is touched.

What is told of each stands in fixtures/hostile.txt (`--update-golden` writes it anew), and none may take a minute.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import hostile_file
from campus_news import console, tell
from campus_news.console import Usage
from campus_news.diagnostics import has_error
from campus_news.template import BadTemplate
from conftest import Place
from hostile_file import Hostile

FIXTURE = Path(__file__).parent / "fixtures" / "hostile.txt"
ALL = {one.name: one for one in hostile_file.everything()}
HEAVY = {one.name for one in hostile_file.pictures() if re.search(r"\d{4}|animation|bomb", one.name)} | {
    name for name in ALL if re.match("most |too many [^e]|200 MB of text|many|folders in", name)
}
MOST = 120
"""Findings in one file, at the very most."""


def expected() -> dict[str, str]:
    lines = FIXTURE.read_text("utf-8").splitlines() if FIXTURE.exists() else []
    return {name: told for name, _, told in (line.partition(" => ") for line in lines)}


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    """The harmless site, built, and what lies beside it. Not to be changed."""
    folder = tmp_path_factory.mktemp("good")
    assert hostile_file.harmless(Place(folder / "site")).build(jobs=1).pages
    hostile_file.neighbour(folder / "outside")
    return folder


@pytest.fixture
def site(good, tmp_path) -> Iterator[Place]:
    shutil.copytree(good, tmp_path / "here")
    yield Place(tmp_path / "here/site")
    subprocess.run(["rm", "-rf", tmp_path / "here"], check=True)  # folders deeper than Python follows


@pytest.fixture
def limit() -> Iterator[None]:
    """A minute: a pipe that is waited for would stop all tests."""

    def stop(*_: object) -> None:
        pytest.exit("a build waits for something")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def planted(one: Hostile, site: Place) -> None:
    try:
        one.plant(site, site.root.parent / "outside")
    except PermissionError:
        pytest.skip("only root makes devices")


def told(site: Place) -> tuple[str, str]:
    """The codes of all findings, or the message; and all that is printed."""
    try:
        console.need_content(site.root)
        outcome = site.build(jobs=1)
    except (BadTemplate, Usage) as error:
        return f"{type(error).__name__} {re.sub(r'：.*: |: .*', '', str(error))}", str(error)
    codes = sorted({f"{one.severity.said()}{one.code}" for one in outcome.findings})
    assert bool(outcome.pages) != has_error(outcome.findings)
    assert len(outcome.findings) <= (MOST if len(codes) > 1 or "错误E601" not in codes else 2_400)
    return " ".join(codes) or "—", tell.text(outcome.findings)


RESULTS: dict[str, str] = {}


def tried(one: Hostile, site: Place) -> str:
    before = site.files()
    planted(one, site)
    what, printed = told(site)
    after = site.files()
    if "错误" in what or what.startswith(("BadTemplate", "Usage")):
        assert after == before, "nothing is written"
    else:
        assert {"index.html", "2022/09/29/a/index.html", "2022/09/30/b/index.html"} <= after.keys()
    for text in (printed.encode(), *after.values()):
        assert b"planted-secret" not in text
        assert "外面的报道".encode() not in text
    return what


@pytest.mark.parametrize("name", [name for name in ALL if name not in HEAVY])
def test_it_is_told_and_does_no_harm(name, site, limit, update_golden):
    what = RESULTS[name] = tried(ALL[name], site)
    assert update_golden or what == expected()[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(HEAVY))
def test_what_is_heavy_is_told_and_does_no_harm(name, site, limit, update_golden):
    what = RESULTS[name] = tried(ALL[name], site)
    assert update_golden or what == expected()[name]


def test_all_of_it_is_expected(update_golden):
    if update_golden:
        found = expected() | RESULTS
        FIXTURE.write_text("".join(f"{name} => {found[name]}\n" for name in ALL if name in found), "utf-8")
    assert expected().keys() == ALL.keys()
