"""A report's page in a real browser: its pictures large, its speeches, its citations, its paper."""

from __future__ import annotations

import re

import pytest

from browser.conftest import DESKTOP_FIRST, PHONE_FIRST
from browser.waiting import until

REPORT = "/2025/10/30/monthly-meeting/"
LONGEST = "/2025/09/26/xue-xiao-zhao-kai-zhuan-ye-jian-she-tui-jin-hui/"


@pytest.fixture
def box(page):
    """The large pictures of a report, not yet opened."""
    page.goto(REPORT)
    return page.locator("dialog")


def caption(box):
    return box.locator("p").inner_text()


@DESKTOP_FIRST
def test_a_picture_opens_large_and_arrows_lead_on(page, box):
    """By keyboard: the dialog has the focus, says what it shows, goes around, and gives the focus back."""
    link = page.get_by_role("link", name="看大图：会议现场")
    link.focus()
    page.keyboard.press("Enter")
    assert box.is_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    assert "会议现场" in caption(box)
    until(page, "document.querySelector('dialog img').naturalWidth > 0")
    assert box.locator("span").inner_text() == "1 / 3"
    page.keyboard.press("ArrowRight")
    assert "方致远" in caption(box)
    assert box.locator("img").get_attribute("alt") == "党委书记方致远作讲话"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert box.locator("span").inner_text() == "3 / 3"
    page.keyboard.press("Escape")
    assert not box.is_visible()
    assert link.evaluate("link => link === document.activeElement")


@DESKTOP_FIRST
def test_the_page_behind_a_picture_is_out_of_reach(page, box):
    """Tab stays among the buttons of the dialog, and nothing moves behind it."""
    page.locator(".zoom").nth(1).click()
    before = page.evaluate("scrollY")
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        )
    page.keyboard.press("End")
    page.mouse.wheel(0, 500)
    page.wait_for_timeout(100)
    assert page.evaluate("scrollY") == before


@PHONE_FIRST
def test_the_way_back_closes_the_picture_and_stays_on_the_page(page, box):
    """Readers on phones go back to leave a picture."""
    page.locator(".zoom").first.click()
    page.go_back()
    assert not box.is_visible()
    assert page.url.endswith(REPORT)
    page.locator(".zoom").first.click()
    box.get_by_role("button", name="关闭").click()
    assert not box.is_visible()
    until(page, "history.state === null")  # so that one step back leaves the page
    assert page.url.endswith(REPORT)


@PHONE_FIRST
def test_a_swipe_leads_to_the_next_picture(page, box):
    page.locator(".zoom").first.click()
    page.evaluate("""() => {
        const touch = (x) => new Touch({identifier: 1, target: box, clientX: x, clientY: 300});
        const box = document.querySelector("dialog");
        box.dispatchEvent(new TouchEvent("touchstart", {touches: [touch(300)]}));
        box.dispatchEvent(new TouchEvent("touchend", {changedTouches: [touch(100)]}));
    }""")
    assert box.locator("span").inner_text() == "2 / 3"


def test_a_large_picture_keeps_within_the_screen(page, box):
    page.locator(".zoom").first.click()
    image = box.locator("img").bounding_box()
    screen = page.viewport_size
    assert image["x"] >= 0
    assert image["y"] >= 0
    assert image["x"] + image["width"] <= screen["width"]
    assert image["y"] + image["height"] <= screen["height"]


def test_without_script_a_picture_is_a_link_and_everything_is_there(chromium, site_url):
    context = chromium.new_context(java_script_enabled=False, base_url=site_url)
    page = context.new_page()
    page.goto(REPORT)
    assert "[EB/OL]. (2025-10-31). https://" in page.locator(".citation").first.inner_text()
    assert page.locator("button").count() == 0
    page.locator(".zoom").first.click()
    page.wait_for_url(re.compile(r"/photos/.*\.webp$"))
    context.close()


@PHONE_FIRST
def test_a_speaker_leads_to_his_words(page):
    """The page scrolls to the paragraph, which stands out."""
    page.goto(REPORT)
    page.get_by_role("link", name="方致远：总结讲话").click()
    target = page.locator("#fang-zhiyuan")
    until(page, "Math.abs(document.querySelector('#fang-zhiyuan').getBoundingClientRect().top) < 80")
    plain = page.locator("#chen-liyan").evaluate("p => getComputedStyle(p).backgroundColor")
    assert target.evaluate("p => getComputedStyle(p).backgroundColor") != plain


@DESKTOP_FIRST
def test_a_citation_is_copied_with_the_day(page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(REPORT)
    line = page.locator(".cite p").first
    line.get_by_role("button", name="复制").click()
    until(page, "document.querySelector('.cite [role=status]').textContent === '已复制'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(
        r"示例职业技术学院\. 学校召开10月份工作例会\[EB/OL\]\. \(2025-10-31\)\[\d{4}-\d\d-\d\d\]\. https://\S+/",
        copied,
    )


@PHONE_FIRST
def test_a_citation_is_copied_where_there_is_no_clipboard(page, context):
    """WeChat's browser, and every page without https: the words are copied as by hand."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(REPORT)
    page.evaluate("document.addEventListener('copy', () => { window.copied = String(getSelection()); })")
    page.locator("summary").click()
    page.locator(".cite details button").first.click()
    assert page.evaluate("window.copied").startswith(
        "欧阳澈（党委副书记、校长）. 讲话（2025年10月30日）[EB/OL]//"
    )
    assert page.locator(".cite details [role=status]").first.text_content() == "已复制"


@PHONE_FIRST
def test_an_open_picture_is_accessible(page, box):
    from axe_playwright_python.sync_playwright import Axe

    page.locator(".zoom").first.click()
    until(page, "document.querySelector('dialog img').naturalWidth > 0")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@DESKTOP_FIRST
@pytest.mark.parametrize("report", [REPORT, LONGEST])
def test_paper_shows_the_report_and_no_way_around(page, report):
    """The address, its code and the sign-off stay; menus, buttons, citations and neighbours go."""
    page.goto(report)
    page.emulate_media(media="print")
    for shown in (".report h1", ".facts", ".signoff", ".scan svg", ".scan .address"):
        assert page.locator(shown).is_visible(), shown
    for hidden in (".menu", ".crumbs", ".neighbours", ".cite", ".colophon", ".skip", "button"):
        assert not any(one.is_visible() for one in page.locator(hidden).all()), hidden
    together = page.locator(".body figure").first.evaluate("one => getComputedStyle(one).breakInside")
    assert together == "avoid"
