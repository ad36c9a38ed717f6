"""A report may waive a rule, with a reason: its findings are gone, and nothing else is."""

from __future__ import annotations

import pytest

from campus_news.diagnostics import apply
from conftest import Place

FILE = "content/reports/2022/2022-09-29-x.md"
HEAD = "---\ntitle: 学校召开例会\ndate: 2022-09-29\n"


def codes(place: Place, front: str) -> list[str]:
    place.write(FILE, f"{HEAD}{front}---\n正文。\n")
    return [one.code for one in place.check().findings]


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ("attendees: [石一鸣]\n", ["E302"]),
        ("attendees: [石一鸣]\nwaive: {E302: 退休老领导，按惯例不写职务}\n", []),
        ("attendees: [石一鸣]\nwaive:\n  E302: 退休老领导\n", []),
        ("attendees: [石一鸣]\nwaive:\n- E302: 退休老领导\n", []),
        ("attendees: [石一鸣]\n放行: {E302: 退休老领导}\n", ["E302", "E203"]),
        ("attendees: [石一鸣]\nwaive: {e302: 退休老领导}\n", ["E302", "E230"]),
        ("attendees: [石一鸣]\nwaive: {E302: ——}\n", ["E302", "E232"]),
        ("attendees: [石一鸣]\nwaive: {E306: 退休老领导}\n", ["E302", "E233"]),
        ("attendees: [石一鸣, 方志远]\nwaive: {E302: 退休老领导}\n", ["E306"]),
        ("attendees: [石一鸣, 方志远]\nwaive: {E302: 退休老领导, E306: 与校长名字相近}\n", []),
        ("attendees: [石一鸣]\nwaive: {E302: 退休老领导}\nvenue:报告厅\n", ["E124"]),
        ("waive: {E124: 不想改}\nvenue:报告厅\n", ["E231", "E124"]),
        ("waive:\n", []),
        ("attendees: [石一鸣, 季晚舟]\nwaive: {E302 石一鸣: 退休老领导}\n", ["E302"]),
        ("attendees: [石一鸣, 季晚舟]\nwaive: {E302 石一鸣: 退休, E302 季晚舟: 退休}\n", []),
        ("attendees: [石一鸣]\nwaive:\n  E302　石一鸣: 退休老领导\n", []),
        ("attendees: [石一鸣]\nwaive: {E302 季晚舟: 退休老领导}\n", ["E302", "E233"]),
        ("waive: {E124 石一鸣: 不想改}\nvenue:报告厅\n", ["E231", "E124"]),
    ],
)
def test_a_waiver_silences_its_rule_and_no_other(place, front, found):
    assert codes(place, front) == found
    assert codes(place, front) == found  # remembered


def test_a_waiver_is_not_idle_while_the_report_cannot_be_read_wholly(place):
    assert codes(place, "attendees: [石一鸣 ,\nwaive: {E302: 退休老领导}\n").count("E233") == 0


@pytest.mark.parametrize(
    ("front", "mended"),
    [
        ("waive:\n  E302: 退休老领导\n", "waive:\n"),
        ("waive: {E302: 退休老领导}\n", ""),
        ("waive: {e302: 退休老领导}\n", "waive: {E302: 退休老领导}\n"),
        ("waive: {e302 石一鸣: 退休老领导}\n", "waive: {E302 石一鸣: 退休老领导}\n"),
        ("waive: {E302 石一鸣: 退休老领导}\n", ""),
    ],
)
def test_corrections_of_waivers(place, front, mended):
    text = f"{HEAD}{front}---\n正文。\n"
    place.write(FILE, text)
    (one,) = place.check().findings
    assert apply(text, [one.fix]) == f"{HEAD}{mended}---\n正文。\n"


def test_another_waiver_on_the_line_is_not_deleted_with_an_idle_one(place):
    place.write(FILE, HEAD + "attendees: [石一鸣]\nwaive: {E302: 退休老领导, E306: 相近}\n---\n正文。\n")
    (one,) = place.check().findings
    assert (one.code, one.fix, one.span.words) == ("E233", None, "E306")


def test_all_waivers_in_force_are_listed(place, cli):
    place.write(FILE, HEAD + "attendees: [石一鸣]\nwaive:\n  E302: 退休老领导\n  E306: 相近\n---\n正文。\n")
    place.report("2022-09-30-y")
    listed = f"{FILE}:6: 放行 E302：退休老领导\n放行 1 处\n"
    assert cli("check", "--waived", "--root", place.root) == (0, listed, "")
    assert cli("check", "--waived", "--root", place.root)[1] == listed
