"""Setting up a second factor, coming in by it, losing it, and being let in again by two people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from canbo.base.accounts.second_factor import codes_of
from canbo.base.accounts.testing import APP_SECRET
from tests.journeys.conftest import Town, faults_of, shoot, turn
from tests.journeys.town import PASSWORD

Desk = Callable[[], Page]


@pytest.fixture
def desk(browser: Browser, town: Town) -> Desk:
    """Opens a page of its own at the town's door, for one more person. Keys work for a name, not for an address."""

    def opened() -> Page:
        page = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900}).new_page()
        page.goto(town.address.replace("127.0.0.1", "localhost") + "/sign-in")
        return page

    return opened


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    turn(page, page.get_by_role("main").get_by_role("button", name="Đăng nhập"))


def give_code(page: Page, secret: str) -> None:
    page.get_by_label("Mã sáu chữ số").fill(codes_of(secret)[1])
    turn(page, page.get_by_role("button", name="Xác nhận"))
    page.get_by_role("heading", name="Việc hôm nay").wait_for()


def with_a_key(page: Page) -> None:
    """A security key in the browser's own test bench: it answers by itself."""
    bench = page.context.new_cdp_session(page)
    bench.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    options = {**key, "automaticPresenceSimulation": True}
    bench.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_second_factor_is_set_up_used_lost_and_recovered_by_two(desk: Desk):
    faults: list[str] = []
    page = desk()
    with_a_key(page)
    sign_in(page, "moi")
    expect(page.get_by_role("heading", name="Tài khoản của tôi")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("phải bật xác thực hai bước")
    shoot(page, "account-undecided")
    faults += faults_of(page)

    turn(page, page.get_by_role("link", name="Thêm ứng dụng mã"))
    secret = page.locator(".key-text").inner_text()
    page.get_by_label("Mã sáu chữ số").fill(codes_of(secret)[1])
    shoot(page, "account-app")
    faults += faults_of(page)
    turn(page, page.get_by_role("button", name="Bật ứng dụng mã"))
    expect(page.locator(".codes li")).to_have_count(10)
    shoot(page, "account-codes")
    faults += faults_of(page)

    page.goto(page.url.replace("/account/codes", "/account/keys/add"))
    page.get_by_label("Tên khóa").fill("Khóa bàn làm việc")
    faults += faults_of(page)
    turn(page, page.get_by_role("button", name="Thêm khóa này"))
    expect(page.get_by_role("link", name="Gỡ khóa Khóa bàn làm việc")).to_be_visible()
    shoot(page, "account")
    faults += faults_of(page)

    turn(page, page.get_by_role("button", name="Đăng xuất"))
    turn(page, page.get_by_role("link", name="Đăng nhập").first)
    sign_in(page, "moi")
    faults += faults_of(page)
    shoot(page, "second-step")
    turn(page, page.get_by_role("button", name="Dùng khóa bảo mật"))
    page.get_by_role("heading", name="Việc hôm nay").wait_for()

    first, second = desk(), desk()
    for each, name in ((first, "an"), (second, "binh")):
        sign_in(each, name)
        give_code(each, APP_SECRET)
    first.goto(first.url + "acts/new/accounts.recover/")
    first.get_by_label("Tên đăng nhập").fill("moi")
    first.get_by_label("Đã xác minh chủ tài khoản").fill("Gặp trực tiếp tại cơ quan")
    faults += faults_of(first)
    turn(first, first.get_by_role("button", name="Gửi đề nghị"))
    one = first.locator(".key-text").inner_text()
    shoot(first, "act-proposed")
    faults += faults_of(first)

    second.goto(second.url + "acts/")
    faults += faults_of(second)
    turn(second, second.get_by_role("link", name="Đọc và trả lời"))
    shoot(second, "act-second")
    faults += faults_of(second)
    turn(second, second.get_by_role("button", name="Xác nhận và thực hiện"))
    other = second.locator(".key-text").inner_text()
    faults += faults_of(second)

    page.reload()
    turn(page, page.get_by_role("link", name="Đăng nhập").first)  # the session has ended with the old password
    sign_in(page, "moi", f"{one}-{other}")
    page.get_by_label("Mật khẩu hiện nay").fill(f"{one}-{other}")
    page.get_by_label("Mật khẩu mới", exact=True).fill("mat-khau-moi-dat-lai")
    page.get_by_label("Nhập lại mật khẩu mới").fill("mat-khau-moi-dat-lai")
    faults += faults_of(page)
    turn(page, page.get_by_role("button", name="Đổi mật khẩu"))
    expect(page.get_by_role("link", name="Thêm ứng dụng mã")).to_be_visible()
    for each in (page, first, second):
        each.context.close()
    assert not faults, "\n".join(faults)
