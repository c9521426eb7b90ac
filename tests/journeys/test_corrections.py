"""An official asks for a change of the own dossier with its proof; somebody else reads both values and confirms."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Town, faults_of, shoot, turn
from tests.journeys.town import PASSWORD

PROOF = b"%PDF-1.4\n%giay khai sinh\n"


@pytest.fixture
def proof(tmp_path: Path) -> str:
    """A scan of a birth certificate."""
    path = tmp_path / "khai-sinh.pdf"
    path.write_bytes(PROOF)
    return str(path)


@pytest.fixture
def official(browser: Browser, town: Town) -> Page:
    """The page of the official who reads the own dossier, signed in with a password alone."""
    page = browser.new_context(locale="vi-VN").new_page()
    page.goto(f"{town.address}/sign-in")
    page.get_by_label("Tên đăng nhập").fill("canhan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Việc hôm nay").wait_for()
    return page


def ask(page: Page, value: str, proof: str) -> None:
    """Fill the form of a change of the birth date and send it."""
    page.get_by_label("Mục cần sửa").select_option(label="Ngày sinh (20/05/1975)")
    page.get_by_label("Giá trị đúng").fill(value)
    page.get_by_label("Lý do").fill("Theo giấy khai sinh")
    page.get_by_label("Loại giấy tờ").select_option(label="Giấy khai sinh")
    page.get_by_label("Minh chứng").set_input_files(proof)
    turn(page, page.get_by_role("button", name="Gửi đề nghị"))


def ask_for_a_degree(page: Page, proof: str) -> list[str]:
    """From the own dossier: ask for a new degree, first without its level; gives the faults of the page."""
    turn(page, page.get_by_role("link", name="Đề nghị thêm: Đào tạo chuyên môn"))
    faults = faults_of(page)
    page.get_by_label("Cơ sở đào tạo").fill("Đại học Đo Lường")
    page.get_by_label("Lý do").fill("Mới nhận bằng")
    turn(page, page.get_by_role("button", name="Gửi đề nghị"))
    expect(page.get_by_label("Cơ sở đào tạo")).to_have_value("Đại học Đo Lường")
    page.get_by_label("Trình độ").select_option(label="Thạc sĩ")
    page.get_by_label("Loại giấy tờ").select_option(index=1)
    page.get_by_label("Minh chứng").set_input_files(proof)
    turn(page, page.get_by_role("button", name="Gửi đề nghị"))
    expect(page.locator("aside", has_text="Đào tạo chuyên môn: thêm dòng")).to_contain_text("Thạc sĩ")
    return faults


def test_an_official_asks_and_another_confirms_with_the_step_in_sight(
    official: Page, officer: Page, town: Town, proof: str
):
    official.goto(f"{town.address}/people/mine/")
    turn(official, official.get_by_role("link", name="Đề nghị sửa hồ sơ"))
    faults = faults_of(official)
    ask(official, "31/02/1976", proof)
    expect(official.get_by_text("một ngày có trong lịch")).to_be_visible()
    expect(official.get_by_label("Giá trị đúng")).to_have_value("31/02/1976")
    ask(official, "21/05/1976", proof)
    waiting = official.locator("aside", has_text="20/05/1975 → 21/05/1976")
    expect(waiting).to_contain_text("đang chờ người khác xác nhận")
    shoot(official, "correction-waiting")
    faults += faults_of(official)

    faults += ask_for_a_degree(official, proof)

    officer.goto(town.address)
    turn(officer, officer.get_by_role("link", name="Xem đề nghị"))
    turn(officer, officer.locator("tr", has_text="Theo giấy khai sinh").get_by_role("link"))
    expect(officer.locator(".pairs")).to_contain_text("20/05/1975")
    expect(officer.locator(".pairs")).to_contain_text("21/05/1976")
    expect(officer.get_by_text("sửa, thêm hay rút trong 365 ngày trước một bước")).to_be_visible()
    seen = officer.request.get(
        town.address + str(officer.get_by_role("link", name="Giấy khai sinh").get_attribute("href"))
    )
    assert seen.body() == PROOF
    shoot(officer, "correction-decide")
    faults += faults_of(officer)
    officer.get_by_label("Lý do").fill("Đúng bản chính")
    turn(officer, officer.get_by_role("button", name="Ghi quyết định"))
    expect(officer.get_by_text("Đã ghi quyết định.")).to_be_visible()

    turn(officer, officer.locator("tr", has_text="Mới nhận bằng").get_by_role("link"))
    expect(officer.get_by_role("heading", name="Dòng thêm vào hồ sơ")).to_be_visible()
    expect(officer.locator(".pairs").first).to_contain_text("Thạc sĩ")
    shoot(officer, "row-decide")
    faults += faults_of(officer)
    officer.get_by_label("Lý do").fill("Đúng bằng gốc")
    turn(officer, officer.get_by_role("button", name="Ghi quyết định"))

    official.goto(f"{town.address}/people/mine/")
    expect(official.locator("section", has_text="Đại học Đo Lường").last).to_contain_text("chưa xác minh")
    expect(official.locator("#who + dl")).to_contain_text("21/05/1976")
    expect(official.locator("aside", has_text="20/05/1975 → 21/05/1976")).to_contain_text("xác nhận ngày")
    turn(official, official.get_by_role("link", name="Ai đã đọc và sửa hồ sơ của tôi"))
    faults += faults_of(official)
    official.context.close()
    assert not faults, "\n".join(faults)
