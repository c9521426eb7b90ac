"""Every page for everyone: both languages, light and dark, on a phone, at twice the size; nothing for axe to find."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Town, faults_of, shoot

QUESTION = "title=department_director&on=2026-11-01"
#: Width of a phone's screen, in CSS pixels.
PHONE = 390
PAGES = {
    "home": "/",
    "people": "/people/",
    "person": "/people/LG-000041/",
    "import": "/people/import/",
    "statistics": "/people/statistics/",
    "regulations": "/regulations/",
    "regulation": "/regulations/377-qd-tw-2025-10-08/",
    "regulation-article": "/regulations/80-qd-tw-2022-08-18/articles/18(7)/",
    "regulation-clause": "/regulations/clauses/DT1-3/",
    "regulation-number": "/regulations/parameters/bar_after_reprimand/",
    "regulation-titles": "/regulations/titles/",
    "regulation-title": "/regulations/titles/department_director/",
    "regulation-timeline": "/regulations/timeline/",
    "regulation-compare": "/regulations/compare/?title=department_deputy_director&from=01/07/2025&to=08/10/2025",
    "regulation-search": "/regulations/search/?q=quy+hoach",
    "regulation-gaps": "/regulations/gaps/",
    "regulation-draft": "/regulations/draft/",
    "regulation-study": "/regulations/study/",
    "regulation-coverage": "/regulations/study/coverage/",
    "regulation-assign": "/regulations/study/assign/",
    "bodies": "/bodies/",
    "body": "/bodies/TW/",
    "choose": "/eligibility/",
    "screen": f"/eligibility/screen?{QUESTION}",
    "verdict": f"/eligibility/screen/LG-000041?{QUESTION}",
    "exceptions": "/eligibility/exceptions/",
    "certificates": "/eligibility/certificates/",
    "effect": "/eligibility/effect/",
    "gaps": "/eligibility/gaps/",
    "refused": "/eligibility/screen?title=department_director&on=01/01/1990",
    "missing": "/people/XX-1/",
}


def _signed_in(browser: Browser, town: Town, **wishes: object) -> Page:
    context = browser.new_context(locale="vi-VN", **wishes)
    page = context.new_page()
    page.goto(town.address)
    page.get_by_role("button", name="Vào với vai này").click()
    page.get_by_role("heading", name="Việc hôm nay").wait_for()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser: Browser, town: Town, scheme: str):
    page = _signed_in(browser, town, color_scheme=scheme, viewport={"width": 1280, "height": 900})
    found: list[str] = []
    for name, path in PAGES.items():
        page.goto(town.address + path)
        page.wait_for_load_state("networkidle")
        shoot(page, f"{name}-{scheme}")
        found += faults_of(page)
    page.context.clear_cookies()
    for path in ("/", "/sign-in"):
        page.goto(town.address + path)
        found += faults_of(page)
    page.context.close()
    assert not found, "\n".join(found)


def test_on_a_phone_no_page_is_wider_than_the_screen(browser: Browser, town: Town):
    page = _signed_in(browser, town, viewport={"width": PHONE, "height": 844}, has_touch=True, is_mobile=True)
    wide: list[str] = []
    for name, path in PAGES.items():
        page.goto(town.address + path)
        page.wait_for_load_state("networkidle")
        shoot(page, f"{name}-phone")
        if page.evaluate("document.documentElement.scrollWidth") > PHONE:
            wide.append(path)
        wide += faults_of(page)
    page.context.close()
    assert not wide, "\n".join(wide)


def test_at_twice_the_size_nothing_is_lost(browser: Browser, town: Town):
    page = _signed_in(browser, town, viewport={"width": 640, "height": 450}, device_scale_factor=2)
    for path in PAGES.values():
        page.goto(town.address + path)
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"), path
    page.context.close()


def test_the_language_changes_on_every_page_at_the_same_address(officer: Page, town: Town):
    for path in PAGES.values():
        officer.goto(town.address + path)
        officer.get_by_role("button", name="English").click()
        assert officer.url == town.address + path
        assert officer.locator("html").get_attribute("lang") == "en"
        officer.get_by_role("button", name="Tiếng Việt").click()
        assert officer.url == town.address + path
        assert officer.locator("html").get_attribute("lang") == "vi"


def test_english_pages_read_in_english(officer: Page, town: Town):
    officer.get_by_role("button", name="English").click()
    officer.goto(f"{town.address}{PAGES['verdict']}")
    expect(officer.get_by_role("heading", name="When will it be met?")).to_be_visible()
    shoot(officer, "verdict-english")
    officer.goto(f"{town.address}{PAGES['statistics']}")
    expect(officer.get_by_role("columnheader", name="Share")).to_be_visible()
