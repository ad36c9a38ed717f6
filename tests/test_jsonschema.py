"""docs/report.schema.json is what the fields of a report are, and agrees with the decoder."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, ClassVar

import fastjsonschema
import pytest
import yaml

from campus_news import jsonschema
from campus_news.decode import decode
from campus_news.diagnostics import apply, has_error
from campus_news.markup import Markup
from campus_news.source import read
from conftest import REPO, report
from fixture import cases

FILE = REPO / "docs" / "report.schema.json"
PATH = "content/reports/2022/2022-09-29-monthly-meeting.md"


class Core(yaml.SafeLoader):
    """YAML 1.2, as editors' programs read it: a day and 14:30 are texts."""


Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":timestamp", ":int", ":bool"))]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9]+$"), list("-+0123456789"))
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), list("tf"))


class Texts(yaml.BaseLoader):
    """The same with every value in quotes."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in pairs if tag.endswith(":null")]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


Texts.add_constructor("tag:yaml.org,2002:null", lambda _loader, _node: None)


@pytest.fixture(scope="module")
def valid() -> Callable[[str], bool]:
    """Whether the front matter of a report fits the schema in docs/."""
    check: Any = fastjsonschema.compile(json.loads(FILE.read_text("utf-8")))

    def fits(text: str) -> bool:
        source, _ = read(PATH, text.encode())
        assert source is not None
        for loader in (Core, Texts):
            try:
                check(yaml.load("\n".join(source.front), loader))
            except fastjsonschema.JsonSchemaValueException:
                return False
        return True

    return fits


def test_the_file_is_what_the_fields_are(update_golden):
    told = json.dumps(jsonschema.report(), ensure_ascii=False, indent=2) + "\n"
    if update_golden:
        FILE.write_text(told, "utf-8")
    assert FILE.read_text("utf-8") == told


def samples() -> dict[str, str]:
    """Every report of this project without an error."""
    folders = (REPO / "content", REPO / "tests" / "golden" / "content")
    files = [file for folder in folders for file in sorted((folder / "reports").rglob("*.md"))]
    found = {file.as_posix().removeprefix(f"{REPO}/"): file.read_text("utf-8") for file in files}
    for case in cases("findings.txt"):
        given = case.given.removesuffix("(no certain correction)")
        mended = apply(given, [one.fix for one in errors(given) if one.fix])
        found |= {f"given: {case.title}": given, f"mended: {case.title}": mended}
    return {name: text for name, text in found.items() if not has_error(errors(text))}


def errors(text: str) -> tuple[Any, ...]:
    return decode(PATH, text.encode(), Markup()).findings


def test_what_the_decoder_takes_fits(valid):
    texts = samples()
    assert len(texts) > 80
    assert [text for text in texts.values() if not valid(text)] == []


FORMS = [
    {"time": "14：30", "venue": "2022", "host": "李伟", "groups": "甲"},
    {
        "host": "{name: 李伟, slug: li-wei-2}",
        "attendees": "[甲乙, {name: 石一鸣, title: 副厅长, org: 省教育厅}]",
    },
    {
        "speakers": "[{name: 方致远, act: 讲话}, 陈立言]",
        "photos": "[1.jpg, {file: 2.jpg, after: 0}, {file: 3.jpg, after: '1'}]",
    },
    {"credits": "{source: 党委宣传部, author: [温岚, 白予安]}", "published": "2022/9/30 9:00"},
    {
        "waive": "{E302: 理由, E310 苏映霞: 是学生}",
        "notes": "[{text: 甲, level: must}, 乙]",
        "status": "draft",
    },
    {"venue": "", "host": "", "credits": "", "published": "", "waive": "", "photos": "[]"},
    {"attendees": "[约翰·史密斯, Anna-Maria O'Neill]", "published": "2022-10-01T08:30:00"},
]


@pytest.mark.parametrize("fields", FORMS)
def test_every_way_of_writing_fits(valid, fields):
    text = report(**fields)
    assert not has_error(errors(text))
    assert valid(text)


@pytest.mark.parametrize(
    "fields",
    [
        {"titel": "甲"},
        {"地点": "报告厅"},
        {"date": "2022年9-29"},
        {"date": "昨天"},
        {"time": "下午两点"},
        {"host": "方致远、陈立言"},
        {"attendees": "[方致远，陈立言]"},
        {"attendees": "[{title: 校长}]"},
        {"attendees": "[{name: 甲乙, phone: 1}]"},
        {"photos": "[../secret.jpg]"},
        {"photos": "[{file: 1.jpg, after: 一}]"},
        {"credits": "温岚"},
        {"status": "发布"},
        {"published": "2022-09-30 9点"},
        {"waive": "[E302]"},
        {"title": "{a: b}"},
    ],
)
def test_what_is_plainly_wrong_does_not(valid, fields):
    text = report(**{"date": "2022-09-29", **fields})
    assert has_error(errors(text))
    assert not valid(text)


def test_a_title_and_a_date_must_be_there(valid):
    assert not valid("---\ntitle: 甲\n---\n正文。\n")
    assert not valid("---\ntitle:\ndate: 2022-09-29\n---\n正文。\n")


def test_every_field_is_described_in_chinese():
    def walk(part: Any) -> None:
        for key, one in part.get("properties", {}).items():
            assert any("\u4e00" <= char <= "\u9fff" for char in one["title"]), key
            assert one["description"]
            walk(one)
        for one in [*part.get("anyOf", []), *([part["items"]] if "items" in part else [])]:
            walk(one)

    walk(jsonschema.report())
