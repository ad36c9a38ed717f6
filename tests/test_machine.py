"""What machines read is valid by its standard's grammar, says what the pages say, and tells nothing that is not published."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import fastjsonschema
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from campus_news import agenda, feed, sitemap, stamp, summary
from campus_news.config import Config
from campus_news.entry import Entry
from campus_news.markup import Markup
from conftest import LEADERS, REPO, Place, jpeg

SITE = "https://news.example.edu.cn/xwzx/"
GRAMMAR = Path(__file__).parent / "grammar"
ATOM, SITEMAP = (etree.RelaxNG(file=str(GRAMMAR / name)) for name in ("atom.rng", "sitemap.rng"))
GRAPH = fastjsonschema.compile(json.loads((GRAMMAR / "graph.json").read_text("utf-8")))
ATOM_SPACE = {"a": "http://www.w3.org/2005/Atom"}
MAP_SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HOSTILE = "]]></title></script><script>alert(1)</script><!-- &amp; 😀 “引号” ,;\\\\ "
"""As typed between double quotes in YAML."""


def built(root: Path) -> Place:
    """A site below a path, with all that a report can say, and reports that readers must not see."""
    place = Place(root)
    place.write(
        "content/site.yaml", f"name: 示例新闻网\nschool: 示例职业技术学院\nurl: {SITE}\nowner: 党委宣传部\n"
    )
    place.write("content/leaders.yaml", LEADERS)
    place.write("content/photos/1.jpg", jpeg())
    place.report(
        "2022-09-29-monthly",
        title="学校召开例会",
        time="下午",
        venue="报告厅",
        host="陈立言",
        attendees="[方致远, {name: 石一鸣, title: 副厅长, org: 省教育厅}]",
        speakers="[{name: 方致远, act: 总结讲话}, 陈立言]",
        photos="{file: 1.jpg, caption: 会议现场}",
        credits="{source: 工会, author: 温岚、路遥知, reviewer: 冉启明}",
        published="2022-09-30 09:00",
        body="9月29日下午，学校召开例会。方致远讲话。\n第二段。",
    )
    place.report("2022-10-16-clock", title="按时开会", time="'14:30'", host="陈立言")
    place.report(
        "2023-02-03-term",
        title="开学",
        attendees="[方致远]",
        published="2023-02-05 08:00",
        corrections="{date: 2023-02-05, text: 补写一人。}",
    )
    place.report("2023-02-04-draft", title="草稿在此", host="陈立言", status="draft")
    place.report("2023-02-05-gone", title="撤回在此", host="陈立言", status="withdrawn", reason="内容有误")
    place.report("2026-02-27-later", title="未到时间", host="陈立言", published="2026-03-05 08:00")
    place.build()
    return place


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """To be looked at."""
    return built(tmp_path_factory.mktemp("school"))


@pytest.fixture
def own(tmp_path: Path) -> Place:
    """To be changed."""
    return built(tmp_path)


def feeds(place: Place) -> dict[str, etree._Element]:
    return {path: etree.fromstring(data) for path, data in place.files().items() if path.endswith("atom.xml")}


def texts(element: etree._Element, path: str) -> list[str]:
    return [str(one) for one in element.xpath(path, namespaces={**ATOM_SPACE, **MAP_SPACE})]


def pages(place: Place) -> dict[str, html.HtmlElement]:
    """Every page by its whole address."""
    found = {path: data for path, data in place.files().items() if path.endswith(".html")}
    return {
        SITE + path.removesuffix("index.html"): html.document_fromstring(data) for path, data in found.items()
    }


def graphs(page: html.HtmlElement) -> list[dict]:
    return [json.loads(one.text) for one in page.iter("script") if one.get("type") == "application/ld+json"]


def graph(place: Place, url: str, kind: str) -> dict:
    (found,) = [one for one in graphs(pages(place)[SITE + url]) if one["@type"] == kind]
    return found


def metas(page: html.HtmlElement) -> dict[str, str]:
    """What `meta` elements say, by their names; each name once."""
    found = [(one.get("name") or one.get("property"), one.get("content")) for one in page.iter("meta")]
    named = [(name, content) for name, content in found if name and name != "theme-color"]
    assert len({name.lower() for name, _ in named}) == len(named), "a name stands twice"
    return dict(named)


def data(place: Place, name: str) -> dict:
    return json.loads((place.out / "data" / name).read_text("utf-8"))


def events(place: Place) -> dict[str, icalendar.Event]:
    whole = icalendar.Calendar.from_ical((place.out / "meetings.ics").read_bytes())
    found = {str(one["SUMMARY"]): one for one in whole.walk("VEVENT")}
    assert len({one["UID"] for one in found.values()}) == len(found)
    return found


def addresses(value: object) -> Iterator[str]:
    """Everything that looks like an address, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from addresses(one)
    elif isinstance(value, str) and re.match(r"https?://\S+$", value):
        yield value


