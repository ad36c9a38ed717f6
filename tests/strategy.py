"""hypothesis strategies that write a site as editors might: every file, every field, right and wrong, however typed."""

from __future__ import annotations

from hypothesis import strategies as st

from campus_news import config, front, roster, wording
from campus_news.plain import Words

Text = st.SearchStrategy[str]

PATHS = (
    "content/reports/2022/2022-09-29-monthly.md",
    "content/reports/2022/2022-09-30-annual-meeting.md",
    "content/reports/2022/2022-9-29 例会.md",
    "content/reports/2022-10-01-x.md",
)
_NAMES = st.sampled_from(
    [
        "方致远",
        "陈立言",
        "李伟",
        "方志远",
        "欧阳澈",
        "王 芳",
        "阿不都·热合曼",
        "校长方致远",
        "方致远、陈立言",
        "John Smith",
        "等",
        "𠮷田",
    ]
)
_WORDS = st.sampled_from(
    ["学校召开例会", "图书馆一楼报告厅", "副厅长", "会议现场", "会议 #1", "[通知]", "例会：9月", "'引'", '"引"', "a: b", "{甲}", "*甲", "&甲", "null", "~", "on", "是|否", "甲\u200b乙", "１２", "-", "% 甲", "@甲", "", " "]
)  # fmt: skip
_DAYS = st.sampled_from(
    ["2022-09-29", "2022-9-29", "2022年9月29日", "2022.9.29", "2022/9/29", "20220929", "2022-02-30", "2224-01-01", "0023-03-06", "9月29日", "２０２２-09-29", "2022-09-29 14:30", "2022-10-01 09:00", "2999-01-01"]
)  # fmt: skip
_TIMES = st.sampled_from(["下午", "14:30", "14：30", "下午两点", "25:00", "2pm", "全天"])
_CHOICES = st.sampled_from(
    [
        "draft",
        "published",
        "withdrawn",
        "草稿",
        "发布",
        "错误",
        "提醒",
        "E306",
        "E306: 一次性活动",
        "1",
        "０",
        "-1",
        "99999",
        "true",
    ]
)
_PLACES = st.sampled_from(
    [
        "01.jpg",
        "02.png",
        "../x.jpg",
        "缺.jpg",
        "01.jpg，02.jpg",
        "/2021/01/01/old/",
        "2021/1/1",
        "https://news.example.edu.cn/",
        "http://a",
        "Asia/Shanghai",
        "Mars/Base",
        "li-wei",
        "Li Wei",
        "#9e1b22",
        "red",
    ]
)
_SCALAR = st.one_of(_NAMES, _WORDS, _DAYS, _TIMES, _CHOICES, _PLACES, st.text(max_size=12))


def _typed(text: str, how: int) -> str:
    """A scalar in one of the ways of writing it."""
    return [
        text,
        text,
        f"'{text}'",
        f'"{text}"',
        f"“{text}”",
        f"{text} # 注",
        f"|\n      {text}",
        f">-\n  {text}",
    ][how]


SCALAR: Text = st.builds(_typed, _SCALAR, st.integers(0, 7))


def _flow(parts: list[str], how: int) -> str:
    opened, closed, comma = [
        ("[", "]", ", "),
        ("［", "］", "，"),
        ("[", "", ","),
        ("{", "}", ", "),
        ("", "", "、"),
    ][how]
    return opened + comma.join(parts) + closed


def _block(parts: list[str], how: int) -> str:
    dash = ["  - ", "- ", "  -", "  － ", "\t- ", "    "][how]
    return "".join(f"\n{dash}{part}" for part in parts)


def value(keys: Text) -> Text:
    """A value of any shape: a scalar, lists and mappings of them in brackets or on lines."""
    colon = st.sampled_from([": ", ": ", ":", "：", "： "])
    pair = st.builds("{}{}{}".format, keys, colon, SCALAR)
    item = st.one_of(SCALAR, pair, st.lists(pair, min_size=1, max_size=3).map(lambda parts: _flow(parts, 3)))
    parts = st.lists(item, max_size=4)
    return st.one_of(
        SCALAR, st.builds(_flow, parts, st.integers(0, 4)), st.builds(_block, parts, st.integers(0, 5))
    )


