"""From the pool to an approved plan (SM-1), and the five steps of congress personnel (SM-5), each by its own people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Town, faults_of, shoot, turn
from tests.journeys.town import PASSWORD, TELLERS

HEAD, FIRST, SECOND = (name for name, _ in TELLERS)


class Office:
    """The people of the department, each on a page of the own, and the deeds of a case."""

    def __init__(self, browser: Browser, town: Town) -> None:
        self.browser, self.town, self.case = browser, town, ""
        self.pages: dict[str, Page] = {}

    def page(self, name: str) -> Page:
        """The page of somebody, signed in: with the second step where the account has one."""
        if name not in self.pages:
            page = self.browser.new_context(locale="vi-VN").new_page()
            page.set_default_timeout(30_000)
            page.goto(f"{self.town.address}/sign-in")
            page.get_by_label("Tên đăng nhập").fill(name)
            page.get_by_label("Mật khẩu").fill(PASSWORD)
            page.keyboard.press("Enter")
            if name.startswith("so-"):
                turn(page, page.get_by_role("button", name="Xác nhận"))
            page.get_by_role("heading", name="Việc hôm nay").wait_for()
            self.pages[name] = page
        return self.pages[name]

    def at_case(self, name: str) -> Page:
        """The page of somebody, opened at the case."""
        page = self.page(name)
        page.goto(self.case)
        return page

    def file_all(self, page: Page) -> None:
        """Every paper that can be filed by now, but the tally minutes, which come with the count."""
        fields = page.locator("input[name^=words-]:not([name=words-tally_minutes])")
        if not fields.count():
            return
        for place in range(fields.count()):
            fields.nth(place).fill("12-BB, ngày họp")
        public = page.locator("input[name^=where-]")
        for place in range(public.count()):
            public.nth(place).fill("Niêm yết tại trụ sở")
        turn(page, page.get_by_role("button", name="Ghi giấy tờ"))
        page.get_by_text("Đã ghi: ghi giấy tờ").wait_for()

    def listed(self, *keys: str) -> None:
        """The officer files the papers, the publication among them, then lists the names and closes the first step."""
        page = self.at_case("so-cbtc")
        self.file_all(page)
        page.get_by_label("Số hiệu cán bộ").fill("\n".join(keys))
        turn(page, page.get_by_role("button", name="Lập danh sách"))
        turn(page, page.get_by_role("button", name="Khóa bước này"))
        page.get_by_text("Đã ghi: khóa bước này").wait_for()

    def meet(self, typed: str = "") -> None:
        """A meeting: notice, attendance, ballot, two tellers, seal, minutes, result; closed by the chair."""
        page = self.at_case("so-cbtc")
        self.file_all(page)
        page.get_by_label("Ngày họp").fill(f"{dt.date.today():%d/%m/%Y}")
        page.get_by_label("Địa điểm").fill("Phòng họp 1")
        turn(page, page.get_by_role("button", name="Gửi giấy triệu tập"))
        turn(page, page.get_by_role("button", name="Ghi có mặt"))
        page.get_by_text("Đã ghi: ghi có mặt").wait_for()
        self.file_all(page)
        turn(page, page.get_by_role("button", name="Mở phiếu"))
        turn(page, page.get_by_role("link", name="Phiếu và ban kiểm phiếu của vòng này"))
        page.wait_for_url("**/ballots/*/")  # what stands on it is asked at once, without waiting
        if page.get_by_role("button", name="Cử ban kiểm phiếu").is_visible():
            for label, name in (("Trưởng ban", HEAD), ("Người nhập thứ nhất", FIRST), ("Người nhập thứ hai", SECOND)):
                page.get_by_label(label).fill(name)
            turn(page, page.get_by_role("button", name="Cử ban kiểm phiếu"))
            page.get_by_text("Đã cử ban kiểm phiếu").wait_for()
        self.count(page.url, typed)
        page = self.at_case("so-cbtc")
        turn(page, page.get_by_role("button", name="Ghi kết quả đã kiểm phiếu"))
        page.get_by_text("Đã ghi: ghi kết quả đã kiểm phiếu").wait_for()
        chair = self.at_case("so-truong")
        turn(chair, chair.get_by_role("button", name="Khóa bước này"))
        chair.get_by_text("Đã ghi: khóa bước này").wait_for()

    def count(self, ballot: str, typed: str) -> None:
        """Everybody present gave the same paper; both sides key it, the head closes and issues the minutes."""
        head = self.page(HEAD)
        head.goto(ballot)
        there = int(head.get_by_label("Phát ra").input_value())
        head.get_by_label("Thu về").fill(str(there))
        turn(head, head.get_by_role("button", name="Ghi số phiếu"))
        head.get_by_text("các số khớp nhau").wait_for()
        for side in (FIRST, SECOND):
            page = self.page(side)
            page.goto(ballot)
            turn(page, page.get_by_role("link", name="Nhập phiếu"))
            expect(page.get_by_label("Chỗ khác", exact=True)).to_be_focused()
            for number in range(1, there + 1):
                expect(page.get_by_label("Số phiếu")).to_have_value(str(number))
                page.keyboard.type(typed)
                page.keyboard.press("Enter")
            expect(page.locator("#keyed tr")).to_have_count(there)
            expect(page.locator("#saving")).to_have_text("")
            turn(page, page.get_by_role("button", name="Báo nhập xong"))
            page.get_by_text("Đã báo nhập xong").first.wait_for()
        head.goto(ballot)
        turn(head, head.get_by_role("button", name="Đóng biên bản kiểm phiếu"))
        turn(head, head.get_by_role("button", name="Lập biên bản kiểm phiếu"))
        head.get_by_text("Đã lập biên bản số").wait_for()

    def decided(self, number: str) -> Page:
        """The officer files the last papers; the approver decides on every name and closes."""
        self.file_all(self.at_case("so-cbtc"))
        page = self.at_case("so-duyet")
        page.get_by_label("Số, ngày quyết định").fill(number)
        turn(page, page.get_by_role("button", name="Ghi quyết định phê duyệt"))
        turn(page, page.get_by_role("button", name="Khóa bước này"))
        page.get_by_text("Đã ghi: khóa bước này").wait_for()
        return page


@pytest.fixture
def office(browser: Browser, town: Town) -> Iterator[Office]:
    made = Office(browser, town)
    yield made
    for page in made.pages.values():
        page.context.close()


def test_a_plan_goes_from_its_pool_to_the_decision_by_everybodys_own_hands(office: Office):
    page = office.page("so-cbtc")
    page.goto(f"{office.town.address}/planning/new")
    page.get_by_label("Cơ quan, đơn vị", exact=True).select_option("so")
    page.get_by_label("Chức danh").select_option("department_director")
    page.get_by_label("Nội dung").fill("Quy hoạch giám đốc sở")
    turn(page, page.get_by_role("button", name="Mở đợt quy hoạch"))
    office.case = page.url
    office.listed("so-R1", "so-R2")
    office.meet()
    office.meet("1-2")
    office.meet()
    shoot(office.at_case("so-cbtc"), "case-closing")
    assert faults_of(office.at_case("so-truong")) == []
    office.meet()
    page = office.decided("15-QĐ/TU, ngày họp")
    expect(page.get_by_text("15-QĐ/TU, ngày họp").first).to_be_visible()
    shoot(page, "case-decided")
    assert faults_of(page) == []
    page.goto(f"{office.town.address}/planning/")
    turn(page, page.get_by_role("link", name="Giám đốc sở").first)
    for number in (1, 2):
        expect(page.get_by_role("link", name=f"Lê Sẵn Sàng {number}")).to_be_visible()


def test_congress_personnel_go_through_five_votes_to_the_higher_committee(office: Office):
    page = office.page("so-cbtc")
    page.goto(f"{office.town.address}/procedures/new")
    page.get_by_label("Quy trình").select_option("congress_personnel")
    page.get_by_label("Cơ quan, đơn vị").select_option("so")
    page.get_by_label("Nội dung").fill("Nhân sự ban chấp hành khóa mới")
    turn(page, page.get_by_role("button", name="Mở vụ việc"))
    office.case = page.url
    office.listed("so-V1", "so-V2")
    for _ in ("G1", "G2", "G3", "G4", "G5"):
        office.meet()
    page = office.decided("7-QĐ/TU, ngày họp")
    expect(page.get_by_text("Đã quyết định")).to_be_visible()
    for name in ("Người V 1", "Người V 2"):
        expect(page.get_by_text(name).first).to_be_visible()
