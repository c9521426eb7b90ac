"""Every page for everyone: both languages, light and dark, on a phone, at twice the size; nothing for axe to find."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Town, faults_of, shoot, turn

QUESTION = "title=department_director&on=2026-11-01"
#: Sizes of a window in CSS pixels: a desk, a phone, and a desk at twice the size.
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
TWICE = {"width": 640, "height": 450}
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
    "account": "/account/",
    "account-password": "/account/password",
    "account-again": "/account/again",
}


def _signed_in(browser: Browser, town: Town, state: Any, **wishes: Any) -> Page:
    page = browser.new_context(locale="vi-VN", storage_state=state, **wishes).new_page()
    page.goto(town.address)
    page.get_by_role("heading", name="Việc hôm nay").wait_for()
    return page


def test_axe_finds_nothing_and_every_page_fits_by_day_by_night_and_on_a_phone(
    browser: Browser, town: Town, officers_state: Any
):
    page = _signed_in(browser, town, officers_state, viewport=DESK, has_touch=True)
    found: list[str] = []
    for name, path in PAGES.items():
        page.goto(town.address + path)
        found += _faults_in_every_light(page, name)
    page.context.clear_cookies()
    for path in ("/", "/sign-in"):
        page.goto(town.address + path)
        found += _faults_in_every_light(page, "outside")
    page.context.close()
    assert not found, "\n".join(found)


def _faults_in_every_light(page: Page, name: str) -> list[str]:
    """Faults of one page, loaded once: by day, by night (colours alone differ), on a phone, at twice the size."""
    page.wait_for_load_state("networkidle")
    shoot(page, f"{name}-light")
    found = faults_of(page)
    page.emulate_media(color_scheme="dark")
    shoot(page, f"{name}-dark")
    found += faults_of(page, "color-contrast")
    page.emulate_media(color_scheme="light")
    for size, picture in ((PHONE, f"{name}-phone"), (TWICE, "")):
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{page.url} is wider than {size['width']} pixels")
        if picture:
            shoot(page, picture)
            found += faults_of(page, "target-size", "scrollable-region-focusable")
    page.set_viewport_size(DESK)
    return found


def test_the_language_changes_at_the_same_address(officer: Page, town: Town):
    for path in (PAGES["person"], PAGES["screen"], PAGES["regulation-compare"], PAGES["refused"]):
        officer.goto(town.address + path)
        turn(officer, officer.get_by_role("button", name="English"))
        assert officer.url == town.address + path
        assert officer.locator("html").get_attribute("lang") == "en"
        turn(officer, officer.get_by_role("button", name="Tiếng Việt"))
        assert officer.url == town.address + path
        assert officer.locator("html").get_attribute("lang") == "vi"


def test_english_pages_read_in_english(officer: Page, town: Town):
    turn(officer, officer.get_by_role("button", name="English"))
    officer.goto(f"{town.address}{PAGES['verdict']}")
    expect(officer.get_by_role("heading", name="When will it be met?")).to_be_visible()
    shoot(officer, "verdict-english")
    officer.goto(f"{town.address}{PAGES['statistics']}")
    expect(officer.get_by_role("columnheader", name="Share")).to_be_visible()
