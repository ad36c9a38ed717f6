"""`python bench/preview.py`: how long after a save the browser shows it, with the live preview -> printed.

A real Chromium has the report open. Each time counts from the moment the file is written until the browser has, by itself,
loaded the page that says what was written, with all its pictures; the browser's own clock tells when that was.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final

from corpus import reports
from peers import PEERS
from playwright.sync_api import Page, sync_playwright

_BUILD: Final = Path(__file__).parent.parent / "build.py"
_OURS: Final = next(peer for peer in PEERS if peer.name == "ours")
_REST: Final = 3
"""Seconds between two saves."""
_LOADED: Final = (
    """() => performance.timeOrigin + performance.getEntriesByType("navigation")[0].loadEventEnd"""
)
"""When the page was loaded, in milliseconds of the clock."""
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[1_000, 10_000], metavar="N")
    parser.add_argument("--edits", type=int, default=10, metavar="N")
    asked = parser.parse_args()
    print("| reports | edited | median ms | most ms | load of the machine |")
    print("| ---: | --- | ---: | ---: | ---: |")
    for count in asked.reports:
        with tempfile.TemporaryDirectory(prefix="preview-") as folder:
            _measure(count, asked.edits, Path(folder))


def _measure(count: int, edits: int, root: Path) -> None:
    _OURS.prepare(root)
    for report in reports(count, "plain"):
        name, text = _OURS.report(report)
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    middle = next(islice(reports(count, "plain"), count // 2, None))
    file = root / _OURS.report(middle)[0]
    with _serving(root) as url, _chromium() as page:
        page.goto(f"{url}{middle.date:%Y/%m/%d}/{middle.slug}/", wait_until="load")
        text = file.read_text("utf-8")
        for what in ("body", "title"):
            times = [_edit(page, file, text, what, number) for number in range(edits)]
            print(
                f"| {count:,} | {what} | {median(times):.0f} | {max(times):.0f} | {os.getloadavg()[0]:.1f} |",
                flush=True,
            )


def _edit(page: Page, file: Path, text: str, what: str, number: int) -> float:
    """Milliseconds from a save until it is shown."""
    time.sleep(_REST)
    mark = f"第{number}次改动{what}"
    changed = f"{text}\n{mark}。\n" if what == "body" else re.sub(r"(?m)^title: .*$", f"title: {mark}", text)
    started = time.time()
    file.write_text(changed, "utf-8")
    page.locator("article" if what == "body" else "h1").get_by_text(mark).first.wait_for(timeout=30_000)
    page.wait_for_load_state("load")
    loaded: float = page.evaluate(_LOADED)
    return loaded - started * 1_000


@contextmanager
def _serving(root: Path) -> Iterator[str]:
    """The preview of the site at `root`, built for the first time: its address."""
    command = [sys.executable, str(_BUILD), "serve", "--root", str(root), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+?/", server.stdout.readline())
        assert found, "no address"
        server.stdout.readline()  # the first build is over
        try:
            yield found[0]
        finally:
            server.terminate()


@contextmanager
def _chromium() -> Iterator[Page]:
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page()
        browser.close()


if __name__ == "__main__":
    main()
