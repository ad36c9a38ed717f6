"""What stands on which page: months, neighbours, leaders and their parts, and who is hidden."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from conftest import LEADERS, Place, jpeg


def links(html: str) -> list[str]:
    return re.findall(r'<a[^>]* href="([^"]+)"', html)


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"(?s)<script.*?</script>|<[^>]+>", " ", html))


@pytest.fixture
def year(place: Place) -> Place:
    place.report(
        "2022-09-29-monthly-meeting",
        host="陈立言",
        attendees="[方致远]",
        speakers="{name: 方致远, act: 讲话}",
    )
    place.report("2022-10-16-congress", attendees="[陈立言, 方致远]")
    place.report("2022-12-01-review", time="下午", title="下午的会")
    place.report("2022-12-01-rehearsal", time="'09:30'", title="早上的会")
    place.report("2023-02-03-term", title="开学", host="[方致远, 陈立言]")
    place.build()
    return place


def test_every_report_stands_on_its_month_and_no_month_is_empty(year):
    months = [path for path in year.files() if re.fullmatch(r"\d{4}/\d\d/index.html", path)]
    assert months == ["2022/09/index.html", "2022/10/index.html", "2022/12/index.html", "2023/02/index.html"]
    assert "/2022/12/01/review/" in links(year.page("/2022/12/"))


def test_the_months_before_and_after_skip_those_without_reports(year):
    found = links(year.page("/2022/12/"))
    assert "/2022/10/" in found
    assert "/2023/02/" in found
    assert "/2022/11/" not in found
    assert "/2023/01/" not in found


def test_reports_of_a_day_stand_in_order_of_time(year):
    page = year.page("/2022/12/")
    assert page.index("早上的会") < page.index("下午的会", page.index("<main"))
    report = year.page("/2022/12/01/rehearsal/")
    assert {"/2022/10/16/congress/", "/2022/12/01/review/"} <= set(links(report))


def test_a_leader_is_listed_with_parts_and_the_post_of_the_day(year):
    old = text(year.page("/leaders/chen-liyan/2022/"))
    assert re.search(r"学校召开例会.{0,40}主持.{0,40}副校长", old)
    assert re.search(r"学校召开例会.{0,40}出席.{0,40}党委副书记", old)
    both = text(year.page("/leaders/fang-zhiyuan/2022/"))
    assert re.search(r"讲话.{0,20}出席", both)


def test_a_leaders_page_shows_the_latest_year_and_links_to_the_others(year):
    page = year.page("/leaders/chen-liyan/")
    assert "/2023/02/03/term/" in links(page)
    assert "/2022/10/16/congress/" not in links(page)
    assert {"/leaders/chen-liyan/2022/", "/leaders/chen-liyan/2023/"} <= set(links(page))


def test_attendees_stand_in_the_rosters_order_whatever_the_report_says(year):
    page = year.page("/2022/10/16/congress/")
    assert page.index("fang-zhiyuan") < page.index("chen-liyan")


def test_a_report_shows_the_post_of_that_day(year):
    assert "副校长" in text(year.page("/2022/09/29/monthly-meeting/"))
    assert "副校长" not in text(year.page("/2022/10/16/congress/"))


def test_a_guest_has_no_page_and_speaks_by_his_bare_name(place):
    guest = "[方致远, {name: 石一鸣, title: 副厅长, org: 省教育厅}]"
    place.report("2022-09-29-visit", attendees=guest, speakers="石一鸣")
    outcome = place.build()
    assert outcome.findings == ()
    assert [path for path in place.files() if "shi-yiming" in path] == []
    assert text(place.page("/2022/09/29/visit/")).count("石一鸣") == 2
    assert "省教育厅" in place.page("/2022/09/29/visit/")


def test_a_guest_with_a_leaders_name_stays_a_guest(place):
    place.report(
        "2022-09-29-visit", attendees="{name: 陈立言, title: 处长, org: 省教育厅}", speakers="陈立言"
    )
    place.build()
    assert "/2022/09/29/visit/" not in links(place.page("/leaders/chen-liyan/"))


def test_a_leader_no_longer_in_office_is_a_former_one(year):
    page = year.page("/leaders/")
    assert page.index("方致远") < page.index("单国华")
    assert "历任" in page[page.index("方致远") : page.index("单国华")]


@pytest.mark.parametrize(
    ("fields", "shown", "with_drafts"),
    [
        ({}, True, True),
        ({"status": "draft"}, False, True),
        ({"published": "2026-03-01 12:00"}, True, True),
        ({"published": "2026-03-01 12:01"}, False, True),
    ],
)
def test_only_what_is_due_is_shown(place, fields, shown, with_drafts):
    place.write("content/photos/2022-09-29-x/secret.jpg", jpeg())
    place.report("2022-09-29-x", photos="secret.jpg", **fields)
    for drafts, expected in ((False, shown), (True, with_drafts)):
        outcome = place.build(drafts=drafts)
        assert ("2022/09/29/x/index.html" in place.files()) is expected
        assert any(path.startswith("photos/") for path in place.files()) is expected
        assert [one.path[-6:] for one in outcome.hidden] == ([] if expected else ["9-x.md"])


def test_now_is_in_the_zone_of_the_site(place):
    place.report("2026-03-02-x")
    before, after = dt.datetime(2026, 3, 1, 23, 59), dt.datetime(2026, 3, 2, 0, 0)
    assert place.build(now=before).reports == 0
    assert place.build(now=after).reports == 1


def test_a_site_without_a_report_is_a_site(place):
    outcome = place.build()
    assert outcome.findings == ()
    assert {"index.html", "404.html", "leaders/index.html", "archive/index.html"} <= set(place.files())


def test_two_reports_of_one_address_are_told_with_both_names(place):
    place.report("2022-09-29-x")
    place.write(
        "content/reports/2022-09-29-X.md", (place.root / "content/reports/2022/2022-09-29-x.md").read_bytes()
    )
    (one,) = place.build().findings
    assert one.code == "E401"
    assert "2022-09-29-X.md" in one.message() + one.span.path
    assert "2022/2022-09-29-x.md" in one.message() + one.span.path
    assert not place.out.exists()


def test_a_leader_not_yet_in_office_has_no_page(place):
    place.write("content/leaders.yaml", LEADERS + "- {name: 卫来, posts: {title: 校长, from: 2026-06-01}}\n")
    place.report("2022-09-29-x")
    place.build()
    assert "leaders/wei-lai/index.html" not in place.files()
    assert all("卫来" not in data.decode() for path, data in place.files().items() if path.endswith(".html"))


@pytest.mark.parametrize(
    ("url", "heading"),
    [
        ("/2022/09/", "2022年9月"),
        ("/2022/", "2022年"),
        ("/leaders/", "学校领导"),
        ("/leaders/chen-liyan/", "陈立言"),
    ],
)
def test_headings_and_titles_say_what_the_page_is(year, url, heading):
    page = year.page(url)
    (h1,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    (title,) = re.findall(r"<title>(.*?)</title>", page)
    assert text(h1).replace(" ", "") == heading
    assert title.startswith(heading)
    assert "<" not in title


def test_a_leader_named_twice_in_two_ways_is_told(place):
    place.report("2019-09-29-x", attendees="[单国华, 单华]")
    assert [one.code for one in place.check().findings] == ["E305"]
