"""A school's colour can always be read, its emblem never runs or fetches anything, and both come as files of this site."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from campus_news import colour, config, emblem
from campus_news.diagnostics import apply
from campus_news.emblem import Artwork, Unfit
from conftest import REPO, SITE, jpeg

CSS = (REPO / "static" / "site.css").read_text("utf-8")
PATH = "content/site.yaml"
RING = '<circle cx="5" cy="5" r="4" fill="#003f88"/>'
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def svg(inside: str = RING, attributes: str = 'viewBox="0 0 20 10"') -> bytes:
    """A drawing twice as wide as it is high."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


@given(COLOURS)
def test_any_colour_can_be_read_on_any_ground(given_colour):
    """WCAG 2.2, 1.4.3: 4.5 to 1, on paper, on shaded paper, on the tint, and of paper on the colour."""
    for tones, grounds in (
        (colour.light(given_colour), colour.LIGHT_GROUNDS),
        (colour.dark(given_colour), colour.DARK_GROUNDS),
    ):
        for ground in (*grounds, tones.tint):
            assert colour.contrast(tones.accent, ground) >= 4.5


@given(COLOURS)
def test_a_colour_that_can_be_read_stays_as_it_is(given_colour):
    tones = colour.light(given_colour)
    if colour.light(colour.written(tones.accent)).accent != tones.accent:
        pytest.fail("what was made legible is changed again")


def values(name: str) -> list[str]:
    """What the style sheet sets a property to: in light, then in dark."""
    return re.findall(rf"--{name}: (#\w+);", CSS)[:2]


def test_the_style_sheet_is_that_of_its_own_colour():
    """Its defaults are what a school of the default colour gets; its grounds are those that contrasts are held against."""
    tones = [colour.light("#9e1b22"), colour.dark("#9e1b22")]
    assert values("accent") == [colour.written(one.accent) for one in tones]
    assert values("tint") == [colour.written(one.tint) for one in tones]
    grounds = zip(colour.LIGHT_GROUNDS, colour.DARK_GROUNDS, strict=True)
    assert [["#ffffff", values("paper")[1]], values("shade")] == [
        list(map(colour.written, pair)) for pair in grounds
    ]


@pytest.mark.parametrize("typed", ["'#9E1B22'", "9e1b22", "'＃9e1b22'", '"#9e1b22"'])
def test_a_colour_is_typed_in_many_ways(typed):
    read, findings = config.read(PATH, f"{SITE}color: {typed}\n".encode())
    assert findings == []
    assert read is not None
    assert read.color == "#9e1b22"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("color: 红", "E708"),
        ("color: '#9e1b2'", "E708"),
        ("color: rgb(1 2 3)", "E708"),
        ("校色: '#9e1b22'", "E203"),
        ("校徽: x.svg", "E203"),
        ("emblem: ../x.svg", "E603"),
    ],
)
def test_what_is_wrong_with_a_livery_is_told(typed, code):
    assert [one.code for one in config.read(PATH, f"{SITE}{typed}\n".encode())[1]] == [code]


def test_a_colour_without_quotes_is_told_and_mended():
    """YAML takes it for a comment, so the school would stay red and nobody knew why."""
    text = f"{SITE}color: #003f88   # 校色\n"
    _, findings = config.read(PATH, text.encode())
    assert [one.code for one in findings] == ["E206"]
    read, findings = config.read(PATH, apply(text, [one.fix for one in findings if one.fix]).encode())
    assert findings == []
    assert read is not None
    assert read.color == "#003f88"


