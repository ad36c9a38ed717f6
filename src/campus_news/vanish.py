"""Addresses that were published and would not answer any more: what became of each, and what to write for it to answer.

Beside them what is wrong with the ways out themselves: `aliases` of reports, `moved` of site.yaml.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from campus_news import address, slug, urls
from campus_news.address import BAD_ADDRESS
from campus_news.config import Config
from campus_news.diagnostics import Diagnostic, Fix, Kind, Severity, Span, finding
from campus_news.entry import Entry
from campus_news.model import Loc, Status
from campus_news.move import Moves, begun, live, public
from campus_news.register import Register
from campus_news.roster import Roster

RENAMED = Kind(
    "E421",
    Severity.ERROR,
    "{urls} 公开过，现在没有了；这篇报道像是它改了名（{why}）。在文件头加上 aliases，旧链接就转到这里；"
    "猜得不对，就把原来的文件名改回去，或看 content/urls.txt 第 {line} 行",
    "{urls} was published and is gone; this report seems to be what it became ({why}): name it in aliases",
)
VANISHED = Kind(
    "E422",
    Severity.ERROR,
    "{url} 公开过，现在没有了，转发出去的链接会打不开。报道改了名：在那篇报道的文件头加一行 aliases: {url}；"
    "网页换了地方：在 content/site.yaml 的 moved 里写 {url}: 新网址；报道要撤下：把文件放回来，写上 status: withdrawn "
    "和 reason: 原因。确实不再要这个网址，才删去这一行",
    "{url} was published and is gone: aliases: {url} in the report it became, moved: in site.yaml, "
    "or status: withdrawn; the last way out is to delete this line",
)
LEADER_GONE = Kind(
    "E423",
    Severity.ERROR,
    "领导的网页 {url} 公开过，现在没有了。slug 或姓名改了：在 content/site.yaml 写上 moved，{url}: {new}，下面各页一起转过去；"
    "或者在名册里给他写上 slug: {slug}，网址就不变。领导离任了：请留在名册里，写明任职到哪一天",
    "the page {url} of a leader was published and is gone: moved: {{{url}: {new}}} in site.yaml, or slug: {slug} in the roster",
)
HIDDEN_AGAIN = Kind(
    "E424",
    Severity.ERROR,
    "这篇报道公开过（{url}），不能再{how}：转发出去的链接会打不开。要撤下，就写 status: withdrawn，再加一行 reason: 写明原因",
    "this report was published ({url}) and cannot be hidden again; withdraw it: status: withdrawn, reason: …",
)
TAKEN = Kind(
    "E425",
    Severity.ERROR,
    "{url} 现在就有网页（{what}），不能当作旧网址；请删去",
    "{url} is a page ({what}) and cannot be an address of old",
)
TWICE = Kind(
    "E426",
    Severity.ERROR,
    "旧网址 {url} 已写在 {other}，只能转到一处；请删去其中一处",
    "{url} stands in {other} too; an address of old leads to one page",
)
NOWHERE = Kind(
    "E427",
    Severity.ERROR,
    "{old} 转到的 {new} 打不开：{reason}",
    "{old} leads to {new}, which leads nowhere",
)

SITE: Final = "content/site.yaml"
_MOST: Final = 50
"""Addresses of which nobody can say what they became; whoever has so many does not read the next."""
_ALIKE: Final = 0.6
"""How much of two slugs has to be the same for one to be the other, renamed."""

Look: TypeAlias = Callable[[str], tuple[Mapping[Loc, Span], int]]
"""A report's path -> where its fields stand, and the number of the line after its front matter."""


@dataclass(frozen=True, slots=True)
class Published:
    """What addresses are held against. `now` is None if it does not matter what is still held back."""

    config: Config
    roster: Roster
    entries: Sequence[Entry]
    register: Register
    now: str | None
    look: Look


class _Claim(NamedTuple):
    """That the address `old` is one of old, said in the file `path`, in its field `loc`."""

    old: str
    path: str
    loc: Loc


def findings(site: Published) -> list[Diagnostic]:
    """What is wrong with the addresses of a site, all reports of which could be read."""
    listed, found = site.register.others({entry.url for entry in site.entries})
    lost = [*filter(_Standing(site), listed), *_listed_and_hidden(site)]
    if not (lost or site.config.moved or any(entry.aliases for entry in site.entries)):
        return found  # as nearly always
    shown = public(site.entries, site.now)
    pages = live(shown, site.roster, site.now)
    moves = Moves.of(site.config.moved, shown)
    found += _claims(site, pages)
    found += _nowhere(site, moves, pages)
    lost = [url for url in lost if moves.target(url, pages) is None]
    if lost:
        found += _Lost(site, lost, pages).told()
    return found