# -- feeds


def test_every_feed_is_valid_atom(school):
    for path, tree in feeds(school).items():
        assert ATOM.validate(tree), f"{path}: {ATOM.error_log}"
        assert texts(tree, "a:link[@rel='self']/@href") == texts(tree, "a:id/text()") == [SITE + path]
        assert texts(tree, "a:link[@rel='alternate']/@href") == [SITE + path.removesuffix("atom.xml")]
    assert {path.split("/")[1] for path in feeds(school) if "/" in path} == {
        "fang-zhiyuan", "chen-liyan", "li-wei", "li-wei-2", "shan-guohua",
    }  # fmt: skip


@pytest.mark.parametrize(
    "damage",
    [
        (b"<updated>2023-02-05T08:00:00+08:00</updated>\n<author>", b"<author>"),
        (b"+08:00</updated>", b"</updated>"),
        (b"<id>https://news", b"<id>news"),
        (b"<name>\xe5\x85\x9a\xe5\xa7\x94\xe5\xae\xa3\xe4\xbc\xa0\xe9\x83\xa8</name>", b""),
        (b"<summary>", b"<summary><b/>"),
    ],
)
def test_the_grammar_finds_what_is_wrong(school, damage):
    data = (school.out / "atom.xml").read_bytes()
    assert damage[0] in data
    assert not ATOM.validate(etree.fromstring(data.replace(*damage, 1)))


def test_a_feed_runs_from_the_report_published_last(school):
    tree = feeds(school)["atom.xml"]
    assert texts(tree, "a:entry/a:title/text()") == ["开学", "按时开会", "学校召开例会"]
    assert texts(tree, "a:updated/text()") == ["2023-02-05T08:00:00+08:00"]
    assert texts(tree, "a:entry/a:summary/text()")[1:] == [
        "2022年10月16日14:30。",
        "2022年9月29日下午，报告厅。",
    ]


def test_a_report_that_was_late_comes_first_and_old_ones_leave(place):
    for day in range(1, 29):
        place.report(f"2022-09-{day:02}-x", title=f"第{day}日", host="陈立言")
    for day in range(1, 4):
        place.report(f"2022-10-{day:02}-x", title=f"十月{day}日", host="陈立言")
    place.report("2022-08-01-late", title="补发", host="陈立言", published="2022-10-09 08:00")
    place.build()
    for path in ("atom.xml", "leaders/chen-liyan/atom.xml"):
        titles = texts(feeds(place)[path], "a:entry/a:title/text()")
        assert len(titles) == 30
        assert titles[:2] == ["补发", "十月3日"]
        assert titles[-1] == "第3日"


def test_a_leaders_feed_tells_the_part_and_the_post_of_that_day(school):
    trees = feeds(school)
    assert texts(trees["leaders/chen-liyan/atom.xml"], "a:entry/a:summary/text()") == [
        "2022年10月16日14:30。党委副书记陈立言主持。",
        "2022年9月29日下午，报告厅。副校长陈立言主持、讲话。",
    ]
    assert texts(trees["leaders/fang-zhiyuan/atom.xml"], "a:entry/a:title/text()") == ["开学", "学校召开例会"]
    assert texts(trees["leaders/shan-guohua/atom.xml"], "a:updated/text()") == [stamp.EPOCH]


