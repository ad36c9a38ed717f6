"""A report is out from its moment on, by the clock of the school, and before that nowhere: not a word, not a picture."""

from __future__ import annotations

import datetime as dt
import re
import time
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from campus_news import console, stamp
from conftest import Place, jpeg
from spoken import everything, pieces

HELD = {
    "title": "学校召开蓝鲸计划启动会",
    "venue": "未名湖畔小礼堂",
    "host": "单国华",
    "attendees": "[{name: 欧阳秋水, title: 首席规划师, org: 远方城市研究院}]",
    "groups": "[蓝鲸计划全体成员]",
    "photos": "{file: held.jpg, caption: 蓝鲸计划启动仪式现场, credit: 摄影师甲乙}",
    "credits": "{source: 蓝鲸计划办公室, author: 温岚}",
    "body": "蓝鲸计划从今天开始实施。\n欧阳秋水说明了远方城市的做法。",
}
NAMES = ("欧阳秋水", "blue-whale", "蓝鲸")


@pytest.fixture
def school(place: Place) -> Place:
    place.write("content/photos/held.jpg", jpeg(colour="navy"))
    place.write("content/photos/open.jpg", jpeg(colour="olive"))
    place.report("2026-02-11-open", title="学校召开例会", host="陈立言", photos="open.jpg")
    place.report("2026-03-05-blue-whale", **HELD)
    return place


@pytest.fixture
def clock(monkeypatch):
    """Sets the machine's clock and zone: the moment is the same everywhere, what the clock shows is not."""

    def set_to(instant: dt.datetime, zone: str) -> None:
        class Clock(dt.datetime):
            @classmethod
            def now(cls, tz=None):
                return dt.datetime.fromtimestamp(instant.timestamp(), tz)

        monkeypatch.setenv("TZ", zone)
        time.tzset()
        monkeypatch.setattr(console, "dt", SimpleNamespace(datetime=Clock))

    yield set_to
    monkeypatch.undo()
    time.tzset()


def shanghai(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=ZoneInfo("Asia/Shanghai"))


def reports(place: Place) -> set[str]:
    return {path for path in place.files() if re.fullmatch(r"\d{4}/\d\d/\d\d/.*", path)}


@pytest.mark.parametrize("machine", ["UTC", "America/New_York", "Asia/Shanghai"])
def test_a_report_appears_at_midnight_of_the_school_wherever_the_machine_is(school, clock, cli, machine):
    build = ("build", "--root", school.root, "--out", school.out, "--jobs", "1")
    clock(shanghai(2026, 3, 4, 23, 59), machine)
    code, printed, _ = cli(*build)
    before = school.files()
    assert code == 0
    assert reports(school) == {"2026/02/11/open/index.html"}
    assert "2026-03-05-blue-whale.md（未到发布时间，2026-03-05 00:00 发布）" in printed
    clock(shanghai(2026, 3, 5, 0, 1), machine)
    code, printed, _ = cli(*build)
    after = school.files()
    assert reports(school) == {"2026/02/11/open/index.html", "2026/03/05/blue-whale/index.html"}
    assert "未发布" not in printed

    words = pieces("\n".join(HELD.values())) | set(NAMES)
    then, now = everything(before), everything(after)
    assert {one for one in words if one in then} == set()
    assert len([one for one in words if one in now]) > 0.8 * len(words)
    pictures = {
        name: data for name, data in after.items() if name.startswith("photos/") and name not in before
    }
    assert len(pictures) == 2  # 480 pixels wide, and its own 800
    assert not any(data in other for data in pictures.values() for other in before.values())
    assert any(name.startswith("search/") for name in before)


def test_what_is_held_back_is_told_with_its_moment(place, cli):
    place.report("2026-02-01-a", published="2026-03-02 08:30")
    place.report("2026-02-02-b", published="2026-03-01 18:00")
    place.report("2026-02-03-c", published="2026-03-01 12:00")
    _, printed, _ = cli("build", "--root", place.root, "--out", place.out, "--now", "2026-03-01 12:00")
    assert printed.splitlines()[:2] == [
        "未发布：content/reports/2026/2026-02-02-b.md（未到发布时间，2026-03-01 18:00 发布）",
        "未发布：content/reports/2026/2026-02-01-a.md（未到发布时间，2026-03-02 08:30 发布）",
    ]
    assert reports(place) == {"2026/02/03/c/index.html"}


ZONE = "America/New_York"
SPRING, AUTUMN = "2026-03-08 02:30", "2026-11-01 01:30"
"""A time that no clock there shows, and one that they show twice."""


def test_hours_that_are_not_or_are_twice_harm_nobody(place, clock, cli):
    place.write(
        "content/site.yaml", f"name: 示例新闻网\nurl: https://news.example.edu.cn/\ntimezone: {ZONE}\n"
    )
    spring, autumn = "2026-03-08-spring", "2026-11-01-autumn"
    place.report(spring, time="'02:30'", published=SPRING)
    place.report(autumn, time="'01:30'", published=AUTUMN)
    build = ("build", "--root", place.root, "--out", place.out, "--jobs", "1", "--no-search")
    for hour, expected in (
        ("2026-03-08T06:59Z", []),  # 01:59
        ("2026-03-08T07:31Z", [spring]),  # 03:31
        ("2026-11-01T05:29Z", [spring]),  # 01:29 in summer time
        ("2026-11-01T05:31Z", [spring, autumn]),  # 01:31 in summer time
        ("2026-11-01T06:05Z", [spring, autumn]),  # 01:05 once more: what was out stays
        ("2026-11-01T07:05Z", [spring, autumn]),  # 02:05
    ):
        clock(dt.datetime.fromisoformat(hour), "UTC")
        code, _, _ = cli(*build)
        assert (code, sorted(reports(place))) == (0, [f"{address(one)}index.html" for one in expected]), hour
    place.report(spring, published=SPRING, corrections=f"{{date: {SPRING}, text: 更正。}}")
    place.report(autumn, published=AUTUMN, corrections=f"{{date: {AUTUMN}, text: 更正。}}")
    assert cli(*build)[0] == 0
    feed = (place.out / "atom.xml").read_text("utf-8")
    assert "<updated>2026-11-01T01:30:00-04:00</updated>" in feed
    assert "<updated>2026-03-08T02:30:00-05:00</updated>" in feed


def address(name: str) -> str:
    return f"{name[:10].replace('-', '/')}/{name[11:]}/"


@pytest.mark.parametrize(
    "zone",
    [ZONE, "Asia/Shanghai", "Asia/Beirut", "Australia/Lord_Howe", "Atlantic/Azores", "Antarctica/Troll"],
)
def test_the_time_of_a_run_never_goes_back(zone):
    start, step = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.timedelta(minutes=10)
    moments = [(start + i * step).astimezone(ZoneInfo(zone)) for i in range(366 * 144)]
    shown = [stamp.steady(one) for one in moments]
    assert shown == sorted(shown)
    plain = [one.replace(tzinfo=None) for one in moments]
    assert {a for a, b, one in zip(shown, plain, moments, strict=True) if a != b and not one.fold} == set()
    assert (plain == sorted(plain)) is (zone == "Asia/Shanghai")