def _listed_and_hidden(site: Published) -> list[str]:
    """The addresses of reports that were published and have no page now."""
    shown = set(map(id, public(site.entries, site.now)))
    return [one.url for one in site.entries if id(one) not in shown and one.url in site.register.said]


class _Standing:
    """Whether more than a glance is needed to see that an address answers: that of no month, year, or leader in the roster."""

    def __init__(self, site: Published) -> None:
        self._leaders = {urls.leader(one.slug) for one in site.roster.leaders if begun(one, site.now)}

    def __call__(self, url: str) -> bool:
        top = url
        while above := urls.above(top):
            top = above
        return top != urls.ARCHIVE and top not in self._leaders


def _span(site: Published, path: str, loc: Loc) -> Span:
    """Where a field stands."""
    marks = site.config.marks if path == SITE else site.look(path)[0]
    return marks.get(loc) or Span(path, 1)


def _claims(site: Published, pages: set[str]) -> Iterator[Diagnostic]:
    """E425, E426: what is said to be an address of old, and is a page; or is said twice."""
    claims = [_Claim(one.old, SITE, ("moved", i, "old")) for i, one in enumerate(site.config.moved)]
    claims += [
        _Claim(old, entry.path, ("aliases", i))
        for entry in site.entries
        for i, old in enumerate(entry.aliases)
    ]
    if not claims:
        return
    taken = {url.casefold(): "网站自己的网页" for url in pages}
    taken |= {entry.url.casefold(): entry.path for entry in site.entries if entry.url}
    first: dict[str, _Claim] = {}
    for one in claims:
        span, base = _span(site, one.path, one.loc), site.config.base
        what = _taken(one.old, taken)
        other = first.setdefault(one.old.casefold(), one)
        if base != "/" and one.old.startswith(base):
            right = "/" + one.old.removeprefix(base)
            yield finding(BAD_ADDRESS, span, right, value=one.old, reason=f"从 {base} 后面写起")
        elif what is not None:
            yield finding(TAKEN, span, url=one.old, what=what)
        elif other is not one:
            place = f"{other.path} 第 {_span(site, other.path, other.loc).line} 行"
            yield finding(TWICE, span, url=one.old, other=place)


def _taken(url: str, taken: Mapping[str, str]) -> str | None:
    """What stands at an address, or around it, so that nothing else may; None if there is nothing."""
    if url.split("/")[1].casefold() in urls.OWN:
        return "网站自己的文件夹"
    above = urls.above(url) or ""
    whose = above if urls.slug_of_leader(above) else url  # years of a leader are the leader's
    return taken.get(whose.casefold())


def _nowhere(site: Published, moves: Moves, pages: set[str]) -> Iterator[Diagnostic]:
    """E427: what moved to where nothing is."""
    for i, one in enumerate(site.config.moved):
        if moves.target(one.new, pages) is None:
            circles = moves.circles(one.new, pages)
            reason = "几条 moved 兜成了圈子" if circles else "没有这个网页"
            yield finding(
                NOWHERE, _span(site, SITE, ("moved", i, "new")), old=one.old, new=one.new, reason=reason
            )