def fields(words: Words, more: tuple[str, ...] = ()) -> Text:
    """Lines of fields, under their names or what editors call them."""
    keys = st.sampled_from(sorted({*words.known, *words.others, *more}))
    line = st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "", "", "  ", "- "]),
        keys,
        st.sampled_from([": ", ": ", ":", "："]),
        value(keys),
    )
    return st.lists(st.one_of(line, line, line, _LINES), max_size=8).map("\n".join)


_LINES = st.sampled_from(
    ["", "# 注", "---", "...", "%YAML 1.2", "? 甲", "&a", "甲", "\t", "- ", "}", "]", "'"]
)

PIECES = (
    "* ** *** _ __ ` `` ``` [ ] ( ) ]( ![ < > # ## - + 1. 2022. | |-|-| --- === \\ ! [^1] [^1]: [a]: //x.cn javascript: <b> </b> <div> </div> "
    "<p> <table> <tr> <td> </table> <ul> <li> <script> </script> <!-- --> <a\xa0href=' '> </a> <img\xa0src=x> <iframe> <pre> </pre> <br> &lt; &#0; &amp; & "
    "http://a.cn www.a.cn [甲](http://a.cn) [甲](/2022/09/29/monthly/) ![图](01.jpg) ![图](http://a.cn/1.jpg) 【图1】 【图9】 （图1） 图一 方致远 陈立言、 方志远 校长 副校长 李伟 "
    "由 主持 出席会议。 讲话 指出， 9月29日 9月31日 星期三 下午 一是 三是 三点： （一） 19900000000 110101199003074514 学号202201010123 “ ” 《 》 （ ） ， 。 、 , ( "
    "甲 正文。 会议 abc １２ \x00 \x0b \u200b \u2028 \x85 \ufeff \ud83d"
).replace("\ud83d", "𠮷")
_SPACES = ["\n", "\n\n", "\n", " ", "    ", "\t", "\u3000", "\r\n", "\r", ""]
BODY: Text = st.lists(
    st.sampled_from([*(piece.replace("\xa0", " ") for piece in PIECES.split(" ")), *_SPACES]), max_size=40
).map("".join)

_FENCE = st.sampled_from(["---\n", "---\n", "---\n", "--- \n", "----\n", "———\n", ""])
_RIGHT = st.sampled_from(
    ["title: 学校召开例会\ndate: 2022-09-29\n", "title: 学校召开例会\ndate: 2022-09-30\nhost: 陈立言\n", ""]
)
_FRONT = fields(front.WORDS)


@st.composite
def reports(draw: st.DrawFn) -> bytes:
    """A report's file, mostly one that can be read, in any encoding and with any line ends."""
    text = f"{draw(_FENCE)}{draw(_RIGHT)}{draw(_FRONT)}\n{draw(_FENCE)}{draw(BODY)}"
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])))
    before = draw(st.sampled_from([b"", b"", b"", b"\xef\xbb\xbf", b"\xff", b"\n\n"]))
    return before + text.encode(
        draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "gb18030", "utf-16"])), "replace"
    )


SITE = "name: 示例新闻网\nschool: 示例职业技术学院\nurl: https://news.example.edu.cn/\n"
LEADERS = "- name: 方致远\n  posts: {title: 校长, from: 2020-01-01}\n- name: 陈立言\n  posts: {title: 副校长, from: 2018-03-01}\n"
_SITES = st.one_of(
    st.just(SITE),
    st.just(SITE),
    st.builds(str.__add__, st.just(SITE), fields(config.WORDS)),
    fields(config.WORDS),
)
_ENTRY = fields(roster.WORDS).map(lambda text: "- " + text.replace("\n", "\n  "))
_ROSTERS = st.one_of(
    st.just(LEADERS), st.just(LEADERS), st.builds(str.__add__, st.just(LEADERS), _ENTRY), _ENTRY
)
_TABLES = st.one_of(
    st.just(""), fields(wording.WORDS).map(lambda text: "- wrong: 会议\n- " + text.replace("\n", "\n  "))
)


@st.composite
def sites(draw: st.DrawFn) -> dict[str, bytes]:
    """All files of a site by their path."""
    files = {
        "content/site.yaml": draw(_SITES).encode(),
        "content/leaders.yaml": draw(_ROSTERS).encode(),
        "content/wording.yaml": draw(_TABLES).encode(),
    }
    for path in draw(st.lists(st.sampled_from(PATHS), max_size=3, unique=True)):
        files[path] = draw(reports())
    return files
