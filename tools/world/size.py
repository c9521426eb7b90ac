"""How large a world is. FULL holds the numbers that a real province reports; SMALL is for tests."""

from __future__ import annotations

from typing import NamedTuple


class Size(NamedTuple):
    """Numbers of people by category, of bodies by sort, and of grassroots party organisations."""

    district_and_above: int
    public_employees: int
    communes: int
    districts: tuple[int, ...]  # communes of each district before the reform of 1 July 2025
    departments: int
    old_departments: int
    boards: int
    divisions: int
    schools: tuple[int, int, int, int]  # kindergartens, primary, lower secondary, upper secondary
    hospitals: int
    centres: int
    committees: int
    cells: int
    from_districts: int  # officials of the districts now at work in each new commune
    leavers: int  # who has left since 2014, beside those in service

    @property
    def people(self) -> int:
        """Everybody in service."""
        return self.district_and_above + self.public_employees + self.communes


FULL = Size(
    district_and_above=3_128,
    public_employees=24_791,
    communes=2_813,
    districts=(20, 18, 18, 16, 16, 16, 14, 14, 14, 14, 14, 14, 14, 12, 12, 12, 12, 10),
    departments=18,
    old_departments=7,
    boards=5,
    divisions=7,
    schools=(150, 176, 134, 70),
    hospitals=34,
    centres=42,
    committees=274,
    cells=492,
    from_districts=6,
    leavers=2_400,
)

SMALL = Size(
    district_and_above=140,
    public_employees=120,
    communes=40,
    districts=(4, 2),
    departments=4,
    old_departments=7,
    boards=2,
    divisions=2,
    schools=(1, 1, 1, 1),
    hospitals=1,
    centres=1,
    committees=10,
    cells=6,
    from_districts=6,
    leavers=24,
)
