"""Addresses that never die: what was published answers for ever, or the build says what to write for it to answer."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import time
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from campus_news import address, tell
from campus_news.diagnostics import apply, has_error
from campus_news.field import Wrong
from checker import html_messages
from conftest import LEADERS, SITE, Place
from hosting import iis, nginx, serving
from test_hosting import ask

LIST = "content/urls.txt"
SITE_YAML = "content/site.yaml"
FILE = "content/reports/2022/2022-09-29-a.md"


@pytest.fixture
def published(place: Place) -> Place:
    """A site of two reports and a leader's pages, built for real."""
    place.report("2022-09-29-a", title="甲", host="方致远")
    place.report("2023-03-01-b", title="乙", host="陈立言")
    assert not has_error(build(place).findings)
    return place


def build(place: Place, **changes):
    return place.build(lasting=True, **changes)


def listed(place: Place) -> list[str]:
    return [line for line in (place.root / LIST).read_text("utf-8").split("\n") if line.startswith("/")]


def rename(place: Place, old: str, new: str) -> None:
    (place.root / f"content/reports/{old[:4]}/{old}.md").rename(
        place.root / f"content/reports/{new[:4]}/{new}.md"
    )


def edit(place: Place, path: str, old: str, new: str) -> None:
    file = place.root / path
    text = file.read_text("utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), "utf-8")


def codes(outcome) -> list[str]:
    return [one.code for one in outcome.findings]


def follow(place: Place, base: str, url: str) -> str | None:
    """The address at which a browser that asks for `url` ends; None if nothing answers."""
    for _ in range(3):
        file = place.out / (f"{url}index.html" if url.endswith("/") else url)[1:]
        if not file.is_file():
            return None
        page = lxml.html.document_fromstring(file.read_bytes())
        onward = page.xpath("//meta[@http-equiv='refresh']/@content")
        if not onward:
            return url
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        target = onward[0].removeprefix("0; url=")
        assert target in page.xpath("//main//a/@href")
        assert page.xpath("//link[@rel='canonical']/@href")[0].endswith(target)
        assert target.startswith(base)
        url = "/" + target.removeprefix(base)
    return None


# -- the list


def test_a_build_for_real_writes_down_what_it_publishes(published):
    assert listed(published) == [
        *("/2022/", "/2022/09/", "/2022/09/29/a/", "/2023/", "/2023/03/", "/2023/03/01/b/"),
        *("/leaders/chen-liyan/", "/leaders/chen-liyan/2023/", "/leaders/fang-zhiyuan/"),
        *("/leaders/fang-zhiyuan/2022/", "/leaders/li-wei-2/", "/leaders/li-wei/", "/leaders/shan-guohua/"),
    ]
    assert listed(published) == sorted(listed(published))


def test_the_second_build_does_nothing(published):
    before = {path: path.stat().st_mtime_ns for path in published.root.rglob("*") if path.is_file()}
    outcome = build(published)
    assert (outcome.written, outcome.addresses, outcome.reasons) == (0, 0, ())
    after = {path: path.stat().st_mtime_ns for path in published.root.rglob("*") if path.is_file()}
    assert {path for path in after if before.get(path) != after[path]} <= {
        published.root / ".cache/memo.sqlite"
    }


def test_new_addresses_are_counted_once(published):
    published.report("2023-03-02-c", title="丙")
    assert build(published).addresses == 1
    assert build(published).addresses == 0
    assert "/2023/03/02/c/" in listed(published)


def test_what_is_hidden_is_not_written_down(place):
    place.report("2022-09-29-a", status="draft")
    place.report("2026-02-28-b", published="2026-03-02 08:00")
    build(place)
    assert not [url for url in listed(place) if url.startswith("/2")]
    build(place, now=dt.datetime(2026, 3, 2, 8))
    assert [url for url in listed(place) if url.count("/") == 5] == ["/2026/02/28/b/"]


@pytest.mark.parametrize(
    "words", [["--drafts"], ["--now", "2026-03-01"], ["--drafts", "--now", "2026-03-01"]]
)
def test_a_preview_leaves_the_list_alone(place, cli, words):
    place.report("2022-09-29-a")
    assert cli("build", "--root", place.root, "--no-search", *words)[0] == 0
    assert cli("check", "--root", place.root)[0] == 0
    assert cli("audit", "--root", place.root, "--no-search", *words)[0] == 0
    assert not (place.root / LIST).exists()


def test_a_build_writes_the_list_wherever_its_pages_go(place, cli, tmp_path):
    """Even if an earlier one that was not for real has left nothing to do."""
    place.report("2022-09-29-a")
    moment = f"{dt.datetime.now(dt.UTC) + dt.timedelta(hours=8):%Y-%m-%d %H:%M}"
    assert cli("build", "--root", place.root, "--out", tmp_path / "x", "--no-search", "--now", moment)[0] == 0
    code, told, _ = cli("build", "--root", place.root, "--out", tmp_path / "x", "--no-search")
    assert code == 0
    assert re.search("新网址 [0-9]+ 个，已记入 content/urls.txt；请与报道一起提交", told)
    assert "/2022/09/29/a/" in listed(place)
    code, told, _ = cli("build", "--root", place.root, "--out", tmp_path / "x", "--no-search")
    assert "写入 0 个文件" in told
    assert "新网址" not in told


def test_a_list_that_cannot_be_written_is_one_warning_and_tried_again(place, monkeypatch):
    place.report("2022-09-29-a")
    replace = Path.replace

    def refuse(self, target):
        if Path(target).name == "urls.txt":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    outcome = build(place)
    assert codes(outcome) == ["E429"]
    assert (outcome.findings[0].severity.value, outcome.pages > 0) == ("warning", True)
    assert not [path for path in (place.root / "content").iterdir() if path.name.startswith(".")]
    monkeypatch.undo()
    assert codes(build(place)) == []
    assert "/2022/09/29/a/" in listed(place)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only_is_one_warning(place):
    place.report("2022-09-29-a")
    (place.root / "content").chmod(0o555)
    try:
        assert codes(build(place)) == ["E429"]
    finally:
        (place.root / "content").chmod(0o755)


def test_both_sides_of_a_merge_are_kept(published, tmp_path):
    """As Git merges by `merge=union`, really: two branches that each publish a report of their own."""
    root = published.root

    def git(*words):
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
        done = subprocess.run(
            ["git", *identity, *words], cwd=root, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    published.write(".gitattributes", "content/urls.txt merge=union\n")
    git("init", "-q", "-b", "main")
    git("add", ".gitattributes", "content")
    git("commit", "-qm", "1")
    for branch, name in (("one", "2022-10-01-c"), ("two", "2022-10-01-d")):
        git("checkout", "-qb", branch, "main")
        published.report(name)
        build(published)
        git("add", "content")
        git("commit", "-qm", branch)
        git("checkout", "-q", "main")
    git("merge", "-q", "one")
    git("merge", "-q", "-m", "both", "two")
    merged = set(listed(published))
    assert {"/2022/10/01/c/", "/2022/10/01/d/", "/2022/10/"} <= merged
    assert codes(build(published)) == []
    assert listed(published) == sorted(merged)


def test_what_a_merge_leaves_behind_is_put_right(published):
    file = published.root / LIST
    lines = file.read_text("utf-8").split("\n")
    shuffled = ["<<<<<<< HEAD", *reversed(lines), "=======", "", *lines, ">>>>>>> other"]
    file.write_bytes("\r\n".join(shuffled).encode("utf-8-sig"))
    before = listed(published)
    assert codes(build(published)) == []
    assert file.read_text("utf-8").split("\n") == lines
    assert set(before) >= set(listed(published))


BAD_LINES = {
    "2022/09/29/a/": "/2022/09/29/a/",
    "/2022/09/29/a": "/2022/09/29/a/",
    "/%E5%AD%A6/": "/学/",
    "/../../etc/passwd": None,
    "//example.com/": None,
    "/a\x07b/": None,
    "/a/?x=1": None,
    "\ufffd": None,
    "随便写的": "/随便写的/",
}


@pytest.mark.parametrize("line", BAD_LINES)
def test_a_line_that_is_no_address_is_told_where_it_stands(published, line):
    with (published.root / LIST).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    (one,) = published.check(lasting=True).findings
    right = BAD_LINES[line]
    number = len((published.root / LIST).read_text("utf-8").split("\n")) - 1
    assert (one.code, one.span.path, one.span.line) == ("E428", LIST, number)
    assert one.fix.lines == ((right,) if right else ())
    assert codes(build(published)) == ["E428"]


@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_a_list_that_is_no_file_is_told(published, kind, tmp_path):
    file = published.root / LIST
    file.unlink()
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        (tmp_path / "elsewhere").write_text("/x/\n")
        file.symlink_to(tmp_path / "elsewhere")
    assert codes(build(published)) == ["E102"]
    assert kind != "link" or (tmp_path / "elsewhere").read_text() == "/x/\n"


# -- reports


def test_a_renamed_file_is_guessed_and_the_line_proposed_is_right(published):
    rename(published, "2022-09-29-a", "2022-09-29-monthly-meeting")
    path = FILE.replace("29-a", "29-monthly-meeting")
    for outcome in (published.check(lasting=True), build(published), published.build()):
        (one,) = outcome.findings
        assert (one.code, one.span.path, one.fix.lines) == ("E421", path, ("aliases: /2022/09/29/a/",))
    printed = tell.text([one])
    assert "加上 │ aliases: /2022/09/29/a/" in printed
    file = published.root / path
    file.write_text(apply(file.read_text("utf-8"), [one.fix]), "utf-8")
    assert codes(build(published)) == []
    assert follow(published, "/", "/2022/09/29/a/") == "/2022/09/29/monthly-meeting/"
    assert {"/2022/09/29/a/", "/2022/09/29/monthly-meeting/"} <= set(listed(published))


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("2022-09-30-a", "文件名后半相同"),
        ("2022-09-29-xyz", "日期相同"),
        ("2022-10-08-other", "标题的拼音就是旧网址"),
    ],
)
def test_how_a_rename_is_recognised(place, new, why):
    place.report("2022-09-29-学校召开例会" if why.startswith("标题") else "2022-09-29-a")
    place.report("2022-09-28-z", title="别的")
    build(place)
    (place.root / "content/reports/2022").joinpath(
        "2022-09-29-学校召开例会.md" if why.startswith("标题") else "2022-09-29-a.md"
    ).unlink()
    place.report(new)
    (one,) = build(place).findings
    assert (one.code, dict(one.args)["why"]) == ("E421", why)
    assert one.span.path.endswith(f"{new}.md")


