"""QR codes: what the library segno draws, what a decoder reads, and how they are shown."""

from __future__ import annotations

import re

import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from PIL import Image

from campus_news import qr
from examples import examples

ADDRESS = "https://news.example.edu.cn/2022/09/29/monthly-meeting/"
LONGEST = 2331


@pytest.fixture(autouse=True)
def segno_without_its_fault(monkeypatch):
    """Where a message ends with a byte, segno puts a byte of zeros before the padding; the standard does not (7.4.10).

    Most decoders do not look; it is told in heuer/segno#148.
    """
    monkeypatch.setattr(
        "segno.encoder.write_padding_bits",
        lambda buffer, _version, length: buffer.extend([0] * (-length % 8)),
    )


def drawn_by_segno(address: str) -> list[str]:
    version = (len(qr.rows(address)) - 17) // 4
    code = segno.make(
        address.encode(), version=version, error="m", mask=0, boost_error=False, mode="byte", micro=False
    )
    return ["".join(map(str, row)) for row in code.matrix]


def smallest(address: str) -> int:
    """The size in modules of the smallest code that segno makes."""
    return len(segno.make(address.encode(), error="m", boost_error=False, mode="byte", micro=False).matrix)


def read(rows: list[str]) -> str:
    """What a decoder reads, with the margin that every code has."""
    size = len(rows) + 8
    image = Image.new("L", (size, size), 255)
    for i, row in enumerate(rows):
        for j, module in enumerate(row):
            image.putpixel((j + 4, i + 4), 0 if module == "1" else 255)
    (found,) = zxingcpp.read_barcodes(image.resize((size * 4, size * 4), Image.Resampling.NEAREST))
    assert found.ec_level == "M"
    return found.text


def painted(svg: str) -> list[str]:
    """The modules that the strokes of a picture cover, row by row."""
    picture = html.fragment_fromstring(svg)
    size = int(picture.get("viewbox").split()[2]) - 8
    modules = [["0"] * size for _ in range(size)]
    x = y = 0.0
    for command, first, second in re.findall(r"([Mmh])(\d+)(?: ([\d.]+))?", picture[0].get("d")):
        if command == "M":
            x, y = int(first), float(second)
            continue
        if command == "h":
            modules[int(y)][int(x) : int(x) + int(first)] = "1" * int(first)
        x += int(first)
    return ["".join(row[:size]) for row in modules]


@pytest.mark.parametrize("size", range(1, 230))
def test_a_code_is_what_segno_draws(size):
    """Every length that an address has, and with them every way in which a message ends."""
    address = (ADDRESS * 5)[:size]
    assert qr.rows(address) == drawn_by_segno(address)
    assert len(qr.rows(address)) == smallest(address)


@pytest.mark.parametrize("size", [300, 450, 700, 1000, 1400, 1900, LONGEST])
def test_a_long_address_has_a_code_too(size):
    address = (ADDRESS * 50)[:size]
    assert qr.rows(address) == drawn_by_segno(address)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
@examples(60)
def test_any_text_is_drawn_as_by_segno(text):
    """Whatever the bytes: each place and value of a byte is found out on its own."""
    assert qr.rows(text) == drawn_by_segno(text)


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "https://x.edu.cn/",
        "https://news.example.edu.cn/xwzx/2026/12/31/" + "xue-xiao-" * 9 + "/",
        "https://www.example.edu.cn/%E6%96%B0%E9%97%BB%E7%BD%91/2026/01/01/a/",
        "https://新闻.示例.中国/2026/01/01/a/",
    ],
)
def test_a_decoder_reads_the_address(address):
    assert read(qr.rows(address)) == address


@pytest.mark.parametrize("size", [10, 55, 100, 180])
def test_the_picture_paints_the_modules(size):
    """The strokes cover the dark modules and nothing else, whatever the width of a row."""
    address = (ADDRESS * 5)[:size]
    assert painted(qr.svg(address)) == qr.rows(address)


def test_the_picture_has_a_name_and_a_margin():
    picture = html.fragment_fromstring(qr.svg(ADDRESS))
    assert (picture.get("role"), picture.get("aria-label")) == ("img", "本页二维码")
    assert picture.get("viewbox") == "-4 -4 41 41"
    assert "style" not in qr.svg(ADDRESS)


def test_no_code_holds_more():
    with pytest.raises(ValueError, match="too many"):
        qr.rows("x" * (LONGEST + 1))
