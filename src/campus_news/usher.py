"""Who is meant by what an editor types: numbers of a list, names, their pinyin, guests with their posts in brackets."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from campus_news import field, roster, spelling
from campus_news.field import Wrong
from campus_news.lazy import lazy
from campus_news.model import Person, Speaker
from campus_news.roster import Leader, Roster

_BETWEEN: Final = "、，,；;"
_ONE: Final = lazy(rf"[^{_BETWEEN}（）()]+(?:[（(][^（）()]*[）)])?")
_RANGE: Final = lazy(r"(\d{1,3})\s*[-－—–~～至到]\s*(\d{1,3})")
_NUMBER: Final = lazy(r"\d{1,3}")
_LETTERS: Final = lazy(r"[A-Za-z][A-Za-z'’-]*")
_GUEST: Final = lazy(r"([^（）()]+)[（(]([^（）()]*)[）)]")
_SPOKE: Final = lazy(r"(\d{1,3}(?!\d)|[A-Za-z'’-]+|[^\s（）()]+)\s*(.*)")
_TITLED: Final = lazy(r"\{name: ([^,{}]+), title: ([^,{}]+)\}")


class Unclear(Exception):
    """What was typed names nobody, or several; the lines say why. `right` is what should perhaps have been typed."""

    def __init__(self, *lines: str, right: str | None = None) -> None:
        super().__init__(*lines)
        self.lines, self.right = lines, right


class Offer(NamedTuple):
    """Somebody on the list: how the report names him, and what an editor sees."""

    person: Person
    post: str
    name: str


@dataclass(frozen=True, slots=True)
class Present:
    """Who may be picked by a number: those `in_office` on the day in official order, then those who were before."""

    day: dt.date
    in_office: tuple[Offer, ...]
    former: tuple[Offer, ...]
    guests: tuple[Offer, ...] = ()

    @property
    def all(self) -> tuple[Offer, ...]:
        """By number, the first of them 1."""
        return (*self.in_office, *self.former, *self.guests)

    def rows(self, offers: Iterable[Offer]) -> Iterator[str]:
        """A line for each of these, with its number."""
        numbers = {id(one): i for i, one in enumerate(self.all, 1)}
        return (f"{numbers[id(one)]:>4} {one.name}  {one.post}".rstrip() for one in offers)


def present(leaders: Roster, day: dt.date, guests: Sequence[Person] = ()) -> Present:
    """Everybody who may be picked at a meeting on `day`."""
    return Present(
        day,
        tuple(_offer(leaders, one, day, one.title_on(day)) for one in leaders.in_office(day)),
        tuple(_offer(leaders, one, day, _before(one)) for one in leaders.former(day)),
        tuple(
            Offer(Person(one.name), "，".join(filter(None, (one.title, one.org))), one.name) for one in guests
        ),
    )


def _offer(leaders: Roster, leader: Leader, day: dt.date, post: str | None) -> Offer:
    bare = Person(leader.name)
    plain = leaders.named(bare, day) == (leader,)
    return Offer(bare if plain else Person(leader.name, slug=leader.slug), post or "", leader.name)


def _before(leader: Leader) -> str:
    title = leader.last_title()
    return f"原{title}" if title else "以前的领导"


def people(typed: str, there: Present) -> tuple[Person, ...]:
    """Those named, each once, in the order typed; raises `Unclear`."""
    found = [one for item in _items(typed) for one in _named(item, there, typed)]
    return tuple(dict.fromkeys(found))


def guests(typed: str) -> tuple[Person, ...]:
    """Guests: 石一鸣（副厅长，省教育厅）、…; raises `Unclear`."""
    return tuple(dict.fromkeys(_guest(item, typed) for item in _items(typed)))


def speakers(typed: str, there: Present) -> tuple[Speaker, ...]:
    """Who spoke, and how: fzy 讲话、2 致辞; raises `Unclear`."""
    found = []
    for item in _items(typed):
        whole = _GUEST.fullmatch(item) or _RANGE.fullmatch(unicodedata.normalize("NFKC", item))
        match = None if whole else _SPOKE.fullmatch(item)
        who, act = (match[1], match[2].strip()) if match else (item, "")
        found += [Speaker(one, act or None) for one in _named(who, there, typed)]
    return tuple(dict.fromkeys(found))


def in_official_order(leaders: Roster, found: Sequence[Person], day: dt.date) -> tuple[Person, ...]:
    """Leaders in the order of that day, everybody else after them as typed."""

    def rank(one: Person) -> tuple[bool, tuple[int, bool, int]]:
        named = leaders.named(one, day)
        return (False, roster.place(named[0], day)) if named else (True, (0, False, 0))

    return tuple(sorted(found, key=rank))


def said(found: Iterable[Person], there: Present) -> str:
    """Those found, as an editor checks them: 方致远（党委书记）、…."""
    posts = {one.person: one.post for one in reversed(there.all)}
    words = [(one.name, posts.get(one) or "，".join(filter(None, (one.title, one.org)))) for one in found]
    return "、".join(f"{name}（{post}）" if post else name for name, post in words)


def typed(found: Iterable[Person]) -> str:
    """Those people as an editor may type them: by name, and guests with what is said of them."""
    said = ((one.name, "，".join((one.title or "", one.org)) if one.org else one.title) for one in found)
    return "、".join(f"{name}（{words}）" if words else name for name, words in said)


def pieces(answer: str) -> Iterator[str]:
    """What stands between the commas of an answer."""
    return filter(None, (piece.strip() for piece in re.split(f"[{_BETWEEN}]", answer)))


def _items(typed: str) -> Iterator[str]:
    """The pieces of an answer: between commas, and between spaces where each is a number, or letters, or a name."""
    rest = _ONE.sub("", typed)
    if rest.strip(f"{_BETWEEN} "):
        raise Unclear(f"括号没有配好：{typed}")
    for match in _ONE.finditer(typed):
        if item := match[0].strip():
            yield item


def _named(item: str, there: Present, typed: str) -> list[Person]:
    """The people of one piece, which may be several with spaces between them."""
    folded = unicodedata.normalize("NFKC", item)
    if _GUEST.fullmatch(item):
        return [_guest(item, typed)]
    if match := _RANGE.fullmatch(folded):
        first, last = int(match[1]), int(match[2])
        return [_at(number, there) for number in range(first, max(first, last) + 1)]
    if _NUMBER.fullmatch(folded):
        return [_at(int(folded), there)]
    if _LETTERS.fullmatch(folded):
        return [_spelt(folded, there)]
    words = item.split()
    if len(words) > 1 and all(len(word) > 1 or word.isdecimal() for word in words):
        return [one for word in words for one in _named(word, there, typed)]
    return [_called(_name(item, typed, there), there)]


def _at(number: int, there: Present) -> Person:
    if 1 <= number <= len(there.all):
        return there.all[number - 1].person
    raise Unclear(
        f"没有编号 {number}：" + (f"编号是 1 到 {len(there.all)}" if there.all else "没有可选的人，请写姓名")
    )


def _spelt(letters: str, there: Present) -> Person:
    for group in ((*there.in_office, *there.guests), there.former):
        found = [one for one in group if spelling.spells(letters, one.name)]
        if len(found) == 1 and group is not there.former:
            return found[0].person
        if found:
            before = "在任的没有，以前的领导有" if group is there.former else "有"
            raise Unclear(f"拼音“{letters}”{before} {len(found)} 位，请写编号：", *there.rows(found))
    raise Unclear(f"没有拼音是“{letters}”的领导；请写编号或姓名")


def _called(name: str, there: Present) -> Person:
    found = [one for one in there.all if one.name == name]
    now = [one for one in found if one in there.in_office]
    if len(now or found) > 1:
        raise Unclear(f"叫“{name}”的有 {len(now or found)} 位，请写编号：", *there.rows(now or found))
    return (now or found)[0].person if found else Person(name)


def _guest(item: str, typed: str) -> Person:
    match = _GUEST.fullmatch(item)
    if match is None:
        return Person(_name(item, typed))
    parts = [part.strip() for part in re.split("[，,]", match[2])]
    if len(parts) > 2:
        raise Unclear(f"括号里写职务和单位，中间一个逗号，职务之间用顿号：{item}")
    title, org = (*parts, "")[:2]
    return Person(_name(match[1].strip(), typed), title or None, org or None)


def _name(words: str, typed: str, there: Present | None = None) -> str:
    """A name as `field` reads it; what is wrong with it is told with the whole answer as it should be typed here."""
    try:
        return field.name(words)
    except Wrong as fault:
        fix = fault.fix
        if isinstance(fix, str) and (titled := _TITLED.fullmatch(fix)):
            ours = there is not None and any(one.name == titled[1] for one in there.all)
            fix = titled[1] if ours else f"{titled[1]}（{titled[2]}）"
        elif isinstance(fix, tuple):
            fix = "、".join(fix)
        right = typed.replace(words, fix) if fix else None
        raise Unclear(fault.kind.zh.format_map(fault.values), right=right) from None
