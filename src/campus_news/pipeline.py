"""The whole way, top to bottom: read and decode all, check, publish pictures, plan, render, write."""

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
from campus_news import photos, placement, roster, rules, site, urls
from campus_news.config import Config
from campus_news.decode import Decoded, decode
from campus_news.diagnostics import Diagnostic, Span, finding, has_error, in_order
from campus_news.markup import Body, Markup
from campus_news.model import Report
from campus_news.output import Output
from campus_news.pages import Page, plan
from campus_news.photos import BadPhoto, Published
from campus_news.render import Renderer
from campus_news.roster import Roster
from campus_news.view import BodyItem, ReportView

T = TypeVar("T")

_SITE, _LEADERS, _REPORTS = "content/site.yaml", "content/leaders.yaml", "content/reports"
_PACKAGE = Path(__file__).parent


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
class Hidden:
    """A report that readers do not see yet, and why."""

    path: str
    title: str
    why: str
    until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to. With an error among `findings` nothing was written."""

    findings: tuple[Diagnostic, ...]
    reports: int = 0
    hidden: tuple[Hidden, ...] = ()
    pages: int = 0
    written: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class _Content:
    """Everything under content/, decoded and checked."""

    config: Config | None
    roster: Roster
    reports: tuple[Report, ...]
    bodies: Mapping[str, Body]
    pictures: Mapping[tuple[str, str], Published]
    findings: tuple[Diagnostic, ...]


def check(options: Options) -> Outcome:
    """Every finding there is; nothing is written but the cache."""
    content = _content(options)
    return Outcome(content.findings, len(content.reports))


def build(options: Options) -> Outcome:
    """The site in `options.out`, unless there is an error."""
    content = _content(options)
    if content.config is None or has_error(content.findings):
        return Outcome(content.findings, len(content.reports))
    now = options.clock(content.config.zone)
    shown = site.shown(content.reports, now, options.drafts)
    pictures = {key: one.picture for key, one in content.pictures.items()}
    whole = site.assemble(shown, content.roster, content.config, pictures, now)
    pages = list(plan(whole))
    written, removed = _write(options, content, content.config, pages)
    hidden = tuple(_hidden(content.reports, now))
    return Outcome(content.findings, len(shown), hidden, len(pages), written, removed)


def _content(options: Options) -> _Content:
    config, findings = _config(options.root)
    leaders, found = _roster(options.root)
    findings += found
    decoded = list(_decoded(options))
    for one in decoded:
        findings += one.findings
    reports = tuple(one.report for one in decoded if one.report is not None)
    findings += rules.findings(reports, leaders)
    pictures, found = _pictures(options, reports, leaders)
    bodies = {one.report.path: one.body for one in decoded if one.report is not None}
    return _Content(config, leaders, reports, bodies, pictures, in_order([*findings, *found]))


def _config(root: Path) -> tuple[Config | None, list[Diagnostic]]:
    data = _file(root / _SITE)
    return configs.read(_SITE, data) if data is not None else (None, [_missing(_SITE)])


def _roster(root: Path) -> tuple[Roster, list[Diagnostic]]:
    data = _file(root / _LEADERS)
    return roster.read(_LEADERS, data) if data is not None else (Roster(), [_missing(_LEADERS)])


def _missing(path: str) -> Diagnostic:
    return finding(kinds.NO_FILE, Span(path, 1), path=path)


def _file(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _decoded(options: Options) -> Iterator[Decoded]:
    paths = list(_report_files(options.root))
    markup = Markup()
    for path in options.progress(paths, len(paths), "读取报道"):
        data = _file(options.root / path)
        if data is None:
            span = Span(path, 1)
            yield Decoded(None, markup.body(""), (finding(kinds.UNREADABLE, span, reason="没有读取权限"),))
        else:
            yield decode(path, data, markup)


def _report_files(root: Path) -> Iterator[str]:
    """The paths of all reports within `root`, sorted. Names that begin with . or _ are the editors' own."""
    for folder, folders, files in os.walk(root / _REPORTS):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        for name in sorted(files):
            if (
                name.lower().endswith(".md")
                and not name.startswith((".", "_"))
                and name.lower() != "readme.md"
            ):
                yield (Path(folder) / name).relative_to(root).as_posix()


