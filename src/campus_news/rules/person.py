"""The people of the front matter against the roster."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from campus_news import catalogue as kinds
from campus_news.diagnostics import Diagnostic, Fix, Kind, Severity, Span, finding
from campus_news.model import Loc, Person, Report
from campus_news.roster import Leader, Roster
from campus_news.rules.confusable import near, shortened
from campus_news.rules.mention import parts, register
from campus_news.rules.rule import Case, rule
from campus_news.rules.title import holds

_OURS = "本项目：名册是人名、职务和次序的依据。"

AMBIGUOUS = Kind(
    "E301",
    Severity.ERROR,
    "名册里叫“{name}”的不止一位，请写明是哪一位：{candidates}",
    "several leaders are called {name}; say which one is meant: {candidates}",
)
UNKNOWN_PERSON = Kind(
    "E302",
    Severity.WARNING,
    "名册里没有“{name}”{meant}；若是来宾或中层干部，请写成 {{name: {name}, title: 职务}}",
    "'{name}' is not on the roster{maybe}; write a guest as {{name: {name}, title: …}}",
)
NO_SUCH_SLUG = Kind(
    "E303", Severity.ERROR, "名册里没有 slug 为 {slug} 的“{name}”", "no leader '{name}' has the slug {slug}"
)
GUEST_ON_ROSTER = Kind(
    "E304",
    Severity.WARNING,
    "名册里有“{name}”，写了 title 就成了同名的来宾，不会进领导页；若是本人，请只写姓名，否则请写明 org",
    "'{name}' is on the roster but written as a guest; write the bare name, or an org",
)
NEAR_NAME = Kind(
    "E306",
    Severity.ERROR,
    "名册里没有“{name}”，是不是“{right}”？若确是另一位，请写成 {{name: {name}, title: 职务, org: 单位}}",
    "'{name}' is not on the roster; is it '{right}'? Somebody else is written {{name: {name}, title: …, org: …}}",
)
TWICE = Kind("E305", Severity.ERROR, "“{name}”在 {key} 里写了两次", "'{name}' stands twice in {key}")


@rule(
    AMBIGUOUS,
    what="名册里有两位同名的领导，报道只写了姓名。",
    why="程序不知道是哪一位，报道会进错领导页。这里不提供改法：替您选一位只能是猜。",
    source=_OURS,
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees: [李伟]\n---\n正文。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees:\n- {name: 李伟, slug: li-wei}\n---\n正文。\n",
)
def names_are_unambiguous(case: Case) -> Iterator[Diagnostic]:
    """E301: a name that several leaders bear needs a slug."""
    for loc, person, leaders in case.people:
        if len(leaders) > 1:
            candidates = "；".join(_described(one, case.report) for one in leaders)
            span = case.report.mark(*loc, "name")
            yield finding(AMBIGUOUS, span, name=person.name, candidates=candidates)


@rule(
    NO_SUCH_SLUG,
    what="写了 slug，名册里却没有这个 slug 的这位领导。",
    why="报道进不了任何人的领导页。",
    source=_OURS,
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees:\n- {name: 李伟, slug: li-wei-9}\n---\n正文。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees:\n- {name: 李伟, slug: li-wei}\n---\n正文。\n",
)
def slugs_are_known(case: Case) -> Iterator[Diagnostic]:
    """E303: a slug must be of somebody of that name."""
    for loc, person, leaders in case.people:
        if person.slug is not None and not leaders:
            span = case.report.mark(*loc, "slug")
            yield finding(NO_SUCH_SLUG, span, slug=person.slug, name=person.name)


@rule(
    UNKNOWN_PERSON,
    what="只写了姓名的人不在名册里，这篇报道别处也没有写他的职务。",
    why="领导漏进名册、姓名漏了字，或者来宾漏写职务，网页上都会缺一块。",
    source=_OURS,
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees: [石一鸣]\n---\n正文。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees:\n- {name: 石一鸣, title: 教务处处长}\n---\n正文。\n",
)
def people_are_known(case: Case) -> Iterator[Diagnostic]:
    """E302: somebody without a title is neither a leader nor a guest named with a title elsewhere in the report."""
    for loc, name in _strangers(case):
        if len(near(name, case.roster.bearers)) != 1:
            short = shortened(name, case.roster.bearers)
            right = short[0] if len(short) == 1 else None
            meant, maybe = (f"，是否漏了字，应是“{right}”", f" (is it '{right}'?)") if right else ("", "")
            span = case.report.mark(*loc, "name")
            yield finding(UNKNOWN_PERSON, span, right, name=name, meant=meant, maybe=maybe)


@rule(
    NEAR_NAME,
    what="出席、主持或讲话的人不在名册里，与名册里唯一一位领导只差一个字；两个字的姓名，差的是同音字或形近字才算。多字、颠倒也算。写着他的职务而没有写 org 的，也是他。",
    why="领导姓名写错一个字，是新闻稿最忌讳的差错。",
    source="学校和政府网站的差错通报；本项目把它列为错误。",
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees: [方至远]\n---\n正文。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees: [方致远]\n---\n正文。\n",
)
def names_are_spelt_right(case: Case) -> Iterator[Diagnostic]:
    """E306: the name is one slip away from a single leader's, the mistake that offices fear most.

    Whoever has a leader's post beside him and no unit is that leader, not a guest of a similar name.
    """
    for loc, name in _strangers(case):
        rights = near(name, case.roster.bearers)
        if len(rights) == 1:
            yield finding(NEAR_NAME, case.report.mark(*loc, "name"), rights[0], name=name, right=rights[0])
    for loc, person, _ in case.people:
        right = titled(case, person)
        if right:
            span = case.report.mark(*loc, "name")
            yield finding(NEAR_NAME, span, _untitled(span, person, right), name=person.name, right=right)


@rule(
    GUEST_ON_ROSTER,
    what="名册里的领导写了 title 而没有写 org。",
    why="写了职务就被当作同名的来宾，他的领导页会缺这次会议。",
    source=_OURS,
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees:\n- {name: 方致远, title: 校长}\n---\n正文。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees: [方致远]\n---\n正文。\n",
)
def guests_are_not_leaders(case: Case) -> Iterator[Diagnostic]:
    """E304: a title written beside a leader's name makes a guest of him, and his page would miss the meeting."""
    for loc, person, _ in case.people:
        if person.title and not person.org and person.slug is None and person.name in case.roster.bearers:
            yield finding(GUEST_ON_ROSTER, case.report.mark(*loc, "name"), name=person.name)


