"""Everything under content/, read, decoded and checked; what was decoded before comes from the memo."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from campus_news import catalogue as kinds
from campus_news import config as configs
from campus_news import digest, photos, roster, rules, work
from campus_news.config import Config
from campus_news.decode import decode
from campus_news.diagnostics import Diagnostic, Span, finding, in_order
from campus_news.markup import Markup
from campus_news.memo import Memo, pack, unpack
from campus_news.model import Record, Report
from campus_news.photos import BadPhoto, Published, Shelf
from campus_news.roster import Roster
from campus_news.rules import person

T = TypeVar("T")

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff")
_SITE, _LEADERS, _REPORTS = "content/site.yaml", "content/leaders.yaml", "content/reports"


class Progress(Protocol):
    """Passes `things` on, and shows how far it is."""

    def __call__(self, things: Iterable[T], total: int, what: str) -> Iterable[T]: ...


def silent(things: Iterable[T], total: int, what: str) -> Iterable[T]:  # noqa: ARG001
    """A progress that shows nothing."""
    return things


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for. `clock` tells the time in the zone of the site, which only site.yaml knows."""

    root: Path
    clock: Callable[[ZoneInfo], dt.datetime]
    out: Path = Path("public")
    drafts: bool = False
    jobs: int = 1
    clean: bool = False
    progress: Progress = field(default=silent)


@dataclass(frozen=True, slots=True)
class Content:
    """What was read. `bodies` are the digests of the reports' bodies, by path: the bodies themselves stay packed."""

    config: Config | None
    roster: Roster
    reports: tuple[Report, ...]
    bodies: Mapping[str, bytes]
    pictures: Mapping[tuple[str, str], Published]
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Decoded(Record):
    """What the memo keeps of a report beside its body."""

    report: Report | None
    findings: tuple[Diagnostic, ...]
    body: bytes


def read(options: Options, memo: Memo, digests: Mapping[str, bytes] | None = None) -> Content:
    """All of `options.root`'s content and everything that is wrong with it.

    `digests` of files, by their path within the root, spare reading those that the memo knows.
    """
    config, findings = _config(options.root)
    leaders, found = _roster(options.root)
    findings += found
    decoded = _reports(options, memo, digests or {}, findings)
    for one in decoded.values():
        findings += one.findings
    reports = tuple(one.report for one in decoded.values() if one.report is not None)
    findings += rules.findings(reports, leaders)
    findings = [person.with_roster(one, leaders) for one in findings]
    pictures, found = _pictures(options, reports, leaders)
    bodies = {path: one.body for path, one in decoded.items()}
    return Content(config, leaders, reports, bodies, pictures, in_order([*findings, *found]))


def _config(root: Path) -> tuple[Config | None, list[Diagnostic]]:
    data = _file(root / _SITE)
    return configs.read(_SITE, data) if data is not None else (None, [_missing(_SITE)])


def _roster(root: Path) -> tuple[Roster, list[Diagnostic]]:
    data = _file(root / _LEADERS)
    return roster.read(_LEADERS, data) if data is not None else (Roster(), [_missing(_LEADERS)])


def _missing(path: str) -> Diagnostic:
    return finding(kinds.NO_FILE, Span(path, 1), path=path)


