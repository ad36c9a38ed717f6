"""Numbers that belong to somebody are told, and no page shows them."""

from __future__ import annotations

import pytest

from campus_news.markup import Markup
from campus_news.rules import privacy as rules
from campus_news.secret import Sort, found, masked
from case import case, told
from conftest import Place, jpeg

ID = "990101199003071237"
CARD = "6200000000001234566"

FOUND = [
    (f"身份证号{ID}。", Sort.IDENTITY, "身份证号990101********1237。"),
    ("证件990101 19900307 1237", Sort.IDENTITY, "证件990101 ******** 1237"),
    (f"卡号{CARD}", Sort.CARD, "卡号6200***********4566"),
    ("卡号6200 0000 0012 3450", Sort.CARD, "卡号6200 **** **** 3450"),
    ("联系人温岚19900000000", Sort.MOBILE, "联系人温岚199****0000"),
    ("电话：199-0000-0001", Sort.MOBILE, "电话：199-****-0001"),
    ("+86 19900000000", Sort.MOBILE, "+86 199****0000"),
    ("学号：202201010123", Sort.STUDENT, "学号：2022******23"),
]


@pytest.mark.parametrize(("text", "sort", "shown"), FOUND)
def test_what_is_found_is_masked(text, sort, shown):
    assert [one.sort for one in found(text)] == [sort]
    assert masked(text) == shown
    assert found(shown) == ()


@pytest.mark.parametrize(
    "text",
    [
        "990101199003071238",  # the check is wrong
        "990101199013071237",  # no such month
        "6200000000001234567",
        "2022092914300001",
        "0999-1234567",
        "咨询电话：19900000000",
        "报名热线 199 0000 0000",
        "9月29日14:30至2022-09-30 18:00",
        "400-800-1234",
        "ISBN 978-7-04-000000-0",
        "投入19900000000.50元",
        "学号略，共2022人",
        "1.19900000000",
    ],
)
def test_what_is_nobodys(text):
    assert found(text) == ()
    assert masked(text) == text


def test_each_rule_tells_its_own_and_where():
    given = case(f"证件{ID}。\n卡号{CARD}，电话19900000000，学号202201010123", title=f"公示{ID}")
    checks = [rules.no_identity_cards, rules.no_bank_cards, rules.no_mobiles, rules.no_student_numbers]
    lines = {one.kind.code: [(f.span.line, f.span.words) for f in told(one, given)] for one in checks}
    assert lines == {
        "E590": [(5, ID), (2, ID)],
        "E591": [(6, CARD)],
        "E592": [(6, "19900000000")],
        "E593": [(6, "202201010123")],
    }


@pytest.mark.parametrize("mark", ["{}", "**{}**", "- {}", "| 号码 |\n| --- |\n| {} |", "`{}`"])
def test_no_body_shows_them(mark):
    body = Markup().body(mark.format(f"证件{ID}"))
    assert ID not in "".join(block.html for block in body.blocks)
    assert "990101********1237" in body.text


def test_addresses_are_left_as_they_are():
    body = Markup().body("[公示](https://a.example/19900000000.htm)，电话19900000000")
    assert "https://a.example/19900000000.htm" in body.blocks[0].html
    assert "199****0000" in body.text


def test_no_page_shows_them(place: Place):
    place.write("content/photos/1.jpg", jpeg(900, 600))
    place.report(
        "2022-09-29-x",
        title="公示19900000001",
        body="电话19900000002",
        photos="[{file: 1.jpg, caption: 温岚19900000003}]",
    )
    assert place.build().pages
    pages = b"".join(data for name, data in place.files().items() if name.endswith(".html")).decode()
    assert "1990000000" not in pages
    assert all(f"199****000{i}" in pages for i in (1, 2, 3))