def test_pages_lead_to_their_feeds(school):
    for url, page in pages(school).items():
        found = page.xpath("//link[@rel='alternate'][@type='application/atom+xml']/@href")
        expected = ["/xwzx/atom.xml"]
        if leader := re.search(r"/leaders/[a-z0-9-]+/", url):
            expected = [f"/xwzx{leader[0]}atom.xml", *expected]
        assert found == expected, url


# -- the sitemap


def listed(place: Place) -> set[str]:
    """Every address in the sitemap, through the index if there is one."""
    files = place.files()
    tree = etree.fromstring(files["sitemap.xml"])
    parts = texts(tree, "//s:sitemap/s:loc/text()")
    trees = [etree.fromstring(files[part.removeprefix(SITE)]) for part in parts] or [tree]
    for one in [tree, *trees]:
        assert SITEMAP.validate(one), SITEMAP.error_log
    found = [url for one in trees for url in texts(one, "//s:url/s:loc/text()")]
    assert len(set(found)) == len(found)
    return set(found)


def meant_to_be_found(place: Place) -> set[str]:
    return {url for url, page in pages(place).items() if "robots" not in metas(page)}


def test_the_sitemap_is_the_set_of_published_pages(school):
    assert listed(school) == meant_to_be_found(school)
    assert f"{SITE}404.html" not in listed(school)
    for url in listed(school):
        assert pages(school)[url].xpath("//link[@rel='canonical']/@href") == [url]


def test_a_long_sitemap_is_an_index_of_several(own, monkeypatch):
    monkeypatch.setattr(sitemap, "LONGEST", 7)
    own.build(clean=True)
    assert "sitemap-3.xml" in own.files()
    assert listed(own) == meant_to_be_found(own)
    monkeypatch.undo()
    own.build(clean=True)
    assert not any(path.startswith("sitemap-") for path in own.files())


def test_pages_say_when_they_last_changed(school):
    tree = etree.fromstring(school.files()["sitemap.xml"])
    when = dict(zip(texts(tree, "//s:loc/text()"), [one.findtext("{*}lastmod") for one in tree], strict=True))
    assert when[SITE] == when[f"{SITE}archive/"] == when[f"{SITE}2023/02/"] == "2023-02-05T08:00:00+08:00"
    assert when[f"{SITE}2022/09/29/monthly/"] == "2022-09-30T09:00:00+08:00"
    assert when[f"{SITE}2022/"] == "2022-10-16T00:00:00+08:00"
    # 陈立言 took up his post on the day of the report; 单国华 left it on 2021-06-30 and there is no report.
    assert when[f"{SITE}leaders/chen-liyan/"] == "2022-10-16T00:00:00+08:00"
    assert when[f"{SITE}leaders/shan-guohua/"] == "2021-07-01T00:00:00+08:00"
    assert when[f"{SITE}leaders/"] == "2022-10-16T00:00:00+08:00"


def test_robots_are_told_where_the_sitemap_is(school):
    assert school.files()["robots.txt"].decode().splitlines() == [
        "User-agent: *", "Disallow:", "", f"Sitemap: {SITE}sitemap.xml",
    ]  # fmt: skip


# -- the calendar


def test_meetings_are_events_of_their_day_or_moment(school):
    found = events(school)
    assert list(found) == ["学校召开例会", "按时开会", "开学"]
    monthly, clock = found["学校召开例会"], found["按时开会"]
    assert monthly.start == dt.date(2022, 9, 29)
    assert (str(monthly["DESCRIPTION"]), str(monthly["LOCATION"])) == ("下午", "报告厅")
    assert clock.start == dt.datetime(2022, 10, 16, 14, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert "DESCRIPTION" not in clock
    assert monthly["UID"] == "2022-09-29-monthly@news.example.edu.cn"
    assert monthly["URL"] == f"{SITE}2022/09/29/monthly/"
    assert dt.datetime(2022, 9, 30, 1, 0, tzinfo=dt.UTC) == monthly.DTSTAMP


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120)


