"""What a hostile file costs: at most two seconds of the processor and 300 MB more than the same build of the harmless site.

Each build is a process of its own, forked from one that has loaded everything.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import hostile_file
from campus_news import cli
from conftest import Place
from toll import MEGABYTES, SECONDS, Toll, toll

pytestmark = pytest.mark.slow

ALL = {one.name: one for one in hostile_file.everything()}
COSTS: dict[str, tuple[float, float]] = {}
"""Seconds and megabytes of each file, above those of the harmless site."""


@pytest.fixture(scope="module", autouse=True)
def _dearest(pytestconfig) -> Iterator[None]:
    """Tells the three files that cost the most, when all are built."""
    yield
    manager = pytestconfig.pluginmanager.getplugin("capturemanager")
    with manager.global_and_fixture_disabled():
        for i, unit in ((0, "s"), (1, "MB")):
            worst = sorted(COSTS.items(), key=lambda one, i=i: -one[1][i])[:3]
            print(f"\n{unit}:", ", ".join(f"{name} {cost[i]:.1f}" for name, cost in worst))


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cost")
    place = hostile_file.harmless(Place(folder / "site"))
    assert place.build(jobs=1).pages
    hostile_file.neighbour(folder / "outside")
    return folder


@pytest.fixture
def site(good, tmp_path) -> Iterator[Place]:
    shutil.copytree(good, tmp_path / "here")
    yield Place(tmp_path / "here/site")
    subprocess.run(["rm", "-rf", tmp_path / "here"], check=True)  # folders deeper than Python follows


def built(site: Place) -> Toll:
    words = ["build", "--root", str(site.root), "--now", "2026-03-01 12:00", "--no-search", "--jobs", "1"]
    done = toll(lambda: cli.main(words), site.root.with_name("said"))
    assert done.code in (0, 1, 2), done
    assert "Traceback" not in done.said
    return done


@pytest.fixture(scope="module")
def usual(good, tmp_path_factory) -> Toll:
    """The harmless site with one report more, whose photo is new; built here once before, so that all is loaded."""
    folder = tmp_path_factory.mktemp("usual")
    shutil.copytree(good, folder / "here")
    place = Place(folder / "here/site")
    hostile_file.photo(hostile_file.jpeg())(place, folder / "here/outside")
    assert place.build(jobs=1, out=folder / "out").pages
    shutil.copytree(good, folder / "again")
    again = Place(folder / "again/site")
    hostile_file.photo(hostile_file.jpeg())(again, folder / "again/outside")
    done = built(again)
    assert done.code == 0, done.said
    return done


@pytest.mark.parametrize("name", ALL)
def test_it_costs_little(name, site, usual):
    try:
        ALL[name].plant(site, site.root.parent / "outside")
    except PermissionError:
        pytest.skip("only root makes devices")
    done = built(site)
    seconds, megabytes = COSTS[name] = (done.seconds - usual.seconds, done.megabytes - usual.megabytes)
    assert seconds < SECONDS, COSTS[name]
    assert megabytes < MEGABYTES, COSTS[name]
