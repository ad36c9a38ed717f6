"""Every mistake is one finding with the right place and words, and its corrected line makes the report right."""

from __future__ import annotations

import os
import re
import time

import pytest

from campus_news import catalogue, diagnostics, fault, life, rules, tell
from campus_news.address import BAD_ADDRESS
from campus_news.diagnostics import Severity, apply, has_error
from campus_news.source import text_of
from campus_news.template import BadTemplate
from conftest import Place, jpeg
from fixture import cases, update

FILE = "content/reports/2022/2022-09-29-monthly-meeting.md"
UNCERTAIN = "(no certain correction)"


@pytest.fixture
def shelf(place: Place) -> Place:
    place.write("content/photos/2022-09-29-monthly-meeting/01.jpg", jpeg())
    return place


@pytest.mark.parametrize("case", cases("findings.txt"), ids=lambda case: case.title)
def test_a_mistake_is_told_once_and_the_correction_is_right(shelf, case, update_golden):
    given = case.given.removesuffix(UNCERTAIN)
    file = shelf.write(FILE, given)
    findings = shelf.check().findings
    printed = tell.text(findings).replace(FILE, "x.md").rstrip("\n")
    if update_golden:
        update("findings.txt", case.title, printed)
        return
    assert printed == case.expected
    assert len(findings) == 1
    if given == case.given and findings[0].kind.severity is Severity.ERROR:
        assert findings[0].fix is not None
        file.write_text(apply(given, [findings[0].fix]), "utf-8")
        assert shelf.check().findings == ()
        assert shelf.build().pages > 0


def test_all_faults_of_all_files_are_told_in_one_run(shelf):
    shelf.write(
        FILE, "---\ntitle： 例会\ndate: 2022-09-31\nattendees: [方致远，陈立言]\nvenue:报告厅\n---\n正文。\n"
    )
    shelf.write(
        FILE.replace("monthly", "weekly"), "---\ntitle: 例会\ndate: 2022-09-30\nstatus: 草稿\n---\n正文。\n"
    )
    found = [(one.span.path[-18:], one.span.line, one.code) for one in shelf.check().findings]
    assert found == [
        ("monthly-meeting.md", 2, "E121"),
        ("monthly-meeting.md", 3, "E208"),
        ("monthly-meeting.md", 4, "E214"),
        ("monthly-meeting.md", 5, "E124"),
        ("-weekly-meeting.md", 3, "E217"),
        ("-weekly-meeting.md", 4, "E212"),
    ]


def test_all_corrections_at_once_make_the_file_right(shelf):
    text = "---\ntitle： 例会\ndate: 2022-09-31\nattendees: [方致远，陈立言]\nvenue:报告厅\n---\n正文。\n"
    file = shelf.write(FILE, text)
    file.write_text(apply(text, [one.fix for one in shelf.check().findings if one.fix]), "utf-8")
    assert shelf.check().findings == ()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_an_old_encoding_is_one_finding_and_saving_as_utf8_is_the_cure(shelf, encoding):
    text = "---\ntitle: 学校召开例会\ndate: 2022-09-29\n---\n正文。\n"
    file = shelf.write(FILE, text.encode(encoding))
    (one,) = shelf.check().findings
    assert (one.code, one.span.words) == ("E101", one.span.source)
    assert one.span.line == (2 if encoding == "gb18030" else 1)
    read, _ = text_of(FILE, file.read_bytes())
    file.write_text(apply(read, [one.fix]), "utf-8")
    assert shelf.check().findings == ()


@pytest.mark.parametrize("change", ["\ufeff{}", "\n\n{}"], ids=["byte-order mark", "blank lines first"])
def test_what_harms_nobody_is_no_finding(shelf, change):
    shelf.write(FILE, change.format("---\ntitle: 学校召开例会\ndate: 2022-09-29\n---\n正文。\n"))
    assert shelf.check().findings == ()


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_no_finding(shelf, ending):
    shelf.write(FILE, "---\ntitle: 学校召开例会\ndate: 2022-09-29\n---\n正文。\n".replace("\n", ending))
    assert shelf.check().findings == ()


