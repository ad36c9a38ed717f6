"""`fix` makes the corrections that are certain, touches no word, and has nothing left to do the second time."""

from __future__ import annotations

import difflib
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campus_news import catalogue, run
from campus_news.diagnostics import Kind, Severity, Span, finding, has_error
from campus_news.fixer import mended, together, words
from campus_news.outcome import CannotWrite
from conftest import Place, jpeg, report
from examples import examples
from fixture import cases

FILE = "content/reports/2022/2022-09-29-monthly-meeting.md"
WRONG = (
    "---\ntitle： 例会：2022 年\ndate: 2022.9.29\nattendees: [方致远，陈立言]\nvenue:报告厅\n"
    "groups:\n\t- 甲\n---\n正文，不动。\n"
)
RIGHT = (
    "---\ntitle: 例会：2022 年\ndate: 2022-09-29\nattendees: [方致远, 陈立言]\nvenue: 报告厅\n"
    "groups:\n  - 甲\n---\n正文，不动。\n"
)


def fixed(place: Place, text: str) -> str:
    """What the report would be, with nothing written."""
    place.write(FILE, text.encode())
    _, fixer = run.fix(place.options(only=(FILE,)))
    assert (place.root / FILE).read_bytes() == text.encode()
    return fixer.typed().get(FILE, text.encode()).decode()


def test_all_that_is_certain_is_put_right_at_once(place):
    assert fixed(place, WRONG) == RIGHT
    assert fixed(place, RIGHT) == RIGHT


CERTAIN = [
    case
    for case in cases("findings.txt")
    if "改为 │" in case.expected and catalogue.KINDS.get(case.expected.split()[2], catalogue.MISSING).certain
]


@pytest.mark.parametrize("case", CERTAIN, ids=lambda case: case.title)
def test_what_check_calls_right_is_what_fix_writes_unless_a_word_would_change(place, case):
    for name in ("01.jpg", "02.jpg"):
        place.write(f"content/photos/2022-09-29-monthly-meeting/{name}", jpeg())
    after = fixed(place, case.given)
    assert words(after) == words(case.given)
    if after != case.given:
        place.write(FILE, after)
        assert not has_error(place.check().findings)


def test_certain_kinds_have_cases():
    assert len(CERTAIN) >= 20
    shown = {case.expected.split()[2] for case in CERTAIN}
    certain = {code for code, kind in catalogue.KINDS.items() if kind.certain}
    assert shown >= certain - {"E211"}


