"""The live preview in a real browser, as an editor sees it: saved, shown; broken, told; mended, gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import Place, report
from served import ADDRESS, NAME, Served, serving

FILE = f"content/reports/2022/{NAME}.md"


@contextmanager
def looking(chromium: Browser, served: Served, path: str = f"/{ADDRESS}/") -> Iterator[Page]:
    """A page of the preview that an editor has open; it must not complain of anything."""
    context = chromium.new_context(base_url=f"http://127.0.0.1:{served.port}", locale="zh-CN")
    page, errors = context.new_page(), []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path)
    yield page
    assert not errors
    context.close()


@pytest.fixture
def school(place: Place) -> Place:
    place.write(FILE, report(body="第一稿。"))
    return place


def test_what_is_saved_is_shown(chromium, school):
    with serving(school) as served, looking(chromium, served) as page:
        body = page.locator(".body")
        expect(body).to_have_text("第一稿。")
        served.save("第二稿。")
        expect(body).to_have_text("第二稿。")
        served.save("第三稿。")  # right after a reload, and again while that is going on
        served.save("第四稿。")
        expect(body).to_have_text("第四稿。")
        school.write("static/site.css", "h1 { letter-spacing: 7px }")
        expect(page.locator("h1")).to_have_css("letter-spacing", "7px")


def test_a_fault_stands_on_every_page_until_it_is_mended(chromium, school):
    with serving(school) as served, looking(chromium, served) as page, looking(chromium, served, "/") as home:
        served.save("第二稿。", time="25:70")
        for one in (page, home):
            trouble = one.get_by_role("alert")
            expect(trouble).to_contain_text("有 1 处错误，下面还是改动以前的网页")
            expect(trouble.locator("code")).to_have_text(f"{FILE}:4:7")
            expect(trouble.locator("mark")).to_have_text("25:70")
            expect(trouble).to_be_in_viewport()
        expect(page.locator(".body")).to_have_text("第一稿。")
        home.goto("/leaders/")
        expect(home.get_by_role("alert")).to_be_visible()
        served.save("<b>第三稿</b>。")
        for one in (page, home):
            expect(one.get_by_role("alert")).to_have_count(0)
        expect(page.locator(".body")).to_have_text("第三稿。")


def test_a_preview_that_begins_with_a_fault_shows_the_site_once_it_is_mended(chromium, school):
    school.write(FILE, report(time="25:70"))
    with serving(school) as served:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(f"http://localhost:{served.port}/{ADDRESS}/")
        expect(page.locator("h1")).to_have_text("还没有可以看的网页")
        expect(page.get_by_role("alert").locator("mark")).to_have_text("25:70")
        served.save("改好了。")
        expect(page.locator(".body")).to_have_text("改好了。")
        context.close()


def test_a_draft_has_a_watermark_on_screen_and_on_paper(chromium, school):
    school.write(FILE, report(body="初稿。", published="2030-01-02 09:00"))
    with serving(school, "--drafts") as served, looking(chromium, served) as page:
        said = page.get_by_role("note").get_by_text("未到发布时间，2030-01-02 09:00 起读者才看得到")
        expect(said).to_be_in_viewport()
        for medium in ("screen", "print"):
            page.emulate_media(media=medium)
            mark = page.locator("preview-mark")
            expect(mark).to_be_visible()
            assert (
                mark.evaluate("one => getComputedStyle(one).position + getComputedStyle(one).pointerEvents")
                == "fixednone"
            )
            width = mark.evaluate("one => one.getBoundingClientRect().width / innerWidth")
            assert width > 0.9
        served.save("定稿。")
        expect(page.locator(".body")).to_have_text("定稿。")
        expect(page.locator("preview-mark")).to_have_count(0)


def test_reminders_wait_in_a_corner(chromium, school):
    school.write(FILE, report(title="学校召开例会", body="会议在图书馆召开,会后参观。"))
    with serving(school) as served, looking(chromium, served) as page:
        corner = page.locator("preview-corner")
        expect(corner).to_contain_text("提醒")
        expect(corner.locator("li").first).to_be_hidden()
        corner.locator("summary").click()
        expect(corner.locator("mark").first).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)


def test_a_page_says_when_the_preview_is_over_and_comes_back_with_it(chromium, school):
    context = chromium.new_context()
    with serving(school) as served:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{served.port}/{ADDRESS}/")
        expect(page.locator("preview-gone")).to_be_hidden()
    expect(page.locator("preview-gone")).to_be_visible()
    served.save("停下时改的。")
    with serving(school, "--port", str(served.port)):
        expect(page.locator(".body")).to_have_text("停下时改的。", timeout=10_000)
    context.close()
