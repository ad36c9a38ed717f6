"""A hand-over that means harm is told of in one message, at once; nothing is asked of anybody, read or written elsewhere."""

from __future__ import annotations

import http.server
import io
import os
import re
import socket
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import docx
import pytest

from campus_news import cli
from conftest import LEADERS, Place, jpeg
from hostile_file import DEEP, LAUGHS, MB, SECRET, headed, neighbour, png, svg, zeros
from toll import MEGABYTES, SECONDS, toll

LINE = "2023年3月6日，学校在报告厅召开工作例会。校长方致远出席会议并讲话。"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCUMENT, STYLES, RELS, TYPES = (
    "word/document.xml",
    "word/styles.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
)
URL = "http://127.0.0.1:PORT/asked"
FILE = "SECRET"
"""In a part: the address of the planted file."""


def p(inside: str = "") -> str:
    return f"<w:p>{inside}</w:p>"


def r(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def xml(body: str = "", head: str = "") -> bytes:
    """The text of a Word file: the line that all have, and `body`."""
    inside = f"<w:body>{p(r(LINE))}{body}</w:body>"
    return f"<?xml version='1.0'?>{head}<w:document {W} {R} {A}>{inside}</w:document>".encode()


@cache
def plain() -> dict[str, bytes]:
    """The parts of a Word file as python-docx makes it."""
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()} | {DOCUMENT: xml()}


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def word(changed: dict[str, bytes]) -> bytes:
    return packed(plain() | changed)


def related(*relations: str) -> bytes:
    """The relations of the text with more of them: `Type|Target`, or `Type|Target|External`."""
    lines = ""
    for i, one in enumerate(relations):
        kind, target, *mode = one.split("|")
        far = ' TargetMode="External"' if mode else ""
        lines += f'<Relationship Id="x{i}" Type="{RELATION}/{kind}" Target="{target}"{far}/>'
    return plain()[RELS].replace(b"</Relationships>", lines.encode() + b"</Relationships>")


def typed(*types: str) -> bytes:
    """The table of contents with more types: `Default|extension|type` or `Override|name|type`."""
    lines = ""
    for one in types:
        tag, name, kind = one.split("|")
        key = "Extension" if tag == "Default" else "PartName"
        lines += f'<{tag} {key}="{name}" ContentType="{kind}"/>'
    return plain()[TYPES].replace(b"</Types>", lines.encode() + b"</Types>")


def pictured(data: bytes, kind: str = "jpeg", times: int = 1) -> dict[str, bytes]:
    blips = p('<w:r><w:drawing><a:blip r:embed="x0"/></w:drawing></w:r>') * times
    return {
        f"word/media/1.{kind}": data,
        RELS: related(f"image|media/1.{kind}"),
        TYPES: typed(f"Override|/word/media/1.{kind}|image/{kind}"),
        DOCUMENT: xml(blips),
    }


def linked(kind: str, target: str) -> dict[str, bytes]:
    """A text that refers to something outside, in every way there is."""
    inside = '<w:r><w:drawing><a:blip r:link="x0" r:embed="x0"/></w:drawing></w:r>'
    link = f'<w:hyperlink r:id="x0">{r("链接")}</w:hyperlink>'
    return {RELS: related(f"{kind}|{target}|External"), DOCUMENT: xml(p(inside) + p(link))}