@given(title=WORDS, venue=st.none() | WORDS, time=st.sampled_from([None, "上午", "00:05"]))
def test_whatever_words_come_back_from_the_calendar(title, venue, time):
    """And no line is longer than 75 bytes, or ends within a character."""
    entry = Entry("x.md", b"", b"", b"", False, url="/2022/09/29/x/", title=title, published="2022-09-29T00:00:00",
                  day=dt.date(2022, 9, 29).toordinal(), time=time, venue=venue)  # fmt: skip
    data = agenda.calendar(Config("示例", SITE, "示例学院"), [entry]).encode()
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 and line.decode() is not None and b"\n" not in line for line in lines)
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    no_control = str.maketrans(dict.fromkeys([*range(10), *range(11, 32), *range(127, 160), 0x2028, 0x2029]))
    assert str(event["SUMMARY"]) == title.translate(no_control)
    assert str(event.get("LOCATION", "")) == (venue or "").translate(no_control)


# -- open data


def test_every_meeting_is_told_with_the_leaders_there(school):
    whole = data(school, "reports.json")
    assert [one["id"] for one in whole["events"]] == [
        "/2022/09/29/monthly/", "/2022/10/16/clock/", "/2023/02/03/term/"
    ]  # fmt: skip
    assert whole["events"][0] == {
        "id": "/2022/09/29/monthly/",
        "name": "学校召开例会",
        "classification": "会议",
        "start_date": "2022-09-29",
        "time": "下午",
        "location": "报告厅",
        "organization_id": SITE,
        "created_at": "2022-09-30T09:00:00+08:00",
        "updated_at": "2022-09-30T09:00:00+08:00",
        "corrections": [],
        "sources": [{"url": f"{SITE}2022/09/29/monthly/"}],
        "attendees": [
            {"id": "fang-zhiyuan", "name": "方致远", "post": "校长", "parts": ["总结讲话", "出席"]},
            {"id": "chen-liyan", "name": "陈立言", "post": "副校长", "parts": ["主持", "讲话"]},
        ],
    }
    assert whole["events"][1]["start_date"] == "2022-10-16T14:30:00+08:00"
    assert whole["organizations"] == [{"id": SITE, "name": "示例职业技术学院"}]


def test_every_leader_is_told_with_the_posts_begun(own):
    coming = "- {name: 卫来, posts: {title: 校长, from: 2026-06-01}}\n"
    ending = LEADERS.replace("from: 2022-10-16}", "from: 2022-10-16, to: 2026-12-31}")
    own.write("content/leaders.yaml", ending + coming)
    own.build()
    people = {one["id"]: one for one in data(own, "leaders.json")["persons"]}
    assert list(people) == ["fang-zhiyuan", "chen-liyan", "li-wei", "li-wei-2", "shan-guohua"]
    assert people["chen-liyan"]["memberships"] == [
        {
            "person_id": "chen-liyan",
            "organization_id": SITE,
            "role": role,
            "start_date": start,
            "end_date": end,
        }
        for role, start, end in (("副校长", "2018-03-01", "2022-10-15"), ("党委副书记", "2022-10-16", None))
    ]
    assert people["shan-guohua"]["other_names"] == [{"name": "单华", "note": "曾用名"}]


def test_a_rank_reorders_the_leaders_of_its_days(own):
    """The order in a file is the roster's of that day, so a rank alone makes the file anew."""
    first = data(own, "reports.json")["events"][0]["attendees"]
    ranked = LEADERS.replace("to: 2022-10-15}", "to: 2022-10-15, rank: 1}").replace(
        "from: 2020-01-01}", "from: 2020-01-01, rank: 2}"
    )
    own.write("content/leaders.yaml", ranked)
    own.build()
    assert data(own, "reports.json")["events"][0]["attendees"] == first[::-1]


def shape(value: object) -> object:
    """The names of all fields, without what they hold."""
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value and isinstance(value[0], dict) else None


