"""`approve` adds one stage to a report's file and leaves every other byte; what stands against it is told instead."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus_news.decode import decode
from campus_news.markup import Markup
from campus_news.model import STAGES, Approval
from campus_news.signature import Unsigned, signed
from campus_news.source import read
from conftest import Place, jpeg
from examples import examples

PATH = "content/reports/2022/2022-09-29-x.md"
DAY = dt.date(2022, 9, 29)
HEAD = "title: 学校召开例会\ndate: 2022-09-29\n"
FIRST, SECOND = "first: {by: 冉启明, on: 2022-09-29}", "second: {by: 鲍清, on: 2022-09-29}"
DIGEST = "f150a43122e5bdbd1fc6930ce6e05ca4-88ce-61cd-3e38-4f53"


def of(front: str, body: str = "正文。\n") -> str:
    return f"---\n{front}---\n{body}"


def sign(text: str, stage: str = "second", by: str = "鲍清", digest: str | None = None) -> str:
    return signed(PATH, text.encode(), stage, Approval(by, DAY, digest)).decode()


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came, with their ends."""
    found = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    return [one[2:] for one in found if one[0] == "-"], [one[2:] for one in found if one[0] == "+"]


ADDED = {
    "on a line of its own": (HEAD + f"review:\n  {FIRST}\n", f"  {SECOND}\n"),
    "as deep as the first": (HEAD + f"review:\n      {FIRST}\nvenue: 礼堂\n", f"      {SECOND}\n"),
    "behind a comment": (HEAD + f"review:\n  {FIRST}   # 电话里说的 }}\n# 完\n", f"  {SECOND}\n"),
    "below a block": (
        HEAD + "review:\n  first:\n    by: 冉启明\n    on: 2022-09-29\nvenue: 礼堂\n",
        f"  {SECOND}\n",
    ),
    "below values over two lines": (
        HEAD + "review:\n  first: {by: 冉启明,\n    on: 2022-09-29}\n",
        f"  {SECOND}\n",
    ),
    "below a bracket of its own": (
        HEAD + "review:\n  first: {\n    by: 冉启明, on: 2022-09-29\n  }\nvenue: 礼堂\n",
        f"  {SECOND}\n",
    ),
    "where nothing is yet": (HEAD + "review:\nvenue: 礼堂\n", f"  {SECOND}\n"),
    "where there is no review": (HEAD + "# 完\n\n", f"review:\n  {SECOND}\n"),
    "behind a text over lines": (HEAD + "groups:\n  - 甲\n  - 乙", f"\nreview:\n  {SECOND}\n"),
    "in another depth": ("  title: 例会\n  date: 2022-09-29\n", f"  review:\n    {SECOND}\n"),
}


@pytest.mark.parametrize("kind", ADDED)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_stage_is_one_more_line(kind, end):
    front, line = ADDED[kind]
    if not front.endswith("\n"):
        front, line = front + "\n", line.removeprefix("\n")
    before = of(front, "正文。\n\n末行没有换行").replace("\n", end)
    after = sign(before)
    gone, new = changed(before, after)
    assert gone == []
    assert "".join(new) == line.replace("\n", end)


FLOW = {
    f"review: {{{FIRST}}}\n": f"review: {{{FIRST}, {SECOND}}}\n",
    f"review: {{{FIRST}}} # 一审}}\n": f"review: {{{FIRST}, {SECOND}}} # 一审}}\n",
    f"review: {{ {FIRST} }}\n": f"review: {{ {FIRST} , {SECOND}}}\n",
    f"review: {{\n  {FIRST}\n}}\n": f"review: {{\n  {FIRST}\n, {SECOND}}}\n",
    f"review: {{\n  {FIRST},\n}}\n": f"review: {{\n  {FIRST},\n  {SECOND}\n}}\n",
    "review: {}\n": f"review: {{{SECOND}}}\n",
}


@pytest.mark.parametrize("written", FLOW)
def test_a_stage_goes_into_the_brackets_that_are_there(written):
    assert sign(of(HEAD + written + "venue: 礼堂\n")) == of(HEAD + FLOW[written] + "venue: 礼堂\n")


