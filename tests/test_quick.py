"""The short way of reading front matter gives what the long way gives, and takes nothing that is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus_news import config, roster, schema, source
from campus_news.composer import compose
from campus_news.front import WORDS, FrontMarks, FrontMatter
from campus_news.shape import quick, quick_list, shape
from campus_news.source import entries, read
from conftest import REPO
from examples import examples
from fixture import cases

TEXTS = [case.given for case in cases("findings.txt")]
TEXTS += [path.read_text("utf-8") for path in sorted((REPO / "content" / "reports").rglob("*.md"))]


def check(lines: tuple[str, ...]) -> bool:
    """Whether the short way was taken; if it was, both ways agree."""
    fields = quick(FrontMatter, lines, WORDS)
    if fields is None:
        return False
    long = shape(FrontMatter, compose("x.md", lines), WORDS)
    assert long.findings == ()
    assert long.value == fields
    assert dict(FrontMarks("x.md", lines, 1)) == dict(long.marks)
    return True


@pytest.mark.parametrize("text", TEXTS)
def test_both_ways_agree_on_every_case(text):
    source, _ = read("x.md", text.encode())
    if source is not None:
        check(source.front)


def test_the_demo_goes_the_short_way():
    sources = [read("x.md", text.encode())[0] for text in TEXTS[-22:]]
    assert sum(check(source.front) for source in sources if source) >= 20


FIELD = st.sampled_from(
    [
        "title",
        "date",
        "time",
        "venue",
        "host",
        "attendees",
        "groups",
        "speakers",
        "photos",
        "credits",
        "name",
        "标题",
        "waive",
    ]
)
VALUE = st.sampled_from(
    [
        "方致远",
        "2022-09-29",
        "下午",
        "[甲乙, 丙丁]",
        "[甲乙，丙丁]",
        "{name: 甲乙, title: 副厅长}",
        "{name：甲}",
        "{E306: 确是两位, E302: 来宾}",
        "{E306: '——'}",
        "\n  E306: 确是两位\n  E302:",
        "\n  - E306: 确是两位",
        '""',
        "''",
        "",
        "~",
        "null",
        "[]",
        "{}",
        "#1",
        "甲 #1",
        "&a 甲",
        "*a",
        "甲: 乙",
        "'甲乙'",
        '"甲"乙',
        "\n  - 甲乙\n  -",
        "|\n  甲\n  乙",
    ]
)


@examples(400)
@given(st.lists(st.tuples(FIELD, st.sampled_from([": ", ":", "： "]), VALUE), max_size=6))
def test_both_ways_agree_on_anything(entries):
    head = "title: 例会\ndate: 2022-09-29\n"
    check(tuple((head + "\n".join("".join(entry) for entry in entries)).split("\n")))


LEADERS = (REPO / "content" / "leaders.yaml").read_bytes()
SITE = (REPO / "content" / "site.yaml").read_bytes()


@pytest.mark.parametrize(
    ("module", "data"), [(config, SITE), (roster, LEADERS), (config, b"name: a"), (roster, b"- name: a")]
)
def test_the_other_files_are_read_alike_both_ways(module, data, monkeypatch):
    short = module.read("x.yaml", data)
    for name in ("quick", "quick_list"):
        monkeypatch.setattr(module, name, lambda *_: None, raising=False)
    assert module.read("x.yaml", data) == short


def test_the_demo_roster_goes_the_short_way():
    lines, _ = entries("leaders.yaml", LEADERS)
    leaders, _ = roster.read("leaders.yaml", LEADERS)
    assert quick_list(roster.LeaderFields, lines, roster.WORDS) is not None
    for leader in leaders.leaders:
        assert leader.mark.words == leader.name
        assert lines[leader.mark.line - 1].startswith(f"- name: {leader.name}")
        assert leader.portrait_mark.words == (leader.portrait or leader.name)


@pytest.mark.parametrize("text", TEXTS)
def test_an_ordinary_file_is_cut_where_any_other_is(text, monkeypatch):
    short = read("x.md", text.encode())
    monkeypatch.setattr(source, "_ORDINARY", re.compile("(?!)"))
    assert read("x.md", text.encode()) == short


def every_field(model):
    """The fields of a shape and of the mappings in it."""
    for key, one in schema.fields(model).items():
        yield key, one
        inner = schema.mapped(one.kind)
        yield from every_field(inner.shape) if inner else ()


def test_every_shape_is_known_to_its_words():
    """A short form and a list are told by the same names on both ways."""
    for model, words in (
        (FrontMatter, WORDS),
        (roster.LeaderFields, roster.WORDS),
        (config.ConfigFields, config.WORDS),
    ):
        fields = dict(every_field(model))
        lists = {key for key, one in fields.items() if getattr(one.kind, "__origin__", None) is tuple}
        assert lists == set(words.lists)
        assert schema.fields(model).keys() <= words.known


LIGHT = """
import sys
from pathlib import Path
from campus_news import config, roster
from campus_news.decode import decode
from campus_news.markup import Markup

report, site, leaders = sys.argv[1:]
found = decode(report, Path(report).read_bytes(), Markup())
assert found.report and found.report.attendees and found.body.blocks and not found.findings
assert config.read(site, Path(site).read_bytes())[0]
assert roster.read(leaders, Path(leaders).read_bytes())[0].leaders
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
HEAVY = {"pydantic", "pydantic_core", "yaml", "markdown", "nh3", "slugify", "pypinyin", "PIL", "jinja2"}


def test_what_is_right_and_plain_loads_no_library(tmp_path):
    """The short ways are as short as they are only without the import of what they spare.

    Names without a `slug` need pypinyin, so here each leader has one.
    """
    numbers = count(1)
    text = re.sub("^  slug:.*\n", "", LEADERS.decode(), flags=re.M)
    text = re.sub("^- name:.*", lambda line: f"{line[0]}\n  slug: leader-{next(numbers)}", text, flags=re.M)
    leaders = tmp_path / "leaders.yaml"
    leaders.write_text(text, "utf-8")
    report = next((REPO / "content" / "reports").rglob("2024-11-06-*.md"))
    done = subprocess.run(
        [sys.executable, "-c", LIGHT, report, REPO / "content" / "site.yaml", leaders],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "campus_news" in done.stdout
    assert not HEAVY & set(done.stdout.split())
