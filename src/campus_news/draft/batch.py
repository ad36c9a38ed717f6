"""The command `draft`: hand-overs read, told of, and written as reports with their pictures."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from campus_news import roster as rosters
from campus_news import screen, tell
from campus_news.diagnostics import Diagnostic
from campus_news.draft import errand, explain, paper
from campus_news.draft.errand import Draft
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
    stdin: Callable[[], bytes]
    say: Callable[[str], None]
    complain: Callable[[str], None]
    coloured: bool


def run(paths: Sequence[Path], wish: Wish) -> bool:
    """Drafts each hand-over; of several a table is told at the end. Whether all went well."""
    roster = _roster(wish.root)
    rows: list[tuple[str, Draft | Diagnostic]] = []
    well = True
    for path in errand.files(paths):
        piped = str(path) == "-"
        name = "标准输入" if piped else str(path)
        try:
            one = errand.draft(name, wish.stdin() if piped else path.read_bytes(), roster, wish.published)
        except OSError as error:
            wish.complain(f"{name}：打不开（{error.strerror or error}）")
            well = False
            continue
        rows.append((name, one))
        well = _one(one, wish) and well
    if wish.show == "json":
        records = [paper.record(one.facts, one.notes) for _, one in rows if isinstance(one, Draft)]
        wish.say(screen.as_json(records[0] if len(records) == 1 else records))
    elif len(rows) > 1:
        for line in errand.table(rows):
            wish.say(screen.inert(screen.printable(line)))
    if not rows and well:
        wish.complain("这里没有来稿：要 .txt、.md 或 .docx 文件")
    return well and bool(rows)


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
    there = next((file for file in (path, *pictures) if file.exists()), None)
    if there and not wish.force:
        wish.complain(f"{one.source}：已经有“{there}”，没有写入；确实要覆盖就加 --force")
        return False
    for file, data in zip(pictures, (picture.data for picture in one.handed.pictures), strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(one.paper.text, "utf-8", newline="\n")
    for line in errand.summary(one, path):
        wish.say(screen.inert(screen.printable(line)))
    return not wish.edit or _edited(path, wish)


def _edited(path: Path, wish: Wish) -> bool:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        return subprocess.run([*shlex.split(editor), str(path)], check=False).returncode == 0
    except (OSError, ValueError) as error:
        wish.complain(f"打不开编辑软件“{editor}”（{error}）；报道已写好：{path}")
        return False


def _roster(root: Path) -> Roster:
    """The roster of the site at `root`, or what of it can be read; nobody's if there is none."""
    file = root / "content" / "leaders.yaml"
    return rosters.read("content/leaders.yaml", file.read_bytes())[0] if file.is_file() else Roster()
