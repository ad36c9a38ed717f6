"""Who was there and what they did, sentence by sentence.

A sentence is cut at its commas; clauses gather until one has a verb, and what has gathered before the verb is its subject:
    LIST (出席|参加|就座) | LIST 列席 | LIST (缺席|请假) | 由 LIST 主持 | LIST 主持 | 在 LIST 主持下 | LIST (讲话|指出|传达…)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from campus_news.draft import person
from campus_news.draft.lead import sentences
from campus_news.draft.post import COURTESY, RANK, Mention, is_name, is_surname, name_end
from campus_news.lazy import lazy

_PRESENT: Final = lazy(
    "(?:应邀|亲临|一起|共同|也|均|都|一同|到会|到场|莅临){0,3}(?:出席|参加|就座|就坐|参会|到会)"
)
_SEAT: Final = lazy("在[^，。；、]{1,12}$")
_VISITED: Final = lazy("一行(?=[^，。；]{0,12}(?:[来到赴至抵]|莅临|走访))")
"""甲一行来我校: they were there."""
_LISTED: Final = lazy(
    r"(?P<verb>出席|参加|列席|就座|就坐|与会)[^，。；：]{0,14}?(?:(?:还|主要)?有|包括)[：]?(?P<who>[^。；]*?)(?=，(?:会议|大会|典礼|仪式|活动)|[。；]|\Z)"
)
"""出席会议的有甲、乙."""
_HEARD: Final = lazy(
    r"听取了?(?P<who>[^，。；]{2,40}?)(?:关于|就|对|所?作?的)[^，。；]{0,30}?(?P<act>汇报|述职|说明)"
)
"""听取了副校长甲关于招生的汇报."""
_LED: Final = lazy("(?:会议|大会|典礼|仪式|活动)?(?:首先|随后|最后|先|还)?由")
"""会议首先由甲汇报."""
_OBSERVED: Final = lazy("列席")
_ABSENT: Final = lazy("(?:因[^，。；]{1,8})?(?:缺席|请假|未出席|未参加|未能)")
_BY: Final = lazy(r"由(?P<who>[^。；]{2,60}?)(?:先后|共同|分别|联合|召集并|担任)?主持(?!人?介绍)")
_UNDER: Final = lazy(r"在(?P<who>[^，。；在]{2,40}?)的?主持下")
_HOSTS: Final = lazy(
    r"(?P<who>[^。；]*?)(?:在[^，。；]{2,30})?(?:先后|共同|分别)?(?<![的人])主持了?(?="
    r"(?:召开|举行|会议|大会|全会|典礼|仪式|座谈|学习|开幕|本次|此次|这次|并)|[^的，。；、]{0,14}(?:会|典礼|仪式|学习)|[，。；]|\Z)"
)
_PART: Final = lazy("讨论|环节|阶段|分组|升旗|颁奖|交流|部分|议程|分会")
_SPEAKING: Final = (
    "总结讲话|动员讲话|重要讲话|表态发言|交流发言|研讨交流|主题报告|工作报告|提出要求|安排部署"
    "|讲话|讲了话|致辞|致词|致欢迎|发言|传达|宣读|宣布|通报|介绍|强调|指出|要求|希望|表示|提出|安排|领学|回顾|分析|解读|阐述|阐释"
    "|勉励|寄语|祝贺|致以|转达|点评|补充|鼓励|布置|剖析|谋划|主讲|说明|认为|号召|授课|肯定|指示|表态|推介|说"
    "|(?:汇报|报告|总结|部署|交流|述职|动员|分享)(?!会(?!议)|大会|厅)|(?<![座面会洽])谈(?![会话])"
)
_VERB: Final = f"{_SPEAKING}|发表|提了|作出|作了|作|做|进行|给予|代表"
_REAL: Final = lazy(_SPEAKING)
_ADVERB: Final = "首先|随后|最后|然后|接着|先后|分别|依次|共同|逐一|上台|登台|重点|还|并|也|又|再次|一致|详细|现场|同志|教授|老师|同学|一行|深情|亲切|代表"
_HOW: Final = "在|就|对|从|以|向|为|围绕|结合|针对|根据|按照|受|因"
_STOPS: Final = lazy(f"(?={_VERB}|{_ADVERB}|{_HOW})")
"""Where a subject may end, at every sign: a verb or what stands before one."""
_FOLLOWS: Final = lazy(f"{_VERB}|{_ADVERB}|{_HOW}")
_DOES: Final = lazy("传达|宣读|听取|学习|领学|解读|转达|要求|指出|强调|贯彻|邀请|表示|希望|提醒|要|应当")
"""What no post holds: the words before it are no subject."""
_LONGEST: Final = 80
"""Characters of a subject that speaks."""
_FARTHEST: Final = 1500
"""Characters between the beginning of a list of those present and its verb."""
_OPENING: Final = lazy(
    r"^\s*(?:(?:会上|会议上|大会上|典礼上|仪式上|会议中|活动中|动员会上|座谈会上|学习会上|会议伊始|会后|随后|最后|首先|其次|然后|接着|之后|当天|其间|期间|同时|(?:会议|大会|典礼)?最后|此外|另外)[，：、]?|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]）|\d{1,2}[．、]|大会第[一二三四五六七八九十]+项，)+"
)
_ABOUT: Final = lazy(r"^(?:就|围绕|对|针对|结合|按照|根据|谈到|在)[^，。；]{2,40}，")
_COLLECTIVE: Final = lazy("^(?:会议|大会|与会|大家|全体|各|他|她|我们|代表们|同学们)")
_UNDER_WHOM: Final = lazy("在[^，。；]{2,40}的?(?:陪同|带领)下$")
_CALLED: Final = lazy(rf"(?P<surname>[\u3400-\u9fff]{{1,2}})(?P<post>{RANK}(?:{COURTESY}))")


_CAPTION: Final = lazy(
    r"[（\s]*(?:图为|[左右上下]图[：，]?|图[\d一二三四五六七八九十]+[：、，]?)?(?P<who>[^（）：]{2,40}?)"
    r"(?:[作做]|发表|上台|登台)?(?:\S{0,6})(?P<act>讲话|致辞|致词|发言|交流|汇报|报告|宣读|授课|主讲|表态|主持)"
)
"""A caption that says who does what."""


@dataclass(slots=True)
class Met:
    """What was gathered: mentions with the number of their line."""

    hosts: list[tuple[int, Mention]] = field(default_factory=list)
    attendees: list[tuple[int, Mention]] = field(default_factory=list)
    groups: list[tuple[int, int, int]] = field(default_factory=list)
    observers: list[tuple[int, int, int]] = field(default_factory=list)
    absent: list[tuple[int, Mention]] = field(default_factory=list)
    speakers: list[tuple[int, Mention, str]] = field(default_factory=list)
    known: Collection[str] = ()
    sure: set[str] = field(default_factory=set)
    """Names of the roster, of those who attend and of hosts: whoever else speaks has a surname that is known."""
    titles: dict[str, str | None] = field(default_factory=dict)
    """Every name met, with the longest post said of it."""

    def meet(self, mentions: list[Mention]) -> None:
        """Remembers names and posts for later mentions without one."""
        for one in mentions:
            before = self.titles.get(one.name)
            vague = before is None or before.endswith("领导")
            if one.title and (
                vague or (len(one.title) > len(before or "") and not one.title.endswith("领导"))
            ):
                self.titles[one.name] = one.title
            else:
                self.titles.setdefault(one.name, before)


def read(
    body: list[tuple[int, str]], captions: Sequence[tuple[int, str]] = (), known: Collection[str] = ()
) -> Met:
    """Reads the sentences twice: the first time only to learn who is who; then the captions (校长甲讲话).

    `known` are names of the roster: evidence of where a name ends, never of who was there.
    """
    met = Met()
    for _ in range(2):
        met = Met(titles=met.titles, known=known, sure={*met.sure, *known})
        for line, text in body:
            for start, end in sentences(text):
                _Sentence(met, line, text, start, end).read()
        hosted = bool(met.hosts)
        for line, text in captions:
            match = _CAPTION.match(text)
            if match and not (hosted and match["act"] == "主持"):
                _Sentence(met, line, text, match.start("who"), match.end()).read()
    return met


class _Sentence:
    """One sentence, read from left to right."""

    def __init__(self, met: Met, line: int, text: str, start: int, end: int) -> None:
        self.met, self.line, self.text, self.start, self.end = met, line, text, start, end

    def read(self) -> None:
        begun = self.start
        opening = _OPENING.match(self.text[self.start : self.end])
        begun += opening.end() if opening else 0
        listed = _LISTED.search(self.text, begun, self.end)
        if listed:
            begun = self.start = self._listed(listed)
        heard = _HEARD.search(self.text, begun, self.end)
        if heard:
            people = [one for one in self._people(*heard.span("who")).mentions if self._may_speak(one)]
            self.met.speakers += [(self.line, one, heard["act"]) for one in people]
        for a, b in self._clauses():
            begun = a if a - begun > _FARTHEST else begun
            if self._clause(begun, max(a, begun), b):
                begun = b + 1

    def _listed(self, match: re.Match[str]) -> int:
        """出席会议的有 LIST: where the list ends."""
        people = self._people(match.start("who"), match.end("who"), bare=True)
        groups = [(self.line, *one) for one in people.groups]
        if match["verb"] == "列席":
            self.met.observers += groups + [(self.line, one.start, one.end) for one in people.mentions]
        else:
            self._present(people)
        return match.end("who")

    def _present(self, people: person.People) -> None:
        self.met.attendees += [(self.line, one) for one in people.mentions]
        self.met.sure |= {one.name for one in people.mentions}
        self.met.groups += [(self.line, *one) for one in people.groups]

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
        visited = _VISITED.search(self.text, a, b)
        if visited:
            self._present(person.People(self._people(begun, visited.start()).mentions, []))
            return True
        return self._said(begun, a, b)

    def _people(self, a: int, b: int, *, bare: bool = False) -> person.People:
        """The list `text[a:b]`, without what stands around it."""
        while a < b and self.text[a] in "，、；： ":
            a += 1
        about = _ABOUT.match(self.text[a:b])
        a += about.end() if about else 0
        under = _UNDER_WHOM.search(self.text[a:b].rstrip("，"))
        b = a + under.start() if under else b
        while b > a and self.text[b - 1] in "，、；： ":
            b -= 1
        people = person.read(self.text, a, b, {*self.met.titles, *self.met.known}, bare=bare)
        self.met.meet(people.mentions)
        if not people.mentions and len(people.groups) == 1:
            called = self._called(*people.groups[0])
            if called:
                return person.People([called], [])
        return people

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
        """由 LIST 主持, 在 LIST 主持下, LIST 主持: who hosts the meeting, not a part of it. Only the first such place counts."""
        if "主持" not in self.text[a:b]:
            return False
        match = (
            _UNDER.search(self.text, a, b) or _BY.search(self.text, a, b) or _HOSTS.match(self.text, begun, b)
        )
        if match is None or _PART.search(self.text, begun, match.start()):
            return False
        people = self._people(*match.span("who"), bare=True)
        if not people.mentions:
            return False
        if not self.met.hosts:
            self.met.hosts += [(self.line, one) for one in people.mentions]
            self.met.sure |= {one.name for one in people.mentions}
        also = self.text.find("并", match.end(), b)
        if also >= 0 and _REAL.search(self.text, also, b):
            self._speak(people.mentions, also, b)
        return True

    def _attended(self, begun: int, at: int, after: int, b: int) -> bool:
        seat = _SEAT.search(self.text[begun:at])
        people = self._people(begun, begun + seat.start() if seat else at, bare=True)
        said = _REAL.search(self.text, after, b)
        self._present(people)
        if said and people.mentions and "并" in self.text[after : said.end()]:
            self._speak(people.mentions, after, b)
        return True

    def _said(self, begun: int, a: int, b: int) -> bool:
        """Somebody at the beginning of the clause, and then a verb of saying in it or in those after it that have no subject."""
        led = _LED.match(self.text[a:b])
        if led:
            begun = a = a + led.end()
        elif _COLLECTIVE.match(self.text[begun:b]):
            return True
        subject = self._subject(begun, a, b) or (self._subject(a, a, b) if a > begun else None)
        if subject is None:
            return False
        people, end = subject
        verb = _REAL.search(self.text, end, b) or self._later(b)
        if verb:
            self.met.speakers += [(self.line, one, verb[0]) for one in people.mentions]
        return verb is not None

    def _later(self, after: int) -> re.Match[str] | None:
        """The verb of a later clause, if nobody else comes before it."""
        for a, b in self._clauses():
            if a > after:
                verb = _REAL.search(self.text, a, b)
                other = self._subject(a, a, b)
                if verb or other:
                    return None if other else verb
        return None

    def _subject(self, begun: int, a: int, b: int) -> tuple[person.People, int] | None:
        """The people with whom `text[begun:b]` begins, and where after `a` they end: before a verb, an adverb or a preposition."""
        for stop in _STOPS.finditer(self.text, max(begun, a) + 2, min(b, begun + _LONGEST)):
            people = self._people(begun, stop.start())
            if people.mentions and not people.groups and all(map(self._may_speak, people.mentions)):
                return people, stop.start()
        return self._bare(a, b)

    def _may_speak(self, one: Mention) -> bool:
        """A running text has many words that a post may stand before (校长开玩笑说)."""
        return (one.name in self.met.sure or is_surname(one.name)) and not _DOES.search(one.title or "")

    def _bare(self, begun: int, b: int) -> tuple[person.People, int] | None:
        """A name without a post at the beginning of a sentence, whose surname is known."""
        end = name_end(self.text, begun)
        words = self.text[begun:end]
        if not begun < end <= b or not is_name(words):
            return None
        begins = begun == self.start and is_surname(words) and _FOLLOWS.match(self.text, end)
        if words not in self.met.titles and not begins:
            return None
        one = Mention(begun, end, words, None)
        self.met.meet([one])
        return person.People([one], []), end

    def _speak(self, mentions: list[Mention], a: int, b: int) -> None:
        verb = _REAL.search(self.text, a, b)
        self.met.speakers += [(self.line, one, verb[0] if verb else "讲话") for one in mentions]