FINAL = {
    "final:": f"final: {{by: 江屿, on: 2022-09-29, digest: {DIGEST}}}",
    "final: # 备注": f"final: {{by: 江屿, on: 2022-09-29, digest: {DIGEST}}} # 备注",
    "final: {by: 欧阳立言, on: 2022年9月1日}": f"final: {{by: 江屿, on: 2022-09-29, digest: {DIGEST}}}",
    "final: {by: 欧阳立言, on: 2022-9-1, digest: }": f"final: {{by: 江屿, on: 2022-09-29, digest: {DIGEST}}}",
    "final: {by: 岳衡, on: 2022-09-01, digest: old-1}": f"final: {{by: 江屿, on: 2022-09-29, digest: {DIGEST}}}",
    "final: {digest: old-1, by: '岳衡', on: 2022年9月1日} # 备注": f"final: {{digest: {DIGEST}, by: 江屿, on: 2022-09-29}} # 备注",
    "final: {by: 岳衡, on: 2022-09-01}": f"final: {{by: 江屿, on: 2022-09-29, digest: {DIGEST}}}",
    "final: {on: 2022-09-01, by: 岳衡}": f"final: {{on: 2022-09-29, by: 江屿, digest: {DIGEST}}}",
    "final:\n    by: 岳衡\n    on: 2022-09-01 # 日期": f"final:\n    by: 江屿\n    on: 2022-09-29 # 日期\n    digest: {DIGEST}",
    "final:\n    by: 岳衡\n    digest:\n    on: 2022-09-01": f"final:\n    by: 江屿\n    digest: {DIGEST}\n    on: 2022-09-29",
}


@pytest.mark.parametrize("written", FINAL)
def test_a_new_approval_takes_the_place_of_the_old_value_by_value(written):
    front = f"{HEAD}review:\n  {FIRST}\n  {SECOND}\n  {{}}\nvenue: 礼堂\n"
    after = sign(of(front.replace("{}", written)), "final", "江屿", DIGEST)
    assert after == of(front.replace("{}", FINAL[written]))


@pytest.mark.parametrize(
    "front",
    [
        "title： 例会\ndate: 2022-09-29\n",
        "title: 例会\ndate: 2022-09-31\n",
        "title: 例会\ndate: 2022-09-29\nreview: 通过\n",
        "{title: 例会, date: 2022-09-29}\n",
        "title: &a 例会\ndate: 2022-09-29\nvenue: *a\n",
        "title: 例会\ndate: 2022-09-29\ntitle: 大会\n",
    ],
)
def test_what_does_not_read_back_is_not_written(front):
    with pytest.raises(Unsigned):
        sign(of(front))


def test_an_old_encoding_is_not_written():
    with pytest.raises(Unsigned):
        signed(PATH, of(HEAD).encode("gb18030"), "first", Approval("冉启明", DAY))


def test_a_byte_order_mark_stays():
    before = b"\xef\xbb\xbf" + of(HEAD).encode()
    after = signed(PATH, before, "first", Approval("冉启明", DAY))
    assert after == before.replace(b"---\n\xe6", f"review:\n  {FIRST}\n---\n".encode() + b"\xe6")


@pytest.mark.parametrize("by", ["null", "Null", "true", "O'Brien", "买买提·阿不都", "Mary-Jane O'Neil"])
def test_a_name_that_yaml_takes_for_something_else_is_read_back_as_it_is(by):
    done = decode(PATH, sign(of(HEAD), "first", by).encode(), Markup())
    assert done.report is not None
    assert done.report.review.first == Approval(by, DAY)


LINES = st.lists(
    st.sampled_from(
        [
            "time: 下午", "venue: '礼堂'", "host: [陈立言, 罗衡]   ", "# 注", "", "groups:\n  - 甲\n  - 乙", "status: draft",
            "photos:\n- {file: a.jpg}", "credits: {source: 宣传部,\n  author: 温岚}", "notes: []",
            "absent:\n  # 请假\n  - 谷雨声", 'observers: "列席"', "venue2:", "waive:\n  E302: 兼职",
        ]
    ),
    unique=True,
    max_size=6,
)  # fmt: skip
REVIEWS = st.sampled_from(
    [
        "",
        "review:",
        f"review:\n  {FIRST}",
        f"review: {{{FIRST}}}",
        f"review:\n    # 一审\n    {FIRST} # 好\n\n",
    ]
)


