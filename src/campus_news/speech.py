"""Where in the text of a report somebody speaks: the anchors of those places.

A place is a paragraph that begins with somebody's words (方致远指出…; 校长欧阳澈在讲话中说…; 就下一步工作，陈立言要求…) or a heading
that is a name (### 方致远：). Only people whom the front matter names are looked for, and a name that two of them bear is left
alone: better no anchor than one that leads to somebody else's words. For the same reason it is told what may stand after the
name, not what may not: in 李伟明要求 no 李伟 speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from typing import Final, NamedTuple

from campus_news import urls
from campus_news.lazy import lazy
from campus_news.markup import Block, Body
from campus_news.view import Article, Named, Speech

CITATIONS: Final = "cite"
"""The place on a report's page where it says how it is cited."""
_ACT: Final = "讲话"
"""What is said of a speaker of whom the report says nothing more."""
_NEAR: Final = 64
"""Characters of a block, with tags, within which the name stands of somebody who speaks there."""
_HEAD: Final = 160
"""Characters of a block, with tags, that tell whether he does."""
_TAKEN: Final = frozenset({"main", CITATIONS})
_POST: Final = "(?:书记|长|主任|主席|委员|经理|教授|老师|代表|领导|总监|专员|同志)"
_AFTER: Final = "(?:(?:党委)?(?:常务)?副?(?:书记|[校院处部局厅]长|主任|主席|委员|总经理|教授|老师)|同志)"
_SPEAK: Final = "指出|强调|要求|表示|提出|认为|介绍|回顾|安排|部署|通报|传达|宣读|总结|讲话|发言|致辞|汇报|报告|回应|提醒|宣布|寄语|勉励|希望|感谢|祝贺|[说谈]|讲(?!话)|上了[^。；：！？\n，、]{0,10}课"
_TITLED: Final = (
    rf"(?!受|对|向|与|和|听取|传达|学习|贯彻|落实|按照|根据|邀请|陪同)[^。；：！？\n，由在]*{_POST}"
)
_BEFORE = lazy(
    rf"(?:(?:会上|会议[^。；！？\n，]{{0,12}}|随后|最后|接着|首先|[就围针关对在结为][^。；！？\n，]{{1,24}})，)?(?:{_TITLED})?"
)
_SAID = lazy(
    rf"{_AFTER}?(?:以《[^》\n]*》为题，)?(?:(?:[在就对从以向为给作做还也并再又]|围绕|针对|结合|代表|首先|随后|最后|进一步|充分|高度|逐[项条一]|发表|特别|着重|明确|反复)"
    rf"[^。；：！？\n，、]{{0,24}}?)?(?:{_SPEAK})(?!的|精神|稿)"
)
_NUMBERED = lazy(rf"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.、])?(?:{_TITLED})?")
_HEADED = lazy(
    rf"{_AFTER}?(?:[的作]?(?:总结|重要|专题|主题|主旨|表态|交流|大会|即席)?(?:讲话|发言|致辞|报告|寄语))?[：:]?"
)
_TAG = lazy(r"<[^>]*>?")
_HEADING = lazy(r'<(h[2-6]) id="([^"]*)">(.*)</h[2-6]>', re.DOTALL)
_SPACE = lazy(r"\s+")


class Heard(NamedTuple):
    """A report's text with anchors; what its speakers say there; by name the first anchor of everybody, and of everybody else."""

    body: Body
    speeches: tuple[Speech, ...]
    anchors: Mapping[str, str]
    others: Mapping[str, str]


def hear(body: Body, article: Article) -> Heard:
    """The places at which people of the report speak.

    An anchor is the leader's slug, or a guest's name as it is written (to spell it takes a library that loads for a quarter
    of a second); from the second place on it has a number. The first is where a speech begins.
    """
    heads = "\n".join([block.html[:_NEAR] for block in body.blocks])
    people = (*article.hosts, *article.attendees, *article.speakers)
    present = [who for who in people if who.name in heads]
    if not present:
        return Heard(body, (), {}, {})
    body, anchors = _marked(body, _unmistakable(present))
    speakers = {one.name for one in article.speakers}
    others = {name: anchor for name, anchor in anchors.items() if name not in speakers}
    return Heard(body, tuple(_speeches(article, anchors)), anchors, others)


def _marked(body: Body, people: Mapping[str, str]) -> tuple[Body, dict[str, str]]:
    """The body with the anchors of `people`, and which of them is the first of each."""
    blocks, used = list(body.blocks), dict.fromkeys(_TAKEN, 1)
    first: dict[str, str] = {}
    for i, block in enumerate(blocks):
        head = block.html[:_NEAR]
        for name, anchor in people.items():
            if name in head and _speaks(block, name, people):
                free = _free(anchor, used)
                first.setdefault(name, free)
                blocks[i] = replace(block, html=_anchored(block.html, free))
                break
    return replace(body, blocks=tuple(blocks)), first


def _anchored(html: str, anchor: str) -> str:
    """The HTML of a block with the anchor; a heading keeps its own within."""
    name = escape(anchor)
    if heading := _HEADING.fullmatch(html):
        tag, own, words = heading.groups()
        return f'<{tag} id="{name}"><span id="{own}">{words}</span></{tag}>'
    return html.replace("<p>", f'<p id="{name}">', 1)


def _speeches(article: Article, anchors: Mapping[str, str]) -> Iterator[Speech]:
    """What the speakers say, each with the post held then, which may be said with the name above."""
    for who in article.speakers:
        if who.name in anchors:
            same = (one for one in (who, *article.hosts, *article.attendees) if one.name == who.name)
            post = next((f"{one.org or ''}{one.title or ''}" for one in same if one.org or one.title), "")
            yield Speech(who.name, post, who.act or _ACT, anchors[who.name])


def _unmistakable(people: Iterable[Named]) -> dict[str, str]:
    """The names that only one of `people` bears, each with its anchor."""
    bearers: dict[str, Named] = {}
    doubtful = set()
    for who in people:
        other = bearers.setdefault(who.name, who)
        posts = (who.title, who.org)
        if other.url != who.url or (posts != (None, None) and posts != (other.title, other.org)):
            doubtful.add(who.name)
    return {name: _anchor(who) for name, who in bearers.items() if name not in doubtful}


def _anchor(who: Named) -> str:
    if who.url:
        return who.url.removeprefix(urls.LEADERS).rstrip("/")
    return _SPACE.sub("-", who.name)


def _free(anchor: str, used: dict[str, int]) -> str:
    """The anchor, with a number if it is used. `used` has for each the last number that was given to it."""
    name, number = anchor, used.get(anchor, 1)
    while name in used:
        number += 1
        name = f"{anchor}-{number}"
    used[anchor], used[name] = number, used.get(name, 1)
    return name


def _speaks(block: Block, name: str, people: Iterable[str]) -> bool:
    """Whether `block` begins with the words of the one of that name, or is a heading that names him."""
    heading = block.html.startswith("<h")
    if not (block.paragraph or heading):
        return False
    before, _, after = _TAG.sub("", block.html[:_HEAD]).strip().partition(name)
    if any(other in before for other in people):
        return False
    if heading:
        return bool(_NUMBERED.fullmatch(before) and _HEADED.fullmatch(after.strip()))
    return bool(_BEFORE.fullmatch(before) and _SAID.match(after))