def test_nothing_is_guessed_where_it_could_be_two(published):
    (published.root / FILE).unlink()
    published.report("2022-09-29-x", title="丙")
    published.report("2022-09-29-y", title="丁")
    (one,) = build(published).findings
    line = (published.root / LIST).read_text("utf-8").split("\n").index("/2022/09/29/a/") + 1
    assert (one.code, one.span.path, one.span.line, one.fix) == ("E422", LIST, line, None)
    for words in ("aliases: /2022/09/29/a/", "moved", "status: withdrawn", "删去这一行"):
        assert words in one.message()


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("aliases: /old/", "aliases: [/old/, /2022/09/29/a/]"),
        ("aliases: [/old/, /older/]", "aliases: [/old/, /older/, /2022/09/29/a/]"),
        ("aliases:\n  - /old/\n  - /older/", "  - /2022/09/29/a/"),
    ],
)
def test_one_more_old_address_is_put_to_those_there(published, written, right):
    edit(published, FILE, "title: 甲\n", f"title: 甲\n{written}\n")
    build(published)
    rename(published, "2022-09-29-a", "2022-09-29-b")
    (one,) = build(published).findings
    assert (one.code, one.fix.lines) == ("E421", (right,))
    file = published.root / FILE.replace("29-a", "29-b")
    file.write_text(apply(file.read_text("utf-8"), [one.fix]), "utf-8")
    assert codes(build(published)) == []
    assert follow(published, "/", "/old/") == follow(published, "/", "/2022/09/29/a/") == "/2022/09/29/b/"


