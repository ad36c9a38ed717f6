"""Chinese names become the addresses a Chinese reader would expect."""

from __future__ import annotations

import datetime as dt

import pytest

from campus_news import slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("陈立言", "chen-liyan"),
        ("单国华", "shan-guohua"),
        ("仇英", "qiu-ying"),
        ("解文静", "xie-wenjing"),
        ("曾庆", "zeng-qing"),
        ("查理", "zha-li"),
        ("区少峰", "ou-shaofeng"),
        ("翟志刚", "zhai-zhigang"),
        ("朴正", "piao-zheng"),
        ("盖茨", "ge-ci"),
        ("乐嘉", "yue-jia"),
        ("欧阳立", "ouyang-li"),
        ("尉迟明", "yuchi-ming"),
        ("吕一", "lyu-yi"),
        ("李重庆", "li-chongqing"),
        ("约翰·史密斯", "yuehan-shimisi"),
        ("John Smith", "john-smith"),
    ],
)
def test_a_persons_slug_is_surname_and_given_name(name, expected):
    assert slug.of_name(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("monthly-meeting", "monthly-meeting"),
        ("Monthly Meeting", "monthly-meeting"),
        ("广东重庆银行行长", "guang-dong-chong-qing-yin-hang-hang-zhang"),
        ("，。！", ""),
        ("学校" * 60, ("xue-xiao-" * 9)[:80].rstrip("-")),
    ],
)
def test_a_texts_slug_is_its_words(text, expected):
    assert slug.of_text(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2022-09-29-monthly-meeting.md", (dt.date(2022, 9, 29), "monthly-meeting")),
        ("2022-09-29-学校召开例会.md", (dt.date(2022, 9, 29), "xue-xiao-zhao-kai-li-hui")),
        ("2022-09-29 学校召开例会.md", (dt.date(2022, 9, 29), "xue-xiao-zhao-kai-li-hui")),
        ("2022-09-29.md", (dt.date(2022, 9, 29), "")),
        ("2022-09-31-x.md", (None, "")),
        ("monthly-meeting.md", (None, "")),
    ],
)
def test_a_files_name_gives_day_and_slug(name, expected):
    assert slug.of_file(f"content/reports/{name}") == expected