@pytest.mark.parametrize("name", ["reports.json", "leaders.json"])
def test_the_manual_shows_the_fields_there_are(school, name):
    manual = (REPO / "docs/data.md").read_text("utf-8")
    (sample,) = re.findall(rf"## data/{name}\n\n```json\n(.*?)```", manual, re.S)
    whole = data(school, name)
    if name == "leaders.json":
        whole["persons"] = [one for one in whole["persons"] if one["other_names"]]
    else:
        whole["events"] = [one for one in whole["events"] if one["corrections"]]
    assert shape(json.loads(sample)) == shape(whole)


# -- on the pages


def test_what_pages_say_of_themselves_is_valid(school):
    for url, page in pages(school).items():
        for one in graphs(page):
            GRAPH(one)
        kinds = [one["@type"] for one in graphs(page)]
        if url == SITE:
            assert kinds == ["WebSite"]
        elif url == f"{SITE}404.html":
            assert kinds == []
        else:
            report = re.search(r"/\d\d/\d\d/", url) and "gone" not in url
            assert kinds == ["NewsArticle"] * bool(report) + ["BreadcrumbList"]


def test_a_report_is_an_article_about_an_event(school):
    article = graph(school, "2022/09/29/monthly/", "NewsArticle")
    assert article["headline"] == "学校召开例会"
    assert article["description"] == "9月29日下午，学校召开例会。方致远讲话。"
    assert article["datePublished"] == "2022-09-30T09:00:00+08:00"
    assert [one["name"] for one in article["author"]] == ["温岚", "路遥知"]
    assert article["sourceOrganization"]["name"] == "工会"
    event = article["about"]
    assert (event["startDate"], event["location"]["name"]) == ("2022-09-29", "报告厅")
    assert [(one["name"], one["jobTitle"]) for one in event["attendee"]] == [
        ("陈立言", "副校长"), ("方致远", "校长"), ("石一鸣", "副厅长")
    ]  # fmt: skip
    assert event["attendee"][2]["affiliation"]["name"] == "省教育厅"
    assert event["performer"][0]["url"] == f"{SITE}leaders/fang-zhiyuan/"


def test_the_trail_says_what_the_eye_sees(school):
    for url, page in pages(school).items():
        for one in graphs(page):
            if one["@type"] == "BreadcrumbList":
                steps = one["itemListElement"]
                links = page.xpath("//nav[@class='crumbs']//li/*")
                assert [step["name"] for step in steps] == [link.text_content() for link in links], url
                assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
                hrefs = [urljoin(SITE, link.get("href")) for link in links[:-1]]
                assert [step.get("item") for step in steps] == [*hrefs, None]


def test_portals_and_chats_find_what_they_look_for(school):
    said = metas(pages(school)[f"{SITE}2022/09/29/monthly/"])
    picture = f"{SITE}photos/"
    assert said["Image"].startswith(picture)
    assert said["og:image"] == said["Image"]
    expected = {
        "SiteName": "示例新闻网",
        "ColumnName": "会议报道",
        "ArticleTitle": "学校召开例会",
        "PubDate": "2022-09-30 09:00",
        "ContentSource": "工会",
        "Author": "温岚、路遥知",
        "Keywords": "示例职业技术学院,陈立言,方致远,石一鸣",
        "Description": "9月29日下午，学校召开例会。方致远讲话。",
        "Url": f"{SITE}2022/09/29/monthly/",
        "og:type": "article",
        "og:site_name": "示例新闻网",
        "og:locale": "zh_CN",
        "og:title": "学校召开例会",
        "og:description": "9月29日下午，学校召开例会。方致远讲话。",
        "og:url": f"{SITE}2022/09/29/monthly/",
        "og:image:alt": "会议现场",
        "article:published_time": "2022-09-30T09:00:00+08:00",
    }
    assert {name: said.get(name) for name in expected} == expected


