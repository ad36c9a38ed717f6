"""Every rule finds what its manual calls bad and is silent about what it calls good; the page of checks says the same."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from campus_news import catalogue, manual, rules
from campus_news.diagnostics import has_error
from campus_news.rules.rule import Case, Rule
from conftest import REPO, Place, jpeg, place_of_taking

PAGE = REPO / "docs" / "checks.zh-CN.md"
IDS = [one.kind.code for one in rules.RULES]


LEFT_OUT = {"E558", "E559", "E561"}
"""What is wrong with a sample that is only a text: it has no fields that name its people."""


def found(place: Place, sample: str) -> list[str]:
    """The codes of what a sample brings about: a whole file, or the text of a report."""
    whole = sample.startswith("---\n")
    text = sample if whole else f"---\ntitle: 学校召开例会\ndate: 2022-09-29\n---\n{sample}"
    place.write("content/reports/2022/2022-09-29-x.md", text)
    if "photos:" in text:
        for name, *size in ("small", 640, 480), ("large", 800, 600), ("other", 801, 600):
            place.write(f"content/photos/{name}.jpg", jpeg(*size))
        place.write("content/photos/located.jpg", jpeg(exif=place_of_taking()))
    return [one.code for one in place.check().findings if whole or one.code not in LEFT_OUT]


@pytest.mark.parametrize("rule", rules.RULES, ids=IDS)
def test_the_bad_sample_is_found_and_the_good_one_is_not(place: Place, rule: Rule):
    if rule.manual.given:
        path, lines = rule.manual.given
        there = place.root / path
        place.write(path, (there.read_text("utf-8") if there.exists() else "") + lines + "\n")
    assert rule.kind.code in found(place, rule.manual.bad)
    assert found(place, rule.manual.good) == []


def test_codes_are_unique():
    codes = [*IDS, *catalogue.KINDS]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"E\d{3}", code) for code in codes)


def test_the_page_of_checks_is_that_of_the_rules(update_golden):
    page = manual.page()
    if update_golden:
        PAGE.write_text(page, "utf-8")
    assert PAGE.read_text("utf-8") == page


def test_the_demo_is_without_a_finding():
    assert not has_error(Place(REPO).check().findings)
    assert Place(REPO).check().findings == ()


def test_places_in_the_text_are_places_in_the_file():
    body = "第一段。\n\n第二段有`代码，`和字。\n"
    report: Any = SimpleNamespace(path="x.md")
    roster: Any = None
    case = Case(report, (), roster, None, body, 7)
    assert len(case.prose) == len(body)
    assert "代码" not in case.prose
    assert next(text for _, text in case.paragraphs()) == "第一段。"