@rule(
    TWICE,
    what="同一个人在出席名单或主持里写了两次，用曾用名也算。",
    why="多半是复制名单时留下的，网页上会出现两遍。",
    source=_OURS,
    bad="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees: [方致远, 陈立言, 方致远]\n---\n正文。\n",
    good="---\ntitle: 学校召开例会\ndate: 2022-09-29\nattendees: [方致远, 陈立言]\n---\n正文。\n",
)
def nobody_stands_twice(case: Case) -> Iterator[Diagnostic]:
    """E305: one person twice among the hosts or the attendees, by whatever name; speakers may speak more than once."""
    seen: set[object] = set()
    for loc, person, leaders in case.people:
        key = loc[0]
        who = (key, leaders[0].slug if len(leaders) == 1 else person)
        if key != "speakers" and who in seen:
            yield finding(TWICE, case.report.mark(*loc, "name"), name=person.name, key=str(key))
        seen.add(who)


def _strangers(case: Case) -> Iterator[tuple[Loc, str]]:
    """Everybody who is neither on the roster nor anywhere named with a title, once each, and where."""
    if not case.roster.leaders:
        return
    told = {person.name for _, person, _ in case.people if person.title or person.org}
    for loc, person, leaders in case.people:
        if not leaders and person.slug is None and person.name not in told:
            told.add(person.name)
            yield loc, person.name


def titled(case: Case, person: Person) -> str | None:
    """The leader's name that is written wrong in `person`, who has the post beside him and no unit of his own."""
    if not person.title or person.org or person.slug or person.name in case.roster.bearers:
        return None
    known, day = register(case.roster, case.config), case.report.date
    posts = [known.post(part) for part in parts(person.title)]
    rights = [
        name
        for name in known.meant(person.name)
        if any(holds(known, leader, post, day) for leader in case.roster.bearers[name] for post in posts)
    ]
    return rights[0] if len(rights) == 1 else None


def _untitled(span: Span, person: Person, right: str) -> Fix:
    """The line with the right name and no title: with one beside it he would be a guest."""
    beside = rf"name: *{re.escape(person.name)} *, *title: *{re.escape(person.title or '')} *(?=[,}}])"
    whole = re.sub(beside, f"name: {right}", span.source)
    whole = re.sub(rf"\{{ *name: {right} *\}}", right, whole)
    return Fix(span.line, span.line, (whole if whole != span.source else span.replaced(right),))


def _described(leader: Leader, report: Report) -> str:
    title = leader.title_on(report.date) or leader.last_title() or "未任职"
    return f"{{name: {leader.name}, slug: {leader.slug}}}（{title}）"


def with_roster(one: Diagnostic, roster: Roster) -> Diagnostic:
    """The correction of `校长方致远` for a leader is his bare name: with a title beside it he would be a guest."""
    if one.kind != kinds.TITLED_NAME or one.fix is None:
        return one
    lines = tuple(
        re.sub(r"\{name: ([^,{}]+), title: [^{}]*\}", partial(_bare, roster), line) for line in one.fix.lines
    )
    return replace(one, fix=replace(one.fix, lines=lines))


def _bare(roster: Roster, match: re.Match[str]) -> str:
    return match[1] if match[1] in roster.bearers else match[0]
