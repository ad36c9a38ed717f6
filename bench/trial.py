"""One generator on one corpus: its site, what is changed in it, and what building it took."""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

import measure
from corpus import Report
from measure import Failed, Usage
from peers import Peer

CLEAN, NOTHING, BODY, TITLE, TEMPLATE, NEW = SCENARIOS = (
    *("clean", "nothing changed", "edited body"),
    *("edited title", "edited base template", "new report"),
)
"""In the order of a round: each goes on from what the one before it has left."""
COPY = "cp -r"


@dataclass(frozen=True, slots=True)
class Contents:
    """What an output holds: all files, those that are HTML, and the bytes of all."""

    files: int
    pages: int
    size: int

    @classmethod
    def of(cls, folder: Path) -> Contents:
        files = [file for file in folder.rglob("*") if file.is_file()]
        pages = sum(file.suffix == ".html" for file in files)
        return cls(len(files), pages, sum(file.stat().st_size for file in files))


@dataclass(slots=True)
class Trial:
    """`usages` holds those of every round under the name of the scenario."""

    peer: Peer
    root: Path
    report: Report
    """The one that is edited, as it stands now."""
    limit: float
    usages: defaultdict[str, list[Usage]] = field(default_factory=lambda: defaultdict(list))
    contents: Contents | None = None
    failure: tuple[str, str] | None = None
    """The scenario in which it was given up, and why."""

    @property
    def out(self) -> Path:
        return self.root / self.peer.out

    def write(self, report: Report) -> None:
        name, text = self.peer.report(report)
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def play(self, scenario: str, number: int) -> None:
        """One build, in round `number`. Raises `RuntimeError` if the output does not show what was changed."""
        mark = f"{scenario.replace(' ', '-')}-{number}"
        self._change(scenario, mark)
        try:
            self.usages[scenario].append(measure.run(self.peer.command(), self.root, self.limit))
        except Failed as failure:
            self.failure = scenario, str(failure)
            return
        self.contents = self.contents or Contents.of(self.out)
        # A title is also on the page of its month.
        expected = {BODY: 1, TITLE: 2, NEW: 2, TEMPLATE: self.contents.pages}.get(scenario, 0)
        shown = _pages_with(mark, self.out) if expected else 0
        if shown < expected:
            raise RuntimeError(f"{self.peer.name}, {scenario}: on {shown} pages instead of {expected}")

    def copy(self) -> None:
        """Copies the output, for comparison: the same files written, without the work of making them."""
        there = self.root.with_suffix(".copy")
        self.usages[COPY].append(measure.run(("cp", "-r", str(self.out), str(there)), self.root, self.limit))
        shutil.rmtree(there)

    def _change(self, scenario: str, mark: str) -> None:
        if scenario == CLEAN:
            for name in (self.peer.out, *self.peer.memory):
                _remove(self.root / name)
        elif scenario == BODY:
            self.report = replace(self.report, body=f"{self.report.body}\n会议另作说明（{mark}）。\n")
            self.write(self.report)
        elif scenario == TITLE:
            self.report = replace(self.report, title=f"学校召开工作例会（{mark}）")
            self.write(self.report)
        elif scenario == TEMPLATE:  # not a comment: Hugo leaves those out
            base = self.root / self.peer.base
            meta = f'<meta name="bench" content="{mark}">'
            base.write_text(base.read_text("utf-8").replace("</head>", f"{meta}</head>"), "utf-8")
        elif scenario == NEW:
            self.write(replace(self.report, slug=mark, title=f"学校召开座谈会（{mark}）"))


def _pages_with(mark: str, folder: Path) -> int:
    search = ["grep", "-rlF", "--include=*.html", mark, str(folder)]
    return len(subprocess.run(search, check=False, capture_output=True).stdout.splitlines())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
