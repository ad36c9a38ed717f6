"""Photographs what the editors' guide tells of the preview: `python docs/screenshot_guide.py`.

The report of the guide is shown by `build.py serve` as the guide writes it, with its mistakes, and as it is once they are
mended; each picture is a small WebP in docs/screenshots/guide.
"""

from __future__ import annotations

import io
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from screenshots import HERE, QUALITY, ROOT

FOLDER = HERE / "guide"
GUIDE = ROOT / "docs" / "guide.zh-CN.md"
NOW = "2026-03-31 16:00"
ADDRESS = "2026/03/31/monthly-meeting/"
PICTURES = "2025-10-30-monthly-meeting"
"""The demo's pictures that stand for those of the guide's report."""
SCREEN = {"width": 1000, "height": 620}
KEPT = 720
"""Width of the pictures that are kept, in pixels."""


def report() -> tuple[Path, str]:
    """The report that the guide writes: its path and its text, before it is mended."""
    (found,) = re.findall(r"^```yaml (content/\S+)\n(.*?)^```$", GUIDE.read_text("utf-8"), re.M | re.S)
    return Path(found[0]), found[1]


def mended(text: str) -> str:
    """The text without its mistakes."""
    assert "方志远" in text
    assert "指出," in text
    return text.replace("方志远", "方致远").replace("指出,", "指出，")


@contextmanager
def preview(root: Path) -> Iterator[str]:
    """The address of a preview of the site while it is served."""
    words = [sys.executable, str(ROOT / "build.py"), "serve", "--drafts", "--root", str(root), "--now", NOW]
    with subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout is not None
        told = None
        for line in server.stdout:
            if told := re.search(r"http://127\.0\.0\.1:\d+/", line):
                break
        try:
            if told is None:
                sys.exit("the preview does not begin")
            yield told[0]
        finally:
            server.send_signal(signal.SIGINT)


def keep(page: Page, name: str) -> None:
    """Photographs what is on the screen."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    size = KEPT, shot.height * KEPT // shot.width
    FOLDER.mkdir(parents=True, exist_ok=True)
    shot.resize(size, Image.Resampling.LANCZOS).save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)


def main() -> None:
    """Takes all pictures."""
    browser_path = (
        shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )
    path, text = report()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        shutil.copytree(ROOT / "content", root / "content")
        shutil.copytree(root / "content/photos" / PICTURES, root / "content/photos" / path.stem)
        (root / path).write_text(mended(text), "utf-8")
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        with preview(root) as address:
            page = browser.new_page(viewport=SCREEN, locale="zh-CN", device_scale_factor=2)
            page.goto(address + ADDRESS)
            page.get_by_text("石一鸣致辞").first.wait_for()
            keep(page, "draft")
            (root / path).write_text(text, "utf-8")
            page.get_by_text("E310").first.wait_for()
            keep(page, "fault")
        browser.close()


if __name__ == "__main__":
    main()
