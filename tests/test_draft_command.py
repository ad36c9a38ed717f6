"""The command `draft`: what is written, what is refused, what is told; and Word files."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
import yaml
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from campus_news import cli
from campus_news.diagnostics import Diagnostic
from campus_news.draft import text
from conftest import jpeg, place_of_taking

LEADERS = """\
- {name: 胡亦舟, posts: [{title: 党委书记, from: 2020-01-01}]}
- {name: 郑思源, posts: [{title: 校长, from: 2020-01-01}]}
- {name: 林知远, posts: [{title: 党委常务副书记, from: 2020-01-01}]}
"""
LINES = (
    "9月29日下午,学校9月份工作例会在图书馆一楼报告厅召开。校党委书记胡亦舟、校长郑思源出席会议并讲话。"
    "副科级以上干部参加会议。会议由校党委常务副书记林知远主持。",
    "会议现场",
    "校长郑思源作讲话",
    "会上,郑思源对9月份工作进行总结。郑思源传达了石一鸣副厅长讲话内容,要落实“三教”改革。",
    "胡亦舟作总结讲话。",
)
CAPTIONS = LINES[1:3]


@pytest.fixture
def office(place):
    place.write("content/leaders.yaml", LEADERS)
    return place


def run(place, *words, stdin=None):
    return cli.main(["draft", *map(str, words), "--root", str(place.root)])


def front(file: Path) -> dict:
    return yaml.safe_load(file.read_text("utf-8").split("---\n")[1])


def body(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").split("---\n", 2)[2].split("\n") if line.strip()]


def only(place) -> Path:
    (file,) = (place.root / "content/reports/2022").glob("2022-09-29-*.md")
    return file


def test_a_text_becomes_a_report_that_builds_at_once(office, capsys):
    source = office.write("来稿.txt", "\n".join(LINES))
    assert run(office, source, "--published", "2022-09-30") == 0
    fields = front(only(office))
    assert str(fields["date"]) == "2022-09-29"
    assert (fields["time"], fields["venue"], fields["status"]) == ("下午", "图书馆一楼报告厅", "draft")
    assert fields["host"] == ["林知远"]
    assert fields["attendees"] == ["胡亦舟", "郑思源"]
    assert fields["groups"] == ["副科级以上干部"]
    assert body(only(office)) == [line for line in LINES if line not in CAPTIONS]
    assert {one["field"] for one in fields["notes"]} == {"title", "photos"}
    told = capsys.readouterr().out
    assert "第2行（图注）：会议现场" in told
    assert cli.main(["check", "--root", str(office.root)]) == 0


def test_notes_stop_what_is_published(office, capsys):
    source = office.write("来稿.txt", "\n".join(LINES))
    run(office, source, "--published", "2022-09-30")
    file = only(office)
    file.write_text(file.read_text("utf-8").replace("status: draft", "status: published"), "utf-8")
    capsys.readouterr()
    assert cli.main(["check", "--root", str(office.root)]) == 1
    assert "E238" in capsys.readouterr().out


def test_an_open_date_goes_to_the_drafts(office):
    source = office.write("来稿.txt", "\n".join(LINES))
    assert run(office, source) == 0
    (file,) = (office.root / "content/drafts").glob("*.md")
    assert front(file)["date"] is None
    assert front(file)["notes"][0]["field"] == "date"


def test_nothing_is_overwritten_unless_asked(office, capsys):
    source = office.write("来稿.txt", "\n".join(LINES))
    run(office, source, "--published", "2022-09-30")
    only(office).write_text("改过的", "utf-8")
    assert run(office, source, "--published", "2022-09-30") == 1
    assert only(office).read_text("utf-8") == "改过的"
    assert "--force" in capsys.readouterr().err
    assert run(office, source, "--published", "2022-09-30", "--force") == 0
    assert only(office).read_text("utf-8") != "改过的"


def test_a_folder_ends_with_a_table(office, capsys):
    office.write("来稿/甲.txt", "\n".join(LINES))
    office.write("来稿/乙.txt", "学校召开例会\n2023年3月6日，学校召开例会。校长郑思源出席会议。")
    office.write("来稿/丙.txt", b"")
    assert run(office, office.root / "来稿", "--published", "2022-09-30") == 1
    told = capsys.readouterr()
    assert "丙.txt" in told.err
    rows = [line.split() for line in told.out.split("\n")[-5:] if line]
    assert rows[0] == ["文件", "日期", "人数", "待核实"]
    assert [row[1] for row in rows[1:]] == ["读不出来", "2023-03-06", "2022-09-29"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_and_json(office, capsys, encoding):
    source = office.write("来稿.txt", "\n".join(LINES).encode(encoding))
    assert run(office, source, "--json", "--published", "2022-09-30") == 0
    got = json.loads(capsys.readouterr().out)
    assert got["date"] == "2022-09-29"
    assert [one["caption"] for one in got["photos"]] == list(CAPTIONS)
    assert got["host"] == [{"name": "林知远", "title": "校党委常务副书记"}]
    assert "石一鸣" not in json.dumps(got["attendees"] + got["speakers"], ensure_ascii=False)
    assert not (office.root / "content/drafts").exists()


def test_explain_marks_what_was_taken(office, capsys):
    source = office.write("来稿.txt", "\n".join(LINES))
    assert run(office, source, "--explain") == 0
    told = capsys.readouterr().out
    assert "[9月29日:日期][下午:时间]" in told
    assert "[校长郑思源:出席、讲话]" in told
    assert "[会议现场:图注]" in told


def test_the_editor_is_opened(office, monkeypatch):
    source = office.write("来稿.txt", "\n".join(LINES))
    script = office.write("editor.sh", '#!/bin/sh\necho 看过 >> "$1"\n')
    script.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(script))
    assert run(office, source, "--published", "2022-09-30", "--edit") == 0
    assert only(office).read_text("utf-8").endswith("看过\n")


# -- Word


def word(lines=LINES, captions=CAPTIONS) -> docx.document.Document:
    made = docx.Document()
    kinds = iter([{"exif": turned()}, {"exif": place_of_taking()}])
    for line in lines:
        if line in captions:
            made.add_paragraph().add_run().add_picture(io.BytesIO(jpeg(1200, 800, **next(kinds))))
            made.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            made.add_paragraph(line)
    return made


def turned() -> Image.Exif:
    exif = Image.Exif()
    exif[274] = 6
    return exif


def saved(made) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_a_word_file_comes_with_its_pictures(office):
    source = office.write("来稿.docx", saved(word()))
    assert run(office, source, "--published", "2022-09-30") == 0
    file = only(office)
    assert body(file) == [line for line in LINES if line not in CAPTIONS]
    assert [(one["file"], one["caption"], one["after"]) for one in front(file)["photos"]] == [
        ("01.jpg", CAPTIONS[0], 1),
        ("02.jpg", CAPTIONS[1], 1),
    ]
    assert cli.main(["build", "--drafts", "--root", str(office.root)]) == 0
    published = list((office.out / "photos").glob("*.webp"))
    assert published
    for one in published:
        with Image.open(one) as picture:
            assert not picture.getexif()


def test_a_word_file_keeps_headings_lists_tables_and_bold():
    made = docx.Document()
    made.add_paragraph("学校召开例会", style="Title")
    paragraph = made.add_paragraph("2023年3月6日，学校召开")
    paragraph.add_run("工作例会").bold = True
    paragraph.add_run("。")
    made.add_paragraph("下一步工作", style="Heading 2")
    made.add_paragraph("抓安全", style="List Bullet")
    table = made.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "部门", "负责人"
    handed = text.read("来稿.docx", saved(made))
    assert not isinstance(handed, Diagnostic)
    assert handed.kinds == {0: "headline"}
    assert "2023年3月6日，学校召开**工作例会**。" in handed.shown
    assert {"### 下一步工作", "- 抓安全", "| 部门 | 负责人 |", "| --- | --- |"} <= set(handed.shown)


def test_tracked_changes_and_comments_are_told():
    made = docx.Document()
    paragraph = made.add_paragraph("校长郑思源")
    for tag, inner, words in (("ins", "t", "出席"), ("del", "delText", "缺席")):
        run = f'<w:{tag} {nsdecls("w")} w:id="1" w:author="甲"><w:r><w:{inner}>{words}</w:{inner}></w:r></w:{tag}>'
        paragraph._p.append(parse_xml(run))
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:commentReference w:id="0"/></w:r>'))
    handed = text.read("来稿.docx", saved(made))
    assert not isinstance(handed, Diagnostic)
    assert handed.lines == ["校长郑思源出席"]
    assert [note.level for note in handed.notes] == ["must"] * 3


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return buffer.getvalue()


BAD = {
    "empty": b"",
    "blank": b" \n\n",
    "binary": b"\x00\x01\x02" * 50,
    "no text at all": bytes(range(128, 256)) * 9,
    "too large": b"a" * 3_000_000,
    "old or locked": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900,
    "cut off": saved(word())[:900],
    "no Word file": zipped(a=b"1"),
    "broken inside": zipped(word__document_xml=b"<w:document"),
    "a bomb": zipped(word__document_xml=b" " * 30_000_000),
    "entities": zipped(word__document_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_one_finding(office, capsys, name):
    source = office.write("来稿.docx" if BAD[name].startswith(b"PK") else "来稿.txt", BAD[name])
    assert run(office, source) == 1
    told = capsys.readouterr()
    assert told.err.count("错误 E10") == 1
    assert "Traceback" not in told.err
    assert not (office.root / "content/drafts").exists()


def test_what_is_not_there_is_told(office, capsys):
    assert run(office, office.root / "没有.txt") == 1
    assert "打不开" in capsys.readouterr().err
