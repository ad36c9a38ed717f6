"""Who answers for a report: what the school asks of its credits in site.yaml. Drafts are not signed yet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from campus_news.config import Signoff
from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.entry import CREDITS
from campus_news.lazy import lazy
from campus_news.model import Status
from campus_news.rules.rule import Case, rule

_SITE: Final = "content/site.yaml"
_SOURCE: Final = "新闻宣传“三审三校”和“先审后发”的规定；具体要求由学校写在 site.yaml 的 signoff 里。"
_NONE: Final = Signoff()

UNSIGNED = Kind(
    "E227",
    Severity.ERROR,
    "署名里没有写{label}（credits 的 {key}），按学校规定不能发布；还没有定稿就写 status: draft",
    "the credits do not say who is the {key}, which the school asks for; an unfinished report has status: draft",
)
SAME_PERSON = Kind(
    "E228",
    Severity.ERROR,
    "{label}和{other}都是“{name}”，按学校规定不能是同一个人",
    "{key} and {other_key} are both {name}, which the school does not allow",
)
NOT_A_REVIEWER = Kind(
    "E229",
    Severity.ERROR,
    "“{name}”不在 site.yaml 的审核人（reviewers）名单里",
    "'{name}' is not among the reviewers of site.yaml",
)

_BETWEEN: Final = lazy(r"[\s、，,；;/和及]+")
_OFFICE: Final = lazy(r".*[部处院办室科系团会组所馆社站队校]|.*(?:中心|支部|编辑|同志)")


def _asked(case: Case) -> Signoff:
    """What is asked of this report."""
    return case.config.signoff if case.config and case.report.status is Status.PUBLISHED else _NONE


def _people(case: Case, key: str) -> list[str]:
    """The people of a credit; offices stand before them, or alone."""
    text: str = getattr(case.report.credits, key) or ""
    return [one for one in _BETWEEN.split(text) if one and not _OFFICE.fullmatch(one)]


@rule(
    UNSIGNED,
    what="学校要求写明的署名（来源、撰稿、编辑、校对、审核等）缺了一项。草稿不算。",
    why="没有审核的稿件不能发布。",
    source=_SOURCE,
    given=(_SITE, "signoff:\n  required: [author, reviewer]"),
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\ncredits: {author: 温岚}\n---\n正文。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\ncredits: {author: 温岚, reviewer: 冉启明}\n---\n正文。\n",
)
def nothing_is_left_out(case: Case) -> Iterator[Diagnostic]:
    """E227: a credit that the school asks for is missing."""
    for key in _asked(case).required:
        if not getattr(case.report.credits, key):
            yield finding(UNSIGNED, case.report.mark("credits"), label=CREDITS[key], key=key)


@rule(
    SAME_PERSON,
    what="学校要求分别由两个人负责的署名写了同一个人。",
    why="自己写的稿件自己审，等于没有审。",
    source=_SOURCE,
    given=(_SITE, "signoff:\n  differ: [[author, reviewer]]"),
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\ncredits: {author: 温岚, reviewer: 温岚}\n---\n正文。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\ncredits: {author: 宣传部 温岚, reviewer: 宣传部 冉启明}\n---\n正文。\n",
)
def nobody_signs_twice(case: Case) -> Iterator[Diagnostic]:
    """E228: one person in two credits that have to differ."""
    for keys in _asked(case).differ:
        for key, other in combinations(keys, 2):
            for name in sorted(set(_people(case, key)).intersection(_people(case, other))):
                span = case.report.mark("credits", other)
                told = {"label": CREDITS[key], "other": CREDITS[other], "key": key, "other_key": other}
                yield finding(SAME_PERSON, span, name=name, **told)


@rule(
    NOT_A_REVIEWER,
    what="审核人不在学校定的名单里。",
    why="只有学校指定的人可以签发。",
    source=_SOURCE,
    given=(_SITE, "signoff:\n  reviewers: [冉启明, 方致远]"),
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\ncredits: {reviewer: 温岚}\n---\n正文。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\ncredits: {reviewer: 党委宣传部 冉启明}\n---\n正文。\n",
)
def reviewers_may_review(case: Case) -> Iterator[Diagnostic]:
    """E229: somebody reviewed who may not."""
    allowed = _asked(case).reviewers
    for name in _people(case, "reviewer") if allowed else ():
        if not name.endswith(allowed):
            yield finding(NOT_A_REVIEWER, case.report.mark("credits", "reviewer"), name=name)
