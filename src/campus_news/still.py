"""Whether anything at all has changed since the last build; if not, there is nothing to decode, plan or compare.

Everything a build is made from goes into one digest: every file under content/, templates and static files, the options.
Of the time only what it decides counts: a build holds until the next report is due or the next post begins or ends.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from campus_news import digest, template
from campus_news.content import Options
from campus_news.memo import Row
from campus_news.model import Report
from campus_news.output import state
from campus_news.roster import Roster


@dataclass(frozen=True, slots=True)
class Settled:
    """A build that ended well: what it was made from, from when until when (excluded) it holds, what it came to."""

    inputs: bytes
    timezone: str
    since: dt.datetime
    until: dt.datetime
    outcome: object

    def holds(self, options: Options, inputs: bytes, rows: Mapping[str, Row]) -> bool:
        """Whether the same inputs would now give the same site, and that site stands as it was written."""
        if options.clean or inputs != self.inputs:
            return False
        now = options.clock(ZoneInfo(self.timezone))
        return self.since <= now < self.until and all(
            row.view is not None and state(f"{options.out}/{path}") == (row.size, row.mtime)
            for path, row in rows.items()
        )


def inputs(options: Options) -> tuple[bytes, Mapping[str, bytes]]:
    """The digest of everything a build is made from, but for the time and this program (the memo's own key);
    and the digests of the files under content/, by their path within the root.
    """
    root = options.root
    found = {}
    for folder, folders, files in os.walk(root / "content"):
        folders.sort()
        inside = Path(folder).relative_to(root).as_posix()
        for name in sorted(files):
            found[f"{inside}/{name}"] = _digest(f"{folder}/{name}")
    layers = ((layer, template.files(template.layers(root, layer))) for layer in ("templates", "static"))
    parts = [
        repr((str(root.resolve()), options.drafts)).encode(),
        *(os.fsencode(path) + b"\0" + one for path, one in found.items()),
        *(
            digest.of_files((f"{layer}/{name}", file) for name, file in names.items())
            for layer, names in layers
        ),
    ]
    return digest.of_bytes(b"\0".join(parts)), found


def _digest(path: str) -> bytes:
    """The digest of a plain file; of anything else (a pipe, a file that may not be read) just that it is there."""
    try:
        return digest.of_bytes(Path(path).read_bytes()) if os.path.isfile(path) else b"-"  # noqa: PTH113
    except OSError:
        return b"-"


def span(reports: Iterable[Report], roster: Roster, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The last moment at which something became due up to `now`, and the next one."""
    days = (day for leader in roster.leaders for day in leader.days)
    moments = [
        *(report.published for report in reports),
        *(dt.datetime.combine(day, dt.time()) for day in days),
    ]
    since = max((moment for moment in moments if moment <= now), default=dt.datetime.min)  # noqa: DTZ901 - as all times of a site
    return since, min((moment for moment in moments if moment > now), default=dt.datetime.max)  # noqa: DTZ901