@pytest.mark.parametrize(
    "drawing",
    [
        svg("<script>alert(1)</script>"),
        svg(RING, 'viewBox="0 0 9 9" onload="alert(1)"'),
        svg('<a href="https://x.example/"><path d="M0 0"/></a>'),
        svg('<image href="https://x.example/1.png"/>'),
        svg('<image href="data:image/svg+xml;base64,AAAA"/>'),
        svg('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="other.svg#a"/>'),
        svg("<style>@import 'x.css'</style>"),
        svg("<style>.a{fill:url(https://x.example/#a)}</style>"),
        svg("<style>svg{background-image:-webkit-image-set('//x.example/a.png' 1x)}</style>"),
        svg('<path d="M0 0" style="fill:URL( \'//x.example\')"/>'),
        svg("<style>.a{fill:u\\72l(//x.example)}</style>"),
        svg("<foreignObject><p/></foreignObject>"),
        svg("<g><g><set attributeName='href' to='javascript:alert(1)'/></g></g>"),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"),
        svg(RING, ""),
        svg(RING, 'viewBox="0 0 0 9"'),
        svg(RING)[:-3],
        b"<html/>",
        b"",
        svg(RING * 5000),
    ],
)
def test_a_drawing_that_runs_or_fetches_is_not_published(drawing):
    read, _ = emblem.read("content/emblem.svg", drawing)
    assert isinstance(read, Unfit)


def test_a_drawing_keeps_its_shapes_and_loses_its_notes():
    """What drawing programs write down (paths on somebody's disk) is metadata."""
    noted = svg(
        '<!-- C:\\Users\\wenlan --><metadata>温岚</metadata><n:view xmlns:n="urn:n" n:path="x"/>'
        f'<defs><path id="a" d="M0 0h9"/></defs><use href="#a" fill="url(#b)"/>{RING}',
        'viewBox="0 0 20 10" xmlns:n="urn:n" n:docname="x.svg"',
    )
    read, _ = emblem.read("content/emblem.SVG", noted)
    assert isinstance(read, Artwork)
    assert (read.name, read.width, read.height) == ("emblem.svg", 192, 96)
    assert b"<circle" in read.data
    assert b'fill="url(#b)"' in read.data
    for word in (b"wenlan", "温岚".encode(), b"urn:n", b"docname"):
        assert word not in read.data


def test_a_picture_of_an_emblem_is_small_and_bare():
    photo = jpeg(1200, 400, exif=Image.Exif().tobytes() + b"GPS", comment=b"wenlan")
    read, _ = emblem.read("content/emblem.jpg", photo)
    assert isinstance(read, Artwork)
    assert (read.name, read.width, read.height) == ("emblem.png", 192, 64)
    with Image.open(io.BytesIO(read.data)) as image:
        assert image.info == {}
    assert b"wenlan" not in read.data


@pytest.mark.parametrize("data", [b"", b"<html>", jpeg()[:400]])
def test_a_broken_picture_is_no_emblem(data):
    assert isinstance(emblem.read("content/emblem.png", data)[0], Unfit)


def test_a_site_wears_its_colour_and_emblem(place):
    place.report("2022-09-29-a")
    place.build()
    assert not any(name.startswith("static/emblem") for name in place.files())
    place.write("content/photos/school.svg", svg())
    place.write(PATH, f"{SITE}color: '#003f88'\nemblem: school.svg\n")
    place.build()
    sheets = [
        data.decode() for name, data in place.files().items() if "/site." in name and name.endswith(".css")
    ]
    assert [colour.css("#003f88") in one for one in sheets] == [True]
    (emblem,) = [name for name in place.files() if name.startswith("static/emblem.")]
    assert not any(name.startswith("static/favicon.") for name in place.files())
    assert f'<link rel="icon" href="/{emblem}">' in place.page("/leaders/")
    assert f'<img src="/{emblem}" width="192" height="96" alt="">' in place.page("/leaders/")
    files = place.files()
    place.build(clean=True)
    assert place.files() == files

    place.write("content/photos/school.svg", svg(RING.replace("003f88", "00843d")))
    place.build()
    assert [b"00843d" in data for name, data in place.files().items() if "/emblem." in name] == [True]

    place.write(PATH, SITE)
    place.build()
    assert not any("/emblem." in name for name in place.files())


def test_an_emblem_that_is_not_there_or_unfit_is_told_where_it_is_asked_for(place):
    place.write(PATH, f"{SITE}emblem: school.svg\n")
    (found,) = place.check().findings
    assert (found.code, found.span.path, found.span.line, found.span.words) == ("E709", PATH, 4, "school.svg")
    place.write("content/school.svg", svg("<script/>"))
    (found,) = place.check().findings
    assert (found.code, found.span.words) == ("E710", "school.svg")
    assert "<script>" in found.message()
