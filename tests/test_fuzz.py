"""Whatever is typed, the program ends with findings: whole sites made up by hypothesis, and all that fuzzing ever found."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree, html

from campus_news import run, sarif
from campus_news.diagnostics import has_error
from campus_news.fixer import words
from campus_news.markup import Markup
from campus_news.outcome import Outcome
from campus_news.source import text_of
from conftest import Place, jpeg
from strategy import BODY, sites

sys.path.append(str(Path(__file__).parent / "fuzzing"))

import promise
import seed

CASES = [(target, name) for target in ("reading", "drafting") for name in seed.found(target)]
FEW, MANY = 25, 1500
SETTINGS = settings(
    deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck), print_blob=False
)
PICTURE = jpeg()


@pytest.mark.parametrize(("target", "name"), CASES)
def test_what_was_found_stays_mended(target, name):
    getattr(promise, target)(seed.found(target)[name])


@pytest.mark.parametrize("target", ["reading", "drafting"])
def test_the_seeds_keep_every_promise(target):
    for data in seed.seeds(target):
        getattr(promise, target)(data)


@contextmanager
def place(files: Mapping[str, bytes]) -> Iterator[Place]:
    """A site of these files, on a fast disk if there is one."""
    fast = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=fast if fast.is_dir() else None) as folder:
        there = Place(Path(folder))
        for path, data in files.items():
            there.write(path, data)
        there.write("content/photos/2022-09-29-monthly/01.jpg", PICTURE)
        yield there


def told(outcome: Outcome, files: Mapping[str, bytes]) -> None:
    """Every finding has its place in its file, and every program and person can be told of it."""
    found = outcome.findings
    for path in {one.span.path for one in found}:
        promise.placed(files.get(path, b""), [one for one in found if one.span.path == path])
    promise.told(found)
    log = json.loads(sarif.log(found))
    assert len(log["runs"][0]["results"]) == len(found)


def built(files: Mapping[str, bytes]) -> None:
    """A build writes all or nothing, says what `check` says, and writes the same again."""
    with place(files) as one:
        checked = one.check(jobs=1)
        told(checked, files)
        outcome = one.build(jobs=1)
        assert set(checked.findings) <= set(outcome.findings)
        there = one.files() if one.out.exists() else {}
        assert bool(there) == (not has_error(outcome.findings))
        for path, data in there.items():
            if path.endswith(".html"):
                html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", recover=False))
            elif path.endswith(".xml"):
                etree.fromstring(data)
        if not there:
            return
        one.build(jobs=1, clean=True)
        assert one.files() == there
        shutil.rmtree(one.out)
        shutil.rmtree(one.root / ".cache")
        one.build(jobs=1)
        assert one.files() == there


def fixed(files: Mapping[str, bytes]) -> None:
    """`fix` has nothing left to do the second time, keeps every word, and breaks nothing."""
    with place(files) as one:
        before = one.check(jobs=1)
        after, fixer = run.fix(one.options(jobs=1))
        told(after, {**files, **fixer.typed()})
        assert has_error(before.findings) or not has_error(after.findings)
        list(fixer.diff())
        for path, data in fixer.typed().items():
            assert words(text_of(path, data)[0]) == words(text_of(path, files[path])[0])
        fixer.write()
        again, second = run.fix(one.options(jobs=1))
        assert again.findings == after.findings
        assert second.typed() == {}


@settings(SETTINGS, max_examples=FEW)
@given(sites())
def test_a_site_is_built_or_told_of(files):
    built(files)


@settings(SETTINGS, max_examples=FEW)
@given(sites())
def test_what_is_fixed_stays_fixed(files):
    fixed(files)


@settings(SETTINGS, max_examples=20 * FEW)
@given(BODY)
def test_any_text_is_well_formed(text):
    promise.well_formed(Markup().body(text))


@pytest.mark.slow
@settings(SETTINGS, max_examples=MANY, derandomize=False)
@given(sites())
def test_many_sites_are_built_or_told_of(files):
    built(files)


@pytest.mark.slow
@settings(SETTINGS, max_examples=MANY, derandomize=False)
@given(sites())
def test_what_is_fixed_in_many_sites_stays_fixed(files):
    fixed(files)