@pytest.mark.parametrize(
    "date", ["2022-09-29", "2022-9-29", "2022/9/29", "2022年9月29日", "2022年09月29日", "２０２２-９-２９"]
)
@pytest.mark.parametrize("time", ["上午", "中午", "下午", "晚上", "14:30", "14：30", "09:05", "9:05"])
def test_dates_and_times_as_editors_write_them_are_right(shelf, date, time):
    shelf.write(FILE, f"---\ntitle: 例会\ndate: {date}\ntime: {time}\n---\n正文。\n")
    assert shelf.check().findings == ()


def test_a_comment_is_no_finding(shelf):
    shelf.write(FILE, "---\ntitle: 例会 # 标题\ndate: 2022-09-29 #会议日期\nvenue: #\n---\n正文。\n")
    assert shelf.check().findings == ()


def test_findings_are_told_in_english_too(shelf):
    shelf.write(FILE, "---\ntitle: 例会\ndate： 2022-09-29\n---\n正文。\n")
    told = tell.text(shelf.check().findings, "en")
    assert "error E121 the colon must be ASCII" in told
    assert not re.search(r"错误|改为", told)


def test_the_mark_stands_under_the_words_at_fault(shelf):
    shelf.write(FILE, "---\ntitle: 例会\ndate: 2022-09-29\nvenue: 报告厅 #1\n---\n正文。\n")
    _, line, mark, _ = tell.text(shelf.check().findings).rstrip("\n").split("\n")
    assert tell.width(line[: line.index("#1")]) == mark.index("^")
    assert mark.count("^") == 2


def test_a_file_without_an_ascii_colon_is_mended_line_by_line(shelf):
    text = "---\ntitle：学校召开例会\ndate：2022-09-29\nvenue： 报告厅\n---\n正文。\n"
    file = shelf.write(FILE, text)
    findings = shelf.check().findings
    assert [(one.code, one.span.line) for one in findings] == [("E121", 2), ("E121", 3), ("E121", 4)]
    file.write_text(apply(text, [one.fix for one in findings]), "utf-8")
    assert shelf.check().findings == ()


def test_what_is_no_report_is_told(shelf):
    shelf.write("content/reports/2022/2022-09-29-x.docx", b"PK")
    shelf.write("content/reports/2022/1.jpg", jpeg())
    shelf.write("content/reports/README.md", "说明")
    assert [one.code for one in shelf.check().findings] == ["E404"]