@pytest.mark.parametrize(
    ("front", "after"),
    [
        ("date: 2022年9月29号", "date: 2022-09-29"),
        ("date: 2022.09.29", "date: 2022-09-29"),
        ("date: 九月二十九日", "date: 九月二十九日"),
        ("date: 22-9-29", "date: 22-9-29"),
        ("date: 2022-09-29 周四", "date: 2022-09-29 周四"),
        ("date: 2022-09-31", "date: 2022-09-31"),
        ("date: 2022-09-29\npublished: 2022.9.30", "date: 2022-09-29\npublished: 2022-09-30"),
        ("date: 2022-09-29\ntime: 下午两点", "date: 2022-09-29\ntime: 下午两点"),
        ("date: 2022-09-29\nattendees: 方致远和陈立言", "date: 2022-09-29\nattendees: 方致远和陈立言"),
        ("date: 2022-09-29\nattendees: 方致远、陈立言", "date: 2022-09-29\nattendees: [方致远, 陈立言]"),
        ("date: 2022-09-29\nattendees: [方志远]", "date: 2022-09-29\nattendees: [方志远]"),
        ("date: 2022-09-29\n标题: 例会", "date: 2022-09-29\n标题: 例会"),
    ],
)
def test_dates_get_the_usual_form_and_words_stay(place, front, after):
    text = "---\ntitle: 例会\n{}\n---\n正文。\n"
    assert fixed(place, text.format(front)) == text.format(after)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        (
            "[{name：石一鸣，title：党委委员，副厅长，org：省教育厅}]",
            "[{name: 石一鸣, title: 党委委员，副厅长, org: 省教育厅}]",
        ),
        (
            "［{name: 石一鸣，title：处长：分管教学}，方致远］",
            "[{name: 石一鸣, title: 处长：分管教学}, 方致远]",
        ),
        ("[方致远，陈立言；单国华]", "[方致远, 陈立言, 单国华]"),
        ("\n- {name：石一鸣，title：处长}", "\n- {name: 石一鸣, title: 处长}"),
    ],
)
def test_full_width_marks_that_belong_to_a_text_stay(place, typed, right):
    text = "---\ntitle: 例会\ndate: 2020-09-29\nattendees: {}\n---\n正文。\n"
    assert fixed(place, text.format(typed)).replace(": \n", ":\n") == text.format(right).replace(
        ": \n", ":\n"
    )


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("会议指出,要抓好落实;各部门要配合(附名单)。", "会议指出，要抓好落实；各部门要配合（附名单）。"),
        ("９月２９日,学校召开党委中心组（扩大)学习会议。。", "9月29日，学校召开党委中心组（扩大）学习会议。"),
        ("会议指出,甲。\n会议要求,乙。\n会议强调,丙。", "会议指出，甲。\n会议要求，乙。\n会议强调，丙。"),
        ("2024年秋，undefined，网址 https://a.example/?b=c,d。", None),
        ("10 月 30 日上午，2023一2024学年，9月ー10月。", "10月30日上午，2023—2024学年，9月—10月。"),
        ("科研(甲(乙)丙)，注\\(中\\)字。", "科研（甲（乙）丙），注（中）字。"),
        ("www.example.com/甲?乙=丙,丁 和 example.cn/甲?乙,丙", None),
        ("一是抓2一3，学校召 开例会，", "一是抓2—3，学校召 开例会，"),
        ("　　正文，段首的空格留着。", None),
    ],
)
def test_punctuation_of_the_text_is_mended_and_its_words_are_not(place, body, right):
    text = report(body=body)
    assert fixed(place, text) == report(body=body if right is None else right)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_line_ends_and_the_byte_order_mark_stay(place, ending, mark, last):
    text = mark + WRONG.removesuffix("\n") + last
    right = mark + RIGHT.removesuffix("\n") + last
    assert fixed(place, text.replace("\n", ending)) == right.replace("\n", ending)


def test_mixed_line_ends_stay_where_they_are(place):
    lines = WRONG.split("\n")
    ends = ["\r\n", "\n", "\r\n", "\r", "\n", "\r\n", "\n", "\n", "\r\n", ""]
    given, wanted = (
        "".join(map("".join, zip(text.split("\n"), ends, strict=True))) for text in (WRONG, RIGHT)
    )
    assert len(lines) == len(ends)
    assert fixed(place, given) == wanted


def test_a_list_of_names_in_one_item_becomes_lines_with_the_files_ends(place):
    text = "---\r\ntitle: 例会\r\ndate: 2022-09-29\r\nattendees:\r\n- 方致远、陈立言\r\n---\r\n正文。\r\n"
    assert fixed(place, text) == text.replace("、", "\r\n- ")


def test_names_in_one_line_become_lines_and_the_line_below_stays(place):
    text = "---\ntitle: 例会\ndate: 2022-09-29\nattendees:\n  -方致远-陈立言\n---\n正文。\n"
    assert fixed(place, text) == text.replace("  -方致远-陈立言", "  - 方致远\n  - 陈立言")


def test_mixed_line_ends_stay_below_lines_that_are_new(place):
    text = "---\r\ntitle: 例会\r\ndate: 2022-09-29\nattendees:\n  -方致远-陈立言\n---\n正文。\r\n完。\n"
    assert fixed(place, text) == text.replace("  -方致远-陈立言\n", "  - 方致远\n  - 陈立言\r\n")