def _pictures(
    options: Options, reports: Sequence[Report], leaders: Roster
) -> tuple[dict[tuple[str, str], Published], list[Diagnostic]]:
    """Every picture asked for, published into the cache; those missing or broken are findings."""
    wanted, findings = _wanted(options.root, reports, leaders)
    cache = options.root / ".cache" / "photos"
    known = {} if options.clean else dict(photos.published(cache))
    files = dict.fromkeys(path for path, _ in wanted.values())

    def publish(path: Path) -> Published | str:
        data = path.read_bytes()
        try:
            return known.get(photos.digest(data)) or photos.publish(data, cache)
        except BadPhoto as error:
            return str(error)

    with ThreadPoolExecutor(options.jobs) as pool:
        made = options.progress(pool.map(publish, files), len(files), "处理照片")
        results = dict(zip(files, made, strict=True))
    pictures = {}
    for key, (path, span) in wanted.items():
        result = results[path]
        if isinstance(result, str):
            findings.append(finding(kinds.BAD_PHOTO, span, file=key[1], reason=result))
        else:
            pictures[key] = result
    return pictures, findings


def _wanted(
    root: Path, reports: Sequence[Report], leaders: Roster
) -> tuple[dict[tuple[str, str], tuple[Path, Span]], list[Diagnostic]]:
    """(report's path, file's name) -> the file found and where it is asked for."""
    wanted: dict[tuple[str, str], tuple[Path, Span]] = {}
    findings = []
    portraits = (root / "content" / "photos" / "leaders", root / "content" / "photos")
    asked: list[tuple[str, tuple[Path, ...], str, Span]] = [
        ("", portraits, one.portrait, one.portrait_mark) for one in leaders.leaders if one.portrait
    ]
    for report in reports:
        places = photos.folders(root, report.path)
        for key, group in (("photos", report.photos), ("images", report.images)):
            asked += [
                (report.path, places, one.file, report.mark(key, i, "file")) for i, one in enumerate(group)
            ]
    for owner, places, file, span in asked:
        path = photos.locate(places, file)
        if path is None:
            findings.append(_no_photo(root, places, file, span))
        else:
            wanted[owner, file] = path, span
    return wanted, findings


def _no_photo(root: Path, places: Sequence[Path], file: str, span: Span) -> Diagnostic:
    there = [
        one.name for place in places if place.is_dir() for one in sorted(place.iterdir()) if one.is_file()
    ]
    near = next(iter(get_close_matches(file, there, 1, 0.6)), None) if span.width else None
    told = "、".join(f"{place.relative_to(root).as_posix()}/" for place in places)
    return finding(kinds.NO_PHOTO, span, near, file=file, places=told)


def _hidden(reports: Iterable[Report], now: dt.datetime) -> Iterator[Hidden]:
    for report in sorted(reports, key=lambda one: (one.published, one.path)):
        why = site.hidden(report, now)
        if why is not None:
            until = report.published if report.published > now else None
            yield Hidden(report.path, report.title, why, until)


def _write(options: Options, content: _Content, config: Config, pages: Sequence[Page]) -> tuple[int, int]:
    renderer = Renderer(_layers(options.root, "templates"), config)
    with Output(options.out, options.root / ".cache", fresh=options.clean) as output:
        for page in options.progress(pages, len(pages), "生成网页"):
            output.add(urls.output(page.url), renderer.render(page, _body(page, content)))
        for published in dict.fromkeys(_shown_pictures(content, pages)):
            output.add_file(urls.output(published.picture.url), published.file)
        for name, file in _static_files(options.root).items():
            output.add(urls.output(urls.static(name)), file.read_bytes())
        return output.commit()


def _body(page: Page, content: _Content) -> tuple[BodyItem, ...]:
    if page.body is None or not isinstance(page.view, ReportView):
        return ()
    return placement.place(content.bodies[page.body], page.view.figures, page.view.after)


def _shown_pictures(content: _Content, pages: Sequence[Page]) -> Iterator[Published]:
    """The pictures of the roster and of the reports that have a page: a draft's photo is not published."""
    shown = {"", *(page.body for page in pages if page.body is not None)}
    return (one for (owner, _), one in content.pictures.items() if owner in shown)


def _layers(root: Path, name: str) -> list[Path]:
    """Where templates or static files are: the site's own before the project's."""
    packed = _PACKAGE / f"_{name}"
    return [root / name, packed if packed.is_dir() else _PACKAGE.parent.parent / name]


def _static_files(root: Path) -> dict[str, Path]:
    """Name within /static/ -> file."""
    found: dict[str, Path] = {}
    for layer in reversed(_layers(root, "static")):
        for file in sorted(layer.rglob("*")):
            name = file.relative_to(layer).as_posix()
            if file.is_file() and not any(part.startswith(".") for part in name.split("/")):
                found[name] = file
    return dict(sorted(found.items()))
