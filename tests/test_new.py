"""The command `new`: its dialogues word for word, its options, what it writes and what it leaves alone."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import string
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus_news import filing, interview, roster, spelling, usher
from campus_news.album import NoAlbum, open_folder
from campus_news.decode import decode
from campus_news.desk import Against
from campus_news.markup import Markup
from campus_news.model import Credits, Person, Speaker
from campus_news.outcome import CannotWrite
from campus_news.question import Setting
from campus_news.rules.pending import PLACEHOLDER
from campus_news.sketch import Sketch
from campus_news.usher import Unclear
from conftest import LEADERS, NOON, jpeg, place_of_taking, report
from examples import examples
from fixture import cases, update

ROSTER = roster.read("content/leaders.yaml", LEADERS.encode())[0]
LAST = Credits(source="党委宣传部", author="温岚", reviewer="冉启明")
SETTING = Setting(
    Against(None, ROSTER, None),
    NOON.date(),
    LAST,
    lambda one: "content/reports/2022/2022-09-29-taken.md" if one.slug == "taken" else None,
)
DAY = dt.date(2022, 9, 29)


def unescaped(line):
    if "×" in line:
        return line[0] * int(line[2:])
    return line.encode("ascii").decode("unicode_escape") if "\\" in line else line


class Tape:
    """A dialogue with these answers; what was said stands in `lines`."""

    def __init__(self, answers) -> None:
        self.answers, self.lines = list(answers), []

    def ask(self, prompt):
        if not self.answers or self.answers[0] == "^D":
            raise EOFError
        shown = self.answers[0] if len(self.answers[0]) < 100 else f"{self.answers[0][:9]}…"
        self.lines.append(f"{prompt}«{shown if shown.isprintable() else ascii(shown)[1:-1]}»")
        return self.answers.pop(0)

    def say(self, line):
        self.lines.append(line)


def folder_of_pictures(folder, **more):
    folder.mkdir()
    for name, data in {"2.jpg": jpeg(900), "10 会议现场.JPEG": jpeg(1000), **more}.items():
        (folder / name).write_bytes(data)
    return folder


def asked(*answers, setting=SETTING, **given):
    tape = Tape(answers)
    return interview.interview(setting, given, tape), tape


@pytest.mark.parametrize("case", cases("dialogues.txt"), ids=lambda case: case.title)
def test_a_whole_dialogue_word_for_word(case, tmp_path, monkeypatch, update_golden):
    folder_of_pictures(tmp_path / "照片")
    (tmp_path / "空的").mkdir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "坏的").mkdir()
    for name, data in {
        "1.jpg": jpeg(),
        "IMG_2.HEIC": b"x",
        "3.png": b"no picture",
        "4.jpg": jpeg()[:900],
    }.items():
        (tmp_path / "坏的" / name).write_bytes(data)
    tape = Tape(map(unescaped, case.given.split("\n")))
    try:
        made = interview.interview(SETTING, {}, tape)
        end = made.text.rstrip("\n")
    except EOFError:
        end = "（没有写入）"
    got = "\n".join([*tape.lines, end])
    if update_golden:
        update("dialogues.txt", case.title, got)
        return
    assert got == case.expected
    assert tape.answers in ([], ["^D"])


# -- people


THERE = usher.present(ROSTER, DAY, [Person("石一鸣", "副厅长", "省教育厅"), Person("John Smith", "教授")])


@pytest.mark.parametrize(
    ("letters", "name"),
    [
        ("fzy", "方致远"),
        ("FangZhiYuan", "方致远"),
        ("fangzhy", "方致远"),
        ("sqb", "单秋白"),
        ("dqb", "单秋白"),
        ("shanqiubai", "单秋白"),
        ("zqh", "翟清和"),
        ("dqh", "翟清和"),
        ("oyc", "欧阳澈"),
        ("mqm", "万俟明"),
        ("lvy", "吕一"),
        ("lyuyi", "吕一"),
        ("luyi", "吕一"),
        ("hl", "黑黎"),
        ("yhsms", "约翰·史密斯"),
        ("johns", "John Smith"),
    ],
)
def test_a_name_is_spelt_by_any_reading_of_its_characters(letters, name):
    assert spelling.spells(letters, name)


@pytest.mark.parametrize("letters", ["", "fz", "fzyx", "f y", "zyf", "fangzhiyuanx", "f" * 1000, "-"])
def test_nothing_less_and_nothing_else_spells_it(letters):
    assert not spelling.spells(letters, "方致远")


def test_only_those_in_office_are_offered_in_official_order_and_former_ones_on_request():
    later = usher.present(ROSTER, dt.date(2023, 1, 1))
    assert [one.name for one in later.in_office] == ["方致远", "陈立言", "李伟", "李伟"]
    assert [one.name for one in later.former] == ["单国华"]
    early = usher.present(ROSTER, dt.date(2019, 6, 1))
    assert [(one.name, one.post) for one in early.in_office] == [
        ("陈立言", "副校长"),
        ("李伟", "纪委书记"),
        ("单国华", "党委书记"),
    ]
    assert early.former == ()


def test_attendees_stand_in_the_order_of_that_day():
    ranked = roster.read(
        "x",
        b"- {name: \xe7\x94\xb2\xe4\xb8\x80, posts: [{title: \xe6\xa0\xa1\xe9\x95\xbf, from: 2020-01-01, rank: 9}]}\n"
        b"- {name: \xe4\xb9\x99\xe4\xba\x8c, posts: [{title: \xe4\xb9\xa6\xe8\xae\xb0, from: 2020-01-01}]}\n",
    )[0]
    found = usher.people("石一鸣（处长）、甲一、乙二", usher.present(ranked, DAY))
    assert [one.name for one in usher.in_official_order(ranked, found, DAY)] == ["乙二", "甲一", "石一鸣"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("1-2", ["方致远", "陈立言"]),
        ("2－1", ["陈立言"]),
        ("fzy cly", ["方致远", "陈立言"]),
        ("1、fzy，方致远", ["方致远"]),
        ("方致远 陈立言", ["方致远", "陈立言"]),
        ("石一鸣（厅长，省教育厅） 方致远", ["石一鸣", "方致远"]),
        ("6", ["石一鸣"]),
        ("John Smith（教授，某大学）", ["John Smith"]),
        ("0", None),
        ("-1", None),
        ("999", None),
        ("方 致远", None),
        ("（）", None),
        ("）（", None),
        ("()", None),
        ("、、", []),
    ],
)
def test_what_may_be_typed_for_people(typed, names):
    if names is None:
        with pytest.raises(Unclear) as error:
            usher.people(typed, THERE)
        assert "".join(error.value.lines)
    else:
        assert [one.name for one in usher.people(typed, THERE)] == names


@examples(200)
@given(
    st.lists(
        st.builds(
            Person,
            st.sampled_from(["方致远", "陈立言", "石一鸣", "单华"]),
            st.none() | st.just("副厅长、厅长"),
            st.none() | st.just("省教育厅"),
        ),
        unique=True,
    )
)
def test_people_are_read_as_they_are_put_to_whoever_goes_back(found):
    assert usher.people(usher.typed(found), THERE) == tuple(found)


# -- the file


TEXT = st.text(
    st.sampled_from("学校召开例会9月:#'\"[]{},&*!|>%@`-?~：，“”《》 ·—\u3000/\\=^$<>()（）．.1aN")
    | st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co")),
    min_size=1,
    max_size=40,
).map(lambda text: text.strip()).filter(bool)  # fmt: skip
NAME = st.sampled_from(["方致远", "陈立言", "石一鸣", "约翰·史密斯", "John O'Neil"])
PEOPLE = st.lists(st.builds(Person, NAME, TEXT | st.none(), TEXT | st.none()), max_size=3).map(tuple)
SKETCHES = st.builds(
    Sketch,
    date=st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)),
    title=TEXT,
    venue=TEXT | st.none(),
    hosts=PEOPLE,
    attendees=PEOPLE,
    guests=PEOPLE,
    groups=st.lists(TEXT, max_size=3).map(tuple),
    speakers=st.lists(st.builds(Speaker, NAME.map(Person), TEXT | st.none()), max_size=3).map(tuple),
    credits=st.builds(Credits, *[TEXT | st.none()] * 6),
    slug=st.just("x"),
)


@examples(400)
@given(SKETCHES)
def test_the_file_is_read_back_as_it_was_meant(one):
    done = decode(one.path, one.text.encode(), Markup())
    assert not done.findings
    read = done.report
    assert (read.title, read.date, read.venue, read.groups) == (one.title, one.date, one.venue, one.groups)
    assert (read.hosts, read.attendees) == (one.hosts, (*one.attendees, *one.guests))
    assert (read.speakers, read.credits, read.status.value) == (one.speakers, one.credits, "draft")
    assert done.text == f"{PLACEHOLDER}\n"


ANSWERS = st.text(string.printable, max_size=20) | TEXT | st.text(max_size=600) | st.sampled_from(
    ["", "?", "+", "-", "<", "1", "1-3", "fzy", "lw", "cly 讲话", "2022-09-29", "../x", "石一鸣（副厅长，省教育厅）", "方志远"]
)  # fmt: skip


@examples(150)
@given(st.lists(ANSWERS, max_size=60))
def test_any_answers_lead_to_a_right_file_or_to_none(answers):
    tape = Tape([*answers])
    try:
        made = interview.interview(SETTING, {}, tape)
    except EOFError:
        return
    done = decode(made.path, made.text.encode(), Markup())
    assert not [one for one in done.findings if one.severity.value == "error"]
    assert done.report.title == made.title


@examples(300)
@given(
    st.sampled_from(["title", "venue", "groups", "guests", "host", "speakers", "source", "slug", "time"]),
    ANSWERS,
)
def test_any_option_leads_to_a_right_file_or_is_refused_in_words(key, answer):
    try:
        made = interview.settle(
            SETTING, {"date": "2022-09-29", "title": "学校召开例会", key: answer}, Tape([])
        )
    except Unclear as fault:
        refused = "".join(fault.lines)
    else:
        refused = None
        done = decode(made.path, made.text.encode(), Markup())
        assert not [one for one in done.findings if one.severity.value == "error"]
        assert re.fullmatch(r"content/reports/2022/2022-09-29-[a-z0-9-]+\.md", made.path)
    assert refused is None or (refused and not re.search(r"[\x00-\x1f\x7f-\x9f]", refused))


# -- pictures


def names(album):
    return [(one.source.name, one.file, one.caption) for one in album.shots]


def test_pictures_come_by_number_and_bring_the_captions_that_their_names_are(tmp_path):
    found = open_folder(
        folder_of_pictures(
            tmp_path / "p",
            **{
                "1.PNG": jpeg(950),
                "IMG_0031.jpg": jpeg(960),
                "微信图片_2022.jpg": jpeg(970),
                "说明.docx": b"",
                ".x.jpg": b"",
            },
        )
    )
    assert names(found) == [
        ("1.PNG", "01.png", None),
        ("2.jpg", "02.jpg", None),
        ("10 会议现场.JPEG", "03.jpg", "会议现场"),
        ("IMG_0031.jpg", "04.jpg", None),
        ("微信图片_2022.jpg", "05.jpg", None),
    ]
    assert found.refused == ()


def test_what_cannot_be_published_is_told_and_never_left_out_in_silence(tmp_path, monkeypatch):
    folder = folder_of_pictures(
        tmp_path / "p", **{"a.heic": b"x", "b.jpg": b"", "c.CR2": b"x", "e.jpg": b"x" * 3000}
    )
    (folder / "d.jpg").mkdir()
    os.mkfifo(folder / "pipe.jpg")
    (folder / "f.jpg").symlink_to(tmp_path / "nowhere")
    monkeypatch.setattr("campus_news.album._MAX_BYTES", 2500)
    (folder / "10 会议现场.JPEG").unlink()
    (folder / "2.jpg").write_bytes(jpeg(60, 60))
    found = open_folder(folder)
    assert [one.source.name for one in found.shots] == ["2.jpg"]
    assert [file for file, _ in found.refused] == ["a.heic", "b.jpg", "c.CR2", "e.jpg"]
    assert "HEIC" in found.refused[0][1]
    assert "请先缩小" in found.refused[3][1]


def test_the_whole_memory_of_a_camera_is_refused_before_anything_is_read(tmp_path):
    for i in range(100):
        (tmp_path / f"{i}.jpg").write_bytes(b"")
    with pytest.raises(NoAlbum, match="有 100 张照片，一篇报道最多 99 张"):
        open_folder(tmp_path)
    with pytest.raises(NoAlbum, match="是一个文件"):
        open_folder(tmp_path / "1.jpg")
    with pytest.raises(NoAlbum, match="打不开"):
        open_folder(tmp_path / ("长" * 300))


# -- the command


def files(place):
    return sorted(
        path.relative_to(place.root).as_posix()
        for path in place.root.rglob("*")
        if path.is_file() and ".cache" not in path.parts
    )


def new(place, cli, *words, stdin=None, monkeypatch=None):
    if monkeypatch:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
    return cli("new", "--root", place.root, "--now", "2026-03-01", *words)


BASE = ("--date", "2022-09-29", "--title", "学校召开9月份工作例会")
FILE = "content/reports/2022/2022-09-29-monthly-meeting.md"


def test_options_alone_write_a_report_that_builds_at_once(place, cli, tmp_path):
    folder = folder_of_pictures(tmp_path / "p")
    before = files(place)
    code, out, err = new(
        place, cli, *BASE, "--time", "下午", "--venue", "报告厅", "--host", "cly", "--attendees", "fzy",
        "--guests", "石一鸣（副厅长，省教育厅）", "--groups", "中层干部", "--speakers", "fzy 讲话、石一鸣",
        "--photos", str(folder), "--caption", "会议现场", "--caption", "校长方致远讲话", "--source", "党委宣传部",
        "--slug", "monthly-meeting",
    )  # fmt: skip
    assert (code, err) == (0, "")
    photos = [
        "content/photos/2022-09-29-monthly-meeting/01.jpg",
        "content/photos/2022-09-29-monthly-meeting/02.jpg",
    ]
    assert sorted({*files(place)} - {*before}) == [*photos, FILE]
    assert (place.root / photos[0]).read_bytes() == (folder / "2.jpg").read_bytes()
    assert "写好了：" in out
    outcome = place.build(drafts=True)
    assert (outcome.findings, outcome.reports) == ((), 1)
    assert "石一鸣" in place.page("/2022/09/29/monthly-meeting/")
    assert place.build().hidden[0].why == "草稿"


def test_date_and_title_are_enough(place, cli):
    assert new(place, cli, *BASE)[0] == 0
    file = place.root / "content/reports/2022/2022-09-29-xue-xiao-zhao-kai-9-yue-fen-gong-zuo-li-hui.md"
    assert file.read_text("utf-8") == (
        "---\ntitle: 学校召开9月份工作例会\ndate: 2022-09-29\nstatus: draft\n---\n正文从这里写起。\n"
    )


def test_without_a_word_of_text_it_cannot_be_published(place, cli):
    new(place, cli, *BASE, "--slug", "monthly-meeting")
    file = place.root / FILE
    file.write_text(file.read_text("utf-8").replace("draft", "published"), "utf-8")
    assert [one.code for one in place.check().findings] == ["E239"]
    assert place.build().pages == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--host", "xyz"), "主持：没有拼音是“xyz”的领导"),
        (("--attendees", "方志远"), "出席的校领导：错误 E306"),
        (("--time", "下午3点"), "时间：时间“下午3点”的写法读不懂"),
        (("--slug", "../../x"), "网址里的名称：slug “../../x”只能用小写字母"),
        (("--photos", "没有"), "照片所在的文件夹：没有“没有”这个文件夹"),
        (("--venue", "a\nb"), "地点：地点 应写在一行之内"),
        (("--caption", "会议现场"), "--caption 要与 --photos 一起用"),
        (("--date", "2022-02-30"), "会议日期：没有 2022-02-30 这一天"),
    ],
)
def test_a_wrong_option_is_told_and_nothing_is_written(place, cli, words, told):
    before = files(place)
    code, out, err = new(place, cli, *BASE, *words)
    assert (code, out) == (2, "")
    assert err.startswith(told)
    assert files(place) == before


def test_a_picture_that_cannot_be_used_stops_options(place, cli, tmp_path):
    folder = folder_of_pictures(tmp_path / "p", **{"3.heic": b"x"})
    before = files(place)
    code, _, err = new(place, cli, *BASE, "--photos", str(folder))
    assert code == 2
    assert "3.heic" in err
    assert files(place) == before


def test_a_reminder_is_told_and_stands(place, cli, tmp_path):
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "1.jpg").write_bytes(jpeg(exif=place_of_taking()))
    code, out, err = new(
        place, cli, *BASE, "--attendees", "石一鸣", "--photos", str(folder), "--slug", "li-hui"
    )
    assert code == 0
    assert "出席的校领导：提醒 E302" in out
    assert "E614" in out
    assert "E302" in err


def test_answers_are_piped_in_and_shown(place, cli, monkeypatch):
    place.report("2022-09-28-x", credits="{source: 党委宣传部, author: 温岚}")
    lines = ["2022-09-29", "学校召开例会", "", "", "cly", *[""] * 10, "li-hui", ""]
    code, out, _ = new(place, cli, stdin="\n".join(lines).encode() + b"\n", monkeypatch=monkeypatch)
    assert code == 0
    assert "主持（可以不写）：cly\n  → 陈立言（副校长）\n" in out
    assert "来源 [党委宣传部]：\n撰稿 [温岚]：\n" in out
    text = (place.root / "content/reports/2022/2022-09-29-li-hui.md").read_text("utf-8")
    assert "  source: 党委宣传部\n  author: 温岚\n" in text


def test_what_is_given_is_not_asked(place, cli, monkeypatch):
    stdin = "\n".join(["学校召开例会", *[""] * 13, "li-hui", ""]).encode()
    code, out, _ = new(
        place, cli, "--date", "2022-09-29", "--host", "fzy", stdin=stdin + b"\n", monkeypatch=monkeypatch
    )
    assert code == 0
    assert "会议日期" not in out
    assert "主持" not in out


@pytest.mark.parametrize(
    "stdin",
    [b"", b"2022-09-29\n", "2022-09-29\n例会".encode("gb18030"), b"\xef\xbb\xbf2022-09-29\r\n" + b"\r\n" * 3],
)
def test_answers_that_end_too_soon_leave_nothing_behind(place, cli, monkeypatch, stdin):
    before = files(place)
    code, _, err = new(place, cli, stdin=stdin, monkeypatch=monkeypatch)
    assert (code, err) == (1, "\n已放弃，什么都没有写入。\n")
    assert files(place) == before


def test_ctrl_c_leaves_nothing_behind(place, cli, monkeypatch):
    def stop():
        raise KeyboardInterrupt

    before = files(place)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setattr(sys.stdin, "readline", stop)
    assert new(place, cli)[0] == 130
    assert files(place) == before


def test_a_site_without_a_roster_takes_names_as_they_are(place, cli):
    (place.root / "content/leaders.yaml").unlink()
    code, out, _ = new(place, cli, *BASE, "--attendees", "方致远、陈立言", "--slug", "li-hui")
    assert code == 0
    assert "E302" not in out
    text = (place.root / "content/reports/2022/2022-09-29-li-hui.md").read_text("utf-8")
    assert "  - 方致远\n  - 陈立言\n" in text


def test_help_is_chinese(cli):
    code, out, _ = cli("new", "--help")
    assert code == 0
    assert not re.search("[A-Za-z]{2,}", re.sub(r"--?[a-z]+|build\.py|content/|new", "", out))


# -- putting it in place


ONE = Sketch(date=DAY, title="学校召开例会", slug="li-hui")


@pytest.mark.parametrize(
    "there",
    [
        "content/reports/2022/2022-09-29-li-hui.md",
        "content/reports/2022-09-29-li-hui.md",
        "content/reports/2022/2022-09-29-例会.md",
        "content/reports/2022/2022-09-29_Li Hui.md",
        "content/photos/2022-09-29-li-hui/01.jpg",
    ],
)
def test_an_address_is_taken_whatever_the_file_is_called(place, there):
    place.write(there, report())
    assert filing.taken(place.root, ONE)


def test_a_folder_of_pictures_that_is_there_is_told_as_one(place, cli):
    place.write("content/photos/2022-09-29-li-hui/01.jpg", jpeg())
    code, _, err = new(place, cli, *BASE, "--slug", "li-hui")
    assert code == 2
    assert err.startswith("网址里的名称：已经有文件夹 content/photos/2022-09-29-li-hui：")


def test_nothing_is_overwritten_even_if_it_appears_at_the_last_moment(place, tmp_path, cli):
    one = interview.settle(
        SETTING,
        {
            "date": "2022-09-29",
            "title": "学校召开例会",
            "photos": str(folder_of_pictures(tmp_path / "p")),
            "slug": "li-hui",
        },
        Tape([]),
    )
    place.write(one.path, "别人写的")
    before = files(place)
    with pytest.raises(filing.Taken, match=r"2022-09-29-li-hui\.md"):
        filing.put(place.root, one)
    assert files(place) == before
    assert (place.root / one.path).read_text("utf-8") == "别人写的"


@pytest.mark.parametrize("broken", ["shutil.copyfile", "os.link"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_whatever_breaks_leaves_all_or_nothing(place, tmp_path, monkeypatch, broken, error):
    one = interview.settle(
        SETTING,
        {
            "date": "2022-09-29",
            "title": "学校召开例会",
            "photos": str(folder_of_pictures(tmp_path / "p")),
            "slug": "li-hui",
        },
        Tape([]),
    )
    before = files(place)

    def fail(*args, **more):
        raise error

    monkeypatch.setattr(broken, fail)
    if broken == "os.link" and error is OSError:  # a disk without links
        filing.put(place.root, one)
        assert (place.root / one.path).read_text("utf-8") == one.text
        assert not list(place.root.rglob("*.tmp"))
        with pytest.raises(filing.Taken):
            filing.put(place.root, Sketch(date=DAY, title="另一篇", slug="li-hui"))
        return
    with pytest.raises(KeyboardInterrupt if error is KeyboardInterrupt else CannotWrite):
        filing.put(place.root, one)
    assert files(place) == before
    assert not list((place.root / "content" / "photos").glob("*"))


def test_the_newest_report_that_can_be_read_signs(place):
    assert filing.last_credits(place.root) == Credits()
    place.report("2022-09-28-x", credits="{source: 甲, author: 温岚}")
    place.report("2022-09-29-x", credits="{source: 乙}")
    place.write("content/reports/2022/2022-09-30-broken.md", "\xff")
    place.write("content/reports/2022/no-day.md", report(credits="{source: 丙}"))
    assert filing.last_credits(place.root) == Credits(source="乙")