def test_a_report_that_is_gone_is_told_and_nothing_is_written(published):
    before = published.files()
    (published.root / FILE).unlink()
    assert codes(build(published)) == ["E422"]
    assert published.files() == before
    edit(published, LIST, "/2022/09/29/a/\n", "")  # the last way out
    assert codes(build(published)) == []
    assert follow(published, "/", "/2022/09/29/a/") is None


def test_a_published_report_does_not_become_a_draft_again(published):
    edit(published, FILE, "title: 甲\n", "title: 甲\nstatus: draft\n")
    for outcome in (build(published), published.build(drafts=True), published.check(lasting=True)):
        (one,) = outcome.findings
        assert (one.code, one.span.words, one.fix.lines) == ("E424", "draft", ("status: withdrawn",))
        assert "reason" in one.message()


def test_a_published_report_is_not_held_back_again_but_by_a_pretended_clock(published):
    early = dt.datetime(2022, 12, 31)
    assert codes(published.build(now=early)) == []
    assert codes(published.check(now=early)) == []
    edit(published, FILE, "title: 甲\n", "title: 甲\npublished: 2027-01-01\n")
    (one,) = build(published).findings
    assert (one.code, one.span.words) == ("E424", "2027-01-01")


def test_a_month_and_a_year_that_are_empty_lead_up(published):
    rename(published, "2022-09-29-a", "2023-01-09-a")
    edit(
        published,
        "content/reports/2023/2023-01-09-a.md",
        "date: 2022-09-29",
        "date: 2023-01-09\naliases: /2022/09/29/a/",
    )
    assert codes(build(published)) == []
    assert follow(published, "/", "/2022/09/") == "/archive/"
    assert follow(published, "/", "/2022/") == "/archive/"
    assert follow(published, "/", "/leaders/fang-zhiyuan/2022/") == "/leaders/fang-zhiyuan/"
    assert follow(published, "/", "/2022/09/29/a/") == "/2023/01/09/a/"