def test_every_other_page_has_a_description_and_its_column(school):
    for url, page in pages(school).items():
        said = metas(page)
        if re.search(r"/\d\d/\d\d/|404", url):
            continue
        assert said["og:description"] == said["description"] != ""
        assert said["og:title"] in page.findtext(".//title") or url == SITE
        assert said["og:url"] == url
        column = "学校领导" if "/leaders/" in url else "会议报道"
        assert said.get("ColumnName") == (None if url == SITE else column)


# -- of all of them


def test_every_address_leads_somewhere(school):
    files = school.files()
    found = list(addresses([graphs(page) for page in pages(school).values()]))
    found += addresses([data(school, "reports.json"), data(school, "leaders.json")])
    found += [str(one["URL"]) for one in events(school).values()]
    found += [url for tree in feeds(school).values() for url in texts(tree, "//@href | //a:id/text()")]
    found += [content for page in pages(school).values() for content in addresses(list(metas(page).values()))]
    assert len(set(found)) > 20
    for url in set(found) - {"https://schema.org"}:
        path = url.removeprefix(SITE)
        assert url.startswith(SITE)
        assert (f"{path}index.html" if path.endswith("/") or not path else path) in files, url


def test_what_is_not_published_is_told_to_nobody(own):
    for preview in (False, True):
        own.build(drafts=preview)
        for path, content in own.files().items():
            if path.endswith((".xml", ".ics", ".json")):
                for words in ("草稿在此", "撤回在此", "未到时间", "draft", "later", "gone"):
                    assert words not in content.decode(), (path, words)
    draft = pages(own)[f"{SITE}2023/02/04/draft/"]
    assert metas(draft)["robots"] == "noindex"


def test_a_hostile_title_breaks_nothing(place):
    place.write("content/site.yaml", f"name: 示例新闻网\nurl: {SITE}\n")
    words = f'"{HOSTILE}"'
    fields = {"title": words, "venue": words, "host": "方致远", "groups": f"[{words}]"}
    place.report("2022-09-29-x", credits=f"{{author: {words}, source: {words}}}", **fields)
    place.build()
    assert not [one for one in place.build().findings if one.severity.value == "error"]
    clean = "]]></title></script><script>alert(1)</script><!-- &amp; 😀 “引号” ,;\\"
    for tree in feeds(place).values():
        assert ATOM.validate(tree)
    assert texts(feeds(place)["atom.xml"], "a:entry/a:title/text()") == [clean]
    assert list(events(place)) == [clean]
    assert data(place, "reports.json")["events"][0]["name"] == clean
    assert graph(place, "2022/09/29/x/", "NewsArticle")["headline"] == clean
    for url, page in pages(place).items():
        assert all(
            one.get("type") == "application/ld+json" or one.get("src") for one in page.iter("script")
        ), url
        assert [GRAPH(one)["@type"] for one in graphs(page)] != [] or url.endswith("404.html")


@pytest.mark.parametrize(
    "sign", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x9b"]
)
def test_no_text_begins_a_line_of_the_calendar(sign):
    """Whatever a program takes for the end of a line."""
    config = Config("新闻", SITE, "学校")
    words = f"例会{sign}ATTACH:https://x.example/a.exe{sign} END:VCALENDAR"
    entry = Entry(
        "x.md", b"", b"", b"", False, "/2022/09/29/x/", words, 738427, published="2022-09-29T00:00:00"
    )
    text = agenda.calendar(config, [entry._replace(venue=words)])
    assert text.splitlines() == text.removesuffix("\r\n").split("\r\n")
    assert not [line for line in text.splitlines() if line.startswith("ATTACH")]
    assert text.count("\r\nEND:VCALENDAR") == 1


def test_no_clock_is_asked(own):
    """The same content on another day is the same files; only a report that came due changes them."""
    before = own.files()
    own.build(now=dt.datetime(2026, 3, 4, 12, 0), clean=True)
    assert own.files() == before
    own.build(now=dt.datetime(2026, 3, 6, 12, 0))
    changed = {path for path, data in own.files().items() if before.get(path) != data}
    assert {
        "atom.xml",
        "leaders/chen-liyan/atom.xml",
        "sitemap.xml",
        "meetings.ics",
        "data/reports.json",
    } <= changed
    assert "leaders/fang-zhiyuan/atom.xml" not in changed
    assert texts(feeds(own)["atom.xml"], "a:updated/text()") == ["2026-03-05T08:00:00+08:00"]


