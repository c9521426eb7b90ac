"""From a kind of ballot as written to the kind on a day: parameters become values with their citations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

from canbo.core.errors import NotInForce, UnknownName, nearest_names
from canbo.core.resolving import parameter_on
from canbo.core.rules import DatedValue, Rules
from canbo.core.tally_kinds import Band, Cell, Kind, Share
from canbo.core.tally_written import Fixed, FromParameter, KindVersion, WrittenCell, WrittenKind, WrittenShare

#: The code of vote-bases that says that a text names no base.
NOT_NAMED = "not_named"


def kind_on(rules: Rules, code: str, on: dt.date) -> Kind:
    """A kind of ballot as it stands on a day. Raises UnknownName or NotInForce."""
    written = rules.ballots.get(code)
    if written is None:
        raise UnknownName("ballot", code, nearest_names(code, rules.ballots))
    for version in written.versions:
        if version.holds(on):
            return _resolved(rules, written, version, on)
    first, last = written.versions[0], written.versions[-1]
    raise NotInForce(code, on, [first.cites.instrument], written.name, last.until)


def change_days(rules: Rules, version: KindVersion) -> tuple[dt.date, ...]:
    """The first day of a version, and every later day of it on which a parameter behind it changes."""
    names = {cell.name for cell in version.cells() if isinstance(cell, FromParameter)}
    days = {value.since for name in names if name in rules.parameters for value in rules.parameters[name].values}
    return tuple(sorted({version.since} | {day for day in days if version.holds(day)}))


def _resolved(rules: Rules, written: WrittenKind, version: KindVersion, on: dt.date) -> Kind:
    def cell(source: WrittenCell | None) -> Cell | None:
        return None if source is None else _cell(rules, source, on)

    return Kind(
        code=written.code,
        name=written.name,
        heading=written.heading,
        on=on,
        cites=version.cites,
        marking=written.marking,
        options=written.options,
        counts=written.counts,
        most=cell(version.most),
        papers=version.papers,
        alone=version.alone,
        decides=version.decides,
        base=cell(version.base),
        share=_share(rules, version.share, on) if version.share else None,
        exact=cell(version.exact),
        below=cell(version.below),
        keeps=cell(version.keeps),
        ties=cell(version.ties),
        announced=_cell(rules, version.announced, on),
        bands=tuple(Band(_share(rules, band.share, on), _cell(rules, band.outcome, on)) for band in version.bands),
    )


def _share(rules: Rules, written: WrittenShare, on: dt.date) -> Share:
    return Share(_cell(rules, written.of, on), _cell(rules, written.reached, on))


def _cell(rules: Rules, source: WrittenCell, on: dt.date) -> Cell:
    if isinstance(source, Fixed):
        return Cell(source.value, source.cites)
    parameter = parameter_on(rules, source.name, on)
    value = _plain(rules, source.name, parameter)
    if value is None or value == NOT_NAMED:
        if source.otherwise is None:
            raise NotInForce(source.name, on, [parameter.cites.instrument], rules.parameters[source.name].meaning)
        return Cell(source.otherwise.value, source.otherwise.cites)
    return Cell(value, parameter.cites)


def _plain(rules: Rules, name: str, dated: DatedValue) -> str | int | Fraction | bool | None:
    """A parameter's value: a rank as its code, a flag as true or false. A table or keyed value fits no cell."""
    value, of = dated.value, rules.parameters[name].of
    if value is None or isinstance(value, tuple | Mapping):
        return None
    if dated.unit == "flag":
        return bool(value)
    if dated.unit == "rank" and of:
        codes = rules.lists[of].codes.values()
        return next((code.code for code in codes if code.rank == value), None)
    return value