def test_an_address_that_is_used_again_is_a_page_again(published):
    rename(published, "2022-09-29-a", "2022-09-29-c")
    edit(published, FILE.replace("29-a", "29-c"), "title: 甲\n", "title: 甲\naliases: /2022/09/29/a/\n")
    build(published)
    published.report("2022-09-29-a", title="又一篇")
    (one,) = build(published).findings
    assert (one.code, one.span.words) == ("E425", "/2022/09/29/a/")
    edit(published, FILE.replace("29-a", "29-c"), "aliases: /2022/09/29/a/\n", "")
    assert codes(build(published)) == []
    assert "又一篇" in published.page("/2022/09/29/a/")


# -- leaders


def test_a_leader_whose_slug_changes_moves_with_all_pages_and_the_feed(published):
    edit(published, "content/leaders.yaml", "- name: 方致远\n", "- name: 方致远\n  slug: fang-zy\n")
    (one,) = build(published).findings
    assert (one.code, one.span.path) == ("E423", SITE_YAML)
    assert one.fix.lines == ("moved:", "  /leaders/fang-zhiyuan/: /leaders/fang-zy/")
    assert "slug: fang-zhiyuan" in one.message()
    file = published.root / SITE_YAML
    file.write_text(apply(file.read_text("utf-8"), [one.fix]), "utf-8")
    assert codes(build(published)) == []
    assert follow(published, "/", "/leaders/fang-zhiyuan/") == "/leaders/fang-zy/"
    assert follow(published, "/", "/leaders/fang-zhiyuan/2022/") == "/leaders/fang-zy/2022/"
    feeds = [published.out / f"leaders/{slug}/atom.xml" for slug in ("fang-zhiyuan", "fang-zy")]
    assert feeds[0].read_bytes() == feeds[1].read_bytes()