def test_the_time_zone_is_in_every_moment(own):
    own.write(
        "content/site.yaml",
        (own.root / "content/site.yaml").read_text("utf-8") + "timezone: America/New_York\n",
    )
    own.build()
    article = graph(own, "2022/09/29/monthly/", "NewsArticle")
    assert article["datePublished"] == "2022-09-30T09:00:00-04:00"
    assert (
        metas(pages(own)[f"{SITE}2022/09/29/monthly/"])["article:published_time"] == article["datePublished"]
    )
    assert events(own)["按时开会"].start == dt.datetime(2022, 10, 16, 18, 30, tzinfo=dt.UTC)
    assert texts(feeds(own)["atom.xml"], "a:updated/text()") == ["2023-02-05T08:00:00-05:00"]


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        (dt.datetime(2022, 9, 30, 9), "Asia/Shanghai", "2022-09-30T09:00:00+08:00"),
        (dt.datetime(2022, 7, 1), "America/New_York", "2022-07-01T00:00:00-04:00"),
        (dt.datetime(2022, 7, 1), "UTC", "2022-07-01T00:00:00+00:00"),
        (dt.datetime(2022, 7, 1), "Asia/Kolkata", "2022-07-01T00:00:00+05:30"),
        (dt.datetime(1900, 5, 4, 10), "Asia/Shanghai", "1900-05-04T01:54:17Z"),  # Shanghai's own mean time
    ],
)
def test_moments_have_their_distance_from_utc(moment, zone, expected):
    assert stamp.of(moment, ZoneInfo(zone)) == expected
    assert dt.datetime.fromisoformat(expected) == moment.replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("学校开会。", "学校开会。"),
        ("## 标题\n学校**开会**。[链接](x)\n第二段。", "学校开会。链接"),
        ("一" * 60 + "。" + "二" * 50 + "。" + "三" * 30 + "。", "一" * 60 + "。" + "二" * 50 + "。"),
        ("他说：“" + "一" * 114 + "。”后来又说了别的。", "他说：“" + "一" * 114 + "。”"),
        ("一" * 50 + "，" + "二" * 50 + "，" + "三" * 50 + "。", "一" * 50 + "，" + "二" * 50 + "…"),
        ("一" * 300, "一" * 119 + "…"),
        ("a < b &amp; c", "a < b & c"),
        ("- 一\n- 二", ""),
    ],
)
def test_a_summary_is_whole_sentences(body, expected):
    found = summary.of(Markup().body(body))
    assert found == expected
    assert len(found) <= summary.LONGEST + 1


def test_a_report_without_a_paragraph_is_described_by_its_facts(place):
    place.report("2022-09-29-x", time="下午", venue="报告厅", body="- 一\n- 二")
    place.build()
    page = html.document_fromstring(place.page("/2022/09/29/x/").encode())
    assert metas(page)["Description"] == "2022年9月29日下午，报告厅：学校召开例会。"


def test_words_are_xml_whatever_they_hold():
    words = "".join(map(chr, [*range(0x20), 0xFFFE, 0xFFFF, 0x1F600])) + "<&>]]>"
    assert etree.fromstring(f"<a>{feed.text(words)}</a>").text == "\t\n\n😀<&>]]>"


def test_a_site_without_a_report_has_valid_files(place):
    place.build()
    assert all(ATOM.validate(tree) for tree in feeds(place).values())
    assert data(place, "reports.json")["events"] == []
    assert icalendar.Calendar.from_ical((place.out / "meetings.ics").read_bytes()).walk("VEVENT") == []
    assert urlsplit(texts(etree.fromstring(place.files()["sitemap.xml"]), "//s:loc/text()")[0]).path == "/"