HOSTILE = {
    "a lone question mark": "---\ntitle: 例会\ndate: 2022-09-29\n?\n---\n正文。\n",
    "nested over many lines": "---\ntitle: 例会\ngroups:\n"
    + "  [\n" * 40_000
    + "  ]\n" * 40_000
    + "---\n正文。\n",
    "brackets never closed": "---\ntitle: 例会\ngroups:\n" + "  [\n" * 500 + "---\n正文。\n",
    "nothing that is YAML": "---\n" + "%@`\n: }{\n" * 500 + "---\n正文。\n",
    "a mapping for a key": "---\n? {a: b}\n: c\ntitle: 例会\ndate: 2022-09-29\n---\n正文。\n",
    "a merge key": "---\n<<: {a: 1}\ntitle: 例会\ndate: 2022-09-29\n---\n正文。\n",
    "a directive": "---\n%YAML 1.1\ntitle: 例会\ndate: 2022-09-29\n---\n正文。\n",
    "an alias within itself": "---\ntitle: 例会\ndate: 2022-09-29\ngroups: &a [*a]\n---\n正文。\n",
    "a day at the end of time": "---\ntitle: 例会\ndate: 9999-12-31\n---\n正文。\n",
    "nothing": "",
    "fences only": "---\n---\n",
    "one fence": "---",
    "zeros": "\0" * 1000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_is_a_traceback_and_nothing_takes_long(shelf, kind):
    shelf.write(FILE, HOSTILE[kind])
    started = time.process_time()
    findings = shelf.check().findings
    assert has_error(findings)
    assert len(findings) <= 10
    assert time.process_time() - started < 10
    assert tell.text(findings)


def test_a_pipe_is_no_report(shelf):
    os.mkfifo(shelf.root / "content/reports/2022-09-29-pipe.md")
    assert [one.code for one in shelf.check().findings] == ["E102"]


def test_a_name_that_is_no_text_is_a_finding(shelf):
    (shelf.root / "content/reports").mkdir(exist_ok=True)
    odd = os.fsdecode(b"2022-09-29-\xff.md")
    with (shelf.root / "content/reports" / odd).open("w") as file:
        file.write("---\ntitle: x\ndate: 2022-09-29\n---\n")
    assert [one.code for one in shelf.check().findings] == ["E405"]


@pytest.mark.parametrize(
    "template", ['{{ 1 + "a" }}', "{{ 1 / 0 }}", "{{ None|href }}", '{% include "404.html" %}', "\udcff"]
)
def test_a_template_that_fails_is_one_line(shelf, template):
    shelf.write("templates/404.html", template.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadTemplate):
        shelf.build()
    assert not (shelf.out / "index.html").exists()


HEAD = "---\ntitle: 例会\ndate: 2022-09-29\n"
OTHERS = [
    (FILE, HEAD + "attendees: [甲1]\n---\n正文。\n", "E216"),
    (FILE, HEAD + "venue: |\n  报告厅\n  一楼\n---\n正文。\n", "E221"),
    (FILE, HEAD + "host: {name: 李伟, slug: Li Wei}\n---\n正文。\n", "E218"),
    (FILE, HEAD + "groups: {甲: 乙}\n---\n正文。\n", "E204"),
    (FILE, HEAD + "photos: [{file: 01.jpg, caption: 甲}]\n---\n甲段。\n【图1】\n乙段。\n【图1】\n", "E506"),
    (FILE, HEAD + "%@ 什么\n---\n正文。\n", "E120"),
    (FILE, HEAD + "---\n" + "正文。" * 300_000, "E104"),
    ("content/reports/2022-09-29-，。.md", HEAD + "---\n正文。\n", "E402"),
    ("content/reports/会议.md", HEAD + "---\n正文。\n", "E403"),
]


@pytest.mark.parametrize(("path", "text", "code"), OTHERS, ids=[code for *_, code in OTHERS])
def test_what_the_fixture_cannot_hold(shelf, path, text, code):
    shelf.write(path, text)
    assert [one.code for one in shelf.check().findings] == [code]


def test_every_kind_of_finding_is_shown_by_a_case():
    """But for those below and those of test_cli, test_photos, test_roster and test_site."""
    shown = {
        line.split()[2]
        for case in cases("findings.txt")
        for line in case.expected.split("\n")
        if "x.md:" in line
    }
    elsewhere = {
        *(
            "E101",
            "E102",
            "E104",
            "E135",
            "E401",
            "E404",
            "E405",
            "E602",
            "E701",
            "E702",
            "E703",
            "E704",
            "E705",
        ),
        *("E706", "E707", *(code for _, _, code in OTHERS)),
    }
    kinds = {*catalogue.KINDS, *diagnostics.catalogue({**vars(life), **vars(fault)})}
    with_what_finds_them = {BAD_ADDRESS.code, *(rule.kind.code for rule in rules.RULES)}
    assert kinds == (shown | elsewhere) - with_what_finds_them


@pytest.mark.parametrize(
    "text", ["甲[乙", "甲{乙", "甲 - 乙 - 丙 - 丁 - 戊 - 己 - 庚 - 辛 - 壬 - 癸 - 子 - 丑 - 寅 - 卯"]
)
def test_brackets_and_dashes_in_texts_are_no_levels(shelf, text):
    many = ", ".join(f'"{text}{number}"' for number in range(20))
    shelf.report("2022-09-29-monthly", groups=f"[{many}]")
    assert not [one for one in shelf.check().findings if one.kind.code == "E133"]