class _Lost:
    """Addresses that would not answer, and what may have become of each."""

    def __init__(self, site: Published, lost: Sequence[str], pages: set[str]) -> None:
        self._site, self._lost = site, dict.fromkeys(lost)
        self._mine = {entry.url: entry for entry in site.entries if entry.url}
        said = site.register.said
        self._new = [one for one in site.entries if one.url in pages and one.url not in said]
        taken = {*said, *(one.new for one in site.config.moved)}
        slugs = [one.slug for one in site.roster.leaders]
        self._leaders = [one for one in slugs if urls.leader(one) in pages and urls.leader(one) not in taken]
        self._places = site.register.places()
        self._by_path = {one.path: one for one in self._new}
        self._by_slug = _grouped(self._new, _slug)
        self._by_title = _grouped(self._new, lambda one: slug.of_text(one.title))
        self._by_day = _grouped(self._new, lambda one: one.date.isoformat())

    def told(self) -> Iterator[Diagnostic]:
        """One finding for each, or for all that became one report."""
        renamed: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        vanished = []
        for url in self._lost:
            if urls.above(url) in self._lost:
                continue  # comes back with it
            if entry := self._mine.get(url):
                yield self._hidden(entry)
            elif (name := urls.slug_of_leader(url)) is not None:
                yield self._leader(url, name)
            elif guess := self._guess(url):
                renamed[guess[0].path].append((url, guess[1]))
            else:
                vanished.append(finding(VANISHED, self._places[url], url=url))
        yield from vanished[:_MOST]
        for path, old in renamed.items():
            yield self._renamed(path, [url for url, _ in old], old[0][1])

    def _hidden(self, entry: Entry) -> Diagnostic:
        """E424."""
        if entry.status == Status.DRAFT.value:
            span = _span(self._site, entry.path, ("status",))
            right = Status.WITHDRAWN.value if span.width else None
            return finding(HIDDEN_AGAIN, span, right, url=entry.url, how="改回草稿")
        span = _span(self._site, entry.path, ("published",))
        return finding(HIDDEN_AGAIN, span, url=entry.url, how="推迟到以后发布")

    def _guess(self, url: str) -> tuple[Entry, str] | None:
        """The report that `url` became, and why it looks like that; None if it could be several, or none."""
        parts = urls.parts_of_report(url)
        if parts is None:
            return None
        day, name = parts
        of_day = self._by_day.get(day, [])
        ways = (
            ("文件名后半相同", self._by_slug.get(name, [])),
            ("标题的拼音就是旧网址", self._by_title.get(name, [])),
            ("日期相同，文件名相近", [one for one in of_day if _alike(_slug(one), name)]),
            ("日期相同", of_day),
        )
        return next(((found[0], why) for why, found in ways if len(found) == 1), None)

    def _renamed(self, path: str, old: Sequence[str], why: str) -> Diagnostic:
        """E421, with the line that is to be put in."""
        marks, end = self._site.look(path)
        line = self._places[old[0]].line
        span = marks.get(("title",)) or Span(path, 1)
        entry = self._by_path[path]
        if not entry.aliases:
            fix: Fix | None = Fix(end, end - 1, (_line("aliases", old),))
        else:
            fix = _more(marks[("aliases", len(entry.aliases) - 1)], old)
        return finding(RENAMED, span, fix, urls="、".join(old), why=why, line=line)

    def _leader(self, url: str, name: str) -> Diagnostic:
        """E423, with what to write into site.yaml if it is plain which leader is meant."""
        near = [one for one in self._leaders if len(self._leaders) == 1 or _alike(one, name)]
        new = urls.leader(near[0]) if len(near) == 1 else "新网址"
        span, fix = _into_site(self._site.config, url, new) if len(near) == 1 else (self._places[url], None)
        return finding(LEADER_GONE, span, fix, url=url, new=new, slug=name)


def _slug(one: Entry) -> str:
    parts = urls.parts_of_report(one.url)
    return parts[1] if parts else ""


def _grouped(entries: Iterable[Entry], key: Callable[[Entry], str]) -> Mapping[str, list[Entry]]:
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        groups[key(one)].append(one)
    return groups


def _alike(one: str, other: str) -> bool:
    from difflib import SequenceMatcher  # addresses seldom vanish

    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _typed(url: str) -> str:
    """An address as YAML takes it as text, whatever is in it."""
    plain = url.isascii() and url == address.quoted(url)
    return url if plain else "'" + url.replace("'", "''") + "'"


def _line(key: str, old: Iterable[str]) -> str:
    listed = [_typed(url) for url in old]
    return f"{key}: {listed[0]}" if len(listed) == 1 else f"{key}: [{', '.join(listed)}]"


def _more(last: Span, old: Sequence[str]) -> Fix | None:
    """What puts more addresses behind the `last` of a report's `aliases`, which is written in one of three ways."""
    before = last.source[: last.column - 1]
    listed = [_typed(url) for url in old]
    if before.strip() == "-":
        return Fix(last.line + 1, last.line, tuple(before + url for url in listed))
    if "[" in before:
        return Fix(last.line, last.line, (last.replaced(", ".join([last.words, *listed])),))
    return Fix(last.line, last.line, (last.replaced(f"[{', '.join([last.words, *listed])}]"),))


def _into_site(config: Config, old: str, new: str) -> tuple[Span, Fix | None]:
    """Where in site.yaml, and how, it is said that `old` moved to `new`."""
    entry = f"{_typed(old)}: {_typed(new)}"
    if not config.moved:
        last = max((span.line for span in config.marks.values()), default=1)
        return Span(SITE, last), Fix(last + 1, last, ("moved:", f"  {entry}"))
    key = config.marks.get(("moved", len(config.moved) - 1, "old")) or Span(SITE, 1)
    before = key.source[: key.column - 1]
    fix = None if before.strip() or not before else Fix(key.line + 1, key.line, (before + entry,))
    return key, fix
