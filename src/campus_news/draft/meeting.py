"""Who was there and what they did, sentence by sentence.

A sentence is cut at its commas; clauses gather until one has a verb, and what has gathered before the verb is its subject:
    LIST (出席|参加|就座) | LIST 列席 | LIST (缺席|请假) | 由 LIST 主持 | LIST 主持 | 在 LIST 主持下 | LIST (讲话|指出|传达…)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from campus_news.draft import person
from campus_news.draft.lead import sentences
from campus_news.draft.post import COURTESY, RANK, Mention, is_name, is_surname, name_end
from campus_news.lazy import lazy

_PRESENT: Final = lazy("(?:应邀|亲临|一起|共同|也|均|都|一同|到会|到场|莅临)*(?:出席|参加|就座|就坐|参会|到会)")
_OBSERVED: Final = lazy("列席")
_ABSENT: Final = lazy("(?:因[^，。；]{1,8})?(?:缺席|请假|未出席|未参加|未能)")
_NOT_A_MEETING: Final = lazy("^(?:出席|参加)(?:了?[^，。；]{0,12}(?:工作|学习班|竞赛|比赛|考试))")
_BY: Final = lazy(r"由(?P<who>[^。；]{2,60}?)(?:先后|共同|分别|联合|召集并|担任)?主持(?!人?介绍)")
_UNDER: Final = lazy(r"在(?P<who>[^，。；在]{2,40}?)的?主持下")
_HOSTS: Final = lazy(
    r"(?P<who>[^。；]*?)(?:在[^，。；]{2,30})?(?:先后|共同|分别)?(?<![的人])主持了?(?="
    r"(?:召开|举行|会议|大会|全会|典礼|仪式|座谈|学习|开幕|本次|此次|这次|并)|[^的，。；、]{0,14}(?:会|典礼|仪式|学习)|[，。；]|\Z)"
)
_PART: Final = lazy("讨论|环节|阶段|分组|升旗|颁奖|交流|部分|议程|分会")
_VERB: Final = (
    "讲话|讲了话|致辞|致词|致欢迎|发言|汇报|传达|宣读|宣布|通报|介绍|报告|强调|指出|要求|希望|表示|提出|总结|部署|安排|领学|交流|回顾|分析|解读|阐述|阐释"
    "|勉励|寄语|祝贺|致以|转达|点评|述职|补充|鼓励|布置|动员|剖析|谋划|主讲|说明|谈|说|认为|号召|分享|授课|发表|肯定|提了|作出|作了|作|做|进行|给予|代表"
)
_SAYS: Final = lazy(_VERB)
_REAL: Final = lazy(
    "讲话|讲了话|致辞|致词|致欢迎|发言|汇报|传达|宣读|宣布|通报|介绍|报告|强调|指出|要求|希望|表示|提出|总结|部署|安排|领学|交流|回顾|分析|解读|阐述|阐释"
    "|勉励|寄语|祝贺|致以|转达|点评|述职|补充|鼓励|布置|动员|剖析|谋划|主讲|说明|谈|认为|号召|分享|授课|肯定|指示|表态|介绍|推介|说"
)
_ADVERB: Final = lazy("首先|随后|最后|然后|接着|先后|分别|依次|共同|逐一|上台|登台|重点|还|并|也|又|再次|一致|详细|现场|同志|教授|老师|同学|一行")
_OPENING: Final = lazy(
    r"^\s*(?:(?:会上|会议上|大会上|典礼上|仪式上|会议中|活动中|动员会上|座谈会上|学习会上|会议伊始|会后|随后|最后|首先|其次|然后|接着|之后|当天|其间|期间|同时|会议最后|同时，|此外|另外)[，：、]?|大会第[一二三四五六七八九十]+项，)+"
)
_ABOUT: Final = lazy(r"^(?:就|围绕|对|针对|结合|按照|根据|谈到|在)[^，。；]{2,40}，")
_COLLECTIVE: Final = lazy("^(?:会议|大会|与会|大家|全体|各|他|她|我们|学校|学院|代表们|同学们)")
_TARGET: Final = lazy("传达|学习|领学|宣读|贯彻|解读|转达|落实")
_UNDER_WHOM: Final = lazy("在[^，。；]{2,40}的?(?:陪同|带领)下$")
_CALLED: Final = lazy(rf"(?P<surname>[\u3400-\u9fff]{{1,2}})(?P<post>{RANK}(?:{COURTESY}))")


@dataclass(slots=True)
class Met:
    """What was gathered: mentions with the number of their line."""

    hosts: list[tuple[int, Mention]] = field(default_factory=list)
    attendees: list[tuple[int, Mention]] = field(default_factory=list)
    groups: list[tuple[int, int, int]] = field(default_factory=list)
    observers: list[tuple[int, int, int]] = field(default_factory=list)
    absent: list[tuple[int, Mention]] = field(default_factory=list)
    speakers: list[tuple[int, Mention, str]] = field(default_factory=list)
    titles: dict[str, str | None] = field(default_factory=dict)
    """Every name met, with the longest post said of it."""

    def meet(self, mentions: list[Mention]) -> None:
        """Remembers names and posts for later mentions without one."""
        for one in mentions:
            before = self.titles.get(one.name)
            vague = before is None or before.endswith("领导")
            if one.title and (vague or (len(one.title) > len(before or "") and not one.title.endswith("领导"))):
                self.titles[one.name] = one.title
            else:
                self.titles.setdefault(one.name, before)


def read(body: list[tuple[int, str]]) -> Met:
    """Reads the sentences twice: the first time only to learn who is who."""
    met = Met()
    for _ in range(2):
        met = Met(titles=met.titles)
        for line, text in body:
            for start, end in sentences(text):
                _Sentence(met, line, text, start, end).read()
    return met


class _Sentence:
    """One sentence, read from left to right."""

    def __init__(self, met: Met, line: int, text: str, start: int, end: int) -> None:
        self.met, self.line, self.text, self.start, self.end = met, line, text, start, end
        self.present = False

    def read(self) -> None:
        begun = self.start
        opening = _OPENING.match(self.text[self.start : self.end])
        begun += opening.end() if opening else 0
        for a, b in self._clauses():
            begun = max(begun, a) if begun < a and self._closed else begun
            self._closed = self._clause(begun, max(a, begun), b)
            begun = b + 1 if self._closed else begun

    _closed = False

    def _clauses(self) -> Iterator[tuple[int, int]]:
        depth, a = 0, self.start
        for i in range(self.start, self.end + 1):
            sign = self.text[i] if i < self.end else "，"
            depth += (sign in "（“《【") - (sign in "）”》】")
            if i == self.end or (sign in "，；。！？：" and depth <= 0):
                if a < i:
                    yield a, i
                a = i + 1

    def _clause(self, begun: int, a: int, b: int) -> bool:
        """One clause; `begun` is where the subject may begin. Whether the clause has a verb of its own."""
        if self._hosted(begun, a, b):
            return True
        absent = _ABSENT.search(self.text, a, b)
        if absent:
            self.met.absent += [(self.line, one) for one in self._people(begun, absent.start()).mentions]
            return True
        observed = _OBSERVED.search(self.text, a, b)
        if observed:
            people = self._people(begun, observed.start())
            self.met.observers += [(self.line, *one) for one in people.groups]
            self.met.observers += [(self.line, one.start, one.end) for one in people.mentions]
            return True
        present = _PRESENT.search(self.text, a, b)
        if present:
            return self._attended(begun, present.start(), present.end(), b)
        return self._said(begun, a, b)

    def _people(self, a: int, b: int) -> person.People:
        """The list `text[a:b]`, without what stands around it."""
        while a < b and self.text[a] in "，、；： ":
            a += 1
        about = _ABOUT.match(self.text[a:b])
        a += about.end() if about else 0
        under = _UNDER_WHOM.search(self.text[a:b].rstrip("，"))
        b = a + under.start() if under else b
        while b > a and self.text[b - 1] in "，、；： ":
            b -= 1
        people = person.read(self.text, a, b, self.met.titles)
        people.mentions = [self._resolved(one) for one in people.mentions]
        self.met.meet(people.mentions)
        if not people.mentions and len(people.groups) == 1:
            called = self._called(*people.groups[0])
            if called:
                return person.People([called], [])
        return people

    def _resolved(self, one: Mention) -> Mention:
        return one

    def _called(self, a: int, b: int) -> Mention | None:
        """胡校长: the one person met whose surname and post these are."""
        match = _CALLED.fullmatch(self.text[a:b])
        if not match:
            return None
        surname, post = match["surname"], match["post"]
        same = [name for name in self.met.titles if name.startswith(surname) and len(name) > len(surname)]
        fit = [name for name in same if (self.met.titles[name] or "").endswith(post[-2:])]
        right = fit if fit else same
        return Mention(a, b, right[0], None) if len(right) == 1 else None

    def _hosted(self, begun: int, a: int, b: int) -> bool:
        if "主持" not in self.text[a:b]:
            return False
        under = _UNDER.search(self.text, a, b)
        by = _BY.search(self.text, a, b)
        match = under or by
        if match:
            first, last = match.span("who")
            rest = match.end()
        else:
            match = _HOSTS.match(self.text, begun, b)
            if not match:
                return False
            first, last = match.span("who")
            rest = match.end()
        if _PART.search(self.text, begun, match.start() + (0 if match.re is not None and not (under or by) else 0)):
            return False
        people = self._people(first, last)
        if not people.mentions:
            return False
        known = {one.name for _, one in self.met.hosts}
        if not known:
            self.met.hosts += [(self.line, one) for one in people.mentions]
        if _REAL.search(self.text, rest, b) and self.text[rest : rest + 1] == "并":
            self._speak(people.mentions, rest, b)
        return True

    def _attended(self, begun: int, at: int, after: int, b: int) -> bool:
        people = self._people(begun, at)
        said = _REAL.search(self.text, after, b)
        for one in people.mentions:
            self.met.attendees.append((self.line, one))
        self.met.groups += [(self.line, *one) for one in people.groups]
        self.present = self.present or bool(people.mentions)
        if said and people.mentions and "并" in self.text[after : said.end()]:
            self._speak(people.mentions, after, b)
        return True

    def _said(self, begun: int, a: int, b: int) -> bool:
        """Somebody at the beginning of the clause, and then a verb of saying in it or in the rest of the sentence."""
        if _COLLECTIVE.match(self.text[begun:b]):
            return True
        subject = self._subject(begun, b)
        if subject is None:
            return False
        people, end = subject
        if not _REAL.search(self.text, end, self.end):
            return False
        self._speak(people.mentions, end, b)
        return True

    def _subject(self, begun: int, b: int) -> tuple[person.People, int] | None:
        """The people with whom `text[begun:b]` begins, before a verb; and where they end."""
        for verb in _SAYS.finditer(self.text, begun + 2, b):
            end = verb.start()
            words = self.text[begun:end]
            cut = min((match.start() for match in (_ADVERB.search(words, 2), _HOW.search(words, 2)) if match), default=len(words))
            while cut >= 2:
                people = self._people(begun, begun + cut)
                if people.mentions and not people.groups:
                    return people, begun + cut
                break
            if end - begun > 60:
                break
        return self._bare(begun, b)

    def _bare(self, begun: int, b: int) -> tuple[person.People, int] | None:
        """A name without a post at the beginning of a sentence, whose surname is known."""
        end = name_end(self.text, begun)
        words = self.text[begun:end]
        if end > begun and end <= b and (words in self.met.titles or is_surname(words)) and is_name(words):
            follows = _SAYS.match(self.text, end) or _ADVERB.match(self.text, end) or _HOW.match(self.text, end)
            if words in self.met.titles or (follows and begun == self.start):
                one = Mention(begun, end, words, None)
                self.met.meet([one])
                return person.People([one], []), end
        return None

    def _speak(self, mentions: list[Mention], a: int, b: int) -> None:
        verb = _REAL.search(self.text, a, self.end)
        for one in mentions:
            self.met.speakers.append((self.line, one, verb[0] if verb else "讲话"))


_HOW: Final = lazy("在|就|对|从|以|向|为|围绕|结合|代表|针对|根据|按照|受|因")