def test_another_encoding_is_left_alone(place):
    place.write(FILE, WRONG.encode("gb18030"))
    _, fixer = run.fix(place.options(only=(FILE,)))
    assert fixer.typed() == {}


def test_what_stands_above_a_text_is_mended_too(place):
    given = report(
        venue="行政楼(三楼)", groups="[中层干部(正职), 教师代表]", credits="{source: 党委(宣传部)}"
    )
    right = report(
        venue="行政楼（三楼）", groups="[中层干部（正职）, 教师代表]", credits="{source: 党委（宣传部）}"
    )
    assert fixed(place, given) == right


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("2023一2024", "2023—2024", True),
        ("9月ー10月", "9月—10月", True),
        ("2023l2024", "2023—2024", True),
        ("一2", "—2", False),
        ("第一2", "第—2", False),
        ("2023一2024", "20232024", False),
    ],
)
def test_what_stands_for_a_dash_is_no_word(old, new, same):
    assert (words(old) == words(new)) is same


def test_each_corrected_line_has_all_that_is_certain_of_it():
    line = "甲,乙,方至远"
    found = [
        finding(COMMA, Span("x.md", 1, 2, 1, line), "，"),
        finding(COMMA, Span("x.md", 1, 4, 1, line), "，"),
        finding(UNSURE, Span("x.md", 1, 5, 3, line), "方致远"),
        finding(UNSURE, Span("x.md", 1, 1, 2, line), "丙，丁，"),
        finding(COMMA, Span("x.md", 2, 2, 1, "戊,己"), "，"),
        finding(UNSURE, Span("x.md", 1, 1, 1, line)),
    ]
    shown = [one.fix and one.fix.lines[0] for one in together(found)]
    assert shown == [
        "甲，乙，方至远",
        "甲，乙，方至远",
        "甲，乙，方致远",
        "丙，丁，乙，方至远",
        "戊，己",
        None,
    ]


COMMA = Kind("E999", Severity.WARNING, "逗号", "comma", certain=True)
HINT = Kind("E998", Severity.INFO, "逗号", "comma", certain=True)
UNSURE = Kind("E997", Severity.WARNING, "逗号", "comma")


def test_many_corrections_of_one_line_are_made_together():
    text = "甲,乙,丙,丁。\n戊,己。"
    line = text.split("\n")[0]
    found = [finding(COMMA, Span("x.md", 1, column, 1, line), "，") for column in (2, 4, 6)]
    assert mended(text, found) == "甲，乙，丙，丁。\n戊,己。"
    assert mended(text, [*found, *found]) == "甲，乙，丙，丁。\n戊,己。"


def test_a_correction_of_a_line_that_has_changed_is_not_made():
    assert mended("甲,乙。", [finding(COMMA, Span("x.md", 1, 2, 1, "甲,丙。"), "，")]) == "甲,乙。"


@pytest.mark.parametrize("right", ["丙5", "5甲", "甲", "甲5六", "甲15", ""])
def test_a_correction_that_changes_a_word_is_not_made(right):
    changed = mended("甲5,乙。", [finding(COMMA, Span("x.md", 1, 1, 2, "甲5,乙。"), right)])
    assert changed == "甲5,乙。"


@pytest.mark.parametrize("kind", [HINT, UNSURE])
def test_only_what_is_certain_and_more_than_a_hint_is_applied(place, monkeypatch, kind):
    from campus_news.fixer import Fixer

    file = place.write(FILE, report(body="甲,乙。"))
    line = file.read_text("utf-8").split("\n")[4]
    fixer = Fixer(place.root)
    assert not fixer.mend([finding(kind, Span(FILE, 5, 2, 1, line), "，")])
    assert fixer.mend([finding(COMMA, Span(FILE, 5, 2, 1, line), "，")])
    assert not fixer.mend([finding(COMMA, Span(FILE, 5, 2, 1, "甲，乙。"), ",")])  # there and back


