"""A site in which every text is hostile: which texts the program refuses (with a finding), and what it is then made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from campus_news.diagnostics import Severity
from conftest import Place, jpeg

NAMES = tuple(f"欧{a}{b}" for a in "一二三四五六七八九十" for b in "一二三四五六七八九十")
"""Names that may be on the roster."""
FORMS = (
    "{}",
    "## {}",
    "- {}",
    "> {}",
    "**{}**",
    "`{}`",
    "```{}\n{}\n```",
    "| 甲 | {} |\n|---|---|\n| {} | 乙 |",
    "[{}](/2022/)",
    "[链接]({})",
    "[链接](<{}>)",
    '[链接](/2022/ "{}")',
    "[链接{n}]\n\n[链接{n}]: {}",
    '[链接x{n}]\n\n[链接x{n}]: /2022/ "{}"',
    "注[^n{n}]\n\n[^n{n}]: {}",
    "注[^{}]\n\n[^{}]: 注",
    "<{}>",
    "![{}](01.jpg)",
    "![图]({})",
    '![图](01.jpg "{}")',
    "甲{{: {} }}",
    "<b title=\"{}\" {}>甲</b><a href='{}'>点我</a>",
    '<a href="{}">点我</a>',
)
"""Where a text may stand in a body."""


_INSTEAD = {"title": ("title: 学校召开例会",), "reason": ("reason: 内容有误",)}
"""What a report cannot be without."""


class Piece(NamedTuple):
    """Lines of a file that hold one text in one field, and stand or fall together."""

    field: str
    text: str
    lines: tuple[str, ...]


def quoted(text: str) -> str:
    """As YAML has any text between double quotes."""
    signs = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(signs.get(c) or (c if c.isprintable() else f"\\U{ord(c):08x}") for c in text) + '"'


def front(texts: Sequence[str], leader: str, *, whole: bool) -> Iterator[Piece]:
    """Front matter with the texts in every field of a report that is text; fields that hold only one share them.

    `whole`: also in the fields for names and files, which take next to none.
    """

    def one(i: int) -> str:
        return texts[i % len(texts)]

    def listed(name: str, first: str, *forms: str) -> Iterator[Piece]:
        yield Piece("", "", (f"{name}:", f"  - {first}"))
        for text in texts:
            for form in forms:
                if whole or not form.startswith("!"):
                    line = f"  - {form.removeprefix('!').replace('%s', quoted(text))}"
                    yield Piece(f"{name} {form}", text, (line,))

    yield Piece("title", one(0), (f"title: {quoted(one(0))}",))
    yield Piece("venue", one(1), (f"venue: {quoted(one(1))}",))
    yield from listed("host", "陈立言", "{name: 石一鸣, title: %s, org: %s}", "!{name: %s}")
    yield from listed("attendees", leader, "{name: 石一鸣, org: %s, title: %s}", "!%s")
    yield from listed("groups", "中层干部", "%s")
    yield from listed("observers", "学生代表", "%s")
    yield from listed("absent", "学生代表", "%s")
    yield from listed("speakers", "方致远", "{name: 石一鸣, title: %s, act: %s}", "!{name: %s, act: 讲话}")
    photo = "{file: 01.jpg, caption: %s, alt: %s, credit: %s, after: 1}"
    yield from listed("photos", "01.jpg", photo, "{file: 02.jpg, caption: %s}", "!{file: %s}")
    yield Piece("", "", ("credits:", "  source: 工会"))
    for i, name in enumerate(("author", "photographer", "editor", "proofreader", "reviewer"), 2):
        yield Piece(f"credits.{name}", one(i), (f"  {name}: {quoted(one(i))}",))
    yield from listed("corrections", "{date: 2022-10-02, text: 补写一人。}", "{date: 2022-10-02, text: %s}")
    if whole:
        yield Piece("review", one(3), ("review:", f"  first: {{by: {quoted(one(3))}, on: 2022-10-01}}"))
    yield Piece("waive", one(4), ("waive:", f"  E302: {quoted(one(4))}"))


def body(texts: Sequence[str], *, whole: bool) -> Iterator[Piece]:
    """The texts in every place of a body; if not `whole`, each in one of eight."""
    for n, text in enumerate(texts):
        for form in FORMS if whole else FORMS[n % 8 :: 8]:
            said = form.replace("{n}", str(n)).replace("{{", "{").replace("}}", "}").replace("{}", text)
            yield Piece("body", text, (*re.split(r"\r\n?|\n", said), ""))


@dataclass
class File:
    """A file made of pieces, of which those that are refused go."""

    path: str
    pieces: list[Piece]
    head: tuple[str, ...] = ("---",)

    @property
    def text(self) -> str:
        return "\n".join([*self.head, *(line for piece in self.pieces for line in piece.lines)]) + "\n"

    def at(self, line: int) -> int:
        """The place of the piece that holds the line of that number, from 1."""
        ends = accumulate((len(piece.lines) for piece in self.pieces), initial=len(self.head))
        return next(i for i, end in enumerate(ends) if line <= end) - 1

    def drop(self, i: int) -> Piece:
        """Takes away the piece at that place."""
        piece = self.pieces[i]
        self.pieces[i] = Piece("", "", _INSTEAD.get(piece.field, ()))
        return piece


@dataclass
class Hostile:
    """The files of a site; `refused` are the fields and texts that it does not take, with the codes of the findings."""

    place: Place
    files: dict[str, File] = field(default_factory=dict)
    refused: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, path: str, pieces: Iterable[Piece], head: tuple[str, ...] = ("---",)) -> None:
        self.files[path] = File(path, list(pieces), head)

    def settle(self) -> None:
        """Writes the files, and takes away what is refused until nothing is."""
        self.place.write("content/photos/01.jpg", jpeg(480, 320))
        self.place.write("content/photos/02.jpg", jpeg(480, 320, "red"))
        changed = set(self.files)
        while changed:
            for path in changed:
                self.place.write(path, self.files[path].text)
            wrong = [one for one in self.place.check().findings if one.severity is Severity.ERROR]
            found = {(one.span.path, self.files[one.span.path].at(one.span.line)): one.code for one in wrong}
            changed = {path for path, _ in found}
            for (path, i), code in found.items():
                piece = self.files[path].drop(i)
                assert piece.text, (path, i, code)
                self.refused.append((piece.field, piece.text, code))

    def taken(self) -> Counter[str]:
        """How many texts each field holds."""
        return Counter(piece.field for file in self.files.values() for piece in file.pieces if piece.text)


def report(path: str, texts: Sequence[str], leader: str, *, whole: bool) -> tuple[str, list[Piece]]:
    """A published report."""
    date = path.rsplit("/", 1)[1][:10]
    end = Piece("", "", (f"date: {date}", "---", "方致远指出，要抓好落实。", ""))
    return path, [*front(texts, leader, whole=whole), end, *body(texts, whole=whole)]


def short(path: str, text: str) -> tuple[str, list[Piece]]:
    """A report with the text in the fields that hold only one."""
    date = path.rsplit("/", 1)[1][:10]
    fields = [Piece(name, text, (f"{name}: {quoted(text)}",)) for name in ("title", "venue")]
    author = Piece("credits", text, (f"credits: {{author: {quoted(text)}}}",))
    return path, [*fields, author, Piece("", "", (f"date: {date}", "---", "正文。"))]


def withdrawn(path: str, text: str) -> tuple[str, list[Piece]]:
    """A report that was withdrawn for that reason."""
    date = path.rsplit("/", 1)[1][:10]
    lines = ("title: 例会", f"date: {date}", "status: withdrawn")
    reason = Piece("reason", text, (f"reason: {quoted(text)}",))
    return path, [Piece("", "", lines), reason, Piece("", "", ("---",))]


def roster(texts: Sequence[str], share: int, *, whole: bool) -> list[Piece]:
    """Leaders with `share` of the texts each as posts, and if `whole` as former names."""
    pieces = []
    for i in range(0, len(texts), share):
        some = texts[i : i + share]
        pieces.append(Piece("", "", (f"- name: {NAMES[i // share]}", "  former_names:", "    - 单华")))
        pieces += [Piece("former_names", one, (f"    - {quoted(one)}",)) for one in some if whole]
        pieces.append(Piece("", "", ("  posts:", "    - {title: 副校长, from: 2018-01-01}")))
        pieces += [
            Piece("posts", one, (f"    - {{title: {quoted(one)}, from: 2019-01-01}}",)) for one in some
        ]
    return pieces
