"""What is corrected is said wherever the report is told of; of what is withdrawn nothing is left but its address."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from lxml import html

from campus_news import notice, run
from conftest import NOON, SITE, Place, jpeg
from spoken import everything, pieces
from test_machine import graphs, metas

NAME = "2022-09-29-monthly"
URL = "/2022/09/29/monthly/"
PAGE = "2022/09/29/monthly/index.html"


@pytest.fixture
def school(place: Place) -> Place:
    """Three reports of two months; nothing is corrected yet."""
    place.report(NAME, title="学校召开例会", host="陈立言", published="2022-09-30 09:00")
    place.report("2022-10-16-talk", title="学校召开座谈会", attendees="[方致远]")
    place.report("2023-02-03-term", title="开学", host="方致远")
    return place


def correct(place: Place, *corrections: str, **fields: str) -> None:
    """Writes the report of NAME anew, with `corrections` as `DATE, text: …`."""
    items = "".join(f"\n  - {{date: {one}}}" for one in corrections)
    fixed = {"title": "学校召开例会", "host": "陈立言", "published": "2022-09-30 09:00"}
    place.report(NAME, corrections=items, **fixed, **fields)


def page(place: Place, url: str) -> html.HtmlElement:
    return html.document_fromstring(place.page(url).encode())


def told(place: Place, url: str) -> list[str]:
    """The corrections on a page, each with its day."""
    found = page(place, url).xpath("//section[@id='corrections']//li | //ol[@class='amendments']/li")
    return [" ".join(one.text_content().split()) for one in found]


# -- corrections


def test_a_correction_stands_on_the_page_and_in_the_list(school):
    correct(school, "2022-10-02, text: 原文“八人”更正为“九人”。", "2022-10-05 15:30, text: 补写一人。")
    assert school.build().findings == ()
    assert told(school, URL) == ["2022年10月5日 15:30 补写一人。", "2022年10月2日 原文“八人”更正为“九人”。"]
    (heading,) = page(school, URL).xpath("//section[@id='corrections']/h2")
    assert heading.text == "更正"
    lines = told(school, "/corrections/")
    assert lines == [f"{one} 学校召开例会 （2022年9月29日会议）" for one in told(school, URL)]
    assert told(school, "/corrections/2022/") == lines
    assert page(school, "/corrections/").xpath("//ol[@class='amendments']//a/@href") == [URL, URL]
    for url in ("/", "/archive/", URL):
        assert page(school, url).xpath("//a[@href='/corrections/']"), url


def test_machines_are_told_of_it(school):
    school.build()
    before = school.files()
    correct(school, "2022-10-02, text: 补写一人。", "2022-10-05 15:30, text: 再补一人。")
    school.build()
    files = school.files()
    last, first = "2022-10-05T15:30:00+08:00", "2022-09-30T09:00:00+08:00"
    said = metas(page(school, URL))
    assert (said["article:published_time"], said["article:modified_time"]) == (first, last)
    article = next(one for one in graphs(page(school, URL)) if one["@type"] == "NewsArticle")
    assert (article["datePublished"], article["dateModified"]) == (first, last)
    assert [(one["datePublished"], one["text"]) for one in article["correction"]] == [
        (last, "再补一人。"),
        ("2022-10-02", "补写一人。"),
    ]
    for path in ("atom.xml", "leaders/chen-liyan/atom.xml"):
        feed = files[path].decode()
        assert f"<published>{first}</published><updated>{last}</updated>" in feed.replace("\n", "")
        assert "更正（2022年10月5日）：再补一人。更正（2022年10月2日）：补写一人。</summary>" in feed
    assert f"<updated>{last}</updated>\n<author>" in files["leaders/chen-liyan/atom.xml"].decode()
    assert f"{URL}</loc><lastmod>{last}</lastmod>" in files["sitemap.xml"].decode()
    assert f"/corrections/</loc><lastmod>{last}</lastmod>" in files["sitemap.xml"].decode()
    event = json.loads(files["data/reports.json"])["events"][0]
    assert (event["created_at"], event["updated_at"]) == (first, last)
    assert event["corrections"] == [
        {"date": last, "text": "再补一人。"},
        {"date": "2022-10-02", "text": "补写一人。"},
    ]
    assert "DTSTAMP:20221005T073000Z" in files["meetings.ics"].decode()
    assert {path for path in files if files[path] != before.get(path)} == {
        PAGE, "corrections/index.html", "corrections/2022/index.html", "atom.xml", "leaders/chen-liyan/atom.xml",
        "sitemap.xml", "meetings.ics", "meetings-2022.ics", "data/reports.json", "data/reports-2022.json",
    }  # fmt: skip


def test_a_report_that_was_not_corrected_says_nothing_of_it(school):
    school.build()
    assert "article:modified_time" not in metas(page(school, URL))
    assert all("dateModified" not in one for one in graphs(page(school, URL)))
    assert told(school, "/corrections/") == []
    assert "还没有更正" in school.page("/corrections/")
    assert "corrections/2022/index.html" not in school.files()
    event = json.loads(school.files()["data/reports.json"])["events"][0]
    assert (event["updated_at"], event["corrections"]) == (event["created_at"], [])


def test_the_list_does_not_grow_without_bound(school):
    days = [dt.date(2022, 10, 1) + dt.timedelta(days=i) for i in range(100)]
    correct(school, *[f"{day}, text: 更正第{i}处。" for i, day in enumerate(days)])
    school.build()
    assert len(told(school, "/corrections/")) == notice.NEWEST
    assert len(told(school, "/corrections/2022/")) == sum(day.year == 2022 for day in days) > notice.NEWEST
    assert told(school, "/corrections/")[0].startswith("2023年1月8日 更正第99处。")
    assert told(school, "/corrections/2023/") == told(school, "/corrections/")[:8]
    years = page(school, "/corrections/2023/").xpath("//ul[@class='chips']//a")
    assert [(one.text, one.get("aria-current")) for one in years] == [("2023年", "true"), ("2022年", None)]


def test_only_what_is_published_is_in_the_list(school):
    school.report("2022-11-01-a", status="draft", corrections="{date: 2022-11-02, text: 草稿的更正。}")
    school.report(
        "2022-11-01-b",
        status="withdrawn",
        reason="有误。",
        corrections="{date: 2022-11-02, text: 撤回的更正。}",
    )
    for drafts in (False, True):
        assert school.build(drafts=drafts).findings == ()
        assert told(school, "/corrections/") == []
        assert "撤回的更正" not in everything(school.files())
        assert ("草稿的更正" in everything(school.files())) is drafts


def test_numbers_of_people_are_masked_in_it_and_told(school):
    correct(school, "2022-10-02, text: 联系电话更正为19900000000。")
    (one,) = school.build().findings
    assert (one.code, one.span.words) == ("E592", "19900000000")
    said = everything(school.files())
    assert "19900000000" not in said
    assert "199****0000" in said


def test_a_reason_too_is_masked_and_told(school):
    school.report(NAME, status="withdrawn", reason="联系电话19900000000有误。")
    (one,) = school.build().findings
    assert (one.code, one.span.words) == ("E592", "19900000000")
    assert "199****0000" in school.page(URL)
    assert "19900000000" not in everything(school.files())


def test_it_is_set_as_all_text_is_but_may_quote_a_wrong_word(school):
    school.write("content/wording.yaml", "- {wrong: 教务科, right: 教务处, severity: 错误}\n")
    correct(school, "2022-10-02, text: 原文“教务科”更正为“教务处”，，特此说明。")
    assert [one.code for one in school.check().findings] == ["E515"]


def test_hostile_words_are_words(school):
    words = "</script><script>alert(1)</script>&amp;<!--"
    correct(school, f"2022-10-02, text: '{words}'")
    school.build()
    assert told(school, URL) == [f"2022年10月2日 {words}"]
    for url in (URL, "/corrections/"):
        scripts = [one for one in page(school, url).iter("script") if not one.get("src")]
        assert all(json.loads(one.text) for one in scripts)


def test_readers_find_it(school):
    correct(school, "2022-10-02, text: 原文“八人”更正为“九人”。")
    school.build(search=True)
    index = everything({path: data for path, data in school.files().items() if "/fragment/" in path})
    assert "更正为" in index


def test_a_line_more_in_the_front_matter_changes_no_page(school):
    correct(school, "2022-10-02, text: 补写一人。")
    school.build()
    file = school.root / f"content/reports/2022/{NAME}.md"
    file.write_text(file.read_text("utf-8").replace("title:", "# 例会\ntitle:"), "utf-8")
    outcome = school.build()
    assert outcome.written == 0


def test_a_correction_to_come_is_an_error_until_its_day(school):
    correct(school, "2022-10-02, text: 补写一人。", "2026-03-02, text: 再补一人。")
    (one,) = school.build().findings
    assert (one.code, one.span.words) == ("E241", "2026-03-02")
    assert not school.out.exists()
    (one,) = school.check(only=(f"content/reports/2022/{NAME}.md",)).findings
    assert one.code == "E241"
    assert school.build(now=dt.datetime(2026, 3, 2)).findings == ()
    assert len(told(school, URL)) == 2


def test_a_correction_of_the_day_of_publication_is_right(school):
    correct(school, "2022-09-30, text: 补写一人。")
    assert school.build().findings == ()
    event = json.loads(school.files()["data/reports.json"])["events"][0]
    assert event["updated_at"] == event["created_at"] == "2022-09-30T09:00:00+08:00"


# -- withdrawals

GONE = "2022-11-03-oak"
TOMB = "2022/11/03/oak/index.html"
FRONT = """\
title: 学校召开橡树行动动员部署大会
date: 2022-11-03
time: 下午
venue: 栖霞山庄第三会议厅
host: 单国华
attendees: [方致远, {name: 欧阳秋水, title: 首席规划顾问专家, org: 远方城市发展研究院}]
groups: [橡树行动领导小组成员]
observers: [特邀观察员代表团成员]
speakers: [{name: 欧阳秋水, act: 介绍橡树行动方案}]
photos: [{file: oak.jpg, caption: 橡树行动动员大会现场全景, alt: 满座的栖霞山庄会议厅, credit: 摄影爱好者协会}]
credits: {source: 橡树行动办公室宣传组, author: 特约撰稿人甲乙丙}
corrections: [{date: 2022-11-05, text: 原文参加人数九十九人更正为一百人。}]
waive: {E611: 照片只有这一张}
"""
BODY = """\
橡树行动从本月起在全校范围内展开。
## 橡树行动的主要内容
**欧阳秋水**介绍了远方城市的经验做法。[^1]
| 任务 | 时限 |
| --- | --- |
| 栽种橡树一千棵 | 两周之内完成 |
![橡树幼苗培育基地外景](young.jpg)
[^1]: 材料由远方城市发展研究院提供。
"""
WITHDRAWN = "status: withdrawn\nreason: 内容未经核实。\n"


def write_gone(place: Place, more: str = "", body: str = BODY) -> None:
    place.write(f"content/reports/2022/{GONE}.md", f"---\n{FRONT}{more}---\n{body}")


@pytest.fixture
def wood(school: Place) -> Place:
    """The same school with one more report, which says much and shows two pictures."""
    school.write(f"content/photos/{GONE}/oak.jpg", jpeg(colour="brown"))
    school.write(f"content/photos/{GONE}/young.jpg", jpeg(colour="green"))
    write_gone(school)
    return school


def test_nothing_of_it_is_left(wood, tmp_path):
    words = pieces(FRONT + BODY) | {"欧阳秋水", "oak.jpg"}
    assert wood.build(search=True, jobs=1).pages
    before = wood.files()
    assert len([one for one in words if one in everything(before)]) > 0.8 * len(words)
    assert len([path for path in before if path.startswith("photos/")]) == 4  # two, each in two widths
    write_gone(wood, WITHDRAWN)
    outcome = wood.build(search=True, jobs=1)
    assert [one.code for one in outcome.findings] == []
    assert [(one.path, one.why) for one in outcome.hidden] == [(f"content/reports/2022/{GONE}.md", "已撤回")]
    after = wood.files()
    assert {one for one in words if one in everything(after)} == set()
    assert [path for path in after if path.startswith("photos/")] == []
    assert run.audit(wood.options(search=True, jobs=1))[1] == ()

    (wood.root / f"content/reports/2022/{GONE}.md").unlink()
    wood.build(search=True, jobs=1)
    without = wood.files()
    assert set(after) - set(without) == {TOMB}
    assert {path for path in without if after.get(path) != without[path]} == set()


def test_its_address_says_why_and_leads_on(wood):
    wood.report("2022-11-20-x")
    write_gone(wood, WITHDRAWN)
    wood.build()
    there = page(wood, "/2022/11/03/oak/")
    assert there.findtext(".//title") == "这篇报道已撤回 - 示例新闻网"
    assert there.findtext(".//h1") == "这篇报道已撤回"
    assert [" ".join(one.text_content().split()) for one in there.xpath("//dl/div")] == [
        "会议日期 2022年11月3日",
        "撤回原因 内容未经核实。",
    ]
    assert metas(there)["robots"] == "noindex"
    links = there.xpath("//main//a/@href")
    assert links == ["/", "/2022/", "/2022/11/", "/2022/11/", "/archive/"]
    assert "/2022/11/03/oak/" not in everything({"sitemap.xml": wood.files()["sitemap.xml"]})


def test_its_links_are_those_of_pages_that_are_there(wood):
    """Whether the month, or the whole year, had other reports or not."""
    write_gone(wood, WITHDRAWN)
    wood.report("2021-05-06-alone", status="withdrawn", reason="有误。")
    wood.build()
    for url, expected in (
        ("/2022/11/03/oak/", ["/", "/2022/", "/2022/", "/archive/"]),
        ("/2021/05/06/alone/", ["/", "/archive/"]),
    ):
        links = page(wood, url).xpath("//main//a/@href")
        assert links == expected
        assert all(f"{link}index.html".lstrip("/") in wood.files() for link in links)


@pytest.mark.parametrize("field", ["status: draft\n", "published: 2026-03-02\n" + WITHDRAWN])
def test_what_never_was_out_leaves_no_page(wood, field):
    write_gone(wood, field)
    wood.build()
    assert TOMB not in wood.files()
    assert "橡树" not in everything(wood.files())


def test_its_text_and_pictures_may_be_deleted_too(wood):
    for name in ("oak.jpg", "young.jpg"):
        (wood.root / f"content/photos/{GONE}/{name}").unlink()
    write_gone(wood, WITHDRAWN, body="")
    outcome = wood.build()
    assert outcome.findings == ()
    assert TOMB in wood.files()
    write_gone(wood, WITHDRAWN)  # or only the pictures
    assert wood.build().findings == ()


def test_a_preview_shows_no_more_of_it(wood):
    write_gone(wood, WITHDRAWN)
    wood.build(drafts=True)
    assert "橡树" not in everything(wood.files())
    assert TOMB in wood.files()


def test_a_withdrawal_taken_back_is_a_report_again(wood):
    wood.build()
    before = wood.files()
    write_gone(wood, WITHDRAWN)
    wood.build()
    write_gone(wood)
    wood.build()
    assert wood.files() == before


def test_it_stays_withdrawn_when_all_comes_from_the_memo(wood):
    write_gone(wood, WITHDRAWN)
    wood.build()
    before = wood.files()
    wood.report("2022-11-20-x", body="另一篇。")
    wood.build()
    (wood.root / "content/reports/2022/2022-11-20-x.md").unlink()
    wood.build()
    assert wood.files() == before
    wood.write("content/site.yaml", SITE.replace("示例新闻网", "新闻网"))
    wood.build(now=NOON + dt.timedelta(days=1))
    assert "橡树" not in everything(wood.files())
    assert re.search("内容未经核实", wood.page("/2022/11/03/oak/"))