@cache
def bomb(name: str = DOCUMENT, size: int = 200 * MB, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Word file of which one part is so large."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=1) as archive:
        for part, data in plain().items():
            if part != name:
                archive.writestr(part, data)
        with archive.open(name, "w") as file:
            for _ in range(0, size, MB):
                file.write(b" " * MB)
    return buffer.getvalue()


def lying(data: bytes, name: str, size: int) -> bytes:
    """The archive with a part that says it is only so long, with the checksum of that."""
    entry = data.rindex(b"PK\1\2")
    while data[entry + 46 : entry + 46 + len(name)] != name.encode():
        entry = data.rindex(b"PK\1\2", 0, entry)
    (local,) = struct.unpack("<I", data[entry + 42 : entry + 46])
    changed = bytearray(data)
    for at in (entry + 16, local + 14):
        changed[at : at + 4] = struct.pack("<I", zlib.crc32(b" " * size))
        changed[at + 8 : at + 12] = struct.pack("<I", size)
    return bytes(changed)


def locked() -> bytes:
    """Every part says that it is encrypted."""
    data = bytearray(word({}))
    for mark, at in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        i = data.find(mark)
        while i >= 0:
            data[i + at] |= 1
            i = data.find(mark, i + 1)
    return bytes(data)


def elsewhere(data: bytes, name: str, main: str = MAIN) -> bytes:
    """A Word file whose text is a part of another name; document.xml stands there too."""
    rels = plain()["_rels/.rels"].replace(b"word/document.xml", name.encode())
    return word({name: data, "_rels/.rels": rels, TYPES: typed(f"Override|/{name}|{main}")})


def declared(inside: str) -> str:
    return f"<!DOCTYPE w:document [{inside}]>"


def chained(count: int) -> dict[str, bytes]:
    """Parts that refer to each other, one behind the other."""
    empty = plain()[RELS].split(b"<Relationship ")[0]
    parts = {"word/c0.bin": b"x", RELS: related("x|c0.bin"), TYPES: typed("Default|bin|application/x")}
    for i in range(count):
        relation = f'<Relationship Id="a" Type="x" Target="c{i + 1}.bin"/></Relationships>'
        parts[f"word/_rels/c{i}.bin.rels"] = empty + relation.encode()
        parts[f"word/c{i + 1}.bin"] = b"x"
    return parts


def styled(count: int) -> dict[str, bytes]:
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="s{i}"/>' for i in range(count))
    paragraph = p(f'<w:pPr><w:pStyle w:val="s{count - 1}"/></w:pPr>{r("甲")}')
    return {STYLES: f"<w:styles {W}>{styles}</w:styles>".encode(), DOCUMENT: xml(paragraph * 3_000)}


def row(cell: str, times: int = 1) -> str:
    one = f"<w:tc><w:tcPr>{cell}</w:tcPr>{p(r('甲'))}</w:tc>"
    return f"<w:tr>{one * times}</w:tr>"


def table(rows: str) -> bytes:
    return word({DOCUMENT: xml(f"<w:tbl>{rows}</w:tbl>")})


BROKEN = "已损坏"
LONG = "文字太多"
DOCTYPE = "DOCTYPE"
NOTED = "没有取出来"
TAKEN = " → "
"""What is told of a report that was written."""

EXTERNAL = f'<!ENTITY x SYSTEM "{FILE}">'
REMOTE = f'<!ENTITY x SYSTEM "{URL}">'
PARAMETER = f'<!ENTITY % x SYSTEM "{URL}"> %x;'
LAUGH = LAUGHS.replace("svg", "w:document")

WORDS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "harmless": (TAKEN, lambda: word({})),
    "bomb": ("超过 100 MB|文字太多", bomb),
    "bomb that lies": (LONG, lambda: lying(bomb(), DOCUMENT, 10)),
    "bomb as a picture": ("超过 100 MB", lambda: bomb("word/media/1.png")),
    "bomb as a picture that lies": ("超过 100 MB", lambda: lying(bomb("word/media/1.png"), "word/media/1.png", 10)),
    "small lie": (BROKEN, lambda: lying(word({"word/a.bin": b" " * 99}), "word/a.bin", 10)),
    "bomb by bzip2": (BROKEN, lambda: bomb(size=50 * MB, method=zipfile.ZIP_BZIP2)),
    "bomb by LZMA": (BROKEN, lambda: bomb(size=20 * MB, method=zipfile.ZIP_LZMA)),
    "bombs in it": (TAKEN, lambda: word({f"word/embeddings/{i}.docx": bomb() for i in range(3)})),
    "Word files in Word files": (TAKEN, lambda: word({"word/a.docx": word({"word/a.docx": word({})})})),
    "thousands of parts": ("1000 个以上", lambda: word({f"word/{i}.xml": b"<a/>" for i in range(5_000)})),
    "hundreds of parts": (TAKEN, lambda: word({f"word/{i}.xml": b"<a/>" for i in range(900)})),
    "parts twice": (TAKEN, lambda: word({"word/A.xml": b"<a/>", "word/a.xml": b"<a/>"})),
    "chain of parts": (TAKEN, lambda: word(chained(400))),
    "relations": (TAKEN, lambda: word({RELS: related(*["hyperlink|styles.xml"] * 20_000)})),
    "relations to hundreds": (
        TAKEN,
        lambda: word(
            {f"word/media/{i}.png": b"x" for i in range(900)}
            | {RELS: related(*[f"image|media/{i % 900}.png" for i in range(20_000)])}
            | {TYPES: typed("Default|png|image/png")}
        ),
    ),
    "circle of relations": (
        TAKEN,
        lambda: word({"word/_rels/styles.xml.rels": related("x|document.xml", "x|styles.xml")}),
    ),
    "relation out": (BROKEN, lambda: word({RELS: related("image|../../../../../etc/passwd")})),
    "relation to a file": (BROKEN, lambda: word({RELS: related(f"image|{FILE}")})),
    "relation to a host": (BROKEN, lambda: word({RELS: related(f"image|{URL}")})),
    **{
        f"external {kind}": (TAKEN, lambda kind=kind: word(linked(kind, URL)))
        for kind in ("hyperlink", "image", "attachedTemplate", "oleObject", "frame", "subDocument")
    },
    "external styles": (BROKEN, lambda: word(linked("styles", URL))),
    "external file": (NOTED, lambda: word(linked("image", FILE))),
    "laughs": (DOCTYPE, lambda: word({DOCUMENT: xml(p(r("&j;")), LAUGH)})),
    "laughs far down": (DOCTYPE, lambda: word({DOCUMENT: xml(p(r("&j;")), f"<!--{'哈' * 300_000}-->" + LAUGH)})),
    "laughs in UTF-16": (DOCTYPE, lambda: word({DOCUMENT: xml(p(r("&j;")), LAUGH).decode().encode("utf-16")})),
    "laughs in styles": (DOCTYPE, lambda: word({STYLES: f"{LAUGH}<w:styles {W}>&j;</w:styles>".encode()})),
    "laughs in relations": (DOCTYPE, lambda: word({RELS: LAUGH.encode() + related("x|&j;")})),
    "laughs in types": (DOCTYPE, lambda: word({TYPES: LAUGH.encode() + typed("Default|&j;|&j;")})),
    "laughs of another name": (f"{DOCTYPE}|{BROKEN}", lambda: elsewhere(xml(p(r("&j;")), LAUGH), "word/a.svg")),
    "laughs in an attribute": (BROKEN, lambda: elsewhere(xml('<w:p a="&j;"/>', LAUGH), "word/a.svg")),
    "laughs in UTF-7": (
        f"{BROKEN}|{DOCTYPE}",
        lambda: word({DOCUMENT: b"<?xml version='1.0' encoding='utf-7'?>" + LAUGH.encode("utf-7") + b"+ADw-a/+AD4-"}),
    ),
    "quadratic entity": (
        DOCTYPE,
        lambda: word({DOCUMENT: xml(p(r("&a;" * 50_000)), declared(f"<!ENTITY a '{'哈' * 50_000}'>"))}),
    ),
    "external entity": (DOCTYPE, lambda: word({DOCUMENT: xml(p(r("&x;")), declared(EXTERNAL))})),
    "external entity of another name": (DOCTYPE, lambda: elsewhere(xml(p(r("&x;")), declared(EXTERNAL)), "word/a.svg")),
    "remote entity": (DOCTYPE, lambda: word({DOCUMENT: xml(p(r("&x;")), declared(REMOTE))})),
    "remote entity of another name": (DOCTYPE, lambda: elsewhere(xml(p(r("&x;")), declared(REMOTE)), "word/a.svg")),
    "remote parameter": (DOCTYPE, lambda: elsewhere(xml("", declared(PARAMETER)), "word/a.svg")),
    "remote DTD": (DOCTYPE, lambda: elsewhere(xml("", f'<!DOCTYPE a SYSTEM "{URL}">'), "word/a.svg")),
    "remote style sheet": (TAKEN, lambda: word({DOCUMENT: xml("", f'<?xml-stylesheet href="{URL}"?>')})),
    "inclusion": (
        TAKEN,
        lambda: word(
            {DOCUMENT: xml(p(f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{FILE}"/>'))}
        ),
    ),
    "text of another name": (TAKEN, lambda: elsewhere(xml(), "word/a.svg")),
    "long text of another name": (LONG, lambda: elsewhere(xml(p() * 2 * MB), "word/a.bin")),
    "no archive": ("不是 Word", lambda: b"<html><script>alert(1)</script></html>"),
    "rich text": ("不是 Word", lambda: rb"{\rtf1\ansi hello}"),
    "archive of something else": ("不是 Word", lambda: packed({"a.txt": b"x"})),
    "empty archive": ("不是 Word", lambda: b"PK\5\6" + bytes(18)),
    "old Word": ("旧版", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900)),
    "locked": ("密码", locked),
    **{f"cut at {n} %": (BROKEN, lambda n=n: word({})[: len(word({})) * n // 100]) for n in (1, 50, 90, 99)},
    "garbage behind the mark": (BROKEN, lambda: b"PK\3\4" + bytes(range(256)) * 400),
    "garbage in the middle": (BROKEN, lambda: (d := word({}))[:9_000] + bytes(400) + d[9_400:]),
    "parts that lead out": (
        TAKEN,
        lambda: word({name: SECRET.encode() for name in ("../../../out", "/tmp/out", "..\\..\\out", "C:\\out", "word/../../out")}),
    ),
    "no types": (BROKEN, lambda: packed({k: v for k, v in plain().items() if k != TYPES})),
    "other types": (BROKEN, lambda: word({TYPES: plain()[TYPES].replace(b"document.main+xml", b"styles+xml")})),
    "no XML": (BROKEN, lambda: word({DOCUMENT: b"\0" * 1000})),
    "open XML": (BROKEN, lambda: word({DOCUMENT: xml()[:-9]})),
    "control character": (BROKEN, lambda: word({DOCUMENT: xml(p(r("&#0;&#8;")))})),
    "lone surrogate": (BROKEN, lambda: word({DOCUMENT: xml(p(r("&#xd83d;")))})),
    "deep": (BROKEN, lambda: word({DOCUMENT: xml("<w:p>" * DEEP + "</w:p>" * DEEP)})),
    "no text": ("没有文字", lambda: word({DOCUMENT: xml().replace(LINE.encode(), b"")})),
    "paragraphs": (LONG, lambda: word({DOCUMENT: xml(p() * 6_000)})),
    "a million paragraphs": (LONG, lambda: word({DOCUMENT: xml("<w:p/>" * MB)})),
    "many paragraphs": (TAKEN, lambda: word({DOCUMENT: xml(p(r("甲乙。")) * 4_000)})),
    "a million runs": (LONG, lambda: word({DOCUMENT: xml(p("<w:r/>" * MB))})),
    "many breaks": (TAKEN, lambda: word({DOCUMENT: xml(p(f"<w:r>{'<w:br/>' * 90_000}</w:r>"))})),
    "deep runs": (
        TAKEN,
        lambda: word({DOCUMENT: xml(p("<w:ins>" * 200 + "<w:r><w:t>甲</w:t></w:r>" * 40_000 + "</w:ins>" * 200))}),
    ),
    "a long line": (LONG, lambda: word({DOCUMENT: xml(p(r("甲" * 300_000)))})),
    "bold and not": (
        TAKEN,
        lambda: word({DOCUMENT: xml(p("<w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r><w:r><w:t>乙</w:t></w:r>" * 10_000))}),
    ),
    "comments": (TAKEN, lambda: word({DOCUMENT: xml(p("<!-- a --><?a b?>" + r("甲")) + "<!-- b -->")})),
    "styles": (TAKEN, lambda: word(styled(30_000))),
    "a style that is a query": (TAKEN, lambda: word({DOCUMENT: xml(p('<w:pPr><w:pStyle w:val="&quot;]|//*[&quot;"/></w:pPr>'))})),
    "no styles": (TAKEN, lambda: packed({k: v for k, v in plain().items() if k != STYLES} | {
        RELS: re.sub(rb'<Relationship [^>]*styles.xml"[^>]*/>', b"", plain()[RELS])})),
    "a cell over a billion columns": (TAKEN, lambda: table(row('<w:gridSpan w:val="999999999"/>'))),
    "wide cells": (TAKEN, lambda: table(row('<w:gridSpan w:val="60"/>', 900))),
    "cells of no columns": (TAKEN, lambda: table(row('<w:gridSpan w:val="-9"/>'))),
    "tall cells": (TAKEN, lambda: table(row('<w:vMerge/>') * 3_000)),
    "tables in tables": (
        TAKEN,
        lambda: word({DOCUMENT: xml("<w:tbl><w:tr><w:tc>" * 60 + p(r("甲")) + f"</w:tc></w:tr></w:tbl>{p()}" * 60)}),
    ),
    "picture": (TAKEN, lambda: word(pictured(jpeg()))),
    "pictures": ("图片太多", lambda: word(pictured(jpeg(), times=100))),
    "large pictures": ("图片太多", lambda: word(pictured(jpeg() + bytes(3 * MB), times=50))),
    "pictures that are not there": ("图片太多", lambda: word({DOCUMENT: xml('<w:p><a:blip r:embed="x0"/></w:p>' * 3_000)})),
    "picture of HTML": (NOTED, lambda: word(pictured(b"<html><script>alert(1)</script></html>"))),
    "picture of SVG": (NOTED, lambda: word(pictured(svg("<script>alert(1)</script>"), "svg+xml"))),
    "picture of laughs": (NOTED, lambda: word(pictured(svg("<text>&j;</text>", LAUGHS)))),
    "picture of 65535": (NOTED, lambda: word(pictured(headed(jpeg(), 65535, 65535)))),
    "picture of 2 billion": (NOTED, lambda: word(pictured(png(2**31 - 1, 2**31 - 1, zeros(MB)), "png"))),
    "picture that is a bomb": (TAKEN, lambda: word(pictured(png(10, 10, zeros(50 * MB)), "png"))),
    "picture of EPS": (NOTED, lambda: word(pictured(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"))),
    "empty picture": (NOTED, lambda: word(pictured(b""))),
}  # fmt: skip


def text(*lines: str) -> bytes:
    return "\n".join((LINE, *lines)).encode()


TEXTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "NUL": ("不是文字", lambda: text("甲\0乙")),
    "garbage": ("不是文字|不成字", lambda: bytes(range(256)) * 400),
    "empty": ("是空的", lambda: b""),
    "blank": ("是空的", lambda: b" \n" * 200_000),
    "UTF-16": (TAKEN, lambda: text().decode().encode("utf-16")),
    "UTF-16 without a mark": ("不是文字|不成字", lambda: text("甲").decode().encode("utf-16-le")),
    "UTF-16 cut": ("不成字", lambda: text().decode().encode("utf-16")[:-1]),
    "UTF-32": ("不是文字|不成字", lambda: text().decode().encode("utf-32")),
    "GB18030": (TAKEN, lambda: text().decode().encode("gb18030")),
    "UTF-8 with a mark": (TAKEN, lambda: text().decode().encode("utf-8-sig")),
    "surrogates": ("不成字", lambda: "\ud83d\ude00".encode("utf-8", "surrogatepass") * 3 + text()),
    "cut": ("不成字", lambda: text()[:-2]),
    "CR": (TAKEN, lambda: text("甲", "乙").replace(b"\n", b"\r")),
    "controls": (TAKEN, lambda: text("\x1b[2J\x07\x9b31m\u202e甲\u2028乙")),
    "2 MB": ("E104", lambda: text() * 20_000),
    "most lines": (TAKEN, lambda: text(*["甲"] * 120_000)),
    "most blank lines": (TAKEN, lambda: text(*[""] * 490_000)),
    **{
        f"long line of {words[:4]!r}": (TAKEN, lambda words=words: text(words * (490_000 // len(words.encode()))))
        for words in (
            " ", "\u3000", "甲", "（", "（甲", "）", "，", "。", "、", "：", "|", ">", "记者", "记者、", "记者：", "图为", "在",
            "9月29日", "下午", "校长", "方致远", "由方致远主持", "会议", "点击", "2023", "-", "发布时间", "甲讯（", "撰稿/", "1", "一",
        )
    },
    **{
        f"many lines of {words[:4]!r}": (TAKEN, lambda words=words: text(*[words] * (490_000 // len((words + "\n").encode()))))
        for words in ("（", "记者：甲", "图为现场", "现场", "9月29日，召开会议。", "校长方致远出席会议。", "|甲|", "教务处", "2023年3月6日")
    },
}  # fmt: skip


HEAVY = re.compile(
    "bomb|thousands|hundreds|million|most|many|long|deep|large|relations$|styles$|runs$|pictures|wide|tall|bold|2 MB|blank"
)


def split(names: dict[str, tuple[str, Callable[[], bytes]]]) -> list[object]:
    """The names as parameters; what takes a while is left to the slow tests."""
    return [pytest.param(name, marks=[pytest.mark.slow] if HEAVY.search(name) else []) for name in names]


@pytest.fixture(scope="module", autouse=True)
def _warm(tmp_path_factory) -> None:
    """Everything is loaded once, so that each process has only to fork."""
    site = Place(tmp_path_factory.mktemp("warm"))
    site.write("content/leaders.yaml", LEADERS)
    for name, data in (("a.docx", word(pictured(jpeg()))), ("b.txt", text("记者：甲"))):
        assert cli.main(["draft", str(site.write(name, data)), "--force", "--root", str(site.root)]) == 0
    assert cli.main(["draft", str(site.write("c.docx", b"")), "--root", str(site.root)]) == 1


@pytest.fixture
def folder(tmp_path) -> Path:
    """Where hand-overs lie, beside a site and what is nobody's business."""
    office = Place(tmp_path / "site")
    office.write("content/leaders.yaml", LEADERS)
    neighbour(tmp_path / "outside")
    (tmp_path / "in").mkdir()
    return tmp_path


@pytest.fixture(scope="module")
def asked() -> Iterator[list[str]]:
    """What is asked of the host at `URL`; the first is its port."""
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        seen.append(str(server.server_port))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield seen
        server.shutdown()


def everything(folder: Path) -> dict[str, bytes]:
    """All files below `folder` but what may be written: reports, drafts and photos."""
    return {
        str(path): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.stat().st_size < MB and not _may_be_new(path.relative_to(folder))
    }


def _may_be_new(path: Path) -> bool:
    return path.parts[:2] == ("site", "content") and path.name != "leaders.yaml"


def drafted(folder: Path, *paths: str | Path, cost: bool = True) -> tuple[int, str]:
    """Exit code of `draft` and all that it prints; whatever it costs, and whatever it may not do, is looked at."""
    before = everything(folder)
    words = ["draft", *map(str, paths), "--root", str(folder / "site")]
    done = toll(lambda: cli.main(words), folder.with_name(f"{folder.name}.said"))
    assert done.code in (0, 1), done
    assert "Traceback" not in done.said
    assert everything(folder) == before
    if cost:
        assert done.seconds < SECONDS
        assert done.megabytes < MEGABYTES
    content = folder / "site/content"
    written = [path for path in content.rglob("*") if path.is_file() and path.name != "leaders.yaml"]
    assert bool(written) == (TAKEN in done.said)
    for path in written:
        assert b"planted-secret" not in path.read_bytes()
        assert path.parent.name == "2023" or path.parent.parent.name in ("photos", "content")
    assert "planted-secret" not in done.said
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", done.said)
    return done.code, done.said


def agrees(expected: str, code: int, said: str) -> bool:
    """Whether one message of that kind was printed."""
    if expected in (TAKEN, NOTED):
        return code == 0 and expected in said and "错误" not in said
    return code == 1 and said.count("错误 E") == 1 and bool(re.search(expected, said))


@pytest.mark.parametrize("name", split(WORDS))
def test_a_word_file_that_means_harm(folder, asked, name):
    expected, make = WORDS[name]
    source = folder / "in/来稿.docx"
    address = (folder / "outside/secret").as_uri().encode()
    data = make()
    if (
        URL.encode() in data
        or b"PORT" in data
        or name.startswith(("external", "remote", "relation to", "inclusion"))
    ):
        data = _addressed(data, asked[0].encode(), address)
    source.write_bytes(data)
    code, said = drafted(folder, source)
    assert agrees(expected, code, said), said
    assert len(asked) == 1


def _addressed(data: bytes, port: bytes, file: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed(
        {name: one.replace(b"PORT", port).replace(FILE.encode(), file) for name, one in parts.items()}
    )


@pytest.mark.parametrize("name", split(TEXTS))
def test_a_text_that_means_harm(folder, name):
    expected, make = TEXTS[name]
    source = folder / "in/来稿.txt"
    source.write_bytes(make())
    code, said = drafted(folder, source)
    assert agrees(expected, code, said), said[:2000]


@pytest.mark.parametrize("name", ["picture of HTML", "picture of 65535", "external file"])
def test_what_is_no_picture_is_not_kept(folder, name):
    source = folder / "in/来稿.docx"
    source.write_bytes(WORDS[name][1]())
    assert drafted(folder, source)[0] == 0
    assert not (folder / "site/content/photos").exists()


def sparse(path: Path, size: int) -> None:
    path.touch()
    os.truncate(path, size)


def bound(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket has to be short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)
    os.chdir(here)


THINGS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "200 MB.txt": ("太大了", lambda path: sparse(path, 200 * MB)),
    "200 MB.md": ("太大了", lambda path: sparse(path, 200 * MB)),
    "200 MB.docx": ("太大了", lambda path: sparse(path, 200 * MB)),
    "1 TB.txt": ("太大了", lambda path: sparse(path, 10**12)),
    "90 MB.txt": ("E104", lambda path: sparse(path, 90 * MB)),
    "90 MB.docx": ("E102", lambda path: sparse(path, 90 * MB)),
    "pipe.txt": ("不是普通的文件", os.mkfifo),
    "pipe.docx": ("不是普通的文件", os.mkfifo),
    "socket.txt": ("不是普通的文件", bound),
    "zero.txt": ("不是普通的文件|链接", lambda path: path.symlink_to("/dev/zero")),
    "terminal.txt": ("不是普通的文件|链接", lambda path: path.symlink_to("/dev/tty")),
    "nothing.txt": ("没有这个文件|链接", lambda path: path.symlink_to("nothing")),
    "\x1b[2Jpipe\u202e.txt": ("不是普通的文件", os.mkfifo),
    "::set-output name=a::b.txt": ("不是普通的文件", os.mkfifo),
    os.fsdecode(b"\xff\xfe.txt"): ("不是普通的文件", os.mkfifo),
}


@pytest.mark.parametrize("within", [False, True], ids=["typed", "in a folder"])
@pytest.mark.parametrize("name", THINGS, ids=ascii)
def test_what_is_no_plain_file_is_told_and_the_others_are_read(folder, name, within):
    expected, make = THINGS[name]
    make(folder / "in" / name)
    other = folder / "in/zz.txt"
    other.write_bytes(text())
    code, said = drafted(folder, *([folder / "in"] if within else [folder / "in" / name, other]))
    assert code == 1
    assert re.search(expected, said)
    assert said.count("打不开") + said.count("错误 E") == 1
    assert said.count(TAKEN) == 1


def test_a_link_that_leads_out_of_a_folder_is_not_followed(folder):
    (folder / "outside/a.txt").write_bytes(text(SECRET))
    (folder / "in/a.txt").symlink_to(folder / "outside/a.txt")
    (folder / "in/b.txt").symlink_to(folder / "outside/folder")
    code, said = drafted(folder, folder / "in")
    assert (code, said.count("是通到别处的链接")) == (1, 2)


def test_a_link_beside_its_file_is_followed(folder):
    (folder / "in/甲").write_bytes(text())
    (folder / "in/a.txt").symlink_to("甲")
    assert drafted(folder, folder / "in")[0] == 0


@pytest.mark.parametrize(
    "name", ["a\x1b[2Jb", "a\nb", "a\u202eb", "::error::x", os.fsdecode(b"\xff")], ids=ascii
)
def test_the_name_of_a_folder_commands_nothing(folder, name):
    (folder / "in" / name).mkdir()
    (folder / "in" / name / "a.txt").write_bytes(text())
    (folder / "in" / name / "b.txt").write_bytes(b"\0")
    code, said = drafted(folder, folder / "in" / name)
    assert (code, said.count(TAKEN), said.count("错误 E")) == (1, 1, 1)
    assert not re.search("^ *::", said, re.M)


@pytest.mark.parametrize("name", ["", "nothing", "a" * 300, "/".join(["a" * 200] * 30)], ids=len)
def test_a_folder_with_nothing_to_read(folder, name):
    code, said = drafted(folder, folder / "in" / name)
    assert code == 1
    assert len(said.splitlines()) == 1
    assert re.search("没有来稿|没有这个文件|名字太长", said)


def test_standard_input_without_end(folder, monkeypatch):
    with Path("/dev/zero").open(encoding="latin-1") as zero:
        monkeypatch.setattr("sys.stdin", zero)
        code, said = drafted(folder, "-")
    assert (code, said.count("E104")) == (1, 1)


# -- what is written


NAME = "2023-03-06-gong-zuo-li-hui"


@pytest.fixture
def source(folder) -> Path:
    file = folder / "in/来稿.docx"
    file.write_bytes(word(pictured(jpeg())))
    return file


def test_it_is_written_where_these_tests_think(folder, source):
    assert drafted(folder, source)[0] == 0
    content = folder / "site/content"
    assert (content / f"reports/2023/{NAME}.md").is_file()
    assert (content / f"photos/{NAME}/01.jpg").read_bytes() == jpeg()


def linked_out(path: Path, to: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(to)


@pytest.mark.parametrize("path", [f"reports/2023/{NAME}.md", f"photos/{NAME}/01.jpg"])
@pytest.mark.parametrize("kind", ["link", "dead link", "pipe"])
def test_nothing_is_written_through_what_stands_there(folder, source, path, kind):
    there = folder / "site/content" / path
    there.parent.mkdir(parents=True)
    if kind == "pipe":
        os.mkfifo(there)
    else:
        there.symlink_to(folder / "outside" / ("secret.jpg" if kind == "link" else "new"))
    before = everything(folder)
    for words, expected in (([], 1), (["--force"], 0)):
        code, out = (done := toll(lambda words=words: cli.main(["draft", str(source), *words, "--root", str(folder / "site")]),
                          folder / "said")).code, done.said  # fmt: skip
        (folder / "said").unlink()
        assert code == expected, out
        assert ("已经有" in out) == bool(expected)
        assert everything(folder) == before
    assert there.is_file()
    assert not there.is_symlink()


@pytest.mark.parametrize("path", ["reports", "reports/2023", "photos", f"photos/{NAME}"])
@pytest.mark.parametrize("force", [False, True])
def test_nothing_is_written_behind_a_linked_folder(folder, source, path, force):
    linked_out(folder / "site/content" / path, folder / "outside/folder")
    before = everything(folder)
    done = toll(
        lambda: cli.main(["draft", str(source), *["--force"] * force, "--root", str(folder / "site")]),
        folder.with_name(f"{folder.name}.said"),
    )
    assert (done.code, done.said.count("是通到别处的链接")) == (1, 1)
    assert everything(folder) == before
    assert not any(
        path.is_file() for path in (folder / "site/content").rglob("*") if path.name != "leaders.yaml"
    )


@pytest.mark.parametrize("path", ["reports", "reports/2023", "photos", f"photos/{NAME}"])
def test_a_file_where_a_folder_belongs(folder, source, path):
    there = folder / "site/content" / path
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_bytes(b"x")
    done = toll(lambda: cli.main(["draft", str(source), "--root", str(folder / "site")]), folder / "said")
    assert (done.code, len(done.said.splitlines())) == (1, 1), done.said
    assert "应是文件夹" in done.said
    assert there.read_bytes() == b"x"


@pytest.mark.parametrize("kind", ["pipe", "200 MB", "linked out", "folder"])
def test_a_roster_that_cannot_be_read_is_told(folder, source, kind):
    roster = folder / "site/content/leaders.yaml"
    roster.unlink()
    if kind == "linked out":
        roster.symlink_to(folder / "outside/secret")
    else:
        {"pipe": os.mkfifo, "200 MB": lambda path: sparse(path, 200 * MB), "folder": Path.mkdir}[kind](roster)
    done = toll(lambda: cli.main(["draft", str(source), "--root", str(folder / "site")]), folder / "said")
    assert done.code == 0, done.said
    assert "姓名没有按名册核对" in done.said
    assert done.seconds < SECONDS
    assert done.megabytes < MEGABYTES
