"""site.yaml: what the site is called, where it will stand, how it looks, in which time zone its days begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Annotated, Final, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from campus_news import address, colour, field, host
from campus_news import catalogue as kinds
from campus_news.diagnostics import Diagnostic, Kind, Severity, Span, finding
from campus_news.emblem import Artwork
from campus_news.model import STAGES, Loc
from campus_news.plain import LateMarks, Words
from campus_news.schema import Line, Mapped, Shape, Value, scalar
from campus_news.shape import quick, shape
from campus_news.source import entries


@dataclass(frozen=True, slots=True)
class Signoff:
    """What a school asks of the credits of a published report, by their keys (source, author…).

    `required` have to be there, those of a tuple in `differ` are different people, `reviewers` may review (none: anybody).
    `differ` may name the stages of a review too; with `approval` nothing is published that was not approved as it is.
    """

    required: tuple[str, ...] = ()
    differ: tuple[tuple[str, ...], ...] = ()
    reviewers: tuple[str, ...] = ()
    approval: bool = False


class Move(NamedTuple):
    """That what stood at `old`, and all below it, stands at `new` now: addresses within the site."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Config:
    """`url` ends with a slash and may hold a path, which then stands before every address of the site."""

    name: str
    url: str
    school: str
    timezone: str = "Asia/Shanghai"
    owner: str | None = None
    icp: str | None = None
    links: tuple[str, ...] = ()
    """Hosts that reports may link to although they are not encrypted (http://)."""
    signoff: Signoff = Signoff()
    color: str | None = None
    """The school's colour, #9e1b22."""
    emblem: str | None = None
    """The name of the file that holds the school's emblem."""
    artwork: Artwork | None = None
    """The emblem as it is published: `content` reads it."""
    admin: host.Host | None = None
    """Where the form for editors writes what they fill in."""
    marks: Mapping[Loc, Span] = made_by(default_factory=dict, compare=False, repr=False)
    moved: tuple[Move, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def base(self) -> str:
        """The path part of `url`: "/" or "/xwzx/"."""
        return urlsplit(self.url).path


_CREDITS: Final = ("source", "author", "photographer", "editor", "proofreader", "reviewer")
_CHINESE: Final = {
    "来源": "source",
    "撰稿": "author",
    "作者": "author",
    "摄影": "photographer",
    "编辑": "editor",
    "校对": "proofreader",
    "审核": "reviewer",
}
_STAGES: Final = {label: stage for stage, label in STAGES.items()} | {
    "初审": "first",
    "复审": "second",
    "终审": "final",
}

BAD_CREDIT = Kind(
    "E226",
    Severity.ERROR,
    "“{value}”不对：署名有 source、author、photographer、editor、proofreader、reviewer，"
    "不能是同一个人的两项写成 differ: [[author, reviewer]]（这里还可以写 first、second、final，即一审、二审、三审）",
    "'{value}' is no credit; those that have to differ are written differ: [[author, reviewer]], "
    "where first, second and final are the stages of a review",
)
BAD_SWITCH = Kind(
    "E256",
    Severity.ERROR,
    "“{value}”应写作 true（要）或 false（不要）",
    "'{value}' should be true or false",
)
_SWITCHES: Final = {
    "是": True,
    "要": True,
    "yes": True,
    "on": True,
    "否": False,
    "不要": False,
    "no": False,
    "off": False,
}


def _credit(text: str) -> str:
    """The key of one of the credits."""
    key = _CHINESE.get(text.strip(), text.strip())
    if key not in _CREDITS:
        raise field.wrong(BAD_CREDIT, value=text)
    return key


def _signer(text: str) -> str:
    """The key of one of the credits, or of one of the stages."""
    stage = _STAGES.get(text.strip(), text.strip())
    return stage if stage in STAGES else _credit(text)


def _switch(text: str) -> bool:
    """true or false."""
    said = text.strip().lower()
    if said in ("true", "false"):
        return said == "true"
    meant = _SWITCHES.get(said)
    raise field.wrong(BAD_SWITCH, None if meant is None else str(meant).lower(), value=text)


def _differing(value: object) -> tuple[str, ...]:
    """Credits that have to be of different people."""
    if not isinstance(value, list) or len(value) < 2 or not all(isinstance(one, str) for one in value):
        raise field.wrong(BAD_CREDIT, value=str(value))
    return tuple(map(_signer, value))


@dataclass(frozen=True, slots=True)
class SignoffFields(Shape):
    """What is asked of the credits."""

    required: tuple[Annotated[str, scalar(_credit)], ...] = ()
    differ: tuple[Annotated[tuple[str, ...], Value(_differing)], ...] = ()
    reviewers: tuple[Annotated[str, scalar(field.name)], ...] = ()
    approval: Annotated[bool, scalar(_switch)] = False


@dataclass(frozen=True, slots=True)
class MoveFields(Shape):
    """An entry of `moved`, `old: new`."""

    old: Annotated[str, scalar(address.read)]
    new: Annotated[str, scalar(address.read)]


@dataclass(frozen=True, slots=True)
class ConfigFields(Shape):
    name: Line
    url: Annotated[str, scalar(field.url)]
    school: Line | None = None
    timezone: Annotated[str, scalar(field.zone)] = "Asia/Shanghai"
    owner: Line | None = None
    icp: Line | None = None
    links: tuple[Line, ...] = ()
    signoff: Annotated[Signoff, Mapped(SignoffFields, Signoff)] = Signoff()
    color: Annotated[str, scalar(colour.read)] | None = None
    emblem: Annotated[str, scalar(field.file_name)] | None = None
    admin: Annotated[host.Host, Mapped(host.HostFields, host.Host)] | None = None
    moved: tuple[Annotated[Move, Mapped(MoveFields, Move)], ...] = ()


# fmt: off
WORDS: Final = Words(
    known=frozenset({
        "name", "url", "school", "timezone", "owner", "icp", "links",
        "signoff", "required", "differ", "reviewers", "color", "emblem", "approval", "admin", *host.LABELS, "moved",
    }),
    labels={"name": "网站名称", "url": "网址", **host.LABELS},
    others={
        "网站名称": "name", "名称": "name", "title": "name", "网址": "url", "学校": "school",
        "时区": "timezone", "主办单位": "owner", "备案号": "icp", "外链": "links",
        "署名": "signoff", "必填": "required", "不同": "differ", "审核人": "reviewers", "审签": "approval",
        "校色": "color", "颜色": "color", "colour": "color", "校徽": "emblem", "logo": "emblem",
        "搬迁": "moved", "旧网址": "moved", "redirects": "moved",
    },
    lists={"links": None, "required": None, "differ": None, "reviewers": None, "moved": None},
    symbols=frozenset({"url", "timezone", "emblem", "approval", "repo", "branch", "base_url", "app_id"}),
    pairs={"moved": ("old", "new")},
)
# fmt: on


class ConfigMarks(LateMarks):
    """Where the fields of site.yaml stand."""

    words = WORDS


def read(path: str, data: bytes) -> tuple[Config | None, list[Diagnostic]]:
    """The configuration in `data`, None if it cannot be used."""
    lines, findings = entries(path, data)
    if not lines:
        return None, findings
    fields = quick(ConfigFields, lines, WORDS) if not findings else None
    if fields is None:
        fields, found = _closely(path, lines)
        findings += found
    if fields is None:
        return None, findings
    school = fields.school or fields.name
    config = Config(
        name=fields.name,
        url=fields.url,
        school=school,
        timezone=fields.timezone,
        owner=fields.owner,
        icp=fields.icp,
        links=fields.links,
        signoff=fields.signoff,
        color=fields.color,
        emblem=fields.emblem,
        admin=fields.admin,
        marks=ConfigMarks(path, lines, 1),
        moved=fields.moved,
    )
    if config.admin is not None:
        findings += host.lacking(config.admin, config.marks["admin", "backend"])
    return config, findings


def _closely(path: str, lines: Sequence[str]) -> tuple[ConfigFields | None, list[Diagnostic]]:
    """The fields of a file in which something may be wrong, and what is."""
    from campus_news.composer import compose

    tree = compose(path, lines)
    findings = list(tree.findings)
    if tree.root is None and not findings:
        findings.append(finding(kinds.MISSING, Span(path, 1), key="name", label=WORDS.labels["name"]))
    shaped = shape(ConfigFields, tree, WORDS)
    return shaped.value or shaped.partial, [*findings, *shaped.findings]
