"""Where somebody speaks: which paragraphs and headings get an anchor, and what leads there."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from lxml import html

from campus_news import qr, speech
from campus_news.markup import Markup
from campus_news.model import Card
from campus_news.view import Article, Link, Named
from conftest import Place, jpeg

PEOPLE = {
    "host": "陈立言",
    "attendees": "[方致远, {name: 石一鸣, title: 副厅长, org: 省教育厅}]",
    "speakers": "[{name: 方致远, act: 总结讲话}, 石一鸣]",
}
URL = "/2022/09/29/a/"
DAY = dt.date(2022, 9, 29)
ARTICLE = Article(
    card=Card(URL, "学校召开例会", DAY),
    hosts=(Named("陈立言", "副校长", None, "/leaders/chen-liyan/"),),
    attendees=(Named("方致远", "校长", None, "/leaders/fang-zhiyuan/"),),
    groups=(),
    observers=(),
    speakers=(Named("方致远", None, None, "/leaders/fang-zhiyuan/", "总结讲话"),),
    figures=(),
    after=(),
    credits=(),
    published=dt.datetime(2022, 9, 30),
    year=Link("2022年", "/2022/"),
    month=Link("2022年9月", "/2022/09/"),
)


def tree(place: Place, body: str, **people: str) -> html.HtmlElement:
    """The page of a report with that text."""
    place.report("2022-09-29-a", body=body, **(people or PEOPLE))
    assert not [one for one in place.build().findings if one.severity == "error"]
    return html.fromstring(place.page(URL))


def anchors(page: html.HtmlElement) -> list[str]:
    return page.xpath("//div[@class='body']/*[self::p or self::h2 or self::h3]/@id")


def heard(line: str) -> list[str]:
    """The anchors that the text of `ARTICLE` gets if it has that line."""
    before = Markup().body(f"会议召开。\n\n{line}\n\n结束。")
    after = speech.hear(before, ARTICLE).body
    changed = [one.html for one, other in zip(after.blocks, before.blocks, strict=True) if one != other]
    return re.findall(r'^<\w+ id="([^"]*)"', "\n".join(changed), re.M)


@pytest.mark.parametrize(
    "line",
    [
        "方致远指出，要抓好落实。",
        "方致远强调要抓好落实。",
        "校长方致远要求，抓好落实。",
        "党委副书记、校长方致远表示祝贺。",
        "方致远校长强调，要抓好落实。",
        "方致远同志指出，要抓好落实。",
        "方致远在讲话中说，要抓好落实。",
        "方致远代表学校向大家表示感谢。",
        "方致远就下一步工作提出三点要求。",
        "方致远对同学们的意见作了回应。",
        "方致远作总结讲话。他说，要抓好落实。",
        "方致远以《开学第一课》为题，给新生上了一堂思政课。",
        "会上，方致远逐项回顾了工作。",
        "会议最后，方致远作了安排。",
        "就下一步工作，方致远作了安排。",
        "**方致远强调**，要抓好落实。",
        "　　方致远指出，要抓好落实。",
        "## 方致远：",
        "## 校长方致远讲话",
        "## 二、方致远同志总结讲话",
    ],
)
def test_the_place_of_somebodys_words_has_an_anchor(line):
    assert heard(line) == ["fang-zhiyuan"]


@pytest.mark.parametrize(
    "line",
    [
        "校长方致远出席会议并讲话。",
        "方致远、陈立言先后讲话。",
        "会议由陈立言主持，方致远出席会议并讲话。",
        "传达学习校长方致远讲话精神，大家表示拥护。",
        "按照方致远要求，各单位开展检查。",
        "方致远要求的材料已经备齐。",
        "方致远提出的问题已经解决。",
        "方致远讲话精神在全校传达。",
        "方致远明指出，这位同学不在报道里。",
        "李方致远指出，这位同学不在报道里。",
        "方致远明处长要求，这位同学不在报道里。",
        "大家认真听取了讲话，方致远。",
        "他强调，要抓好落实。",
        "苏映雪指出，她不在报道里。",
        "- 方致远指出，要抓好落实。",
        "> 方致远指出，要抓好落实。",
        "## 方致远楼改造",
        "## 学习方致远讲话",
        "## 方致远明讲话",
    ],
)
def test_what_only_looks_like_it_has_none(line):
    """A name that is part of another, words told of somebody, a list of names."""
    assert heard(line) == []


def test_anchors_of_one_speaker_are_numbered(place):
    body = "方致远指出，一。\n\n陈立言要求，二。\n\n方致远强调，三。"
    assert anchors(tree(place, body)) == ["fang-zhiyuan", "chen-liyan", "fang-zhiyuan-2"]


def test_a_guests_anchor_is_the_name(place):
    page = tree(place, "石一鸣在讲话中说，一。")
    assert anchors(page) == ["石一鸣"]
    assert page.xpath("//dl//a[@href='#石一鸣']/text()") == ["讲话"]


def test_a_name_that_two_people_bear_leads_nowhere(place):
    """Better no anchor than one that leads to somebody else's words."""
    people = {"host": "{name: 李伟, slug: li-wei}", "attendees": "[{name: 李伟, slug: li-wei-2}, 方致远]"}
    assert anchors(tree(place, "李伟指出，一。\n\n方致远指出，二。", **people)) == ["fang-zhiyuan"]