PIECES = st.one_of(
    st.sampled_from("：:，、[]{}\t\n \u3000\u200b#'\"Ａ１和"),
    st.sampled_from(("title", "date", "attendees", "venue", "photos", "groups", "name", ": ", "---", "———")),
    st.sampled_from(("\n- ", "\n  - ", "\n－ ", "\r\n", "方致远", "陈立言", "例会", "01.jpg")),
    st.sampled_from(("\ndate: 2022.9.29", "2022年9月29日", "\nvenue：", "\nhost： 方致远，陈立言")),
)


@settings(examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=25))
def test_no_word_is_touched_and_twice_is_once(place, pieces):
    head = "---\ntitle： 例会\ndate: 2022.9.29\n"
    text = f"{head}{''.join(pieces)}\n---\n正文，不动。\n"
    once = fixed(place, text)
    assert [char for char in sorted(once) if char.isalpha() and char not in "年月日号"] == [
        char for char in sorted(text) if char.isalpha() and char not in "年月日号"
    ]
    assert words(once) == words(text)
    assert fixed(place, once) == once


def test_the_command_shows_what_it_changes_and_writes(place, cli, monkeypatch):
    monkeypatch.chdir(place.root)
    file = place.write(FILE, WRONG)
    file.chmod(0o640)
    place.report("2022-10-08-other", venue="报告厅 #1")
    code, out, err = cli("fix", "--dry-run", FILE)
    assert (code, err) == (0, "")
    diff = difflib.unified_diff(WRONG.split("\n"), RIGHT.split("\n"), FILE, FILE, lineterm="")
    shown = "\n".join(diff).replace("\t- 甲", "\t- 甲")
    assert out == f"{shown}\n可以改 1 篇报道（--dry-run：没有写入）\n"
    assert file.read_text("utf-8") == WRONG
    assert cli("fix", FILE) == (0, f"{shown}\n改了 1 篇报道\n", "")
    assert file.read_text("utf-8") == RIGHT
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [one.name for one in file.parent.iterdir() if "tmp" in one.name] == []
    assert cli("fix", FILE) == (0, "没有可以替您改的\n", "")
    code, out, _ = cli("fix", "content/reports")
    assert (code, out) == (1, "没有可以替您改的\n还有错误 1 处，要请您自己改；用 check 查看\n")


def test_an_invisible_character_is_shown_by_its_code(place, cli):
    place.write(FILE, report(attendees="[方\u200b致远]"))
    assert (
        "-attendees: [方<U+200B>致远]\n+attendees: [方致远]\n"
        in cli("fix", "--root", place.root, place.root / FILE)[1]
    )


def test_fix_wants_to_be_told_what(place, cli):
    code, _, err = cli("fix", "--root", place.root)
    assert code == 2
    assert "请写明改哪些报道" in err
    assert cli("fix", "--root", place.root, place.root / "content/site.yaml")[0] == 2


def test_a_link_stays_a_link(place):
    real = place.write("content/reports/2022/_real.md", WRONG)
    link = place.root / FILE
    link.symlink_to(real.name)
    _, fixer = run.fix(place.options(only=(FILE,)))
    fixer.write()
    assert link.is_symlink()
    assert real.read_text("utf-8") == RIGHT


def test_a_file_changed_meanwhile_is_not_written_over(place):
    file = place.write(FILE, WRONG)
    _, fixer = run.fix(place.options(only=(FILE,)))
    file.write_text(WRONG + "新的一段。\n", "utf-8")
    with pytest.raises(CannotWrite, match="刚刚被别的程序改动过"):
        fixer.write()
    assert file.read_text("utf-8").endswith("新的一段。\n")


def test_a_failed_write_leaves_the_file_and_nothing_beside_it(place, monkeypatch):
    file = place.write(FILE, WRONG)
    _, fixer = run.fix(place.options(only=(FILE,)))

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(CannotWrite, match="磁盘满了"):
        fixer.write()
    assert file.read_text("utf-8") == WRONG
    assert list(file.parent.iterdir()) == [file]
