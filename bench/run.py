"""`python bench/run.py`: this program and other static site generators on the same reports -> RESULTS.md."""

from __future__ import annotations

import argparse
import shutil
import signal
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NoReturn, get_args

import results
from corpus import Kind, reports
from peers import PEERS, Peer
from trial import CLEAN, SCENARIOS, Trial

_MANY: Final = 30_000
"""From so many reports on, only these are run, unless others are asked for."""
_FAST: Final = ("ours", "hugo")
_ROOM: Final = 60_000
"""Bytes, at most, for a report and all that one generator makes of it."""
_STOPS: Final = (signal.SIGINT, signal.SIGTERM)


def main() -> None:
    asked = _arguments()
    for number in _STOPS:
        signal.signal(number, _stop)
    peers = [peer for peer in PEERS if peer.name in (asked.only or [one.name for one in PEERS])]
    for peer in peers:
        peer.install()
    given_up: set[str] = set()
    for count in sorted(asked.reports):
        names = {peer.name for peer in peers} if asked.only or count < _MANY else set(_FAST)
        chosen = [peer for peer in peers if peer.name in names - given_up]
        for kind in asked.kinds if chosen else ():
            trials = _trials(chosen, count, kind, asked.runs, asked.limit)
            results.save(count, kind, trials)
            given_up |= {trial.peer.name for trial in trials if trial.failure}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[1_000, 10_000, _MANY], metavar="N")
    parser.add_argument("--kinds", nargs="+", choices=get_args(Kind), default=get_args(Kind))
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="rounds, medians of which are told")
    parser.add_argument("--only", nargs="+", choices=[peer.name for peer in PEERS])
    parser.add_argument("--limit", type=float, default=120, metavar="S", help="seconds a build may take")
    return parser.parse_args()


def _stop(*_: object) -> NoReturn:
    """Leaves no process and no folder behind: a second signal does not break that off."""
    for number in _STOPS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _trials(peers: Sequence[Peer], count: int, kind: Kind, rounds: int, limit: float) -> list[Trial]:
    """Every scenario of every generator, `rounds` times; in turn, so that a noisy minute troubles them all."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ram_disk(count * len(peers))) as folder:
        trials = _prepared(peers, count, kind, limit, Path(folder))
        for number in range(1, rounds + 1):
            for scenario in SCENARIOS:
                print(f"{count:,} {kind}, round {number} of {rounds}: {scenario}", flush=True)
                for trial in trials:
                    if trial.failure:
                        continue
                    trial.play(scenario, number)
                    if scenario == CLEAN and trial.peer.name == "ours" and not trial.failure:
                        trial.copy()
    return trials


def ram_disk(sites: int) -> Path | None:
    """Where there is room for so many reports and all that is made of them."""
    disk = Path("/dev/shm")
    return disk if disk.is_dir() and shutil.disk_usage(disk).free > sites * _ROOM else None


def _prepared(peers: Sequence[Peer], count: int, kind: Kind, limit: float, folder: Path) -> list[Trial]:
    """The sites, written; one report at a time, so that this process stays small."""
    for peer in peers:
        peer.prepare(folder / peer.name)
    middle = next(islice(reports(count, kind), count // 2, None))
    trials = [Trial(peer, folder / peer.name, middle, limit) for peer in peers]
    for report in reports(count, kind):
        for trial in trials:
            trial.write(report)
    return trials


if __name__ == "__main__":
    main()
