"""The command `draft`: hand-overs read, told of, and written as reports with their pictures."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from campus_news import intake, screen, tell
from campus_news import roster as rosters
from campus_news.diagnostics import Diagnostic
from campus_news.draft import errand, explain, paper
from campus_news.draft.errand import Draft
from campus_news.outcome import said
from campus_news.roster import Roster


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a run. `out` stands for content/; `say` and `complain` print a line."""

    root: Path
    out: Path
    published: dt.date | None
    show: str
    """"json" or "explain": only printed; "": written."""
    edit: bool
    force: bool
    stdin: Callable[[int], bytes]
    """Reads at most so many bytes."""
    say: Callable[[str], None]
    complain: Callable[[str], None]
    coloured: bool


def run(paths: Sequence[Path], wish: Wish) -> bool:
    """Drafts each hand-over; of several a table is told at the end. Whether all went well."""
    roster = _roster(wish)
    rows: list[tuple[str, Draft | Diagnostic]] = []
    well = True
    for name, data in _handed(paths, wish):
        if isinstance(data, OSError):
            wish.complain(_line(f"打不开：{said(data, name)}"))
            well = False
            continue
        one = errand.draft(name, data, roster, wish.published)
        rows.append((name, one))
        well = _one(one, wish) and well
    if wish.show == "json":
        records = [paper.record(one.facts, one.notes) for _, one in rows if isinstance(one, Draft)]
        wish.say(screen.as_json(records[0] if len(records) == 1 else records))
    elif len(rows) > 1:
        for line in errand.table(rows):
            wish.say(_line(line))
    if not rows and well:
        wish.complain("这里没有来稿：要 .txt、.md 或 .docx 文件")
    return well and bool(rows)


def _handed(paths: Sequence[Path], wish: Wish) -> Iterator[tuple[str, bytes | OSError]]:
    """Each hand-over's name with its bytes, or why it is not read.

    A link that was typed is followed. One that lies in a folder is not, if it leads out of there: whoever sent the folder
    must not decide which of our files become a report.
    """
    for path in paths:
        if str(path) == "-":
            yield "标准输入", wish.stdin(intake.MOST)
            continue
        try:
            files = errand.files(path)
        except OSError as error:
            yield str(path), error
            continue
        for file in files:
            try:
                yield str(file), _read(str(file), typed=file is path)
            except OSError as error:
                yield str(file), error


def _read(file: str, *, typed: bool) -> bytes:
    if not typed and intake.leads_out(file):
        raise intake.Unread(file, intake.LINK)
    intake.need_plain(file)
    return intake.content_of(file)


def _line(words: str) -> str:
    return screen.inert(screen.printable(words))


def _one(one: Draft | Diagnostic, wish: Wish) -> bool:
    if isinstance(one, Diagnostic):
        wish.complain(tell.text([one]))
        return False
    if wish.show == "explain":
        for line in explain.lines(one.handed, one.facts, coloured=wish.coloured):
            wish.say(line)
    return bool(wish.show) or _write(one, wish)


def _write(one: Draft, wish: Wish) -> bool:
    """The report and its pictures; nothing that is there is overwritten unless that was asked for."""
    path = wish.out / one.paper.path
    folder = wish.out / "photos" / path.stem
    pictures = [folder / name for name in one.paper.pictures]
    there = next((file for file in (path, *pictures) if os.path.lexists(file)), None)
    if there and not wish.force:
        wish.complain(_line(f"{one.source}：已经有“{there}”，没有写入；确实要覆盖就加 --force"))
        return False
    away = next((file.parent for file in (path, *pictures) if _leads_away(file.parent, wish.out)), None)
    if away:
        wish.complain(_line(f"{one.source}：“{away}”是通到别处的链接，没有写入"))
        return False
    for file, data in zip(pictures, (picture.data for picture in one.handed.pictures), strict=True):
        _put(file, data)
    _put(path, one.paper.text.encode())
    for line in errand.summary(one, path):
        wish.say(_line(line))
    return not wish.edit or _edited(path, wish)


def _leads_away(folder: Path, out: Path) -> bool:
    return not folder.resolve().is_relative_to(out.resolve())


def _put(file: Path, data: bytes) -> None:
    """Writes a new file. What is there is removed first, so that no link and no pipe is written into."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    with file.open("xb") as new:
        new.write(data)


def _edited(path: Path, wish: Wish) -> bool:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        return subprocess.run([*shlex.split(editor), str(path)], check=False).returncode == 0
    except (OSError, ValueError) as error:
        wish.complain(f"打不开编辑软件“{editor}”（{error}）；报道已写好：{path}")
        return False


def _roster(wish: Wish) -> Roster:
    """The roster of the site, or what of it can be read; nobody's if there is none."""
    path = "content/leaders.yaml"
    try:
        return rosters.read(path, intake.own(str(wish.root / path)))[0]
    except FileNotFoundError:
        return Roster()
    except OSError as error:
        wish.complain(_line(f"{said(error, path)}；姓名没有按名册核对"))
        return Roster()
