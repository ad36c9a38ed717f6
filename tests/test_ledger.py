"""The ledger has a row for each published report, is whole or is not written, and runs nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
import os
import sys

import pytest
from openpyxl import load_workbook

from campus_news import ledger
from conftest import Place, jpeg
from test_approve import approve

CREDITS = "{source: 宣传部, author: 温岚, photographer: 白予安, editor: 路遥知, proofreader: 杜若衡, reviewer: 冉启明}"


@pytest.fixture
def shelf(place: Place) -> Place:
    place.report(
        "2022-09-29-b",
        title="例会",
        credits=CREDITS,
        published="2022-09-30 09:00",
        corrections="[{date: 2022-10-02, text: 原文“八人”更正为“九人”。}]",
    )
    place.report("2022-10-08-a", title="座谈会")
    place.report("2022-10-09-draft", title="草稿", status="draft")
    place.report("2022-10-10-later", title="未到时间", published="2030-01-01")
    place.report("2022-10-11-gone", title="撤回的", status="withdrawn", reason="内容有误")
    return place


def rows(cli, place: Place, *words: str) -> list[dict[str, str]]:
    code, out, err = cli("ledger", "--root", place.root, "--now", "2023-01-01", *words)
    assert (code, err) == (0, "")
    return list(csv.DictReader(io.StringIO(out)))


def test_every_report_that_readers_could_see_has_a_row(shelf, cli):
    found = rows(cli, shelf)
    assert [one["标题"] for one in found] == ["例会", "座谈会", "撤回的"]
    assert [one["撤稿"] for one in found] == ["", "", "内容有误"]
    assert found[0] == {
        "会议日期": "2022-09-29",
        "标题": "例会",
        "网址": "https://news.example.edu.cn/2022/09/29/b/",
        **{
            "来源": "宣传部",
            "撰稿": "温岚",
            "摄影": "白予安",
            "编辑": "路遥知",
            "校对": "杜若衡",
            "审核": "冉启明",
        },
        **dict.fromkeys(
            ("一审人", "一审日期", "二审人", "二审日期", "三审人", "三审日期", "三审是否有效"), ""
        ),
        "发布时间": "2022-09-30 09:00",
        "更正": "2022-10-02 原文“八人”更正为“九人”。",
        "撤稿": "",
    }


def test_as_many_rows_as_published_pages(shelf, cli):
    shelf.write(
        "content/reports/2022/2022-10-11-gone.md", "---\ntitle: 例会\ndate: 2022-10-11\n---\n正文。\n"
    )
    assert len(rows(cli, shelf)) == shelf.build().reports


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (("--from", "2022-09-30"), ["例会", "座谈会", "撤回的"]),
        (("--from", "2022-10-01"), ["座谈会", "撤回的"]),
        (("--to", "2022-09-29"), []),
        (("--from", "2022-09-30", "--to", "2022-10-08"), ["例会", "座谈会"]),
    ],
)
def test_days_are_those_of_publication(shelf, cli, words, titles):
    assert [one["标题"] for one in rows(cli, shelf, *words)] == titles


def test_the_stages_are_there_and_whether_the_last_one_still_holds(place, cli):
    place.write("content/photos/01.jpg", jpeg())
    place.report("2022-09-29-x", photos="[{file: 01.jpg, caption: 会议现场}]")
    for stage, by in ("first", "冉启明"), ("second", "鲍清"), ("final", "岳衡"):
        approve(cli, place, stage, by)
    (row,) = rows(cli, place)
    assert [row[key] for key in ("一审人", "二审人", "三审人", "三审日期", "三审是否有效")] == [
        *("冉启明", "鲍清", "岳衡", "2022-10-01", "有效")
    ]
    place.write("content/photos/01.jpg", jpeg(colour="red"))
    assert rows(cli, place)[0]["三审是否有效"] == "审后改过，已失效"


def test_a_site_below_a_path_has_its_addresses(shelf, cli):
    shelf.write("content/site.yaml", "name: 新闻网\nurl: https://www.example.edu.cn/xwzx/\n")
    assert rows(cli, shelf)[0]["网址"] == "https://www.example.edu.cn/xwzx/2022/09/29/b/"


HOSTILE = [
    "=1+1",
    "+86",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("http://x/","点")',
    "=cmd|' /C calc'!A1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula(place, cli, tmp_path, text):
    quoted = "'" + text.replace("'", "''") + "'"
    place.report("2022-09-29-x", title=quoted, credits=f"{{author: {quoted}}}")
    (row,) = rows(cli, place)
    assert row["标题"] == row["撰稿"] == f"'{text}"
    for name in "l.csv", "l.xlsx":
        assert cli("ledger", "--root", place.root, "--now", "2023-01-01", "--out", tmp_path / name)[0] == 0
    assert f"'{text}"[:4] in (tmp_path / "l.csv").read_text("utf-8-sig")
    sheet = load_workbook(tmp_path / "l.xlsx").worksheets[0]
    cell = sheet["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert {one.data_type for line in sheet.iter_rows() for one in line} <= {"s", "n"}  # n: nothing


@pytest.mark.parametrize("sign", ["\t", "\r", "\n", "\r\n", " ", "\0", "\u200b"])
def test_nor_is_one_behind_what_nobody_sees(sign):
    text = ledger.as_csv([(f"{sign}=1",)])
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == ["'=1"]


def test_what_nobody_can_see_does_not_reach_a_terminal_or_excel(place, cli, tmp_path):
    place.report("2022-09-29-x", title='"例会\\e[2J\\a\\u202e完"')
    code, *said = cli("ledger", "--root", place.root, "--out", tmp_path / "l.xlsx")
    assert code == 1
    assert not {"\x1b", "\a", "\u202e"} & set("".join(said))
    assert "例会" not in said[0]


def test_files_open_in_excel_as_they_are(shelf, cli, tmp_path):
    for name in "台账.csv", "台账.XLSX":
        code, out, _ = cli("ledger", "--root", shelf.root, "--now", "2023-01-01", "--out", tmp_path / name)
        assert (code, out) == (0, f"{tmp_path / name}：3 篇\n")
    data = (tmp_path / "台账.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 4
    read = [[cell.value or "" for cell in row] for row in load_workbook(tmp_path / "台账.XLSX").worksheets[0]]
    assert read == list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_without_openpyxl_it_says_what_to_install(shelf, cli, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    code, _, err = cli("ledger", "--root", shelf.root, "--out", tmp_path / "l.xlsx")
    assert code == 2
    assert 'pip install -e ".[ledger]"' in err
    assert not (tmp_path / "l.xlsx").exists()
    assert rows(cli, shelf)


@pytest.mark.parametrize("fault", ["venue： 礼堂", "pipe"])
def test_what_would_not_be_whole_is_not_written(shelf, cli, fault):
    if fault == "pipe":
        os.mkfifo(shelf.root / "content/reports/2022/2022-09-30-y.md")
    else:
        shelf.write(
            "content/reports/2022/2022-09-30-y.md",
            f"---\ntitle: 例会\ndate: 2022-09-30\n{fault}\n---\n文。\n",
        )
    code, out, err = cli("ledger", "--root", shelf.root)
    assert (code, out) == (1, "")
    assert "2022-09-30-y.md:" in err
    assert "台账会缺" in err


@pytest.mark.parametrize(
    "words",
    [
        ("--from", "2022-10-01", "--to", "2022-09-01"),
        ("--from", "去年"),
        ("--out", "l.xls"),
        ("--out", "l"),
        ("--xlsx", "l.xlsx"),
    ],
)
def test_wrong_use(shelf, cli, words):
    code, out, err = cli("ledger", "--root", shelf.root, *words)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err


def test_a_file_that_cannot_be_written_is_one_line(shelf, cli, tmp_path):
    code, _, err = cli("ledger", "--root", shelf.root, "--out", tmp_path / "none" / "l.csv")
    assert code == 1
    assert err.count("\n") == 1
