"""A power cut: what was written last is there in part, and in any order. Replayed on copies, since no machine can be unplugged here.

A build forces nothing to the disk. So of all that it wrote, any file may be lost, empty, cut off, or as it was before, and
any page of the memo may be an older one, whatever else survived. What docs/reliability.md promises of that is tried here.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from campus_news.outcome import Outcome
from conftest import LEADERS, Place, jpeg
from test_memo import Story

COUNT = int(os.environ.get("POWER_CUTS", "300"))
PAGE = 4096


def clean(place: Place, story: Story) -> dict[str, bytes]:
    """What a build from nothing makes, with no cache that the site has."""
    other = Place(place.root.parent / "clean")
    shutil.rmtree(other.root, ignore_errors=True)
    for name in ("content", "templates"):
        shutil.copytree(place.root / name, other.root / name)
    build(other, story)
    return other.files()


def build(place: Place, story: Story) -> Outcome:
    outcome = place.build(now=dt.datetime.fromisoformat(story.when()), search=story.number % 4 == 0, jobs=1)
    assert outcome.pages > 0
    return outcome


State = dict[str, tuple[bytes, int]]


def state(place: Place) -> State:
    """Every file that builds make, with its modification time."""
    found = [*place.out.rglob("*"), *(place.root / ".cache").rglob("*")]
    return {
        path.relative_to(place.root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in found
        if path.is_file()
    }


def put(place: Place, files: State) -> None:
    for folder in (place.out, place.root / ".cache"):
        shutil.rmtree(folder, ignore_errors=True)
    for path, (data, when) in files.items():
        file = place.write(path, data)
        os.utime(file, ns=(when, when))


def torn(old: bytes, new: bytes, chance: random.Random) -> bytes:
    """The new file with some pages as they were, and perhaps not of its full length."""
    pages = [
        old[at : at + PAGE] if chance.random() < 0.5 and at + PAGE <= len(old) else new[at : at + PAGE]
        for at in range(0, len(new), PAGE)
    ]
    whole = b"".join(pages)
    return whole[: -PAGE * chance.randint(1, 3)] if chance.random() < 0.1 else whole


def after(before: State, now: State, chance: random.Random) -> State:
    """What a power cut leaves of `now`, which was `before` when all was safe on the disk."""
    memo = chance.choice(["new", "old", "torn", "torn"])
    left: State = {}
    for path in sorted(before.keys() | now.keys()):
        old, new = before.get(path), now.get(path)
        if path == ".cache/memo.sqlite":
            chosen = {"new": new, "old": old}.get(memo, new)
            if memo == "torn" and old and new:
                chosen = torn(old[0], new[0], chance), new[1]
        elif old == new or new is None:  # what was removed does not come back: see docs/reliability.md
            chosen = new
        else:
            data, when = new
            chosen = chance.choice(
                [new, new, old, (b"", when), (data[: len(data) // 2], when), (data[:-1], when), None]
            )
        if chosen is not None:
            left[path] = chosen
    return left


def cuts(place: Place, seed: int, count: int) -> None:
    """Builds of a site that lives, each followed by a power cut and by another build of the same content."""
    story, chance = Story(place, seed), random.Random(seed)
    for _ in range(6):
        story.add()
    build(place, story)
    for number in range(count):
        before = state(place)
        story.step()
        build(place, story)
        put(place, after(before, state(place), chance))
        build(place, story)
        assert place.files() == clean(place, story), f"seed {seed}, {number}"


def test_some_power_cuts(place):
    cuts(place, 1, 8)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30, 34))
def test_many_power_cuts(place, seed):
    cuts(place, seed, COUNT // 4)


@pytest.fixture
def built(place: Place) -> Place:
    place.write("content/photos/1.jpg", jpeg())
    place.report("2022-09-29-a", title="甲", host="方致远", photos="{file: 1.jpg, caption: 现场}")
    place.report("2022-09-30-b", title="乙", host="陈立言")
    place.build(search=True)
    return place


@pytest.mark.parametrize("how", ["empty", "zeros", "cut off", "lost"])
def test_kept_pictures_and_indexes_that_were_not_safe_are_made_again(built, how):
    """The output is gone, the memo and the cache are there, or what is left of it."""
    right = built.files()
    shutil.rmtree(built.out)
    spoil = {
        "empty": lambda _: b"",
        "zeros": lambda data: bytes(len(data)),
        "cut off": lambda data: data[:-1],
    }
    spoilt = 0
    for folder in ("photos", "search"):
        for file in (built.root / ".cache" / folder).rglob("*.*"):
            if file.is_file() and zlib.crc32(file.name.encode()) % 2:
                spoilt += 1
                if how != "lost":
                    file.write_bytes(spoil[how](file.read_bytes()))
                elif folder == "photos":  # a folder of the index is renamed as a whole
                    file.unlink()
    assert spoilt > 3
    built.build(search=True)
    assert built.files() == right


def built_with_each_page_of(old: bytes, new: bytes, place: Place) -> Iterator[dict[str, bytes]]:
    """For each page of the memo that is not as it was: the site after two more builds if that alone had been lost."""
    for at in range(0, min(len(old), len(new)), PAGE):
        page = old[at : at + PAGE]
        if page != new[at : at + PAGE]:
            (place.root / ".cache/memo.sqlite").write_bytes(new[:at] + page + new[at + PAGE :])
            for title in ("改", "乙"):
                place.report("2022-09-30-b", title=title, host="陈立言")
                place.build(search=True)
            yield place.files()


def test_entries_older_than_what_the_memo_says_they_were_held_against(built):
    """The roster changed and all reports were resolved again; of the memo's pages one is that before it."""
    memo = built.root / ".cache/memo.sqlite"
    old = memo.read_bytes()
    built.write("content/leaders.yaml", LEADERS.replace("title: 校长", "title: 党委书记、校长"))
    built.build(search=True)
    right, new = built.files(), memo.read_bytes()
    assert "党委书记、校长" in built.page("/2022/09/29/a/")
    assert old != new
    assert all(files == right for files in built_with_each_page_of(old, new, built))


def test_a_row_of_the_memo_that_is_lost_is_missed(built):
    """Nothing else has changed; the file that it told of is empty."""
    with closing(sqlite3.connect(built.root / ".cache/memo.sqlite")) as memo, memo:
        memo.execute("DELETE FROM written WHERE path = 'index.html'")
    right = built.files()
    (built.out / "index.html").write_bytes(b"")
    built.build(search=True)
    assert built.files() == right


def test_half_a_picture_that_a_killed_build_was_writing_goes(built):
    left = built.root / ".cache/photos/0123-480.12345.tmp"
    Path(left).write_bytes(b"half")
    built.write("content/photos/2.jpg", jpeg(810))
    built.report("2022-09-29-a", title="甲", photos="{file: 2.jpg, caption: 现场}")
    built.build()
    assert not left.exists()


def test_entries_older_than_the_pictures_that_the_memo_says_they_have(built):
    """A picture was replaced, and the reports that show it were resolved again; of the memo's pages one is that before it."""
    memo = built.root / ".cache/memo.sqlite"
    old = memo.read_bytes()
    built.write("content/photos/1.jpg", jpeg(810))
    built.build(search=True)
    right, new = built.files(), memo.read_bytes()
    assert old != new
    assert all(files == right for files in built_with_each_page_of(old, new, built))