def _file(path: Path) -> bytes | None:
    """A plain file's content; None for anything else, above all a pipe, which would never end."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _reports(
    options: Options, memo: Memo, digests: Mapping[str, bytes], findings: list[Diagnostic]
) -> dict[str, _Decoded]:
    """Every report decoded, by its path; those that the memo does not know are decoded now and kept there."""
    known = {} if options.clean else memo.decoded()
    decoded: dict[str, _Decoded | None] = {}
    new: list[tuple[str, bytes]] = []
    for path in _report_files(options.root, findings):
        row = known.get(path)
        if row and row.digest == digests.get(path):
            decoded[path] = unpack(row.facts)
            continue
        data = _file(options.root / path)
        if data is None:
            findings.append(finding(kinds.UNREADABLE, Span(path, 1), reason="没有读取权限，或不是文件"))
            continue
        decoded[path] = unpack(row.facts) if row and row.digest == digest.of_bytes(data) else None
        if decoded[path] is None:
            new.append((path, data))
    made = work.spread(_decode, Markup, new, options.jobs)
    kept = []
    for path, fingerprint, facts, body in options.progress(made, len(new), "读取报道"):
        decoded[path] = unpack(facts)
        kept.append((path, fingerprint, facts, body))
    memo.keep(kept, known.keys() - decoded.keys())
    return {path: one for path, one in decoded.items() if one is not None}


def _decode(markup: Markup, file: tuple[str, bytes]) -> tuple[str, bytes, bytes, bytes]:
    path, data = file
    done = decode(path, data, markup)
    body = pack(done.body)
    facts = pack(_Decoded(done.report, done.findings, digest.of_bytes(body)))
    return path, digest.of_bytes(data), facts, body


def _report_files(root: Path, findings: list[Diagnostic]) -> Iterator[str]:
    """The paths of all reports within `root`, sorted. Names that begin with . or _ are the editors' own."""
    for folder, folders, files in os.walk(root / _REPORTS):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        inside = Path(folder).relative_to(root).as_posix()
        for name in sorted(files):
            path = f"{inside}/{name}"
            if name.startswith((".", "_")) or name.lower() == "readme.md":
                continue
            if not _is_text(name):
                findings.append(finding(kinds.ODD_FILE_NAME, Span(ascii(path).strip("'"), 1)))
            elif name.lower().endswith(".md"):
                yield path
            elif not name.lower().endswith(_PICTURES):
                findings.append(finding(kinds.NOT_A_REPORT, Span(path, 1)))


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _pictures(
    options: Options, reports: Sequence[Report], leaders: Roster
) -> tuple[dict[tuple[str, str], Published], list[Diagnostic]]:
    """Every picture asked for, published into the cache; those missing or broken are findings."""
    shelf = Shelf(options.root)
    wanted = {("", one.portrait): shelf.find("", one.portrait) for one in leaders.leaders if one.portrait}
    for report in reports:
        for photo in (*report.photos, *report.images):
            wanted[report.path, photo.file] = shelf.find(report.path, photo.file)
    cache = options.root / ".cache" / "photos"
    known = {} if options.clean else dict(photos.published(cache))
    files = dict.fromkeys(path for path in wanted.values() if path is not None)

    def publish(path: str) -> Published | str:
        try:
            data = Path(path).read_bytes()
            return known.get(photos.digest(data)) or photos.publish(data, cache)
        except BadPhoto as error:
            return str(error)

    with ThreadPoolExecutor(options.jobs) as pool:
        made = options.progress(pool.map(publish, files), len(files), "处理照片")
        results: dict[str | None, Published | str] = dict(zip(files, made, strict=True))
    pictures, faults = {}, {}
    for key, path in wanted.items():
        result = results.get(path)
        if isinstance(result, Published):
            pictures[key] = result
        else:
            faults[key] = result
    return pictures, list(_picture_findings(faults, shelf, reports, leaders)) if faults else []


def _picture_findings(
    faults: Mapping[tuple[str, str], str | None], shelf: Shelf, reports: Sequence[Report], leaders: Roster
) -> Iterator[Diagnostic]:
    """Pictures that are missing (None) or broken (why), wherever they are asked for."""
    asked = [("", one.portrait, one.portrait_mark) for one in leaders.leaders if one.portrait]
    for report in reports:
        for key, group in (("photos", report.photos), ("images", report.images)):
            for i, photo in enumerate(group):
                if (report.path, photo.file) in faults:
                    asked.append((report.path, photo.file, report.mark(key, i, "file")))
    for owner, file, span in asked:
        why = faults.get((owner, file), "")
        if why is None:
            yield _no_photo(shelf, owner, file, span)
        elif why:
            yield finding(kinds.BAD_PHOTO, span, file=file, reason=why)


def _no_photo(shelf: Shelf, owner: str, file: str, span: Span) -> Diagnostic:
    folders = shelf.folders(owner)
    there = [name for folder in folders for name in sorted(shelf.names(folder))]
    same = (name for name in there if name.lower() == file.lower())
    near = next(same, None) or next(iter(get_close_matches(file, there, 1, 0.75)), None)
    return finding(
        kinds.NO_PHOTO,
        span,
        near if span.width else None,
        file=file,
        places="、".join(f"{one}/" for one in folders),
    )