def test_a_second_move_is_put_below_the_first(published):
    with (published.root / SITE_YAML).open("a") as file:
        file.write("moved:\n  /leaders/x/: /leaders/li-wei/   # 旧网站\n")
    edit(published, "content/leaders.yaml", "- name: 方致远\n", "- name: 方致远\n  slug: fang-zy\n")
    (one,) = build(published).findings
    assert one.fix.lines == ("  /leaders/fang-zhiyuan/: /leaders/fang-zy/",)
    text = (published.root / SITE_YAML).read_text("utf-8")
    (published.root / SITE_YAML).write_text(apply(text, [one.fix]), "utf-8")
    assert codes(build(published)) == []
    assert follow(published, "/", "/leaders/x/") == "/leaders/li-wei/"


def test_a_leader_who_is_gone_is_told(published):
    edit(published, "content/leaders.yaml", LEADERS[LEADERS.index("- name: 单国华") :], "")
    (one,) = build(published).findings
    assert (one.code, one.span.path, one.span.words) == ("E423", LIST, "/leaders/shan-guohua/")


# -- what is said of old addresses


def moved(place: Place, **pairs_of: str) -> None:
    place.write(SITE_YAML, SITE + "moved:\n" + "".join(f"  {old}: {new}\n" for old, new in pairs_of.items()))


