"""Photographs the form for editors: `python docs/screenshot_form.py` writes docs/screenshots/form.webp.

The form of the demo is made in a temporary folder, with a repository that is only in the browser, and filled in by Chromium.
"""

from __future__ import annotations

import io
import shutil
import sys
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from screenshots import HERE, NOW, QUALITY, ROOT, Quiet

from campus_news import cli

HOST = "admin: {backend: gitea, repo: shili/news, base_url: https://git.example.edu.cn, app_id: news}\n"
TRIAL = "backend: {name: test-repo}\n"
SCREEN = {"width": 1000, "height": 1180}
KEPT = 720
"""Width of the picture that is kept, in pixels."""


def made(root: Path) -> Path:
    """The folder of a site that has the form and nothing else."""
    shutil.copytree(ROOT / "content", root / "content")
    config = root / "content" / "site.yaml"
    config.write_text(config.read_text("utf-8") + HOST, "utf-8")
    shutil.copytree(ROOT / ".cache" / "admin", root / ".cache" / "admin", dirs_exist_ok=True)
    if cli.main(["admin", "--root", str(root), "--now", NOW]) != 0:
        sys.exit("the form cannot be made")
    told = root / "public" / "admin" / "config.yml"
    before, _, after = told.read_text("utf-8").partition("backend:\n")
    told.write_text(f"{before}{TRIAL}publish_mode:{after.partition('publish_mode:')[2]}", "utf-8")
    return root / "public"


def filled(page: Page) -> None:
    """A report, begun."""
    page.goto("/admin/")
    page.get_by_role("button", name="登录").click()
    page.get_by_text("＋ 报道").click()
    page.get_by_label("标题").fill("学校召开3月份工作例会")
    page.locator("input[type=date]").fill("2026-03-01")
    page.get_by_label("会议时间").fill("下午")
    page.get_by_label("地点").fill("图书馆一楼报告厅")
    host, present = page.locator(".form-people").nth(0), page.locator(".form-people").nth(1)
    host.get_by_role("button", name="加上陈立言").click()
    for name in ("方致远", "欧阳澈", "一位来宾"):
        present.get_by_role("button", name=f"加上{name}").click()
    guest = present.locator(".form-person").nth(2)
    for label, words in (("姓名", "石一鸣"), ("职务", "副厅长"), ("单位", "省教育厅")):
        guest.get_by_placeholder(label).fill(words)
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")


def main() -> None:
    """Takes the picture."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        handler = partial(Quiet, directory=made(Path(folder)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            url = f"http://127.0.0.1:{server.server_port}"
            page = browser.new_page(base_url=url, viewport=SCREEN, locale="zh-CN")
            filled(page)
            shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            browser.close()
            server.shutdown()
    size = (KEPT, shot.height * KEPT // shot.width)
    shot.resize(size, Image.Resampling.LANCZOS).save(HERE / "form.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
