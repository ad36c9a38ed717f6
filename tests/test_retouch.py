"""Where only texts are others only their pages are made; wherever more may be, everything is planned again."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing

import pytest

from campus_news import pipeline, run
from conftest import LEADERS, Place, jpeg

FRONT = {
    "a": {"title": "甲", "attendees": "[方致远]", "photos": "{file: 1.jpg, caption: 现场}"},
    "b": {"title": "乙", "attendees": "[方致远, 陈立言]"},
    "c": {"title": "丙", "status": "draft"},
    "d": {"title": "丁", "published": "2026-12-31 08:00"},
}
SLUGS = {slug: f"2022-09-{number}-{slug}" for number, slug in enumerate(FRONT, 10)}
LATER = dt.datetime.fromisoformat("2027-01-01T00:00:00")


@pytest.fixture
def grown(place: Place) -> Place:
    place.write("content/photos/1.jpg", jpeg())
    for slug in FRONT:
        edit(place, slug)
    place.build()
    return place


def edit(place: Place, slug: str, body: str = "正文。", **front: str) -> None:
    place.report(SLUGS[slug], body=body, **{**FRONT[slug], **front})


def no_plan(*_: object) -> None:
    raise AssertionError("everything is planned")


def as_clean(place: Place, outcome: object, **options: object) -> None:
    """The site and what is told of it are those of a build that remembers nothing."""
    clean = place.build(out=place.root / "clean", clean=True, **options)
    here = {path: file for path, file in place.files().items() if not path.startswith(".building")}
    there = place.root / "clean"
    right = {
        file.relative_to(there).as_posix(): file.read_bytes() for file in there.rglob("*") if file.is_file()
    }
    assert here == {path: data for path, data in right.items() if not path.startswith(".building")}
    for name in ("findings", "reports", "hidden", "pages", "waived", "url", "timezone", "until", "unseen"):
        assert getattr(outcome, name) == getattr(clean, name), name


@pytest.mark.parametrize(
    ("slugs", "pages"),
    [("a", {"2022/09/10/a/"}), ("ab", {"2022/09/10/a/", "2022/09/11/b/"}), ("c", set()), ("d", set())],
)
def test_nothing_is_planned(grown, monkeypatch, slugs, pages):
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "build", no_plan)
        for body in ("别的话。", "**别的话**，又一次。"):
            for slug in slugs:
                edit(grown, slug, body)
            outcome = grown.build()
            assert {path.removesuffix("index.html") for path, _ in outcome.reasons} == pages
            assert outcome.written == len(pages)
        assert grown.build().written == 0
    as_clean(grown, outcome)


def test_a_preview_with_drafts_makes_the_page_of_one(grown, monkeypatch):
    grown.build(drafts=True)
    edit(grown, "c", "草稿改了。")
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "build", no_plan)
        outcome = grown.build(drafts=True)
    assert "草稿改了。" in grown.page("/2022/09/12/c/")
    as_clean(grown, outcome, drafts=True)


MORE = {
    "a title": lambda place: edit(place, "a", "新。", title="新题"),
    "a venue": lambda place: edit(place, "b", "新。", venue="一楼"),
    "somebody else": lambda place: edit(place, "b", "新。", attendees="[方致远]"),
    "published": lambda place: edit(place, "c", "新。", status="published"),
    "withdrawn": lambda place: edit(place, "a", "新。", status="withdrawn", reason="有误"),
    "a correction": lambda place: edit(place, "a", "新。", corrections="[{date: 2022-09-20, text: 改}]"),
    "no picture": lambda place: edit(place, "a", "新。", photos="[]"),
    "a finding": lambda place: edit(place, "a", "联系电话13912345678，[这里](/nowhere/)。"),
    "a link": lambda place: edit(place, "a", "见[乙](/2022/09/11/b/)。"),
    "an alias": lambda place: edit(place, "a", "新。", aliases="[/old/]"),
    "the roster": lambda place: place.write(
        "content/leaders.yaml", LEADERS.replace("title: 校长", "title: 院长")
    ),
    "a picture": lambda place: place.write("content/photos/1.jpg", jpeg(70)),
    "a new file": lambda place: place.report("2022-10-01-e", title="戊"),
    "a file less": lambda place: next((place.root / "content").rglob("*-b.md")).unlink(),
    "a page": lambda place: (place.out / "2022/09/11/b/index.html").write_text("x"),
    "no page": lambda place: (place.out / "index.html").unlink(),
    "a picture of the cache": lambda place: [
        one.unlink() for one in (place.root / ".cache/photos").iterdir()
    ],
}


@pytest.mark.parametrize("what", MORE)
@pytest.mark.parametrize("too", [False, True])
def test_more_than_a_text_is_seen(grown, what, too):
    """Alone, and along with the text of another report."""
    if too:
        edit(grown, "b" if what not in ("a file less", "a venue", "somebody else") else "a", "也改了。")
    MORE[what](grown)
    as_clean(grown, grown.build())


def test_time_goes_on(grown):
    edit(grown, "a", "别的话。")
    as_clean(grown, grown.build(now=LATER), now=LATER)


def test_a_finding_moves_with_its_line(grown):
    """The corrections of other days are told with their lines."""
    for body in (
        "[这里](/nowhere/)。",
        "一段。\n\n[这里](/nowhere/)。",
        "一段。\n\n两段。\n\n[这里](/nowhere/)。",
    ):
        edit(grown, "a", body)
        as_clean(grown, grown.build())


def test_two_folders_of_one_site(grown):
    """The memo knows of each report what it is now, and of each folder what it was made from."""
    other = grown.root / "other"
    for number in range(4):
        edit(grown, "ab"[number % 2], f"第{number}次。")
        grown.build(out=other, drafts=True)
        if number % 2:
            as_clean(grown, grown.build())
    assert "第3次。" in (other / "2022/09/11/b/index.html").read_text("utf-8")
    assert run.audit(grown.options(out=other, drafts=True))[1] == ()


@pytest.mark.parametrize(
    "loss",
    [
        "DELETE FROM basis",
        "DELETE FROM resolved WHERE path LIKE '%-a.md'",
        "DELETE FROM resolved WHERE path LIKE '%-b.md'",
        "UPDATE resolved SET against = x'00'",
        "UPDATE resolved SET entry = (SELECT entry FROM resolved WHERE path LIKE '%-c.md')",
        "UPDATE resolved SET entry = x'00'",
        "UPDATE written SET view = NULL",
        "DELETE FROM written WHERE path LIKE '2022/%'",
        "DELETE FROM settled",
        "UPDATE settled SET build = x'00'",
    ],
)
def test_what_the_memo_lost_is_not_relied_on(grown, loss):
    edit(grown, "a", "别的话。")
    with closing(sqlite3.connect(grown.root / ".cache/memo.sqlite")) as store:
        store.execute(loss)
        store.commit()
    as_clean(grown, grown.build())