def test_a_guest_with_a_leaders_name_leads_nowhere(place):
    people = {"attendees": "[方致远, {name: 方致远, title: 厅长, org: 省教育厅}]"}
    assert anchors(tree(place, "方致远指出，一。", **people)) == []


def test_of_a_short_name_and_a_long_one_each_has_his_own(place):
    people = {"host": "李伟明", "attendees": "[{name: 李伟, slug: li-wei}]"}
    assert anchors(tree(place, "李伟明要求，一。\n\n李伟要求，二。", **people)) == ["李伟明", "li-wei"]


def test_a_heading_keeps_its_own_anchor(place):
    """Links of other reports may lead there."""
    page = tree(place, "## 方致远：\n\n要抓好落实。")
    (heading,) = page.xpath("//h2[@id='fang-zhiyuan']")
    assert heading.text_content() == "方致远："
    assert heading.xpath("span/@id") == ["h-方致远"]


def test_every_anchor_stands_once(place):
    """Whatever the editor calls a heading, and whoever is called like a place of the page."""
    body = "## 方致远：\n\n方致远指出，一。\n\n## 方致远：\n\nmain指出，二。"
    page = tree(place, body, speakers="[方致远, {name: main, title: 代表}]")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_foreign_name_is_an_anchor_too(place):
    page = tree(place, "Sinéad O'Brien指出，一。", speakers="[{name: Sinéad O'Brien, title: 代表}]")
    assert anchors(page) == ["Sinéad-O'Brien"]
    assert page.xpath("//dl//a[@class='act']/@href") == ["#Sinéad-O'Brien"]


def test_the_facts_lead_to_the_leaders_page_and_to_the_words(place):
    """A name leads where names always lead; what was done leads to the text, and says so aloud."""
    page = tree(place, "方致远指出，一。\n\n陈立言要求，二。")
    (speaker,) = page.xpath("//dt[.='讲话']/..//li[contains(., '方致远')]")
    assert speaker.xpath("a/@href") == ["/leaders/fang-zhiyuan/", "#fang-zhiyuan"]
    assert speaker.xpath("a/text()") == ["方致远", "总结讲话"]
    assert speaker.xpath("a/@aria-label") == ["方致远：总结讲话"]
    assert page.xpath("//dt[.='主持']/..//a[@class='act']/@href") == ["#chen-liyan"]
    assert page.xpath("//dt[.='出席']/..//a[@class='act']") == []  # he is among the speakers


def test_a_speaker_whose_words_are_not_marked_is_named_as_before(place):
    page = tree(place, "会议召开。")
    assert page.xpath("//dt[.='讲话']/..//li//text()[normalize-space()]") == ["方致远", "总结讲话", "石一鸣"]
    assert page.xpath("//dt[.='讲话']/..//a/@href") == ["/leaders/fang-zhiyuan/"]


def citations(page: html.HtmlElement) -> list[str]:
    return [one.text_content() for one in page.xpath("//*[@class='citation']")]


def test_a_report_says_how_it_is_cited(place):
    """GB/T 7714—2015: responsible body, title, kind and carrier, day of publication, address."""
    (citation,) = citations(tree(place, "会议召开。", published="2022-09-30 09:00"))
    assert citation == (
        "示例职业技术学院. 学校召开例会[EB/OL]. (2022-09-30). https://news.example.edu.cn/2022/09/29/a/"
    )


def test_each_speech_is_cited_with_the_post_of_that_day(place):
    """The name, the post then (though the page says it elsewhere), the speech and its day, the meeting, the address."""
    place.report("2024-01-05-b", title="方致远调离", body="正文。")
    _, first, second = citations(tree(place, "方致远指出，一。\n\n石一鸣在讲话中说，二。"))
    assert first == (
        "方致远（校长）. 总结讲话（2022年9月29日）[EB/OL]//示例职业技术学院. 学校召开例会. (2022-09-29). "
        "https://news.example.edu.cn/2022/09/29/a/#fang-zhiyuan"
    )
    assert second.startswith("石一鸣（省教育厅副厅长）. 讲话（2022年9月29日）[EB/OL]//")


def test_an_edited_text_moves_its_anchors(place):
    """The page of a text that is kept in the memo, and of one that is not."""
    tree(place, "方致远指出，一。\n\n**二**。")
    page = tree(place, "**零**。\n\n陈立言要求，一。\n\n方致远指出，一。")
    assert anchors(page) == ["chen-liyan", "fang-zhiyuan"]
    assert page.xpath("//details/p//text()[contains(., '#fang-zhiyuan')]")


def test_a_figure_is_a_link_to_the_picture(place):
    """Without script a reader sees the picture alone; the link has a name, whatever the caption."""
    place.write("content/photos/2022-09-29-a/1.jpg", jpeg(1300, 800))
    page = tree(place, "正文。", photos="[{file: 1.jpg, caption: 会议现场}]")
    (link,) = page.xpath("//figure/a")
    assert link.get("aria-label") == "看大图：会议现场"
    assert (place.out / link.get("href").lstrip("/")).is_file()


def test_the_page_shows_its_own_code(place):
    """On screens that are no phone, and on paper."""
    page = tree(place, "正文。")
    (path,) = page.xpath("//div[@class='scan']/svg/path")
    assert path.get("d") in qr.svg("https://news.example.edu.cn/2022/09/29/a/")
    assert re.search("本页网址：https://", page.xpath("string(//div[@class='scan'])"))