@examples(60)
@given(
    LINES,
    REVIEWS,
    LINES,
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "正文。", "正文。\n\n", "---\n{}\n"]),
)
def test_whatever_the_file_every_other_line_stays(above, review, below, end, body):
    below = [line for line in below if line not in above]
    front = "\n".join([*filter(None, [HEAD.rstrip(), *above, review, *below]), ""])
    before = of(front, body).replace("\n", end)
    try:
        after = sign(before)
    except Unsigned:
        source, _ = read(PATH, before.encode())  # only what has a fault is refused
        assert source is None or "venue2" in before
        return
    gone, new = changed(before, after)
    if review.startswith("review: {"):
        assert gone == [f"review: {{{FIRST}}}{end}"]
        assert new == [f"review: {{{FIRST}, {SECOND}}}{end}"]
    else:
        assert gone == []
        assert [line.strip() for line in new if line.strip() != "review:"] == [SECOND]


# The command.


@pytest.fixture
def shelf(place: Place) -> Place:
    place.write("content/photos/01.jpg", jpeg())
    place.report("2022-09-29-x", photos="[{file: 01.jpg, caption: 会议现场}]", status="draft")
    return place


Command = Callable[..., tuple[int, str, str]]


def approve(cli: Command, place: Place, stage: str, by: str, *more: str) -> tuple[int, str]:
    code, out, err = cli(
        "approve",
        place.root / PATH,
        "--root",
        place.root,
        "--now",
        "2022-10-01",
        "--stage",
        stage,
        "--by",
        by,
        *more,
    )
    return code, out + err


def all_stages(cli: Command, place: Place) -> None:
    for stage, by in zip(STAGES, ("冉启明", "鲍清", "岳衡"), strict=True):
        assert approve(cli, place, stage, by)[0] == 0


def publish(place: Place) -> None:
    file = place.root / PATH
    file.write_text(file.read_text("utf-8").replace("status: draft", "status: published"), "utf-8")


def ask(place: Place, lines: str = "signoff: {approval: true}\n") -> None:
    site = place.root / "content/site.yaml"
    site.write_text(site.read_text("utf-8") + lines, "utf-8")


def codes(place: Place) -> list[str]:
    return [one.code for one in place.check().findings]


def test_three_stages_publish_a_report(shelf, cli):
    ask(shelf)
    publish(shelf)
    assert codes(shelf) == ["E250"]
    all_stages(cli, shelf)
    assert codes(shelf) == []
    assert shelf.build().pages
    assert "岳衡" not in shelf.page("/2022/09/29/x/")


def test_a_draft_stays_approved_when_it_is_published(shelf, cli):
    ask(shelf)
    all_stages(cli, shelf)
    publish(shelf)
    assert codes(shelf) == []


def test_today_is_what_is_written_in_the_zone_of_the_site(shelf, cli):
    code, told = approve(cli, shelf, "first", "冉启明")
    assert code == 0
    assert "已登记一审：冉启明，2022-10-01" in told
    assert "first: {by: 冉启明, on: 2022-10-01}" in (shelf.root / PATH).read_text("utf-8")


@pytest.mark.parametrize(
    ("done", "stage", "by", "on", "code"),
    [
        ("", "second", "鲍清", "2022-09-30", "E253"),
        ("", "final", "岳衡", "2022-09-30", "E253"),
        (FIRST, "final", "岳衡", "2022-09-30", "E253"),
        (FIRST, "second", "冉启明", "2022-09-30", "E254"),
        (f"{FIRST}\n  {SECOND}", "final", "冉启明", "2022-09-30", "E254"),
        (FIRST, "second", "鲍清", "2022-09-28", "E255"),
    ],
)
def test_stages_are_of_different_people_in_their_order(shelf, cli, done, stage, by, on, code):
    if done:
        shelf.report("2022-09-29-x", review=f"\n  {done}", status="draft")
    before = (shelf.root / PATH).read_bytes()
    result, told = approve(cli, shelf, stage, by, "--on", on)
    assert result == 1
    assert code in told
    assert "没有登记" in told
    assert (shelf.root / PATH).read_bytes() == before


def test_nobody_approves_what_is_approved(shelf, cli):
    all_stages(cli, shelf)
    before = (shelf.root / PATH).read_bytes()
    for stage in STAGES:
        result, told = approve(cli, shelf, stage, "江屿")
        assert result == 1
        assert "已经登记" in told
    assert (shelf.root / PATH).read_bytes() == before


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"notes": "[{text: 核对姓名}]"}, "E238"),
        ({"notes": "[{text: 核对姓名}]", "status": "draft"}, "E238"),
        ({"host": "陈立盐"}, "E306"),
        ({"photos": "[{file: 02.jpg}]"}, "E601"),
    ],
)
def test_faults_and_open_notes_stop_the_last_stage_only(shelf, cli, fields, code):
    shelf.report("2022-09-29-x", **fields)
    assert approve(cli, shelf, "first", "冉启明")[0] == 0
    assert approve(cli, shelf, "second", "鲍清")[0] == 0
    result, told = approve(cli, shelf, "final", "岳衡")
    assert result == 1
    assert code in told


