"""Names -> pieces of addresses: a-z, 0-9 and hyphens.

pypinyin reads words in context (重庆 chong-qing) but has no surnames; python-slugify cleans up what is left.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePosixPath
from typing import Final

from campus_news.lazy import lazy

MAX_LENGTH: Final = 80
"""Characters of a slug. A file system allows 255 bytes; people copy addresses by hand and paste them into WeChat."""

# fmt: off
SURNAMES: Final = {
    "万俟": "moqi", "尉迟": "yuchi", "单于": "chanyu", "长孙": "zhangsun", "澹台": "tantai",
    "令狐": "linghu", "宰父": "zaifu", "欧阳": "ouyang", "太史": "taishi", "端木": "duanmu",
    "上官": "shangguan", "司马": "sima", "东方": "dongfang", "独孤": "dugu", "南宫": "nangong",
    "夏侯": "xiahou", "诸葛": "zhuge", "皇甫": "huangfu", "公孙": "gongsun", "慕容": "murong",
    "司徒": "situ", "司空": "sikong", "轩辕": "xuanyuan", "宇文": "yuwen", "赫连": "helian",
    "申屠": "shentu", "闻人": "wenren", "钟离": "zhongli", "淳于": "chunyu", "濮阳": "puyang",
    "公羊": "gongyang", "拓跋": "tuoba", "百里": "baili", "东郭": "dongguo", "呼延": "huyan",
    "西门": "ximen", "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "查": "zha", "区": "ou",
    "翟": "zhai", "朴": "piao", "盖": "ge", "乐": "yue", "覃": "qin", "员": "yun", "缪": "miao",
    "繁": "po", "召": "shao", "黑": "he", "佴": "nai", "种": "chong", "秘": "bi", "洗": "xian",
    "祭": "zhai", "郇": "xun", "薄": "bo", "牟": "mu", "卜": "bu", "折": "she",
}
# fmt: on
"""Surnames that are read otherwise than the same character in a text, and those of two characters.

After 《新华字典》 and 《现代汉语词典》, where each is marked 姓; for a leader who reads his own otherwise: `slug`.
"""

_FILE_NAME = lazy(r"(\d{4}-\d{2}-\d{2})(?:[-_ ]+(.*))?")
_SLUG = lazy(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HAN = lazy(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def of_file(path: str) -> tuple[dt.date | None, str]:
    """The day and the slug that a report's file name gives: 2022-09-29-monthly-meeting.md; "" for no slug."""
    match = _FILE_NAME.fullmatch(PurePosixPath(path).stem)
    if not match:
        return None, ""
    try:
        date = dt.date.fromisoformat(match[1])
    except ValueError:
        return None, ""
    if not 1900 <= date.year < 2200:
        return None, ""
    return date, of_text(match[2] or "")


def of_text(text: str) -> str:
    """The slug of any text, by words: 学校召开例会 is xue-xiao-zhao-kai-li-hui."""
    if len(text) <= MAX_LENGTH and _SLUG.fullmatch(text):
        return text
    return _slugified(_pinyin(text), whole_words=True)


def of_name(name: str) -> str:
    """The slug of a person's name: surname, hyphen, given name (ouyang-li); 约翰·史密斯 is yuehan-shimisi."""
    if not _HAN.match(name):
        return _slugified(name)
    if re.search("[·•]", name):
        parts = [_pinyin(part).replace(" ", "") for part in re.split("[·•]", name)]
        return _slugified(" ".join(parts))
    size = 2 if name[:2] in SURNAMES and len(name) > 2 else 1
    surname = SURNAMES.get(name[:size]) or _pinyin(name[:size]).replace(" ", "")
    given = _pinyin(name[size:]).replace(" ", "")
    return _slugified(f"{surname} {given}")


def _slugified(text: str, *, whole_words: bool = False) -> str:
    """`text` in a-z, 0-9 and hyphens; what is too long is cut, between words if they are to stay whole."""
    from slugify import slugify

    return slugify(text, max_length=MAX_LENGTH, word_boundary=whole_words, save_order=whole_words)


def _pinyin(text: str) -> str:
    """`text` with every run of Han characters as syllables; ü is yu, as in passports (吕 lyu)."""
    if not _HAN.search(text):
        return text
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(text, v_to_u=True)
    return " ".join(syllables).replace("ü", "yu")
