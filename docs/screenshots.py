"""Photographs every kind of page of the demo: `make screenshots`, or `python docs/screenshots.py [folder]`.

The demo is built as of one fixed day into a temporary folder, shown by Chromium at a phone's width and at a desktop's, and each
first screen kept as a small WebP in docs/screenshots/<folder> (after, if none is named). The README shows them, and the sheet
of several pages that is made of them.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from campus_news import cli

HERE = Path(__file__).resolve().parent / "screenshots"
ROOT = HERE.parents[1]
NOW = "2026-03-01"
KINDS = {
    "home": "/",
    "report": "/2025/10/30/monthly-meeting/",
    "month": "/2025/09/",
    "year": "/2025/",
    "archive": "/archive/",
    "roster": "/leaders/",
    "leader": "/leaders/chen-liyan/",
    "leader-year": "/leaders/chen-liyan/2025/",
    "corrections": "/corrections/",
    "withdrawn": "/2025/10/22/lab-safety/",
    "not-found": "/404.html",
}
SCREENS = {360: 740, 1280: 880}
"""Widths and heights of the window, in pixels."""
KEPT = {360: 360, 1280: 720}
"""Widths of the pictures that are kept."""
QUALITY = 62
SHEET = ("home", "report", "leader")
GAP = 24
BACKGROUND = (228, 225, 220)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what matters are the pictures."""


@contextmanager
def demo() -> Iterator[str]:
    """The address of the demo site while it is served."""
    with TemporaryDirectory() as folder:
        if cli.main(["build", "--root", str(ROOT), "--out", folder, "--now", NOW]) != 0:
            sys.exit("the demo does not build")
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()


def photographs(browser: Browser, site: str, width: int) -> Iterator[tuple[str, Image.Image]]:
    """Each kind of page on a screen of that width, by its name."""
    context = browser.new_context(
        viewport={"width": width, "height": SCREENS[width]}, locale="zh-CN", device_scale_factor=2
    )
    page = context.new_page()
    for name, url in KINDS.items():
        page.goto(site + url, wait_until="networkidle")
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        yield (
            name,
            shot.resize((KEPT[width], shot.height * KEPT[width] // shot.width), Image.Resampling.LANCZOS),
        )
    context.close()


def sheet(folder: Path) -> Image.Image:
    """Several pages side by side: each on a desktop, and the first on a phone."""
    names = [f"{name}-1280" for name in SHEET] + [f"{SHEET[0]}-360"]
    shots = [Image.open(folder / f"{name}.webp") for name in names]
    height = min(shot.height for shot in shots)
    shots = [shot.resize((shot.width * height // shot.height, height)) for shot in shots]
    whole = Image.new("RGB", (sum(one.width for one in shots) + GAP * 5, height + GAP * 2), BACKGROUND)
    x = GAP
    for shot in shots:
        whole.paste(shot, (x, GAP))
        x += shot.width + GAP
    return whole.resize((whole.width * 3 // 4, whole.height * 3 // 4), Image.Resampling.LANCZOS)


def main() -> None:
    """Takes all pictures."""
    folder = HERE / (sys.argv[1] if len(sys.argv) > 1 else "after")
    folder.mkdir(parents=True, exist_ok=True)
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for width in SCREENS:
            for name, shot in photographs(browser, site, width):
                shot.save(folder / f"{name}-{width}.webp", quality=QUALITY, method=6)
        browser.close()
    if folder.name == "after":
        sheet(folder).save(HERE / "overview.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