def test_moves_lead_on_to_one_page(published):
    moved(
        published,
        **{
            "/a/": "/b/",
            "/b/": "/c/d/",
            "/c/": "/2022/",
            "/2022/d/": "/2022/09/29/a/",
            "/x.html": "/archive/",
        },
    )
    assert codes(build(published)) == []
    assert follow(published, "/", "/a/") == "/2022/09/29/a/"
    assert follow(published, "/", "/x.html") == "/archive/"


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ({"/a/": "/a/"}, [("E427", "/a/", "圈")]),
        ({"/a/": "/b/", "/b/": "/a/"}, [("E427", "/b/", "圈"), ("E427", "/a/", "圈")]),
        ({"/a/": "/a/b/"}, [("E427", "/a/b/", "圈")]),
        ({"/a/": "/b/c/", "/b/": "/a/"}, [("E427", "/b/c/", "圈"), ("E427", "/a/", "圈")]),
        ({"/a/": "/nowhere/"}, [("E427", "/nowhere/", "没有")]),
        ({"/archive/": "/2022/"}, [("E425", "/archive/", "自己的网页")]),
        ({"/": "/2022/"}, [("E425", "/", "自己的网页")]),
        ({"/2022/09/29/a/": "/2022/"}, [("E425", "/2022/09/29/a/", FILE)]),
        ({"/2022/09/29/A/": "/2022/"}, [("E425", "/2022/09/29/A/", FILE)]),
        ({"/leaders/fang-zhiyuan/2022/": "/2022/"}, [("E425", "/leaders/fang-zhiyuan/2022/", "自己的网页")]),
        ({"/static/x/": "/2022/"}, [("E425", "/static/x/", "文件夹")]),
        ({"/a/": "//example.com/"}, [("E420", "//example.com/", "两个 /")]),
        ({"/a/": "https://example.com/x/"}, [("E420", "https://example.com/x/", "域名")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_moves_is_told_at_the_words(published, pairs, expected):
    moved(published, **pairs)
    found = build(published).findings
    assert [(one.code, one.span.words) for one in found] == [(code, words) for code, words, _ in expected]
    assert {one.span.path for one in found} == {SITE_YAML}
    for one, (_, _, why) in zip(found, expected, strict=True):
        assert why in one.message()


def test_an_old_address_leads_to_one_page_only(published):
    edit(published, FILE, "title: 甲\n", "title: 甲\naliases: [/old/, /Old/]\n")
    moved(published, **{"/old/": "/archive/"})
    found = build(published).findings
    assert [(one.code, one.span.path, one.span.words) for one in found] == [
        ("E426", FILE, "/old/"),
        ("E426", FILE, "/Old/"),
    ]
    assert "content/site.yaml 第 5 行" in found[0].message()


def test_an_alias_of_a_draft_holds_nothing(published):
    rename(published, "2022-09-29-a", "2022-09-29-c")
    path = FILE.replace("29-a", "29-c")
    edit(published, path, "title: 甲\n", "title: 甲\naliases: /2022/09/29/a/\nstatus: draft\n")
    assert codes(build(published)) == ["E422"]


def test_an_address_is_typed_in_many_ways():
    for typed in ("/2022/09/29/a", "/2022/09/29/a/", " /2022/09/29/a/index.html", "/2022/09/29/%61/"):
        assert address.read(typed) == "/2022/09/29/a/"
    assert address.read("/%E6%96%B0%E9%97%BB/") == "/新闻/"
    assert address.read("/info/1002/3456.htm") == "/info/1002/3456.htm"
    assert address.read("/") == "/"


REFUSED = {
    "https://news.example.edu.cn/2022/09/29/a/": "/2022/09/29/a/",
    "http://example.com": "/",
    "2022/09/29/a/": "/2022/09/29/a/",
    "/2022/09/29/a/#h-x": "/2022/09/29/a/",
    "javascript:alert(1)": None,
    "/a/?id=1": None,
    "https://example.com/show.asp?id=1": None,
    "//example.com/a/": None,
    "/a//b/": None,
    "/a/../b/": None,
    "/%2e%2e/b/": None,
    "/a/./b/": None,
    "/.well-known/x/": None,
    "/_redirects": None,
    "/a\\b/": None,
    "/%5c%5cexample.com/": None,
    "/a%00b/": None,
    "/a%0d%0aSet-Cookie:x/": None,
    "/a\tb/": None,
    "/a\u200bb/": None,
    "/a\u202eb/": None,
    "/ue000\ue000/": None,
    '/a"b/': None,
    "/<script>/": None,
    "/*": None,
    "/:splat/": None,
    "/%D0%C2%CE%C5/": None,  # GBK
    "/%2561/": None,
    "/a /": None,
    "/x.php": None,
    "/x.html/y/": None,
    "/" + "长" * 90 + "/": None,
}


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_address_of_the_site_is_refused(typed):
    with pytest.raises(Wrong) as caught:
        address.read(typed)
    assert (caught.value.kind.code, caught.value.fix) == ("E420", REFUSED[typed])


def test_the_path_of_the_site_does_not_belong_to_an_address(published):
    published.write(SITE_YAML, SITE.replace("example.edu.cn/", "example.edu.cn/xwzx/"))
    edit(published, FILE, "title: 甲\n", "title: 甲\naliases: /xwzx/old/\n")
    (one,) = build(published).findings
    assert (one.code, one.fix.lines) == ("E420", ("aliases: /old/",))


# -- all of it


@pytest.mark.parametrize("base", ["/", "/xwzx/"])
def test_whatever_is_renamed_every_old_address_answers(place, base):
    """File, title, a leader's name and slug, over 100 reports; each fault is mended by the line that was proposed."""
    place.write(SITE_YAML, SITE.replace("example.edu.cn/", f"example.edu.cn{base}"))
    days = [dt.date(2022, 1, 3) + dt.timedelta(days=7 * i) for i in range(100)]
    for i, day in enumerate(days):
        place.report(f"{day}-meeting-{i}", title=f"第{i + 1}次例会", host="方致远", attendees="[陈立言]")
    build(place)
    old = {*listed(place), "/", "/archive/", "/leaders/"}
    reports = {f"{day.isoformat().replace('-', '/')}/meeting-{i}" for i, day in enumerate(days)}
    for i, day in enumerate(days):
        (place.root / f"content/reports/{day.year}/{day}-meeting-{i}.md").unlink()
        other = day + dt.timedelta(days=400) if i % 4 == 0 else day
        name = f"meeting-{i}" if i % 4 == 0 else f"weekly-assembly-{i}"
        place.report(f"{other}-{name}", title=f"第{i + 1}次会议", host="方智渊", attendees="[陈立言]")
    edit(
        place,
        "content/leaders.yaml",
        "- name: 方致远\n",
        "- name: 方智渊\n  former_names: 方致远\n  slug: fang\n",
    )
    edit(place, "content/leaders.yaml", "- name: 陈立言\n", "- name: 陈立言\n  slug: chen-ly\n")
    for _ in range(3):
        found = build(place).findings
        for path in {one.span.path for one in found}:
            file = place.root / path
            fixes = [one.fix for one in found if one.span.path == path and one.fix]
            file.write_text(apply(file.read_text("utf-8"), fixes), "utf-8")
    assert codes(build(place)) == []
    ends = {url: follow(place, base, url) for url in old}
    assert [url for url, end in ends.items() if end is None] == []
    for report in reports:
        assert ends[f"/{report}/"].endswith(report.rpartition("-")[2] + "/")
    assert ends["/leaders/fang-zhiyuan/2022/"] == "/leaders/fang/2022/"
    assert ends["/leaders/chen-liyan/2022/"] == "/leaders/chen-ly/2022/"
    assert old - {"/", "/archive/", "/leaders/"} <= set(listed(place))
    assert build(place).written == 0


# -- for servers

ODD = {
    "/新闻/2019 年/": "/%E6%96%B0%E9%97%BB/2019%20%E5%B9%B4/",
    "/a$1/$uri/": "/a%241/%24uri/",
    "/it's/": "/it%27s/",
    "/x; return 200 {y}/": "/x%3B%20return%20200%20%7By%7D/",
    "/a&b=<c>/".replace("<c>", "c"): "/a%26b%3Dc/",
    "/${host}/": "/%24%7Bhost%7D/",
    "/~x/": "/~x/",
    "/info/1002/3456.htm": "/info/1002/3456.htm",
    "/default/": "/default/",
    "/" + "长" * 80 + "/": "/" + "%E9%95%BF" * 80 + "/",
}


@pytest.fixture(params=["/", "/xwzx/"])
def odd(request, place: Place) -> tuple[Place, str]:
    """A site to which addresses of every kind once belonged, and the path under which it stands."""
    place.write(SITE_YAML, SITE.replace("example.edu.cn/", f"example.edu.cn{request.param}"))
    typed = ", ".join("'" + url.replace("'", "''") + "'" for url in ODD)
    place.report("2022-09-29-a", title="甲", host="方致远", aliases=f"[{typed}]")
    assert codes(build(place)) == []
    return place, request.param


def test_every_odd_address_has_a_page_that_leads_on(odd):
    place, base = odd
    assert {follow(place, base, url) for url in ODD} == {"/2022/09/29/a/"}


def test_the_list_of_netlify_and_cloudflare_has_three_words_a_line(odd):
    place, base = odd
    lines = (place.out / "_redirects").read_text("ascii").splitlines()
    assert [line.split(" ") for line in lines] == [
        [base + ODD[url][1:], f"{base}2022/09/29/a/", "301"] for url in sorted(ODD)
    ]
    assert max(map(len, lines)) <= 1000


def test_the_list_of_iis_is_xml_and_web_config_takes_it_in(odd):
    place, base = odd
    maps = etree.fromstring((place.out / "_redirects.config").read_bytes())
    assert (maps.tag, maps[0].get("name")) == ("rewriteMaps", "campus_news_moved")
    pairs = {one.get("key"): one.get("value") for one in maps.iter("add")}
    assert pairs == {base + url[1:]: f"{base}2022/09/29/a/" for url in ODD}
    (hidden,) = [one for one in iis().iter(etree.Comment) if "<rewrite>" in one.text]
    rewrite = etree.fromstring(hidden.text[hidden.text.index("<rewrite>") :])
    assert rewrite.find("rewriteMaps").get("configSource") == "_redirects.config"
    assert rewrite.find(".//conditions/add").get("input") == "{campus_news_moved:{URL}}"


@pytest.mark.slow
def test_nginx_answers_every_old_address_with_301(odd, tmp_path):
    place, base = odd
    root = tmp_path / "www"
    place.out.rename(root / "xwzx" if base != "/" and not root.mkdir() else root)
    below = f"{root}{base.rstrip('/')}/_redirects*.conf"
    with nginx(root, tmp_path, {"/srv/www/news/_redirects*.conf": below}) as server:
        for url in (*ODD.values(), "/%61%241/%24uri/"):
            answer = ask(server, base + url[1:])
            assert (url, answer.status, answer.headers["location"]) == (url, 301, f"{base}2022/09/29/a/")
        assert ask(server, f"{base}2022/09/29/a/").status == 200
        assert ask(server, f"{base}x/").status == 404


def test_addresses_that_differ_in_case_stand_once_in_lists_that_ignore_it(place):
    place.report("2022-09-29-a")
    place.report("2022-09-30-b")
    moved(place, **{"/Old/": "/2022/09/29/a/", "/old/x/": "/2022/09/30/b/"})
    build(place)
    with (place.root / LIST).open("a") as file:
        file.write("/Old/X/\n/old/x/\n")
    assert codes(build(place)) == []
    assert follow(place, "/", "/Old/X/") == "/2022/09/29/a/"
    assert (place.out / "_redirects.config").read_text("utf-8").lower().count('"/old/x/"') == 1
    assert (place.out / "_redirects").read_text("ascii").lower().count("/old/x/ ") == 2


@pytest.mark.slow
def test_a_page_that_leads_on_is_right_html(odd):
    place, _ = odd
    with serving(place.out) as server:
        urls = [server + url for url in ODD.values() if url.endswith("/")]
        assert html_messages(urls) == []


def test_a_page_that_leads_on_says_nothing_but_that(odd):
    """No script of its own, nothing to be found by, not in any list of pages."""
    place, base = odd
    page = place.page("/新闻/2019 年/")
    assert f'content="0; url={base}2022/09/29/a/"' in page
    assert "script-src" not in page
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", page)
    assert "2019 年" not in page
    for name in ("sitemap.xml", "atom.xml", "data/reports.json", "index.html"):
        assert not re.search("2019(?: |%20)年|info/1002", (place.out / name).read_text("utf-8"))


def test_so_many_lines_of_something_else_take_no_time(place):
    place.write(LIST, "".join(f"{i} 不是网址?\n" for i in range(50_000)))
    started = time.process_time()
    assert codes(place.check(lasting=True)) == ["E428"] * 50
    assert time.process_time() - started < 5


def test_what_becomes_of_a_thousand_reports_is_soon_said(place):
    """A folder emptied, or all of it renamed."""
    place.write(LIST, "".join(f"/2022/09/{1 + i % 30:02}/meeting-{i}/\n" for i in range(1000)))
    for i in range(50):
        place.report(f"2022-10-01-assembly-{i}", title=f"学校召开第{i}次例会")
    started = time.process_time()
    found = place.check(lasting=True).findings
    assert [one.code for one in found] == ["E422"] * 50
    assert time.process_time() - started < 10
