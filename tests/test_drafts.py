"""`draft` reads what offices write: one pattern of hand-over in each file of tests/drafts/, all people invented."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from campus_news.draft import errand, paper, reader
from campus_news.roster import Roster
from examples import examples

HERE = Path(__file__).parent / "drafts"
CASES = yaml.safe_load((HERE / "facts.yaml").read_text("utf-8"))
WIDE = str.maketrans(",:;()!?", "，：；（）！？")
HALF = str.maketrans("，：；（）！？", ",:;()!?")


def read(text: str, published: str | None = None) -> dict:
    one = errand.draft(
        "来稿", text.encode(), Roster(), dt.date.fromisoformat(published) if published else None
    )
    assert isinstance(one, errand.Draft)
    return paper.record(one.facts, one.notes)


def names(people: list[dict]) -> list[str]:
    return [one["name"] for one in people]


def wrong(want: Any, got: Any) -> list[str]:
    """The fields that are not as they should be."""
    titles = {one["name"]: one["title"] for one in (*got["attendees"], *got["host"])}
    acts = {one["name"]: one["act"] for one in got["speakers"]}
    bad = [key for key in ("date", "time", "venue", "title") if key in want and got[key] != want[key]]
    bad += [
        key
        for key in ("host", "attendees", "speakers", "absent")
        if key in want and names(got[key]) != want[key]
    ]
    bad += [key for key in ("groups", "observers", "credits") if key in want and got[key] != want[key]]
    bad += (
        ["captions"]
        if "captions" in want and [one["caption"] for one in got["photos"]] != want["captions"]
        else []
    )
    bad += [f"title of {name}" for name, title in want.get("titles", {}).items() if titles.get(name) != title]
    bad += [f"act of {name}" for name, act in want.get("acts", {}).items() if acts.get(name) != act]
    bad += (
        ["note"] if "note" in want and not any(one["field"] == want["note"] for one in got["notes"]) else []
    )
    return bad


def wide(value: object) -> object:
    """The same with full-width punctuation, however deep."""
    if isinstance(value, dict):
        return {key: wide(one) for key, one in value.items()}
    if isinstance(value, list):
        return [wide(one) for one in value]
    return value.translate(WIDE) if isinstance(value, str) else value


@pytest.mark.parametrize("name", CASES)
def test_each_pattern_is_read(name):
    want = CASES[name]
    got = read((HERE / f"{name}.txt").read_text("utf-8"), want.get("published"))
    assert wrong(want, got) == [], got


@pytest.mark.parametrize("name", CASES)
def test_each_pattern_is_read_in_half_width(name):
    want = wide(CASES[name])
    got = read((HERE / f"{name}.txt").read_text("utf-8").translate(HALF), CASES[name].get("published"))
    assert wrong(want, wide(got)) == [], got


def test_there_are_enough_patterns(capsys):
    kinds = Counter(case["pattern"].partition("：")[0] for case in CASES.values())
    with capsys.disabled():
        sys.stdout.write("\n" + "，".join(f"{kind} {count}" for kind, count in kinds.items()) + "\n")
    assert sum(kinds.values()) >= 60
    assert sorted(path.stem for path in HERE.glob("*.txt")) == sorted(CASES)


# -- robustness

PIECES = st.sampled_from(
    [
        "校长",
        "副校长",
        "党委书记",
        "郑思源",
        "郭书羽",
        "胡亦舟",
        "、",
        "，",
        "。",
        "（",
        "）",
        "出席",
        "参加",
        "主持",
        "由",
        "会议",
        "在",
        "行政楼会议室",
        "召开",
        "例会",
        "3月6日",
        "2023年",
        "下午",
        "讲话",
        "指出",
        "和",
        "等",
        "列席",
        "缺席",
        "\n",
        "图为",
        "会议现场",
        "撰稿：",
        "温岚",
        "就",
        "围绕",
        "传达",
        "精神",
        "同志",
        "全体",
        "校领导",
        "“",
        "”",
        "《",
        "》",
        "一行",
        "来我校",
        "第38个教师节",
        "127下午",
        ":",
        ",",
        "(",
        ")",
        "\t",
        "|",
        "**",
        "#",
        "---",
        "\x00",
        "\u200b",
        "𠮷",
    ]
)


def texts(size: int) -> st.SearchStrategy[str]:
    return st.lists(PIECES, max_size=size).map("".join) | st.text(max_size=size)


WIDTH = str.maketrans(",:;()!?", "，：；（）！？")


def drafted(text: str) -> None:
    """Whatever is said of a report is said in it, but for the width of its signs."""
    one = errand.draft("来稿", text.encode("utf-8", "surrogatepass"), Roster(), None)
    if isinstance(one, errand.Draft):
        fields = [one.facts.title, one.facts.day, one.facts.venue, *one.facts.groups, *one.facts.captions]
        for words in fields:
            if words is not None:
                line, start, end = words.place
                assert one.handed.lines[line][start:end].translate(WIDTH) == words.text.translate(WIDTH)
        for who in (*one.facts.hosts, *one.facts.attendees, *one.facts.speakers):
            assert any(who.name in line for line in one.handed.lines)


@given(texts(60))
@examples(300)
def test_nothing_makes_it_fall(text):
    drafted(text)


@pytest.mark.slow
@given(texts(120))
@examples(5000)
def test_nothing_at_all_makes_it_fall(text):
    drafted(text)


def mutated(text: str, dice: random.Random) -> str:
    signs = list(text)
    for _ in range(dice.randint(1, 20)):
        at = dice.randrange(len(signs))
        signs[at] = dice.choice(
            ["", "，", "。", "、", "\n", "（", "校长", "主持", signs[dice.randrange(len(signs))]]
        )
    return "".join(signs)


@pytest.mark.slow
def test_mutated_texts_are_read_quickly():
    dice = random.Random(6)
    base = [(HERE / f"{name}.txt").read_text("utf-8") for name in CASES]
    took = []
    for _ in range(5000):
        text = mutated("".join(dice.sample(base, 3)), dice)
        start = time.process_time()
        drafted(text)
        took.append(time.process_time() - start)
    assert statistics.median(took) <= 0.05


LONG = (
    "主持",
    "听取了",
    "校长郑思源、",
    "由",
    "在",
    "（",
    "校长",
    "校长郑思源出席会议，",
    "会议由校长郑思源主持。\n",
    "郑",
    "校领导和",
    "2023年3月6日",
    "撰稿：",
    "a",
    "、",
    "召开",
    " ",
)


@pytest.mark.parametrize("piece", LONG)
def test_nothing_is_quadratic(piece):
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        best = 9.0
        for _ in range(2):
            start = time.process_time()
            reader.read(text.split("\n"))
            best = min(best, time.process_time() - start)
        return best

    small, large = seconds(10_000), seconds(80_000)
    assert large < 0.05 or large < small * 24  # eight times as long: quadratic would be 64


def test_a_megabyte_is_read_in_two_seconds():
    text = ("党委书记胡亦舟、校长郑思源出席会议并讲话。会议由副校长郭书羽主持。\n" * 40_000)[:1_000_000]
    start = time.process_time()
    reader.read(text.split("\n"))
    assert time.process_time() - start <= 2
