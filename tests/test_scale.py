"""No page grows with the archive without bound, nor what a build holds of a report it has done with."""

from __future__ import annotations

import datetime as dt
import gc
import json
import re
from collections.abc import Iterator

import pytest
from icalendar import Calendar

from campus_news import move, pages, run, site, urls
from campus_news.entry import Entry
from campus_news.shard import Shard
from conftest import LEADERS, NOON, SITE, Place
from test_life import correct, page, told

LARGEST = 300_000
"""Bytes of a page, at most."""
TITLE = "学校召开推进高水平专业群建设与产教融合协同育人工作的专题会议暨部署会"
YEAR = [dt.date(2023, 1, 1) + dt.timedelta(days=i % 365) for i in range(1_100)]
"""The days of a busy year's reports; of March there are more than stand on one page."""
MARCH = [dt.date(2023, 3, 1 + i % 31) for i in range(210)]
LONG = [*YEAR, *MARCH]
CHIPS = "//nav[contains(@aria-label, '查看')]//a"


def fill(place: Place, days: list[dt.date], prefix: str) -> None:
    """A report with the same leader on each of `days`."""
    for i, day in enumerate(days):
        place.report(
            f"{day}-{prefix}{i}", title=f"{TITLE}（第{i}期）", attendees="[方致远]", venue="图书馆一楼报告厅"
        )


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A site in which one leader is in 1,310 reports of one year."""
    place = Place(tmp_path_factory.mktemp("crowd"))
    place.write("content/site.yaml", SITE)
    place.write("content/leaders.yaml", LEADERS)
    fill(place, LONG, "r")
    place.build()
    return place


def links(place: Place, url: str, where: str = "//main//a") -> list[str]:
    return [one for one in page(place, url).xpath(f"{where}/@href") if one.startswith("/")]


def sizes(place: Place) -> dict[str, int]:
    return {path: len(data) for path, data in place.files().items()}


def test_no_page_is_too_large(crowd):
    assert max(size for path, size in sizes(crowd).items() if path.endswith(".html")) < LARGEST


def test_no_page_grows_with_other_years(crowd, tmp_path):
    """Twice as many reports: only files that list everything by promise are longer, by more than the links to a year."""
    before = sizes(crowd)
    twice = Place(tmp_path / "site")
    twice.write("content/site.yaml", SITE)
    twice.write("content/leaders.yaml", LEADERS)
    fill(twice, LONG, "r")
    fill(twice, [day.replace(year=2024) for day in LONG], "s")
    twice.build()
    after = sizes(twice)
    assert before.keys() <= after.keys()
    grown = {path for path, size in before.items() if after.get(path, 0) > size + 3_000}
    assert grown == {"sitemap.xml"}
    assert after["data/reports.json"] < before["data/reports.json"] * 1.1
    whole = json.loads((twice.out / "data/reports.json").read_text("utf-8"))
    assert {one["id"][:6] for one in whole["events"]} == {"/2024/"}
    assert [one["year"] for one in whole["years"]] == [2023, 2024]
    assert "2023年" in page(twice, "/archive/").xpath("string(//dl)")
    assert "/meetings-2023.ics" in links(twice, "/archive/")
    assert "/data/reports-2024.json" not in links(twice, "/archive/")


def test_a_long_year_of_a_leader_leads_to_its_months_and_a_long_month_to_its_days(crowd):
    assert 'class="entry' not in crowd.page("/leaders/fang-zhiyuan/2023/")
    months = [f"/leaders/fang-zhiyuan/2023/{month:02}/" for month in range(12, 0, -1)]
    assert links(crowd, "/leaders/fang-zhiyuan/2023/", CHIPS) == ["/leaders/fang-zhiyuan/2023/", *months]
    days = [f"/leaders/fang-zhiyuan/2023/03/{day:02}/" for day in range(31, 0, -1)]
    assert links(crowd, "/leaders/fang-zhiyuan/2023/03/", CHIPS)[-31:] == days
    trail = links(crowd, "/leaders/fang-zhiyuan/2023/03/05/", "//nav[@class='crumbs']//a")
    assert trail[2:] == [
        "/leaders/fang-zhiyuan/",
        "/leaders/fang-zhiyuan/2023/",
        "/leaders/fang-zhiyuan/2023/03/",
    ]


def test_every_report_stands_once_in_the_lists_of_its_leader_and_of_its_days(crowd):
    reports = {
        f"/{path.removesuffix('index.html')}"
        for path in crowd.files()
        if re.match(r"\d{4}/\d\d/\d\d/r", path)
    }
    assert len(reports) == len(LONG)
    for folder in ("leaders/fang-zhiyuan/2023", "2023"):
        lists = [
            f"/{folder}/{rest}"
            for rest in (*(f"{m:02}/" for m in range(1, 13)), *(f"03/{d:02}/" for d in range(1, 32)))
        ]
        found = [link for url in lists for link in links(crowd, url, "//article//h3/a")]
        assert sorted(found) == sorted(reports)


def test_the_leaders_own_page_shows_the_newest_month(crowd):
    shown = links(crowd, "/leaders/fang-zhiyuan/", "//article//h3/a")
    assert len(shown) == sum(day.month == 12 for day in LONG)
    assert {link[:9] for link in shown} == {"/2023/12/"}
    chosen = page(crowd, "/leaders/fang-zhiyuan/").xpath("//main//a[@aria-current='true']/text()")
    assert chosen == ["2023年", "12月"]
    assert "2023年12月的报道" in crowd.page("/leaders/fang-zhiyuan/")


def test_a_long_month_keeps_the_places_of_its_days(crowd):
    whole = page(crowd, "/2023/03/")
    assert whole.xpath("//section[@class='day']/@id") == [f"d{day}" for day in range(1, 32)]
    count = LONG.count(dt.date(2023, 3, 5))
    (link,) = whole.xpath("//section[@id='d5']//a")
    assert (link.get("href"), link.text_content()) == ("/2023/03/05/", f"2023年3月5日的{count}篇报道")
    day = page(crowd, "/2023/03/05/")
    assert day.xpath("string(//h1)") == "2023年3月5日"
    assert len(day.xpath("//article")) == count
    assert day.xpath("//nav[@class='pager']//a/@href") == ["/2023/03/04/", "/2023/03/06/"]
    assert page(crowd, "/2023/03/01/").xpath("//nav[@class='pager']//a/@href")[0] == "/2023/02/#d28"


def test_the_calendars_of_a_long_year_tell_how_many(crowd):
    (day,) = page(crowd, "/2023/").xpath("//a[@href='/2023/03/05/']")
    assert (
        day.get("title") == day.get("aria-label") == f"2023年3月5日：{LONG.count(dt.date(2023, 3, 5))}篇报道"
    )
    assert page(crowd, "/2023/").xpath("//a[@href='/2023/02/#d5']/i/text()") == ["•••"]


def test_a_years_files_hold_that_year(crowd):
    events = json.loads((crowd.out / "data/reports-2023.json").read_text("utf-8"))
    assert [one["id"] for one in events["events"]] == sorted(
        (one["id"] for one in events["events"]), key=lambda url: url[:12]
    )
    assert len(events["events"]) == len(LONG)
    assert "years" not in events
    agenda = Calendar.from_ical((crowd.out / "meetings-2023.ics").read_bytes())
    assert (len(agenda.walk("VEVENT")), agenda["X-WR-CALNAME"][-6:]) == (len(LONG), " 2023年")


def test_a_day_that_has_no_page_any_more_leads_to_its_month(place):
    fill(place, MARCH[: site.MOST + 1], "r")
    place.build(lasting=True)
    assert (place.out / "2023/03/05/index.html").is_file()
    last = place.root / f"content/reports/2023/2023-03-{MARCH[site.MOST].day:02}-r{site.MOST}.md"
    fields = {"status": "withdrawn", "reason": "有误。", "attendees": "[方致远]"}
    place.report(last.stem, title=TITLE, **fields)
    assert place.build(lasting=True).findings == ()
    assert "0; url=/2023/03/" in place.page("/2023/03/05/").replace("'", "")
    assert len(page(place, "/2023/03/").xpath("//article")) == site.MOST


@pytest.mark.parametrize(
    ("url", "above"),
    [
        ("/2022/", "/archive/"),
        ("/2022/09/", "/2022/"),
        ("/2022/09/29/", "/2022/09/"),
        ("/2022/09/29/x/", None),
        ("/leaders/fang-zhiyuan/", None),
        ("/leaders/fang-zhiyuan/2022/", "/leaders/fang-zhiyuan/"),
        ("/leaders/fang-zhiyuan/2022/09/29/", "/leaders/fang-zhiyuan/2022/09/"),
        ("/corrections/2022/09/", "/corrections/2022/"),
    ],
)
def test_what_stands_above_a_page_of_a_time(url, above):
    assert urls.above(url) == above
    assert urls.lasts(url)


def entries(days: list[dt.date]) -> Iterator[Entry]:
    for i, day in enumerate(days):
        yield Entry(f"{day}-{i}.md", b"", b"", b"", False, urls.report(day, f"r{i}"), venue=f"第{i % 500}会议室",
                    day=day.toordinal(), status="published", published=f"{day}T00:00:00")  # fmt: skip


def test_an_address_of_old_is_held_against_the_pages_of_days(place):
    roster = assembled([]).roster
    assert "/2023/03/05/" in move.live(list(entries(MARCH)), roster, None)
    assert "/2023/03/05/" not in move.live(list(entries(MARCH[: site.MOST])), roster, None)


def assembled(days: list[dt.date]) -> site.Site:
    from campus_news.config import Config
    from campus_news.roster import Roster

    ones = tuple(sorted(entries(days), key=lambda one: one.day))
    config = Config("示例新闻网", "https://news.example.edu.cn/", "示例职业技术学院")
    return site.assemble(ones, Roster(), config, {}, NOON, (Shard("/search/x/", ones),) if ones else ())


@pytest.mark.parametrize(
    ("counts", "recent"),
    [
        ({2020: 1, 2021: site.WHOLE - 1}, (2021, 2020)),
        ({2020: 1, 2021: site.WHOLE}, (2021,)),
        ({2020: 1, 2021: site.WHOLE + 1}, (2021,)),
        ({2019: 1, 2020: site.WHOLE, 2021: 1}, (2021,)),
        ({}, ()),
    ],
)
def test_one_file_holds_the_newest_years_that_fit(counts, recent):
    days = [dt.date(year, 1, 1) for year, count in counts.items() for _ in range(count)]
    assert assembled(days).recent() == recent


def test_a_search_can_be_limited_to_the_most_common_venues(monkeypatch):
    view = pages.search_page(assembled(YEAR)).view(None)
    assert len(view.venues) == 200
    common = {f"第{i % 500}会议室" for i in range(1_000, 1_100)}
    assert common <= {one.text for one in view.venues}


def test_many_corrections_of_a_year_stand_on_its_months(place):
    days = [dt.date(2022, 10, 1) + dt.timedelta(days=i % 60) for i in range(site.MOST + 1)]
    correct(place, *[f"{day}, text: 更正第{i}处。" for i, day in enumerate(days)])
    assert place.build().findings == ()
    assert told(place, "/corrections/2022/") == []
    assert "还没有" not in place.page("/corrections/2022/")
    months = ["/corrections/2022/11/", "/corrections/2022/10/"]
    assert links(place, "/corrections/2022/", "//section[@aria-labelledby='months']//a") == months
    assert sum(len(told(place, url)) for url in months) == len(days)
    assert "/corrections/2022/" in links(place, months[0], "//nav[@class='crumbs']//a")


def garbage(place: Place, count: int) -> int:
    """How many values a build of so many reports leaves that only a collector would take."""
    fill(place, LONG[:1] * count, "r")  # of one day, since each day is remembered
    gc.collect()
    gc.disable()
    try:
        run.build(place.options(clean=True, jobs=1))
        return gc.collect()
    finally:
        gc.enable()


def test_a_report_that_is_done_with_leaves_nothing_behind(place: Place):
    """A run collects nothing, so whatever holds itself stays: of 100,000 reports that was 2 GB."""
    few = garbage(place, 20)
    assert garbage(place, 120) < few + 100
