"""The search index: characters as words, parts by years, and that it is made again where and only where it must."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import shutil
import sys
from pathlib import Path

import pytest

from campus_news import letter, run, shard
from campus_news.entry import Entry
from campus_news.outcome import NoIndex
from conftest import Place


def spelled(text: str) -> str:
    return letter.words([text])


def test_han_characters_are_words_and_blocks_end():
    assert letter.words(["学校 召开", "会议"]) == "学 校 aa 召 开 z 会 议 z"


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("ＡＢｃ", "abC"),
        ("，（）", ",()"),
        ("①", "1"),
        ("㎡", "m2"),
        ("é", "E"),
        ("２０２５\u3000年", "2025 年"),
    ],
)
def test_forms_that_ctrl_f_takes_for_the_same_are_the_same_words(written, same):
    """Pagefind folds the case of words; what is left has to be equal."""
    assert spelled(written).lower() == spelled(same).lower()


@pytest.mark.parametrize(
    ("one", "other"), [("a", "b"), ("1", "一"), ("。", "．"), ("“", '"'), ("-", "—"), ("土", "士")]
)
def test_other_characters_are_other_words(one, other):
    assert spelled(one).lower() != spelled(other).lower()


def test_the_form_as_written_is_kept_in_the_case_of_a_word():
    assert len({spelled(one) for one in "aAａＡ"}) == 4


def test_folding_is_done_once_for_all():
    """Text and query are folded apart; folding again changes nothing, and every character has words."""
    for code in (*range(0x20, 0xD800), *range(0xE000, 0x30000)):
        folded = letter.fold(chr(code))
        assert "".join(map(letter.fold, folded)) == folded, hex(code)


def test_no_text_spells_a_mark():
    mark = letter.mark("leader", "li-wei")
    assert mark.startswith("z")
    assert mark not in spelled("zaz" + mark).split()
    assert mark != letter.mark("leader", "li-wei-2")
    assert mark != letter.mark("venue", "li-wei")


def entries(*months: tuple[int, int]) -> list[Entry]:
    days = [dt.date(*month, 1 + i % 28).toordinal() for i, month in enumerate(months)]
    return [Entry(f"{i}.md", b"", b"", b"", False, url=f"/{i}/", day=day) for i, day in enumerate(days)]


def test_months_are_joined_up_to_a_limit_and_never_parted(monkeypatch):
    monkeypatch.setattr(shard, "ALONE", 6)
    monkeypatch.setattr(shard, "ROOM", 5)
    months = (
        [(2023, 11)] * 2 + [(2023, 12)] * 2 + [(2024, 1)] * 3 + [(2024, 2)] + [(2024, 3)] * 7 + [(2025, 3)]
    )
    found = shard.cut(entries(*months))
    assert [(part.since, part.until, len(part.entries)) for part in found] == [
        (2025, 2025, 1), (2024, 2024, 7), (2024, 2024, 4), (2023, 2023, 4)
    ]  # fmt: skip
    assert [one for part in reversed(found) for one in part.entries] == entries(*months)
    assert [len(part.entries) for part in shard.cut(entries(*months[:6]))] == [6]
    assert shard.cut([]) == ()


@pytest.fixture
def found(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Three years, a shard each."""
    monkeypatch.setattr(shard, "ALONE", 0)
    monkeypatch.setattr(shard, "ROOM", 1)
    place.report(
        "2020-03-04-a", title="甲", host="陈立言", venue="图书馆", body="正文**重点**。\n\n- 一\n- 二"
    )
    place.report("2021-03-04-b", title="乙", body="别的话。")
    place.report("2022-03-04-c", title="丙", body="第三篇。", status="draft")
    place.report("2023-03-04-d", title="丁", body="第四篇。")
    return place


def index(place: Place) -> dict[str, bytes]:
    return {path: data for path, data in place.files().items() if path.startswith("search/")}


def fragments(place: Place) -> dict[str, dict[str, object]]:
    """What the index holds of each report, by its address."""
    found = {}
    for path, data in index(place).items():
        if "/fragment/" in path:
            record = json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
            found[record["url"]] = record
    return found


def test_published_reports_are_indexed_and_drafts_never(found):
    for options in ({}, {"drafts": True}):
        found.build(search=True, **options)
        assert sorted(fragments(found)) == ["/", "/2020/03/04/a/", "/2021/03/04/b/", "/2023/03/04/d/"]


def test_a_report_is_indexed_block_by_block_with_what_is_shown_of_it(found):
    found.build(search=True)
    record = fragments(found)["/2020/03/04/a/"]
    words = str(record["content"]).replace(".", "")
    for block in ("甲", "图书馆", "陈立言 副校长", "正文重点。", "一", "二"):
        assert f"{spelled(block)} " in words
    for mark in (("leader", "chen-liyan"), ("venue", "图书馆"), ("year", "2020")):
        assert letter.mark(*mark) in words
    assert record["meta"] == {"title": "甲", "date": "2020-03-04", "when": "2020年3月4日 星期三 图书馆"}


