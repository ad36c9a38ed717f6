"""Who answers for a report: what the school asks of its credits in site.yaml, and the review. Drafts are not signed yet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Final

from campus_news import approval
from campus_news.config import Signoff
from campus_news.diagnostics import Diagnostic, Kind, Severity, finding
from campus_news.entry import CREDITS
from campus_news.lazy import lazy
from campus_news.model import STAGES, Approval, Loc, Status
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

UNAPPROVED = Kind(
    "E250",
    Severity.ERROR,
    "没有登记三审，按学校规定不能发布；审过以后用 build.py approve 登记（还没有定稿就写 status: draft）",
    "the last stage of the review is not recorded, which the school asks for; record it by `build.py approve`",
)
_VOID: Final = (
    "三审（{by}，{on}）以后又改过{parts}，登记的三审不再算数；请审签人再看一遍，同意以后重新登记（build.py approve）{shown}",
    "{keys} changed after the approval by {by} on {on}, which is void; have it approved again",
)
VOID = Kind("E251", Severity.ERROR, *_VOID)
VOID_UNASKED = Kind("E252", Severity.WARNING, *_VOID)
VOIDS: Final = (VOID, VOID_UNASKED)
"""What `history` says more of."""
SKIPPED = Kind(
    "E253",
    Severity.ERROR,
    "登记了{label}，却没有登记{earlier}；要按一审、二审、三审的次序，一级一级登记",
    "{stage} stands without {earlier_stage}; the stages come one after the other",
)
APPROVED_TWICE = Kind(
    "E254",
    Severity.ERROR,
    "{earlier}和{label}都是“{name}”；三审要由三个人，各审一次",
    "{name} approved at two stages, {earlier_stage} and {stage}; each has to be of another person",
)
EARLIER = Kind(
    "E255",
    Severity.ERROR,
    "{label}的日期（{on}）比{earlier}（{before}）还早，请核对",
    "{stage} is dated {on}, before {earlier_stage} ({before})",
)

_BETWEEN: Final = lazy(r"[\s、，,；;/和及]+")
_OFFICE: Final = lazy(r".*[部处院办室科系团会组所馆社站队校]|.*(?:中心|支部|编辑|同志)")


_LABELS: Final = CREDITS | STAGES
_ASKED: Final = (_SITE, "signoff: {approval: true}")


def _unreviewed(status: str) -> str:
    return f"---\ntitle: 学校召开例会\ndate: 2022-09-29\nstatus: {status}\n---\n正文。\n"


def _staged(stages: str, body: str = "正文。") -> str:
    return f"---\ntitle: 学校召开例会\ndate: 2022-09-29\nreview:\n  {stages}\n---\n{body}\n"


def _reviewed(body: str) -> str:
    """A report whose text was 正文。 when it was approved."""
    digest = "f150a43122e5bdbd1fc6930ce6e05ca4-88ce-61cd-3e38-4f53"
    return _staged(
        "first: {by: 冉启明, on: 2022-09-29}\n  second: {by: 鲍清, on: 2022-09-29}\n"
        f"  final: {{by: 岳衡, on: 2022-09-29, digest: {digest}}}",
        body,
    )


def _asked(case: Case) -> Signoff:
    """What is asked of this report."""
    return case.config.signoff if case.config and case.report.status is Status.PUBLISHED else _NONE


def _people(case: Case, key: str) -> list[str]:
    """The people of a credit, or of a stage; offices stand before them, or alone."""
    if key in STAGES:
        return [one.by for stage, one in _stages(case) if stage == key]
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
                span = case.report.mark(*_place(other))
                told = {"label": _LABELS[key], "other": _LABELS[other], "key": key, "other_key": other}
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
    for key in ("reviewer", "final") if allowed else ():
        for name in _people(case, key):
            if name not in allowed and (key == "final" or not name.endswith(allowed)):
                yield finding(NOT_A_REVIEWER, case.report.mark(*_place(key)), name=name)


def _stages(case: Case) -> list[tuple[str, Approval]]:
    """The stages of its review that a report has, in their order."""
    review = case.report.review
    return [(stage, one) for stage in STAGES if (one := getattr(review, stage)) is not None]


def _place(key: str) -> Loc:
    """Where it is said who signed."""
    return ("review", key, "by") if key in STAGES else ("credits", key)


@rule(
    UNAPPROVED,
    what="学校要求登记三审，这篇报道却没有，或者没有登记审的是哪一稿。草稿不算。",
    why="先审后发，不审不发。",
    source=_SOURCE,
    given=_ASKED,
    bad=_unreviewed("published"),
    good=_unreviewed("draft"),
)
def what_is_published_is_approved(case: Case) -> Iterator[Diagnostic]:
    """E250: a published report without the last stage, or with one that does not say what was approved."""
    final = case.report.review.final
    if _asked(case).approval and (final is None or final.digest is None):
        yield finding(UNAPPROVED, case.report.mark("review", "final"))


@rule(
    VOID,
    what="三审以后又改了报道：标题、读者看得到的各项、正文或照片。学校没有要求登记三审的，只作提醒（E252）。",
    why="审的是那一稿，发的也要是那一稿。",
    source=_SOURCE,
    given=_ASKED,
    bad=_reviewed("正文改过。"),
    good=_reviewed("正文。"),
)
def approvals_are_of_this_text(case: Case) -> Iterator[Diagnostic]:
    """E251: what is published is not what was approved, and the school wants it to be."""
    if _asked(case).approval:
        yield from _void(case, VOID)


@rule(
    VOID_UNASKED,
    what="三审以后又改了报道，而学校没有要求登记三审，或者还是草稿。",
    why="登记的三审不再算数，台账里也这样写明。",
    source=_SOURCE,
    bad=_reviewed("正文改过。"),
    good=_reviewed("正文。"),
)
def other_approvals_are_of_this_text(case: Case) -> Iterator[Diagnostic]:
    """E252: the same where nothing depends on it yet."""
    if not _asked(case).approval and case.report.status is not Status.WITHDRAWN:
        yield from _void(case, VOID_UNASKED)


def _void(case: Case, kind: Kind) -> Iterator[Diagnostic]:
    final = case.report.review.final
    if final is None or final.digest is None:
        return
    now = approval.digest(case.report, case.body, case.states())
    if not approval.is_of(final.digest, now):
        keys = approval.changed(final.digest, now)
        parts = [approval.PARTS[key] for key in keys]
        span = case.report.mark("review", "final", "digest")
        told = {"parts": "、".join(parts) or "内容", "keys": ", ".join(keys) or "something", "shown": ""}
        yield finding(kind, span, by=final.by, on=f"{final.on}", **told)


@rule(
    SKIPPED,
    what="登记了后一级的审签，前一级却没有。",
    why="三审要逐级进行，不能越级。",
    source=_SOURCE,
    bad=_staged("second: {by: 鲍清, on: 2022-09-29}"),
    good=_staged("first: {by: 冉启明, on: 2022-09-29}\n  second: {by: 鲍清, on: 2022-09-29}"),
)
def no_stage_is_skipped(case: Case) -> Iterator[Diagnostic]:
    """E253: a stage without the one before it."""
    for earlier, stage in pairwise(STAGES):
        if getattr(case.report.review, stage) and not getattr(case.report.review, earlier):
            span = case.report.mark("review", stage)
            yield finding(SKIPPED, span, **_named(earlier, stage))


@rule(
    APPROVED_TWICE,
    what="一个人审了两级。",
    why="三级由三个人把关；一个人审两次，等于少审一级。",
    source=_SOURCE,
    bad=_staged("first: {by: 冉启明, on: 2022-09-29}\n  second: {by: 冉启明, on: 2022-09-29}"),
    good=_staged("first: {by: 冉启明, on: 2022-09-29}\n  second: {by: 鲍清, on: 2022-09-29}"),
)
def nobody_approves_twice(case: Case) -> Iterator[Diagnostic]:
    """E254: one person at two stages."""
    for (earlier, one), (stage, other) in combinations(_stages(case), 2):
        if one.by == other.by:
            span = case.report.mark("review", stage, "by")
            yield finding(APPROVED_TWICE, span, name=one.by, **_named(earlier, stage))


@rule(
    EARLIER,
    what="后一级审签的日期比前一级早。",
    why="不是日期写错，就是没有按次序审。",
    source=_SOURCE,
    bad=_staged("first: {by: 冉启明, on: 2022-09-30}\n  second: {by: 鲍清, on: 2022-09-29}"),
    good=_staged("first: {by: 冉启明, on: 2022-09-29}\n  second: {by: 鲍清, on: 2022-09-30}"),
)
def stages_are_in_order(case: Case) -> Iterator[Diagnostic]:
    """E255: a stage dated before an earlier one."""
    for (earlier, one), (stage, other) in pairwise(_stages(case)):
        if other.on < one.on:
            span, days = case.report.mark("review", stage, "on"), {"on": f"{other.on}", "before": f"{one.on}"}
            yield finding(EARLIER, span, **days, **_named(earlier, stage))


def _named(earlier: str, stage: str) -> dict[str, str]:
    return {"earlier": STAGES[earlier], "label": STAGES[stage], "earlier_stage": earlier, "stage": stage}
