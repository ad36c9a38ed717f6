"""`python bench/scale.py`: what building ever larger archives takes, with one leader in every report -> docs/scale.md."""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

import measure
from corpus import reports
from measure import Usage
from peers import PROJECT, Ours
from results import circumstances
from run import ram_disk
from trial import BODY, CLEAN, NEW, NOTHING, TITLE, Trial

_FILE: Final = PROJECT / "docs/scale.md"
_BEGIN, _END = "<!-- measured by bench/scale.py -->", "<!-- end -->"
_SCENARIOS: Final = (CLEAN, NOTHING, BODY, TITLE, NEW)
_COLUMNS: Final = {
    "Output": ("files", "HTML pages", "MB", "largest page, kB", "which"),
    "Seconds: wall · processor": _SCENARIOS,
    "Peak memory in MB: largest process · together": _SCENARIOS,
    "The search index, from nothing": ("wall · processor", "memory", "MB of `search/`"),
}
_MB: Final = 1_000_000
_LARGEST: Final = 300_000
"""Bytes of a page, as promised."""


class Searching(Ours):
    """The same site with its search index."""

    def command(self) -> tuple[str, ...]:
        return tuple(word for word in super().command() if word != "--no-search")


def main() -> None:
    asked = _arguments()
    for count in sorted(asked.reports):
        with tempfile.TemporaryDirectory(prefix="scale-", dir=ram_disk(count)) as folder:
            _save(count, _measured(count, Path(folder), asked))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    counts = [100, 1_000, 10_000, 30_000, 100_000]
    parser.add_argument("--reports", type=int, nargs="+", default=counts, metavar="N")
    parser.add_argument("--limit", type=float, default=3_600, metavar="S", help="seconds a build may take")
    parser.add_argument("--search", action="store_true", help="the search index too")
    return parser.parse_args()


def _measured(count: int, folder: Path, asked: argparse.Namespace) -> Mapping[str, list[str]]:
    """The cells of each table."""
    peer, root = Ours(), folder / "site"
    peer.prepare(root)
    middle = next(islice(reports(count, "plain", everywhere=True), count // 2, None))
    trial = Trial(peer, root, middle, asked.limit)
    for report in reports(count, "plain", everywhere=True):
        trial.write(report)
    for scenario in _SCENARIOS:
        print(f"{count:,}: {scenario}", file=sys.stderr, flush=True)
        trial.play(scenario, 1)
        if trial.failure:
            raise RuntimeError(" ".join(trial.failure))
    cells = {
        "Output": list(_output(trial)),
        "Seconds: wall · processor": [_seconds(trial.usages[one][0]) for one in _SCENARIOS],
        "Peak memory in MB: largest process · together": [
            _memory(trial.usages[one][0]) for one in _SCENARIOS
        ],
    }
    if asked.search:
        print(f"{count:,}: search", file=sys.stderr, flush=True)
        usage = measure.run(Searching().command(), root, asked.limit)
        index = sum(file.stat().st_size for file in (trial.out / "search").rglob("*") if file.is_file())
        cells["The search index, from nothing"] = [_seconds(usage), _memory(usage), f"{index / _MB:,.1f}"]
    return cells


def _output(trial: Trial) -> Iterator[str]:
    made = trial.contents
    assert made is not None
    yield from (f"{made.files:,}", f"{made.pages:,}", f"{made.size / _MB:,.1f}")
    largest = max(trial.out.rglob("*.html"), key=lambda file: file.stat().st_size)
    if largest.stat().st_size > _LARGEST:
        raise RuntimeError(f"{largest} is too large")
    yield f"{largest.stat().st_size / 1000:,.0f}"
    yield f"`/{largest.parent.relative_to(trial.out)}/`"


def _seconds(usage: Usage) -> str:
    return f"{usage.wall:,.2f} · {usage.cpu:,.2f}"


def _memory(usage: Usage) -> str:
    return f"{usage.largest / _MB:,.0f} · {usage.together / _MB:,.0f}"


def _save(count: int, cells: Mapping[str, list[str]]) -> None:
    """Puts the rows of this size into the tables; the others stay."""
    before, _, rest = _FILE.read_text("utf-8").partition(_BEGIN)
    block, _, after = rest.partition(_END)
    old = dict(re.findall(r"^([A-Z].*)\n\n((?:\|.*\n)+)", block, flags=re.M))
    tables = []
    for title, columns in _COLUMNS.items():
        rows = {
            int(line.split("|")[1].replace(",", "")): line for line in old.get(title, "").splitlines()[2:]
        }
        if title in cells:
            rows[count] = f"| {' | '.join([f'{count:,}', *cells[title]])} |"
        if rows:
            head = (f"| reports | {' | '.join(columns)} |", f"| ---: |{' ---: |' * len(columns)}")
            tables.append("\n".join([title, "", *head, *(rows[number] for number in sorted(rows)), ""]))
    whole = "\n".join([_BEGIN, "", circumstances(1, Ours().version()), "", *tables])
    _FILE.write_text(f"{before}{whole}\n{_END}{after}", "utf-8")


if __name__ == "__main__":
    main()