def test_what_will_be_asked_when_it_is_published_is_asked_of_a_draft(shelf, cli):
    ask(shelf, "signoff: {required: [reviewer], reviewers: [岳衡], differ: [[author, first]]}\n")
    shelf.report("2022-09-29-x", credits="{author: 冉启明}", status="draft")
    assert "E228" in approve(cli, shelf, "first", "冉启明")[1]
    assert approve(cli, shelf, "first", "江屿")[0] == 0
    assert approve(cli, shelf, "second", "鲍清")[0] == 0
    told = approve(cli, shelf, "final", "罗衡")[1]
    assert "E227" in told
    assert "E229" in told


def test_a_change_voids_it_and_a_new_approval_is_possible(shelf, cli):
    ask(shelf)
    all_stages(cli, shelf)
    publish(shelf)
    file = shelf.root / PATH
    file.write_text(file.read_text("utf-8").replace("正文。", "正文改过。"), "utf-8")
    (one,) = shelf.check().findings
    assert one.code == "E251"
    assert "三审（岳衡，2022-10-01）以后又改过正文，" in one.message()
    assert shelf.build().pages == 0
    assert approve(cli, shelf, "final", "江屿")[0] == 0
    assert codes(shelf) == []


def test_another_picture_voids_it_although_the_memo_knows_the_report(shelf, cli):
    ask(shelf)
    all_stages(cli, shelf)
    publish(shelf)
    assert shelf.build().pages
    shelf.write("content/photos/01.jpg", jpeg(colour="red"))
    assert codes(shelf) == ["E251"]


def test_without_being_asked_for_it_is_a_reminder(shelf, cli):
    all_stages(cli, shelf)
    publish(shelf)
    file = shelf.root / PATH
    file.write_text(file.read_text("utf-8").replace("正文。", "正文改过。"), "utf-8")
    assert codes(shelf) == ["E252"]
    assert shelf.build().pages


@pytest.mark.parametrize("code", ["E250", "E251"])
def test_it_cannot_be_waived(shelf, code):
    ask(shelf)
    shelf.report("2022-09-29-x", waive=f"{{{code}: 领导催}}")
    assert "E231" in codes(shelf)
    assert shelf.build().pages == 0


def test_what_is_withdrawn_is_not_approved(shelf, cli):
    shelf.report("2022-09-29-x", status="withdrawn")
    assert "已经撤回" in approve(cli, shelf, "first", "冉启明")[1]


@pytest.mark.parametrize(
    "words",
    [
        ("--stage", "final"),
        ("--stage", "third", "--by", "岳衡"),
        ("--stage", "first", "--by", "岳衡, digest: x"),
        ("--stage", "first", "--by", "岳衡}\nstatus: published"),
        ("--stage", "first", "--by", "岳衡\x1b[2J"),
        ("--stage", "first", "--by", ""),
        ("--stage", "first", "--by", "党委书记岳衡"),
        ("--stage", "first", "--by", "岳衡", "--on", "2022-10-02"),
        ("--stage", "first", "--by", "岳衡", "--on", "明天"),
    ],
)
def test_wrong_use_writes_nothing(shelf, cli, words):
    before = (shelf.root / PATH).read_bytes()
    code, out, err = cli("approve", shelf.root / PATH, "--root", shelf.root, "--now", "2022-10-01", *words)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err
    assert (shelf.root / PATH).read_bytes() == before


@pytest.mark.parametrize(
    "path", ["content/site.yaml", "content/reports/2022/none.md", "content/photos/01.jpg", "../x.md"]
)
def test_only_reports_are_approved(shelf, cli, path):
    code, _, err = cli("approve", shelf.root / path, "--root", shelf.root, "--stage", "first", "--by", "岳衡")
    assert code == 2
    assert "不是这个网站的报道" in err


def test_a_link_that_leads_out_is_no_report(shelf, cli, tmp_path):
    other = tmp_path / "other.md"
    other.write_text((shelf.root / PATH).read_text("utf-8"), "utf-8")
    (shelf.root / PATH).unlink()
    (shelf.root / PATH).symlink_to(other)
    before = other.read_bytes()
    assert approve(cli, shelf, "first", "冉启明")[0] == 2
    assert other.read_bytes() == before
