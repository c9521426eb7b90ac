"""A box of papers, as two tellers key it with the keyboard alone, differ on one, settle it, and the head closes."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.conftest import Town, faults_of, shoot, turn
from tests.journeys.town import PASSWORD

PURPOSE = "Quy hoạch chức danh phó giám đốc sở, nhiệm kỳ 2025–2030"
PAPERS = ("3", "", "1 5-7", "12x", "o")


def _teller(browser: Browser, town: Town, name: str, **wishes: object) -> Page:
    """A page on which a teller has signed in and opened the ballot."""
    page = browser.new_context(locale="vi-VN", **wishes).new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{town.address}/sign-in")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    turn(page, page.get_by_role("link", name="Bỏ phiếu"))
    turn(page, page.get_by_role("link", name=PURPOSE))
    return page


def _keys(page: Page, papers: tuple[str, ...]) -> None:
    """Key papers without a mouse: type what differs, Enter, the next one."""
    turn(page, page.get_by_role("link", name="Nhập phiếu"))
    expect(page.get_by_label("Chỗ khác", exact=True)).to_be_focused()
    for number, typed in enumerate(papers, 1):
        expect(page.get_by_label("Số phiếu")).to_have_value(str(number))
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.locator("#keyed tr")).to_have_count(len(papers))
    expect(page.locator("#saving")).to_have_text("")


def _keys_through_a_lost_line(page: Page, papers: tuple[str, ...]) -> None:
    """The line is lost while papers are keyed, once before they arrive and once before the answer; then a reload."""
    turn(page, page.get_by_role("link", name="Nhập phiếu"))
    expect(page.get_by_label("Chỗ khác", exact=True)).to_be_focused()
    page.on("dialog", lambda leaving: leaving.accept())

    def lost(route: Route) -> None:
        if route.request.method == "POST" and '"number":1' in (route.request.post_data or ""):
            route.fetch(max_retries=3)  # it arrived, but the teller's page is not told; a reset line is tried again
        route.abort()

    page.route("**/papers", lost)
    for typed in papers:
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.locator("#saving")).to_contain_text("chưa gửi được")
    expect(page.get_by_role("button", name="Báo nhập xong")).to_be_disabled()
    kept = page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('unsent'))")
    assert [key.split()[-1] for key in kept] == [page.locator("#keying").get_attribute("data-side")]
    page.unroute("**/papers")
    page.reload()
    expect(page.locator("#keyed tr")).to_have_count(len(papers))
    expect(page.locator("#saving")).to_have_text("")
    expect(page.locator("#keyed")).not_to_contain_text("✗")
    assert not page.evaluate("Object.keys(sessionStorage).some((key) => key.startsWith('unsent'))")


def test_two_tellers_key_differ_settle_and_the_head_closes(browser: Browser, town: Town):
    first, second = _teller(browser, town, "mot"), _teller(browser, town, "hai", color_scheme="dark")
    _keys(first, PAPERS)
    first.keyboard.type("13")
    expect(first.locator("#typed-fault")).to_contain_text("từ 1 đến 12")
    shoot(first, "ballot-key")
    assert faults_of(first) == []
    first.get_by_label("Chỗ khác", exact=True).fill("")
    first.get_by_label("Số phiếu").fill("3")
    first.keyboard.press("Tab")
    expect(first.get_by_label("Chỗ khác", exact=True)).to_have_value("1 5-7")
    turn(first, first.get_by_role("button", name="Báo nhập xong"))
    expect(first.get_by_text("Đã báo nhập xong.", exact=True)).to_be_visible()

    _keys_through_a_lost_line(second, (*PAPERS[:2], "1 5-8", *PAPERS[3:]))
    shoot(second, "ballot-key-dark")
    assert faults_of(second) == []
    second.keyboard.press("Enter")  # nothing is left to key
    expect(second.get_by_text("Đã báo nhập xong.", exact=True)).to_be_visible()
    turn(second, second.get_by_role("link", name="Đối chiếu phiếu lệch"))
    expect(second.get_by_role("heading", name="Phiếu số 3")).to_be_visible()
    shoot(second, "ballot-differences")
    assert faults_of(second) == []
    turn(second, second.get_by_role("button", name="Bên kia đúng"))
    expect(second.get_by_text("Hai bên khớp nhau từng phiếu")).to_be_visible()

    head = _teller(browser, town, "truong", viewport={"width": 390, "height": 844})
    shoot(head, "ballot-ready-phone")
    assert faults_of(head) == []
    turn(head, head.get_by_role("button", name="Đóng biên bản kiểm phiếu"))
    expect(head.get_by_text("Đã đóng biên bản kiểm phiếu")).to_be_visible()
    turn(head, head.get_by_role("button", name="Lập biên bản kiểm phiếu"))
    expect(head.get_by_text("Đã lập biên bản số")).to_be_visible()
    head.set_viewport_size({"width": 1280, "height": 900})
    shoot(head, "ballot-closed")
    assert faults_of(head) == []
    for kind, sign in (("pdf", b"%PDF-"), ("docx", b"PK")):
        link = head.get_by_role("link", name=f".{kind}", exact=True)
        assert head.request.get(f"{town.address}{link.get_attribute('href')}").body().startswith(sign)
    first.reload()
    expect(first.get_by_role("button", name="Đóng biên bản")).to_have_count(0)
    for page in (first, second, head):
        page.context.close()
