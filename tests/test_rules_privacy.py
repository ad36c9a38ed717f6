"""Numbers that belong to somebody are told, and no page shows them."""

from __future__ import annotations

import pytest

from campus_news.entry import CREDITS
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
    (
        "身份证号：990101199003071230",
        Sort.IDENTITY,
        "身份证号：990101********1230",
    ),  # mistyped, and still somebody's
    ("身份证：990101900307123", Sort.IDENTITY, "身份证：990101*****7123"),
    ("62000000 00001234566", Sort.CARD, "6200**** *******4566"),
    ("6200-0000-0000-1234-566", Sort.CARD, "6200-****-****-***4-566"),
    ("1990000 0102", Sort.MOBILE, "199**** 0102"),
    ("199.0000.0000", Sort.MOBILE, "199.****.0000"),
    ("1990-000-0000", Sort.MOBILE, "199*-***-0000"),
    ("86-19900000000", Sort.MOBILE, "86-199****0000"),
    ("8619900000000", Sort.MOBILE, "86199****0000"),
    ("订单联系手机：19900000000", Sort.MOBILE, "订单联系手机：199****0000"),
    ("请咨询温老师19900000000", Sort.MOBILE, "请咨询温老师199****0000"),
    (
        "投诉电话0999-1234567，联系人温岚19900000000",
        Sort.MOBILE,
        "投诉电话0999-1234567，联系人温岚199****0000",
    ),
    ("学生证号202201010123", Sort.STUDENT, "学生证号2022******23"),
    ("学籍号G990101199003071237", Sort.STUDENT, "学籍号G9901************37"),
    ("准考证号：202201010123456", Sort.STUDENT, "准考证号：2022*********56"),
    ("学号20220107", Sort.STUDENT, "学号20****07"),
    ("（学号2022010101）温岚", Sort.STUDENT, "（学号2022****01）温岚"),
    ("１９９００００００００", Sort.MOBILE, "１９９****００００"),
    ("1９90000００００", Sort.MOBILE, "1９9****００００"),
    ("99010119900307123７", Sort.IDENTITY, "990101********123７"),
    ("199\u200b0000\u200b0000", Sort.MOBILE, "199\u200b****\u200b0000"),
    ("199\xa00000\xa00000", Sort.MOBILE, "199\xa0****\xa00000"),
    ("199—0000—0000", Sort.MOBILE, "199—****—0000"),
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
        "咨询电话：温老师 19900000000、李老师 19900000001",
        "咨询电话（手机）：19900000000",
        "热线19900000000、19900000001",
        "报名热线：0999-1234567，19900000000",
        "服务热线：温老师（19900000000）",
        "招标编号：13812345678号",
        "教安文号13812345678",
        "订单13812345678，批次：13812345679",
        "招生计划号13900001111",
        "录取通知书编号：6200000000001234566",
        "１２３４５６７，０",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
        "13000-20000元，1500 2000 3000人",
    ],
)
def test_what_is_nobodys(text):
    assert found(text) == ()
    assert masked(text) == text


def test_of_many_all_are_found():
    text = f"学号分别为202201010123、202201010124，证件{ID}，电话19900000001/19900000002"
    assert [text[one.start : one.end] for one in found(text)] == [
        "202201010123", "202201010124", ID, "19900000001", "19900000002",
    ]  # fmt: skip


FIELDS = [
    "venue: 报告厅{}",
    "groups: [学生{}]",
    "attendees: [{{name: 石一鸣, title: 处长{}}}]",
    "attendees: [{{name: 石一鸣, title: 处长, org: 教务处{}}}]",
    "host: {{name: 石一鸣, title: 处长{}}}",
    "speakers: [{{name: 方致远, act: 讲话{}}}]",
    "speakers: [{{name: 石一鸣, org: 教务处{}}}]",
    "photos: [{{file: 1.jpg, caption: 现场, credit: 温岚{}}}]",
    "photos: [{{file: 1.jpg, caption: 现场{}}}]",
    "photos: [{{file: 1.jpg, caption: 现场, alt: 现场{}}}]",
    *(f"credits: {{{{{key}: 温岚{{}}}}}}" for key in CREDITS),
]


@pytest.mark.parametrize("number", [ID, CARD, "19900000107", "１９９００００0107"])
def test_every_field_is_searched_and_masked(place: Place, number):
    """What is told by the check, and then, since it stops no page or is waived, what is shown all the same."""
    place.write("content/photos/1.jpg", jpeg(900, 600))
    code = {ID: "E590", CARD: "E591"}.get(number, "E592")
    for i, field in enumerate(FIELDS):
        lines = [*field.format(number).split(": ", 1)]
        place.report(f"2022-09-{i + 1:02d}-x", **{lines[0]: lines[1]}, waive=f"{{{code}: 试一试}}")
    outcome = place.build()
    assert outcome.pages
    assert len(place.check().waived) == len(FIELDS)
    html = "".join(data.decode() for name, data in place.files().items() if name.endswith(".html"))
    assert number not in html
    assert html.count(masked(number)) >= len(FIELDS)


def test_an_error_says_where_it_stands():
    given = case("正文。", title=f"公示{ID}", front=f"venue: 报告厅{CARD}\ncredits: {{author: 温岚{ID}}}\n")
    (one, other), (card,) = told(rules.no_identity_cards, given), told(rules.no_bank_cards, given)
    assert [each.message()[:3] for each in (one, other, card)] == ["标题里", "撰稿里", "地点里"]
    assert other.span.words == ID
    assert other.fix is not None
    assert other.fix.lines == ("credits: {author: 温岚990101********1237}",)


def test_no_address_of_a_heading_shows_them():
    body = Markup().body("## 电话19900000107\n\n## **身份证**990101199003071237\n\n正文")
    html = "".join(block.html for block in body.blocks)
    assert "0000010" not in html
    assert "19900307" not in html
    assert body.anchors == ("h-电话199-0107", "h-身份证990101-1237")


@pytest.mark.parametrize(
    "text",
    [
        "1990000<b>0107</b>",
        "199&nbsp;0000&nbsp;0107",
        "[1990000](https://a.example)0107",
        "<u>199</u>00000107",
    ],
)
def test_marks_within_a_number_hide_nothing(text):
    assert "199****0107" in Markup().body(f"电话{text}").text.replace("\xa0", "").replace(" ", "")


def test_cells_of_a_table_are_not_one_number():
    body = Markup().body("| 甲 | 乙 |\n| --- | --- |\n| 1990000 | 0107 |")
    assert "1990000" in body.text


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
