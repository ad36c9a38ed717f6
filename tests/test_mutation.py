"""How many slips are found: every single one of each sort is made in the demo's reports, and the rules are asked.

A mutator is a function that yields all slips of its sort in one report, as whole files; add it to `MUTATORS` with the
share of them that has to be found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from campus_news import config, roster, rules
from campus_news.diagnostics import Diagnostic, apply
from campus_news.roster import Roster
from case import opened
from conftest import REPO

CONTENT = REPO / "content"

# Written for this test, not taken from the rules' own table: what an input method or a tired eye makes of the name.
SLIPS: Final = {
    "方": "芳房万", "致": "至志治到", "远": "元院原运", "欧": "鸥殴", "阳": "洋杨", "澈": "彻撤", "陈": "晨阵", "立": "力利位",
    "言": "严研信", "谷": "古股", "雨": "宇语羽两", "声": "生升", "单": "善掸", "秋": "邱丘私", "白": "百柏自", "沈": "审沉",
    "问": "文间", "渠": "曲取梁", "江": "姜将汪", "屿": "与雨宇", "罗": "洛萝", "衡": "恒横", "苏": "酥办", "映": "英影",
    "雪": "学血", "翟": "宅", "清": "青晴情", "和": "合河何", "梁": "良凉粱", "亦": "易毅艺", "舟": "周州洲",
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A report of the demo: its path, its whole text, and where its body begins."""

    path: str
    text: str
    body: int


@cache
def leaders() -> Roster:
    return roster.read("leaders.yaml", (CONTENT / "leaders.yaml").read_bytes())[0]


@cache
def samples() -> tuple[Sample, ...]:
    files = sorted((CONTENT / "reports").rglob("*.md"))
    texts = [(file, file.read_text("utf-8")) for file in files]
    return tuple(
        Sample(f"content/reports/{file.name}", text, text.index("\n---\n") + 5) for file, text in texts
    )


@cache
def _settings() -> config.Config | None:
    return config.read("site.yaml", (CONTENT / "site.yaml").read_bytes())[0]


def told(path: str, text: str) -> list[Diagnostic]:
    """What the rules find in a file."""
    return rules.of_report(opened(text, leaders(), path=path, config=_settings()))


def names(sample: Sample) -> Iterator[re.Match[str]]:
    return re.finditer("|".join(one.name for one in leaders().leaders), sample.text)


def misspelt(sample: Sample) -> Iterator[str]:
    """One character of one name, anywhere in the file, becomes one of the same sound or shape."""
    for match in names(sample):
        for at in range(*match.span()):
            for wrong in SLIPS[sample.text[at]]:
                yield sample.text[:at] + wrong + sample.text[at + 1 :]


def doubled(sample: Sample) -> Iterator[str]:
    """One character of one name stands twice."""
    for match in names(sample):
        for at in range(*match.span()):
            yield sample.text[: at + 1] + sample.text[at:]


def swapped(sample: Sample) -> Iterator[str]:
    """Two neighbours in a name change places."""
    for match in names(sample):
        for at in range(match.start(), match.end() - 1):
            pair = sample.text[at : at + 2]
            yield sample.text[:at] + pair[::-1] + sample.text[at + 2 :]


def deputies(sample: Sample) -> Iterator[str]:
    """副 is lost or added in a post before a name."""
    for match in names(sample):
        start, text = match.start(), sample.text
        said = re.search(r"(?:(?:党委|纪委|常务|副|校长|书记)+、?)+\Z", text[:start])
        if said is None:
            continue
        for head in re.finditer("副?(?:书记|校长)", text[said.start() : start]):
            at = said.start() + head.start()
            rest = text[at:].removeprefix("副")
            yield text[:at] + (rest if rest != text[at:] else f"副{rest}")


def neighbours(sample: Sample) -> Iterator[str]:
    """Two bare names that stand side by side in a list of the body change places."""
    text = sample.text
    found = [one for one in names(sample) if one.start() >= sample.body]
    for one, other in pairwise(found):
        if text[one.end() : other.start()] == "、":
            yield text[: one.start()] + other[0] + "、" + one[0] + text[other.end() :]


MUTATORS: Final[tuple[tuple[Callable[[Sample], Iterator[str]], set[str], float], ...]] = (
    (misspelt, {"E306", "E310"}, 0.99),
    (doubled, {"E306", "E310"}, 0.99),
    (swapped, {"E306", "E310"}, 0.99),
    (deputies, {"E320"}, 0.95),
    (neighbours, {"E330", "E331"}, 0.95),
)
"""Each with the codes one of which tells of the slip, and the share of its slips that has to be found."""


def test_enough_reports_name_leaders():
    named = [one for one in samples() if any(match.start() >= one.body for match in names(one))]
    assert len(named) >= 12
    assert all(told(one.path, one.text) == [] for one in samples())


@pytest.mark.parametrize(("mutator", "codes", "share"), MUTATORS, ids=[one[0].__name__ for one in MUTATORS])
def test_slips_are_found(mutator: Callable[[Sample], Iterator[str]], codes: set[str], share: float):
    made = [(one, text) for one in samples() for text in mutator(one) if text != one.text]
    found = [[finding for finding in told(one.path, text) if finding.code in codes] for one, text in made]
    missed = [slip for slip, findings in zip(made, found, strict=True) if not findings]
    undone = sum(
        any(finding.fix and apply(text, [finding.fix]) == one.text for finding in findings)
        for (one, text), findings in zip(made, found, strict=True)
    )
    caught = len(made) - len(missed)
    print(f"{mutator.__name__}: {caught}/{len(made)} found, {undone} put right")
    assert len(made) > 20
    assert caught / len(made) >= share, "\n".join(_shown(one, text) for one, text in missed[:20])


def _shown(one: Sample, text: str) -> str:
    at = next(i for i, (a, b) in enumerate(zip(one.text, text, strict=False)) if a != b)
    return f"{Path(one.path).name}: {text[max(0, at - 12) : at + 12]!r}"
