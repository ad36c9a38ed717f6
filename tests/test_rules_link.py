"""Where links may lead."""

from __future__ import annotations

import pytest

from campus_news.config import Config
from campus_news.markup import Markup
from campus_news.rules import link as rules
from case import case, told
from conftest import Place

CONFIG = Config(
    "示例新闻网", "https://news.example.edu.cn/", "示例", links=("www.example.com", "http://old.example.org")
)


def external(body, config=CONFIG):
    given = case(body, config=config, links=Markup().body(body, 5).links)
    return [(one.span.line, one.span.words) for one in told(rules.links_are_encrypted, given)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("甲\n[乙](http://a.example/1.htm)", [(6, "http://a.example/1.htm")]),
        ("<http://a.example/>", [(5, "http://a.example/")]),
        ("[甲](https://a.example/)", []),
        ("[甲](http://www.example.com/1)", []),
        ("[甲](http://img.www.example.com/1)", []),
        ("[甲](http://old.example.org)", []),
        ("[甲](http://example.com/1)", [(5, "http://example.com/1")]),
        ("[甲](http://news.example.edu.cn/2022/)", []),
        ("[甲](/2022/09/)和[乙](mailto:a@example.com)", []),
        ("[甲](http://[)", []),
    ],
)
def test_links_to_other_sites(body, expected):
    assert external(body) == expected


def test_without_a_configuration_nothing_is_told():
    assert external("[甲](http://a.example/)", None) == []


@pytest.fixture
def shelf(place: Place) -> Place:
    place.report("2022-09-29-a", host="方致远", body="## 会议内容\n\n正文[^1]。\n\n[^1]: 注。")
    place.report("2022-10-08-draft", status="draft")
    place.report("2022-10-09-gone", status="withdrawn", reason="内容有误")
    return place


def dead(place: Place, body: str) -> list[str]:
    place.report("2022-10-10-b", body=body)
    return [one.span.words for one in place.check().findings if one.code == "E594"]


@pytest.mark.parametrize(
    "href",
    [
        "/2022/09/29/a/",
        "/2022/09/29/a",
        "/2022/09/29/a/index.html",
        "https://news.example.edu.cn/2022/09/29/a/",
        "../../../09/29/a/",
        "/2022/09/",
        "/2022/",
        "/",
        "/archive/",
        "/leaders/fang-zhiyuan/",
        "/files/1.pdf",
        "#top",
        "#h-本文",
        "/2022/09/29/a/#h-会议内容",
        "/2022/09/29/a/#fn-1",
        "/2022/09/29/a/#fang-zhiyuan",
        "https://a.example/2023/01/",
        "//a.example/2023/01/",
        "mailto:a@example.com",
    ],
)
def test_links_that_lead_somewhere(shelf, href):
    assert dead(shelf, f"## 本文\n\n[见]({href})") == []


@pytest.mark.parametrize(
    "href",
    [
        "/2022/09/29/aa/",
        "/2022/09/28/a/",
        "https://news.example.edu.cn/2022/09/29/aa/",
        "/2021/",
        "/2022/11/",
        "#没有",
        "/2022/09/29/a/#没有",
        "/2022/09/29/a/#chen-liyan",
        "/2022/10/08/draft/",
        "/2022/10/09/gone/",
        "www.example.com",
        "1.pdf",
    ],
)
def test_links_that_lead_nowhere(shelf, href):
    assert dead(shelf, f"## 本文\n\n[见]({href})") == [href]


def test_the_anchor_of_a_heading_is_completed(shelf):
    shelf.report("2022-10-10-b", body="[见](/2022/09/29/a/#会议内容)")
    (one,) = shelf.check().findings
    assert one.fix is not None
    assert one.fix.lines == ("[见](/2022/09/29/a/#h-会议内容)",)


def test_a_site_within_a_path(shelf):
    shelf.write("content/site.yaml", "name: 新闻网\nurl: https://example.edu.cn/xw/\n")
    assert dead(shelf, "[甲](/xw/2022/09/29/a/)、[乙](/2021/01/)、[丙](/xw/2021/01/)") == ["/xw/2021/01/"]


def test_a_report_taken_away_is_told_where_it_is_linked_to(shelf):
    assert dead(shelf, "[见](/2022/09/29/a/)") == []
    shelf.build()
    (shelf.root / "content/reports/2022/2022-09-29-a.md").unlink()
    (one,) = shelf.build().findings
    assert (one.code, one.span.line, one.span.words) == ("E594", 5, "/2022/09/29/a/")
    assert "没有这个网页" in one.message()


def test_drafts_are_left_alone(shelf):
    shelf.report("2022-10-10-b", body="[见](/2021/)", status="draft")
    assert shelf.check().findings == ()


def test_hosts_are_read_from_the_configuration(place):
    place.write("content/site.yaml", "name: 新闻网\nurl: https://example.edu.cn/\nlinks: [www.example.com]\n")
    place.report("2022-09-29-a", body="[甲](http://www.example.com/)和[乙](http://a.example/)")
    assert [one.span.words for one in place.check().findings] == ["http://a.example/"]
