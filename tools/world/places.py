"""Place names of a province that does not exist.

Lam Giang is made up; so are its districts, communes and schools. Only its place code is borrowed (40 in the lists of
63 and of 34 provinces), because rules of origin compare codes of those lists.
"""

from __future__ import annotations

from random import Random

PROVINCE = "Lam Giang"
OLD_PLACE, NEW_PLACE = "P63:40", "P34:40"

#: Other provinces from which officials come: code in the list of 63, name, weight in per mille.
ELSEWHERE = (
    ("P63:42", "Hà Tĩnh", 34),
    ("P63:38", "Thanh Hóa", 28),
    ("P63:36", "Nam Định", 11),
    ("P63:34", "Thái Bình", 9),
    ("P63:01", "Hà Nội", 9),
    ("P63:44", "Quảng Bình", 8),
    ("P63:30", "Hải Dương", 5),
    ("P63:46", "Thừa Thiên Huế", 4),
    ("P63:35", "Hà Nam", 4),
    ("P63:33", "Hưng Yên", 4),
)

_LOWLAND = (
    (
        "Tân",
        "An",
        "Bình",
        "Phú",
        "Thanh",
        "Long",
        "Yên",
        "Mỹ",
        "Vĩnh",
        "Hưng",
        "Nghĩa",
        "Đông",
        "Xuân",
        "Hòa",
        "Kim",
        "Ngọc",
        "Quang",
        "Thạch",
        "Trung",
        "Diên",
    ),
    (
        "Sơn",
        "Giang",
        "Hòa",
        "Lộc",
        "Thành",
        "Phong",
        "Thịnh",
        "Phúc",
        "Lâm",
        "Điền",
        "Khê",
        "Châu",
        "Minh",
        "Tiến",
        "Hải",
        "Thủy",
        "Trạch",
        "Đồng",
    ),
)
_UPLAND = (
    ("Mường", "Nậm", "Châu", "Huồi", "Na", "Bản", "Tri", "Keng"),
    ("Típ", "Khoang", "Loi", "Khê", "Lạn", "Xén", "Hin", "Piệt", "Nọi", "Tông", "Hạt", "Lượng"),
)


def place_names(rng: Random, count: int, *, upland: bool, taken: set[str]) -> list[str]:
    """`count` names of two syllables that nobody bears yet; they are added to `taken`. Raises ValueError when none is left."""
    first, second = _UPLAND if upland else _LOWLAND
    free = [f"{a} {b}" for a in first for b in second if a != b and f"{a} {b}" not in taken]
    if len(free) < count:
        raise ValueError(f"{count} place names wanted, {len(free)} left")
    names = rng.sample(free, count)
    taken.update(names)
    return names
