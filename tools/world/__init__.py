"""The demo world: the synthetic province Lam Giang, seeded and the same every time.

`build()` writes it into empty registers through entries of the record; `build_small()` a world of 300 people for
tests. Nobody in it exists. The numbers of people and of grassroots party organisations are those that a real province
reports (30,732 officials; 766 organisations with 47,127 members, who are not in the registers).
"""

from tools.world.build import Built, build, build_small, lives
from tools.world.size import FULL, SMALL, Size

__all__ = ["FULL", "SMALL", "Built", "Size", "build", "build_small", "lives"]
