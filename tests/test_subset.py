"""The line reader of front matter answers what libyaml answers, or nothing; and it answers for nearly every file."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from campus_news import composer, subset
from campus_news.source import entries, read
from conftest import REPO
from examples import examples
from fixture import cases

CONTENT = REPO / "content"
REPORTS = [path.read_text("utf-8") for path in sorted((CONTENT / "reports").rglob("*.md"))]
FILES = [(CONTENT / name).read_text("utf-8") for name in ("site.yaml", "leaders.yaml")]
TEXTS = [*(case.given for case in cases("findings.txt")), *REPORTS, *FILES]


def by_libyaml(lines):
    """What libyaml reads, None where it cannot."""
    try:
        loader = composer._LOADER("\n".join(lines))
        return composer._built(loader.get_single_node())
    except (yaml.YAMLError, ValueError):
        return None


def answers(lines) -> bool:
    """Whether the line reader answers; if it does, libyaml gives the same."""
    found = subset.read(lines)
    assert found is None or found == by_libyaml(lines)
    return found is not None


@pytest.mark.parametrize("text", TEXTS)
def test_every_case_is_read_as_libyaml_reads_it(text):
    source, _ = read("x.md", text.encode())
    answers(source.front if source else [])
    lines = text.split("\n")
    for i, line in enumerate(lines):
        answers([line])
        answers(lines[i:])
        answers(lines[:i])


def test_the_demo_is_read_by_its_lines():
    fronts = [read("x.md", text.encode())[0].front for text in REPORTS]
    assert sum(map(answers, fronts)) >= len(fronts) - 1
    assert all(answers(entries("x.yaml", text.encode())[0]) for text in FILES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n- b\n- c: d\n  e:\n  - f\ng: h", {"a": ["b", {"c": "d", "e": ["f"]}], "g": "h"}),
        ("a:\n    b: c\n\n# d\n    e:   # f\ng: h  ", {"a": {"b": "c", "e": ""}, "g": "h"}),
        ("- [a, b c,d ]\n-   {a: b, c: d }\n- 'x: #y'", [["a", "b c", "d"], {"a": "b", "c": "d"}, "x: #y"]),
        ("a: b:c\nd: 14:30\ne: f-g\nh: i:1?x", {"a": "b:c", "d": "14:30", "e": "f-g", "h": "i:1?x"}),
    ],
)
def test_what_it_reads(text, expected):
    lines = text.split("\n")
    assert subset.read(lines) == expected == by_libyaml(lines)


@pytest.mark.parametrize(
    "text",
    ["a: b: c", "a: b\n  c", "a: b\n  c: d", "a: 1\na: 2", "a: {b: 1, b: 2}", "a: b #c", "a: b#c", "- a\nb: c", "a:\n - b\n- c",
     "---\na: b", "a: b\n...", "a: |\n  b", "a: &b c", "a: *b", "a: ~", "a: null", "a: ~b", "a:\tb", "a: [b", "a: [b, [c]]",
     "", "a", "- ", "-", "a: \"b\\n\"", "a: 'b''c'", "  a: b\nc: d", "a: @b", "a: %b", "a: `b", "? a", "a: -", "a: b\n\u3000c: d"],
)  # fmt: skip
def test_what_it_leaves_to_libyaml(text):
    assert subset.read(text.split("\n")) is None


NASTY_WORDS = [
    *"甲?:,[]{}#&*!|>'\"%@`~=-_.^$/\\<();é😀", *"\u3000\xa0\t\u2028\x85\x07\ufeff\ufffd",
    "乙丙", "abc", "2022-09-29", "14:30", "甲，乙", "甲：乙", "（一）", "“甲”", "https://a.cn/?a=b&c#d", "--", "---", "...", "::",
    "[]", "{}", "#甲", "''", '""', "'''", "'甲'", '"甲"', "'甲: 乙'", "'#'", '"#"', '"\\n"', "null", "yes", "<<", "&a", "*a",
    "!!str", "|-", ">+", "%YAML", "甲-乙", "甲?", "甲:", "甲-", ":甲", "?甲", "-甲", "甲#乙", "甲[1]", "甲{1}", "甲,乙", "1.5",
]  # fmt: skip
NEAT_VALUE = st.sampled_from(
    ["甲", "乙 丙", "2022-09-29", "14:30", "甲，乙：丙", "https://a.cn/a", "'甲: 乙'", '"#甲"', "[甲, 乙]", "[ 甲,乙 ]", "{a: 甲}", "{ a: 甲, b: 1-2 }"]
)  # fmt: skip
GAP = st.sampled_from(["", "", " ", " ", "  ", "\t"])
NASTY = st.lists(st.tuples(st.sampled_from(NASTY_WORDS), GAP).map("".join), max_size=4).map("".join)
FLOW = st.tuples(
    st.sampled_from("[{"), st.lists(NASTY, max_size=3).map(", ".join), st.sampled_from("]}")
).map("".join)
VALUE = st.one_of(NEAT_VALUE, NEAT_VALUE, NASTY, FLOW)
KEY = st.sampled_from(
    [*"abcdefgh", "title", "标题", "1", "a b", "'a'", "a-b", "", "?", "-", "甲" * 70, "甲" * 64, "<<"]
)
COLON = st.sampled_from([": "] * 6 + [":  ", ":", " : ", "："])
DASH = st.sampled_from(["- "] * 4 + ["-   ", "-", "- - ", "-\t"])
TAIL = st.sampled_from([""] * 9 + [" ", "  # 注", " #", " #注", "#", "\t", ":", " -", ","])
BLANK = st.sampled_from(
    ["", "  ", "# 注", "    #", "#", "#注", "---", "--- a", "...", "\t", "- ", "%YAML 1.1"]
)
LINE = st.one_of(
    st.tuples(KEY, COLON, VALUE, TAIL),
    st.tuples(KEY, st.sampled_from([":", ": ", ":\t"]), TAIL),
    st.tuples(DASH, VALUE, TAIL),
    st.tuples(DASH, KEY, COLON, VALUE, TAIL),
    st.tuples(DASH, KEY, st.just(":"), TAIL),
    st.tuples(BLANK),
    st.tuples(NASTY),
).map("".join)
INDENT = st.sampled_from([0, 0, 0, 2, 2, 4, 1, 3, 6]).map(lambda width: " " * width)
ODD = st.tuples(INDENT, LINE).map("".join)


@st.composite
def blocks(draw, indent=0, depth=0):
    """The lines of a neat list or mapping."""
    rows, pad = [], " " * indent
    listed = draw(st.booleans())
    for i in range(draw(st.integers(1, 4))):
        key = f"{'abcd'[i]}:"
        dash = draw(st.sampled_from(["- ", "-   "])) if listed else ""
        if listed and draw(st.booleans()):
            rows.append(f"{pad}{dash}{draw(NEAT_VALUE)}")
        elif depth < 3 and draw(st.integers(0, 2)) == 0:
            inner = draw(blocks(indent + len(dash) + draw(st.sampled_from([1, 2, 2, 4])), depth + 1))
            rows += [f"{pad}{dash}{key}", *inner]
        else:
            rows.append(f"{pad}{dash}{key} {draw(NEAT_VALUE)}")
            if dash and draw(st.booleans()):
                rows.append(f"{pad}{' ' * len(dash)}z: {draw(NEAT_VALUE)}")
        rows += [draw(st.sampled_from(["", "  # 注", f"{pad}# 注"]))] if draw(st.integers(0, 5)) == 0 else []
    return rows


@examples(300)
@given(blocks())
def test_neat_files_are_read_by_their_lines(lines):
    """Otherwise the tests below would prove nothing."""
    assert answers(lines)


@examples(2000)
@given(blocks(), st.lists(st.tuples(st.integers(0, 20), ODD), max_size=2), st.integers(0, 20), INDENT)
def test_files_with_an_odd_line_are_read_as_libyaml_reads_them(lines, odd, moved, indent):
    if moved < len(lines):
        lines[moved] = indent + lines[moved].lstrip()
    for at, line in odd:
        lines.insert(at, line)
    answers(lines)


@examples(2000)
@given(st.lists(ODD, min_size=1, max_size=6))
def test_any_lines_are_read_as_libyaml_reads_them(lines):
    answers(lines)
