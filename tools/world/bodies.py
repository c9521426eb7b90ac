"""The tree of bodies of the demo province, before and after the reforms of 2025, as plain values."""

from __future__ import annotations

from random import Random

from tools.world.mergers import join_districts
from tools.world.places import PROVINCE, place_names
from tools.world.rows import BodyVersionRow
from tools.world.size import Size
from tools.world.timeline import MERGED, REFORMED
from tools.world.tree import REFORM, Tree, Unit

_MERGER = "Nghị quyết của HĐND tỉnh về sắp xếp cơ quan chuyên môn"

#: Departments of the province: code, name, short name, name of the field in which its people studied.
DEPARTMENTS = (
    ("SNV", "Sở Nội vụ", "Sở Nội vụ"),
    ("STC", "Sở Tài chính", "Sở Tài chính"),
    ("SXD", "Sở Xây dựng", "Sở Xây dựng"),
    ("SNNMT", "Sở Nông nghiệp và Môi trường", "Sở NN&MT"),
    ("SGDDT", "Sở Giáo dục và Đào tạo", "Sở GD&ĐT"),
    ("SYT", "Sở Y tế", "Sở Y tế"),
    ("STP", "Sở Tư pháp", "Sở Tư pháp"),
    ("SCT", "Sở Công Thương", "Sở Công Thương"),
    ("SKHCN", "Sở Khoa học và Công nghệ", "Sở KH&CN"),
    ("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", "Sở VH,TT&DL"),
    ("SDTTG", "Sở Dân tộc và Tôn giáo", "Sở DT&TG"),
    ("SNGV", "Sở Ngoại vụ", "Sở Ngoại vụ"),
    ("TTT", "Thanh tra tỉnh", "Thanh tra tỉnh"),
    ("VPUB", "Văn phòng Ủy ban nhân dân tỉnh", "VP UBND tỉnh"),
    ("VPHD", "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh", "VP ĐĐBQH&HĐND"),
    ("KKT", "Ban Quản lý Khu kinh tế Đông Lam", "BQL KKT"),
    ("CCKL", "Chi cục Kiểm lâm vùng", "CC Kiểm lâm"),
    ("CCTL", "Chi cục Thủy lợi và Phòng, chống thiên tai", "CC Thủy lợi"),
)
#: Departments that ended on 28 February 2025, and what they were merged into.
OLD_DEPARTMENTS = (
    ("SKHDT", "Sở Kế hoạch và Đầu tư", "STC"),
    ("SGTVT", "Sở Giao thông vận tải", "SXD"),
    ("STNMT", "Sở Tài nguyên và Môi trường", "SNNMT"),
    ("SNNPTNT", "Sở Nông nghiệp và Phát triển nông thôn", "SNNMT"),
    ("SLDTBXH", "Sở Lao động - Thương binh và Xã hội", "SNV"),
    ("STTTT", "Sở Thông tin và Truyền thông", "SKHCN"),
    ("BDT", "Ban Dân tộc", "SDTTG"),
)
#: Departments that began with the merger of 1 March 2025.
_NEW_IN_2025 = frozenset({"SNNMT", "SDTTG"})
BOARDS = (
    ("BTC", "Ban Tổ chức Tỉnh ủy"),
    ("BTGDV", "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
    ("UBKT", "Ủy ban Kiểm tra Tỉnh ủy"),
    ("BNC", "Ban Nội chính Tỉnh ủy"),
    ("VPTU", "Văn phòng Tỉnh ủy"),
)
_DIVISIONS = (
    "Văn phòng",
    "Phòng Tổ chức - Hành chính",
    "Phòng Kế hoạch - Tài chính",
    "Phòng Nghiệp vụ I",
    "Phòng Nghiệp vụ II",
    "Phòng Nghiệp vụ III",
    "Phòng Pháp chế - Thanh tra",
)
_DISTRICT_DIVISIONS = (
    "Ban Tổ chức",
    "Ban Tuyên giáo - Dân vận",
    "Ủy ban Kiểm tra",
    "Phòng Nội vụ",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Nông nghiệp và Môi trường",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Văn hóa, Khoa học và Thông tin",
    "Thanh tra",
    "Văn phòng HĐND và UBND",
)
_COMMUNE_DIVISIONS = (
    ("VPDU", "Văn phòng Đảng ủy"),
    ("BXDD", "Ban Xây dựng Đảng"),
    ("UBKT", "Ủy ban Kiểm tra Đảng ủy"),
    ("VP", "Văn phòng HĐND và UBND"),
    ("KT", "Phòng Kinh tế"),
    ("VHXH", "Phòng Văn hóa - Xã hội"),
    ("HCC", "Trung tâm Phục vụ hành chính công"),
)
SCHOOL_SORTS = (("MN", "Trường Mầm non"), ("TH", "Trường Tiểu học"), ("CS", "Trường THCS"), ("PT", "Trường THPT"))


def tree(size: Size, rng: Random) -> Tree:
    """The whole tree, the same for the same size and seed."""
    grown = Tree()
    _province(grown, size)
    communes = _localities(grown, size, rng)
    _schools(grown, size, rng, communes)
    _health_and_centres(grown, size, communes)
    _grassroots(grown, size)
    join_districts(grown)
    return grown


def _province(grown: Tree, size: Size) -> None:
    add = grown.add
    grown.units["TW"] = Unit(
        "TW",
        "central",
        [
            BodyVersionRow(
                "", "Ban Chấp hành Trung ương Đảng", "Trung ương", "committee", "central", "", "1930-02-03", "", ""
            )
        ],
        "TW",
    )
    add("LG", "province", f"Tỉnh {PROVINCE}", "TW", "locality", "province", short=PROVINCE)
    add("LG.TU", "provincial_committee", f"Tỉnh ủy {PROVINCE}", "LG", "committee", "province", top="LG")
    add("LG.HDND", "provincial_council", f"Hội đồng nhân dân tỉnh {PROVINCE}", "LG", "agency", "province", top="LG")
    add("LG.UBND", "provincial_government", f"Ủy ban nhân dân tỉnh {PROVINCE}", "LG", "agency", "province", top="LG")
    add(
        "LG.MT",
        "provincial_front",
        f"Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh {PROVINCE}",
        "LG",
        "agency",
        "province",
        top="LG",
    )
    _divisions(grown, "LG.MT", 6, prefix="Ban Công tác")
    for code, name in BOARDS[: size.boards]:
        add(f"LG.{code}", "party_board", name, "LG.TU", "agency", "province")
        _divisions(grown, f"LG.{code}", max(2, size.divisions - 2))
    names = DEPARTMENTS[: size.departments]
    for code, name, short in names:
        since = MERGED if code in _NEW_IN_2025 else None
        decree = _MERGER if since else ""
        add(f"LG.{code}", "department", name, "LG.UBND", "agency", "province", short=short, since=since, decree=decree)
        _divisions(grown, f"LG.{code}", size.divisions, since=since)
    standing = {code for code, _, _ in names}
    for code, name, into in OLD_DEPARTMENTS[: size.old_departments]:
        if into in standing:
            add(
                f"LG.{code}",
                "department",
                name,
                "LG.UBND",
                "agency",
                "province",
                last=MERGED - 1,
                successor=f"LG.{into}",
            )
            _divisions(grown, f"LG.{code}", size.divisions, last=MERGED - 1, into=f"LG.{into}")


def _divisions(
    grown: Tree,
    of: str,
    count: int,
    *,
    since: int | None = None,
    last: int | None = None,
    into: str = "",
    prefix: str = "",
) -> None:
    above = grown.units[of].name
    for number in range(1, count + 1):
        words = f"{prefix} {number}" if prefix else _DIVISIONS[number - 1]
        grown.add(
            f"{of}.P{number}",
            "division",
            f"{words}, {above}",
            of,
            "agency",
            "province",
            top=of,
            short=words,
            since=since,
            last=last,
            successor=f"{into}.P{number}" if into else "",
        )


def _localities(grown: Tree, size: Size, rng: Random) -> list[Unit]:
    """Districts with their communes until 30 June 2025, and the communes that came after."""
    taken: set[str] = set()
    after: list[Unit] = []
    for index, communes in enumerate(size.districts, start=1):
        upland = index % 7 in (3, 6)  # five of eighteen lie in the mountains
        code = f"LG.H{index:02}"
        name = place_names(rng, 1, upland=False, taken=taken)[0]
        _district(
            grown, code, f"{'thành phố' if index == 1 else 'thị xã' if index in (2, 5) else 'huyện'} {name}", upland
        )
        names = place_names(rng, communes, upland=upland, taken=taken)
        first = 0
        for width in _widths(communes):
            group = names[first : first + width]
            word = "phường" if index in (1, 2, 5) and first < communes // 2 else "xã"
            number = len(after) + 1
            after.append(_commune(grown, f"LG.X{number:03}", f"{word} {group[0]}", upland))
            for other, old in enumerate(group, start=1):
                _old_commune(grown, f"{code}.{first + other:02}", f"{word} {old}", code, f"LG.X{number:03}", upland)
            first += width
    return after


def _widths(communes: int) -> list[int]:
    """How many old communes make each new one: half as many, mostly two by two, one merger of three."""
    pairs = communes // 2
    return [1, 3, *[2] * (pairs - 2)] if pairs > 2 else [2] * pairs


def _district(grown: Tree, code: str, name: str, upland: bool) -> None:
    end = REFORMED - 1
    word = name.replace("thành phố", "Thành").replace("thị xã", "Thị").replace("huyện", "Huyện")
    ward, _, rest = word.partition(" ")
    grown.add(code, "district", name[0].upper() + name[1:], "LG", "locality", "district", last=end, upland=upland)
    for part, sort, title, kind in (
        ("HU", "district_committee", f"{ward} ủy {rest}", "committee"),
        ("HDND", "district_council", f"Hội đồng nhân dân {name}", "agency"),
        ("UBND", "district_government", f"Ủy ban nhân dân {name}", "agency"),
    ):
        grown.add(f"{code}.{part}", sort, title, code, kind, "district", top=code, last=end, upland=upland)
    for number, words in enumerate(_DISTRICT_DIVISIONS, start=1):
        parent = f"{code}.HU" if number <= 3 else f"{code}.UBND"
        grown.add(
            f"{code}.P{number:02}",
            "district_division",
            f"{words} {name}",
            parent,
            "agency",
            "district",
            top=code,
            short=words,
            last=end,
            upland=upland,
        )


def _commune(grown: Tree, code: str, name: str, upland: bool) -> Unit:
    """A commune of the two-level model, with its bodies."""
    shown = name[0].upper() + name[1:]
    commune = grown.add(
        code, "commune", shown, "LG", "locality", "commune", since=REFORMED, upland=upland, decree=REFORM
    )
    for part, sort, title, kind in (
        ("DU", "commune_committee", f"Đảng ủy {name}", "committee"),
        ("UBND", "commune_government", f"Ủy ban nhân dân {name}", "agency"),
        ("MT", "commune_front", f"Ủy ban Mặt trận Tổ quốc Việt Nam {name}", "agency"),
    ):
        grown.add(f"{code}.{part}", sort, title, code, kind, "commune", top=code, since=REFORMED, upland=upland)
    for part, words in _COMMUNE_DIVISIONS:
        parent = f"{code}.DU" if part in ("VPDU", "BXDD", "UBKT") else f"{code}.UBND"
        grown.add(
            f"{code}.{part}",
            "commune_division",
            f"{words} {name}",
            parent,
            "agency",
            "commune",
            top=code,
            short=words,
            since=REFORMED,
            upland=upland,
        )
    return commune


def _old_commune(grown: Tree, code: str, name: str, district: str, successor: str, upland: bool) -> None:
    end = REFORMED - 1
    grown.add(
        code,
        "commune",
        name[0].upper() + name[1:],
        district,
        "locality",
        "commune",
        last=end,
        successor=successor,
        upland=upland,
    )
    for part, sort, title, kind, into in (
        ("DU", "commune_committee", f"Đảng ủy {name}", "committee", "DU"),
        ("UBND", "commune_government", f"Ủy ban nhân dân {name}", "agency", "UBND"),
        ("MT", "commune_front", f"Ủy ban Mặt trận Tổ quốc Việt Nam {name}", "agency", "MT"),
        ("CM", "commune_office", f"Công chức chuyên môn {name}", "agency", "VP"),
    ):
        grown.add(
            f"{code}.{part}",
            sort,
            title,
            code,
            kind,
            "commune",
            top=code,
            last=end,
            successor=f"{successor}.{into}",
            upland=upland,
        )


def _schools(grown: Tree, size: Size, rng: Random, communes: list[Unit]) -> None:
    for (letters, words), count in zip(SCHOOL_SORTS, size.schools, strict=True):
        for index in range(count):
            commune = communes[index % len(communes)] if index < len(communes) else rng.choice(communes)
            place = commune.name.split(" ", 1)[1]
            second = f" {index // len(communes) + 1}" if index >= len(communes) else ""
            old = grown.units[grown.units[commune.code].predecessors[0]]
            district = old.versions[0].parent
            before, after = (
                ("LG.SGDDT", "LG.SGDDT") if letters == "PT" else (f"{district}.UBND", f"{commune.code}.UBND")
            )
            grown.add(
                f"LG.{letters}{index + 1:03}",
                "school",
                f"{words} {place}{second}",
                _present(grown, before),
                "unit",
                "grassroots",
                top=f"{letters}:{district}",
                upland=commune.upland,
                next_parent=_present(grown, after),
            )


def _present(grown: Tree, code: str) -> str:
    """The code, or the province's People's Committee where a small world has no such body."""
    return code if code in grown.units else "LG.UBND"


_HOSPITALS = (
    "Đa khoa tỉnh",
    "Sản Nhi",
    "Phổi",
    "Tâm thần",
    "Y học cổ truyền",
    "Mắt",
    "Ung bướu",
    "Nội tiết",
    "Phục hồi chức năng",
    "Da liễu",
)
_CENTRES = (
    "Khuyến nông",
    "Giống cây trồng",
    "Công nghệ thông tin",
    "Văn hóa - Nghệ thuật",
    "Trợ giúp pháp lý",
    "Dịch vụ việc làm",
    "Quy hoạch xây dựng",
    "Quan trắc môi trường",
    "Kiểm soát bệnh tật",
    "Lưu trữ lịch sử",
    "Xúc tiến đầu tư",
    "Thư viện",
)


def _health_and_centres(grown: Tree, size: Size, communes: list[Unit]) -> None:
    health = _present(grown, "LG.SYT")
    for index in range(size.hospitals):
        special = index < len(_HOSPITALS)
        name = f"Bệnh viện {_HOSPITALS[index]}" if special else f"Trung tâm Y tế khu vực {index - len(_HOSPITALS) + 1}"
        upland = not special and index % 4 == 0
        grown.add(f"LG.BV{index + 1:02}", "hospital", name, health, "unit", "grassroots", upland=upland)
    for index in range(size.centres):
        again = f" {index // len(_CENTRES) + 1}" if index >= len(_CENTRES) else ""
        grown.add(
            f"LG.TT{index + 1:02}",
            "centre",
            f"Trung tâm {_CENTRES[index % len(_CENTRES)]}{again}",
            "LG.UBND",
            "unit",
            "grassroots",
        )


def _grassroots(grown: Tree, size: Size) -> None:
    """Grassroots party organisations: committees in agencies, hospitals and the larger schools, cells in the others."""
    hosts = [
        u
        for sort in ("department", "party_board", "hospital", "school", "centre")
        for u in grown.by_sort.get(sort, ())
        if u.last is None
    ]
    for index in range(size.committees + size.cells):
        committee = index < size.committees
        word = "Đảng bộ" if committee else "Chi bộ"
        name = (
            f"{word} {hosts[index].name}" if index < len(hosts) else f"{word} Doanh nghiệp số {index - len(hosts) + 1}"
        )
        if index < len(hosts):
            above = hosts[index].versions[-1].parent.removesuffix(".UBND")
            parent = above if above.startswith("LG.X") else "LG"
        else:
            parent = "LG"
        after = f"{parent}.DU" if parent != "LG" else "LG.TU"
        grown.add(
            f"LG.{'DB' if committee else 'CB'}{index + 1:03}",
            "grassroots",
            name,
            "LG.TU",
            "committee" if committee else "cell",
            "grassroots",
            next_parent=after,
        )
