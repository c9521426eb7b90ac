"""Believable names by published frequencies (data/surnames.csv, data/name-parts.csv; their sources stand in the files).

Family names of Kinh people follow a sample of a province beside the one of candidates to the National Assembly;
middle and given names go by sex. People of other groups bear the family names of their group.
"""

from __future__ import annotations

import csv
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import NamedTuple

_DATA = Path(__file__).parent / "data"
_SAMPLES = ("Nghệ An sample", "National Assembly candidates")


class Wheel(NamedTuple):
    """Values with cumulative weights, for `Random.choices`."""

    values: tuple[str, ...]
    cumulative: tuple[float, ...]

    def draw(self, rng: Random) -> str:
        """One value, with its share of the whole."""
        return rng.choices(self.values, cum_weights=self.cumulative)[0]


def wheel(pairs: dict[str, float]) -> Wheel:
    """A wheel of values with their weights."""
    return Wheel(tuple(pairs), tuple(accumulate(pairs.values())))


def _lines(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def _families() -> Wheel:
    shares: dict[str, float] = {}
    for line in _lines("surnames.csv"):
        family = line["surname"]
        # Thích is a name in religion; brackets hold the rest of a sample; blank names are lost in the source.
        if line["sample"].startswith(_SAMPLES) and family and family != "Thích" and "(" not in family:
            shares[family] = shares.get(family, 0.0) + float(line["percent"])
    for family in ("Vi", "Lang", "Lữ"):  # families of other groups in that sample
        shares.pop(family, None)
    return wheel(shares)


def _parts(part: str, sex: str) -> Wheel:
    shares = {
        line["value"]: float(line["percent"])
        for line in _lines("name-parts.csv")
        if (line["part"], line["sex"]) == (part, sex)
    }
    return wheel(shares)


_FAMILY = _families()
_MIDDLE = {"M": _parts("first middle syllable", "Nam"), "F": _parts("first middle syllable", "Nữ")}
_GIVEN = {"M": _parts("given name (last syllable)", "Nam"), "F": _parts("given name (last syllable)", "Nữ")}
#: Second middle syllables of women: "Nguyễn Thị Thanh Hà". 61 % of the women of the sample have four syllables.
_SECOND = (
    "Thanh",
    "Thu",
    "Kim",
    "Ngọc",
    "Hồng",
    "Bích",
    "Minh",
    "Thúy",
    "Hoài",
    "Phương",
    "Mỹ",
    "Lan",
    "Quỳnh",
    "Tuyết",
    "Khánh",
)

_OTHERS: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]] = {
    "GSO:03": (  # Thái
        ("Lô", "Vi", "Lương", "Lữ", "Lang", "Kha", "Ngân", "Quang", "Hà", "Vang", "Sầm", "Lộc"),
        {"M": ("Văn", "Thanh", "Xuân", "Đình", "Khăm", "Minh"), "F": ("Thị", "Thị", "Thị", "Thị Hồng", "Thị Kim")},
        {},
    ),
    "GSO:08": (  # Mông
        ("Lầu", "Vừ", "Và", "Xồng", "Già", "Lỳ", "Hờ", "Thò", "Cự", "Lỳ"),
        {"M": ("Bá", "Bá", "Nỏ", "Chá", "Chống", "Giống"), "F": ("Y", "Y", "Y", "Thị")},
        {
            "M": (
                "Tủa",
                "Chò",
                "Tếnh",
                "Dềnh",
                "Lầu",
                "Rê",
                "Xìa",
                "Chồng",
                "Pó",
                "Thái",
                "Dũng",
                "Hùng",
                "Cha",
                "Nênh",
            ),
            "F": ("Mỷ", "Dở", "Xía", "Pà", "Chừ", "Mái", "Dí", "Lan", "Hoa", "Ka", "Súa", "Mai"),
        },
    ),
    "GSO:21": (  # Thổ
        ("Trương", "Lê", "Cao", "Hoàng", "Đinh", "Phan", "Bùi"),
        {"M": ("Văn", "Đình", "Công", "Xuân"), "F": ("Thị", "Thị", "Thị Thanh")},
        {},
    ),
    "GSO:23": (  # Khơ Mú
        ("Moong", "Cụt", "Ốc", "Xeo", "Lữ", "Kha", "Hoa", "Chích"),
        {"M": ("Văn", "Văn", "Thanh", "Phò"), "F": ("Thị", "Thị", "Mẹ")},
        {},
    ),
    "GSO:04": (("Bùi", "Quách", "Đinh", "Hà", "Bạch"), {"M": ("Văn", "Công"), "F": ("Thị",)}, {}),
    "GSO:02": (("Nông", "Hoàng", "Bế", "Lý", "Ma"), {"M": ("Văn", "Đức"), "F": ("Thị",)}, {}),
    "GSO:54": (("Lo", "Lo", "Cụt"), {"M": ("Văn",), "F": ("Thị",)}, {}),  # Ơ Đu
}

KINH = "GSO:01"
#: Shares of the ethnic groups among officials, in the lowlands and in the mountains.
GROUPS = {
    False: wheel({KINH: 985, "GSO:03": 6, "GSO:21": 5, "GSO:02": 2, "GSO:04": 2}),
    True: wheel({KINH: 470, "GSO:03": 370, "GSO:08": 55, "GSO:21": 50, "GSO:23": 45, "GSO:04": 6, "GSO:54": 4}),
}


def person_name(rng: Random, sex: str, group: str) -> str:
    """A full name: family, middle, given."""
    if group != KINH:
        families, middles, givens = _OTHERS[group]
        given = rng.choice(givens[sex]) if givens else _GIVEN[sex].draw(rng)
        return f"{rng.choice(families)} {rng.choice(middles[sex])} {given}"
    family, middle, given = _FAMILY.draw(rng), _MIDDLE[sex].draw(rng), _GIVEN[sex].draw(rng)
    if sex == "F" and rng.random() < 0.61:
        middle = f"{middle} {rng.choice(_SECOND)}"
    words = f"{family} {middle} {given}".split()
    # "Nguyễn Anh Anh" is nobody's name: a repeated syllable falls out, another middle steps in.
    if len(set(words)) < len(words):
        return f"{family} {'Văn' if sex == 'M' else 'Thị'} {given if given != family else 'An'}"
    return " ".join(words)


def relative_name(rng: Random, sex: str, *, family: str = "") -> str:
    """A relative's name; with the family name where it is shared."""
    own = person_name(rng, sex, KINH)
    return f"{family} {own.split(' ', 1)[1]}" if family else own
