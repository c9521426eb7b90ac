"""From a spreadsheet of people to an explained, frozen list of eligibles, as an officer walks it in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from canbo.apps.people.importing.testing import a_workbook
from tests.journeys.conftest import Town, shoot, turn

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = ["Số hiệu", "Họ và tên", "Giới tính", "Ngày sinh", "Dân tộc", "Đơn vị"]


def _send(page: Page, town: Town, rows: list[list[object]]) -> None:
    page.goto(f"{town.address}/people/import/")
    page.get_by_label("Mẫu bảng tính").select_option("province-60")
    page.get_by_label("Tệp .xlsx hoặc .csv").set_input_files(
        {"name": "danh-sach.xlsx", "mimeType": XLSX, "buffer": a_workbook([HEADER, *rows])}
    )
    turn(page, page.get_by_role("button", name="Kiểm tra tệp"))
    page.get_by_role("heading", name="danh-sach.xlsx").wait_for()


def test_an_officer_goes_from_a_faulty_workbook_to_a_frozen_list(officer: Page, town: Town):
    page = officer
    page.set_default_timeout(60_000)

    _send(page, town, [["LG-900001", "Đinh Thị Thử", "Nữ", "31/02/1980", "Kinh", town.body]])
    expect(page.get_by_role("cell", name="31/02/1980")).to_be_visible()
    write = page.get_by_role("button", name="Ghi vào hồ sơ")
    expect(write).to_be_disabled()
    expect(page.get_by_text("nên chưa ghi dòng nào")).to_be_visible()
    shoot(page, "import-faults")

    _send(page, town, [["LG-900001", "Đinh Thị Thử", "Nữ", "02/1980", "Kinh", town.body]])
    turn(page, write)
    expect(page.get_by_text("Đã ghi 1 hồ sơ mới")).to_be_visible()
    page.goto(f"{town.address}/people/?q=dinh thi thu")
    expect(page.get_by_role("link", name="Đinh Thị Thử")).to_be_visible()
    expect(page.get_by_text("02/1980")).to_be_visible()

    turn(page, page.get_by_role("link", name="Đối chiếu tiêu chuẩn"))
    page.get_by_label("Chức danh").select_option("department_director")
    page.get_by_label("Vào ngày").fill("01/11/2026")
    turn(page, page.get_by_role("button", name="Đối chiếu"))
    page.get_by_role("heading", name="Từng người").wait_for()
    shoot(page, "screen")

    decide = page.get_by_role("link", name="Ghi quyết định trường hợp đặc biệt").first
    addresses = page.locator("#people tbody th a").evaluate_all("links => links.slice(0, 30).map(link => link.href)")
    for address in addresses:
        page.goto(address)
        if decide.count():
            break
    shoot(page, "verdict")
    turn(page, decide)

    page.get_by_label("Số quyết định").fill("12-QĐ/TU")
    page.get_by_label("Ngày quyết định").fill("01/01/2030")
    page.get_by_label("Văn bản kèm theo").fill("Tờ trình 5-TTr/BTC")
    page.get_by_label("Lý do").fill("Yêu cầu nhiệm vụ")
    turn(page, page.get_by_role("button", name="Ghi quyết định"))
    expect(page.get_by_role("alert")).to_contain_text("chưa tới")
    expect(page.get_by_label("Số quyết định")).to_have_value("12-QĐ/TU")
    shoot(page, "exception-refused")
    page.get_by_label("Ngày quyết định").fill("15/10/2026")
    turn(page, page.get_by_role("button", name="Ghi quyết định"))
    expect(page.get_by_text("Đã ghi quyết định trường hợp đặc biệt")).to_be_visible()
    expect(page.locator(".clauses .v-excepted").first).to_be_visible()
    shoot(page, "verdict-excepted")

    turn(page, page.get_by_role("link", name="Giám đốc sở", exact=True))
    turn(page, page.get_by_role("button", name="Chốt danh sách đủ điều kiện"))
    expect(page.get_by_role("heading", name=re.compile("Danh sách đủ điều kiện"))).to_be_visible()
    expect(page.get_by_text("Còn đúng với hiện tại")).to_be_visible()
    turn(page, page.get_by_role("button", name="Tính lại và so sánh"))
    expect(page.get_by_text("Khớp từng byte")).to_be_visible()
    shoot(page, "certificate")
    for form in ("pdf", "xlsx", "json"):
        with page.expect_download() as taken:
            page.get_by_role("link", name=f"(.{form})").click()
        assert taken.value.suggested_filename.endswith(form)


def test_a_date_before_the_first_rule_and_a_mistyped_title_are_calm_pages(officer: Page, town: Town):
    officer.goto(f"{town.address}/eligibility/screen?title=department_director&on=01/01/1990")
    expect(officer.get_by_role("alert")).to_contain_text("01/01/1990")
    officer.goto(f"{town.address}/eligibility/screen?title=departmant_director")
    expect(officer.get_by_role("alert")).to_contain_text("department_director")
    officer.goto(f"{town.address}/eligibility/screen?title=department_director&on=31/02/2026")
    expect(officer.get_by_role("alert")).to_contain_text("31/02/2026")


def test_nobody_without_a_role_sees_anybody(page: Page, town: Town):
    page.goto(f"{town.address}/people/LG-000041/")
    assert "/sign-in" in page.url
    page.get_by_label("Tên đăng nhập").fill("khach")
    page.get_by_label("Mật khẩu").fill("chuyen-di-thu-nghiem")
    turn(page, page.get_by_role("main").get_by_role("button", name="Đăng nhập"))
    expect(page.get_by_role("heading", name="Không có trang này")).to_be_visible()
    page.goto(f"{town.address}/people/")
    expect(page.get_by_text("Chưa có hồ sơ nào trong phạm vi")).to_be_visible()


def test_the_search_narrows_while_typing_and_needs_no_diacritics(officer: Page, town: Town):
    officer.goto(f"{town.address}/people/")
    whole = officer.locator("#roster tbody tr").count()
    officer.get_by_label("Họ tên hoặc số hiệu").press_sequentially("nguyen thi")
    expect(officer.get_by_role("list", name="Điều kiện lọc")).to_contain_text("nguyen thi")
    names = officer.locator("#roster tbody th").all_inner_texts()
    assert 0 < len(names) < whole
    assert all("Nguyễn" in name or "Thị" in name for name in names)
    assert "q=nguyen" in officer.url


def test_the_tree_of_bodies_opens_by_keyboard_and_leads_to_posts(officer: Page, town: Town):
    officer.goto(f"{town.address}/bodies/")
    twig = officer.locator(".twig[aria-expanded=false]").first
    twig.focus()
    officer.keyboard.press("Enter")
    opened = officer.locator(".bodies ul ul .leaf a").first
    expect(opened).to_be_visible()
    turn(officer, opened)
    expect(officer.get_by_role("heading", name="Chức vụ và người giữ")).to_be_visible()


def test_the_keyboard_alone_signs_in_and_walks_the_roster(page: Page, town: Town):
    page.goto(f"{town.address}/sign-in")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Tới nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("lan")
    page.keyboard.press("Tab")
    page.keyboard.type("chuyen-di-thu-nghiem")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Mã sáu chữ số")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Việc hôm nay").wait_for()
    page.goto(f"{town.address}/people/")
    links = page.locator("#roster tbody th a")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Quá trình công tác")).to_be_visible()