def test_an_edited_report_has_only_its_own_part_made_again(found):
    found.build(search=True)
    before = {path: file.stat().st_mtime_ns for path in index(found) if (file := found.out / path)}
    found.report("2021-03-04-b", title="乙", body="又是别的话。")
    reasons = dict(found.build(search=True).reasons)
    after = index(found)
    gone, new = {*before} - {*after}, {*after} - {*before}
    assert len({path.split("/")[1] for path in new}) == 1
    assert len({path.split("/")[1] for path in gone}) == 1
    assert {path for path in reasons if not path.startswith("search/")} == {"2021/03/04/b/index.html"}
    kept = {path: (found.out / path).stat().st_mtime_ns for path in before if path in after}
    assert {path for path, time in kept.items() if time != before[path]} == {"search/index.html"}
    assert len(list((found.root / ".cache/search").iterdir())) == 4


def test_nothing_is_made_twice_and_a_clean_build_gives_the_same_bytes(found, monkeypatch):
    found.build(search=True, jobs=1)
    before = found.files()
    assert found.build(search=True).written == 0
    assert run.audit(found.options(search=True))[1] == ()
    found.build(search=True, jobs=2, clean=True)
    assert found.files() == before
    shutil.rmtree(found.root / ".cache")
    shutil.rmtree(found.out)
    found.build(search=True, jobs=2)
    assert found.files() == before


def test_search_goes_when_it_is_no_longer_wanted(found):
    found.build(search=True)
    found.build()
    assert list(index(found)) == ["search/index.html"]
    assert "没有全文搜索" in found.page("/search/")
    assert "search.js" not in found.page("/search/")


def test_a_preview_does_not_cost_the_index(found):
    found.build(search=True)
    before = {file: file.stat().st_mtime_ns for file in (found.root / ".cache/search").iterdir()}
    found.build(drafts=True)
    found.build(search=True)
    assert {file: file.stat().st_mtime_ns for file in (found.root / ".cache/search").iterdir()} == before


def test_a_lost_or_damaged_file_of_the_index_is_mended(found):
    found.build(search=True)
    before = found.files()
    paths = [path for path in before if "/index/" in path]
    (found.out / paths[0]).unlink()
    (found.out / paths[1]).write_bytes(b"cracked")
    found.build(search=True)
    assert found.files() == before


def test_without_pagefind_search_is_left_out_and_that_is_told(found, cli, monkeypatch):
    monkeypatch.setattr(shard, "ready", lambda: False)
    for _ in range(2):  # the second time nothing is built
        code, out, _ = cli("build", "--root", found.root, "--now", "2026-03-01")
        assert code == 0
        assert out.count("没有编制站内搜索") == 1
    assert list(index(found)) == ["search/index.html"]


@pytest.mark.parametrize(
    ("words", "indexed"),
    [([], True), (["--no-search"], False), (["--drafts"], False), (["--drafts", "--search"], True)],
)
def test_a_preview_has_no_search_unless_asked(found, cli, words, indexed):
    for command in ("build", "audit"):
        code, _, err = cli(command, "--root", found.root, "--now", "2026-03-01", *words)
        assert (code, err) == (0, "")
        assert (len(index(found)) > 1) is indexed


def test_an_index_that_cannot_be_made_leaves_the_last_good_site(found, cli, monkeypatch, tmp_path):
    found.build(search=True)
    before = found.files()
    found.report("2021-03-04-b", title="乙", body="又是别的话。")
    broken = tmp_path / "pagefind"
    for script in ("#!/bin/sh\nexit 3\n", f"#!{sys.executable}\nimport sys\nsys.stdin.read(9)\n"):
        broken.write_text(script)
        broken.chmod(0o755)
        monkeypatch.setattr("pagefind_bin.get_executable", lambda: Path(broken))
        with pytest.raises(NoIndex):
            found.build(search=True)
        code, _, err = cli("build", "--root", found.root, "--now", "2026-03-01 12:00")
        assert code == 1
        assert err.startswith("站内搜索的索引编不成")
        assert err.count("\n") == 1
        assert found.files() == before


def test_venues_stand_in_the_order_of_their_sounds(place):
    for number, venue in enumerate(("行政楼", "报告厅", "图书馆", "第一教学楼")):
        place.report(f"2022-03-0{number + 1}-x", venue=venue)
    place.build(search=True)
    page = place.page("/search/").partition('id="venue"')[2]
    assert sorted(("报告厅", "第一教学楼", "图书馆", "行政楼"), key=page.index) == [
        "报告厅", "第一教学楼", "图书馆", "行政楼"
    ]  # fmt: skip


def test_every_file_of_the_index_is_whole(found):
    """Pagefind says that files are written before they are."""
    found.build(search=True)
    for path, data in index(found).items():
        if "/pagefind-entry.json" in path:
            assert json.loads(data)["languages"]["zxx"]["page_count"] == 1
        elif ".pf_" in path:
            assert gzip.decompress(data).startswith(b"pagefind_dcd")
    parts = len(list((found.out / "search").glob("*/pagefind-entry.json")))
    assert parts == len(list((found.out / "search").glob("*/*.pf_meta"))) == 4
    assert (next(found.out.glob("search/*/wasm.*"))).read_bytes()[:2] == b"\x1f\x8b"
