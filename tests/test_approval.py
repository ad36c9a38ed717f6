"""An approval is of one text: whatever readers see voids it when it changes, and nothing else does."""

from __future__ import annotations

import dataclasses

import pytest

from campus_news import approval, endorsement
from campus_news.model import Approval, Report
from campus_news.signature import signed
from conftest import NOON, Place, jpeg

TODAY = NOON.date()

PATH = "content/reports/2022/2022-09-29-x.md"
TEXT = """\
---
title: 学校召开例会
date: 2022-09-29
time: 下午
venue: 报告厅
host: 陈立言
attendees: [方致远, {name: 石一鸣, title: 副厅长, org: 省教育厅}]
groups: [副科级以上干部]
observers: [法律顾问]
speakers: [{name: 方致远, act: 讲话}]
photos: [{file: 01.jpg, caption: 会议现场, credit: 宣传部, after: 1}]
credits: {source: 宣传部, author: 温岚}
published: 2022-09-30 09:00
status: published
---
会议由陈立言主持，方致远讲话，石一鸣参加。

第二段。
"""


def digest(place: Place, text: str | bytes = TEXT) -> str:
    """What stands for the report of that text, as `approve` would write it."""
    place.write(PATH, text)
    data = (place.root / PATH).read_bytes()
    for stage, by in (("first", "冉启明"), ("second", "鲍清")):
        data = signed(PATH, data, stage, Approval(by, TODAY))
    place.write(PATH, data)
    done = endorsement.sign(place.options(), PATH, "final", Approval("岳衡", TODAY))
    final = next(line for line in done.after.decode().splitlines() if "final:" in line)
    return final.partition("digest: ")[2].rstrip("}")


@pytest.fixture
def shelf(place: Place) -> Place:
    place.write("content/photos/01.jpg", jpeg())
    return place


CHANGES = {
    "title": ("title: 学校", "title: 学院", ("title",)),
    "time": ("time: 下午", "time: 上午", ("fields",)),
    "venue": ("venue: 报告厅", "venue: 礼堂", ("fields",)),
    "host": ("host: 陈立言", "host: 方致远", ("fields",)),
    "guest": ("副厅长", "厅长", ("fields",)),
    "groups": ("副科级", "科级", ("fields",)),
    "observers": ("法律顾问", "顾问", ("fields",)),
    "act": ("act: 讲话", "act: 致辞", ("fields",)),
    "caption": ("caption: 会议现场", "caption: 会场", ("fields",)),
    "place of a photo": ("after: 1", "after: 0", ("fields",)),
    "credits": ("author: 温岚", "author: 路遥知", ("fields",)),
    "published": ("09:00", "10:00", ("fields",)),
    "body": ("第二段。", "第二段", ("body",)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_readers_see_voids_it_and_the_part_is_told(shelf, change):
    old, new, parts = CHANGES[change]
    text = TEXT.replace(old, new)
    assert text != TEXT
    before, after = digest(shelf), digest(shelf, text)
    assert not approval.is_of(before, after)
    assert approval.changed(before, after) == parts


def test_all_parts_that_changed_are_told(shelf):
    text = TEXT.replace("title: 学校", "title: 学院").replace("第二段。", "第二段")
    assert approval.changed(digest(shelf), digest(shelf, text)) == ("title", "body")


def test_another_picture_under_the_same_name_voids_it(shelf):
    before = digest(shelf)
    shelf.write("content/photos/01.jpg", jpeg(colour="red"))
    assert approval.changed(before, digest(shelf)) == ("pictures",)


SAME = {
    "line ends": lambda text: text.replace("\n", "\r\n"),
    "no newline at the end": lambda text: text.rstrip("\n"),
    "a byte-order mark": lambda text: "\ufeff" + text,
    "blank lines around the text": lambda text: text.replace("---\n会", "---\n\n会") + "\n\n",
    "a comment": lambda text: text.replace("time: 下午", "time: 下午   # 两点半"),
    "another way to write a list": lambda text: text.replace(
        "groups: [副科级以上干部]", "groups:\n  - 副科级以上干部"
    ),
    "another order of fields": lambda text: text.replace("time: 下午\n", "").replace(
        "host:", "time: 下午\nhost:"
    ),
    "another way to write the day": lambda text: text.replace("2022-09-29\n", "2022年9月29日\n", 1),
    "who was absent": lambda text: text.replace("host:", "absent: [谷雨声]\nhost:"),
    "a waiver": lambda text: text.replace("host:", "waive: {E302: 兼职}\nhost:"),
    "a draft": lambda text: text.replace("status: published", "status: draft"),
}


@pytest.mark.parametrize("change", SAME)
def test_what_readers_do_not_see_leaves_it_valid(shelf, change):
    text = SAME[change](TEXT)
    assert text != TEXT
    assert digest(shelf, text.encode()) == digest(shelf)


def test_every_field_either_counts_or_does_not():
    """A new field of a report has to be put into one of the two."""
    named = {one.name for one in dataclasses.fields(Report)}
    assert {"title", *approval.SHOWN, *approval.NOT_SHOWN} == named
    assert not set(approval.SHOWN) & set(approval.NOT_SHOWN)


def test_it_stays_the_same_over_versions(shelf):
    """Records are kept for years: a change of this text makes all of them void."""
    text = TEXT.replace("photos: [{file: 01.jpg, caption: 会议现场, credit: 宣传部, after: 1}]\n", "")
    assert digest(shelf, text) == "23112d5d009d4517e6dc7e81e8a93954-88ce-df1e-f01a-4f53"


@pytest.mark.parametrize("recorded", ["", "x", "----", "1-2-3", "f150a43122e5bdbd1fc6930ce6e05ca4"])
def test_what_is_no_digest_is_void_and_tells_no_part(shelf, recorded):
    now = digest(shelf)
    assert not approval.is_of(recorded, now)
    assert set(approval.changed(recorded, now)) <= set(approval.PARTS)
