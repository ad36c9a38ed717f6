"""Static files have names that tell their content, and everything that refers to them knows these names."""

from __future__ import annotations

import re

import pytest

from campus_news import asset
from campus_news.template import BadTemplate
from conftest import Place


def names(contents: dict[str, str]) -> dict[str, str]:
    """Of some static files the published name of each."""
    assets = asset.publish({name: text.encode() for name, text in contents.items()})
    return {key.removeprefix("/static/"): url.removeprefix("/static/") for key, url in assets.urls.items()}


def published(contents: dict[str, str], name: str) -> str:
    """What one of them is published as."""
    assets = asset.publish({name: text.encode() for name, text in contents.items()})
    return assets.files[assets.url(f"/static/{name}").removeprefix("/")].decode()


def test_a_name_tells_the_content_and_keeps_its_folder_and_suffix():
    first = names({"site.css": "a{}", "icon/a.b.svg": "<svg/>", "plain": "x"})
    for name, pattern in (
        ("site.css", r"site\.[0-9a-f]{8}\.css"),
        ("icon/a.b.svg", r"icon/a\.b\.[0-9a-f]{8}\.svg"),
        ("plain", r"plain\.[0-9a-f]{8}"),
    ):
        assert re.fullmatch(pattern, first[name])
    second = names({"site.css": "a{} ", "icon/a.b.svg": "<svg/>", "plain": "x"})
    assert [name for name in first if first[name] != second[name]] == ["site.css"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("site.css", "a{b:url(bg.png)}", "a{b:url(BG)}"),
        ("site.css", "a{b:url( './bg.png' )}", "a{b:url( './BG' )}"),
        ("site.css", 'a{b:url("/static/bg.png#x"),url(bg.png?y=1)}', 'a{b:url("BG#x"),url(BG?y=1)}'),
        ("css/site.css", "a{b:url(../bg.png)}", "a{b:url(../BG)}"),
        ("site.css", "@import 'part.css';", "@import 'PART';"),
        ("site.css", "@import url(part.css) print;", "@import url(PART) print;"),
        (
            "site.js",
            'import {a} from "./part.js"; import("./part.js")',
            'import {a} from "./PJ"; import("./PJ")',
        ),
        ("js/site.js", "import'../part.js'", "import'../PJ'"),
    ],
)
def test_references_among_static_files_are_rewritten(name, text, expected):
    others = {"bg.png": "picture", "part.css": "b{}", "part.js": "1"}
    known = names(others)
    for short, file in (("BG", "bg.png"), ("PART", "part.css"), ("PJ", "part.js")):
        expected = expected.replace(short, known[file])
    assert published({name: text, **others}, name) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "site.css",
            "a{b:url(data:image/gif;base64,xx)} c{d:url(#mask)} e{f:url(//x.cn/y)} g{h:url(https://x.cn/y)}",
        ),
        ("site.css", "a{b:url(../photos/x.webp)} c{d:url(/photos/x.webp)} e{f:url()}"),
        ("site.css", "/* not url(nowhere.png) */ a{}"),
        ("site.js", 'import("../search/index.js"); const text = "from nowhere"; fetch("./data.json")'),
        ("notes.txt", "url(nowhere.png)"),
        ("icon.svg", "<svg><path fill='url(#x)'/></svg>"),
    ],
)
def test_other_references_stay_as_they_are(name, text):
    assert published({name: text}, name) == text


def test_bytes_that_are_no_text_stay_as_they_are():
    data = b"a{b:url(bg.png)} /* \xb8\xdf */"
    assets = asset.publish({"site.css": data, "bg.png": b"\xff\xd8"})
    assert data.replace(b"bg.png", assets.urls["/static/bg.png"][8:].encode()) in assets.files.values()


def test_a_changed_picture_changes_the_style_sheet_that_shows_it():
    first = names({"site.css": "@import 'part.css';", "part.css": "a{b:url(bg.png)}", "bg.png": "1"})
    second = names({"site.css": "@import 'part.css';", "part.css": "a{b:url(bg.png)}", "bg.png": "2"})
    assert not set(first.values()) & set(second.values())


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ({"site.css": "a{b:url(nowhere.png)}"}, r"^static/site\.css：没有这个文件：static/nowhere\.png$"),
        ({"js/a.js": "import './b.js'"}, r"^static/js/a\.js：没有这个文件：static/js/b\.js$"),
        ({"a.js": "import './b.js'", "b.js": "import './a.js'"}, r"^static/a\.js：和 static/b\.js 互相引用$"),
        ({"a.css": "@import 'a.css'"}, r"^static/a\.css：和 static/a\.css 互相引用$"),
    ],
)
def test_what_cannot_be_named_is_told(contents, words):
    with pytest.raises(BadTemplate, match=words):
        names(contents)


# -- through a build


@pytest.fixture
def built(place: Place) -> Place:
    place.report("2022-09-29-a", title="甲")
    place.build()
    return place


def static(place: Place) -> list[str]:
    return [path for path in place.files() if path.startswith("static/")]


def test_an_edited_style_sheet_is_on_every_page_at_once_and_the_old_one_goes(built):
    built.write("static/site.css", "body { color: red }")
    built.build()
    first = static(built)
    built.write("static/site.css", "body { color: blue }")
    built.build()
    (name,) = (one for one in static(built) if one.endswith(".css"))
    assert name not in first
    assert len(static(built)) == len(first)
    pages = {path: data for path, data in built.files().items() if path.endswith(".html")}
    assert len(pages) > 5
    assert all(f'href="/{name}"'.encode() in data for data in pages.values())
    grown = built.files()
    built.build(clean=True)
    assert built.files() == grown


def test_a_static_file_that_no_page_shows_writes_no_page(built):
    built.write("static/notes.txt", "一")
    assert built.build().written == 1


def test_a_template_that_asks_for_a_file_that_is_not_there_is_told(built):
    before = built.files()
    built.write("templates/404.html", "{{ '/static/nowhere.js'|href }}")
    with pytest.raises(BadTemplate, match=r"^404\.html: 没有这个文件：static/nowhere\.js$"):
        built.build()
    assert built.files() == before


def test_a_static_file_has_its_absolute_address_too(built):
    built.write("static/card.png", "picture")
    built.write("templates/404.html", "{{ '/static/card.png'|absolute }}")
    built.build()
    (name,) = (one for one in static(built) if "card" in one)
    assert built.files()["404.html"].decode() == f"https://news.example.edu.cn/{name}"
